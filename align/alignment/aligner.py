"""Two texts, sentence by sentence, to beads: embed, anchor, learn words, score, estimate, choose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from align.alignment.beads import Bead
from align.alignment.char_ngrams import CharNgramVectors
from align.alignment.lattice import Posterior, Shape, Tile, best_path, posterior
from align.alignment.lexicon import Vocabulary, build
from align.alignment.scoring import ENCODED, LETTERS, Scorer, Side, Weights
from align.alignment.search import Anchor, Span, band, cut, find_anchors
from align.document import Segment
from align.encoders.base import Overlaps, SentenceEncoder, join, load_encoder, supports
from align.encoders.similarity import fit
from align.errors import UsageError

Breaks = NDArray[np.bool_]

SECTION = 3000
"""Source sentences aligned at once: longer texts are cut at reliable places, so that memory and time stay in
proportion."""
TEMPERATURE = 0.03
"""Score that makes a path e times as likely. Measured on the five development sets with it: of the beads with a
confidence above 0.99 99 % are strictly right, from 0.9 to 0.99 88 %, from 0.7 to 0.9 74 %, below 0.7 71 %."""
USUAL_NULLS = 0.05
"""Share of sentences without a counterpart that AlignOptions.skip is meant for; a text's own share moves it."""
TRUST = 20
"""Sentences' worth of belief in USUAL_NULLS before a text has been looked at."""
NULL_SHIFT = 0.06
"""How far the cost of a null moves when a text has e times as many of them as usual."""
RIGHT = 0.2
"""Probability above which a bead is worth having; a null counts half, since the field's recall leaves nulls out."""


ROWS_AT_ONCE = 1000
"""Sentences whose single vectors are made at once."""
AGREEING = 0.7
"""Share of paragraph breaks at anchors that must fall together for paragraphs to be evidence."""
ROUNDS = {True: 1, False: 2}
"""How often words are learnt and beads scored, where the encoder knows the languages and where it does not."""


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """`max_bead` is the most sentences of both sides in a bead. `skip` is what leaving a sentence alone costs, in
    cosine (0.055 where the encoder knows the languages): a higher one makes fewer 1-0 and 0-1 beads. `anchors` are
    places (source index, target index) where beads must begin.
    """

    max_bead: int = 6
    skip: float | None = None
    anchors: tuple[Anchor, ...] = ()

    @property
    def signature(self) -> str:
        """The options that change results, for a corpus's signature."""
        skip = "" if self.skip is None else f",skip{self.skip:g}"
        return f"max{self.max_bead}{skip}" + (f",anchors{len(self.anchors)}" if self.anchors else "")


def align_segments(
    source: Sequence[Segment | str],
    target: Sequence[Segment | str],
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    encoder: SentenceEncoder | None = None,
    options: AlignOptions = AlignOptions(),
) -> list[Bead]:
    """Which segments of two texts belong together, in order; every segment is in exactly one bead.

    `encoder` is the bundled one by default. Where it does not know one of the languages (BCP-47 codes; None, for
    unknown, is taken for known), lengths, numbers, names and a lexicon learnt from the texts decide. The same texts
    give the same beads whatever the threads and batches. A bead's `score` is how well its sides fit, its `confidence`
    how sure it is.
    """
    if options.max_bead < 2:
        raise UsageError(
            f"max_bead is {options.max_bead}: a bead has at least one segment on each side, so give 2 or more"
        )
    if not rising(options.anchors, len(source), len(target)):
        raise UsageError("the anchors cross each other or lie outside the texts: give places that rise on both sides")
    encoder = encoder or load_encoder()
    flat = [_flat(segment) for segment in source], [_flat(segment) for segment in target]
    kept = [i for i, text in enumerate(flat[0]) if text], [j for j, text in enumerate(flat[1]) if text]
    texts = [flat[0][i] for i in kept[0]], [flat[1][j] for j in kept[1]]
    known = supports(encoder, source_lang, target_lang)
    joined: tuple[Overlaps, Overlaps] = (
        (join(encoder, texts[0]), join(encoder, texts[1])) if known else CharNgramVectors.of(*texts)
    )
    breaks = paragraph_breaks([source[i] for i in kept[0]]), paragraph_breaks([target[j] for j in kept[1]])
    fixed = {(bisect_left(kept[0], i), bisect_left(kept[1], j)) for i, j in options.anchors}
    work = _Work(texts, joined, breaks, replace(options, anchors=tuple(sorted(fixed))), known)
    beads = [bead for section in work.sections() for bead in work.align(*section)]
    return _with_blanks(beads, kept, (len(flat[0]), len(flat[1])))


