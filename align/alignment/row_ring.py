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

from align.alignment.arrays import BeadShape, Doubles


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

    Each row has `width` columns, and more to the left of them, so that a bead may reach out of the text; with `layers`,
    it has a line for every shape instead of one for all.
    """

    def __init__(self, shapes: Sequence[BeadShape], width: int, *, layers: bool = False):
        self.depth = max(x for x, _ in shapes) + 1
        self._reach = max(y for _, y in shapes)
        self._values = np.full((self.depth, len(shapes) if layers else 1, self._reach + width), -np.inf)
        self._columns = (0, 0)
        self._written = [self._columns] * self.depth

    def enter(self, left: int, right: int) -> None:
        """From now on these columns are written, and those that beads reach to the left of them; not fewer on the right
        while rows go down, nor on the left while they go up."""
        self._columns = (left, right + self._reach)
        self._written = [(min(low, left), max(high, right + self._reach)) for low, high in self._written]

    def clear(self, row: int) -> None:
        """Forget the row whose place this one takes."""
        slot = row % self.depth
        low, high = self._written[slot]
        self._values[slot, :, low:high] = -np.inf
        self._written[slot] = self._columns

    def rows(self, left: int, right: int) -> Doubles:
        """A view of columns `left` to `right`, [depth, layers, columns]; row i is at i % depth."""
        return self._values[:, :, self._reach + left : self._reach + right]

    def slanted(self, run: ShapeRun, left: int, right: int) -> Doubles:
        """A view of where the beads of a run come from that end in columns `left` to `right`, [depth, run, columns]."""
        first = self._values[:, run.part.start if len(self._values[0]) > 1 else 0, self._reach + left - run.y :]
        row, layer, column = self._values.strides
        step = (layer if len(self._values[0]) > 1 else 0) - column
        size = (self.depth, run.part.stop - run.part.start, right - left)
        return as_strided(first, size, (row, step, column))
