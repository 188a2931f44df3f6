"""How right beads are by the confidence that the aligner has in them, and the calibration fitted to that.

`benchmarks/alignment.py --confidence` prints it. What is fitted to beads is judged on others: each set by a calibration
that was fitted to all other sets, so that no document, and none of its kind, has a say in its own figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unittest.mock import patch

import numpy as np
from measuring import Row
from numpy.typing import NDArray

from align.alignment import aligner
from align.alignment.beads import Bead
from align.alignment.calibration import Calibration

Doubles = NDArray[np.float64]
Text = tuple[list[str], list[str], list[Bead]]
"""The sentences of a source and a target, and the beads that are right."""

BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
"""Confidences between which beads are counted, and floors under which they would be flagged."""
RAW = Calibration(slope=1.0, offset=0.0, digits=12)
LIKELY = (1e-7, 1 - 1e-7)
"""Posteriors beyond which one more certain says no more."""
STEPS = 15
"""Of Newton's method, which needs about six."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The beads of some texts: the posterior of each, and whether it is strictly right (1 or 0)."""

    posterior: Doubles
    right: Doubles

    def confidence(self, calibration: Calibration) -> Doubles:
        return np.array([calibration.confidence(p) for p in self.posterior.tolist()])


def judged(texts: Iterable[Text], languages: tuple[str, str]) -> Judged:
    """Align texts without calibration, and compare with their gold."""
    beads: list[tuple[float, bool]] = []
    with patch.multiple(aligner, ENCODED_CALIBRATION=RAW, LETTERS_CALIBRATION=RAW):
        for source, target, gold in texts:
            known = {(bead.source, bead.target) for bead in gold}
            found = aligner.align_segments(source, target, source_lang=languages[0], target_lang=languages[1])
            beads += [(bead.confidence, (bead.source, bead.target) in known) for bead in found]
    posterior, right = np.array(beads, dtype=np.float64).reshape(-1, 2).T
    return Judged(posterior, right)


def fitted(sets: Sequence[Judged]) -> Calibration:
    """The slope and offset of the greatest likelihood; a set of n beads weighs as √n, so that the largest is not all
    that counts. Newton's method, each step halved until it helps."""
    weights = np.concatenate([np.full(len(one.right), len(one.right) ** -0.5) for one in sets])
    p = np.clip(np.concatenate([one.posterior for one in sets]), *LIKELY)
    right = np.concatenate([one.right for one in sets])
    features = np.stack([np.log(p) - np.log1p(-p), np.ones_like(p)], axis=1)  # [beads, 2]

    def cost(factors: Doubles) -> float:
        said = features @ factors
        return float((weights * (np.logaddexp(0, said) - right * said)).sum())

    factors = np.array([0.5, 0.0])
    for _ in range(STEPS):
        said = 1 / (1 + np.exp(-features @ factors))
        gradient = features.T @ (weights * (right - said))
        curvature = (features * (weights * said * (1 - said))[:, None]).T @ features
        step = np.linalg.solve(curvature, gradient)
        while cost(factors + step) > cost(factors) and np.abs(step).max() > 1e-9:
            step /= 2
        factors = factors + step
    return Calibration(round(float(factors[0]), 3), round(float(factors[1]), 3))


def left_out(sets: dict[str, Judged]) -> dict[str, Calibration]:
    """For each set, the calibration fitted to all others, of which there must be one."""
    return {name: fitted([other for key, other in sets.items() if key != name]) for name in sets}


def calibration_error(confidence: Doubles, right: Doubles) -> float:
    """The expected calibration error: how far confidence is from the share of right beads, a mean over BANDS."""
    error = 0.0
    for inside in _bands(confidence):
        if inside.any():
            error += abs(float((confidence[inside] - right[inside]).sum()))
    return error / len(right)


def set_rows(sets: dict[str, Judged], calibrations: Mapping[str, Calibration]) -> list[Row]:
    """A row a set, and one of all: how many of its beads are right, the mean confidence, the expected calibration error
    and the Brier score of posteriors, and of confidences by the calibration given for the set."""
    names = list(sets)
    posterior = {name: sets[name].posterior for name in names}
    confidence = {name: sets[name].confidence(calibrations[name]) for name in names}
    right = {name: sets[name].right for name in names}
    for values in (posterior, confidence, right):
        values["all"] = np.concatenate([values[name] for name in names])
    rows: list[Row] = []
    for name in [*names, "all"]:
        row: Row = {"set": name, "beads": len(right[name]), "right": share(right[name].sum(), len(right[name]))}
        for said, values in (("posterior", posterior[name]), ("confidence", confidence[name])):
            row[f"{said}, mean"] = f"{values.mean():.1%}"
            row[f"{said}, error"] = f"{calibration_error(values, right[name]):.3f}"
            row[f"{said}, Brier"] = f"{((values - right[name]) ** 2).mean():.4f}"
        rows.append(row)
    return rows


def band_rows(sets: dict[str, Judged], calibrations: Mapping[str, Calibration]) -> list[Row]:
    """A row for each band of confidence, over the sets together: its beads and how many are right; and of the beads
    below its upper end the share of all, of wrong ones among them (precision) and of all wrong ones (recall)."""
    confidence = np.concatenate([one.confidence(calibrations[name]) for name, one in sets.items()])
    right = np.concatenate([one.right for one in sets.values()])
    rows: list[Row] = []
    below = np.zeros(len(right), dtype=bool)
    for (low, high), inside in zip(pairwise(BANDS), _bands(confidence), strict=True):
        below |= inside
        wrong = int((1 - right[below]).sum())
        row: Row = {"confidence": f"{low:g} to {high:g}", "beads": int(inside.sum())}
        row |= {
            "mean": share(confidence[inside].sum(), inside.sum()),
            "right": share(right[inside].sum(), inside.sum()),
        }
        row |= {"below": share(below.sum(), len(right)), "precision": share(wrong, below.sum())}
        rows.append(row | {"recall": share(wrong, (1 - right).sum())})
    return rows


def _bands(confidence: Doubles) -> list[NDArray[np.bool_]]:
    """Which beads lie in each of BANDS; the last has its upper end too."""
    return [(confidence >= low) & ((confidence < high) | (high == BANDS[-1])) for low, high in pairwise(BANDS)]


def share(part: float, whole: float) -> str:
    return f"{part / whole:.1%}" if whole else ""


def report(sets: dict[str, Judged], shipped: Calibration | None, show: Callable[[list[Row]], None]) -> None:
    """Show bands and sets, by the calibration that is shipped, or each set by one fitted to the others; and the
    calibration that is fitted to all."""
    calibrations = dict.fromkeys(sets, shipped) if shipped else left_out(sets)
    show(band_rows(sets, calibrations))
    show(set_rows(sets, calibrations))
    whole = fitted(list(sets.values()))
    show([{"fitted to": "all sets", "slope": whole.slope, "offset": whole.offset}])