def _with_blanks(beads: Sequence[Bead], kept: tuple[list[int], list[int]], size: Shape) -> list[Bead]:
    """Beads of the segments with text as beads of all: a blank one is in the bead around it, or alone."""
    result: list[Bead] = []
    at = [0, 0]
    for bead in [*beads, None]:
        spans = []
        for side in (0, 1):
            inside = () if bead is None else (bead.source, bead.target)[side]
            first = kept[side][inside[0]] if inside else size[side] if bead is None else at[side]
            last = kept[side][inside[-1]] + 1 if inside else first
            blanks = range(at[side], first)
            result += [Bead((i,), (), 0.0, 1.0) if side == 0 else Bead((), (i,), 0.0, 1.0) for i in blanks]
            spans.append(tuple(range(first, last)))
            at[side] = last
        if bead is not None:
            result.append(replace(bead, source=spans[0], target=spans[1]))
    return result


@dataclass
class _Work:
    texts: tuple[list[str], list[str]]
    joined: tuple[Overlaps, Overlaps]
    breaks: tuple[Breaks | None, Breaks | None]
    options: AlignOptions
    known: bool

    @property
    def _weights(self) -> Weights:
        return ENCODED if self.known else LETTERS

    def sections(self) -> list[tuple[Span, Span, list[Anchor]]]:
        """The stretches that are aligned by themselves, and the anchors in each, counted from its beginning."""
        sizes = len(self.texts[0]), len(self.texts[1])
        fixed = sorted({(0, 0), *self.options.anchors, sizes})
        sections = []
        for (i, j), (k, o) in pairwise(fixed):
            anchors = self._anchors((i, k), (j, o))
            for (a, b), (c, d) in cut(anchors, k - i, o - j, SECTION):
                inside = [(s - a, t - c) for s, t in anchors if a <= s < b and c <= t < d]
                sections.append(((i + a, i + b), (j + c, j + d), inside))
        return sections

    def _anchors(self, rows: Span, columns: Span) -> list[Anchor]:
        source, target = self.singles
        return find_anchors(
            lambda start, stop: source[rows[0] + start : rows[0] + stop].astype(np.float32),
            lambda start, stop: target[columns[0] + start : columns[0] + stop].astype(np.float32),
            rows[1] - rows[0],
            columns[1] - columns[0],
        )

    @cached_property
    def singles(self) -> list[NDArray[np.float16]]:
        """Vectors of the single sentences of both sides: 1 kB a sentence, since the first pass reads them many
        times."""
        sides = []
        for joined, texts in zip(self.joined, self.texts, strict=True):
            parts = [
                joined.vectors(start, min(start + ROWS_AT_ONCE, len(texts)), 1)[:, 0].astype(np.float16)
                for start in range(0, len(texts), ROWS_AT_ONCE)
            ]
            sides.append(np.concatenate(parts) if parts else np.zeros((0, 1), dtype=np.float16))
        return sides

    def align(self, rows: Span, columns: Span, anchors: list[Anchor]) -> list[Bead]:
        """The beads of one section."""
        n, m = rows[1] - rows[0], columns[1] - columns[0]
        if not n or not m:
            return [Bead((i,), ()) for i in range(*rows)] + [Bead((), (j,)) for j in range(*columns)]
        shapes = [(a, b) for a in range(1, self.options.max_bead) for b in range(1, self.options.max_bead + 1 - a)]
        sides = self._sides(rows, columns, anchors)
        for round_ in range(ROUNDS[self.known]):
            lexicon = build(sides[0].words, sides[1].words, anchors)
            scorer = Scorer(*sides, lexicon, shapes, self._weights)
            tiles = [scorer.tile(*place) for place in band(anchors, n, m)]
            chances = self._chances(tiles, shapes, (n, m))
            if round_ + 1 < ROUNDS[self.known]:
                anchors = [
                    (bead.source[0], bead.target[0])
                    for bead in self._beads(chances, shapes, sides, (0, n), (0, m))
                    if bead.type == "1-1" and bead.confidence > 0.9
                ]
        return self._beads(chances, shapes, sides, rows, columns)

    def _sides(self, rows: Span, columns: Span, anchors: list[Anchor]) -> tuple[Side, Side]:
        texts = self.texts[0][slice(*rows)], self.texts[1][slice(*columns)]
        lengths = [np.array([len(text) + 1 for text in side], dtype=np.float32) for side in texts]
        ratio = length_ratio(lengths[0], lengths[1], anchors)
        lengths[0 if ratio > 1 else 1] *= max(ratio, 1 / ratio)  # both in characters of the wordier language
        breaks = agreeing_breaks(self.breaks, rows, columns, anchors)
        size = self.options.max_bead - 1
        source, target = (
            Side(joined.vectors(*span, size), length, Vocabulary(text), starts)
            for joined, span, length, text, starts in zip(
                self.joined, (rows, columns), lengths, texts, breaks, strict=True
            )
        )
        return source, target

    def _chances(self, tiles: Sequence[Tile], shapes: Sequence[Shape], size: Shape) -> Posterior:
        """Probabilities of beads under the text's own share of nulls, which a first estimate with the usual share
        gives."""
        usual = self._weights.skip if self.options.skip is None else self.options.skip
        first = posterior(tiles, shapes, -usual, TEMPERATURE, size)
        nulls = [null_starts(side) for side in (first.source_null, first.target_null)]
        starts, chances = (sum(side[k] for side in nulls) for k in (0, 1))
        share = (starts + USUAL_NULLS * TRUST) / (chances + TRUST)
        skip = usual + NULL_SHIFT * float(np.log(USUAL_NULLS / share))
        return posterior(tiles, shapes, -skip, TEMPERATURE, size)

    def _beads(
        self, chances: Posterior, shapes: Sequence[Shape], sides: tuple[Side, Side], rows: Span, columns: Span
    ) -> list[Bead]:
        size = (rows[1] - rows[0], columns[1] - columns[0])
        gains = [Tile(tile.rows, tile.columns, tile.scores - RIGHT) for tile in chances.tiles]
        path = best_path(gains, shapes, (chances.source_null - RIGHT) / 2, (chances.target_null - RIGHT) / 2, size)
        by_row = {i: tile for tile in chances.tiles for i in range(*tile.rows)}
        beads = []
        for (a, b), i, j in path:
            if a and b:
                tile = by_row[i]
                sure = float(tile.scores[shapes.index((a, b)), i - tile.rows[0], j - tile.columns[0]])
            else:
                sure = float(chances.source_null[i - 1] if a else chances.target_null[j - 1])
            here = tuple(range(rows[0] + i - a, rows[0] + i))
            there = tuple(range(columns[0] + j - b, columns[0] + j))
            sure = round(min(sure, 1.0), 4)
            score = 0.0 if not (a and b) else _fit(sides, (a, b), i, j) if self.known else sure
            beads.append(Bead(here, there, score, sure))
        return beads


