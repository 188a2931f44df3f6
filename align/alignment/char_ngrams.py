"""Vectors of character n-grams, for languages that no encoder at hand knows: near where names, numbers and cognates
agree."""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from align.alignment.cognates import trigrams

DIMENSIONS = 1024
"""Buckets that the trigrams are hashed into (CRC-32). Chosen by hand."""
_WORD = re.compile(r"\d+|[^\W\d_]+")


class CharNgramVectors:
    """Hashed letter trigrams (in Latin letters) and numbers of each sentence, weighted by rarity in both texts.

    A feature of a block weighs ln(1 + its count) * ln((N + 1) / (df + 1/2)) of N sentences of both texts; vectors have
    the length 1.
    """

    def __init__(self, features: list[Counter[int]], weights: NDArray[np.float32]):
        self._features, self._weights = features, weights

    @classmethod
    def of(cls, source: Sequence[str], target: Sequence[str]) -> tuple[CharNgramVectors, CharNgramVectors]:
        """The vectors of two texts in one space."""
        sides = [[_features(text) for text in texts] for texts in (source, target)]
        frequency = Counter(feature for side in sides for sentence in side for feature in sentence)
        count = len(source) + len(target)
        weights = np.zeros(DIMENSIONS, dtype=np.float32)
        for feature, number in frequency.items():
            weights[feature] = math.log((count + 1) / (number + 0.5))
        return cls(sides[0], weights), cls(sides[1], weights)

    def vectors(self, start: int, stop: int, size: int) -> NDArray[np.float32]:
        """See align.encoders.base.Overlaps; a vector without features is all zeros."""
        first = max(0, start - size + 1)
        counts = np.zeros((stop - first, size, DIMENSIONS), dtype=np.float32)  # [i, k]: of k + 1 sentences up to i
        for i, features in enumerate(self._features[first:stop]):
            if features:
                counts[i, 0, list(features)] = list(features.values())
        for k in range(1, min(size, stop - first)):
            counts[k:, k] = counts[k:, k - 1] + counts[:-k, 0]
        out = np.log1p(counts[start - first :]) * self._weights
        norms = np.sqrt((out * out).sum(axis=2, keepdims=True))
        vectors: NDArray[np.float32] = out / np.maximum(norms, 1e-6)
        return vectors


def _features(text: str) -> Counter[int]:
    found: Counter[int] = Counter()
    for word in _WORD.findall(text.lower()):
        for piece in (word,) if word.isdigit() else trigrams(word):
            found[zlib.crc32(piece.encode()) % DIMENSIONS] += 1
    return found
