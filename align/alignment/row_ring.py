"""The last rows of a table that is filled row by row, where each row is made of those before it.

A bead of shape (x, y) leads from position (i-x, j-y) to (i, j). For all beads of x source sentences at once the columns
that they come from are a slanted view of row i-x: one line a bead, each a column further to the left. So a pass adds
what belongs to all of them in one operation of NumPy, and rows are so short that what an operation costs is the call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided

from align.alignment.arrays import BeadShape, Doubles, Span


@dataclass(frozen=True, slots=True)
class ShapeRun:
    """Shapes (x, y), (x, y+1), (x, y+2) … that follow each other in the list of shapes: which, x, and the first y."""

    part: slice
    x: int
    y: int


def shape_runs(shapes: Sequence[BeadShape]) -> list[ShapeRun]:
    """Divide the list of shapes into runs."""
    begins = [k for k, (x, y) in enumerate(shapes) if not k or shapes[k - 1] != (x, y - 1)]
    ends = [*begins[1:], len(shapes)]
    return [ShapeRun(slice(k, end), *shapes[k]) for k, end in zip(begins, ends, strict=True)]


class RowRing:
    """As many of the last rows as a bead of any of `shapes` spans; minus infinity (log 0) where nothing was written.

    With `layers`, a row has a line for every shape instead of one for all. Only columns are held that `enter` has
    named, or the rows before, and those that a bead may reach to the left of them.
    """

    def __init__(self, shapes: Sequence[BeadShape], *, layers: bool = False):
        self.depth = max(x for x, _ in shapes) + 1
        self._reach = max(y for _, y in shapes)
        self._layers = len(shapes) if layers else 1
        self._values = np.empty((self.depth, self._layers, 0))
        self._first = 0  # the text's column that is the first of `_values`
        self._columns = (0, 0)  # that may be written now
        self._written: list[Span | None] = [None] * self.depth  # of each row that is held

    def enter(self, left: int, right: int) -> None:
        """From now on columns `left` to `right` are written. Views from before are void."""
        self._columns = (left - self._reach, right)
        spans = [self._columns, *(span for span in self._written if span)]
        first, last = min(low for low, _ in spans), max(high for _, high in spans)
        values = np.full((self.depth, self._layers, last - first), -np.inf)
        low, high = max(first, self._first), min(last, self._first + self._values.shape[2])
        if low < high:
            values[:, :, low - first : high - first] = self._values[:, :, low - self._first : high - self._first]
        self._values, self._first = values, first
        # any of the rows may be written from now on; what was there before is in other columns
        self._written = [
            (min(span[0], self._columns[0]), max(span[1], right)) if span else self._columns for span in self._written
        ]

    def clear(self, row: int) -> None:
        """Forget the row whose place this one takes."""
        slot = row % self.depth
        low, high = self._written[slot] or self._columns
        self._values[slot, :, low - self._first : high - self._first] = -np.inf
        self._written[slot] = self._columns

    def rows(self, left: int, right: int) -> Doubles:
        """A view of columns `left` to `right`, [depth, layers, columns]; row i is at i % depth."""
        return self._values[:, :, left - self._first : right - self._first]

    def slanted(self, run: ShapeRun, left: int, right: int) -> Doubles:
        """A view of where the beads of a run come from that end in columns `left` to `right`, [depth, run, columns]."""
        layered = self._layers > 1
        first = self._values[:, run.part.start if layered else 0, left - run.y - self._first :]
        row, layer, column = self._values.strides
        size = (self.depth, run.part.stop - run.part.start, right - left)
        return as_strided(first, size, (row, (layer if layered else 0) - column, column))
