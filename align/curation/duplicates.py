"""Finds pairs that repeat another one, exactly or nearly, and the one that stays. Numbers only: no text is in memory.

Pairs are represented by their index in the stream. `rank` orders them: of two that are alike the one of lower rank
stays. The answer is an array that holds, for each pair, the index of the one that stays for it, or -1.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from align.curation.minhash import Bands, agreement

Indices = NDArray[np.int64]

ROUNDS = 8
"""In a band, so many of the best pairs that share its value are compared with all others that do. A template of which
there are a hundred thousand copies is thus work for eight passes, not for the square."""


def ranks(*keys: NDArray[np.generic]) -> Indices:
    """Rank the pairs by `keys`, the most important key first; of equals the earlier pair comes first."""
    order = np.lexsort(tuple(reversed(keys)))
    rank: Indices = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def exact_duplicates(keys: NDArray[np.uint64], rank: Indices) -> Indices:
    """Find for each pair the one of lowest rank among those of the same key, or -1 for that one itself."""
    stays: Indices = np.full(len(keys), -1, dtype=np.int64)
    if not len(keys):
        return stays
    order = np.lexsort((rank, keys))
    first = np.concatenate(([True], keys[order][1:] != keys[order][:-1]))
    best = order[np.flatnonzero(first)[np.cumsum(first) - 1]]
    stays[order] = np.where(first, -1, best)
    return stays


def near_duplicates(bands: Sequence[Bands], rank: Indices, threshold: float, among: NDArray[np.bool_]) -> Indices:
    """Find for each pair of `among` one that stays and whose Jaccard index with it is at least `threshold`, or -1 if it
    stays.

    A pair that is dropped always has a near copy in what stays: similarity is not taken to be transitive.
    """
    stays: Indices = np.full(len(rank), -1, dtype=np.int64)
    members, leaders = _similar_pairs(bands, rank, threshold, among)
    starts = np.flatnonzero(np.concatenate(([True], members[1:] != members[:-1]))[: len(members)]).tolist()
    for start, end in pairwise([*starts, len(members)]):
        index, before = members[start], leaders[start:end]
        kept = before[stays[before] < 0]
        if not len(kept):  # all that it was compared with go themselves: is it like one that stays for them?
            others = stays[before]
            kept = others[agreement(bands, np.full(len(others), index), others) >= threshold]
        if len(kept):
            stays[index] = kept[0]
    return stays


def _similar_pairs(
    bands: Sequence[Bands], rank: Indices, threshold: float, among: NDArray[np.bool_]
) -> tuple[Indices, Indices]:
    """Find pairs and, for each, a similar pair of lower rank: at least one where a band shows any, all by rank."""
    ordered = np.argsort(rank)
    found: Indices = np.zeros(0, dtype=np.int64)  # rank of the pair times their number, plus rank of the one before it
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
    """Find the pairs whose text is in `least` different documents or more; key 0 is no text."""
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
