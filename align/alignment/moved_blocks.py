"""Blocks that stand in another place of the other text: chapters, or the stories of a digest, in another order.

The aligner's path never turns back, so that one of two parts that changed places is left unaligned on both sides. What
it leaves is searched again, as a whole and not near the diagonal:

1. The sentences that stand among unaligned ones or in beads that hardly fit: few, where nothing was moved.
2. Pairs of these that are each other's nearest by cosine, and clearly so: each leads its rivals.
3. Chains of such pairs along a diagonal, with at least the weight SHORTEST. In texts that are no translations of each
   other there were at most four pairs in a row, by letters five.
4. Pieces: chains and good beads together, in the order of the source; a new piece begins wherever the target does not
   go on. The heaviest pieces that are in order in both texts stand where they should, the others were moved.

`reordering.py` aligns the pieces, each with its counterpart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from align.alignment.arrays import Anchor, Floats, Ints, Size, Span
from align.alignment.beads import Bead

Halves: TypeAlias = NDArray[np.float16]
Encode: TypeAlias = Callable[[Sequence[int], Sequence[int]], tuple[Halves, Halves]]
"""The vectors of source and of target sentences, by their indices, in one space: [k, dimensions] each."""

# `benchmarks/alignment.py --moved` measures what these give together.
POOR = 0.3
"""Score under which the sentences of a bead count as unaligned."""
UNLIKELY = 0.79
"""Confidence under which they do: that of a posterior of 0.9, by letters of 0.97 (`calibration.py`)."""
AROUND = 4
"""Sentences to each side of a sentence; where half of them are aligned, it is no part of an unaligned stretch."""
BESIDE = 2
"""Sentences to each side of the nearest one that are no rivals: they may be the rest of its translation."""
REACH = 10
"""Sentences of either text from one pair of a chain to the next at most."""
OFF_DIAGONAL = 0.1
"""Pairs that a chain loses for each sentence by which it leaves its diagonal."""
SHORTEST = 7.5
"""Weight of a chain at least: that of eight pairs on a diagonal, or of a few more beside it. Sentences in random order
give chains of eight pairs, too, but of the weight 5 or 6."""
SMALL = 8
"""Beads under which a piece that crosses heavier ones is taken for chance."""
BEAD_WEIGHT = 3
"""How many pairs of a chain a bead outweighs when it is asked which of two crossing pieces was moved: what is aligned
already should not be said to be elsewhere."""
MOST_CELLS = 2_000_000_000
"""Pairs of sentences compared at most, 20 s of one core: every pair of 45,000 unaligned sentences on each side. Of more
every second or n-th source sentence is searched for, so that blocks must be longer."""
ROWS, COLUMNS = 1024, 8192
"""Sentences compared at once. Bounds memory and changes nothing."""


@dataclass(frozen=True, slots=True)
class MovedBlock:
    """Segments `source` that correspond to `target` (half-open ranges of indices) and stand out of order."""

    source: Span
    target: Span

    @property
    def numbers(self) -> list[list[int]]:
        """The numbers from 1 of the first and the last segment, of the source and of the target."""
        return [[self.source[0] + 1, self.source[1]], [self.target[0] + 1, self.target[1]]]

    @property
    def places(self) -> tuple[str, str]:
        """The same as a person is told them: `120–180`."""
        source, target = (f"{first}–{last}" for first, last in self.numbers)
        return source, target


@dataclass(frozen=True, slots=True)
class Nearness:
    """What cosines say with one kind of vectors.

    `least` is that of a pair that belongs together, `lead` how far it lies above those of its rivals, the nearest
    sentences that are not just beside; from `affinity` on a sentence between two pieces is drawn to one of them.
    """

    least: float
    lead: float
    affinity: float


ENCODED = Nearness(0.4, 0.05, 0.3)
"""The encoder knows the languages. Nine in ten pairs that belong together have 0.5 or more and lead by 0.1; of the
mutual nearest others, which are one in thirty, half have 0.4 and half lead by 0.05."""
LETTERS = Nearness(0.15, 0.01, 0.1)
"""It does not. One pair in eight of mutual nearest sentences does not belong together, and cosines hardly tell."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Sentences that go on in both texts alike, by what is sure of them: at the edges there may be more.

    `pairs` are those of its chains, `beads` the number of its beads. The first and the last piece are the ends of the
    texts, and may be empty.
    """

    source: Span
    target: Span
    pairs: int = 0
    beads: int = 0

    @property
    def weight(self) -> int:
        """What speaks for it."""
        return self.pairs + BEAD_WEIGHT * self.beads

    def __add__(self, other: Piece) -> Piece:
        return Piece(
            (self.source[0], other.source[1]),
            (self.target[0], other.target[1]),
            self.pairs + other.pairs,
            self.beads + other.beads,
        )


def find_pieces(beads: Sequence[Bead], size: Size, encode: Encode, nearness: Nearness) -> list[Piece]:
    """Find the pieces of two aligned texts, in the order of the source; one where nothing was moved.

    `beads` are the aligner's, `size` the sentences of both texts, `encode` gives vectors of those that are asked for:
    none, where fewer than SHORTEST stand in unaligned stretches.
    """
    rows, columns = (_unaligned(beads, side, size[side]) for side in (0, 1))
    if min(len(rows), len(columns)) < SHORTEST:
        return [Piece((0, size[0]), (0, size[1]))]
    stride = -(-len(rows) * len(columns) // MOST_CELLS)
    chains = diagonal_chains(_mutual_nearest(rows, columns, encode(rows, columns), nearness, stride), REACH * stride)
    if not chains:
        return [Piece((0, size[0]), (0, size[1]))]
    return _in_step([Piece(_hull(chain, 0), _hull(chain, 1), pairs=len(chain)) for chain in chains], beads, size)


def out_of_order(pieces: Sequence[Piece]) -> list[int]:
    """The indices of the pieces that were moved."""
    return sorted(set(range(len(pieces))) - set(_heaviest_in_order(pieces)))


def _unaligned(beads: Sequence[Bead], side: int, size: int) -> list[int]:
    """The sentences of a side that stand in stretches which are mostly unaligned, or aligned badly."""
    lost = np.zeros(size, dtype=np.int64)
    for bead in beads:
        if not _fits(bead):
            lost[list(bead.source if side == 0 else bead.target)] = 1
    sums = np.concatenate([[0], np.cumsum(lost)])
    places = np.arange(size)
    low, high = np.maximum(places - AROUND, 0), np.minimum(places + AROUND + 1, size)
    return [int(i) for i in np.flatnonzero(lost & (2 * (sums[high] - sums[low]) > high - low))]


def _fits(bead: Bead) -> bool:
    return bool(bead.source and bead.target) and bead.score >= POOR and bead.confidence >= UNLIKELY


def _mutual_nearest(
    rows: Sequence[int], columns: Sequence[int], vectors: tuple[Halves, Halves], nearness: Nearness, stride: int
) -> list[Anchor]:
    """The pairs (source, target) that are each other's nearest and lead their rivals, in the order of the source; of
    every `stride`-th of `rows`."""
    source, target = vectors
    asked = np.arange(0, len(rows), stride)
    nearest, leads = _nearest(source[asked], target, nearness)
    asked, nearest = asked[leads], nearest[leads]
    back, leads = _nearest(target[nearest], source, nearness)
    mutual = (back == asked) & leads
    return [(rows[int(i)], columns[int(j)]) for i, j in zip(asked[mutual], nearest[mutual], strict=True)]


def _nearest(left: Halves, right: Halves, nearness: Nearness) -> tuple[Ints, NDArray[np.bool_]]:
    """For each of `left` the nearest of `right`, and whether it is near enough and leads its rivals."""
    place = np.zeros(len(left), dtype=np.int64)
    best, rival = np.full((2, len(left)), -1.0, dtype=np.float32)
    for start in range(0, len(left), ROWS):
        rows = slice(start, min(start + ROWS, len(left)))
        some = left[rows].astype(np.float32)
        for first in range(0, len(right), COLUMNS):
            cosines = some @ right[first : first + COLUMNS].astype(np.float32).T
            found, highest, second = _best_and_rival(cosines)
            better = highest > best[rows]
            rival[rows] = np.maximum(np.where(better, second, rival[rows]), np.minimum(highest, best[rows]))
            place[rows] = np.where(better, first + found, place[rows])
            best[rows] = np.maximum(best[rows], highest)
    return place, (best >= nearness.least) & (best - rival >= nearness.lead)


def _best_and_rival(cosines: Floats) -> tuple[Ints, Floats, Floats]:
    """Of each row the column of the greatest cosine, that cosine, and the greatest that is not beside it."""
    rows, columns = np.arange(len(cosines)), cosines.shape[1]
    found = cosines.argmax(axis=1)
    highest = cosines[rows, found]
    for step in range(-BESIDE, BESIDE + 1):
        cosines[rows, np.clip(found + step, 0, columns - 1)] = -1.0
    return found, highest, cosines.max(axis=1)


def diagonal_chains(pairs: Sequence[Anchor], reach: int) -> list[list[Anchor]]:
    """Chains of `pairs` that rise on both sides, from each to the next at most `reach`; those of at least the weight
    SHORTEST, heaviest first.

    Each index is in one pair at most. With W(p) for the weight of the heaviest chain that ends in p,

        W(p) = 1 + max(0, max{ W(q) - OFF_DIAGONAL * |Δi - Δj| : 0 < Δi, Δj <= reach })
    """
    weights = [1.0] * len(pairs)
    previous = [-1] * len(pairs)
    for p, (i, j) in enumerate(pairs):
        for q in range(p - 1, -1, -1):
            down, right = i - pairs[q][0], j - pairs[q][1]
            if down > reach:
                break
            if 0 < right <= reach:
                weight = 1.0 + weights[q] - OFF_DIAGONAL * abs(down - right)
                if weight > weights[p]:
                    weights[p], previous[p] = weight, q
    chains = []
    used = [False] * len(pairs)
    for p in sorted(range(len(pairs)), key=lambda p: -weights[p]):
        chain, weight = [], weights[p]
        while p >= 0 and not used[p]:
            used[p] = True
            chain.append(pairs[p])
            p = previous[p]
        if weight - (weights[p] if p >= 0 else 0.0) >= SHORTEST:  # without what a heavier chain has
            chains.append(chain[::-1])
    return chains


def _hull(chain: Sequence[Anchor], side: int) -> Span:
    return chain[0][side], chain[-1][side] + 1


def _in_step(chains: Sequence[Piece], beads: Sequence[Bead], size: Size) -> list[Piece]:
    """The pieces that chains and good beads make, in the order of the source.

    Beads inside a chain's ranges are not asked; nor are those of SMALL pieces that cross heavier ones.
    """
    taken = np.zeros(size[0], dtype=np.bool_), np.zeros(size[1], dtype=np.bool_)
    parts: list[Piece] = []
    for part in [*chains, *map(_of_bead, filter(_fits, beads))]:
        spans = slice(*part.source), slice(*part.target)
        if taken[0][spans[0]].any() or taken[1][spans[1]].any():
            continue
        parts.append(part)
        if part.pairs:
            taken[0][spans[0]] = taken[1][spans[1]] = True
    ends = Piece((0, 0), (0, 0)), Piece((size[0], size[0]), (size[1], size[1]))
    while True:
        parts.sort(key=lambda part: part.source)
        pieces, members = _joined([ends[0], *parts, ends[1]])
        in_order = set(_heaviest_in_order(pieces))
        small = [k for k, piece in enumerate(pieces) if piece.beads < SMALL and not piece.pairs]
        crossing = [k for k in small if k not in in_order]
        if not crossing:
            return pieces
        dropped = {id(part) for k in crossing for part in members[k]}
        parts = [part for part in parts if id(part) not in dropped]


def _of_bead(bead: Bead) -> Piece:
    return Piece((bead.source[0], bead.source[-1] + 1), (bead.target[0], bead.target[-1] + 1), beads=1)


def _joined(parts: Sequence[Piece]) -> tuple[list[Piece], list[list[Piece]]]:
    """Join neighbours in the source that are neighbours in the target, too; the pieces, and what each was made of."""
    rank = {id(part): place for place, part in enumerate(sorted(parts, key=lambda part: part.target))}
    pieces, members = [parts[0]], [[parts[0]]]
    for before, after in pairwise(parts):
        if rank[id(after)] == rank[id(before)] + 1:
            pieces[-1] += after
            members[-1].append(after)
        else:
            pieces.append(after)
            members.append([after])
    return pieces, members


def _heaviest_in_order(pieces: Sequence[Piece]) -> list[int]:
    """The indices of the pieces whose targets rise, such that they weigh most together: the ends are always among
    them."""
    total: list[int] = []
    previous: list[int] = []
    for k, piece in enumerate(pieces):
        before = [m for m in range(k) if pieces[m].target < piece.target]
        best = max(before, key=lambda m: total[m], default=-1)
        total.append(piece.weight + (total[best] if best >= 0 else 0))
        previous.append(best)
    chosen = []
    k = len(pieces) - 1  # the end of the texts
    while k >= 0:
        chosen.append(k)
        k = previous[k]
    return chosen[::-1]
