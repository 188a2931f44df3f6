"""Dynamic programming over a band: beads' probabilities, and the best way through.

A path goes from (0, 0) to (n, m) by beads of the given shapes, by 1-0 and by 0-1. With a score for every bead the
weight of a path is exp(sum of scores / temperature); forward and backward sums give each bead's probability, and the
chosen path is the one with the greatest sum of probabilities above a threshold: the expected number of right beads,
not the single likeliest path (the difference is that of minimum Bayes risk and Viterbi decoding). A null is one bead
wherever it stands among its neighbours of the other kind, so its probability is summed over those places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Shape = tuple[int, int]
Step = tuple[Shape, int, int]
"""A bead on a path: its shape, and the source and target positions where it ends."""


@dataclass(slots=True)
class Tile:
    """Source positions `rows` and target positions `columns` (half-open; positions between sentences, from 0).

    `scores` has shape (shapes, rows, columns): the bead of that shape that ends there.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    scores: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities: tiles like those of the scores, and of each source (n,) and target (m,) sentence being a null."""

    tiles: list[Tile]
    source_null: Doubles
    target_null: Doubles


class _Ring:
    """The last rows of a table of width `width`, minus infinity outside what was written; columns may run `pad` below
    0."""

    def __init__(self, depth: int, width: int, pad: int):
        self._rows = np.full((depth, width + 2 * pad), -np.inf)
        self._pad = pad
        self._touched = [(0, 0)] * depth

    def read(self, i: int, left: int, right: int) -> Doubles:
        return self._rows[i % len(self._rows), left + self._pad : right + self._pad]

    def clear(self, i: int) -> None:
        row = i % len(self._rows)
        self._rows[row, slice(*self._touched[row])] = -np.inf
        self._touched[row] = (0, 0)

    def open(self, i: int, left: int, right: int) -> Doubles:
        """A view to write into; what it covers is wiped by the next `clear` of that row."""
        row = i % len(self._rows)
        low, high = self._touched[row]
        span = (left + self._pad, right + self._pad)
        self._touched[row] = (min(low, span[0]), max(high, span[1])) if high else span
        return self._rows[row, slice(*span)]


def posterior(
    tiles: Sequence[Tile], shapes: Sequence[Shape], null: float, temperature: float, size: Shape
) -> Posterior:
    """Probabilities of all beads in the band, each null scored `null`. `size` is (n, m)."""
    n, m = size
    reach = max(max(shape) for shape in shapes) + 1
    skip = null / temperature
    ring = _Ring(reach + 1, m + 1, reach)
    rows: list[tuple[int, int, Doubles, Doubles]] = []
    for tile in tiles:  # forward: weights of all paths from (0, 0)
        left, right = tile.columns
        steps = skip * np.arange(right - left)
        for i in range(*tile.rows):
            options = np.full((len(shapes) + 1, right - left), -np.inf)
            for t, (a, b) in enumerate(shapes):
                if i >= a:
                    options[t] = ring.read(i - a, left - b, right - b) + tile.scores[t, i - tile.rows[0]] / temperature
            if i:
                options[-1] = ring.read(i - 1, left, right) + skip
            total = _log_sum(options)
            if i == 0 and left == 0:
                total[0] = 0.0
            ring.clear(i)
            here = ring.open(i, left, right)
            here[:] = np.logaddexp.accumulate(total - steps) + steps
            rows.append((left, right, options, here.copy()))
    whole = rows[n][3][m - rows[n][0]]
    ring = _Ring(reach + 1, m + 1, reach)
    ring.open(n, m, m + 1)[:] = 0.0
    result = [Tile(tile.rows, tile.columns, np.zeros_like(tile.scores)) for tile in tiles]
    source_null, target_null = np.zeros(n + 1), np.zeros(m + 1)
    for tile, out in zip(reversed(tiles), reversed(result), strict=True):  # backward: of all paths to (n, m)
        left, right = tile.columns
        steps = skip * np.arange(right - left)
        for i in reversed(range(*tile.rows)):
            options, forward = rows[i][2:]
            onward = np.logaddexp.accumulate(ring.read(i, left, right)[::-1] - steps)[::-1] + steps[::-1]
            chances = np.exp(np.minimum(options + onward - whole, 0.0))
            out.scores[:, i - tile.rows[0]] = chances[:-1]
            source_null[i] = chances[-1].sum()
            target_null[left + 1 : right] += np.exp(np.minimum(forward[:-1] + skip + onward[1:] - whole, 0.0))
            for t, (a, b) in enumerate(shapes):
                if i >= a:
                    back = ring.open(i - a, left - b, right - b)
                    np.logaddexp(back, tile.scores[t, i - tile.rows[0]] / temperature + onward, out=back)
            if i:
                back = ring.open(i - 1, left, right)
                np.logaddexp(back, onward + skip, out=back)
            ring.clear(i)
    return Posterior(result, source_null[1:], target_null[1:])


def best_path(
    tiles: Iterable[Tile], shapes: Sequence[Shape], source_null: Doubles, target_null: Doubles, size: Shape
) -> list[Step]:
    """The path with the greatest sum of scores; nulls score `source_null` (n,) and `target_null` (m,)."""
    n, m = size
    reach = max(max(shape) for shape in shapes) + 1
    ring = _Ring(reach + 1, m + 1, reach)
    back: list[tuple[int, NDArray[np.uint8]]] = []
    deleted, inserted = len(shapes), len(shapes) + 1
    for tile in tiles:
        left, right = tile.columns
        insertions = np.concatenate([[0.0], np.cumsum(target_null[left : right - 1])])
        for i in range(*tile.rows):
            options = np.full((len(shapes) + 1, right - left), -np.inf)
            for t, (a, b) in enumerate(shapes):
                if i >= a:
                    options[t] = ring.read(i - a, left - b, right - b) + tile.scores[t, i - tile.rows[0]]
            if i:
                options[deleted] = ring.read(i - 1, left, right) + source_null[i - 1]
            choice, value = options.argmax(axis=0).astype(np.uint8), options.max(axis=0)
            if i == 0 and left == 0:
                value[0] = 0.0
            shifted = value - insertions
            running = np.maximum.accumulate(shifted)
            carried = shifted < running
            choice[carried] = inserted
            ring.clear(i)
            ring.open(i, left, right)[:] = np.where(carried, running + insertions, value)
            back.append((left, choice))
    return _trace(back, shapes, n, m)


def _trace(back: Sequence[tuple[int, NDArray[np.uint8]]], shapes: Sequence[Shape], n: int, m: int) -> list[Step]:
    """Follow the choices from (n, m) back to (0, 0)."""
    every: list[Shape] = [*shapes, (1, 0), (0, 1)]
    path: list[Step] = []
    i, j = n, m
    while i or j:
        left, choice = back[i]
        shape = every[int(choice[j - left])]
        path.append((shape, i, j))
        i, j = i - shape[0], j - shape[1]
    return path[::-1]


def _log_sum(options: Doubles) -> Doubles:
    """log(sum(exp)) down the columns; minus infinity for a column of nothing else."""
    top = options.max(axis=0)
    safe = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        total: Doubles = np.log(np.exp(options - safe).sum(axis=0)) + safe
    return total
