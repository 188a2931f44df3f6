"""The aligner's array types, and what its modules agree on about positions.

A *position* lies between sentences: position i of a text of I sentences has i sentences before it, so there are I + 1
of them. Rows are source positions or sentences, columns are target ones; ranges of both are half-open. A comment such
as `[rows, columns]` after an array is its shape.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Doubles: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

Span: TypeAlias = tuple[int, int]
"""Half-open range of sentences or positions, (first, one after the last)."""
Size: TypeAlias = tuple[int, int]
"""Sentences of the source and of the target: the (I, J) of the recurrences."""
Anchor: TypeAlias = tuple[int, int]
"""A (source, target) pair of sentence indices that surely belong together."""
BeadShape: TypeAlias = tuple[int, int]
"""Sentences of a bead on each side: the (x, y) of the recurrences, 2-1 is (2, 1)."""
Rectangle: TypeAlias = tuple[Span, Span]
"""Source positions and target positions, (first, last) each: opposite corners. As ranges, the sentences between."""


def members(starts: Ints, stops: Ints) -> tuple[Ints, Ints]:
    """All members of the ranges from `starts` to `stops` [k]: the range that each belongs to, and the member."""
    lengths = stops - starts
    owner = np.repeat(np.arange(len(starts)), lengths)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return owner, starts[owner] + offset
