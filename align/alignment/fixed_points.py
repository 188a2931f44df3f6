"""What is known of an alignment before it is made: confirmed beads, and places where beads must begin.

In the lattice a confirmed bead with two sides is a *block*, a rectangle of positions that every path crosses from
corner to corner; a place where beads must begin is a block without a size. Between two blocks lies a *gap*, which is
searched. Segments that are confirmed to have no counterpart are *lone*: between which segments of the other text they
stand is not known, so they are no corners. They are only kept out of all other beads.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from align.alignment.arrays import Anchor, BeadShape, Bools, Ints, Rectangle, Size, Span
from align.alignment.beads import Bead
from align.errors import UsageError
from align.localization import _


@dataclass(frozen=True, slots=True)
class FixedPoints:
    """What is known of two texts, or of a section of them; `size` is (I, J).

    `blocks` rise on both sides. `lone` are the runs of segments without a counterpart, half-open and in order, of the
    source and of the target; each run is one bead.
    """

    size: Size
    blocks: tuple[Rectangle, ...] = ()
    lone: tuple[tuple[Span, ...], tuple[Span, ...]] = ((), ())

    @classmethod
    def of(cls, confirmed: Sequence[Bead], anchors: Sequence[Anchor], size: Size) -> FixedPoints:
        """Those that a caller names.

        Raises UsageError for beads and places that cross each other or lie outside, and for beads that share a segment
        or have a hole.
        """
        for bead in confirmed:
            _check_shape(bead, size)
        for side in (0, 1):
            _check_apart([bead for bead in confirmed if (bead.source, bead.target)[side]], side)
        linked = [(_span(bead.source), _span(bead.target)) for bead in confirmed if bead.source and bead.target]
        blocks = tuple(sorted([*linked, *(((i, i), (j, j)) for i, j in anchors)]))
        points = [(0, 0), *(corner for block in blocks for corner in zip(*block, strict=True)), size]
        if any(i > i_next or j > j_next for (i, j), (i_next, j_next) in pairwise(points)):
            raise UsageError(
                _("the anchors cross each other or lie outside the texts: give places that rise on both sides")
                if anchors
                else _(
                    "the confirmed beads cross each other or lie outside the texts: give places that rise on both sides"
                )
            )
        sources = tuple(sorted(_span(bead.source) for bead in confirmed if not bead.target))
        targets = tuple(sorted(_span(bead.target) for bead in confirmed if not bead.source))
        return cls(size, blocks, (sources, targets))

    def __bool__(self) -> bool:
        return bool(self.blocks or self.lone[0] or self.lone[1])

    @property
    def gaps(self) -> list[Rectangle]:
        """What lies before, between and after the blocks: one more than those, some of them empty."""
        ends = [((0, 0), (0, 0)), *self.blocks]
        begins = [*self.blocks, ((self.size[0],) * 2, (self.size[1],) * 2)]
        return [
            ((rows[1], next_rows[0]), (columns[1], next_columns[0]))
            for (rows, columns), (next_rows, next_columns) in zip(ends, begins, strict=True)
        ]

    @property
    def links(self) -> list[Anchor]:
        """The confirmed 1-1 beads, as anchors."""
        return [(i, j) for (i, i_end), (j, j_end) in self.blocks if (i_end - i, j_end - j) == (1, 1)]

    @property
    def linked(self) -> list[Rectangle]:
        """The confirmed beads with two sides."""
        return [(rows, columns) for rows, columns in self.blocks if rows[1] > rows[0]]

    @property
    def merges(self) -> list[Rectangle]:
        """Those of `linked` that are not 1-1."""
        return [(rows, columns) for rows, columns in self.linked if _shape(rows, columns) != (1, 1)]

    def within(self, rows: Span, columns: Span) -> FixedPoints:
        """Those of a section, counted from its beginning."""
        (top, bottom), (left, right) = rows, columns
        blocks = tuple(
            ((i - top, i_end - top), (j - left, j_end - left))
            for (i, i_end), (j, j_end) in self.blocks
            if top <= i and i_end <= bottom and left <= j and j_end <= right
        )
        lone = (_inside(self.lone[0], rows), _inside(self.lone[1], columns))
        return FixedPoints((bottom - top, right - left), blocks, lone)

    def among(self, sources: Sequence[int], targets: Sequence[int]) -> FixedPoints:
        """The same where only some segments are left, these; all those of confirmed beads must be."""
        lefts = sources, targets

        def moved(span: Span, side: int) -> Span:
            return bisect_left(lefts[side], span[0]), bisect_left(lefts[side], span[1])

        return FixedPoints(
            (len(sources), len(targets)),
            tuple((moved(rows, 0), moved(columns, 1)) for rows, columns in self.blocks),
            (tuple(moved(run, 0) for run in self.lone[0]), tuple(moved(run, 1) for run in self.lone[1])),
        )

    def beside(self, row: int) -> int:
        """The target position beside a source position, on the line between the corners of a gap or a block."""
        points = [(0, 0), *(corner for block in self.blocks for corner in zip(*block, strict=True)), self.size]
        (i, j), (i_next, j_next) = next(
            (pair for pair in pairwise(points) if pair[0][0] <= row < pair[1][0]), (points[-1], points[-1])
        )
        return j + (j_next - j) * (row - i) // max(1, i_next - i)

    def reach(self) -> Ints:
        """The target segments, half-open, that each source segment may be linked to otherwise than as was confirmed,
        [I, 2]; none for those of confirmed beads."""
        reach = np.zeros((self.size[0], 2), dtype=np.int64)
        for rows, columns in self.gaps:
            reach[slice(*rows)] = columns
        reach[self.is_lone(0)] = 0
        return reach

    def is_lone(self, side: int) -> Bools:
        """Whether each segment of the source (0) or the target (1) is confirmed to have no counterpart."""
        lone = np.zeros(self.size[side], dtype=np.bool_)
        for span in self.lone[side]:
            lone[slice(*span)] = True
        return lone

    def is_confirmed(self, side: int) -> Bools:
        """Whether each segment of the source (0) or the target (1) is in a confirmed bead."""
        confirmed = self.is_lone(side)
        for block in self.blocks:
            confirmed[slice(*block[side])] = True
        return confirmed

    def with_lone_runs(self, beads: Sequence[Bead]) -> list[Bead]:
        """The beads with the single null beads of each lone run as one, where its last segment stands."""
        runs = [{k: (start, stop) for start, stop in side for k in range(start, stop)} for side in self.lone]
        result = []
        for bead in beads:
            side = 1 if not bead.source else 0
            start, stop = runs[side].get((bead.target if side else bead.source)[0], (-1, -1))
            if stop < 0:
                result.append(bead)
            elif (bead.target if side else bead.source)[-1] == stop - 1:
                run = tuple(range(start, stop))
                result.append(Bead((), run) if side else Bead(run, ()))
        return result

    def border(self, row: int, column: int) -> tuple[int, int]:
        """The place for a border of sections at a position, or as near after it as no confirmed bead is cut."""
        for (i, i_end), (__, j_end) in self.blocks:
            if i < row < i_end:
                return i_end, j_end
        beside = [columns for rows, columns in self.gaps if rows[0] <= row <= rows[1]]
        column = min((max(left, min(column, right)) for left, right in beside), key=lambda place: abs(place - column))
        return _out_of(row, self.lone[0]), _out_of(column, self.lone[1])


def _check_shape(bead: Bead, size: Size) -> None:
    for side, indices in enumerate((bead.source, bead.target)):
        if indices and indices != tuple(range(indices[0], indices[0] + len(indices))):
            raise UsageError(
                _("the confirmed bead {bead} has a hole: its segments must follow each other", bead=_shown(bead))
            )
        if indices and not 0 <= indices[0] <= indices[-1] < size[side]:
            raise UsageError(
                _(
                    "the confirmed bead {bead} lies outside the texts, of {n} and {target_n} segments",
                    bead=_shown(bead),
                    n=size[0],
                    target_n=size[1],
                )
            )
    if not bead.source and not bead.target:
        raise UsageError(_("a confirmed bead has no segment on either side"))


def _check_apart(beads: Sequence[Bead], side: int) -> None:
    """Raise UsageError where two beads share a segment of the source (0) or target (1), or where linked ones cross."""
    ordered = sorted(beads, key=lambda bead: (bead.source, bead.target)[side])
    for one, other in pairwise(ordered):
        if (one.source, one.target)[side][-1] >= (other.source, other.target)[side][0]:
            raise UsageError(
                _("the confirmed beads {one} and {other} share a segment", one=_shown(one), other=_shown(other))
            )
    for one, other in pairwise(bead for bead in ordered if bead.source and bead.target):
        if one.source > other.source or one.target > other.target:
            raise UsageError(
                _("the confirmed beads {one} and {other} cross each other", one=_shown(one), other=_shown(other))
            )


def _shown(bead: Bead) -> str:
    return f"{list(bead.source)}:{list(bead.target)}"


def _span(indices: Sequence[int]) -> Span:
    return indices[0], indices[-1] + 1


def _shape(rows: Span, columns: Span) -> BeadShape:
    return rows[1] - rows[0], columns[1] - columns[0]


def _inside(runs: Sequence[Span], stretch: Span) -> tuple[Span, ...]:
    first, last = stretch
    return tuple((start - first, stop - first) for start, stop in runs if first <= start and stop <= last)


def _out_of(position: int, runs: Sequence[Span]) -> int:
    """The position, or the end of the run that it would cut."""
    return next((stop for start, stop in runs if start < position < stop), position)