def _fit(sides: tuple[Side, Side], shape: Shape, i: int, j: int) -> float:
    """How well the sides of the bead that ends at positions (i, j) fit."""
    first, second = sides[0].vectors[i - 1, shape[0] - 1], sides[1].vectors[j - 1, shape[1] - 1]
    return round(float(fit(np.asarray(first @ second))), 4)


def null_starts(nulls: NDArray[np.float64]) -> tuple[float, float]:
    """Expected sentences without counterpart after one with, and sentences after one with: their ratio is the share of
    nulls. A chapter that one text lacks counts once, lest it make nulls cheap everywhere else."""
    linked_before = 1.0 - np.concatenate([[0.0], nulls[:-1]])
    return float((nulls * linked_before).sum()), float(linked_before.sum())


def rising(places: Sequence[Anchor], n: int, m: int) -> bool:
    """Whether places in texts of n and m segments rise on both sides."""
    points = [(0, 0), *sorted(places), (n, m)]
    return all(i <= k and j <= o for (i, j), (k, o) in pairwise(points))


def length_ratio(source: NDArray[np.float32], target: NDArray[np.float32], anchors: Sequence[Anchor]) -> float:
    """Characters of the target for one of the source: over anchors whose neighbours are anchors too, else over the
    whole."""
    links = set(anchors)
    sure = [(i, j) for i, j in anchors if (i - 1, j - 1) in links and (i + 1, j + 1) in links]
    if len(sure) >= 10:
        source, target = source[[i for i, _ in sure]], target[[j for _, j in sure]]
    return float(target.sum() / source.sum())


def agreeing_breaks(
    breaks: tuple[Breaks | None, Breaks | None], rows: Span, columns: Span, anchors: Sequence[Anchor]
) -> tuple[Breaks | None, Breaks | None]:
    """The paragraph breaks of a section's sides, if both have them and they mostly fall together at the anchors."""
    source, target = breaks
    if source is None or target is None:
        return None, None
    source, target = source[rows[0] : rows[1] + 1], target[columns[0] : columns[1] + 1]
    here, there = source[[i for i, _ in anchors]], target[[j for _, j in anchors]]
    if 2 * (here & there).sum() < AGREEING * (here.sum() + there.sum()) or not anchors:
        return None, None
    return source, target


def paragraph_breaks(segments: Sequence[Segment | str]) -> Breaks | None:
    """Whether each position from 0 to n begins a paragraph; None for a text without paragraphs (or only of those)."""
    numbers = [segment.paragraph for segment in segments if isinstance(segment, Segment)]
    breaks = np.array([True, *(a != b for a, b in pairwise(numbers)), True])
    return breaks if len(numbers) > 1 and 2 < breaks.sum() < len(breaks) else None


def _flat(segment: Segment | str) -> str:
    return segment.flat if isinstance(segment, Segment) else " ".join(segment.split())
