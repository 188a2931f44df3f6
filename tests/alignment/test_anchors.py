"""Anchors, sections and the band: always room for a path, never more than the text needs."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.alignment.anchors import STRIP, Window, band, chain, find_anchors, greatest, split_sections
from align.alignment.fixed_points import FixedPoints


def test_the_heaviest_rising_chain_is_found() -> None:
    candidates = np.array([(0, 5), (0, 1), (1, 2), (2, 0), (2, 3), (3, 4)])
    weights = np.array([2.0, 1.0, 1.0, 1.5, 1.0, 1.0], dtype=np.float32)
    assert chain(candidates, weights, 6) == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_one_source_sentence_is_in_the_chain_once() -> None:
    assert len(chain(np.array([(0, 0), (0, 1), (0, 2)]), np.ones(3, dtype=np.float32), 3)) == 1


def test_nothing_to_chain_is_no_chain() -> None:
    assert chain(np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.float32), 4) == []


def test_anchors_follow_a_gap() -> None:
    vectors = np.eye(40, dtype=np.float32)
    source, target = vectors, np.delete(vectors, range(10, 25), axis=0)
    anchors = find_anchors(lambda a, b: source[a:b], lambda a, b: target[a:b], FixedPoints((40, 25)))
    assert anchors == [(i, i if i < 10 else i - 15) for i in range(40) if i < 10 or i >= 25]


def test_a_window_that_moves_asks_for_each_sentence_once() -> None:
    vectors = np.arange(40, dtype=np.float32)[:, None]
    asked: list[int] = []

    def some(start: int, stop: int) -> Any:
        asked.extend(range(start, stop))
        return vectors[start:stop]

    window = Window(some)
    for first, last in [(0, 10), (4, 14), (4, 14), (14, 20), (25, 30), (29, 40)]:
        assert window(first, last).ravel().tolist() == list(range(first, last))
    assert asked == [*range(20), *range(25, 40)]
    assert window(3, 8).ravel().tolist() == list(range(3, 8))  # back: they are asked for again


def test_the_greatest_of_each_row_stand_in_the_order_of_their_columns() -> None:
    values = np.array([[1.0, 5.0, 2.0, 5.0], [0.5, 0.4, 0.3, 0.2]], dtype=np.float32)
    columns, found = greatest(values, 2)
    assert columns.tolist() == [[1, 3], [0, 1]] and found.tolist() == [[5.0, 5.0], [0.5, np.float32(0.4)]]


@given(st.integers(0, 90), st.integers(0, 90), st.data())
@settings(max_examples=60, deadline=None)
def test_a_path_always_fits_into_the_band(n: int, m: int, data: Any) -> None:
    size = data.draw(st.integers(0, min(n, m)))
    rows = sorted(data.draw(st.sets(st.integers(0, max(n - 1, 0)), min_size=size, max_size=size)))
    columns = sorted(data.draw(st.sets(st.integers(0, max(m - 1, 0)), min_size=size, max_size=size)))
    tiles = band(list(zip(rows, columns, strict=True)), n, m)
    assert tiles[0][0][0] == 0 and tiles[0][1][0] == 0
    assert tiles[-1][0][1] == n + 1 and tiles[-1][1][1] == m + 1
    for (above, left), (below, right) in itertools.pairwise(tiles):
        assert above[1] == below[0]
        assert left[0] <= right[0] <= left[1] - 1 <= right[1] - 1  # the next tile begins where this one still is


@pytest.mark.parametrize(("n", "m"), [(2000, 2000), (300, 3000), (3000, 300)])
def test_without_anchors_the_band_stays_a_strip(n: int, m: int) -> None:
    area = sum((rows[1] - rows[0]) * (columns[1] - columns[0]) for rows, columns in band([], n, m))
    assert area < (n + 32) * (2 * STRIP + 40 * (1 + m // n))


def test_a_passage_that_only_one_text_has_can_be_left_out_at_once() -> None:
    tiles = band([(i, i if i < 50 else i + 900) for i in range(100)], 100, 1000)
    reach = {i: columns for rows, columns in tiles for i in range(*rows)}
    assert reach[50][0] <= 50 and reach[50][1] > 950  # all 900 fit in between sentences 49 and 50


def test_a_long_text_is_split_where_anchors_agree() -> None:
    anchors = [(i, i + 7) for i in range(1000) if not 395 <= i <= 405]
    sections = split_sections(anchors, FixedPoints((1000, 1010)), 400)
    borders = [rows[1] for rows, _ in sections]
    assert borders[-1] == 1000 and all(not 390 <= border <= 410 for border in borders)
    for (_, (start, stop)), border in zip(sections[:-1], borders, strict=False):
        assert start < stop == border + 7


def test_a_passage_that_only_one_text_has_is_split_beside_its_place() -> None:
    anchors = [(i, i if i < 300 else i - 500) for i in range(1500) if not 300 <= i < 800]
    for rows, columns in split_sections(anchors, FixedPoints((1500, 1000)), 200):
        for i, j in zip(rows, columns, strict=True):
            assert j == (i if i < 300 else 300 if i < 800 else i - 500) or (i, j) == (1500, 1000)


@given(
    st.integers(0, 3000),
    st.integers(0, 3000),
    st.lists(st.tuples(st.integers(0, 2999), st.integers(0, 2999)), max_size=30),
)
@settings(max_examples=60, deadline=None)
def test_sections_follow_each_other_and_leave_nothing_out(n: int, m: int, points: Any) -> None:
    rows, columns = (sorted({point[side] for point in points}) for side in (0, 1))
    anchors = [(i, j) for i, j in zip(rows, columns, strict=False) if i < n and j < m]
    sections = split_sections(anchors, FixedPoints((n, m)), 400)
    assert sections[0][0][0] == sections[0][1][0] == 0
    assert (sections[-1][0][1], sections[-1][1][1]) == (n, m)
    for (above, left), (below, right) in itertools.pairwise(sections):
        assert above[0] <= above[1] == below[0] and left[0] <= left[1] == right[0]
        assert above[1] - above[0] <= 600
    assert sections[-1][1][0] <= m
