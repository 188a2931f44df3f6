"""Splits over-long segments at clause boundaries, so that an engine for 100 tokens can draft a sentence of 400."""

from __future__ import annotations

import re
from collections.abc import Callable

MAX_SOURCE_TOKENS = 120
"""Source tokens above which a segment is drafted in parts: checkpoints saw few longer sentences in training, and cut or
repeat beyond it (OPUS-CAT issue 93)."""

_BOUNDARIES = (
    re.compile(r"[.!?…][\"”’»)]*\s+"),  # sentences that a paragraph-final quotation keeps together
    re.compile(r";\s+"),
    re.compile(r":\s+|\s[—–-]+\s+"),
    re.compile(r",\s+(?=(?:and|but|or|which|who|that|while|although|because|if|when|where|after|before|said)\b)"),
    re.compile(r",\s+"),
    re.compile(r"(?<!\s)\s+(?=(?:and|or|but|that|which|who|because|while|after|before|in|on|at|for|with|to|of)\b)"),
    re.compile(r"\s+"),
)


def split_long_segment(text: str, count_tokens: Callable[[str], int], max_tokens: int = MAX_SOURCE_TOKENS) -> list[str]:
    """Split `text` into parts of at most `max_tokens` tokens, at the strongest boundary near the middle.

    Each part keeps its punctuation; joined with a space the parts give the text again, except for text without any
    space, which is split between characters as a last resort.
    """
    text = text.strip()
    if count_tokens(text) <= max_tokens or len(text) < 2:
        return [text]
    position = _best_boundary(text)
    parts = text[:position], text[position:]
    return [shorter for part in parts for shorter in split_long_segment(part, count_tokens, max_tokens)]


def _best_boundary(text: str) -> int:
    middle = len(text) / 2
    for share in (0.3, 0.45):  # how far from the middle a boundary may be, as a share of the text
        for boundary in _BOUNDARIES:
            positions = [
                match.end() for match in boundary.finditer(text) if abs(match.end() - middle) <= share * len(text)
            ]
            if positions:
                return min(positions, key=lambda position: abs(position - middle))
    return len(text) // 2
