"""How good a bead is: meaning, words and length, each against what the bead's neighbours could offer.

A bead's score is a sum, so that every part can be read by itself (weights below):

    cosine of the joined sides                                 after Bertalign, Liu and Zhu 2022
    - neighbours    mean cosine of each side with the sentences just outside the other
    - part          by how much a side without its first or last sentence fits better than the whole
    + coverage      share of the words (by weight) that have a partner on the other side, of both sides and of the worse
    - outside       the same share of the sentences just outside, that are not part of the bead
    - length        squared difference in standard deviations, Gale and Church 1993 (https://aclanthology.org/J93-1004)
    +- breaks       where both texts have paragraphs: beginning one on both sides; breaks inside the bead
    - merge         a little for every sentence beyond one and one, where meaning does not decide

and the offset. Leaving a sentence alone costs `skip`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.alignment.coverage import covered, totals
from align.alignment.lattice import Shape, Tile
from align.alignment.lexicon import Lexicon, Vocabulary

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Span = tuple[int, int]

SPREAD = 6.8
"""Variance of a translation's length, in characters a character of the text (Gale and Church 1993)."""
FARTHEST = 9.0
"""Squared standard deviations above which a length is merely wrong."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the parts of a score, in units of cosine. Set on the development sets, rounded."""

    cosine: float = 1.0
    neighbours: float = 0.3
    part: float = 3.0
    coverage: float = 0.4
    least: float = 0.2
    outside: float = 0.4
    length: float = 0.03
    breaks: float = 0.1
    merge: float = 0.0
    offset: float = -0.24
    skip: float = 0.055


