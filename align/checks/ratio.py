"""Measures the length of a translation relative to its source."""

from __future__ import annotations

import math
import re

from align.corpus.pair import Pair
from align.languages.scripts import DENSE

SMOOTHING = 10
"""Characters added to both sides, so that short segments may differ more than long ones."""

_DENSE = re.compile(f"[{DENSE}]")


def log_ratio(pair: Pair) -> float:
    """log((target + 10) / (source + 10)) in characters; Han, kana and Hangul count threefold."""
    return math.log((width(pair.target) + SMOOTHING) / (width(pair.source) + SMOOTHING))


def width(text: str) -> int:
    """Characters, with those of dense scripts counted threefold."""
    if text.isascii():
        return len(text)
    return len(text) + 2 * len(_DENSE.findall(text))
