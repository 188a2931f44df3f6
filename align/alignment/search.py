"""Where to look: anchors between the sentences, and the band around them.

Anchors are the heaviest strictly increasing chain through each source sentence's nearest target sentences, as in
Bertalign (Liu and Zhu 2022, https://doi.org/10.1093/llc/fqac089); the band is the rectangles between neighbouring
anchors and a margin. Between good anchors its area grows with the length of the text; where there are none it is held
to a strip.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Anchor = tuple[int, int]
Span = tuple[int, int]
Vectors = Callable[[int, int], Floats]
"""Vectors of the single sentences from one index up to another, shape (stop - start, dimensions)."""

NEAREST = 4  # candidates of a source sentence in the chain
WINDOW = 250  # sentences to each side of the diagonal that the first pass looks at, or
WINDOW_SHARE = 0.06  # this share of the longer text
MARGIN = 6  # sentences of band around anchors
WHOLE = 250_000  # cells of a gap between anchors that is searched whole; in a larger one,
WIDEST = 200  # target sentences to each side of the line through it
ROWS = 32  # source positions of a tile
AGREEING = 6  # of the ten sentences around a reliable place, so many have neighbouring anchors


def chain(candidates: Ints, weights: Floats, width: int) -> list[Anchor]:
    """The heaviest strictly increasing chain of (source, target) candidates, by a Fenwick tree of prefix maxima.

    `candidates` has shape (k, 2), sorted by source, targets below `width`; ties go to the earlier one. O(k log width).
    """
    best = [0.0] * (width + 1)
    holder = [-1] * (width + 1)
    total = [0.0] * len(candidates)
    previous = [-1] * len(candidates)
    waiting: list[int] = []
    row = -1
    for index, ((source, target), weight) in enumerate(zip(candidates.tolist(), weights.tolist(), strict=True)):
        if source != row:  # candidates of one source sentence must not follow each other
            _settle(waiting, candidates, total, best, holder)
            waiting, row = [], source
        at, value, before = target, 0.0, -1
        while at > 0:
            if best[at] > value:
                value, before = best[at], holder[at]
            at -= at & -at
        total[index], previous[index] = value + weight, before
        waiting.append(index)
    path = []
    at = max(range(len(total)), key=total.__getitem__, default=-1)
    while at >= 0:
        path.append((int(candidates[at, 0]), int(candidates[at, 1])))
        at = previous[at]
    return path[::-1]


def _settle(waiting: list[int], candidates: Ints, total: list[float], best: list[float], holder: list[int]) -> None:
    """Enter the finished candidates of one source sentence into the tree."""
    for index in waiting:
        at = int(candidates[index, 1]) + 1
        while at < len(best):
            if total[index] > best[at]:
                best[at], holder[at] = total[index], index
            at += at & -at


def find_anchors(source: Vectors, target: Vectors, n: int, m: int) -> list[Anchor]:
    """Rising (source, target) indices of single sentences that are near to each other.

    A candidate's weight is how far its cosine stands above the mean of its row: what resembles everything anchors
    nothing.
    """
    if not n or not m:
        return []
    half = max(WINDOW, int(WINDOW_SHARE * max(n, m)))
    found: list[Ints] = []
    weights: list[Floats] = []
    step = 128
    for start in range(0, n, step):
        stop = min(start + step, n)
        low, high = max(0, start * m // n - half), min(m, stop * m // n + half)
        cosines = source(start, stop) @ target(low, high).T
        k = min(NEAREST, high - low)
        near = np.sort(np.argpartition(-cosines, k - 1, axis=1)[:, :k], axis=1)
        weights.append((np.take_along_axis(cosines, near, 1) - cosines.mean(axis=1, keepdims=True)).ravel())
        found.append(np.stack([np.repeat(np.arange(start, stop), k), near.ravel() + low], axis=1))
    candidates, gains = np.concatenate(found), np.concatenate(weights)
    keep = gains > 0
    return chain(candidates[keep], gains[keep], m)


def cut(anchors: Sequence[Anchor], n: int, m: int, size: int) -> list[tuple[Span, Span]]:
    """Cut a text into sections of about `size` source sentences: ((from, to), (from, to)) each.

    The places are reliable ones, between two neighbouring sentences whose anchors are neighbours too, and so are those
    around them. Where there is none, in a long passage that only one text has or in texts that are no translations, the
    place lies on the line between the nearest anchors.
    """
    links = dict(anchors)
    borders = [(0, 0)]
    while n - borders[-1][0] > size + size // 2:
        middle = borders[-1][0] + size
        places = [i for i in range(middle - size // 4, middle + size // 4) if links.get(i + 1) == links.get(i, -2) + 1]
        agreeing = [(sum(links.get(i + k) == links[i] + k for k in range(-4, 6)), -abs(i - middle), i) for i in places]
        most, _, i = max(agreeing, default=(0, 0, 0))
        borders.append((i + 1, links[i] + 1) if most >= AGREEING else (middle, _between(anchors, middle, n, m)))
    borders.append((n, m))
    return [((i, k), (j, o)) for (i, j), (k, o) in pairwise(borders)]


def _between(anchors: Sequence[Anchor], i: int, n: int, m: int) -> int:
    """The target position beside source position `i` on the line between the anchors before and after it."""
    points = [(-1, -1), *anchors, (n, m)]
    after = bisect_left(points, (i, 0), lo=1, hi=len(points) - 1)
    (a, b), (c, d) = points[after - 1], points[after]
    a, b = a + 1, b + 1  # positions lie before sentences: this one after the anchor
    return b + (d - b) * (i - a) // max(1, c - a)


def band(anchors: Sequence[Anchor], n: int, m: int) -> list[tuple[Span, Span]]:
    """Tiles, (rows, columns) half-open over positions 0 to n and 0 to m, that cover the band around `anchors`.

    Rows of neighbouring tiles follow each other; a path of beads, 1-0 and 0-1 from (0, 0) to (n, m) always fits.
    """
    points = [(-1, -1), *anchors, (n, m)]
    low: NDArray[Any] = np.full(n + 1, m, dtype=np.int64)
    high: NDArray[Any] = np.zeros(n + 1, dtype=np.int64)
    for (i, j), (k, o) in pairwise(points):
        first, last = max(0, i - MARGIN), min(n, k + 1 + MARGIN)
        left, right = max(0, j - MARGIN), min(m, o + 1 + MARGIN)
        rows = np.arange(first, last + 1)
        slope = (right - left) / max(1, last - first)
        middle = left + ((rows - first) * slope).astype(np.int64)
        small = (last - first + 1) * (right - left + 1) <= WHOLE
        reach = m if small else WIDEST + int(slope)
        low[first : last + 1] = np.minimum(low[first : last + 1], np.maximum(left, middle - reach))
        high[first : last + 1] = np.maximum(high[first : last + 1], np.minimum(right, middle + reach))
    low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
    low[0], high[n] = 0, m
    starts = range(0, n + 1, ROWS)
    tiles = [((i, min(i + ROWS, n + 1)), (int(low[i]), int(high[min(i + ROWS, n + 1) - 1]) + 1)) for i in starts]
    return tiles
