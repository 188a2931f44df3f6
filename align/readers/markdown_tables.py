"""Tables of Markdown (GFM, and rows between bars without a rule) → the spans of their cells."""

from __future__ import annotations

import re
from itertools import pairwise

from align.readers.markdown_inline import Span

_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?$|\|[ \t]*:?-+:?[ \t]*\|$")
_GRID = re.compile(r"\+(?:[-=:]+\+)+$")
_BAR = re.compile(r"(?:\\.)|(\|)", re.DOTALL)


def is_table_rule(body: str) -> bool:
    """Whether a line is the rule below a table's heading (`|---|:-:|`), or one of a grid (`+---+---+`)."""
    return _RULE.match(body) is not None or _GRID.match(body) is not None


def is_barred(body: str) -> bool:
    """Whether a line stands between bars and has at least two cells, as rows of tables have and prose has not."""
    return body[:1] == "|" and body.endswith("|") and not body.endswith("\\|") and len(_bars(body)) > 2


def cells(text: str, start: int, end: int) -> list[Span]:
    """The spans of the cells of a row, without blanks around them; empty cells too."""
    body = text[start:end]
    bars = _bars(body)
    if not bars or bars[0] != 0:
        bars.insert(0, -1)
    if bars[-1] != len(body) - 1:
        bars.append(len(body))
    found: list[Span] = []
    for left, right in pairwise(bars):
        cell = body[left + 1 : right]
        first = start + left + 1 + len(cell) - len(cell.lstrip())
        found.append((first, first + len(cell.strip())))
    return found


def _bars(body: str) -> list[int]:
    return [bar.start() for bar in _BAR.finditer(body) if bar[1]]
