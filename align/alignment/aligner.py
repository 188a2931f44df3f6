"""Two texts, sentence by sentence, to beads: embed, anchor, learn words, score, estimate, choose.

1. Embed: vectors of every sentence and of neighbouring ones joined, Vecalign's overlaps (Thompson and Koehn 2019).
2. Anchor (`anchors.py`): sure 1-1 pairs, the sections of a long text, the band that is searched.
3. Learn words (`bilingual_lexicon.py`): IBM model 1 on the anchors.
4. Score (`bead_scoring.py`): every bead that lies in the band.
5. Estimate (`lattice.py`, forward-backward): the probability of every bead, given all paths. Twice: the first estimate
   tells how many sentences of these texts lack a counterpart, and so what a null bead should cost.
6. Choose (`lattice.py`, minimum Bayes risk): the path with the most beads expected to be right.

Where the encoder does not know the languages, steps 3 to 5 are done twice: as in Moore 2002, the beads of high
probability that lengths and cognates find are what the words are learnt from the second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from align.alignment.align_options import AlignOptions
from align.alignment.anchors import find_anchors, split_sections
from align.alignment.arrays import Anchor, BeadShape, Bools, Doubles, Floats, Size, Span
from align.alignment.bead_scoring import BeadScorer
from align.alignment.beads import Bead
from align.alignment.bilingual_lexicon import Entries, Vocabulary, build_lexicons, find_cognates
from align.alignment.calibration import ENCODED_CALIBRATION, LETTERS_CALIBRATION
from align.alignment.char_ngrams import CharNgramVectors
from align.alignment.evidence import CosineEvidence
from align.alignment.fixed_points import FixedPoints
from align.alignment.gap_search import LikelyStep, SectionPosterior, choose_beads, gap_posteriors, score_gaps
from align.alignment.lattice import NullCosts
from align.alignment.side_features import SideFeatures, breaks_in_step, comparable_lengths, paragraph_breaks
from align.alignment.weights import ENCODED, LETTERS, Weights
from align.document import Segment
from align.encoders.base import Overlaps, SentenceEncoder, load_encoder, overlaps, supports
from align.encoders.blas import one_thread
from align.encoders.pair_similarity import cosine_to_score

# "Points" are hundredths of strict F1 that a change costs on the gold sets, of 97.5 (aligned by letters: of 91.8), as
# `benchmarks/alignment_constants.py` measures them.
SECTION = 3000
"""Source sentences aligned at once: longer texts are split at reliable places, so that memory and time stay in
proportion. Sections of 500 and 1,000 cost nothing on the set `long`."""
ENCODED_AT_ONCE = 1000
"""Sentences whose single vectors are made at once. Bounds memory and changes nothing."""
USUAL_NULLS = 0.05
"""Share of unaligned sentences that the null cost is meant for; a text's own share moves it. Half of it costs 0.2
points, twice as much 0.4: it shifts the null cost for all texts."""
USUAL_NULLS_WEIGHT = 20
"""Sentences' worth of belief in USUAL_NULLS before a text has been looked at. 10 and 40 cost less than 0.1 points."""
WORTH_CHOOSING = 0.2
"""Posterior above which a bead is worth choosing. A null bead gains half of what it has above it, since the field's
recall leaves nulls out. From 0 to 0.5 it moves nothing where the encoder knows the languages."""
WORTH_LEARNING = 0.9
"""Posterior of a 1-1 bead above which words are learnt from it in the second round. By letters, 0.5 gains less than 0.1
points, and the 0.99 of Moore 2002 costs 0.1."""
ROUNDS_ENCODED = 1
"""How often words are learnt and beads scored where the encoder knows the languages. A second round gains nothing."""
ROUNDS_LETTERS = 2
"""The same where it does not. One round costs 0.5 points, a third gains 0.1."""


def align_segments(
    source: Sequence[Segment | str],
    target: Sequence[Segment | str],
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    encoder: SentenceEncoder | None = None,
    options: AlignOptions = AlignOptions(),
) -> list[Bead]:
    """Find which segments of two texts belong together, in order; every segment is in exactly one bead.

    `encoder` is the bundled one by default. Where it does not know one of the languages (BCP-47 codes; None, for
    unknown, is taken for known), lengths, numbers, names and a lexicon learnt from the texts decide. The same texts
    give the same beads whatever the threads and batches. A bead's `score` is how well its sides fit, its `confidence`
    how sure it is.

    Raises UsageError for anchors and confirmed beads that cross each other or lie outside the texts, and for confirmed
    beads that share a segment or have a hole.
    """
    fixed = FixedPoints.of(options.confirmed, options.anchors, (len(source), len(target)))
    encoder = encoder or load_encoder()
    flat = [_flat(segment) for segment in source], [_flat(segment) for segment in target]
    kept = _worth_aligning(flat[0], fixed, 0), _worth_aligning(flat[1], fixed, 1)
    texts = [flat[0][i] for i in kept[0]], [flat[1][j] for j in kept[1]]
    encoded = supports(encoder, source_lang, target_lang)
    side_overlaps: tuple[Overlaps, Overlaps] = (
        (overlaps(encoder, texts[0]), overlaps(encoder, texts[1])) if encoded else CharNgramVectors.of(*texts)
    )
    breaks = paragraph_breaks([source[i] for i in kept[0]]), paragraph_breaks([target[j] for j in kept[1]])
    aligner = _AlignmentRun(texts, side_overlaps, breaks, options, fixed.among(*kept), encoded)
    beads = [bead for section in aligner.sections() for bead in aligner.align(*section)]
    return _with_blanks(aligner.fixed.with_lone_runs(beads), kept, (len(flat[0]), len(flat[1])))


