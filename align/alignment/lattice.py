"""Dynamic programming over a band: posterior probabilities of beads, and the path of minimum Bayes risk.

A path leads from position (0, 0) to (I, J) by beads: those of S, the given shapes (x, y) with x, y ≥ 1, and the null
beads 1-0 and 0-1. The weight of a path is exp(sum of its beads' scores / T), T the temperature. Two passes:

1. `posterior` sums the weights of all paths by the forward-backward algorithm, as Moore 2002
   (https://doi.org/10.1007/3-540-45820-4_14) does to trust only beads of high probability.
2. `best_path` maximises a sum of gains over the path by Gale and Church's recurrence (1993,
   https://aclanthology.org/J93-1004, their D(i, j), maximised here). With each bead's posterior less a threshold as its
   gain this is minimum Bayes risk decoding: the path with the most beads expected to be right, not the likeliest one
   (Goodman 1996, https://aclanthology.org/P96-1024, the same for parse trees).

A null bead costs less after another of the same text than after anything else: what one text lacks is often a passage,
a list or a caption, and where whole passages are missing single sentences may still be rare. These are the affine gaps
of Gotoh 1982 (https://doi.org/10.1016/0022-2836(82)90398-9), and the passes keep three sums, by the last bead of a
path: one of two sides (b), 1-0 (s) or 0-1 (t). A null bead is one event wherever it stands among its neighbours of the
other kind, so its posterior is summed over all those places.

Both passes work row by row, each row a vector over the band's columns; outside the band a weight is log 0. A row's 0-1
beads depend on each other, left to right; they are resolved at once (`_running_log_sum`).
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
class NullCosts:
    """What a null bead costs: the first of a run of them, and each that follows one of the same text. In the unit of
    the scores."""

    opening: float
    extension: float


@dataclass(frozen=True, slots=True)
class _ForwardRow:
    """What the forward pass leaves of a row for the backward pass: log weights of paths, by their last bead."""

    left: int  # target position of the first column
    arriving: Doubles  # [shapes, columns]: one of that shape
    source_null: Doubles  # [columns]: 1-0
    target_null: Doubles  # [columns]: 0-1


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
    tiles: Sequence[Tile], shapes: Sequence[BeadShape], costs: NullCosts, temperature: float, size: Size
) -> Posterior:
    """Compute the probabilities of all beads in the band.

    `tiles` hold the score of each bead; scores, `costs` and `temperature` are in the same unit. `size` is (I, J).
    """
    omega, epsilon = -costs.opening / temperature, -costs.extension / temperature
    log_z, forward = _forward(tiles, shapes, omega, epsilon, temperature, size)
    return _backward(tiles, shapes, omega, epsilon, temperature, size, log_z, forward)


def _forward(
    tiles: Sequence[Tile], shapes: Sequence[BeadShape], omega: float, epsilon: float, temperature: float, size: Size
) -> tuple[float, list[_ForwardRow]]:
    """Sum the paths from (0, 0) to every position of the band, row by row; with log Z, the sum over all to (I, J).

    With s(x,y; i,j) for the score of the bead of shape (x, y) that ends at (i, j), ω and ε for minus the costs of
    opening and extending a run of null beads / T, and α without a letter for all three together,

        αb(i,j) = log Σ_(x,y)∈S  exp( α(i-x, j-y) + s(x,y; i,j) / T )                  αb(0,0) = 0
        αs(i,j) = log( exp( αb(i-1, j) + ω ) + exp( αt(i-1, j) + ω ) + exp( αs(i-1, j) + ε ) )
        αt(i,j) = log( exp( αb(i, j-1) + ω ) + exp( αs(i, j-1) + ω ) + exp( αt(i, j-1) + ε ) )
    """
    alphas, openers, runs = _ring(shapes, size), _ring(shapes, size), _ring(shapes, size)
    forward: list[_ForwardRow] = []
    alpha: Doubles = np.full(1, -np.inf)
    for tile in tiles:
        left, right = tile.columns
        for i in range(*tile.rows):
            arriving = np.full((len(shapes), right - left), -np.inf)
            for shape, (x, y) in enumerate(shapes):
                if i >= x:
                    s = tile.scores[shape, i - tile.rows[0]]
                    arriving[shape] = alphas.read(i - x, left - y, right - y) + s / temperature
            alpha_b = _log_sum(arriving)
            if i == 0 and left == 0:
                alpha_b[0] = 0.0
            alpha_s = np.full(right - left, -np.inf)
            if i:
                alpha_s = np.logaddexp(
                    openers.read(i - 1, left, right) + omega, runs.read(i - 1, left, right) + epsilon
                )
            opening = np.concatenate([[-np.inf], np.logaddexp(alpha_b, alpha_s)[:-1] + omega])
            alpha_t = _running_log_sum(opening, epsilon)
            alpha = np.logaddexp(np.logaddexp(alpha_b, alpha_s), alpha_t)
            for ring, row in ((alphas, alpha), (openers, np.logaddexp(alpha_b, alpha_t)), (runs, alpha_s)):
                ring.clear(i)
                ring.open(i, left, right)[:] = row
            forward.append(_ForwardRow(left, arriving, alpha_s, alpha_t))
    return float(alpha[size[1] - forward[-1].left]), forward


def _backward(
    tiles: Sequence[Tile],
    shapes: Sequence[BeadShape],
    omega: float,
    epsilon: float,
    temperature: float,
    size: Size,
    log_z: float,
    forward: Sequence[_ForwardRow],
) -> Posterior:
    """Sum the paths from every position to (I, J), from the last row to the first, and combine both sums.

    βb, βs and βt are the sums of what may follow a bead of two sides, a 1-0 and a 0-1 bead; at (I, J) all are 0. With

        b(i,j) = log Σ_(x,y)∈S  exp( βb(i+x, j+y) + s(x,y; i+x,j+y) / T )

        βb(i,j) = log( exp b(i,j) + exp( βs(i+1, j) + ω ) + exp( βt(i, j+1) + ω ) )
        βs(i,j) = log( exp b(i,j) + exp( βs(i+1, j) + ε ) + exp( βt(i, j+1) + ω ) )
        βt(i,j) = log( exp b(i,j) + exp( βs(i+1, j) + ω ) + exp( βt(i, j+1) + ε ) )

    With log Z = α(I,J), the posterior of the bead of shape (x, y) that ends at (i, j) and those of the null beads are

        p(x,y; i,j) = exp( α(i-x, j-y) + s(x,y; i,j) / T + βb(i,j) - log Z )
        p(1,0; i)   = Σ_j exp( αs(i, j) + βs(i, j) - log Z )
        p(0,1; j)   = Σ_i exp( αt(i, j) + βt(i, j) - log Z )

    The sums b are pushed instead of pulled: once βb(i, ·) is complete, every bead that ends in row i adds its weight to
    the row where it begins.
    """
    source_size, target_size = size
    followed, nulls = _ring(shapes, size), _ring(shapes, size)  # b, and βs
    followed.open(source_size, target_size, target_size + 1)[:] = 0.0
    result = [Tile(tile.rows, tile.columns, np.zeros_like(tile.scores)) for tile in tiles]
    source_null, target_null = np.zeros(source_size + 1), np.zeros(target_size + 1)  # by the position of the bead's end
    for tile, out in zip(reversed(tiles), reversed(result), strict=True):
        left, right = tile.columns
        for i in reversed(range(*tile.rows)):
            row = forward[i]
            b = followed.read(i, left, right)
            source_next = nulls.read(i + 1, left, right) if i < source_size else np.full(right - left, -np.inf)
            beta_t = _running_log_sum(np.logaddexp(b, source_next + omega)[::-1], epsilon)[::-1]
            target_next = np.append(beta_t[1:], -np.inf) + omega
            b = np.logaddexp(b, target_next)
            beta_b, beta_s = np.logaddexp(b, source_next + omega), np.logaddexp(b, source_next + epsilon)
            out.scores[:, i - tile.rows[0]] = np.exp(np.minimum(row.arriving + beta_b - log_z, 0.0))
            source_null[i] = np.exp(np.minimum(row.source_null + beta_s - log_z, 0.0)).sum()
            target_null[left:right] += np.exp(np.minimum(row.target_null + beta_t - log_z, 0.0))
            for shape, (x, y) in enumerate(shapes):
                if i >= x:
                    s = tile.scores[shape, i - tile.rows[0]]
                    beginning = followed.open(i - x, left - y, right - y)
                    np.logaddexp(beginning, s / temperature + beta_b, out=beginning)
            followed.clear(i)
            nulls.clear(i)
            nulls.open(i, left, right)[:] = beta_s
    return Posterior(result, source_null[1:], target_null[1:])


def _running_log_sum(entering: Doubles, step: float) -> Doubles:
    """r(j) = log( exp entering(j) + exp( r(j-1) + step ) ), all at once: r(j) - j step is the running log-sum of
    entering(j) - j step."""
    drift = step * np.arange(len(entering))
    total: Doubles = np.logaddexp.accumulate(entering - drift) + drift
    return total


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
