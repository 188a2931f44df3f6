"""Confidence is a posterior on a scale that was measured: the order stays, and only what is confirmed is certain."""

from __future__ import annotations

import importlib
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from align.alignment.align_options import AlignOptions
from align.alignment.aligner import align_segments
from align.alignment.beads import Bead
from align.alignment.calibration import ENCODED_CALIBRATION, LETTERS_CALIBRATION, Calibration
from align.alignment.gap_search import LIKELIEST
from tests.alignment.test_aligner import ENGLISH, GOLD, RUSSIAN

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def reliability() -> ModuleType:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        return importlib.import_module("reliability")
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.mark.parametrize("calibration", [ENCODED_CALIBRATION, LETTERS_CALIBRATION])
def test_the_order_stays_and_extremes_are_less_extreme(calibration: Calibration) -> None:
    posteriors = [1e-5, 0.01, 0.2, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999, LIKELIEST]
    said = [calibration.confidence(p) for p in posteriors]
    assert all(low < high for low, high in pairwise(said))
    assert all(high < p for p, high in zip(posteriors, said, strict=True) if p >= 0.95) and said[0] > posteriors[0]
    assert (calibration.confidence(0.0), calibration.confidence(1.0)) == (0.0, 1.0)


def test_nothing_that_is_searched_for_is_certain() -> None:
    confirmed = Bead((5,), (3,))
    beads = align_segments(ENGLISH, RUSSIAN, options=AlignOptions(confirmed=(confirmed,)))
    assert [(bead.source, bead.target) for bead in beads] == GOLD
    assert {(bead.source, bead.target) for bead in beads if bead.confidence == 1} == {((5,), (3,))}
    assert all(round(bead.confidence, 4) == bead.confidence for bead in beads)


@pytest.mark.parametrize(("slope", "offset"), [(0.5, 0.0), (1.0, 0.0), (0.8, -0.7)])
def test_a_calibration_is_found_again_in_beads_that_follow_it(
    reliability: ModuleType, slope: float, offset: float
) -> None:
    chance = np.random.default_rng(1)
    posterior = 1 / (1 + np.exp(-chance.normal(2, 3, 40_000)))
    truth = np.array([Calibration(slope, offset).confidence(p) for p in posterior])
    right = (chance.random(len(truth)) < truth).astype(float)
    sets = {"a": reliability.Judged(posterior[:9000], right[:9000])}
    sets["b"] = reliability.Judged(posterior[9000:], right[9000:])
    found = reliability.fitted(list(sets.values()))
    assert (found.slope, found.offset) == (pytest.approx(slope, abs=0.05), pytest.approx(offset, abs=0.08))
    others = reliability.left_out(sets)
    assert others["a"] == reliability.fitted([sets["b"]]) and others["b"] == reliability.fitted([sets["a"]])
    rows = reliability.set_rows(sets, others)
    assert [row["set"] for row in rows] == ["a", "b", "all"] and rows[-1]["beads"] == 40_000
    assert float(rows[-1]["confidence, error"]) < 0.01


def test_the_table_of_bands_counts_every_bead_once(reliability: ModuleType) -> None:
    posterior, right = np.array([0.4, 0.75, 0.97, 1.0]), np.array([0.0, 1.0, 1.0, 1.0])
    rows = reliability.band_rows({"a": reliability.Judged(posterior, right)}, {"a": reliability.RAW})
    assert {row["confidence"]: row["beads"] for row in rows if row["beads"]} == {
        "0 to 0.5": 1, "0.7 to 0.8": 1, "0.95 to 0.98": 1, "0.99 to 1": 1,
    }  # fmt: skip
    assert rows[0] | {"mean": "40.0%"} == rows[0] and [row["recall"] for row in rows] == ["100.0%"] * len(rows)
    assert (rows[0]["precision"], rows[2]["precision"], rows[-1]["below"]) == ("100.0%", "50.0%", "100.0%")
    assert reliability.calibration_error(posterior, right) == pytest.approx((0.4 + 0.25 + 0.03) / 4)
