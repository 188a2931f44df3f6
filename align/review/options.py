"""What a review sheet may be told: the order of its rows, the language of its words, whether it is locked."""

from __future__ import annotations

from dataclasses import dataclass

from align.review.flags import in_words
from align.review.words import SENTENCES, STEPS


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """`by_risk` puts the worst pairs first; `language` is that of headings and statuses (`en` or `ru`); `locked` keeps
    the columns that must not change from being changed by accident (no password)."""

    by_risk: bool = False
    language: str = "en"
    locked: bool = True

    def text(self, key: str) -> str:
        """A word or sentence of the sheet."""
        return SENTENCES[self.language][key]

    @property
    def steps(self) -> tuple[str, ...]:
        """How to work, step by step."""
        return STEPS[self.language]

    def flag(self, flag: str) -> str:
        """A flag in words."""
        return in_words(flag, self.language)