def _worth_aligning(texts: Sequence[str], fixed: FixedPoints, side: int) -> list[int]:
    """The segments that are not blank, or that are of a confirmed bead."""
    confirmed = fixed.is_confirmed(side)
    return [i for i, text in enumerate(texts) if text or confirmed[i]]


def _flat(segment: Segment | str) -> str:
    return segment.flat if isinstance(segment, Segment) else " ".join(segment.split())


def _with_blanks(beads: Sequence[Bead], kept: tuple[list[int], list[int]], size: Size) -> list[Bead]:
    """Turn beads of the segments with text into beads of all: a blank one joins the bead around it, or is unaligned."""
    if (len(kept[0]), len(kept[1])) == size:
        return list(beads)
    result: list[Bead] = []
    position = [0, 0]
    for bead in [*beads, None]:
        spans = []
        for side in (0, 1):
            inside = () if bead is None else (bead.source, bead.target)[side]
            first = kept[side][inside[0]] if inside else size[side] if bead is None else position[side]
            last = kept[side][inside[-1]] + 1 if inside else first
            blanks = range(position[side], first)
            result += [Bead((i,), (), 0.0, 1.0) if side == 0 else Bead((), (i,), 0.0, 1.0) for i in blanks]
            spans.append(tuple(range(first, last)))
            position[side] = last
        if bead is not None:
            result.append(replace(bead, source=spans[0], target=spans[1]))
    return result


