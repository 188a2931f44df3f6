"""Quotation marks: which mark opens and which closes, and the marks of the language in their place."""

from __future__ import annotations

import re

from align.typography.style import BLANK, Style

_MARKS = '"“”„‟«»'
_MARK = re.compile(f"[{_MARKS}]")
_BEFORE_OPENING = " \t\n\u00a0\u202f([{—–-/"
_AFTER_CLOSING = " \t\n\u00a0\u202f)]}—–-/.,;:!?…"
_INSIDE = re.compile(f"(?<=«){BLANK}+|{BLANK}+(?=»)")
_DEEPEST = 2


def set_quotes(text: str, style: Style) -> str:
    """`text` with the quotation marks of its language, the inner ones inside others.

    Guillemets in a language that has them say themselves what they do; the rest is told by what stands beside a mark.
    Where a mark may be either, has no partner, or stands deeper than two levels, nothing is touched: feet and inches,
    or a quotation that goes on in the next segment. Single marks are never touched: they may be apostrophes.
    """
    if not _MARK.search(text):
        return text
    fixed = style.outer == ("«", "»")
    bare = _INSIDE.sub("", text) if fixed else text
    levels = _levels(bare, fixed)
    if levels is None:
        return text
    pieces, at = [], 0
    for place, level in levels:
        outer = abs(level) == 1
        marks = style.outer if outer else style.inner
        padding = style.padding if outer else ""
        pieces += [bare[at:place], marks[0] + padding if level > 0 else padding + marks[1]]
        at = place + 1
    return "".join([*pieces, bare[at:]])


def _levels(text: str, fixed: bool) -> list[tuple[int, int]] | None:
    """The place of each mark and its level: 1 opens a quotation, -1 closes it, 2 and -2 those inside. None: unclear."""
    levels = []
    depth = 0
    opened_at = -2
    for match in _MARK.finditer(text):
        place = match.start()
        opens = _opens(text, place, opened_at == place - 1, fixed)
        if opens is None:
            return None
        if opens:
            depth += 1
            opened_at = place
            levels.append((place, depth))
        else:
            levels.append((place, -depth))
            depth -= 1
        if depth < 0 or depth > _DEEPEST:
            return None
    return levels if depth == 0 else None


def _opens(text: str, place: int, after_opening: bool, fixed: bool) -> bool | None:
    """Whether the mark at `place` opens a quotation (or closes one); None where that cannot be told."""
    mark = text[place]
    left, right = text[place - 1 : place], text[place + 1 : place + 2]
    if fixed and mark in "«»":
        return mark == "«"
    if mark == "„":
        return None if not right or right.isspace() else True
    may_open = (not left or left in _BEFORE_OPENING or after_opening) and bool(right) and not right.isspace()
    may_close = bool(left) and not left.isspace() and not after_opening
    may_close = may_close and (not right or right in _AFTER_CLOSING or right in _MARKS)
    return may_open if may_open != may_close else None
