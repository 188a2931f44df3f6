"""Measures the similarity of two texts in words: what a CAT tool calls a fuzzy match."""

from __future__ import annotations

from collections.abc import Sequence

_OTHER_WORD = "\x00"
"""Encodes every word that the first text does not have."""


class WordEditSimilarity:
    """Compares many texts with one: the similarity of each in per cent.

    It is 100 · (1 - edits / length of the longer text), where `edits` is the least number of words inserted, deleted or
    replaced (Levenshtein distance over words, in lower case, without punctuation), rounded down. Only a text of the
    same words in the same order has 100.
    """

    def __init__(self, words: Sequence[str]):
        self._characters = {word: chr(0xF0000 + number) for number, word in enumerate(dict.fromkeys(words))}
        self._text = self._encode(words)

    def percent(self, words: Sequence[str], at_least: int = 0) -> int:
        """The similarity of a text of these words; 0 if it is below `at_least`."""
        from rapidfuzz.distance import Levenshtein

        longer = max(len(self._text), len(words), 1)
        max_edits = longer * (100 - at_least) // 100
        edits = int(Levenshtein.distance(self._text, self._encode(words), score_cutoff=max_edits))
        return 100 * (longer - edits) // longer if edits <= max_edits else 0

    def _encode(self, words: Sequence[str]) -> str:
        """Encode each word as a character: rapidfuzz compares strings fastest."""
        return "".join([self._characters.get(word, _OTHER_WORD) for word in words])
