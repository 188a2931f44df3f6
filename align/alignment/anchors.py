"""Where to look for beads: anchors between single sentences, sections of a long text, and the band around the anchors.

As in Bertalign (Liu and Zhu 2022, https://doi.org/10.1093/llc/fqac089) a first pass finds 1-1 pairs among each source
sentence's nearest target sentences, and the search for m-n beads keeps near them. Two things differ: the first pass is
a heaviest increasing chain instead of a dynamic program over the text, and the band is as wide as the gap between two
anchors, so that a passage of any length may lack a counterpart. Between good anchors the band's area grows with the
length of the text; where there are none it is held to a strip.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from align.alignment.arrays import Anchor, Floats, Ints, Span
from align.alignment.fixed_points import FixedPoints

Vectors: TypeAlias = Callable[[int, int], Floats]
"""Vectors of the single sentences from one index up to another, [stop - start, dimensions]."""

# Points as in `aligner.py`. Where a constant says "changes nothing", the beads' F1 was the same on every gold set, with
# `long`: it is there for texts that are worse than these, and was chosen by hand.
NEAREST = 4
"""Target sentences that a source sentence may be anchored to. One costs 0.05 points, eight gain 0.01."""
WINDOW = 250
"""Target sentences to each side of the diagonal among which they are sought, at least. 60 to 500 change nothing."""
WINDOW_SHARE = 0.06
"""The same as a share of the longer text, for texts in which it is more than WINDOW. Chosen by hand: no gold set is so
long."""
BLOCK = 128
"""Source sentences whose cosines are computed at once. Bounds memory; the anchors do not depend on it, but for
windows of neighbouring sentences that differ by a block."""
MARGIN = 6
"""Sentences by which the band reaches beyond the anchors around a gap. 3 and 12 change nothing."""
SEARCHED_WHOLE = 250_000
"""Cells (positions × positions) of a gap between two anchors up to which it is searched whole: 500 sentences on
each side, say. 2,500 and 1,000,000 change nothing."""
STRIP = 200
"""Target sentences to each side of the line through a gap that is larger. Chosen by hand; it bounds time and memory."""
TILE_ROWS = 32
"""Source positions of a tile. Does not change the beads: small tiles follow the band more closely, large ones take
fewer calls."""
BORDER_REACH = 4
"""Anchors to each side of a possible border of sections that are asked whether they go on in step. Chosen by hand, as
is BORDER_IN_STEP."""
BORDER_IN_STEP = 6
"""How many of those 2 * BORDER_REACH + 2 anchors must, for a border to be put there."""


def chain(candidates: Ints, weights: Floats, width: int) -> list[Anchor]:
    """Find the heaviest chain of (source, target) candidates that increases strictly on both sides.

    `candidates` [k, 2] are sorted by source, their targets are below `width`; `weights` [k] are positive. With W(c) for
    the weight of the heaviest chain that ends in candidate c = (i, j),

        W(c) = weight(c) + max{ W(c') : c' = (i', j'), i' < i, j' < j }

    and 0 for the maximum of none. A Fenwick tree over the targets holds prefix maxima of W: O(k log width). Ties go to
    the earlier candidate.
    """
    best = [0.0] * (width + 1)  # Fenwick tree: the greatest W in each node's range of targets
    holder = [-1] * (width + 1)  # and the candidate that has it
    total = [0.0] * len(candidates)  # W
    previous = [-1] * len(candidates)
    unsettled: list[int] = []
    row = -1
    for index, ((source, target), weight) in enumerate(zip(candidates.tolist(), weights.tolist(), strict=True)):
        if source != row:  # candidates of one source sentence must not follow each other
            _settle(unsettled, candidates, total, best, holder)
            unsettled, row = [], source
        node, value, before = target, 0.0, -1
        while node > 0:
            if best[node] > value:
                value, before = best[node], holder[node]
            node -= node & -node
        total[index], previous[index] = value + weight, before
        unsettled.append(index)
    path = []
    index = max(range(len(total)), key=total.__getitem__, default=-1)
    while index >= 0:
        path.append((int(candidates[index, 0]), int(candidates[index, 1])))
        index = previous[index]
    return path[::-1]


def _settle(unsettled: list[int], candidates: Ints, total: list[float], best: list[float], holder: list[int]) -> None:
    """Enter the finished candidates of one source sentence into the tree."""
    for index in unsettled:
        node = int(candidates[index, 1]) + 1
        while node < len(best):
            if total[index] > best[node]:
                best[node], holder[node] = total[index], index
            node += node & -node


def find_anchors(source: Vectors, target: Vectors, fixed: FixedPoints) -> list[Anchor]:
    """Find the anchors of two texts, increasing on both sides: confirmed 1-1 beads, and those that agree with all that
    is fixed.

    A candidate's weight is how far its cosine lies above the mean of its source sentence's window: what resembles
    everything anchors nothing. Candidates with a weight of 0 or less are left out.
    """
    source_size, target_size = fixed.size
    if not source_size or not target_size:
        return []
    open_to = fixed.reach() if fixed else None
    lone = fixed.is_lone(1)
    reach = max(WINDOW, int(WINDOW_SHARE * max(source_size, target_size)))
    candidates: list[Ints] = []
    weights: list[Floats] = []
    window = Window(target)
    for start in range(0, source_size, BLOCK):
        stop = min(start + BLOCK, source_size)
        low = max(0, fixed.beside(start) - reach)
        high = min(target_size, fixed.beside(stop) + reach)
        cosines = source(start, stop) @ window(low, high).T  # [stop - start, high - low]
        mean = cosines.mean(axis=1, keepdims=True)
        if open_to is not None:
            columns = np.arange(low, high)
            first, last = open_to[start:stop, :1], open_to[start:stop, 1:]
            cosines[(columns < first) | (columns >= last) | lone[low:high]] = -np.inf
        nearest, most_alike = greatest(cosines, min(NEAREST, high - low))
        weights.append((most_alike - mean).ravel())
        candidates.append(
            np.stack([np.repeat(np.arange(start, stop), nearest.shape[1]), nearest.ravel() + low], axis=1)
        )
    every, gains = np.concatenate(candidates), np.concatenate(weights)
    keep = gains > 0
    return sorted([*chain(every[keep], gains[keep], target_size), *fixed.links])


class Window:
    """Vectors of a window that moves along a text: those that the window before has are not asked for again."""

    def __init__(self, vectors: Vectors):
        self._vectors, self._first, self._held = vectors, 0, vectors(0, 0)

    def __call__(self, first: int, last: int) -> Floats:
        end = self._first + len(self._held)
        kept = self._held[first - self._first :] if self._first <= first < end <= last else self._held[:0]
        self._first, self._held = first, np.concatenate([kept, self._vectors(first + len(kept), last)])
        return self._held


def greatest(values: Floats, number: int) -> tuple[Ints, Floats]:
    """Find the greatest values of each row, in the order of their columns: columns and values, [rows, number]. The
    first of equal ones. `values` are used up."""
    rows = np.arange(len(values))
    columns = np.empty((len(values), number), dtype=np.int64)
    found = np.empty((len(values), number), dtype=values.dtype)
    for k in range(number):  # which is quicker than a partial sort, as they are few
        columns[:, k] = values.argmax(axis=1)
        found[:, k] = values[rows, columns[:, k]]
        values[rows, columns[:, k]] = -np.inf
    order = columns.argsort(axis=1)
    return np.take_along_axis(columns, order, 1), np.take_along_axis(found, order, 1)


def split_sections(anchors: Sequence[Anchor], fixed: FixedPoints, section: int) -> list[tuple[Span, Span]]:
    """Split two texts into sections of about `section` source sentences: (source span, target span) each.

    A border is put where anchors are in step: between two neighbouring sentences whose anchors are neighbours too, and
    so are those around them. Where there is no such place, in a long passage that only one text has or in texts that
    are no translations, the border lies on the line between the nearest anchors. None cuts a confirmed bead.
    """
    source_size, target_size = fixed.size
    links = dict(anchors)
    borders = [(0, 0)]
    while source_size - borders[-1][0] > section + section // 2:
        middle = borders[-1][0] + section
        in_step = [
            (sum(links.get(i + k) == links[i] + k for k in range(-BORDER_REACH, BORDER_REACH + 2)), -abs(i - middle), i)
            for i in range(middle - section // 4, middle + section // 4)
            if links.get(i + 1) == links.get(i, -2) + 1
        ]
        most, _, i = max(in_step, default=(0, 0, 0))
        if most >= BORDER_IN_STEP:
            borders.append((i + 1, links[i] + 1))
        else:
            row, column = fixed.border(middle, _interpolated(anchors, middle, source_size, target_size))
            borders.append((row, max(column, borders[-1][1])))
    borders.append((source_size, target_size))
    return [((i, i_next), (j, j_next)) for (i, j), (i_next, j_next) in pairwise(borders)]


def _interpolated(anchors: Sequence[Anchor], row: int, source_size: int, target_size: int) -> int:
    """The target position beside source position `row` on the line between the anchors before and after it."""
    points = [(-1, -1), *anchors, (source_size, target_size)]
    after = bisect_left(points, (row, 0), lo=1, hi=len(points) - 1)
    (i, j), (i_next, j_next) = points[after - 1], points[after]
    i, j = i + 1, j + 1  # positions lie before sentences: this one after the anchor
    return j + (j_next - j) * (row - i) // max(1, i_next - i)


def band(anchors: Sequence[Anchor], source_size: int, target_size: int) -> list[tuple[Span, Span]]:
    """Cover the band around `anchors` with tiles: (rows, columns) of positions.

    The band is the rectangles between neighbouring anchors, MARGIN sentences larger on each side; of a rectangle that
    is too large a strip along its diagonal. Rows of neighbouring tiles follow each other; a path of beads from (0, 0)
    to the end of both texts by 1-0 and 0-1 always fits.
    """
    points = [(-1, -1), *anchors, (source_size, target_size)]
    low: Ints = np.full(source_size + 1, target_size, dtype=np.int64)  # of each row: the first column of the band
    high: Ints = np.zeros(source_size + 1, dtype=np.int64)  # and the last one
    for (i, j), (i_next, j_next) in pairwise(points):
        top, bottom = max(0, i - MARGIN), min(source_size, i_next + 1 + MARGIN)
        left, right = max(0, j - MARGIN), min(target_size, j_next + 1 + MARGIN)
        first: Ints | int = left
        last: Ints | int = right
        if (bottom - top + 1) * (right - left + 1) > SEARCHED_WHOLE:
            slope = (right - left) / max(1, bottom - top)
            diagonal = left + (np.arange(bottom - top + 1) * slope).astype(np.int64)
            reach = STRIP + int(slope)
            first, last = np.maximum(left, diagonal - reach), np.minimum(right, diagonal + reach)
        np.minimum(low[top : bottom + 1], first, out=low[top : bottom + 1])
        np.maximum(high[top : bottom + 1], last, out=high[top : bottom + 1])
    low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
    low[0], high[source_size] = 0, target_size
    tiles = []
    for top in range(0, source_size + 1, TILE_ROWS):
        bottom = min(top + TILE_ROWS, source_size + 1)
        tiles.append(((top, bottom), (int(low[top]), int(high[bottom - 1]) + 1)))
    return tiles
