"""Dynamic programming over a band: posterior probabilities of beads, and the path of minimum Bayes risk.

A path leads from position (0, 0) to (I, J) by beads: those of S, the given shapes (x, y) with x, y ≥ 1, and the null
beads 1-0 and 0-1. The weight of a path is exp(sum of its beads' scores / T), T the temperature. Two passes:

1. `posterior` sums the weights of all paths by the forward-backward algorithm, as Moore 2002
   (https://doi.org/10.1007/3-540-45820-4_14) does to trust only beads of high probability.
2. `best_path` maximises a sum of gains over the path by Gale and Church's recurrence (1993,
   https://aclanthology.org/J93-1004, their D(i, j), maximised here). With each bead's posterior less a threshold as its
   gain this is minimum Bayes risk decoding: the path with the most beads expected to be right, not the likeliest one
   (Goodman 1996, https://aclanthology.org/P96-1024, the same for parse trees).

A null bead is one event wherever it stands among its neighbours of the other kind, so its posterior is summed over all
those places.

Both passes work row by row, each row a vector over the band's columns; outside the band a weight is log 0. A row's 0-1
beads depend on each other, left to right. They are resolved at once: with b(j) for what enters column j from the rows
above, α(j) = log(exp b(j) + exp(α(j-1) + ν)) means that α(j) - jν is the running log-sum of b(j) - jν.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.alignment.arrays import BeadShape, Doubles, Floats, Size, Span

Step = tuple[BeadShape, int, int]
"""A bead on a path: its shape, and the source and target positions where it ends."""


@dataclass(slots=True)
class Tile:
    """A rectangle of the band: source positions `rows` and target positions `columns`, and a value for every bead that
    ends there."""

    rows: Span
    columns: Span
    scores: Floats  # [shapes, rows, columns]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities of all beads: tiles like those of the scores, and of each sentence being unaligned."""

    tiles: list[Tile]
    source_null: Doubles  # [I]
    target_null: Doubles  # [J]


@dataclass(frozen=True, slots=True)
class _ForwardRow:
    """What the forward pass leaves of a row for the backward pass."""

    left: int  # target position of the first column
    arriving: Doubles  # [shapes + 1, columns]; log weight of the paths whose last bead has that shape; 1-0 is the last
    alpha: Doubles  # [columns]


class _RowRing:
    """The last `depth` rows of a table, as a ring buffer; log 0 (minus infinity) where nothing was written.

    Columns run from `-pad` to `width + pad`, so that a bead may reach out of the text.
    """

    def __init__(self, depth: int, width: int, pad: int):
        self._rows = np.full((depth, width + 2 * pad), -np.inf)
        self._pad = pad
        self._written = [(0, 0)] * depth

    def read(self, row: int, left: int, right: int) -> Doubles:
        return self._rows[row % len(self._rows), left + self._pad : right + self._pad]

    def clear(self, row: int) -> None:
        slot = row % len(self._rows)
        self._rows[slot, slice(*self._written[slot])] = -np.inf
        self._written[slot] = (0, 0)

    def open(self, row: int, left: int, right: int) -> Doubles:
        """A view to write into; what it covers is wiped by the next `clear` of that row."""
        slot = row % len(self._rows)
        low, high = self._written[slot]
        span = (left + self._pad, right + self._pad)
        self._written[slot] = (min(low, span[0]), max(high, span[1])) if high else span
        return self._rows[slot, slice(*span)]


def _ring(shapes: Sequence[BeadShape], size: Size) -> _RowRing:
    """A ring with room for the rows that a bead of any of `shapes` spans."""
    reach = max(max(shape) for shape in shapes) + 1
    return _RowRing(reach + 1, size[1] + 1, reach)


def posterior(
    tiles: Sequence[Tile], shapes: Sequence[BeadShape], null: float, temperature: float, size: Size
) -> Posterior:
    """Compute the probabilities of all beads in the band.

    `tiles` hold the score of each bead, `null` is that of a null bead; both and `temperature` are in the same unit.
    `size` is (I, J).
    """
    forward = _forward(tiles, shapes, null, temperature, size)
    return _backward(tiles, shapes, null, temperature, size, forward)


def _forward(
    tiles: Sequence[Tile], shapes: Sequence[BeadShape], null: float, temperature: float, size: Size
) -> list[_ForwardRow]:
    """Sum the paths from (0, 0) to every position of the band, row by row.

    With s(x,y; i,j) for the score of the bead of shape (x, y) that ends at (i, j), and ν = null / T,

        α(0,0) = 0
        α(i,j) = log( Σ_(x,y)∈S  exp( α(i-x, j-y) + s(x,y; i,j) / T )
                      + exp( α(i-1, j) + ν )  +  exp( α(i, j-1) + ν ) )
    """
    nu = null / temperature
    alphas = _ring(shapes, size)
    forward: list[_ForwardRow] = []
    for tile in tiles:
        left, right = tile.columns
        j_nu = nu * np.arange(right - left)
        for i in range(*tile.rows):
            arriving = np.full((len(shapes) + 1, right - left), -np.inf)
            for shape, (x, y) in enumerate(shapes):
                if i >= x:
                    s = tile.scores[shape, i - tile.rows[0]]
                    arriving[shape] = alphas.read(i - x, left - y, right - y) + s / temperature
            if i:
                arriving[-1] = alphas.read(i - 1, left, right) + nu
            from_above = _log_sum(arriving)
            if i == 0 and left == 0:
                from_above[0] = 0.0
            alphas.clear(i)
            alpha = alphas.open(i, left, right)
            alpha[:] = np.logaddexp.accumulate(from_above - j_nu) + j_nu
            forward.append(_ForwardRow(left, arriving, alpha.copy()))
    return forward


