"""What two texts tell of themselves before they are aligned: how well the encoder separates their pairs.

An anchor is a pair of sentences that very likely belong together; the pairs just beside it do not. In news, which the
encoder knows well, the anchors' cosines are about 0.7, and few lie below 0.5; in an old yearbook they are about 0.6,
and some lie at 0.3. Where all sentences speak of one affair, even pairs beside have 0.25. So what a cosine is worth
depends on the texts, and each bead is judged against what their own anchors have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.alignment.arrays import Anchor, Floats

USUAL_LEVEL = 0.43
"""Level of texts of which nothing is known, in cosine: the middle of the gold sets, news 0.47, yearbooks 0.37."""
USUAL_SPREAD = 0.12
"""Their spread, in cosine: news 0.11, yearbooks 0.15."""
LEVELS = (0.33, 0.52)
"""The least and the greatest level of a text of the gold sets. One beyond, as of texts that are no translations, is
taken for the nearer end."""
SPREADS = (0.08, 0.17)
"""The same of spreads."""
BELIEF = 5
"""Anchors' worth of belief in what is usual. 0 and 10 change nothing on the gold sets, 20 costs 0.1 points."""


@dataclass(frozen=True, slots=True)
class CosineEvidence:
    """How the cosines of the texts' own anchors lie.

    `level` is midway between the mean cosine of the anchors and that of the pairs beside them, where a pair may be one
    or not; `spread` is the standard deviation of the anchors' cosines.
    """

    level: float = USUAL_LEVEL
    spread: float = USUAL_SPREAD

    @classmethod
    def of(cls, source: Floats, target: Floats, anchors: Sequence[Anchor]) -> CosineEvidence:
        """The evidence of two texts by the vectors of their sentences, [I, dimensions] and [J, dimensions]."""
        links = set(anchors)
        beside = {
            (p, q)
            for i, j in anchors
            for p, q in ((i, j - 1), (i, j + 1), (i - 1, j), (i + 1, j))
            if 0 <= p < len(source) and 0 <= q < len(target) and (p, q) not in links
        }
        if not beside:
            return cls()
        anchored, around = _cosines(source, target, anchors), _cosines(source, target, sorted(beside))
        level = (float(anchored.mean()) + float(around.mean())) / 2
        return cls(
            _believed(level, len(anchors), USUAL_LEVEL, LEVELS),
            _believed(float(anchored.std()), len(anchors), USUAL_SPREAD, SPREADS),
        )


def _cosines(source: Floats, target: Floats, pairs: Sequence[Anchor]) -> Floats:
    """The cosine of each pair, [pairs]."""
    rows, columns = np.array(pairs).T
    cosines: Floats = np.einsum("kd,kd->k", source[rows], target[columns])
    return cosines


def _believed(seen: float, count: int, usual: float, bounds: tuple[float, float]) -> float:
    """What to believe of a mean `seen` on `count` anchors, within `bounds`."""
    mean = (seen * count + usual * BELIEF) / (count + BELIEF)
    return min(max(mean, bounds[0]), bounds[1])
