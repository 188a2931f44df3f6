"""Estimates how likely a pair is wrong, to sort by: the worst first."""

from __future__ import annotations

import math

from align.checks.registry import severity
from align.corpus.pair import Pair

_FAULT_PROBABILITIES = {"error": 0.7, "warning": 0.35, "hint": 0.1}


def risk(pair: Pair) -> float:
    """Compute a number from 0 (nothing speaks against the pair) to 1, from the pair's flags first, its scores second.

    It is for sorting and means nothing by itself: the flags are taken to be independent, and similarity and the
    engine's log-probability only order pairs of equal flags.
    """
    no_fault = 1.0
    for flag in pair.flags:
        no_fault *= 1 - _FAULT_PROBABILITIES[severity(flag)]
    doubts = []
    if pair.score is not None and math.isfinite(pair.score):
        doubts.append(1 - min(max(pair.score, 0.0), 1.0))
    if pair.logprob is not None and math.isfinite(pair.logprob):
        doubts.append(1 - math.exp(min(pair.logprob, 0.0)))
    doubt = sum(doubts) / len(doubts) if doubts else 0.5
    return 1 - no_fault * (1 - 0.05 * doubt)
