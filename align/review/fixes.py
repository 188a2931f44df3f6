"""The column *Fix* of an alignment's sheet, and `||` in its cells: corrections without cutting and pasting.

All fixes of a document are applied at once, to the cells as they stand, so that a column that has slipped by a row is
mended by *translation up* in each of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from align.localization import Translated, _
from align.review.sheet_rows import SheetRow
from align.review.strings import normal

Fix = Literal["join", "source-up", "source-down", "translation-up", "translation-down", "exchange", "unlink"]

FIX_WORDS: Translated[dict[Fix, str]] = Translated(
    "word under Fix",
    {
        "join": "join with next",
        "source-up": "source up",
        "source-down": "source down",
        "translation-up": "translation up",
        "translation-down": "translation down",
        "exchange": "exchange with next",
        "unlink": "unlink",
    },
)
"""The words of the drop-down, by language."""

BAR = "||"
"""What a reviewer types inside a cell where it is to be split."""

_SIDES = ("source", "final")
_MOVES: dict[Fix, tuple[str, int]] = {
    "source-up": ("source", -1),
    "source-down": ("source", +1),
    "translation-up": ("final", -1),
    "translation-down": ("final", +1),
}


def fix_key(word: str) -> Fix | None:
    """The fix that a word, or the beginning of one, names in either language; None where it names none, or several.

    >>> fix_key("Join with next"), fix_key("объ"), fix_key("source u"), fix_key("source")
    ('join', 'join', 'source-up', None)
    """
    typed = normal(word)
    meant = {fix for words in FIX_WORDS.values() for fix, full in words.items() if typed and full.startswith(typed)}
    return meant.pop() if len(meant) == 1 else None


def why_no_fix(word: str) -> str:
    """Explain why a word is no fix, and which words are."""
    language = "ru" if any("а" <= letter <= "я" for letter in word.casefold()) else "en"
    choices = ", ".join(FIX_WORDS[language].values())
    return _("{word!r} is no fix: choose one of {choices}", word=word, choices=choices)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Both texts of a line of a sheet once its fixes are applied.

    `rows` are the rows whose decisions hold for it: none of a line that a fix has added, several of one that was
    joined. `near` is a row that shows where it is, `givers` are others whose texts were moved here.
    """

    source: str
    target: str
    rows: tuple[SheetRow, ...]
    near: SheetRow
    givers: tuple[SheetRow, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether both cells are blank."""
        return not (self.source.strip() or self.target.strip())


def apply_fixes(rows: Sequence[SheetRow], bars: bool = True) -> list[SheetLine]:
    """The lines that the rows of a document, in its order, become by their fixes; `bars` is whether `||` splits a cell.

    Joined texts are two lines of one cell: whoever joins them knows whether the language has spaces. A word that is no
    fix, and a join after which no row comes, change nothing.
    """
    if not any(fix_of(row) or (bars and has_bar(row)) for row in rows):
        return [SheetLine(_text(row, "source"), _text(row, "final"), (row,), row) for row in rows]
    slots = _moved(rows, bars)
    lines: list[SheetLine] = []
    joining = False
    for index, cells in enumerate(slots, -1):  # the first and the last slot are beyond the rows
        row = rows[index] if 0 <= index < len(rows) else None
        near = row or (rows[0] if index < 0 else rows[-1])
        made = [replace(line, givers=_givers(rows, index)) for line in _lines(cells, row, near)]
        if joining and made and lines:
            lines[-1:] = [_joined(lines[-1], made.pop(0))]
        lines += made
        joining = row is not None and fix_of(row) == "join" and index + 1 < len(rows)
    return lines


def fix_of(row: SheetRow) -> Fix | None:
    """The fix that a row asks for."""
    return fix_key(row.cells.get("fix", ""))


def has_bar(row: SheetRow) -> bool:
    """Whether a cell of the row is to be split."""
    return any(BAR in _text(row, side) for side in _SIDES)


def _text(row: SheetRow, side: str) -> str:
    return row.cells.get(side, "")


def _moves_of(rows: Sequence[SheetRow], index: int) -> list[tuple[str, int]]:
    """The sides of a row that move, and where to: up (-1) or down (+1). Two rows that exchange their translations move
    them towards each other."""
    fix = fix_of(rows[index])
    if fix in _MOVES:
        return [_MOVES[fix]]
    if fix == "exchange":
        return [("final", +1)] if index + 1 < len(rows) else []
    return [("final", -1)] if index and fix_of(rows[index - 1]) == "exchange" else []


def _moved(rows: Sequence[SheetRow], bars: bool) -> list[dict[str, list[str]]]:
    """The parts of each row's cells after the moves; one slot more before the first row and after the last."""
    slots: list[dict[str, list[str]]] = [{side: [] for side in _SIDES} for __ in range(len(rows) + 2)]
    up: list[tuple[int, str, str]] = []
    for index, row in enumerate(rows, 1):
        moves = dict(_moves_of(rows, index - 1))
        whole = fix_of(row) not in _MOVES
        for side in _SIDES:
            text = _text(row, side)
            parts = text.split(BAR) if bars else [text]
            if side in moves and text.strip():
                at = slice(None) if whole else slice(0, 1) if moves[side] < 0 else slice(-1, None)
                moving, parts[at] = parts[at], []
                if moves[side] < 0:
                    up += [(index - 1, side, part) for part in moving]
                else:
                    slots[index + 1][side] += moving
            stays = slots[index][side]  # what has come from above stands before it
            if stays and parts:
                stays[-1] = _together(stays[-1], parts.pop(0))
            stays += parts
    for index, side, part in up:
        stays, other = slots[index][side], slots[index][_SIDES[side == _SIDES[0]]]
        if len(stays) < len(other):  # the last part of the other cell has nothing beside it yet
            stays.append(part)
        else:
            stays[-1:] = [_together(stays[-1], part) if stays else part]
    return slots


def _givers(rows: Sequence[SheetRow], index: int) -> tuple[SheetRow, ...]:
    """The rows next to the one at `index` whose texts move there."""
    steps = ((at, step) for at, step in ((index - 1, 1), (index + 1, -1)) if 0 <= at < len(rows))
    return tuple(rows[at] for at, step in steps if step in dict(_moves_of(rows, at)).values())


def _lines(cells: dict[str, list[str]], row: SheetRow | None, near: SheetRow) -> list[SheetLine]:
    sources, targets = cells["source"], cells["final"]
    if row is not None and fix_of(row) == "unlink":
        targets = ["" for __ in sources] + targets
    own = () if row is None else (row,)
    texts = list(zip_longest(sources, targets, fillvalue="")) or [("", "")] * len(own)
    keeps = next((index for index, both in enumerate(texts) if "".join(both).strip()), 0)  # the row's decisions
    return [SheetLine(*both, own if index == keeps else (), near) for index, both in enumerate(texts)]


def _joined(first: SheetLine, second: SheetLine) -> SheetLine:
    source, target = _together(first.source, second.source), _together(first.target, second.target)
    return SheetLine(source, target, (*first.rows, *second.rows), first.near, (*first.givers, *second.givers))


def _together(first: str, second: str) -> str:
    return "\n".join(text for text in (first, second) if text.strip())
