"""The sums over many lattices by which `benchmarks/fit_alignment_weights.py` fits weights are the aligner's own."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from align.alignment.lattice import NullCosts, Tile, posterior

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SHAPES = [(1, 1), (2, 1), (1, 2)]
COSTS = NullCosts(0.6, 0.2)
TEMPERATURE = 0.5


@pytest.fixture
def lattices(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield importlib.import_module("pruned_lattices")
    sys.modules.pop("pruned_lattices", None)


def tiles(seed: int, size: tuple[int, int]) -> list[Tile]:
    """Two tiles that cover the whole rectangle of positions, with random scores."""
    generator = np.random.default_rng(seed)
    rows = [(0, size[0] // 2), (size[0] // 2, size[0] + 1)]
    columns = (0, size[1] + 1)
    return [
        Tile(each, columns, generator.normal(size=(len(SHAPES), each[1] - each[0], columns[1])).astype(np.float32))
        for each in rows
    ]


def document(lattices: Any, scored: list[Tile], size: tuple[int, int]) -> Any:
    """The same as a document that keeps every bead within the texts; its one feature is the score."""
    ends, shapes, scores = [], [], []
    for tile in scored:
        for shape, row, column in np.ndindex(tile.scores.shape):
            i, j = row + tile.rows[0], column + tile.columns[0]
            if i >= SHAPES[shape][0] and j >= SHAPES[shape][1]:
                ends.append((i, j))
                shapes.append(SHAPES[shape])
                scores.append([tile.scores[shape, row, column]])
    nulls = tuple(np.zeros(count) for count in size)
    left, right = np.zeros(size[0] + 1, np.int64), np.full(size[0] + 1, size[1] + 1)
    return lattices.PrunedDocument(
        "kind", left, right, np.array(ends), np.array(shapes), np.array(scores), np.zeros(len(ends)), nulls, 0
    )


def test_what_is_expected_of_several_documents_is_what_the_aligner_finds_in_each(lattices: Any) -> None:
    sizes = [(4, 5), (3, 2), (6, 6)]
    scored = [tiles(seed, size) for seed, size in enumerate(sizes)]
    made = [document(lattices, each, size) for each, size in zip(scored, sizes, strict=True)]
    together = lattices.PrunedLattices(made)
    scores = np.concatenate([each.features[:, 0] for each in made])[together.edges] / TEMPERATURE
    cost = np.full(len(sizes), -1 / TEMPERATURE)
    expected = together.expected(scores, COSTS.opening * cost, COSTS.extension * cost)
    wanted = [posterior(each, SHAPES, COSTS, TEMPERATURE, size) for each, size in zip(scored, sizes, strict=True)]
    assert expected.nulls == pytest.approx(
        np.concatenate([side for each in wanted for side in (each.source_null, each.target_null)]), abs=1e-6
    )
    found = np.empty(len(scores))
    found[together.edges] = expected.beads
    start = 0
    for each, result in zip(made, wanted, strict=True):
        table = {
            (SHAPES[shape], row + tile.rows[0], column): tile.scores[shape, row, column]
            for tile in result.tiles
            for shape, row, column in np.ndindex(tile.scores.shape)
        }
        beads = [table[tuple(shape), i, j] for shape, (i, j) in zip(each.shapes.tolist(), each.ends, strict=True)]
        assert found[start : start + len(beads)] == pytest.approx(beads, abs=1e-6)
        start += len(beads)
    assert expected.opened + expected.extended == pytest.approx(
        [float(each.source_null.sum() + each.target_null.sum()) for each in wanted], abs=1e-6
    )


def test_the_slope_of_what_is_expected_is_the_covariance_with_the_gains(lattices: Any) -> None:
    """Gains on beads and sentences tilt the sums: a bead with a gain, and what goes with it, is expected more often."""
    size = (4, 4)
    together = lattices.PrunedLattices([document(lattices, tiles(7, size), size)])
    scores = np.random.default_rng(1).normal(size=len(together.edges))
    costs = np.array([-1.0]), np.array([-0.3])
    gains = np.zeros(sum(size))
    gains[2] = 1.0
    step = 1e-4

    def tilted(by: float) -> Any:
        return together.expected(scores, *costs, by * gains)

    slope = (tilted(step).nulls - tilted(-step).nulls) / (2 * step)
    p = tilted(0.0).nulls[2]
    assert slope[2] == pytest.approx(p * (1 - p), rel=1e-4)  # the variance of an event
