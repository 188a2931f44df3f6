"""How much of a sentence's words a stretch of the other text accounts for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from align.alignment.lexicon import Lexicon, Vocabulary

Floats = NDArray[np.float32]
Span = tuple[int, int]


def covered(
    words: Vocabulary, others: Vocabulary, lexicon: Lexicon, sentences: Span, columns: Span, size: int
) -> Floats:
    """The weight of each sentence's words that have a partner in a stretch of the other text.

    Shape (sentences, size, columns): `[i, k, j]` is for the stretch of `k + 1` other sentences that ends before the
    position `columns[0] + j`; each word counts by its best partner there. Zeros for sentences and stretches out of
    range.
    """
    first, last = columns[0] - size, columns[1] - 1  # the other sentences that any stretch touches
    rows = [(i, words.sentences[i][0]) for i in range(max(0, sentences[0]), min(len(words.sentences), sentences[1]))]
    rows = [(i, found) for i, found in rows if len(found)]
    out = np.zeros((sentences[1] - sentences[0], size, columns[1] - columns[0]), dtype=np.float32)
    if not rows:
        return out
    slots = np.concatenate([found for _, found in rows])
    best = _best_partners(slots, others, lexicon, (first, last))
    weights = np.concatenate([words.weights[found] * words.sentences[i][1] for i, found in rows])
    starts = np.cumsum([0] + [len(found) for _, found in rows[:-1]])
    places = np.array([i - sentences[0] for i, _ in rows])
    stretch = best
    width = columns[1] - columns[0]
    for k in range(size):
        if k:
            stretch = np.maximum(stretch[:, :-1], best[:, k:])
        ends = stretch[:, size - 1 - k :][:, :width]  # column j: the stretch that ends before position columns[0] + j
        out[places, k] = np.add.reduceat(ends * weights[:, None], starts, axis=0)
    return out


def _best_partners(slots: NDArray[np.int64], others: Vocabulary, lexicon: Lexicon, span: Span) -> Floats:
    """For each word of `slots` its likeness to its best partner in each of the other sentences of `span`."""
    best = np.zeros((len(slots), span[1] - span[0]), dtype=np.float32)
    inside = range(max(0, span[0]), min(len(others.sentences), span[1]))
    there = [others.sentences[j][0] for j in inside]
    if not there or not sum(map(len, there)):
        return best
    present = np.concatenate(there)
    column = np.repeat(np.arange(len(there)) + (inside.start - span[0]), [len(found) for found in there])
    order = np.argsort(present, kind="stable")
    present, column = present[order], column[order]
    slot, entry = _expand(lexicon.starts[slots], lexicon.starts[slots + 1])
    partner = lexicon.targets[entry]
    hit, place = _expand(np.searchsorted(present, partner, "left"), np.searchsorted(present, partner, "right"))
    np.maximum.at(best, (slot[hit], column[place]), lexicon.likeness[entry[hit]])
    return best


def _expand(starts: NDArray[np.int64], stops: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All members of ranges: which range each belongs to, and the member."""
    lengths = stops - starts
    owner = np.repeat(np.arange(len(starts)), lengths)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return owner, starts[owner] + offset


def totals(sizes: Sequence[float] | Floats) -> Floats:
    """Running totals with a leading 0, so that a stretch's size is a difference."""
    return np.concatenate([[0.0], np.cumsum(sizes, dtype=np.float64)]).astype(np.float32)
