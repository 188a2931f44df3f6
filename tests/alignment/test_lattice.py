"""Dynamic programming against the sum and the maximum over every path, written out."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest

from align.alignment.lattice import NullCosts, Tile, best_path, posterior

SHAPES = [(1, 1), (1, 2), (2, 1)]


def every_path(n: int, m: int) -> Iterator[Any]:
    """All ways from (0, 0) to (n, m)."""
    if n == m == 0:
        yield []
    for shape in [*SHAPES, (1, 0), (0, 1)]:
        if shape[0] <= n and shape[1] <= m:
            for path in every_path(n - shape[0], m - shape[1]):
                yield [*path, (shape, n, m)]


def table(n: int, m: int, seed: int) -> Any:
    return np.random.default_rng(seed).normal(0, 1, (len(SHAPES), n + 1, m + 1)).astype(np.float32)


def tiles(scores: Any, height: int) -> Any:
    n, m = scores.shape[1] - 1, scores.shape[2] - 1
    edges = [*range(0, n + 1, height), n + 1]
    return [Tile((a, b), (0, m + 1), scores[:, a:b]) for a, b in itertools.pairwise(edges)]


@pytest.mark.parametrize(("n", "m", "height"), [(3, 4, 9), (4, 3, 2), (1, 3, 1), (3, 1, 2), (4, 4, 3)])
def test_probabilities_are_shares_of_all_paths(n: int, m: int, height: int) -> None:
    scores, costs, temperature = table(n, m, n * 10 + m), NullCosts(0.3, 0.1), 0.7
    weights: dict[object, float] = {}
    whole = 0.0
    for path in every_path(n, m):
        total = 0.0
        for (shape, i, j), (before, *_) in zip(path, [((0, 0), 0, 0), *path], strict=False):
            null = costs.extension if shape == before else costs.opening
            total += scores[SHAPES.index(shape), i, j] if shape in SHAPES else -null
        weight = math.exp(total / temperature)
        whole += weight
        for shape, i, j in path:
            key = (shape, i, j) if shape in SHAPES else (shape, i if shape == (1, 0) else j)
            weights[key] = weights.get(key, 0.0) + weight
    found = posterior(tiles(scores, height), SHAPES, costs, temperature, (n, m))
    for tile in found.tiles:
        for t, i, j in itertools.product(range(len(SHAPES)), range(*tile.rows), range(m + 1)):
            expected = weights.get((SHAPES[t], i, j), 0.0) / whole
            assert tile.scores[t, i - tile.rows[0], j] == pytest.approx(expected, abs=1e-5)
    assert found.source_null == pytest.approx([weights.get(((1, 0), i), 0) / whole for i in range(1, n + 1)])
    assert found.target_null == pytest.approx([weights.get(((0, 1), j), 0) / whole for j in range(1, m + 1)])


@pytest.mark.parametrize(("n", "m", "height"), [(3, 4, 9), (4, 3, 2), (0, 3, 1), (3, 0, 2), (4, 4, 3)])
def test_the_best_path_is_the_best_of_all(n: int, m: int, height: int) -> None:
    scores = table(n, m, n * 7 + m)
    source_null, target_null = np.linspace(-0.5, 0.4, n), np.linspace(0.3, -0.6, m)

    def value(path: Iterable[Any]) -> Any:
        nulls = {(1, 0): lambda i, j: source_null[i - 1], (0, 1): lambda i, j: target_null[j - 1]}
        return sum(scores[SHAPES.index(s), i, j] if s in SHAPES else nulls[s](i, j) for s, i, j in path)

    found = best_path(tiles(scores, height), SHAPES, source_null, target_null, (n, m))
    assert value(found) == pytest.approx(max(map(value, every_path(n, m))))


def test_tiles_may_shift_from_row_to_row() -> None:
    narrow = [
        Tile((0, 2), (0, 2), np.ones((3, 2, 2), np.float32)),
        Tile((2, 4), (1, 4), np.ones((3, 2, 3), np.float32)),
    ]
    path = best_path(narrow, SHAPES, np.zeros(3), np.zeros(3), (3, 3))
    assert path == [((1, 1), 1, 1), ((1, 1), 2, 2), ((1, 1), 3, 3)]
    assert posterior(narrow, SHAPES, NullCosts(0.0, 0.0), 0.1, (3, 3)).tiles[1].scores[0, 1, 2] > 0.9


def test_a_run_of_nulls_costs_less_than_as_many_alone() -> None:
    scores = np.full((3, 7, 7), -9.0, np.float32)
    for i in range(1, 7):
        scores[0, i, i] = 0.0  # 1-1 all along the diagonal, which is better than nulls only where they are dear
    dear, cheap = NullCosts(0.4, 0.4), NullCosts(0.4, 0.0)

    def unaligned(costs: NullCosts) -> Any:
        return posterior(tiles(scores - 0.3, 9), SHAPES, costs, 0.05, (6, 6)).source_null

    assert (unaligned(dear) < 0.01).all()
    assert (unaligned(cheap) > 0.9).all()
