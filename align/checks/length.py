"""The length of the sides against each other, within the range of the document (after Gale and Church 1993)."""

from __future__ import annotations

import math

from align.checks.view import View
from align.corpus.pair import Pair

SMOOTHING = 10
"""Characters added to both sides, so that short segments may differ more than long ones."""

PRIOR_SPREAD = 0.2
"""The standard deviation of the log ratio in news text; a document's own is not believed below this."""


def log_ratio(pair: Pair) -> float:
    """log((target + 10) / (source + 10)) in characters; Han, kana and Hangul count threefold."""
    return math.log((width(pair.target) + SMOOTHING) / (width(pair.source) + SMOOTHING))


def width(text: str) -> int:
    """Characters, with those of dense scripts counted threefold."""
    if text.isascii():
        return len(text)
    return len(text) + 2 * sum(
        "\u3040" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3" for character in text
    )


def length_off(view: View) -> str | None:
    """The translation is far shorter or longer than the document's other translations are."""
    context = view.context
    middle = context.ratio if context.ratio is not None else 0.0
    spread = max(context.spread or 0.0, PRIOR_SPREAD)
    offset = log_ratio(view.pair) - middle
    allowed = 3 * spread
    if abs(offset) <= allowed:
        return None
    return f"{'longer' if offset > 0 else 'shorter'} than expected by the factor {math.exp(abs(offset)):.1f}"
