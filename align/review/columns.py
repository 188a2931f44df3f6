"""The columns of review sheets: which there are in a sheet of either kind, in which order, how wide, open or hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from align.io.spreadsheets import column_letters

SheetKind = Literal["drafts", "translations", "alignment"]
"""What is reviewed: a machine's drafts, translations that persons have edited or that come from a memory, or two texts
that were aligned, whose sentences can be moved between rows."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its width in characters, whether a reviewer writes in it, whether it is hidden, and the size
    of its letters in points."""

    key: str
    width: float
    editable: bool = False
    hidden: bool = False
    size: int = 11


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet, from left to right."""

    all: tuple[Column, ...]
    _at: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._at.update((column.key, index) for index, column in enumerate(self.all))

    def __iter__(self) -> Iterator[Column]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __contains__(self, key: str) -> bool:
        return key in self._at

    def __getitem__(self, key: str) -> Column:
        return self.all[self._at[key]]

    def index(self, key: str) -> int:
        """The place of a column, from 0."""
        return self._at[key]

    def letter(self, key: str) -> str:
        """The letter of a column."""
        return column_letters(self._at[key])

    @property
    def status_spellings(self) -> int:
        """The column in whose heading the spellings of the statuses stand, after all others (`counting`)."""
        return len(self.all)

    @property
    def fix_spellings(self) -> int:
        """The column in whose heading those of the words under Fix stand."""
        return len(self.all) + 1


def _translation_columns(texts: float, flags: float, note: float, terms: Column, bands: bool = False) -> Columns:
    return Columns(
        (
            Column("n", 5.5),
            Column("source", texts),
            Column("final", texts + 2, editable=True),
            Column("status", 12.5, editable=True),
            *((Column("band", 14),) if bands else ()),
            Column("flags", flags),
            Column("note", note, editable=True),
            terms,
            Column("memory", 48, hidden=True),
            Column("draft", 44),
            Column("score", 8.5, hidden=bands),
            Column("id", 13, hidden=True, size=9),
            Column("kind", 10.5, hidden=True, size=9),
            Column("doc", 20, hidden=True, size=9),
            Column("mark", 12, hidden=True),
            Column("data", 12, hidden=True),
            Column("paragraph", 8, hidden=True),
            Column("words", 8, hidden=True),
            Column("state", 8, hidden=True),
        )
    )


def _alignment_columns(texts: float, flags: float, note: float, terms: Column) -> Columns:
    return Columns(
        (
            Column("n", 5.5),
            Column("bead", 10.5),
            Column("source", texts, editable=True),
            Column("final", texts, editable=True),
            Column("fix", 18, editable=True),
            Column("status", 12.5, editable=True),
            Column("flags", flags),
            Column("note", note, editable=True),
            *(() if terms.hidden else (terms,)),
            Column("confidence", 13),
            Column("score", 9),
            Column("memory", 48, hidden=True),
            *((terms,) if terms.hidden else ()),
            Column("id", 13, hidden=True, size=9),
            Column("kind", 10.5, hidden=True, size=9),
            Column("doc", 20, hidden=True, size=9),
            Column("mark", 12, hidden=True),
            Column("data", 12, hidden=True),
            Column("before", 12, hidden=True),
            Column("draft", 12, hidden=True),
            Column("words", 8, hidden=True),
            Column("state", 8, hidden=True),
        )
    )


_NO_TERMS = Column("terms", 28, hidden=True)
TRANSLATION_COLUMNS = _translation_columns(50, 38, 24, _NO_TERMS)
"""Of drafts and translations: only the final translation, the status and the note are open. What a reviewer reads and
writes, up to the note (and the terms, where there is a glossary), fits on a screen 1,440 pixels wide at 100 %. A
character is 7.5 pixels in LibreOffice, 7 in Excel, which adds 5 for each column; the numbers of the rows and the scroll
bar take some 60: up to 183 characters fit."""
TRANSLATION_COLUMNS_WITH_TERMS = _translation_columns(42, 32, 19, Column("terms", 26))
BANDED_COLUMNS = _translation_columns(46, 33, 23, _NO_TERMS, bands=True)
BANDED_COLUMNS_WITH_TERMS = _translation_columns(39, 29, 17, Column("terms", 23), bands=True)
"""Of drafts whose quality was estimated: its band stands beside the status, in the place of the score, which is
hidden."""

ALIGNMENT_COLUMNS = _alignment_columns(42, 32, 19, _NO_TERMS)
"""Of an alignment; they fit likewise. What is hidden stands to the right of what is seen, so that nobody cuts or pastes
it along; `before` and `draft` are the source and the translation as they were, which the formulas of `state` need."""
ALIGNMENT_COLUMNS_WITH_TERMS = _alignment_columns(35, 27, 16, Column("terms", 23))


def columns_of(kind: SheetKind, terms: bool = False, bands: bool = False) -> Columns:
    """The columns of a sheet of this kind, whose terms are shown or not; `bands` of a sheet with drafts whose quality
    was estimated."""
    if kind == "alignment":
        return ALIGNMENT_COLUMNS_WITH_TERMS if terms else ALIGNMENT_COLUMNS
    if bands:
        return BANDED_COLUMNS_WITH_TERMS if terms else BANDED_COLUMNS
    return TRANSLATION_COLUMNS_WITH_TERMS if terms else TRANSLATION_COLUMNS
