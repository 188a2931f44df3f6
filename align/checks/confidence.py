"""Checks the confidence of engine, encoder and aligner in a pair. Shown as a rank or a word, never as a percentage."""

from __future__ import annotations

import math

from align.checks.detail import Details, one
from align.checks.pair_view import PairView

LOGPROB_FLOOR = -0.65
"""Nats a token: below this a draft is doubtful whatever the rest of its document is like. Measured with the starter on
797 lines of news (newstest2018 and 2020): 3 % lie below and have 47 chrF, where all have 57; and on 252 of fiction and
manuals: 18 % lie below and have 34, where all have 43."""
LOGPROB_FINE = -0.4
"""Nats a token: above this a draft is not called doubtful, even if it is the least sure of its document. Half of the
same drafts of news lie above and have 62 chrF, and a fifth of the others, which have 57."""
SCORE_FLOOR = 0.5
"""On the scale of `align.encoders.pair_similarity`: 1.7 % of 1,192 published English-Russian translations of news and
Wikipedia lie below it. With SCORE_FINE the check flags 3.0 % of good pairs, 95 % of the pairs that are a sentence with
its neighbour's translation, and 36 % of those that lack their second half (`benchmarks/checks.py --score`)."""
SCORE_FINE = 0.6
"""A score above this is never called low: 3.9 % of the same translations lie below it."""
UNCERTAIN = 0.8
"""Confidence in a bead under which it is uncertain: 3 % of 34,042 beads of eighteen gold sets lie below it, 28 % of
these are not the gold's, and they are half of all that are not; from 0.8 to 0.9 it is 15 % of another 3 %
(`benchmarks/alignment.py --confidence`)."""
CONFIDENCE = "confidence"
"""The key of `Pair.extra` under which an aligned pair has that probability."""


def confidence_low(view: PairView) -> Details | None:
    """The engine was unsure: below the floor, or in the lowest twentieth of its document."""
    value, lowest = view.pair.logprob, view.context.logprob_low
    if value is not None and value < LOGPROB_FLOOR:
        return one("unsure", logprob=round(value, 4))
    return (
        one("least sure", logprob=round(value, 4)) if value is not None and _low(value, lowest, LOGPROB_FINE) else None
    )


def similarity_low(view: PairView) -> Details | None:
    """The sides do not mean the same to the encoder: below the floor, or in the lowest twentieth of the document."""
    value, lowest = view.pair.score, view.context.score_low
    if value is not None and value < SCORE_FLOOR:
        return one("similarity", score=round(value, 4))
    return (
        one("lowest similarity", score=round(value, 4))
        if value is not None and _low(value, lowest, SCORE_FINE)
        else None
    )


def alignment_uncertain(view: PairView) -> Details | None:
    """The aligner found other beads of these segments likely, too. That says nothing about a text edited since."""
    probability = view.pair.extra.get(CONFIDENCE)
    if not isinstance(probability, int | float) or isinstance(probability, bool) or view.pair.status == "edited":
        return None
    unsure = -math.inf < probability < UNCERTAIN
    return one("bead", confidence=float(max(probability, 0.0))) if unsure else None


def _low(value: float, lowest_twentieth: float | None, fine: float) -> bool:
    return lowest_twentieth is not None and value <= lowest_twentieth and value < fine
