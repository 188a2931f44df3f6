"""Colours that follow the reviewer's work: conditions on the cells of a row, and how these look then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from align.review.columns import Columns
from align.review.counting import begins_paragraph, names_a_fix, row_is
from align.review.layout import (
    CHANGED_FILL,
    FAINT,
    FIX_FILL,
    FIX_INK,
    HOLE_FILL,
    INK,
    LINES,
    PAPER,
    STATUS_FILL,
    STRUCK_FILL,
    UNCLEAR_FILL,
    UNCLEAR_INK,
)

LOOKS: dict[str, dict[str, Any]] = {
    "changed": {"bg_color": CHANGED_FILL},
    "corrected": {"bg_color": CHANGED_FILL, "font_color": FAINT},
    "rejected": {"font_strikeout": True, "font_color": FAINT},
    "unclear": {"bg_color": UNCLEAR_FILL, "font_color": UNCLEAR_INK},
    "fix": {"bg_color": FIX_FILL, "font_color": FIX_INK},
    "mended": {"bg_color": FIX_FILL, "font_color": INK},
    "hole": {"bg_color": HOLE_FILL},
    "gone": {"bg_color": STRUCK_FILL, "font_color": FAINT, "font_strikeout": True},
    "inserted": {"bg_color": PAPER, "font_color": FAINT},
    **{f"is {status}": {"bg_color": fill} for status, fill in STATUS_FILL.items()},
}
LOOKS |= {f"{name} with line": look | LINES["paragraph"] for name, look in LOOKS.items()}
LOOKS["line"] = LINES["paragraph"]
"""The look of a cell, by its name."""

_UNSEEN = frozenset({"id", "kind", "mark", "data", "paragraph", "words", "state"})

Rule = tuple[str, str, str]
"""A column, a condition on row 2 of the sheet, and the name of a look."""


def colour_rules(columns: Columns, last_row: int) -> Iterator[Rule]:
    """The rules for the rows from 2 to `last_row`; of those of one column the first that holds counts."""
    if "fix" in columns:
        yield from _of_texts_in_rows(columns, last_row)
        yield from _of_statuses(columns)
        return
    begins = begins_paragraph(columns)
    rules = [("final", row_is(columns, what), what) for what in ("rejected", "changed")]
    for key, condition, look in (*rules, *_of_statuses(columns)):
        yield key, f"AND({condition},{begins})", f"{look} with line"
        yield key, condition, look
    for column in columns:
        if column.key not in _UNSEEN:
            yield column.key, begins, "line"


def _of_statuses(columns: Columns) -> Iterator[Rule]:
    yield "status", row_is(columns, "unclear"), "unclear"
    for status in STATUS_FILL:
        yield "status", row_is(columns, status), f"is {status}"


def _of_texts_in_rows(columns: Columns, last_row: int) -> Iterator[Rule]:
    """The rules of an alignment, whose texts are moved between rows, some of which the reviewer has inserted."""
    source, final, fix, mark = (f"${columns.letter(key)}2" for key in ("source", "final", "fix", "mark"))
    empty = {text: f"LEN(TRIM({text}))=0" for text in (source, final)}
    mended = names_a_fix(columns)
    emptied = f'AND({mark}<>"",{empty[source]},{empty[final]})'
    marks_below = f"{mark}:${columns.letter('mark')}${last_row}"
    inserted = f'IF({mark}="",COUNTA({marks_below})>0,FALSE)'  # IF: counted for the few rows without a mark only
    for key in ("n", "bead", "confidence", "score", "flags"):
        yield key, inserted, "inserted"  # a row above it has given it colours
        yield key, emptied, "gone"
        yield key, mended, "mended"
        yield key, row_is(columns, "changed"), "corrected"
    for key, text, other, before in (("source", source, final, "before"), ("final", final, source, "draft")):
        yield key, emptied, "gone"
        yield key, row_is(columns, "rejected"), "rejected"
        yield key, f'OR({mended},ISNUMBER(FIND("||",{text})))', "mended"
        yield key, f"IF({empty[text]},LEN(TRIM({other}))>0,FALSE)", "hole"
        yield key, f"NOT(EXACT({text},${columns.letter(before)}2))", "changed"
    yield "fix", emptied, "gone"
    yield "fix", mended, "fix"
    yield "fix", f"LEN(TRIM({fix}))>0", "unclear"
