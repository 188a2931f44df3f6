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
beads depend on each other, left to right; they are resolved at once: α(j) - j ε is a running log-sum of what enters at
j, less j ε.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.alignment.arrays import BeadShape, Doubles, Floats, Size, Span
from align.alignment.row_ring import RowRing, shape_runs

LEAST = -1e300
"""A log weight below any of a path, but not minus infinity, of which the difference to itself is none."""
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
class _ForwardTile:
    """What the forward pass leaves of a tile for the backward pass: log weights of paths, by their last bead."""

    arriving: Doubles  # [rows, shapes, columns]: one of that shape
    source_null: Doubles  # [rows, columns]: 1-0
    target_null: Doubles  # [rows, columns]: 0-1


def posterior(
    tiles: Sequence[Tile], shapes: Sequence[BeadShape], costs: NullCosts, temperature: float, size: Size
) -> Posterior:
    """Compute the probabilities of all beads in the band.

    `tiles` hold the score of each bead; scores, `costs` and `temperature` are in the same unit. `size` is (I, J).
    """
    omega, epsilon = -costs.opening / temperature, -costs.extension / temperature
    with np.errstate(divide="ignore"):  # log 0
        log_z, forward = _forward(tiles, shapes, omega, epsilon, temperature, size)
        return _backward(tiles, shapes, omega, epsilon, temperature, size, log_z, forward)


def _forward(
    tiles: Sequence[Tile], shapes: Sequence[BeadShape], omega: float, epsilon: float, temperature: float, size: Size
) -> tuple[float, list[_ForwardTile]]:
    """Sum the paths from (0, 0) to every position of the band, row by row; with log Z, the sum over all to (I, J).

    With s(x,y; i,j) for the score of the bead of shape (x, y) that ends at (i, j), ω and ε for minus the costs of
    opening and extending a run of null beads / T, and α without a letter for all three together,

        αb(i,j) = log Σ_(x,y)∈S  exp( α(i-x, j-y) + s(x,y; i,j) / T )                  αb(0,0) = 0
        αs(i,j) = log( exp( αb(i-1, j) + ω ) + exp( αt(i-1, j) + ω ) + exp( αs(i-1, j) + ε ) )
        αt(i,j) = log( exp( αb(i, j-1) + ω ) + exp( αs(i, j-1) + ω ) + exp( αt(i, j-1) + ε ) )
    """
    runs, ring = shape_runs(shapes), RowRing(shapes)
    forward: list[_ForwardTile] = []
    gains = np.array([[omega], [epsilon]])
    above, at = np.full((2, 1), -np.inf), 0  # of the row before, from column `at`: αb and αt, and αs
    for tile in tiles:
        left, right = tile.columns
        ring.enter(left, right)
        alphas, pulled = ring.rows(left, right), [(run.x, run.part, ring.slanted(run, left, right)) for run in runs]
        above, at = _moved(above, at, tile.columns), left
        scores = _by_row(tile, temperature)
        arriving = np.empty_like(scores)
        alpha_s, alpha_t = np.empty((len(scores), right - left)), np.empty((len(scores), right - left))
        drift = epsilon * np.arange(right - left)
        lifted = omega - drift[1:]
        opening = np.full(right - left, -np.inf)  # of the 0-1 beads, less the drift of a run of them
        for row, i in enumerate(range(*tile.rows)):
            for x, part, before in pulled:
                np.add(before[(i - x) % ring.depth], scores[row, part], out=arriving[row, part])
            alpha_b = _log_sum(arriving[row])
            if i == 0 and left == 0:
                alpha_b[0] = 0.0
            by_null = above + gains
            np.logaddexp(by_null[0], by_null[1], out=alpha_s[row])
            either = np.logaddexp(alpha_b, alpha_s[row])
            np.add(either[:-1], lifted, out=opening[1:])
            np.logaddexp.accumulate(opening, out=alpha_t[row])
            alpha_t[row] += drift
            np.logaddexp(alpha_b, alpha_t[row], out=above[0])
            above[1] = alpha_s[row]
            ring.clear(i)
            np.logaddexp(either, alpha_t[row], out=alphas[i % ring.depth, 0])
        forward.append(_ForwardTile(arriving, alpha_s, alpha_t))
    return float(ring.rows(size[1], size[1] + 1)[size[0] % ring.depth, 0, 0]), forward


