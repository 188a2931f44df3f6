"""Where the segments of pairs stand among the lines of a sheet now, for those that are not in their own line any more.

A tie says that a line has a text of a pair: whatever cuts pairs and lines into stretches must not part them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from align.corpus.pair import Pair
from align.corpus.side_segments import side_segments
from align.review.cell_borders import bare
from align.review.fixes import SheetLine

Tie = tuple[int, int]
"""The index of a pair, and that of a line which has a text of it."""

_FAR = 10
"""Lines to each side of a pair's own among which its texts are looked for; a whole cell is found anywhere."""
_RUN = 14
"""Characters of a segment, without white space, that are hardly in another text by chance."""


def find_ties(pairs: Sequence[Pair], lines: Sequence[SheetLine], at: Sequence[int | None]) -> list[Tie]:
    """Find the ties between the pairs of a document and lines; `at` has the index of each line's own pair, if any."""
    own = {home: line for line, home in enumerate(at) if home is not None}
    found: set[Tie] = set()
    for side in ("source", "target"):
        found |= set(_SideTies(pairs, lines, at, own, side).ties())
    return sorted(found)


class _SideTies:
    """One side of the pairs and of the lines."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        lines: Sequence[SheetLine],
        at: Sequence[int | None],
        own: dict[int, int],
        side: str,
    ):
        self._pairs = pairs
        self._at = at
        self._own = own
        self._side = side
        self._now = [bare(getattr(line, side)) for line in lines]
        self._before = [bare(getattr(pair, side)) for pair in pairs]
        self._lines_of: dict[str, list[int]] = {}
        for line, text in enumerate(self._now):
            if self._has_changed(line):
                self._lines_of.setdefault(text, []).append(line)

    def _has_changed(self, line: int) -> bool:
        home = self._at[line]
        return home is None or self._now[line] != self._before[home]

    def ties(self) -> Iterator[Tie]:
        """Yield the ties of this side: each lost segment, with the nearest line that has it, or a part of it, anew."""
        nearest = 0
        for index in range(len(self._pairs)):
            own = self._own.get(index)
            nearest = nearest if own is None else own
            text = "" if own is None else self._now[own]
            if not self._before[index] or text == self._before[index]:
                continue
            for unit in self._units(index):
                if unit and unit not in text:
                    yield from self._ties_of(index, unit, text, nearest)

    def _units(self, index: int) -> list[str]:
        pair = self._pairs[index]
        if self._side == "source":
            return [bare(unit.text) for unit in side_segments(pair.source, pair.source_span, pair.source_lang)]
        return [bare(unit.text) for unit in side_segments(pair.target, pair.target_span, pair.target_lang)]

    def _ties_of(self, index: int, unit: str, own: str, nearest: int) -> Iterator[Tie]:
        near = range(max(0, nearest - _FAR), min(len(self._now), nearest + _FAR + 1))
        by_distance = sorted(near, key=lambda line: abs(line - nearest))
        lines = [line for line in by_distance if self._is_new(line, index, unit)]
        lines = lines or [line for line in self._lines_of.get(unit, ()) if self._is_new(line, index, unit)]
        if lines:
            yield index, lines[0]
            return
        for part in (unit[:_RUN], unit[-_RUN:]):
            if len(part) < len(unit) and part not in own:
                yield from ((index, line) for line in by_distance if self._is_new(line, index, part))

    def _is_new(self, line: int, index: int, text: str) -> bool:
        """Whether a line that is not the pair's own has a text that its own pair has not had."""
        home = self._at[line]
        return home != index and text in self._now[line] and (home is None or text not in self._before[home])


class Tied:
    """Says which borders part no line from a pair of which it has a text."""

    def __init__(self, ties: Sequence[Tie], pairs: int, lines: int):
        last, first = [-1] * (pairs + 1), [lines] * (pairs + 1)
        for pair, line in ties:
            last[pair + 1] = max(last[pair + 1], line)
            first[pair] = min(first[pair], line)
        self._last = list(accumulate(last, max))
        """For each border of pairs the greatest line that is tied to a pair before it,"""
        self._first = list(accumulate(reversed(first), min))[::-1]
        """and the least one that is tied to a pair after it."""

    def allow(self, line: int, pair: int) -> bool:
        """Whether the border before this line and this pair parts nothing."""
        return self._last[pair] < line <= self._first[pair]
