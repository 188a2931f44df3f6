"""Convolutions with half the multiplications give what plain ones give."""

from __future__ import annotations

import numpy as np
import pytest

from align.encoders.minimal_filtering import OUTPUTS, TiledConvolution, transforms
from align.encoders.room import Room

CHANNELS, TILES = 64, 24


@pytest.mark.parametrize("order", [2, 3, 5])
def test_the_outputs_of_a_tile_are_those_of_the_convolution(order: int) -> None:
    random = np.random.default_rng(order)
    weights = random.standard_normal((order, CHANNELS, CHANNELS)).astype(np.float32)
    bias = random.standard_normal(CHANNELS).astype(np.float32)
    convolution = TiledConvolution(weights, bias, TILES)
    inputs = random.standard_normal((convolution.inputs, TILES, CHANNELS)).astype(np.float32)
    found = convolution(inputs, Room())
    assert found.shape == (OUTPUTS, TILES, CHANNELS)
    exact = np.stack([sum(inputs[i + k].astype(float) @ weights[k] for k in range(order)) for i in range(OUTPUTS)])
    assert np.abs(found - (exact + bias)).max() < 2e-5 * np.abs(exact).max()


@pytest.mark.parametrize("order", [2, 3, 5])
def test_fewer_products_are_needed_and_the_transforms_are_exact(order: int) -> None:
    outputs, filters, inputs = transforms(order)
    assert len(inputs) == order + 3 < 4 * order
    taps, seen = np.arange(1.0, order + 1), np.arange(order + 3.0) ** 2
    found = outputs @ ((filters @ taps) * (inputs @ seen))
    assert found == pytest.approx([taps @ seen[i : i + order] for i in range(OUTPUTS)])


def test_a_tile_has_the_same_bits_whatever_stands_beside_it() -> None:
    random = np.random.default_rng(1)
    weights = random.standard_normal((5, CHANNELS, CHANNELS)).astype(np.float32)
    convolution = TiledConvolution(weights, np.zeros(CHANNELS, dtype=np.float32), TILES)
    inputs = random.standard_normal((8, TILES, CHANNELS)).astype(np.float32)
    whole = convolution(inputs, Room()).copy()
    order = random.permutation(TILES)
    assert np.array_equal(convolution(inputs[:, order], Room()), whole[:, order])
    inputs[:, 1:] = 0
    assert np.array_equal(convolution(inputs, Room())[:, 0], whole[:, 0])
