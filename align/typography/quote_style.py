"""Sets quotation marks: finds out which mark opens and which closes, and writes those of the language."""

from __future__ import annotations

import re

from align.typography.style import SPACE, Style

_MARKS = '"“”„‟«»'
_MARK = re.compile(f"[{_MARKS}]")
_BEFORE_OPENING = " \t\n\u00a0\u202f([{—–-/"
_AFTER_CLOSING = " \t\n\u00a0\u202f)]}—–-/.,;:!?…"
_PADDING = re.compile(f"(?<=«){SPACE}+|(?<!{SPACE}){SPACE}+(?=»)")
_MAX_DEPTH = 2


def set_quotes(text: str, style: Style) -> str:
    """Set the quotation marks of `text` as its language has them, with inner marks inside others.

    The direction of guillemets is certain in a language that has them; that of other marks follows from the characters
    next to them. Where a mark may be either, has no partner, or is nested deeper than two levels, the text is returned
    as it is: it may be in feet and inches, or a quotation that goes on in the next segment. Single marks are never
    touched: they may be apostrophes.
    """
    if not _MARK.search(text):
        return text
    guillemets = style.outer == ("«", "»")
    unpadded = _PADDING.sub("", text) if guillemets else text
    levels = _levels(unpadded, guillemets)
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


def _levels(text: str, guillemets: bool) -> list[tuple[int, int]] | None:
    """Find the position of each mark and its level: 1 opens a quotation, -1 closes it, 2 and -2 those inside. None
    where that is unclear."""
    levels = []
    depth = 0
    opened_at = -2
    for match in _MARK.finditer(text):
        position = match.start()
        opens = _opens(text, position, opened_at == position - 1, guillemets)
        if opens is None:
            return None
        if opens:
            depth += 1
            opened_at = position
            levels.append((position, depth))
        else:
            levels.append((position, -depth))
            depth -= 1
        if depth < 0 or depth > _MAX_DEPTH:
            return None
    return levels if depth == 0 else None


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
