"""How good a bead is: meaning, words and length, each against what the bead's neighbours could offer.

The bead of shape (x, y) that ends at (i, j) joins the block X of the x source sentences before position i and the block
Y of the y target sentences before position j. x- and x+ are the source sentences just before and after X, y- and y+ the
target ones around Y; X-, X+, Y- and Y+ are the runs of RIVALS sentences there. g is by how much cos(X, Y) exceeds that
of every bead with the first or the last sentence of X or of Y left out, 0 for a 1-1 bead. l(X) is the length of X, w(X)
the weight of its words, covered(X, Y) that of those with a translation in Y (`coverage.py`), and r(X, Y) = covered(X,
Y) / w(X) their share. A bead's score is a sum, so that every part can be read by itself; the factors are the fields of
`Weights` (`weights.py`):

    s(x,y; i,j) =
      cosine         * cos(X, Y)
    + equal_length   * cos(X, Y) * log2( 1 + min( l(X), l(Y) ) / max( l(X), l(Y) ) )
    - rivals         * mean of max_(y in Y-) cos(X, y), max_(y in Y+) cos(X, y), max_(x in X-) cos(x, Y) and that of X+
    + growth         * min( max( 0, g ), MOST_GROWTH )
    - shrink_penalty * max( 0, -g )
    + coverage       * ( covered(X, Y) + covered(Y, X) ) / ( w(X) + w(Y) )
    + worst_coverage * min( r(X, Y), r(Y, X) )
    - outside        * mean( r(x-, Y), r(x+, Y), r(y-, X), r(y+, X) )
    - length         * min( δ², FARTHEST )
    + breaks         * ( 1 if X and Y both begin a paragraph, - paragraph breaks inside X and inside Y )
    - merge_penalty  * ( x + y - 2 )
    - single         * ( 1 for a 1-1 bead )
    + offset
    - level          * ( level of the texts - USUAL_LEVEL )
    + spread         * ( spread of the texts - USUAL_SPREAD )

Level and spread are how the cosines of the texts' own anchors lie (`evidence.py`). A null bead scores -null_cost, and
one that follows another of the same text -extension * null_cost.

The vectors of blocks are overlap embeddings, a block encoded as one text, as in Vecalign (Thompson and Koehn 2019,
https://aclanthology.org/D19-1136). A cosine less that of the neighbours, times a factor for equal lengths, is the score
of Bertalign (Liu and Zhu 2022, https://doi.org/10.1093/llc/fqac089), there with the mean of the sentences just beside.
δ² is that of Gale and Church 1993 (https://aclanthology.org/J93-1004). Paragraphs count where both texts have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from align.alignment.arrays import BeadShape, Bools, Floats, Ints, Span
from align.alignment.bilingual_lexicon import BilingualLexicon, Vocabulary
from align.alignment.coverage import covered_weight, prefix_sums
from align.alignment.evidence import USUAL_LEVEL, USUAL_SPREAD, CosineEvidence
from align.alignment.lattice import Tile
from align.alignment.side_features import SideFeatures
from align.alignment.weights import Weights

LENGTH_VARIANCE = 6.8
"""Variance of a translation's length, in characters a character of the text: s² of Gale and Church 1993. In points
(`aligner.py`): half of it costs 0.9, by letters 2.7; twice as much 0.3 and 0.5."""
FARTHEST = 9.0
"""δ², in squared standard deviations, above which a length is merely wrong. 4 costs 0.3 points, by letters 1.0; 18
changes nothing."""
RIVALS = 12
"""Sentences to each side among which a bead's rivals are. Chosen by hand; one to each side costs news 0.4 points."""
MOST_GROWTH = 0.05
"""Growth of the cosine, by a bead's outer sentences, that is rewarded at most. Chosen by hand."""
LEAST_SUM = 1e-3
"""Least length and least weight of words of a block, so that a block without any can be divided by."""

_BlockSums: TypeAlias = tuple[Floats, Floats]
"""Sums over the blocks of both texts, by their size: [longest + 1, rows, 1] and [longest + 1, 1, columns]."""


