"""Held-out texts, which a model is measured with: they and near copies of them must never be trained on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from align.languages.normalization import letters

CONTAINED = 30
"""Characters from which a text inside another one counts as a copy: about five words. Shorter ones are phrases."""

_GRAM = 15  # an interval of 2·15-1 or more characters covers one whole cell of a grid of 15


class HeldOut:
    """The held-out texts, folded by `fold`; `overlaps` recognises a text that equals, contains or is contained in one.

    Containment counts from `CONTAINED` folded characters. To find it fast, all 15-grams of the held-out texts are
    indexed, and only the cells 0, 15, 30 … of a text are looked up: whichever contains the other, one cell lies inside
    their common part.
    """

    def __init__(self, texts: Iterable[str], fold: Callable[[str], str] = letters):
        self._fold = fold
        self._texts = {folded for text in texts if (folded := fold(text))}
        self._grams: dict[str, list[str]] = defaultdict(list)
        for text in self._texts:
            if len(text) >= CONTAINED:
                for gram in {text[start : start + _GRAM] for start in range(len(text) - _GRAM + 1)}:
                    self._grams[gram].append(text)

    def __len__(self) -> int:
        return len(self._texts)

    def overlaps(self, text: str) -> bool:
        """Whether `text` equals a held-out text, contains one, or is contained in one."""
        folded = self._fold(text)
        if folded in self._texts:
            return True
        if len(folded) < CONTAINED:
            return False
        for start in range(0, len(folded) - _GRAM + 1, _GRAM):
            for known in self._grams.get(folded[start : start + _GRAM], ()):
                if folded in known or known in folded:
                    return True
        return False
