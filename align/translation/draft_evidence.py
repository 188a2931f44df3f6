"""Measures a draft among its candidates, for the estimate of its quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.quality.evidence import Evidence
from align.translation.engine import Draft

DIGITS = 4
"""Digits that are kept: the cache of drafts holds them, and the last bits of a cosine are noise."""


def with_evidence(drafts: Sequence[Draft], chosen: int, cosines: NDArray[np.floating[Any]]) -> Draft:
    """The draft of the number `chosen` among the candidates of a text, with what was measured of it.

    `cosines` has the cosine of each candidate with the source.
    """
    logprobs = [draft.logprob for draft in drafts]
    alike = agreement(drafts, chosen)
    measures = replace(
        drafts[chosen].evidence or Evidence(),
        cosine=round(float(cosines[chosen]), DIGITS),
        cosines=round(float(cosines.mean()), DIGITS),
        best=round(max(logprobs), DIGITS),
        logprobs=round(sum(logprobs) / len(logprobs), DIGITS),
        agreement=None if alike is None else round(alike, DIGITS),
    )
    return replace(drafts[chosen], evidence=measures)


def agreement(drafts: Sequence[Draft], chosen: int) -> float | None:
    """How alike the candidates are to the chosen one on average, from 0 to 1, by the longest common subsequence of
    letters (Indel similarity); None where there is no other."""
    from rapidfuzz.distance import Indel

    others = [draft.text for number, draft in enumerate(drafts) if number != chosen]
    if not others:
        return None
    return sum(Indel.normalized_similarity(drafts[chosen].text, other) for other in others) / len(others)
