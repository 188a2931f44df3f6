"""What the scores need to know of each text: vectors, lengths that can be compared, words, paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from align.alignment.arrays import Anchor, Bools, Floats, Rectangle, Span
from align.alignment.bilingual_lexicon import Vocabulary
from align.document import Segment

ANCHORS_FOR_RATIO = 10
"""Sure anchors from which on the ratio of the texts' lengths is taken over them alone. In points (`aligner.py`): taking
it over the whole always costs 0.1; by letters, where few anchors are sure, it would gain 0.6. That confirmed beads
count among them gains 1.5 on tb_dev2 by letters where every tenth is confirmed, and changes little elsewhere."""
BREAKS_IN_STEP = 0.7
"""Share (Dice coefficient) of the paragraph breaks at anchors that both texts must have in common for paragraphs to be
evidence. Chosen by hand: no gold set has paragraphs."""


@dataclass(frozen=True, slots=True)
class SideFeatures:
    """What the scores need to know of one text of a section."""

    vectors: Floats  # [sentences, longest, dimensions]: in [i, k] the block of k + 1 sentences that ends with i
    lengths: Floats  # [sentences], in characters of the wordier language
    words: Vocabulary
    breaks: Bools | None = None  # [sentences + 1]: whether a paragraph begins at the position

    def __len__(self) -> int:
        return len(self.lengths)

    def blocks(self, positions: Span) -> Floats:
        """Vectors of the blocks of 1 to `longest` sentences that end before each position, zeros for position 0.

        Shape [positions, longest, dimensions].
        """
        first, last = max(1, positions[0]), positions[1]
        found = self.vectors[first - 1 : last - 1]
        return np.pad(found, ((first - positions[0], 0), (0, 0), (0, 0))) if first > positions[0] else found

    def singles(self, sentences: Span) -> Floats:
        """Vectors of single sentences, zeros for those out of range, [sentences, dimensions]."""
        first, last = max(0, sentences[0]), min(len(self), sentences[1])
        return np.pad(self.vectors[first:last, 0], ((first - sentences[0], sentences[1] - last), (0, 0)))


def comparable_lengths(
    source: Sequence[str], target: Sequence[str], anchors: Sequence[Anchor], confirmed: Sequence[Rectangle] = ()
) -> tuple[Floats, Floats]:
    """Characters of each sentence, [I] and [J], those of the terser language stretched by the ratio of the texts."""
    source_lengths, target_lengths = (
        np.array([len(text) + 1 for text in side], dtype=np.float32) for side in (source, target)
    )
    ratio = length_ratio(source_lengths, target_lengths, anchors, confirmed)
    if ratio > 1:
        source_lengths *= ratio
    else:
        target_lengths *= 1 / ratio
    return source_lengths, target_lengths


def length_ratio(
    source: Floats, target: Floats, anchors: Sequence[Anchor], confirmed: Sequence[Rectangle] = ()
) -> float:
    """Characters of the target for one of the source (the c of Gale and Church 1993): over confirmed beads and the
    anchors whose neighbours are anchors too, if there are ANCHORS_FOR_RATIO, else over the whole."""
    links = set(anchors)
    sure = [((i, i + 1), (j, j + 1)) for i, j in anchors if (i - 1, j - 1) in links and (i + 1, j + 1) in links]
    sure = list(dict.fromkeys([*sure, *confirmed]))
    if len(sure) >= ANCHORS_FOR_RATIO:
        source = source[[i for rows, _ in sure for i in range(*rows)]]
        target = target[[j for _, columns in sure for j in range(*columns)]]
    return float(target.sum() / source.sum())


def paragraph_breaks(segments: Sequence[Segment | str]) -> Bools | None:
    """Whether each position begins a paragraph, [segments + 1]; None for a text without paragraphs, or only of
    those."""
    numbers = [segment.paragraph for segment in segments if isinstance(segment, Segment)]
    breaks = np.array([True, *(before != after for before, after in pairwise(numbers)), True])
    return breaks if len(numbers) > 1 and 2 < breaks.sum() < len(breaks) else None


def breaks_in_step(
    source: Bools | None, target: Bools | None, rows: Span, columns: Span, anchors: Sequence[Anchor]
) -> tuple[Bools | None, Bools | None]:
    """The paragraph breaks of a section, if both texts have them and they mostly fall together at the anchors."""
    if source is None or target is None:
        return None, None
    source, target = source[rows[0] : rows[1] + 1], target[columns[0] : columns[1] + 1]
    at_source, at_target = source[[i for i, _ in anchors]], target[[j for _, j in anchors]]
    if 2 * (at_source & at_target).sum() < BREAKS_IN_STEP * (at_source.sum() + at_target.sum()) or not anchors:
        return None, None
    return source, target
