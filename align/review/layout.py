"""The look of a review sheet: colours, fonts, heights, in short what a designer would change (widths: `columns`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil
from typing import Any, Literal

from align.corpus.bands import Band
from align.corpus.pair import Pair, Status
from align.review.columns import TRANSLATION_COLUMNS, Column, Columns

Level = Literal["high", "medium", "low"]


FONT = "Calibri"
INK, FAINT, RULE, PAPER = "#1B1F24", "#525B66", "#D5DAE0", "#F5F6F8"
"""FAINT can be read on every fill below: its contrast is 4.6 : 1 at least (WCAG 2.2, 1.4.3, asks for 4.5)."""
HEADER_FILL, HEADER_EDIT_FILL = "#2F3E4E", "#0F6B5C"
RISK_FILL: dict[Level, str] = {"high": "#F7C9BF", "medium": "#FCE8B2", "low": PAPER}
BAND_LEVEL: dict[Band, Level] = {"usable": "low", "work": "medium", "wrong": "high"}
"""The level that a row of this band has without a flag, as `risk` weighs bands: the one code of colours is that of the
risk."""
BAND_FILL = {band: RISK_FILL[level] for band, level in BAND_LEVEL.items()}
STATUS_FILL: dict[Status, str] = {"approved": "#D3EBD8", "edited": "#D5E5F7", "rejected": "#E3E3E3"}
CHANGED_FILL = "#E4EFFB"
UNCLEAR_FILL, UNCLEAR_INK = "#FBD5CE", "#B3261E"
"""A status that is none."""
FIX_FILL, FIX_INK = "#E4DBF4", "#4B3A78"
"""What `align merge` is to mend: a word under *Fix*, or a bar in a cell."""
HOLE_FILL, STRUCK_FILL = "#F1E2DC", "#E3E3E3"
"""A side of a row without text, and a row without any."""
GONE_INK, NEW_INK = "#B3261E", "#0F6B5C"
"""A memory's words that the source has not, and the source's that the memory has not."""

RISK_FROM: dict[Level, float] = {"high": 0.6, "medium": 0.25}
"""The risk (see align.checks.risk) from which a pair has the level's colour: one error, or one warning."""

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo"})


def right_to_left(language: str) -> bool:
    """Whether a language is written from right to left: by its script, if the code names one.

    >>> right_to_left("ar-EG"), right_to_left("uz-Arab"), right_to_left("ku-Latn")
    (True, True, False)
    """
    base, *rest = language.lower().replace("_", "-").split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    return scripts[0] in _SCRIPTS if scripts else base in _RIGHT_TO_LEFT


def risk_of(pair: Pair) -> float:
    """How likely a pair is wrong, from 0 to 1."""
    from align.checks import risk

    return risk(pair)


def level_of(risk: float) -> Level:
    """The level, and so the colour, of a risk."""
    return "high" if risk >= RISK_FROM["high"] else "medium" if risk >= RISK_FROM["medium"] else "low"


LINE, PADDING, HIGHEST = 15.0, 4.0, 409.0
"""Points that a line of text takes, that a row has in addition to its lines, and that a row of Excel has at most."""

_LATIN = re.compile("[\x00-\u024f\u2000-\u206f]*")
_WIDE = "\u2e80"
"""From here on letters are about twice as wide: Chinese, Japanese, Korean, emoji."""


def row_height(texts: Mapping[str, str], bold: bool, columns: Columns = TRANSLATION_COLUMNS) -> float:
    """Estimate, without a font, the height in points at which the wrapped texts of a row, by column, can be read.

    Excel fits rows that have no height of their own, LibreOffice does not.
    """
    high = LINE
    for key, text in texts.items():
        size = columns[key].size / 11
        high = max(high, count_lines(text, columns[key].width / size, bold) * LINE * size)
    return min(high + PADDING, HIGHEST)


def count_lines(text: str, width: float, bold: bool = False) -> int:
    """Lines that a text takes in a column: Latin letters are narrower than the digits that widths are counted in."""
    letter = 0.92 if _LATIN.fullmatch(text) else 1.0
    letter *= 1.07 if bold else 1.0
    total = 0
    for part in text.split("\n"):
        wide = sum(character >= _WIDE for character in part) if part and max(part) >= _WIDE else 0
        total += max(1, ceil((len(part) + wide) * letter / (width - 2)))
    return total


