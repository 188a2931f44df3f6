"""What a review sheet may be told: the order of its rows, the language of its words, whether it is locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from align.review.flags import in_words
from align.review.words import SENTENCES, STEPS

IN_WORDS = 3
"""Flags of a pair that are put in words. They come gravest first, and a row should not be taller than its texts."""


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """`by_risk` puts the worst pairs first; `language` is that of headings and statuses (`en` or `ru`); `locked` keeps
    the columns that must not change from being changed by accident (no password); `merge` is the command that brings
    the sheet home, as its last step shows it."""

    by_risk: bool = False
    language: str = "en"
    locked: bool = True
    merge: str = "align merge corpus.jsonl review.xlsx -o reviewed.jsonl"

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

    def flags(self, flags: Sequence[str]) -> str:
        """The flags of a pair, the first three in words, a line each; the others by their names."""
        lines = [self.flag(flag) for flag in flags[:IN_WORDS]]
        if len(flags) > IN_WORDS:
            lines.append(f"+ {', '.join(flags[IN_WORDS:])}")
        return "\n".join(lines)
