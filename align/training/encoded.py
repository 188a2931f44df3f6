"""Pairs as token ids, kept in columns: a million of them take megabytes, and processes share them without copying."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np

from align.errors import InputError
from align.io.atomic import atomic_output

Ids = np.ndarray[Any, np.dtype[np.int32]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one pair, each side closed by the end-of-sentence id; `weight` is how often a pass sees it."""

    source: Ids
    target: Ids
    weight: float = 1.0


class EncodedPairs(Sequence[Encoded]):
    """A list of Encoded in columns: the ids of a side end to end (int32), the lengths of its rows, the weights."""

    def __init__(
        self,
        source_ids: Ids,
        source_lengths: Ids,
        target_ids: Ids,
        target_lengths: Ids,
        weights: np.ndarray[Any, np.dtype[np.float32]],
    ):
        if not (len(source_lengths) == len(target_lengths) == len(weights)):
            raise ValueError("the columns are of different lengths")
        if (int(source_lengths.sum()), int(target_lengths.sum())) != (len(source_ids), len(target_ids)):
            raise ValueError("the lengths do not add up to the ids")
        self.source_ids, self.source_lengths = source_ids, source_lengths
        self.target_ids, self.target_lengths = target_ids, target_lengths
        self.weights = weights
        self._source_starts, self._target_starts = _starts(source_lengths), _starts(target_lengths)

    @classmethod
    def of(cls, pairs: Iterable[Encoded]) -> EncodedPairs:
        """Put `pairs` into columns; what is in columns already is returned unchanged."""
        if isinstance(pairs, cls):
            return pairs
        rows = list(pairs)
        return cls(
            *_column([pair.source for pair in rows]),
            *_column([pair.target for pair in rows]),
            np.array([pair.weight for pair in rows], np.float32),
        )

    def swapped(self, without: int | None = None) -> EncodedPairs:
        """The same pairs with source and target exchanged, for the opposite direction. The id `without`, such as that
        of `<bt>`, is taken out of what was the source."""
        ids, lengths = self.source_ids, self.source_lengths
        if without is not None:
            removed = np.concatenate([[0], np.cumsum(ids == without)])
            lengths = (lengths - np.diff(removed[self._source_starts])).astype(np.int32)
            ids = ids[ids != without]
        return EncodedPairs(self.target_ids, self.target_lengths, ids, lengths, self.weights)

    def __len__(self) -> int:
        return len(self.weights)

    @overload
    def __getitem__(self, index: int) -> Encoded: ...
    @overload
    def __getitem__(self, index: slice) -> EncodedPairs: ...
    def __getitem__(self, index: int | slice) -> Encoded | EncodedPairs:
        if isinstance(index, slice):
            return EncodedPairs.of([self[row] for row in range(*index.indices(len(self)))])
        row = range(len(self))[index]
        return Encoded(
            self.source_ids[self._source_starts[row] : self._source_starts[row + 1]],
            self.target_ids[self._target_starts[row] : self._target_starts[row + 1]],
            float(self.weights[row]),
        )


COLUMNS = ("source_ids", "source_lengths", "target_ids", "target_lengths", "weights")


def save_encoded(path: Path, data: Iterable[Encoded]) -> None:
    """Write `data` to one `.npz` file, a column an array, in the smallest integers that hold it."""
    pairs = EncodedPairs.of(data)
    arrays = {name: getattr(pairs, name) for name in COLUMNS}
    for name in COLUMNS[:-1]:
        arrays[name] = arrays[name].astype(np.min_scalar_type(int(arrays[name].max(initial=0))))
    with atomic_output(path) as stream:
        np.savez(stream, **arrays)


def load_encoded(path: Path) -> EncodedPairs:
    """Read what `save_encoded` wrote. Raises InputError for a file that cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            a, b, c, d = (arrays[name].astype(np.int32) for name in COLUMNS[:-1])
            return EncodedPairs(a, b, c, d, arrays[COLUMNS[-1]].astype(np.float32))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        problem = f"cannot read the encoded pairs of {path} ({error})"
        raise InputError(problem, path=path, hint="prepare them again") from error


def _column(rows: Sequence[Ids]) -> tuple[Ids, Ids]:
    ids = np.concatenate(rows).astype(np.int32) if rows else np.zeros(0, np.int32)
    return ids, np.array([len(row) for row in rows], np.int32)


def _starts(lengths: Ids) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The start of each row, and the end of the last one."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
