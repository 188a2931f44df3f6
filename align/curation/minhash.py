"""MinHash signatures of pairs: enough of a text to recognise its near copies (Broder 1997).

A text is the set of its 4-grams of letters and digits, without case. The share of 64 hash functions whose minimum two
sets have in common estimates the Jaccard index of the sets; its standard error is at most 0.06. Sixteen bits of each
minimum are kept (b-bit MinHash, Li and König 2010): 128 bytes a pair, whatever its length.

Batches of texts are hashed at once in numpy: three to four times as fast as rensa's and datasketch's loops over
Python strings (`benchmarks/curation.py`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import lru_cache
from typing import IO

import numpy as np
from numpy.typing import NDArray

from align.io.own_errors import scratch_file

GRAM = 4
BANDS, ROWS = 16, 4
"""Pairs that share all four values of one of sixteen bands are compared: at a Jaccard index of 0.8 that finds 99.98 %,
at 0.7 98.8 %, at 0.5 64 %. A band is one 64-bit number."""
HASHES = BANDS * ROWS
BATCH = 512
"""Texts hashed at once: few enough that their hashes stay in the processor's cache."""

Bands = NDArray[np.uint64]
_SEED = 20261123
_GOLDEN, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_END = 1  # no letter; GRAM - 1 of them separate two texts, so that no gram reaches from one into the next


class SignatureFile:
    """The signatures of a stream of texts, on disk: a file for each band, without a name, gone when it is closed.

    `add` takes texts in order; `bands()` gives an array (texts,) of 64-bit values for each of the sixteen bands. A text
    without letters and digits has zeros only, which nothing is compared with.
    """

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._files: list[IO[bytes]] = []
        for _ in range(BANDS):
            file = scratch_file()
            self._files.append(self._stack.enter_context(file))
        self._pending: list[str] = []
        self._count = 0

    def add(self, text: str) -> None:
        """Add the next text. Raises OutputError when the disk is full."""
        self._pending.append(text)
        self._count += 1
        if len(self._pending) == BATCH:
            self._flush()

    def bands(self) -> list[Bands]:
        """The signatures so far, mapped into memory as they are asked for."""
        self._flush()
        for file in self._files:
            file.flush()
        if not self._count:
            return [np.zeros(0, dtype=np.uint64)] * BANDS
        return [np.memmap(file, dtype=np.uint64, mode="r", shape=(self._count,)) for file in self._files]

    def close(self) -> None:
        """Free the disk space."""
        self._stack.close()

    def _flush(self) -> None:
        if self._pending:
            columns = signatures(self._pending)
            for file, column in zip(self._files, columns.T, strict=True):
                file.write(np.ascontiguousarray(column).tobytes())
            self._pending = []


def signatures(texts: Sequence[str]) -> Bands:
    """Compute the signatures of `texts`, an array (texts, BANDS); zeros for a text without letters and digits."""
    letters, lengths = _letters(texts)
    out = np.zeros((len(texts), HASHES), dtype=np.uint16)
    full = np.flatnonzero(lengths)
    if not len(full):
        return out.view(np.uint64)
    grams = len(letters) - GRAM + 1
    hashed = np.zeros(grams, dtype=np.uint64)
    for offset in range(GRAM):
        hashed = hashed * _GOLDEN + letters[offset : offset + grams]
    hashed ^= hashed >> np.uint64(29)
    hashed *= _MIX
    mixed = (hashed >> np.uint64(32)).astype(np.uint32)
    starts = np.concatenate(([0], np.cumsum(lengths[full] + GRAM - 1)[:-1]))
    for number, factor in enumerate(_factors()):
        values = mixed * factor
        values ^= values >> np.uint32(15)
        values *= np.uint32(0x2C1B3C6D)
        values[starts[1:] - 1] = values[starts[1:] - 2] = values[starts[1:] - 3] = np.uint32(0xFFFFFFFF)
        out[full, number] = np.minimum.reduceat(values, starts) >> np.uint32(8) & np.uint32(0xFFFF)
    return out.view(np.uint64)


def agreement(bands: Sequence[Bands], left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """The estimated Jaccard index of the texts `left[i]` and `right[i]`, for every i."""
    same = np.zeros(len(left), dtype=np.int64)
    for band in bands:
        one, other = band[left].view(np.uint16), band[right].view(np.uint16)
        same += (one == other).reshape(-1, ROWS).sum(axis=1)
    return same / (BANDS * ROWS)


def _letters(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The folded code points of all texts, GRAM - 1 end points after each that has any, and the number of each."""
    joined = "".join(text + "\n" for text in (text.replace("\n", " ") for text in texts))
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folds = _folds()
    folded = np.where(points < len(folds), folds[np.minimum(points, len(folds) - 1)], points)
    ends = np.flatnonzero(points == ord("\n"))
    kept = np.concatenate(([0], np.cumsum(folded != 0)))
    bounds = kept[np.concatenate(([0], ends))]
    lengths = np.diff(bounds)
    letters = folded[folded != 0].astype(np.uint64)
    full = lengths > 0
    return np.insert(letters, np.repeat(bounds[1:][full], GRAM - 1), _END), lengths


@lru_cache(maxsize=1)
def _folds() -> NDArray[np.uint32]:
    """Code point → that of its small letter, 0 for what is neither letter nor digit; the basic plane only."""
    table = np.zeros(0x10000, dtype=np.uint32)
    for point in range(0x10000):
        character = chr(point)
        if character.isalnum() or "\u0300" <= character <= "\u036f":
            table[point] = ord(character.lower()[0])
    return table


@lru_cache(maxsize=1)
def _factors() -> NDArray[np.uint32]:
    """An odd multiplier for each hash function, always the same."""
    return np.random.default_rng(_SEED).integers(1, 2**32, HASHES, dtype=np.uint32) | np.uint32(1)
