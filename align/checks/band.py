"""The band of a draft, by its estimated quality and its flags: what people see in the place of a number."""

from __future__ import annotations

import math

from align.checks.registry import severity
from align.corpus.bands import BANDS, Band
from align.corpus.pair import QUALITY, Pair

__all__ = ["BANDS", "USABLE_FROM", "WRONG_BELOW", "Band", "band", "estimated_quality"]

USABLE_FROM = 0.58
"""Estimated quality (chrF from 0 to 1) from which a draft is likely usable. Of 2,098 drafts by the starter and an
earlier checkpoint of it, estimated by lines that knew neither text nor model, with the mean error of each kind of text
taken out, 22 % lie above it, and 85 % of these reach 0.5, as 58 % of second translations by other professionals do
(`benchmarks/quality.py --cross`). From 0.56 it would be 80 %; a paper's news is harder to estimate than these texts."""
WRONG_BELOW = 0.38
"""Estimated quality below which a draft is likely wrong: 6 % of the same drafts, of which 66 % do not reach 0.4. Of
those second translations 84 % do."""


def band(pair: Pair) -> Band | None:
    """The band of a draft; None for a pair without an estimate, and for one that a person has decided on.

    A draft with a flag of the severity *error* is never called usable.
    """
    quality = estimated_quality(pair)
    if quality is None or pair.status != "draft":
        return None
    if quality < WRONG_BELOW:
        return "wrong"
    sound = not any(severity(flag) == "error" for flag in pair.flags)
    return "usable" if quality >= USABLE_FROM and sound else "work"


def estimated_quality(pair: Pair) -> float | None:
    """The estimated quality of a pair, from 0 to 1; None where it has none, or none that is a number."""
    value = pair.extra.get(QUALITY)
    if not isinstance(value, int | float) or isinstance(value, bool) or not -math.inf < value < math.inf:
        return None
    return float(min(max(value, 0.0), 1.0))