Above = Literal["", "paragraph", "gap"]
"""What stands above a row: the rest of its paragraph, the end of another paragraph, or pairs that are left out."""
LINES: dict[Above, dict[str, Any]] = {
    "": {"top": 1, "top_color": RULE},
    "paragraph": {"top": 1, "top_color": INK},
    "gap": {"top": 5, "top_color": FAINT},
}
"""The line at the upper edge of a row. None has one at its lower edge, where it would hide that of the next."""

_LEVELS = ("n", "bead", "score", "confidence", "band", "flags")
"""Columns that have the colour of a row's risk; that of the band, of what it says."""
_TEXTS = ("source", "draft", "final")
_FAINT = ("id", "kind", "draft", "before", "doc")
_FORMATS = {"score": "0.00", "confidence": "0.00", "n": "0", "paragraph": "0", "words": "0", "state": "0"}
_CENTRED = frozenset({*_FORMATS, "bead"})


class SheetStyles:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Any, source_lang: str, target_lang: str):
        self._book = book
        self._made: dict[tuple[object, ...], Any] = {}
        self._rtl = dict.fromkeys(("source", "before"), right_to_left(source_lang))
        self._rtl |= dict.fromkeys(("draft", "final"), right_to_left(target_lang))

    def cell(self, column: Column, level: Level, kind: str, above: Above = "") -> Any:
        """The format of a body cell, for a pair of this risk and kind, by what stands above it."""
        heading = kind in ("headline", "subheading") and column.key in _TEXTS
        shown: Level = level if column.key in _LEVELS else "low"
        key = (column.key, column.editable, shown, heading, above)
        if key not in self._made:
            look = self._body_format(column, shown, heading)
            self._made[key] = self._book.add_format(look | LINES[above])
        return self._made[key]

    def below(self, column: Column) -> Any:
        """The format of the cells below the last row: what is pasted there stays text, and wraps. None where nobody
        writes."""
        key = ("below", column.key)
        if column.editable and key not in self._made:
            look = self._body_format(column, "low", heading=False)
            self._made[key] = self._book.add_format(look)
        return self._made.get(key)

    def keep_text_in_bare_cells(self) -> None:
        """Make cells without a format wrap and hold text: such a cell is left behind where one is cut, and what is
        typed there must be no date either."""
        bare = self._book.formats[0]
        bare.set_text_wrap()
        bare.set_align("top")
        bare.set_num_format(49)  # @, by its number: XlsxWriter gives names to those of other cells only

    def header(self, column: Column) -> Any:
        """The format of a heading: where one may write, it is green."""
        fill = HEADER_EDIT_FILL if column.editable else HEADER_FILL
        key = ("header", fill, column.key in _CENTRED)
        if key not in self._made:
            look: dict[str, Any] = {"font_name": FONT, "font_size": 11, "bold": True}
            look |= {"font_color": "#FFFFFF", "bg_color": fill}
            look |= {"align": "center"} if key[-1] else {"align": "left", "indent": 1}
            self._made[key] = self._book.add_format(look | {"valign": "vcenter", "text_wrap": True})
        return self._made[key]

    def _body_format(self, column: Column, level: Level, heading: bool) -> dict[str, Any]:
        look: dict[str, Any] = {
            "font_name": FONT,
            "font_size": column.size,
            "font_color": FAINT if column.key in _FAINT else INK,
            "valign": "top",
            "text_wrap": column.key not in ("mark", "data", "before") and not (column.key == "draft" and column.hidden),
            "locked": not column.editable,
            "bold": heading,
            # what is typed stays text: 1/2 is no date, =x no formula
            "num_format": _FORMATS.get(column.key, "@"),
        }
        if not column.editable:
            look["bg_color"] = RISK_FILL[level]
        look |= {"align": "center"} if column.key in _CENTRED else {"indent": 1, "align": "left"}
        if self._rtl.get(column.key):
            look |= {"reading_order": 2, "align": "right"}
        return look
