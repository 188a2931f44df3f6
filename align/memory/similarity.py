"""How similar two texts are, in words: what a CAT tool calls a fuzzy match."""

from __future__ import annotations

from collections.abc import Sequence

_OTHER = "\x00"
"""Stands for every word that the text searched for does not have."""


class Measure:
    """Compares many texts with one: how similar each is, from 0 to 100.

    It is 100 · (1 - edits / length of the longer text), edits being the least number of words put in, taken out or
    exchanged (Levenshtein distance over words, in small letters, punctuation left out), rounded down. Only a text of
    the same words in the same order has 100.
    """

    def __init__(self, words: Sequence[str]):
        self._letters = {word: chr(0xF0000 + place) for place, word in enumerate(dict.fromkeys(words))}
        self._text = self._spell(words)

    def percent(self, words: Sequence[str], at_least: int = 0) -> int:
        """The similarity of a text of these words; 0 if it is below `at_least`."""
        from rapidfuzz.distance import Levenshtein

        longer = max(len(self._text), len(words), 1)
        allowed = longer * (100 - at_least) // 100
        edits = int(Levenshtein.distance(self._text, self._spell(words), score_cutoff=allowed))
        return 100 * (longer - edits) // longer if edits <= allowed else 0

    def _spell(self, words: Sequence[str]) -> str:
        """A letter for each word: rapidfuzz compares strings fastest."""
        return "".join([self._letters.get(word, _OTHER) for word in words])
