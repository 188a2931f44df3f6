"""What two texts tell of themselves, on vectors whose cosines are known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from align.alignment.evidence import BELIEF, LEVELS, SPREADS, USUAL_LEVEL, USUAL_SPREAD, CosineEvidence


def texts(cosines: list[float], dimensions: int = 64) -> tuple[Any, Any]:
    """Two texts whose sentences i and i have the given cosine, and all others 0."""
    source = np.eye(len(cosines), dimensions, dtype=np.float32)
    rest = np.eye(len(cosines), dimensions, k=len(cosines), dtype=np.float32)
    along = np.array(cosines, dtype=np.float32)[:, None]
    return source, along * source + np.sqrt(1 - along**2) * rest


def test_level_and_spread_are_those_of_the_anchors_less_what_is_usual_counts() -> None:
    cosines = [0.9, 0.7] * 15
    found = CosineEvidence.of(*texts(cosines), [(i, i) for i in range(30)])
    assert found.level == pytest.approx((0.4 * 30 + USUAL_LEVEL * BELIEF) / (30 + BELIEF))
    assert found.spread == pytest.approx((0.1 * 30 + USUAL_SPREAD * BELIEF) / (30 + BELIEF))


@pytest.mark.parametrize("anchors", [[], [(0, 0)]])
def test_texts_that_tell_nothing_are_usual(anchors: list[tuple[int, int]]) -> None:
    assert CosineEvidence.of(*texts([0.8]), anchors) == CosineEvidence(USUAL_LEVEL, USUAL_SPREAD)


def test_no_text_is_believed_to_be_worse_or_better_than_those_that_were_measured() -> None:
    anchors = [(i, i) for i in range(30)]
    assert CosineEvidence.of(*texts([0.05] * 30), anchors) == CosineEvidence(LEVELS[0], SPREADS[0])
    assert CosineEvidence.of(*texts([1.0, 0.0] * 15), anchors).spread == SPREADS[1]