def _backward(
    tiles: Sequence[Tile],
    shapes: Sequence[BeadShape],
    null: float,
    temperature: float,
    size: Size,
    forward: Sequence[_ForwardRow],
) -> Posterior:
    """Sum the paths from every position to (I, J), from the last row to the first, and combine both sums.

        β(I,J) = 0
        β(i,j) = log( Σ_(x,y)∈S  exp( β(i+x, j+y) + s(x,y; i+x,j+y) / T )
                      + exp( β(i+1, j) + ν )  +  exp( β(i, j+1) + ν ) )

    With log Z = α(I,J), the posterior of the bead of shape (x, y) that ends at (i, j) and those of the null beads are

        p(x,y; i,j) = exp( α(i-x, j-y) + s(x,y; i,j) / T + β(i,j) - log Z )
        p(1,0; i)   = Σ_j exp( α(i-1, j) + ν + β(i,j) - log Z )
        p(0,1; j)   = Σ_i exp( α(i, j-1) + ν + β(i,j) - log Z )

    The loop pushes instead of pulling: once β(i, ·) is complete, every bead that ends in row i adds its weight to the
    row where it begins.
    """
    source_size, target_size = size
    nu = null / temperature
    last = forward[source_size]
    log_z = last.alpha[target_size - last.left]
    betas = _ring(shapes, size)
    betas.open(source_size, target_size, target_size + 1)[:] = 0.0
    result = [Tile(tile.rows, tile.columns, np.zeros_like(tile.scores)) for tile in tiles]
    source_null, target_null = np.zeros(source_size + 1), np.zeros(target_size + 1)  # by the position of the bead's end
    for tile, out in zip(reversed(tiles), reversed(result), strict=True):
        left, right = tile.columns
        j_nu = nu * np.arange(right - left)
        for i in reversed(range(*tile.rows)):
            arriving, alpha = forward[i].arriving, forward[i].alpha
            beta = np.logaddexp.accumulate(betas.read(i, left, right)[::-1] - j_nu)[::-1] + j_nu[::-1]
            p = np.exp(np.minimum(arriving + beta - log_z, 0.0))  # [shapes + 1, columns]
            out.scores[:, i - tile.rows[0]] = p[:-1]
            source_null[i] = p[-1].sum()
            target_null[left + 1 : right] += np.exp(np.minimum(alpha[:-1] + nu + beta[1:] - log_z, 0.0))
            for shape, (x, y) in enumerate(shapes):
                if i >= x:
                    s = tile.scores[shape, i - tile.rows[0]]
                    beginning = betas.open(i - x, left - y, right - y)
                    np.logaddexp(beginning, s / temperature + beta, out=beginning)
            if i:
                beginning = betas.open(i - 1, left, right)
                np.logaddexp(beginning, beta + nu, out=beginning)
            betas.clear(i)
    return Posterior(result, source_null[1:], target_null[1:])


def best_path(
    tiles: Iterable[Tile], shapes: Sequence[BeadShape], source_null: Doubles, target_null: Doubles, size: Size
) -> list[Step]:
    """Find the path with the greatest sum of gains: g of the beads in `tiles`, `source_null` [I] and `target_null` [J].

        D(0,0) = 0
        D(i,j) = max( max_(x,y)∈S  D(i-x, j-y) + g(x,y; i,j),
                      D(i-1, j) + source_null(i),  D(i, j-1) + target_null(j) )

    Ties go to the earlier shape, then to 1-0. At most 254 shapes: the choices are kept as bytes.
    """
    gains = _ring(shapes, size)
    choices: list[tuple[int, NDArray[np.uint8]]] = []  # of each row: its first column, and the last bead [columns]
    deletion, insertion = len(shapes), len(shapes) + 1
    for tile in tiles:
        left, right = tile.columns
        inserted = np.concatenate([[0.0], np.cumsum(target_null[left : right - 1])])
        for i in range(*tile.rows):
            arriving = np.full((len(shapes) + 1, right - left), -np.inf)
            for shape, (x, y) in enumerate(shapes):
                if i >= x:
                    arriving[shape] = gains.read(i - x, left - y, right - y) + tile.scores[shape, i - tile.rows[0]]
            if i:
                arriving[deletion] = gains.read(i - 1, left, right) + source_null[i - 1]
            choice, from_above = arriving.argmax(axis=0).astype(np.uint8), arriving.max(axis=0)
            if i == 0 and left == 0:
                from_above[0] = 0.0
            # 0-1 beads as in the forward pass: D(i,j) less all insertions up to j is a running maximum
            before = from_above - inserted
            running = np.maximum.accumulate(before)
            by_insertion = before < running
            choice[by_insertion] = insertion
            gains.clear(i)
            gains.open(i, left, right)[:] = np.where(by_insertion, running + inserted, from_above)
            choices.append((left, choice))
    return _trace_back(choices, shapes, size)


def _trace_back(
    choices: Sequence[tuple[int, NDArray[np.uint8]]], shapes: Sequence[BeadShape], size: Size
) -> list[Step]:
    """Follow the choices from (I, J) back to (0, 0)."""
    every: list[BeadShape] = [*shapes, (1, 0), (0, 1)]
    path: list[Step] = []
    i, j = size
    while i or j:
        left, choice = choices[i]
        x, y = every[int(choice[j - left])]
        path.append(((x, y), i, j))
        i, j = i - x, j - y
    return path[::-1]


def _log_sum(weights: Doubles) -> Doubles:
    """log(sum(exp)) down the columns; minus infinity for a column of nothing else."""
    top = weights.max(axis=0)
    safe = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        total: Doubles = np.log(np.exp(weights - safe).sum(axis=0)) + safe
    return total
