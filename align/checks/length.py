"""Checks the length of the target against the source's, within the range of the document (Gale and Church 1993)."""

from __future__ import annotations

import math

from align.checks.detail import Details, one
from align.checks.pair_view import PairView
from align.checks.ratio import log_ratio

PRIOR_SPREAD = 0.15
"""The standard deviation of the log ratio in English-Russian news; a document's own is not believed below this."""

UNKNOWN_RANGE = 0.7
"""The log ratio that is allowed while the document's own is unknown: half to double."""


def length_off(view: PairView) -> Details | None:
    """The translation is far shorter or longer than the document's other translations are."""
    context = view.context
    offset = log_ratio(view.pair) - (context.ratio or 0.0)
    allowed = UNKNOWN_RANGE if context.spread is None else 3 * max(context.spread, PRIOR_SPREAD)
    if abs(offset) <= allowed:
        return None
    return one("longer" if offset > 0 else "shorter", factor=round(math.exp(abs(offset)), 2))
