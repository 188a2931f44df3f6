"""The ring of rows that the lattice's passes are made of: what a bead comes from, and what is forgotten."""

from __future__ import annotations

import numpy as np
import pytest

from align.alignment.arrays import BeadShape
from align.alignment.row_ring import RowRing, shape_runs

SHAPES: list[BeadShape] = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (3, 1)]


def test_shapes_of_one_size_of_source_are_a_run() -> None:
    runs = shape_runs(SHAPES)
    assert [(run.part, run.x, run.y) for run in runs] == [(slice(0, 3), 1, 1), (slice(3, 5), 2, 1), (slice(5, 6), 3, 1)]


@pytest.mark.parametrize("shapes", [[(1, 1), (2, 2), (2, 1)], [(1, 2), (1, 1)], [(1, 1), (1, 3)]])
def test_any_other_order_of_shapes_is_divided_into_shorter_runs(shapes: list[BeadShape]) -> None:
    found = [(run.x, run.y + k) for run in shape_runs(shapes) for k in range(run.part.stop - run.part.start)]
    assert found == shapes
    assert [k for run in shape_runs(shapes) for k in range(run.part.start, run.part.stop)] == [*range(len(shapes))]


def test_a_slanted_view_has_the_column_that_each_bead_comes_from() -> None:
    ring = RowRing(SHAPES)
    ring.enter(2, 8)
    ring.rows(2, 8)[1, 0] = range(2, 8)
    for run in shape_runs(SHAPES):
        seen = ring.slanted(run, 2, 8)[1]
        for k, line in enumerate(seen):
            came_from = np.arange(2, 8) - (run.y + k)
            assert line.tolist() == [column if column >= 2 else -np.inf for column in came_from]


def test_with_layers_each_shape_has_a_line_of_its_own() -> None:
    ring = RowRing(SHAPES, layers=True)
    ring.enter(0, 8)
    for run in shape_runs(SHAPES):
        ring.slanted(run, 0, 8)[0] = 1.0 + run.x
    lines = ring.rows(0, 8)[0]
    for (x, y), line in zip(SHAPES, lines, strict=True):
        assert line.tolist() == [1.0 + x] * (8 - y) + [-np.inf] * y  # what begins before the text is out of sight


@pytest.mark.parametrize("layers", [False, True])
@pytest.mark.parametrize("upwards", [False, True])
def test_rows_are_held_as_long_as_a_bead_spans_wherever_their_columns_are(layers: bool, upwards: bool) -> None:
    tiles = [
        (0, 6),
        (0, 6),
        (3, 9),
        (3, 9),
        (4, 5),
        (12, 20),
        (12, 20),
        (12, 20),
        (12, 20),
        (18, 30),
        (29, 30),
        (29, 31),
    ]
    ring = RowRing(SHAPES, layers=layers)
    written: dict[int, tuple[int, int]] = {}
    numbers = range(len(tiles))
    for row in reversed(numbers) if upwards else numbers:
        left, right = tiles[row]
        ring.enter(left, right)
        ring.clear(row)
        ring.rows(left, right)[row % ring.depth] = 100 * row + np.arange(left, right)
        written[row] = (left, right)
        for before in [*written][-ring.depth :]:
            held = ring.rows(left, right)[before % ring.depth, -1].tolist()
            first, last = written[before]
            assert held == [100 * before + j if first <= j < last else -np.inf for j in range(left, right)]


def test_what_is_held_grows_with_the_band_and_not_with_the_text() -> None:
    ring = RowRing(SHAPES, layers=True)
    for row in range(0, 100_000, 1000):
        ring.enter(row, row + 50)
        for i in range(row, row + ring.depth):
            ring.clear(i)
    assert ring.rows(row, row + 50).base is not None
    assert ring.rows(row, row + 50).base.nbytes < 2000 * ring.depth * len(SHAPES) * 8