ENCODED = Weights()
"""For languages that the encoder knows."""
LETTERS = Weights(
    cosine=0.1, neighbours=0.6, coverage=1.2, least=0.4, outside=0.5, length=0.05, merge=0.08, offset=0.05, skip=0.12
)
"""For other languages: the vectors are of letters (names and numbers), so length and the learnt lexicon weigh more."""


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a section: vectors (n, size, d) of joined sentences, lengths in comparable characters, words, and for
    each position whether a paragraph begins there."""

    vectors: Floats
    sizes: Floats
    words: Vocabulary
    breaks: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.sizes)

    def blocks(self, positions: Span) -> Floats:
        """Vectors of the blocks of 1 to `size` sentences that end before each position, (positions, size, d)."""
        first, last = max(1, positions[0]), positions[1]
        found = self.vectors[first - 1 : last - 1]
        return np.pad(found, ((first - positions[0], 0), (0, 0), (0, 0))) if first > positions[0] else found

    def singles(self, sentences: Span) -> Floats:
        """Vectors of single sentences, zeros for those out of range, (sentences, d)."""
        first, last = max(0, sentences[0]), min(len(self), sentences[1])
        return np.pad(self.vectors[first:last, 0], ((first - sentences[0], sentences[1] - last), (0, 0)))


class Scorer:
    """Scores of the beads of one section. `shapes` are the bead types, (1, 1) first."""

    def __init__(
        self, source: Side, target: Side, lexicon: tuple[Lexicon, Lexicon], shapes: Sequence[Shape], weights: Weights
    ):
        self._source, self._target, self._shapes, self._weights = source, target, shapes, weights
        self._lexicon = lexicon
        self._size = max(max(shape) for shape in shapes)
        self._lengths = totals(source.sizes), totals(target.sizes)
        self._words = totals(source.words.sizes), totals(target.words.sizes)

    def tile(self, rows: Span, columns: Span) -> Tile:
        """Score every bead that ends at source positions `rows` and target positions `columns`."""
        meaning = self._meaning(rows, columns)
        words = self._coverage(rows, columns)
        scores = np.empty((len(self._shapes), rows[1] - rows[0], columns[1] - columns[0]), dtype=np.float32)
        for t, (a, b) in enumerate(self._shapes):
            scores[t] = meaning[t] + words[t] - self._weights.length * self._distance(rows, columns, a, b)
            scores[t] -= self._weights.merge * (a + b - 2)
        scores += self._weights.offset
        if self._source.breaks is not None and self._target.breaks is not None:
            self._add_breaks(scores, rows, columns)
        return Tile(rows, columns, scores)

    def _meaning(self, rows: Span, columns: Span) -> Floats:
        """The parts that come from vectors, (shapes, rows, columns)."""
        w, size = self._weights, self._size
        r, c = rows[1] - rows[0], columns[1] - columns[0]
        above, left = (
            self._source.blocks((rows[0] - 1, rows[1])),
            self._target.blocks((columns[0] - 1, columns[1])),
        )
        d = above.shape[-1]
        cosines = (above.reshape(-1, d) @ left.reshape(-1, d).T).reshape(r + 1, size, c + 1, size)
        to_target = above[1:].reshape(-1, d) @ self._target.singles((columns[0] - size - 1, columns[1])).T
        to_target = to_target.reshape(r, size, -1)
        to_source = left[1:].reshape(-1, d) @ self._source.singles((rows[0] - size - 1, rows[1])).T
        to_source = to_source.reshape(c, size, -1)
        out = np.empty((len(self._shapes), r, c), dtype=np.float32)
        for t, (a, b) in enumerate(self._shapes):
            whole = cosines[1:, a - 1, 1:, b - 1]
            near = to_target[:, a - 1, size - b : size - b + c] + to_target[:, a - 1, size + 1 :]
            near = near + (to_source[:, b - 1, size - a : size - a + r] + to_source[:, b - 1, size + 1 :]).T
            near /= self._neighbours(rows, columns, a, b)
            out[t] = w.cosine * (whole - w.neighbours * near)
            parts = []
            if a > 1:
                parts += [cosines[1:, a - 2, 1:, b - 1], cosines[:-1, a - 2, 1:, b - 1]]
            if b > 1:
                parts += [cosines[1:, a - 1, 1:, b - 2], cosines[1:, a - 1, :-1, b - 2]]
            if parts:
                out[t] += w.cosine * w.part * np.minimum(whole - np.maximum.reduce(parts), 0.0)
        return out

    def _neighbours(self, rows: Span, columns: Span, a: int, b: int) -> Floats:
        """How many sentences there are just outside a bead of shape (a, b): 4, fewer at the ends of the texts."""
        i, j = np.arange(*rows)[:, None], np.arange(*columns)[None]
        count = (j - b > 0) * 1 + (j < len(self._target)) + (i - a > 0) + (i < len(self._source))
        at_least_one: Floats = np.maximum(count, 1).astype(np.float32)
        return at_least_one

    def _coverage(self, rows: Span, columns: Span) -> Floats:
        """The parts that come from words, (shapes, rows, columns)."""
        w, size = self._weights, self._size
        source, target = self._source.words, self._target.words
        r, c = rows[1] - rows[0], columns[1] - columns[0]
        sentences, others = (rows[0] - size - 1, rows[1]), (columns[0] - size - 1, columns[1])
        forward = covered(source, target, self._lexicon[0], sentences, columns, size)
        backward = covered(target, source, self._lexicon[1], others, rows, size)
        sums = np.cumsum(np.pad(forward, ((1, 0), (0, 0), (0, 0))), axis=0)
        back_sums = np.cumsum(np.pad(backward, ((1, 0), (0, 0), (0, 0))), axis=0)
        shares = forward / _within(source.sizes, sentences)[:, None, None]
        back_shares = backward / _within(target.sizes, others)[:, None, None]
        out = np.empty((len(self._shapes), r, c), dtype=np.float32)
        at = size + 1  # where row 0 stands among `sentences`
        for t, (a, b) in enumerate(self._shapes):
            here = sums[at : at + r, b - 1] - sums[at - a : at - a + r, b - 1]
            there = (back_sums[at : at + c, a - 1] - back_sums[at - b : at - b + c, a - 1]).T
            here_all = self._difference(self._words[0], rows, a)[:, None]
            there_all = self._difference(self._words[1], columns, b)[None]
            both = (here + there) / (here_all + there_all)
            worse = np.minimum(here / here_all, there / there_all)
            outside = shares[at - a - 1 : at - a - 1 + r, b - 1] + shares[at : at + r, b - 1]
            outside = outside + (back_shares[at - b - 1 : at - b - 1 + c, a - 1] + back_shares[at : at + c, a - 1]).T
            out[t] = w.coverage * both + w.least * worse
            out[t] -= w.outside * outside / self._neighbours(rows, columns, a, b)
        return out

    def _distance(self, rows: Span, columns: Span, a: int, b: int) -> Floats:
        """Gale and Church's squared distance of the lengths of both sides, (rows, columns), at most FARTHEST."""
        here = self._difference(self._lengths[0], rows, a)[:, None]
        there = self._difference(self._lengths[1], columns, b)[None]
        distance: Floats = np.minimum((here - there) ** 2 / (SPREAD * (here + there) / 2), FARTHEST)
        return distance

    @staticmethod
    def _difference(running: Floats, positions: Span, size: int) -> Floats:
        """The sum over the `size` sentences before each position, at least a little."""
        ends = np.arange(*positions)
        sums: Floats = np.maximum(running[ends] - running[np.maximum(ends - size, 0)], 1e-3)
        return sums

    def _add_breaks(self, scores: Floats, rows: Span, columns: Span) -> None:
        """Reward beads that begin a paragraph on both sides; take off for every paragraph break inside a bead.

        Not for a break at one end of one side: a sentence without counterpart may close or open a paragraph.
        """
        assert self._source.breaks is not None and self._target.breaks is not None
        inner_s: Ints = np.cumsum(self._source.breaks)
        inner_t: Ints = np.cumsum(self._target.breaks)
        i, j = np.arange(*rows), np.arange(*columns)
        for t, (a, b) in enumerate(self._shapes):
            first_s, first_t = np.maximum(i - a, 0), np.maximum(j - b, 0)
            begin = self._source.breaks[first_s][:, None] & self._target.breaks[first_t][None]
            inside_s = inner_s[np.maximum(i - 1, 0)] - inner_s[first_s]
            inside_t = inner_t[np.maximum(j - 1, 0)] - inner_t[first_t]
            scores[t] += self._weights.breaks * (begin * 1.0 - inside_s[:, None] - inside_t[None])


def _within(sizes: Floats, sentences: Span) -> Floats:
    """`sizes` of a range of sentences that may reach out of the text; 1 there and for sentences without words."""
    first, last = max(0, sentences[0]), min(len(sizes), sentences[1])
    found: NDArray[Any] = np.pad(sizes[first:last], (first - sentences[0], sentences[1] - last), constant_values=1.0)
    return np.where(found > 0, found, 1.0).astype(np.float32)
