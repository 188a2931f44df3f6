"""One-dimensional convolutions with half the multiplications: Winograd's minimal filtering.

A convolution of order r takes 4 r products for four neighbouring outputs. But these are coefficients of a product of
polynomials, which is known when its values at r + 3 points are; so r + 3 products are enough, one for each point:

    outputs = A [ (G weights) * (B inputs) ]

G evaluates the filter at the points, B prepares the r + 3 inputs, and A makes the outputs of the values. For the orders
2, 3 and 5 that is 5, 6 and 8 products instead of 8, 12 and 20. In float32 an output is off by some 1e-6 of its size.

Lavin and Gray 2016, Fast Algorithms for Convolutional Neural Networks, https://arxiv.org/abs/1509.09308
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from align.encoders.room import Room

Floats: TypeAlias = NDArray[np.float32]
Doubles: TypeAlias = NDArray[np.float64]

OUTPUTS = 4
"""Outputs of a tile. With six there would be an eighth fewer products, and more tiles that a short sentence leaves half
empty."""
POINTS = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5)
"""Where the polynomials are evaluated: the first r + 2 of these, and infinity. Small numbers keep rounding small."""
_AT_ONE = POINTS.index(1.0)


class TiledConvolution:
    """A convolution, four outputs (a tile) at a time, of blocks with always the same number of tiles.

    So every matrix product has the same shape, and a tile's outputs depend, to the bit, on its inputs alone.
    """

    def __init__(self, weights: Floats, bias: Floats, tiles: int):
        """`weights` has the shape (order, channels, channels), `bias` (channels,)."""
        order, channels, _ = weights.shape
        outputs, filters, inputs = transforms(order)
        self._before, self._after = inputs.astype(np.float32), outputs.astype(np.float32)
        self._weights = np.tensordot(filters, weights.astype(np.float64), 1).astype(np.float32)
        self._bias = bias
        self.inputs = len(inputs)
        """Inputs of a tile: order + 3."""
        self.shape = tiles, channels

    def __call__(self, inputs: Floats, room: Room) -> Floats:
        """Convolve `inputs`, (order + 3, tiles, channels): outputs of shape (4, tiles, channels), which lie in `room`
        until it is used again."""
        points = self.inputs
        prepared, values = room.of("prepared", points, *self.shape), room.of("values", points, *self.shape)
        outputs = room.of("outputs", OUTPUTS, *self.shape)
        np.matmul(self._before, inputs.reshape(points, -1), out=prepared.reshape(points, -1))
        np.matmul(prepared, self._weights, out=values)
        values[_AT_ONE] += self._bias  # the value at 1 goes into each output, as it is
        np.matmul(self._after, values.reshape(points, -1), out=outputs.reshape(OUTPUTS, -1))
        return outputs


def transforms(order: int) -> tuple[Doubles, Doubles, Doubles]:
    """Give the matrices A (4, p), G (p, order) and B (p, p) of a convolution; p = order + 3.

    B is the transposed inverse of what evaluates a polynomial with p coefficients.
    """
    inverse = np.linalg.inv(_evaluation(order, order + OUTPUTS - 1)).astype(np.float64)
    return _evaluation(order, OUTPUTS).T, _evaluation(order, order), inverse.T


def _evaluation(order: int, coefficients: int) -> Doubles:
    """Evaluate a polynomial at the points: (order + 3, coefficients). At infinity its last coefficient is all."""
    points = np.array(POINTS[: order + OUTPUTS - 2])
    return np.concatenate([points[:, None] ** np.arange(coefficients), np.eye(coefficients)[-1:]])
