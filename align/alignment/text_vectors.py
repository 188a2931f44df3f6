"""The vectors of two texts that are aligned more than once: made once, and given again when the order changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from align.alignment.arrays import Floats
from align.encoders.base import Overlaps, SentenceEncoder, overlaps

AT_ONCE = 1000
"""Sentences whose vectors are made at once. Bounds memory and changes nothing."""


class TextVectors:
    """An encoder that remembers the overlaps of each text it was given; otherwise the encoder it is made of."""

    def __init__(self, encoder: SentenceEncoder):
        self._encoder = encoder
        self._known: list[tuple[list[str], Overlaps]] = []
        self.name, self.signature, self.languages = encoder.name, encoder.signature, encoder.languages

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See SentenceEncoder."""
        return self._encoder.encode(texts)

    def overlaps(self, texts: Sequence[str]) -> Overlaps:
        """See OverlapEncoder."""
        wanted = list(texts)
        for known, vectors in self._known:
            if known == wanted:
                return vectors
        made = overlaps(self._encoder, wanted)
        self._known.append((wanted, made))
        return made

    def rearrange(self, texts: Sequence[str], order: Sequence[int]) -> None:
        """Remember the overlaps of a text whose sentences come in another order, too: those that lie within a run."""
        self._known.append(([texts[i] for i in order], _RearrangedOverlaps(self.overlaps(texts), order)))


class _RearrangedOverlaps:
    """Overlaps of a text in another order; zeros for those that would join sentences which are no neighbours."""

    def __init__(self, base: Overlaps, order: Sequence[int]):
        self._base, self._order = base, order
        begins = [p for p in range(len(order)) if p == 0 or order[p] != order[p - 1] + 1]
        self._runs = list(pairwise([*begins, len(order)]))

    def vectors(self, start: int, stop: int, size: int) -> NDArray[np.float32]:
        """See Overlaps."""
        parts = []
        for first, last in self._runs:
            low, high = max(first, start), min(last, stop)
            if low < high:
                begin = self._order[low]
                part = self._base.vectors(begin, begin + high - low, size)
                for k in range(1, size):
                    part[: max(0, first + k - low), k] = 0.0
                parts.append(part)
        return np.concatenate(parts)


def vectors_of(vectors: Overlaps, sentences: Sequence[int]) -> Floats:
    """The vectors of single sentences, by their ascending indices, [k, dimensions], in half precision."""
    parts = []
    first = 0
    for place in range(1, len(sentences) + 1):
        ends = place == len(sentences) or sentences[place] != sentences[place - 1] + 1
        if ends or place - first == AT_ONCE:
            parts.append(vectors.vectors(sentences[first], sentences[place - 1] + 1, 1)[:, 0].astype(np.float16))
            first = place
    return np.concatenate(parts)
