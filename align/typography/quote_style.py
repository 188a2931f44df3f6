"""Sets quotation marks: finds out which mark opens and which closes, and writes those of the language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate

from align.typography.style import SPACE, Style

_MARKS = '"“”„‟«»'
_MARK = re.compile(f"[{_MARKS}]")
_BEFORE_OPENING = " \t\n\u00a0\u202f([{—–-/"
_AFTER_CLOSING = " \t\n\u00a0\u202f)]}—–-/.,;:!?…"
_PADDING = re.compile(f"(?<=«){SPACE}+|(?<!{SPACE}){SPACE}+(?=»)")
_MAX_DEPTH = 2


def set_quotes(text: str, style: Style, depth: int = 0) -> str:
    """Set the quotation marks of `text`, which begins inside so many quotations, as its language has them, with inner
    marks inside others.

    The direction of guillemets is certain in a language that has them; that of other marks follows from the characters
    next to them. A mark without a partner opens a quotation that goes on in the next segment, or closes one that was
    opened before. Where a mark may be either, is nested deeper than two levels, or may say inches, the text is returned
    as it is. Single marks are never touched: they may be apostrophes.
    """
    if not _MARK.search(text):
        return text
    guillemets = style.outer == ("«", "»")
    unpadded = _PADDING.sub("", text) if guillemets else text
    levels = _levels(unpadded, guillemets, depth)
    if levels is None:
        return text
    pieces, end = [], 0
    for position, level in levels:
        outer = abs(level) == 1
        marks = style.outer if outer else style.inner
        padding = style.padding if outer else ""
        pieces += [unpadded[end:position], marks[0] + padding if level > 0 else padding + marks[1]]
        end = position + 1
    return "".join([*pieces, unpadded[end:]])


def depth_after(text: str, depth: int) -> int:
    """In how many quotations `text` ends, which begins in so many; 0 where that is unclear."""
    marks = _marks(text, guillemets=False)
    levels = _levels(text, False, depth) if marks else []
    if levels is None or marks is None:
        return 0
    return max(0, depth + sum(1 if opens else -1 for _, opens in marks))


def _levels(text: str, guillemets: bool, depth: int) -> list[tuple[int, int]] | None:
    """Find the position of each mark and its level: 1 opens a quotation, -1 closes it, 2 and -2 those inside. None
    where that is unclear. The text begins in `depth` quotations, or in as many as it closes."""
    marks = _marks(text, guillemets)
    if marks is None:
        return None
    depths = list(accumulate((1 if opens else -1 for _, opens in marks), initial=0))
    closed = -min(depths)
    whole, known, depth = depth == closed == depths[-1] == 0, closed <= depth, max(depth, closed)
    levels, opening = [], dict(marks)
    for position, opens in marks:
        depth += opens
        levels.append((position, depth if opens else -depth))
        depth -= not opens
        if depth > _MAX_DEPTH or not (whole or _is_at_word(text, position, opening, known)):
            return None
    return levels


def _is_at_word(text: str, position: int, opening: Mapping[int, bool], known: bool) -> bool:
    """Whether a mark stands right before a word that it opens, or right behind one or the end of a sentence: it means a
    quotation then even without a partner. Behind a figure it may mean inches, unless a quotation is `known` to end."""
    before, after = text[max(0, position - 1) : position], text[position + 1 : position + 2]
    same_before, same_after = (opening.get(at) is opening[position] for at in (position - 1, position + 1))
    if opening[position]:
        return (not before or before in _BEFORE_OPENING or same_before) and (after.isalnum() or same_after)
    ends = before.isalpha() or before in tuple(".,!?…)%") or same_before or (known and before.isdigit())
    return ends and (not after or after in _AFTER_CLOSING or same_after)


def _marks(text: str, guillemets: bool) -> list[tuple[int, bool]] | None:
    """Find the position of each mark and whether it opens a quotation; None where that is unclear of one."""
    marks: list[tuple[int, bool]] = []
    for match in _MARK.finditer(text):
        position = match.start()
        opens = _opens(text, position, (position - 1, True) in marks[-1:], guillemets)
        if opens is None:
            return None
        marks.append((position, opens))
    return marks


def _opens(text: str, position: int, after_opening: bool, guillemets: bool) -> bool | None:
    """Whether the mark at `position` opens a quotation (or closes one); None where that is unclear."""
    mark = text[position]
    left, right = text[position - 1 : position], text[position + 1 : position + 2]
    if guillemets and mark in "«»":
        return mark == "«"
    if mark == "„":
        return None if not right or right.isspace() else True
    may_open = (not left or left in _BEFORE_OPENING or after_opening) and bool(right) and not right.isspace()
    may_close = bool(left) and not left.isspace() and not after_opening
    may_close = may_close and (not right or right in _AFTER_CLOSING or right in _MARKS)
    return may_open if may_open != may_close else None
