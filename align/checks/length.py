"""The length of the sides against each other, within the range of the document (after Gale and Church 1993)."""

from __future__ import annotations

import math
import re

from align.checks.view import View
from align.corpus.pair import Pair

SMOOTHING = 10
"""Characters added to both sides, so that short segments may differ more than long ones."""

PRIOR_SPREAD = 0.15
"""The standard deviation of the log ratio in English-Russian news; a document's own is not believed below this."""

_DENSE = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")

UNKNOWN_RANGE = 0.7
"""What is allowed while the document's own ratio is unknown: half to double."""


def log_ratio(pair: Pair) -> float:
    """log((target + 10) / (source + 10)) in characters; Han, kana and Hangul count threefold."""
    return math.log((width(pair.target) + SMOOTHING) / (width(pair.source) + SMOOTHING))


def width(text: str) -> int:
    """Characters, with those of dense scripts counted threefold."""
    if text.isascii():
        return len(text)
    return len(text) + 2 * len(_DENSE.findall(text))


def length_off(view: View) -> str | None:
    """The translation is far shorter or longer than the document's other translations are."""
    context = view.context
    offset = log_ratio(view.pair) - (context.ratio or 0.0)
    allowed = UNKNOWN_RANGE if context.spread is None else 3 * max(context.spread, PRIOR_SPREAD)
    if abs(offset) <= allowed:
        return None
    return f"{'longer' if offset > 0 else 'shorter'} than expected by the factor {math.exp(abs(offset)):.1f}"
