"""Aligns two texts and finds the blocks that stand in another order; if asked to, aligns these with their counterparts.

The target's sentences are put in the order of the source, and aligned once more as one text. Between two pieces no bead
is searched: there both texts have a fixed point. Where exactly a piece begins is what the sentences say that lie
between two pieces: each goes to the side whose counterpart has the sentence that is nearest to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from align.alignment.align_options import AlignOptions
from align.alignment.aligner import align_segments
from align.alignment.arrays import Anchor, Bools, Floats, Span
from align.alignment.beads import Bead
from align.alignment.char_ngrams import CharNgramVectors
from align.alignment.moved_blocks import ENCODED, LETTERS, Encode, Halves, MovedBlock, Piece, find_pieces, out_of_order
from align.alignment.side_features import paragraph_breaks
from align.alignment.text_vectors import TextVectors, vectors_of
from align.document import Segment
from align.encoders.base import Overlaps, SentenceEncoder, load_encoder, supports
from align.errors import UsageError, option_name
from align.localization import _

PARAGRAPH = 0.05
"""What it is worth, in cosine, that a piece begins with a paragraph. Chosen by hand: no gold set has paragraphs."""
WIDEST = 100
"""Sentences between two pieces that are asked where they belong, half of them after the one and half before the other;
those in the middle of more are of neither."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads of two texts in the order of the source, and the blocks that were moved.

    Where blocks were aligned out of order, the targets of the beads do not rise throughout.
    """

    beads: list[Bead]
    moved: list[MovedBlock]


def align_and_look(
    source: Sequence[Segment | str],
    target: Sequence[Segment | str],
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    encoder: SentenceEncoder | None = None,
    options: AlignOptions = AlignOptions(),
    reorder: bool = False,
) -> Alignment:
    """Align two texts like `align_segments`, and look for blocks that were moved; `reorder` aligns these, too.

    Raises UsageError for anchors that cross each other, lie outside the texts, or, with `reorder`, cross a moved block.
    """
    vectors = TextVectors(encoder or load_encoder())
    sides = _TextSide(source, vectors), _TextSide(target, vectors)
    known = supports(vectors, source_lang, target_lang)
    nearness = ENCODED if known else LETTERS

    def align(target: Sequence[Segment | str], options: AlignOptions) -> list[Bead]:
        return align_segments(
            source, target, source_lang=source_lang, target_lang=target_lang, encoder=vectors, options=options
        )

    def singles(rows: Sequence[int], columns: Sequence[int]) -> tuple[Halves, Halves]:
        both = (sides[0].overlaps, sides[1].overlaps) if known else CharNgramVectors.of(sides[0].texts, sides[1].texts)
        return sides[0].vectors(both[0], rows), sides[1].vectors(both[1], columns)

    beads = align(target, options)
    pieces = find_pieces(beads, (len(source), len(target)), singles, nearness)
    moved = out_of_order(pieces)
    if not moved:
        return Alignment(beads, [])
    pieces = _Borders(pieces, sides, singles, nearness.affinity).widened()
    blocks = [MovedBlock(pieces[k].source, pieces[k].target) for k in moved]
    if not reorder:
        return Alignment(beads, blocks)
    order = [j for piece in pieces for j in range(*piece.target)]
    anchors = _anchors_in(pieces, options.anchors, blocks)
    if known:
        vectors.rearrange(sides[1].texts, sides[1].order(order))
    ends = accumulate(piece.target[1] - piece.target[0] for piece in pieces)
    joints = {(piece.source[1], end) for piece, end in zip(pieces, ends, strict=True)}
    beads = align([target[j] for j in order], replace(options, anchors=tuple(sorted({*anchors, *joints}))))
    return Alignment([replace(bead, target=tuple(order[j] for j in bead.target)) for bead in beads], blocks)


def _anchors_in(pieces: Sequence[Piece], anchors: Sequence[Anchor], blocks: Sequence[MovedBlock]) -> list[Anchor]:
    """A caller's anchors in the target's new order. Raises UsageError where one joins what are different pieces."""
    found = []
    for i, j in anchors:
        begin = 0  # in the new order, of the piece
        for piece in pieces:
            here = [first <= k < last for k, (first, last) in ((i, piece.source), (j, piece.target))]
            if all(here):
                found.append((i, begin + j - piece.target[0]))
            elif any(here):
                first = blocks[0].places
                raise UsageError(
                    _(
                        "{option} fixes points that cross a moved block: source segments {source} stand at "
                        "target segments {target}",
                        option=option_name("anchors"),
                        source=first[0],
                        target=first[1],
                    ),
                    hint=_(
                        "leave out {anchors} or {reorder}",
                        anchors=option_name("anchors"),
                        reorder=option_name("reorder"),
                    ),
                )
            begin += piece.target[1] - piece.target[0]
    return found


class _TextSide:
    """One of the texts: its sentences that are not blank, and their vectors."""

    def __init__(self, segments: Sequence[Segment | str], vectors: TextVectors):
        flat = [segment.flat if isinstance(segment, Segment) else " ".join(segment.split()) for segment in segments]
        self.kept = [i for i, text in enumerate(flat) if text]
        self.texts = [flat[i] for i in self.kept]
        self.breaks: Bools | None = paragraph_breaks(segments)
        self._vectors = vectors

    @cached_property
    def overlaps(self) -> Overlaps:
        """The aligner has asked for them already."""
        return self._vectors.overlaps(self.texts)

    def order(self, order: Sequence[int]) -> list[int]:
        """An order of all segments as one of those that are not blank."""
        place = {i: kept for kept, i in enumerate(self.kept)}
        return [place[i] for i in order if i in place]

    def vectors(self, overlaps: Overlaps, sentences: Sequence[int]) -> Halves:
        """Vectors of single segments, [k, dimensions]; zeros for blank ones."""
        places = [bisect_left(self.kept, i) for i in sentences]
        full = [
            k for k, (i, place) in enumerate(zip(sentences, places, strict=True)) if self.kept[place : place + 1] == [i]
        ]
        found = vectors_of(overlaps, [places[k] for k in full])
        out = np.zeros((len(sentences), found.shape[1]), dtype=np.float16)
        out[full] = found
        return out


class _Borders:
    """Where each piece begins and ends: the sentences between pieces go to the one whose counterpart is nearer."""

    def __init__(self, pieces: Sequence[Piece], sides: tuple[_TextSide, _TextSide], singles: Encode, affinity: float):
        self._pieces, self._affinity = pieces, affinity
        gaps = [_PieceGap.between(pieces, side) for side in (0, 1)]
        self._gaps = [gap for side in gaps for gap in side]
        asked: tuple[set[int], set[int]] = set(), set()
        for gap in self._gaps:
            asked[gap.side].update(gap.edges)
            asked[1 - gap.side].update(gap.after, gap.before)
        rows, columns = sorted(asked[0]), sorted(asked[1])
        self._places = {i: k for k, i in enumerate(rows)}, {j: k for k, j in enumerate(columns)}
        self._vectors = singles(rows, columns) if rows and columns else None
        self._breaks = sides[0].breaks, sides[1].breaks

    def widened(self) -> list[Piece]:
        """The pieces with what belongs to them at their edges; together they are the whole of both texts."""
        spans = [[list(piece.source), list(piece.target)] for piece in self._pieces]
        for gap in self._gaps:
            cut = self._cut(gap)
            spans[gap.left][gap.side][1] = spans[gap.right][gap.side][0] = cut
        return [
            replace(piece, source=(source[0], source[1]), target=(target[0], target[1]))
            for piece, (source, target) in zip(self._pieces, spans, strict=True)
        ]

    def _cut(self, gap: _PieceGap) -> int:
        """The position in the gap where the right piece begins.

        With a(g) for the affinity of sentence g to what follows the left piece in the other text, b(g) to what
        precedes the right one, it is the k of the greatest Σ_(g < k) a(g) + Σ_(g >= k) b(g), and a little more where a
        paragraph begins.
        """
        first, last = gap.span
        to_left, to_right = np.zeros((2, last - first + 1))
        for affinity, others in ((to_left, gap.after), (to_right, gap.before)):
            if others and gap.edges:
                mine, theirs = self._of(gap.side, gap.edges), self._of(1 - gap.side, others)
                nearest = (mine @ theirs.T).max(axis=1) - self._affinity
                affinity[np.array(gap.edges) - first] = np.maximum(nearest, 0.0)
        gains = np.concatenate([[0.0], np.cumsum(to_left[:-1] - to_right[:-1])])
        breaks = self._breaks[gap.side]
        if breaks is not None:
            gains += PARAGRAPH * breaks[first : last + 1]
        return first + int(gains.argmax())

    def _of(self, side: int, sentences: Sequence[int]) -> Floats:
        assert self._vectors is not None  # there are sentences that were asked for
        return self._vectors[side][[self._places[side][i] for i in sentences]].astype(np.float32)


@dataclass(frozen=True, slots=True)
class _PieceGap:
    """Sentences `span` of a side (0 or 1) between the pieces number `left` and `right`, which are neighbours there.

    Of the gap, `edges` are asked; `after` and `before` are the sentences of the other side, with the last one of the
    left piece and the first one of the right piece, where their counterparts may be.
    """

    side: int
    span: Span
    left: int
    right: int
    edges: list[int]
    after: list[int]
    before: list[int]

    @classmethod
    def between(cls, pieces: Sequence[Piece], side: int) -> list[_PieceGap]:
        """The gaps of a side; those between neighbours that touch, too."""
        here = [(piece.source, piece.target)[side] for piece in pieces]
        there = [(piece.source, piece.target)[1 - side] for piece in pieces]
        across = sorted(range(len(pieces)), key=lambda k: there[k])
        rank = {k: place for place, k in enumerate(across)}
        gaps = []
        for left, right in pairwise(sorted(range(len(pieces)), key=lambda k: here[k])):
            first, last = here[left][1], here[right][0]
            reach = min(last - first, WIDEST // 2)
            edges = sorted({*range(first, first + reach), *range(last - reach, last)})
            begin, end = there[left][1], there[right][0]
            follower = there[across[rank[left] + 1]][0] if rank[left] + 1 < len(across) else begin
            leader = there[across[rank[right] - 1]][1] if rank[right] else end
            after = range(max(there[left][0], begin - 1), min(follower, begin + reach + 1)) if reach else ()
            before = range(max(leader, end - reach - 1), min(there[right][1], end + 1)) if reach else ()
            gaps.append(cls(side, (first, last), left, right, edges, list(after), list(before)))
        return gaps
