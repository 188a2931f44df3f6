"""The options of a review sheet: its kind, the order of its rows, the language of its words, whether it is locked."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from align.corpus.bands import band_of, band_word
from align.corpus.pair import Pair
from align.localization import language as language_in_force
from align.review.alignment_strings import ALIGNMENT_SENTENCES, ALIGNMENT_STEPS
from align.review.columns import Columns, SheetKind, columns_of
from align.review.flag_strings import in_words
from align.review.strings import HEADINGS, SENTENCES, STEPS, TRANSLATION, TRANSLATION_BEFORE
from align.review.term_cells import term_lines

if TYPE_CHECKING:
    from align.checks.explaining import FoundDetails
    from align.glossary import Glossary

MAX_SENTENCES = 5
"""Flags of a pair that are spelt out. They come most severe first; a row should not be much taller than its texts."""

NO_DETAILS: FoundDetails = {}

KEPT_BACK = 50_000
"""Pairs of a corpus that are kept back at most, until the look of its sheets is known."""
MACHINES = frozenset({"mt", "rule"})
"""Origins of translations that no person has made, in this corpus or before: drafts."""
FOUND = frozenset({"human", "unknown"})
"""Origins of translations that were there before, and had to be found for their sources."""


def is_alignment(pairs: Iterable[Pair]) -> bool:
    """Whether a corpus that has, or begins with, these pairs is an alignment: two texts that were there before. The
    first KEPT_BACK pairs decide."""
    first = [pair.origin for pair in itertools.islice(pairs, KEPT_BACK)]
    return bool(first) and FOUND.issuperset(first)


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """`by_risk` puts the worst pairs first, except in an alignment, whose texts must stay in order; `language` is that
    of headings and statuses (`en` or `ru`), by default that of messages; `locked` keeps the columns that must not
    change from being changed by accident (no password, and none in an alignment's sheet, where rows are inserted and
    deleted); `merge` is the command that brings the sheet home, as its last step shows it; `kind` says what is
    reviewed, and `bands` whether the sheet shows the bands of drafts, None: the pairs do; with a `glossary` the sheet
    has the terms of each source, and names those that are not translated as agreed."""

    by_risk: bool = False
    language: str = field(default_factory=language_in_force)
    locked: bool = True
    merge: str = "align merge corpus.jsonl review.xlsx -o reviewed.jsonl"
    kind: SheetKind | None = None
    bands: bool | None = None
    glossary: Glossary | None = None

    def of(self, pairs: Sequence[Pair]) -> ReviewOptions:
        """The same for a sheet of a corpus that has, or begins with, these pairs: its kind follows from them, where
        that is not given, and whether it shows bands. One machine's draft among the pairs makes it a sheet of drafts,
        and one with a band makes it one with bands."""
        bands = any(map(band_of, pairs)) if self.bands is None else self.bands
        if self.kind is not None:
            return replace(self, bands=bands)
        if is_alignment(pairs):
            return replace(self, kind="alignment", bands=bands)
        drafts = not pairs or any(pair.origin in MACHINES for pair in pairs)
        return replace(self, kind="drafts" if drafts else "translations", bands=bands)

    @property
    def alignment(self) -> bool:
        """Whether it is an alignment that is reviewed."""
        return self.kind == "alignment"

    @property
    def sorted_by_risk(self) -> bool:
        """Whether the worst pairs come first."""
        return self.by_risk and not self.alignment

    @property
    def columns(self) -> Columns:
        """The columns of the sheet."""
        return columns_of(self.kind or "drafts", terms=self.glossary is not None, bands=self.shows_bands)

    @property
    def shows_bands(self) -> bool:
        """Whether the sheet shows the bands of drafts: an alignment has none."""
        return bool(self.bands) and not self.alignment

    @property
    def headings(self) -> dict[str, str]:
        """The heading of each column, in their order."""
        names = dict(HEADINGS[self.language])
        if self.alignment:
            names |= {"final": TRANSLATION[self.language], "draft": TRANSLATION_BEFORE[self.language]}
        elif self.kind == "translations":
            names["draft"] = TRANSLATION[self.language]
        return {column.key: names[column.key] for column in self.columns}

    def text(self, key: str) -> str:
        """A word or sentence of the sheet."""
        own = ALIGNMENT_SENTENCES[self.language] if self.alignment else {}
        return own.get(key) or SENTENCES[self.language][key]

    @property
    def steps(self) -> tuple[str, ...]:
        """How to work, step by step."""
        return (ALIGNMENT_STEPS if self.alignment else STEPS)[self.language]

    def flag(self, flag: str) -> str:
        """A flag in words."""
        return in_words(flag, self.language)

    def flags(self, flags: Sequence[str], details: FoundDetails = NO_DETAILS) -> str:
        """The flags of a pair, the first ones in words, a line each: what was found, or else what the flag means; the
        others by their names."""
        lines = [in_words(flag, self.language, details.get(flag, ())) for flag in flags[:MAX_SENTENCES]]
        if len(flags) > MAX_SENTENCES:
            lines.append(f"+ {', '.join(flags[MAX_SENTENCES:])}")
        return "\n".join(lines)

    def band(self, pair: Pair) -> str:
        """The band of a draft in words; "" for a pair that has none, and in a sheet that shows none."""
        return band_word(pair, self.language) if self.shows_bands else ""

    def terms(self, pair: Pair) -> str:
        """The terms of a pair's source with their agreed translations, a line each."""
        return term_lines(pair, self.glossary, SENTENCES[self.language]) if self.glossary else ""
