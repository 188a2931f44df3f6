"""Records what was measured of a draft among its candidates, for the estimate of its quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from align.quality.evidence import Evidence
from align.translation.choosing import Measured
from align.translation.engine import Draft

DIGITS = 4
"""Digits that are kept: the cache of drafts holds them, and the last bits of a cosine are noise."""


def with_evidence(drafts: Sequence[Draft], chosen: int, measured: Measured) -> Draft:
    """The draft of the number `chosen` among the candidates of a text, with what was measured of it."""
    logprobs = [draft.logprob for draft in drafts]
    evidence = replace(
        drafts[chosen].evidence or Evidence(),
        cosine=_rounded(measured.cosine[chosen]),
        cosines=_rounded(measured.cosine.mean()),
        best=_rounded(max(logprobs)),
        logprobs=_rounded(sum(logprobs) / len(logprobs)),
    )
    if len(drafts) > 1:
        evidence = replace(evidence, agreement=_rounded(measured.consensus[chosen]))
    if measured.unexplained is not None:
        missing, invented = measured.unexplained[chosen]
        evidence = replace(evidence, missing=_rounded(missing), invented=_rounded(invented))
    return replace(drafts[chosen], evidence=evidence)


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)
