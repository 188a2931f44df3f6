"""The options of a review sheet: the order of its rows, the language of its words, whether it is locked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from align.corpus.pair import Pair
from align.review.flag_strings import in_words
from align.review.strings import HEADINGS, SENTENCES, STEPS, TRANSLATION

MAX_SENTENCES = 3
"""Flags of a pair that are spelt out. They come most severe first, and a row should not be taller than its texts."""

KEPT_BACK = 50_000
"""Pairs of a corpus that are kept back at most, until the look of its sheets is known."""
MACHINES = frozenset({"mt", "rule"})
"""Origins of translations that no person has made, in this corpus or before: drafts."""


_ALIGNED = frozenset({"human", "unknown"})


def is_alignment(pairs: Iterable[Pair]) -> bool:
    """Whether pairs are two texts that people wrote, and that were aligned: their beads can be corrected."""
    return all(pair.origin in _ALIGNED for pair in pairs)


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """`by_risk` puts the worst pairs first; `language` is that of headings and statuses (`en` or `ru`); `locked` keeps
    the columns that must not change from being changed by accident (no password); `merge` is the command that brings
    the sheet home, as its last step shows it; `drafts` says whether a machine has drafted the translations."""

    by_risk: bool = False
    language: str = "en"
    locked: bool = True
    merge: str = "align merge corpus.jsonl review.xlsx -o reviewed.jsonl"
    drafts: bool = True

    def of(self, pairs: Sequence[Pair]) -> ReviewOptions:
        """The same for a sheet that has, or begins with, these pairs: its headings mention drafts if one of them is."""
        return replace(self, drafts=not pairs or any(pair.origin in MACHINES for pair in pairs))

    @property
    def headings(self) -> dict[str, str]:
        """The heading of each column."""
        return HEADINGS[self.language] | ({} if self.drafts else {"draft": TRANSLATION[self.language]})

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
        lines = [self.flag(flag) for flag in flags[:MAX_SENTENCES]]
        if len(flags) > MAX_SENTENCES:
            lines.append(f"+ {', '.join(flags[MAX_SENTENCES:])}")
        return "\n".join(lines)
