"""Estimates how likely a pair is wrong, to sort by: the worst first."""

from __future__ import annotations

import math

from align.checks.band import Band, band, estimated_quality
from align.checks.flags import Severity
from align.checks.registry import severity
from align.corpus.pair import Pair

_FAULT_PROBABILITIES: dict[Severity, float] = {"error": 0.7, "warning": 0.35, "hint": 0.1}
BAND_SEVERITY: dict[Band, Severity] = {"wrong": "error", "work": "warning"}
"""The severity of the flag that a band weighs as much as; likely usable weighs nothing."""


def risk(pair: Pair) -> float:
    """Compute a number from 0 (nothing speaks against the pair) to 1, from the pair's flags and its band first, the
    numbers behind them second.

    It is for sorting and means nothing by itself. Flags are taken to be independent, and the band of a draft counts as
    one flag more: likely wrong as an error, needs work as a warning. So a reviewer meets errors and what is likely
    wrong first, then what needs work, then what is likely usable. Pairs of equal flags and bands are ordered by the
    estimated quality, the lowest first; those without a band by similarity and the engine's log-probability.
    """
    no_fault = 1.0
    for flag in pair.flags:
        no_fault *= 1 - _FAULT_PROBABILITIES[severity(flag)]
    its_band = band(pair)
    if its_band in BAND_SEVERITY:
        no_fault *= 1 - _FAULT_PROBABILITIES[BAND_SEVERITY[its_band]]
    quality = estimated_quality(pair) if its_band else None
    doubt = _doubt_of_scores(pair) if quality is None else 1 - quality
    return 1 - no_fault * (1 - 0.05 * doubt)


def _doubt_of_scores(pair: Pair) -> float:
    """Doubt from 0 to 1: the mean of what similarity and log-probability leave; a half where there is neither."""
    doubts = []
    if pair.score is not None and math.isfinite(pair.score):
        doubts.append(1 - min(max(pair.score, 0.0), 1.0))
    if pair.logprob is not None and math.isfinite(pair.logprob):
        doubts.append(1 - math.exp(min(pair.logprob, 0.0)))
    return sum(doubts) / len(doubts) if doubts else 0.5
