"""The chrF of every text of a list with every other as its reference, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Hashes: TypeAlias = NDArray[np.uint64]

ORDERS = 6
"""Letters of the longest n-grams, white space left out: the default of chrF."""
BETA = 2.0
"""How many times as much recall counts as precision: the default of chrF, too."""
_BASE = np.uint64(0x9E3779B97F4A7C15)


def mutual_chrf(texts: Sequence[str]) -> Floats:
    """Compute the sentence chrF, 0 to 1, of each text with each as its reference: shape (texts, references).

    Precision and recall of n-grams of 1 to 6 letters, averaged over the orders that both texts have (Popović 2015,
    https://aclanthology.org/W15-3049), as sacrebleu's `sentence_chrf`.
    """
    letters, owner, left = _letters(texts)
    precision = np.zeros((len(texts), len(texts)), dtype=np.float32)
    recall, orders = precision.copy(), precision.copy()
    hashes = np.zeros(len(letters), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for order in range(1, ORDERS + 1):
            hashes = hashes[: max(0, len(letters) - order + 1)] * _BASE + letters[order - 1 :]
            whole = left[: len(hashes)] >= order
            counts = _counts(hashes[whole], owner[: len(hashes)][whole], len(texts))
            sizes, common = counts.sum(axis=1), _in_common(counts)
            both = (sizes[:, None] > 0) & (sizes[None] > 0)
            precision += common / np.maximum(sizes, 1)[:, None]
            recall += common / np.maximum(sizes, 1)[None]
            orders += both
    orders = np.maximum(orders, 1)
    precision, recall = precision / orders, recall / orders
    chrf: Floats = (1 + BETA**2) * precision * recall / np.maximum(BETA**2 * precision + recall, 1e-9)
    return chrf


def _letters(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.int64], NDArray[np.int64]]:
    """The letters of all texts in a row; of each its text's number, and how many of that text's are left from it on."""
    closed = ["".join(text.split()) for text in texts]
    sizes = [len(text) for text in closed]
    code_points = np.frombuffer("".join(closed).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owner = np.repeat(np.arange(len(texts)), sizes)
    left = np.concatenate([np.arange(size, 0, -1) for size in sizes]) if texts else np.zeros(0, dtype=np.int64)
    return code_points.astype(np.uint64) + np.uint64(1), owner, left


def _counts(hashes: Hashes, owner: NDArray[np.int64], texts: int) -> Floats:
    """How often each text has each n-gram: shape (texts, n-grams)."""
    unique, numbers = np.unique(hashes, return_inverse=True)
    cells = np.bincount(owner * len(unique) + numbers, minlength=texts * len(unique))
    return cells.reshape(texts, len(unique)).astype(np.float32)


def _in_common(counts: Floats) -> Floats:
    """The n-grams that each two texts have in common: shape (texts, texts).

    The lesser of two counts is the number of k up to which both reach, and a product of ones and zeros counts those.
    """
    common = np.zeros((len(counts), len(counts)), dtype=np.float32)
    sizes, k = counts.sum(axis=1), 1
    while counts.size:
        reached = (counts >= k).astype(np.float32)
        common += reached @ reached.T
        k += 1
        counts = counts[:, np.count_nonzero(counts >= k, axis=0) > 1]  # what one text alone has is not in common
    np.fill_diagonal(common, sizes)
    return common
