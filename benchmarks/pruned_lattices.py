"""The lattices of many documents at once, with the beads that any sensible weights might choose.

`align/alignment/lattice.py` sums the paths of one document, all beads of a band. To fit weights the same sums are
wanted hundreds of times, and most beads never matter: here each document keeps every position of its band and few
beads, and all documents are summed together, one anti-diagonal of positions after the other. A bead ends at a later
anti-diagonal than it begins at, so that whatever a sum needs is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
NEVER = -np.inf


@dataclass(frozen=True)
class PrunedDocument:
    """One document: the band's columns `left` to `right` of each row of positions [I + 1], and the beads that are kept.

    `ends` [beads, 2] is the position where each ends, `shapes` [beads, 2] its size on both sides, `features` [beads,
    weights] what the weights are factors of, `right` [beads] whether the gold has it; `nulls` whether each sentence
    of the source, then of the target, is unaligned in the gold; `gold` how many beads of two sides that has.
    """

    kind: str
    left: Indices
    right_columns: Indices
    ends: Indices
    shapes: Indices
    features: Numbers
    right: Numbers
    nulls: tuple[Numbers, Numbers]
    gold: int


@dataclass(frozen=True)
class Expected:
    """What is expected of a path drawn by its weight: beads [beads], unaligned sentences [sentences of all documents,
    source and target], and of each document how many runs of them begin and how many sentences follow in a run."""

    beads: Numbers
    nulls: Numbers
    opened: Numbers
    extended: Numbers


class PrunedLattices:
    """All `documents`. A bead is an edge from the position where it begins to the one where it ends."""

    def __init__(self, documents: Sequence[PrunedDocument]):
        self.kinds = [document.kind for document in documents]
        parts = [_positions(document) for document in documents]
        counts = [len(i) for i, _ in parts]
        offsets = np.concatenate([[0], np.cumsum(counts)])
        self._document = np.repeat(np.arange(len(documents)), counts)
        i, j = (np.concatenate([part[side] for part in parts]) for side in (0, 1))
        order = np.lexsort((self._document, i + j))
        place = np.empty(len(order) + 1, np.int64)  # of a position, by its number in the documents, in the order
        place[order], place[-1] = np.arange(len(order)), len(order)
        self._count = len(order)
        find = [_Finder(document, start, self._count) for document, start in zip(documents, offsets[:-1], strict=True)]
        starts, ends = [], []
        for finder, document in zip(find, documents, strict=True):
            ends.append(place[finder.number(*document.ends.T)])
            starts.append(place[finder.number(*(document.ends - document.shapes).T)])
        start, end = np.concatenate(starts), np.concatenate(ends)
        self.edges = np.lexsort((start, end))  # bead of each edge, in the order of their ends
        self._start, self._end = start[self.edges], end[self.edges]
        self.edge_document = np.repeat(np.arange(len(documents)), [len(d.ends) for d in documents])[self.edges]
        around = [
            np.concatenate([finder.number(p[0] + di, p[1] + dj) for finder, p in zip(find, parts, strict=True)])
            for di, dj in ((-1, 0), (0, -1), (1, 0), (0, 1))
        ]
        self._above, self._before, self._below, self._after = (place[numbers][order] for numbers in around)
        self._document = self._document[order]
        sizes = [(len(d.nulls[0]), len(d.nulls[1])) for d in documents]
        sentences = np.concatenate([[0], np.cumsum([sum(size) for size in sizes])])
        self.null_document = np.repeat(np.arange(len(documents)), [sum(size) for size in sizes])
        first_source = sentences[:-1][self._document]
        first_target = first_source + np.array([size[0] for size in sizes])[self._document]
        self._sentences = int(sentences[-1])
        # the sentence that a null bead ending at a position leaves unaligned; one more, for none, at the border
        self._source_sentence = np.where(i[order] > 0, first_source + i[order] - 1, self._sentences)
        self._target_sentence = np.where(j[order] > 0, first_target + j[order] - 1, self._sentences)
        self._origins = place[offsets[:-1]]
        self._goals = place[offsets[1:] - 1]
        bounds = np.flatnonzero(np.diff((i + j)[order], prepend=-1))
        self._steps = list(zip(bounds, [*bounds[1:], self._count], strict=True))
        self._arriving = [_grouped(self._end, *step) for step in self._steps]
        self._by_start = np.argsort(self._start, kind="stable")
        self._leaving = [_grouped(self._start[self._by_start], *step) for step in self._steps]

    def expected(self, scores: Numbers, opening: Numbers, extension: Numbers, gains: Numbers | None = None) -> Expected:
        """What is expected where beads have the log weights `scores` [edges], and null beads `opening` and `extension`
        [documents], and besides `gains` [sentences]; no more than that without."""
        gain = np.zeros(self._sentences + 1)
        gain[:-1] = 0.0 if gains is None else gains
        of_source, of_target = gain[self._source_sentence], gain[self._target_sentence]
        opens, extends = opening[self._document], extension[self._document]
        two, one, other, total = (np.full(self._count + 1, NEVER) for _ in range(4))
        for (a, b), (edges, places, begins) in zip(self._steps, self._arriving, strict=True):
            if len(places):
                two[places] = np.logaddexp.reduceat(total[self._start[edges]] + scores[edges], begins)
            if a == 0:
                two[self._origins] = 0.0
            up, back = self._above[a:b], self._before[a:b]
            one[a:b] = np.logaddexp(np.logaddexp(two[up], other[up]) + opens[a:b], one[up] + extends[a:b])
            one[a:b] += of_source[a:b]
            other[a:b] = np.logaddexp(np.logaddexp(two[back], one[back]) + opens[a:b], other[back] + extends[a:b])
            other[a:b] += of_target[a:b]
            total[a:b] = np.logaddexp(np.logaddexp(two[a:b], one[a:b]), other[a:b])
        after_two, after_one, after_other = (np.full(self._count + 1, NEVER) for _ in range(3))
        leaving_scores, leaving_ends = scores[self._by_start], self._end[self._by_start]
        source_after = np.append(of_source, 0.0)[self._below]
        target_after = np.append(of_target, 0.0)[self._after]
        for (a, b), (edges, places, begins) in zip(reversed(self._steps), reversed(self._leaving), strict=True):
            follow = np.full(b - a, NEVER)
            if len(places):
                values = after_two[leaving_ends[edges]] + leaving_scores[edges]
                follow[places - a] = np.logaddexp.reduceat(values, begins)
            goals = self._goals[(self._goals >= a) & (self._goals < b)]
            follow[goals - a] = 0.0
            down = after_one[self._below[a:b]] + source_after[a:b]
            right = after_other[self._after[a:b]] + target_after[a:b]
            with_one = np.logaddexp(follow, down + opens[a:b])
            after_two[a:b] = np.logaddexp(with_one, right + opens[a:b])
            after_one[a:b] = np.logaddexp(np.logaddexp(follow, down + extends[a:b]), right + opens[a:b])
            after_other[a:b] = np.logaddexp(with_one, right + extends[a:b])
        log_z = total[self._goals]
        z = log_z[self._document]
        beads = np.exp(total[self._start] + scores + after_two[self._end] - log_z[self.edge_document])
        nulls = np.zeros(self._sentences + 1)
        np.add.at(nulls, self._source_sentence, np.exp(one[:-1] + after_one[:-1] - z))
        np.add.at(nulls, self._target_sentence, np.exp(other[:-1] + after_other[:-1] - z))
        opened = np.exp(np.logaddexp(two, other)[self._above] + opens + of_source + after_one[:-1] - z)
        opened += np.exp(np.logaddexp(two, one)[self._before] + opens + of_target + after_other[:-1] - z)
        of_document = np.bincount(self._document, opened, len(self.kinds))
        all_nulls = np.bincount(self.null_document, nulls[:-1], len(self.kinds))
        return Expected(beads, nulls[:-1], of_document, all_nulls - of_document)


class _Finder:
    """The number of a position of a document among those of all documents; `missing` for one outside the band."""

    def __init__(self, document: PrunedDocument, start: int, missing: int):
        self._left, self._right, self._missing = document.left, document.right_columns, missing
        widths = document.right_columns - document.left
        self._rows = start + np.concatenate([[0], np.cumsum(widths)[:-1]])

    def number(self, i: Any, j: Any) -> Indices:
        row = np.clip(i, 0, len(self._left) - 1)
        inside = (i >= 0) & (i < len(self._left)) & (j >= self._left[row]) & (j < self._right[row])
        numbers: Indices = np.where(inside, self._rows[row] + j - self._left[row], self._missing)
        return numbers


def _positions(document: PrunedDocument) -> tuple[Indices, Indices]:
    """The positions of the band, row by row."""
    widths = document.right_columns - document.left
    i = np.repeat(np.arange(len(widths)), widths)
    firsts = np.cumsum(widths) - widths
    return i, np.arange(len(i)) - firsts[i] + document.left[i]


def _grouped(keys: Indices, low: int, high: int) -> tuple[slice, Indices, Indices]:
    """Of the sorted `keys` those from `low` to `high`: where they stand, which there are, where each begins."""
    a, b = np.searchsorted(keys, (low, high))
    places, begins = np.unique(keys[a:b], return_index=True)
    return slice(int(a), int(b)), places, begins
