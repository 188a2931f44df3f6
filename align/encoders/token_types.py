"""What the network computes of a token type alone, kept for as long as its tokens come again.

The first convolutions are linear in each token of their window, so what a token brings to each of their ten slots is
computed once a type, and the convolution is a sum of rows of these tables.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from align.encoders.room import Room, large_array

Floats: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.int64]

EMBEDDING = 512
"""Size of token embeddings."""
BRANCH = 256
"""Size of what each convolution takes and gives."""
ORDERS = ((2, 0), (3, 1), (5, 2))
"""n-gram order and left context of the three convolutions."""
CAPACITY = 8192
"""Types that are kept at once, at most: 15 kB each, 126 MB together. The longest sentence and the one before it have no
more tokens than that."""
KEPT = 4096
"""Types that are kept from one small text to the next, as stories in one language have many in common: 63 MB."""
ROWS = 192
"""Types that are computed at once: every product has so many rows."""
_WIDTH = len(ORDERS) * BRANCH


class TypeTable:
    """Tables whose rows are token types: 0 is none, others get their number from `hold`."""

    def __init__(self, weights: Any, capacity: int):
        """`capacity` is how many types there is room for."""
        self._weights = weights
        rows = capacity + 1
        self.embeddings = large_array(rows, EMBEDDING)
        self.inputs = large_array(len(ORDERS), rows, BRANCH)
        """The convolutions' inputs."""
        self.slots = [large_array(order, rows, BRANCH) for order, _ in ORDERS]
        """What a type brings to each slot of each first convolution; to its own slot the bias, too."""
        self._sums = np.zeros((2, rows), dtype=np.float32)
        self._row_of = np.zeros(len(weights.table), dtype=np.int64)
        self._type_of = np.full(rows, -1, dtype=np.int64)
        self.capacity = capacity

    def rows_of(self, ids: Indices) -> Indices:
        """Give the rows of token ids that are held."""
        rows: Indices = self._row_of[ids]
        return rows

    def sums_of(self, types: Indices) -> tuple[Floats, Floats]:
        """Give the sums of the embeddings' elements, and of their squares."""
        return self._sums[0, types], self._sums[1, types]

    def hold(self, ids: Indices) -> list[tuple[Indices, Indices]]:
        """Find rows for these different token ids, no more than the capacity, in place of others if need be. Give what
        is to be computed: ids and rows, in parts for `compute`."""
        new = ids[self._row_of[ids] == 0]
        free = np.flatnonzero(self._type_of < 0)[1:]
        if len(free) < len(new):
            wanted = np.zeros(len(self._row_of), dtype=bool)
            wanted[ids] = True
            unwanted = np.flatnonzero((self._type_of >= 0) & ~wanted[self._type_of])
            unwanted = unwanted[len(free) - len(new) :]  # as many as must go, from the end: common types came first
            self._row_of[self._type_of[unwanted]] = 0
            self._type_of[unwanted] = -1
            free = np.flatnonzero(self._type_of < 0)[1:]
        rows = free[: len(new)]
        self._row_of[new], self._type_of[rows] = rows, new
        return [(new[at : at + ROWS], rows[at : at + ROWS]) for at in range(0, len(new), ROWS)]

    def compute(self, ids: Indices, rows: Indices, room: Room) -> None:
        """Fill the rows of some types, up to ROWS at once."""
        w, n = self._weights, len(ids)
        embeddings, x = room.of("type embeddings", ROWS, EMBEDDING), room.of("type features", ROWS, _WIDTH)
        inputs, brought = room.of("type inputs", ROWS, BRANCH), room.of("brought", max(ORDERS)[0], ROWS, BRANCH)
        chunk = ids % len(w.scale)
        np.multiply(w.table[ids], w.scale[chunk, None], out=embeddings[:n])
        embeddings[:n] += w.lo[chunk, None]
        embeddings[n:] = 0
        self.embeddings[rows] = embeddings[:n]
        self._sums[0, rows] = np.einsum("ij->i", embeddings)[:n]
        self._sums[1, rows] = np.einsum("ij,ij->i", embeddings, embeddings)[:n]
        np.matmul(embeddings, w.proj_W, out=x)
        x += w.proj_b
        _normalise(x, w.ln_g_all, w.ln_b_all, w.eps)
        for branch, (order, left) in enumerate(ORDERS):
            inputs[:] = x[:, branch * BRANCH : (branch + 1) * BRANCH]
            self.inputs[branch, rows] = inputs[:n]
            np.matmul(inputs, w.w1[branch].reshape(order, BRANCH, BRANCH), out=brought[:order])
            brought[left] += w.b1[branch]
            self.slots[branch][:, rows] = brought[:order, :n]


def fixed_product(matrix: Floats, weights: Floats, rows: int) -> Floats:
    """Compute `matrix @ weights`, always `rows` rows at a time: the same shape gives the same bits."""
    out = np.empty((len(matrix), weights.shape[1]), dtype=np.float32)
    block = np.zeros((rows, matrix.shape[1]), dtype=np.float32)
    for at in range(0, len(matrix), rows):
        size = min(rows, len(matrix) - at)
        block[:size] = matrix[at : at + size]
        out[at : at + size] = (block @ weights)[:size]
    return out


def _normalise(x: Floats, gain: Floats, bias: Floats, epsilon: float) -> None:
    """Normalise the rows of `x` (layer normalisation), in place."""
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= np.reciprocal(np.sqrt(variance + epsilon))[:, None]
    x *= gain
    x += bias