class BeadScorer:
    """Scores of the beads of one section. `shapes` are the bead shapes, (1, 1) first."""

    def __init__(
        self,
        source: SideFeatures,
        target: SideFeatures,
        lexicons: tuple[BilingualLexicon, BilingualLexicon],
        shapes: Sequence[BeadShape],
        weights: Weights,
        evidence: CosineEvidence,
    ):
        self._source, self._target, self._shapes, self._weights = source, target, shapes, weights
        self._lexicons = lexicons
        self._longest = max(max(shape) for shape in shapes)
        self._lengths = prefix_sums(source.lengths), prefix_sums(target.lengths)  # [I + 1], [J + 1]
        self._words = prefix_sums(source.words.sizes), prefix_sums(target.words.sizes)  # [I + 1], [J + 1]
        self._offset = weights.offset
        self._offset -= weights.level * (evidence.level - USUAL_LEVEL)
        self._offset += weights.spread * (evidence.spread - USUAL_SPREAD)

    def tile(self, rows: Span, columns: Span) -> Tile:
        """Score every bead that ends at source positions `rows` and target positions `columns`."""
        lengths = self._block_sums(self._lengths, rows, columns)
        neighbours = self._neighbours(rows, columns)
        scores = self._meaning(rows, columns, lengths, neighbours)
        scores += self._word_coverage(rows, columns, neighbours)
        for shape, (x, y) in enumerate(self._shapes):
            scores[shape] -= self._weights.length * _distance(lengths[0][x], lengths[1][y])
            scores[shape] -= self._weights.merge_penalty * (x + y - 2)
        scores[0] -= self._weights.single  # (1, 1) is the first shape
        scores += self._offset
        if self._source.breaks is not None and self._target.breaks is not None:
            self._add_breaks(scores, rows, columns, self._source.breaks, self._target.breaks)
        return Tile(rows, columns, scores)

    def _meaning(self, rows: Span, columns: Span, lengths: _BlockSums, neighbours: Sequence[Floats]) -> Floats:
        """The parts that come from vectors, [shapes, rows, columns]."""
        weights, longest = self._weights, self._longest
        height, width = rows[1] - rows[0], columns[1] - columns[0]
        # one row and one column more, before the first: there end the blocks without their last sentence
        source = self._source.blocks((rows[0] - 1, rows[1]))  # [height + 1, longest, dimensions]
        target = self._target.blocks((columns[0] - 1, columns[1]))  # [width + 1, longest, dimensions]
        dimensions = source.shape[-1]
        cosines = source.reshape(-1, dimensions) @ target.reshape(-1, dimensions).T
        cosines = cosines.reshape(height + 1, longest, width + 1, longest)
        # source blocks × runs of RIVALS single target sentences; and the other way
        to_target = self._best_rivals(source[1:], self._target, columns)  # [height, longest, width + longest + RIVALS]
        to_source = self._best_rivals(target[1:], self._source, rows)  # [width, longest, height + longest + RIVALS]
        out = np.empty((len(self._shapes), height, width), dtype=np.float32)
        for shape, (x, y) in enumerate(self._shapes):
            whole = cosines[1:, x - 1, 1:, y - 1]  # [height, width], as all that follow
            near = _around(to_target, x, y, longest) + _around(to_source, y, x, longest).T
            near /= neighbours[shape]
            likeness = weights.cosine + weights.equal_length * np.log2(1 + _ratio(lengths[0][x], lengths[1][y]))
            out[shape] = likeness * whole - weights.rivals * near
            shrunk = []
            if x > 1:  # X without its first sentence, X without its last
                shrunk += [cosines[1:, x - 2, 1:, y - 1], cosines[:-1, x - 2, 1:, y - 1]]
            if y > 1:
                shrunk += [cosines[1:, x - 1, 1:, y - 2], cosines[1:, x - 1, :-1, y - 2]]
            if shrunk:
                g = whole - np.maximum.reduce(shrunk)
                out[shape] += weights.growth * np.clip(g, 0.0, MOST_GROWTH) + weights.shrink_penalty * np.minimum(
                    g, 0.0
                )
        return out

    def _best_rivals(self, blocks: Floats, others: SideFeatures, positions: Span) -> Floats:
        """The greatest cosine of each block with one of the RIVALS single sentences of the other text from each
        sentence on, of which the first stands `longest` + RIVALS before the first of `positions`.

        `blocks` [k, longest, dimensions]; shape [k, longest, positions + longest + RIVALS].
        """
        run = (positions[0] - self._longest - RIVALS, positions[1] + RIVALS - 1)
        cosines = blocks.reshape(-1, blocks.shape[-1]) @ others.singles(run).T
        best: Floats = _running_maximum(cosines, RIVALS).reshape(len(blocks), self._longest, -1)
        return best

    def _neighbours(self, rows: Span, columns: Span) -> list[Floats]:
        """How many of x-, x+, y- and y+ the beads of each shape have: 4, fewer at the ends of the texts; at least 1.
        [shapes] of [rows, columns]"""
        i, j = np.arange(*rows)[:, None], np.arange(*columns)[None]
        beside_x = [((i - x > 0) * 1 + (i < len(self._source))).astype(np.float32) for x in range(self._longest + 1)]
        beside_y = [((j - y > 0) * 1 + (j < len(self._target))).astype(np.float32) for y in range(self._longest + 1)]
        return [np.maximum(beside_x[x] + beside_y[y], 1) for x, y in self._shapes]

    def _block_sums(self, prefixes: tuple[Floats, Floats], rows: Span, columns: Span) -> _BlockSums:
        """The sums over the sentences of each block, at least LEAST_SUM: of source blocks that end at `rows`, and of
        target blocks that end at `columns`."""
        sums = []
        for prefix, positions in zip(prefixes, (rows, columns), strict=True):
            ends, sizes = np.arange(*positions), np.arange(self._longest + 1)[:, None]
            sums.append(np.maximum(prefix[ends] - prefix[np.maximum(ends - sizes, 0)], LEAST_SUM))
        return sums[0][:, :, None], sums[1][:, None]

    def _word_coverage(self, rows: Span, columns: Span, neighbours: Sequence[Floats]) -> Floats:
        """The parts that come from words, [shapes, rows, columns]."""
        weights = self._weights
        source, target = self._source.words, self._target.words
        of_source = _Coverage(source, target, self._lexicons[0], rows, columns, self._longest)
        of_target = _Coverage(target, source, self._lexicons[1], columns, rows, self._longest)
        sums = self._block_sums(self._words, rows, columns)
        out = np.empty((len(self._shapes), rows[1] - rows[0], columns[1] - columns[0]), dtype=np.float32)
        for shape, (x, y) in enumerate(self._shapes):
            covered_x, covered_y = of_source.inside(x, y), of_target.inside(y, x).T  # [rows, columns]
            w_x, w_y = sums[0][x], sums[1][y]
            both = (covered_x + covered_y) / (w_x + w_y)
            outside = of_source.outside(x, y) + of_target.outside(y, x).T
            out[shape] = weights.coverage * both
            if weights.worst_coverage:
                out[shape] += weights.worst_coverage * np.minimum(covered_x / w_x, covered_y / w_y)
            out[shape] -= weights.outside * outside / neighbours[shape]
        return out

    def _add_breaks(
        self, scores: Floats, rows: Span, columns: Span, source_breaks: Bools, target_breaks: Bools
    ) -> None:
        """Reward beads that begin a paragraph on both sides; take off for every paragraph break inside a bead.

        Not for a break at one end of one side: an unaligned sentence may close or open a paragraph.
        """
        source_count: Ints = np.cumsum(source_breaks)  # [I + 1]: breaks up to the position
        target_count: Ints = np.cumsum(target_breaks)  # [J + 1]
        i, j = np.arange(*rows), np.arange(*columns)
        for shape, (x, y) in enumerate(self._shapes):
            source_start, target_start = np.maximum(i - x, 0), np.maximum(j - y, 0)
            begin = source_breaks[source_start][:, None] & target_breaks[target_start][None]  # [rows, columns]
            inside_source = source_count[np.maximum(i - 1, 0)] - source_count[source_start]  # [rows]
            inside_target = target_count[np.maximum(j - 1, 0)] - target_count[target_start]  # [columns]
            scores[shape] += self._weights.breaks * (begin * 1.0 - inside_source[:, None] - inside_target[None])


