"""Over-long segments are cut at clause marks, so that an engine that takes 100 tokens can draft a sentence of 400."""

from __future__ import annotations

import re
from collections.abc import Callable

LONGEST = 120
"""Source tokens above which a segment is drafted in parts: checkpoints saw few longer sentences in training, and cut or
repeat beyond it (OPUS-CAT issue 93)."""

_MARKS = (
    re.compile(r"[.!?…][\"”’»)]*\s+"),  # sentences that a paragraph-final quotation keeps together
    re.compile(r";\s+"),
    re.compile(r":\s+|\s[—–-]+\s+"),
    re.compile(r",\s+(?=(?:and|but|or|which|who|that|while|although|because|if|when|where|after|before|said)\b)"),
    re.compile(r",\s+"),
    re.compile(r"\s+(?=(?:and|or|but|that|which|who|because|while|after|before|in|on|at|for|with|to|of)\b)"),
    re.compile(r"\s+"),
)


def clauses(text: str, tokens: Callable[[str], int], longest: int = LONGEST) -> list[str]:
    """Cut `text` into parts of at most `longest` tokens, at the strongest mark near the middle.

    Each part keeps its mark; joined with a space the parts give the text again, but for text without a single blank,
    which is cut between characters as a last resort.
    """
    text = text.strip()
    if tokens(text) <= longest or len(text) < 2:
        return [text]
    cut = _best_cut(text)
    return [*clauses(text[:cut], tokens, longest), *clauses(text[cut:], tokens, longest)]


def _best_cut(text: str) -> int:
    middle = len(text) / 2
    for strictness in (0.3, 0.45):  # how far from the middle a cut may lie, as a share of the text
        for mark in _MARKS:
            places = [
                match.end() for match in mark.finditer(text) if abs(match.end() - middle) <= strictness * len(text)
            ]
            if places:
                return min(places, key=lambda place: abs(place - middle))
    return len(text) // 2
