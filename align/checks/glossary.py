"""Glossary terms: where the source has the term, the target must have its translation, in whatever form."""

from __future__ import annotations

import re

from align.checks.lexicon import fold
from align.checks.view import View

_WORD = re.compile(r"[^\W_]+")


def term_missing(view: View) -> str | None:
    """A source term of the glossary is there and its target term is not."""
    if not view.options.glossary:
        return None
    source = _words(view.source)
    target: list[str] | None = None
    lost = []
    for term, wanted in view.options.glossary:
        if _stands_in(_words(term), source, inflected=2):
            target = _words(view.target) if target is None else target
            if not _stands_in(_words(wanted), target, inflected=3):
                lost.append(f"{term} → {wanted}")
    return "; ".join(lost) if lost else None


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _stands_in(term: list[str], words: list[str], inflected: int) -> bool:
    """Whether the words of `term` stand in a row; each may have another ending of up to `inflected` letters."""
    size = len(term)
    return size > 0 and any(
        all(_same_word(ours, theirs, inflected) for ours, theirs in zip(term, words[place : place + size], strict=True))
        for place in range(len(words) - size + 1)
    )


def _same_word(one: str, other: str, inflected: int) -> bool:
    if one == other:
        return True
    keep = max(3, min(len(one), len(other)) - inflected)
    return len(one) > 3 and one[:keep] == other[:keep] and abs(len(one) - len(other)) <= inflected