class _Coverage:
    """How much of the blocks of one text the blocks of the other translate, all those that end in a tile.

    `positions` and `other_positions` are those where the blocks end. The sentences that blocks and their neighbours
    touch begin `longest + 1` before the first position: `_origin` is where that position stands among them.
    """

    def __init__(
        self,
        words: Vocabulary,
        others: Vocabulary,
        lexicon: BilingualLexicon,
        positions: Span,
        other_positions: Span,
        longest: int,
    ):
        sentences = (positions[0] - longest - 1, positions[1])
        covered = covered_weight(words, others, lexicon, sentences, other_positions, longest)
        self._origin, self._count = longest + 1, positions[1] - positions[0]
        self._sums = np.cumsum(np.pad(covered, ((1, 0), (0, 0), (0, 0))), axis=0)  # [sentences + 1, longest, others]
        self._shares = covered / _sizes(words.sizes, sentences)[:, None, None]  # [sentences, longest, others]

    def inside(self, size: int, other_size: int) -> Floats:
        """covered(X, Y) of blocks X of `size` and Y of `other_size` sentences, [positions, other positions]."""
        end, start = self._origin, self._origin - size
        return (
            self._sums[end : end + self._count, other_size - 1]
            - self._sums[start : start + self._count, other_size - 1]
        )

    def outside(self, size: int, other_size: int) -> Floats:
        """r(x-, Y) + r(x+, Y) of such blocks, [positions, other positions]."""
        before, after = self._origin - size - 1, self._origin
        return (
            self._shares[before : before + self._count, other_size - 1]
            + self._shares[after : after + self._count, other_size - 1]
        )


