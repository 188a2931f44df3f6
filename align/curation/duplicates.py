"""Which pairs repeat another one, exactly or nearly, and which of them stays. Numbers only: no text is in memory.

Pairs are known here by their place in the stream. `rank` orders them: of two that are alike the one of lower rank
stays. The answer is an array that holds, for each pair, the place of the one that stays for it, or -1.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from align.curation.minhash import Bands, agreement

Places = NDArray[np.int64]

ROUNDS = 8
"""In a band, so many of the best pairs that share its value are compared with all others that do. A template of which
there are a hundred thousand copies is thus work for eight passes, not for the square."""


def ranks(*keys: NDArray[np.generic]) -> Places:
    """The place of each pair in the order of `keys`, gravest key first; of equals the earlier pair comes first."""
    order = np.lexsort(tuple(reversed(keys)))
    rank: Places = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def exact(keys: NDArray[np.uint64], rank: Places) -> Places:
    """For each pair the one of lowest rank among those of the same key, or -1 for that one itself."""
    stays: Places = np.full(len(keys), -1, dtype=np.int64)
    if not len(keys):
        return stays
    order = np.lexsort((rank, keys))
    first = np.concatenate(([True], keys[order][1:] != keys[order][:-1]))
    best = order[np.flatnonzero(first)[np.cumsum(first) - 1]]
    stays[order] = np.where(first, -1, best)
    return stays


def near(bands: Sequence[Bands], rank: Places, threshold: float, among: NDArray[np.bool_]) -> Places:
    """For each pair of `among` one that stays and is like it by `threshold` (a Jaccard index), or -1 if it stays.

    What is dropped for a near copy always has that near copy in what stays: likeness is not passed on from hand to
    hand.
    """
    stays: Places = np.full(len(rank), -1, dtype=np.int64)
    members, leaders = _alike(bands, rank, threshold, among)
    starts = np.flatnonzero(np.concatenate(([True], members[1:] != members[:-1]))[: len(members)]).tolist()
    for start, end in pairwise([*starts, len(members)]):
        place, before = members[start], leaders[start:end]
        kept = before[stays[before] < 0]
        if not len(kept):  # all that it was compared with go themselves: is it like one that stays for them?
            others = stays[before]
            kept = others[agreement(bands, np.full(len(others), place), others) >= threshold]
        if len(kept):
            stays[place] = kept[0]
    return stays


def _alike(bands: Sequence[Bands], rank: Places, threshold: float, among: NDArray[np.bool_]) -> tuple[Places, Places]:
    """Pairs, and for each a pair of lower rank that is like it: one at least where a band shows any, all by rank."""
    ordered = np.argsort(rank)
    found: Places = np.zeros(0, dtype=np.int64)  # rank of the pair times their number, plus rank of the one before it
    for band in bands:
        values = np.asarray(band)
        candidates = np.flatnonzero(among & (values != 0))
        order = candidates[np.lexsort((rank[candidates], values[candidates]))]
        for _ in range(ROUNDS):
            group = values[order]
            first = np.concatenate(([True], group[1:] != group[:-1]))[: len(order)]
            if first.all():
                break
            leader = order[np.flatnonzero(first)[np.cumsum(first) - 1]]
            members = np.flatnonzero(~first)
            close = agreement(bands, order[members], leader[members]) >= threshold
            edges = rank[order[members[close]]] * len(rank) + rank[leader[members[close]]]
            found = np.union1d(found, edges)
            order = order[members[~close]]
    return ordered[found // max(len(rank), 1)], ordered[found % max(len(rank), 1)]


def in_many_documents(keys: NDArray[np.uint64], documents: NDArray[np.uint64], least: int) -> NDArray[np.bool_]:
    """Which pairs have a text that stands in `least` different documents or more; key 0 is no text."""
    if not len(keys):
        return np.zeros(0, dtype=np.bool_)
    order = np.lexsort((documents, keys))
    key, document = keys[order], documents[order]
    first = np.concatenate(([True], key[1:] != key[:-1]))
    new = first | np.concatenate(([True], document[1:] != document[:-1]))
    group = np.cumsum(first) - 1
    number = np.bincount(group, weights=new)
    many = np.zeros(len(keys), dtype=np.bool_)
    many[order] = (number[group] >= least) & (key != 0)
    return many