def _backward(
    tiles: Sequence[Tile],
    shapes: Sequence[BeadShape],
    omega: float,
    epsilon: float,
    temperature: float,
    size: Size,
    log_z: float,
    forward: Sequence[_ForwardTile],
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

    The sums b are pushed instead of pulled: once βb(i, ·) is complete, every bead that ends in row i puts its weight
    into the row where it begins, in the line of its shape.
    """
    runs, ring = shape_runs(shapes), RowRing(shapes, layers=True)
    ring.enter(size[1], size[1] + 1)
    ring.rows(size[1], size[1] + 1)[size[0] % ring.depth, 0] = 0.0
    result = [Tile(tile.rows, tile.columns, np.empty_like(tile.scores)) for tile in tiles]
    source_null, target_null = np.zeros(size[0] + 1), np.zeros(size[1] + 1)  # by the position of the bead's end
    gains = np.array([[omega], [epsilon]])
    below, at = np.full(1, -np.inf), size[1]  # βs of the row after, from column `at`
    for tile, out, paths in zip(reversed(tiles), reversed(result), reversed(forward), strict=True):
        left, right = tile.columns
        ring.enter(left, right)
        lines, pushed = ring.rows(left, right), [(run.x, run.part, ring.slanted(run, left, right)) for run in runs]
        below, at = _moved(below, at, tile.columns), left
        scores = _by_row(tile, temperature)
        betas = np.empty((len(scores), 2, right - left))  # βb and βs
        beta_t = np.empty((len(scores), right - left))  # from right to left
        drift = epsilon * np.arange(right - left)
        target_next = np.full(right - left, -np.inf)
        for row, i in reversed(list(enumerate(range(*tile.rows)))):
            b = _log_sum(lines[i % ring.depth])
            source_next = below + gains
            np.logaddexp.accumulate(np.logaddexp(b, source_next[0])[::-1] - drift, out=beta_t[row])
            beta_t[row] += drift
            np.add(beta_t[row, -2::-1], omega, out=target_next[:-1])
            b = np.logaddexp(b, target_next)
            beta_b, below = np.logaddexp(b, source_next, out=betas[row])
            for x, part, beginning in pushed:
                if i >= x:
                    np.add(scores[row, part], beta_b, out=beginning[(i - x) % ring.depth])
            ring.clear(i)
        out.scores[:] = _probabilities(paths.arriving, betas[:, :1], log_z).transpose(1, 0, 2)
        source_null[slice(*tile.rows)] = _probabilities(paths.source_null, betas[:, 1], log_z).sum(axis=1)
        target_null[left:right] += _probabilities(paths.target_null, beta_t[:, ::-1], log_z).sum(axis=0)
    return Posterior(result, source_null[1:], target_null[1:])


def _by_row(tile: Tile, unit: float = 1.0) -> Doubles:
    """A tile's scores in this unit, [rows, shapes, columns]."""
    return np.ascontiguousarray((tile.scores / unit).transpose(1, 0, 2), dtype=np.float64)


def _moved(row: Doubles, at: int, columns: Span) -> Doubles:
    """Values [..., columns] from column `at` on, in other columns: minus infinity where there are none."""
    left, right = columns
    result = np.full((*row.shape[:-1], right - left), -np.inf)
    low, high = max(left, at), min(right, at + row.shape[-1])
    if low < high:
        result[..., low - left : high - left] = row[..., low - at : high - at]
    return result


def _probabilities(before: Doubles, after: Doubles, log_z: float) -> Doubles:
    """The share that paths have in all paths: log weights of what lies before and after, and of all."""
    exponent = before + (after - log_z)
    np.minimum(exponent, 0.0, out=exponent)
    result: Doubles = np.exp(exponent, out=exponent)
    return result


def best_path(
    tiles: Iterable[Tile], shapes: Sequence[BeadShape], source_null: Doubles, target_null: Doubles, size: Size
) -> list[Step]:
    """Find the path with the greatest sum of gains: g of the beads in `tiles`, `source_null` [I] and `target_null` [J].

        D(0,0) = 0
        D(i,j) = max( max_(x,y)∈S  D(i-x, j-y) + g(x,y; i,j),
                      D(i-1, j) + source_null(i),  D(i, j-1) + target_null(j) )

    Ties go to the earlier shape, then to 1-0. At most 254 shapes: the choices are kept as bytes.
    """
    runs, ring = shape_runs(shapes), RowRing(shapes)
    choices: list[tuple[int, NDArray[np.uint8]]] = []  # of each row: its first column, and the last bead [columns]
    deletion, insertion = len(shapes), len(shapes) + 1
    above, at = np.full(1, -np.inf), 0  # D of the row before, from column `at`
    for tile in tiles:
        left, right = tile.columns
        ring.enter(left, right)
        gains, pulled = ring.rows(left, right), [(run.x, run.part, ring.slanted(run, left, right)) for run in runs]
        above, at = _moved(above, at, tile.columns), left
        inserted = np.concatenate([[0.0], np.cumsum(target_null[left : right - 1])])
        scores = _by_row(tile)
        arriving = np.full((len(shapes) + 1, right - left), -np.inf)
        for row, i in enumerate(range(*tile.rows)):
            for x, part, before in pulled:
                np.add(before[(i - x) % ring.depth], scores[row, part], out=arriving[part])
            if i:
                np.add(above, source_null[i - 1], out=arriving[deletion])
            choice, from_above = arriving.argmax(axis=0).astype(np.uint8), np.maximum.reduce(arriving, axis=0)
            if i == 0 and left == 0:
                from_above[0] = 0.0
            # 0-1 beads as in the forward pass: D(i,j) less all insertions up to j is a running maximum
            without = from_above - inserted
            running = np.maximum.accumulate(without)
            by_insertion = without < running
            choice[by_insertion] = insertion
            ring.clear(i)
            above = gains[i % ring.depth, 0]
            above[:] = np.where(by_insertion, running + inserted, from_above)
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
    top = np.maximum.reduce(weights, axis=0)
    np.maximum(top, LEAST, out=top)
    shares = weights - top
    np.exp(shares, out=shares)
    total: Doubles = np.add.reduce(shares, axis=0)
    np.log(total, out=total)
    total += top
    return total