def _running_maximum(values: Floats, size: int) -> Floats:
    """The maximum of each `size` values that follow each other in a row: [rows, columns] to [rows, columns - size + 1].

    By doubling: of runs of 1, 2, 4 … values, and then of two that overlap.
    """
    best, covered = values, 1
    while covered < size:
        step = min(covered, size - covered)
        best = np.maximum(best[:, :-step], best[:, step:])
        covered += step
    return best


def _around(best_rivals: Floats, size: int, other_size: int, longest: int) -> Floats:
    """max_(y in Y-) cos(X, y) + max_(y in Y+) cos(X, y) of the blocks X of `size` sentences and the sentences around
    blocks Y of `other_size`, [positions, other positions]; `best_rivals` as of BeadScorer."""
    count = best_rivals.shape[2] - longest - RIVALS
    before = longest - other_size
    return best_rivals[:, size - 1, before : before + count] + best_rivals[:, size - 1, longest + RIVALS :]


def _ratio(l_x: Floats, l_y: Floats) -> Floats:
    """The shorter of both lengths, as a share of the longer."""
    ratio: Floats = (np.minimum(l_x, l_y) / np.maximum(l_x, l_y)).astype(np.float32, copy=False)
    return ratio


def _distance(l_x: Floats, l_y: Floats) -> Floats:
    """Gale and Church's δ² of the lengths l of both blocks, at most FARTHEST.

        δ = ( l(X) - l(Y) ) / sqrt( s² (l(X) + l(Y)) / 2 )

    The mean of both lengths under the root is that of the program in their appendix; the paper's text has l(X). Their
    ratio c is in the lengths already.
    """
    distance: Floats = np.minimum((l_x - l_y) ** 2 / (LENGTH_VARIANCE * (l_x + l_y) / 2), FARTHEST)
    return distance


def _sizes(sizes: Floats, sentences: Span) -> Floats:
    """`sizes` of a range of sentences that may reach out of the text; 1 there and for sentences without words."""
    first, last = max(0, sentences[0]), min(len(sizes), sentences[1])
    found = np.pad(sizes[first:last], (first - sentences[0], sentences[1] - last), constant_values=1.0)
    return np.where(found > 0, found, 1.0).astype(np.float32)