@dataclass
class _AlignmentRun:
    """The alignment of two texts without blank segments. `encoded` is whether the encoder knows the languages."""

    texts: tuple[list[str], list[str]]
    overlaps: tuple[Overlaps, Overlaps]
    breaks: tuple[Bools | None, Bools | None]  # [I + 1], [J + 1]
    options: AlignOptions
    fixed: FixedPoints
    encoded: bool

    @property
    def _weights(self) -> Weights:
        return ENCODED if self.encoded else LETTERS

    @property
    def _null_cost(self) -> float:
        return self._weights.null_cost if self.options.skip is None else self.options.skip

    def _null_costs(self, opening: float) -> NullCosts:
        return NullCosts(opening, self._weights.extension * opening)

    @property
    def _shapes(self) -> list[BeadShape]:
        """All (x, y) with x, y ≥ 1 and x + y ≤ max_bead, (1, 1) first."""
        most = self.options.max_bead
        return [(x, y) for x in range(1, most) for y in range(1, most + 1 - x)]

    def sections(self) -> list[tuple[Span, Span, list[Anchor]]]:
        """Split both texts into stretches that are aligned by themselves; with each the anchors in it, counted from its
        beginning."""
        source, target = self._singles
        with one_thread():
            anchors = find_anchors(
                lambda start, stop: source[start:stop].astype(np.float32),
                lambda start, stop: target[start:stop].astype(np.float32),
                self.fixed,
            )
        sections = []
        for rows, columns in split_sections(anchors, self.fixed, SECTION):
            inside = [
                (row - rows[0], column - columns[0])
                for row, column in anchors
                if rows[0] <= row < rows[1] and columns[0] <= column < columns[1]
            ]
            sections.append((rows, columns, inside))
        return sections

    @cached_property
    def _singles(self) -> list[NDArray[np.float16]]:
        """Vectors of the single sentences of both texts, [I, dimensions] and [J, dimensions]; in half precision (1 kB a
        sentence) because they are kept for all of a long text."""
        sides = []
        for side, texts in zip(self.overlaps, self.texts, strict=True):
            parts = [
                side.vectors(start, min(start + ENCODED_AT_ONCE, len(texts)), 1)[:, 0].astype(np.float16)
                for start in range(0, len(texts), ENCODED_AT_ONCE)
            ]
            sides.append(np.concatenate(parts) if parts else np.zeros((0, 1), dtype=np.float16))
        return sides

    def align(self, rows: Span, columns: Span, anchors: list[Anchor]) -> list[Bead]:
        """Align one section: sentences `rows` of the source and `columns` of the target."""
        fixed = self.fixed.within(rows, columns)
        if not all(fixed.size):
            return [Bead((i,), ()) for i in range(*rows)] + [Bead((), (j,)) for j in range(*columns)]
        sides = self._features(rows, columns, anchors, fixed)
        cognates = find_cognates(sides[0].words, sides[1].words)
        probabilities = self._estimate(sides, cognates, anchors, fixed)
        for _ in range((ROUNDS_ENCODED if self.encoded else ROUNDS_LETTERS) - 1):
            anchors = [
                (i - 1, j - 1)
                for shape, i, j, p in choose_beads(fixed, probabilities, self._shapes, WORTH_CHOOSING)
                if shape == (1, 1) and p > WORTH_LEARNING
            ]
            probabilities = self._estimate(sides, cognates, anchors, fixed)
        path = choose_beads(fixed, probabilities, self._shapes, WORTH_CHOOSING)
        return [self._bead(step, sides, (rows[0], columns[0])) for step in path]

    def _features(
        self, rows: Span, columns: Span, anchors: list[Anchor], fixed: FixedPoints
    ) -> tuple[SideFeatures, SideFeatures]:
        source, target = self.texts[0][slice(*rows)], self.texts[1][slice(*columns)]
        lengths = comparable_lengths(source, target, anchors, fixed.linked)
        breaks = breaks_in_step(*self.breaks, rows, columns, anchors)
        longest = self.options.max_bead - 1
        return (
            SideFeatures(self.overlaps[0].vectors(*rows, longest), lengths[0], Vocabulary(source), breaks[0]),
            SideFeatures(self.overlaps[1].vectors(*columns, longest), lengths[1], Vocabulary(target), breaks[1]),
        )

    def _estimate(
        self, sides: tuple[SideFeatures, SideFeatures], cognates: Entries, anchors: list[Anchor], fixed: FixedPoints
    ) -> SectionPosterior:
        """Estimate the probabilities of the beads in the band around `anchors`, by the `cognates` and the words that
        these anchors teach.

        The cost of a null bead follows the text's own share q of unaligned sentences, which a first estimate with the
        usual cost gives:  cost = usual cost - null_shift * ln( q / USUAL_NULLS ).
        """
        weights = self._weights
        lexicons = build_lexicons(sides[0].words, sides[1].words, anchors, fixed.merges, cognates=cognates)
        evidence = CosineEvidence.of(sides[0].vectors[:, 0], sides[1].vectors[:, 0], anchors)
        scorer = BeadScorer(*sides, lexicons, self._shapes, weights, evidence)
        with one_thread():
            gaps = score_gaps(fixed, anchors, scorer, self._shapes)
        costs = self._null_costs(self._null_cost)
        first = gap_posteriors(gaps, self._shapes, costs, weights.temperature, fixed.size)
        share = null_share(first.source_null, first.target_null)
        costs = self._null_costs(self._null_cost + weights.null_shift * float(np.log(USUAL_NULLS / share)))
        return gap_posteriors(gaps, self._shapes, costs, weights.temperature, fixed.size)

    def _bead(self, step: LikelyStep, sides: tuple[SideFeatures, SideFeatures], begin: Size) -> Bead:
        """The bead of a step on the path through the section that begins at position `begin`."""
        (x, y), i, j, p = step
        confidence = (ENCODED_CALIBRATION if self.encoded else LETTERS_CALIBRATION).confidence(p)
        if not (x and y):
            score = 0.0
        elif self.encoded:
            cosine = self._block(sides, 0, begin[0], i, x) @ self._block(sides, 1, begin[1], j, y)
            score = round(float(cosine_to_score(np.asarray(cosine))), 4)
        else:
            score = confidence
        source, target = range(begin[0] + i - x, begin[0] + i), range(begin[1] + j - y, begin[1] + j)
        return Bead(tuple(source), tuple(target), score, confidence)

    def _block(
        self, sides: tuple[SideFeatures, SideFeatures], side: int, begin: int, position: int, size: int
    ) -> Floats:
        """The vector of the `size` sentences before a position, [dimensions]. A confirmed bead may be larger than those
        that are searched for."""
        end = begin + position
        small = size < self.options.max_bead
        vectors = sides[side].vectors[position - 1] if small else self.overlaps[side].vectors(end - 1, end, size)[0]
        block: Floats = vectors[size - 1]
        return block


def null_share(source_null: Doubles, target_null: Doubles) -> float:
    """The share of unaligned sentences, as expected by a first estimate and by what is usual. The arguments are the
    probability of each sentence of being unaligned, [I] and [J].

    Of both texts, the expected unaligned sentences after an aligned one, among all sentences after an aligned one: a
    chapter that one text lacks counts once, lest it make nulls cheap everywhere else. USUAL_NULLS is believed as if it
    had been seen on USUAL_NULLS_WEIGHT sentences.
    """
    starts = chances = 0.0
    for nulls in (source_null, target_null):
        side_starts, side_chances = _null_starts(nulls)
        starts, chances = starts + side_starts, chances + side_chances
    return (starts + USUAL_NULLS * USUAL_NULLS_WEIGHT) / (chances + USUAL_NULLS_WEIGHT)


def _null_starts(nulls: Doubles) -> tuple[float, float]:
    """Expected unaligned sentences after an aligned one, and expected sentences after an aligned one, of `nulls`."""
    aligned_before = 1.0 - np.concatenate([[0.0], nulls[:-1]])
    return float((nulls * aligned_before).sum()), float(aligned_before.sum())
