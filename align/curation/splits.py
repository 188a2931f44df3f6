"""Splits a corpus into train, dev and test that share no document, and finds pairs that leak all the same.

A document's name decides, through a hash: it becomes a number from 0 to 1, and each split takes an interval of these
numbers. The same seed gives the same splits whatever the order of the pairs; with shares a document stays where it is
when others come or go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from align.corpus.pair import Pair
from align.curation.duplicates import near_duplicates, ranks
from align.curation.minhash import SignatureFile
from align.errors import UsageError, option_name
from align.io.own_errors import temporary_error
from align.localization import _

TRAIN = "train"
"""The split that gets what no other takes."""


@dataclass(frozen=True, slots=True)
class SplitSize:
    """The size of a split: a `share` of the documents, or about so many `pairs`."""

    name: str
    share: float = 0.0
    pairs: int = 0

    @classmethod
    def parse(cls, text: str) -> SplitSize:
        """Parse `dev=0.05`, `dev=5%` or `dev=2000`. Raises UsageError for anything else."""
        name, __, size = text.partition("=")
        try:
            number = float(size[:-1]) / 100 if size.endswith("%") else float(size)
        except ValueError:
            number = -1.0
        whole = number >= 1 and number % 1 == 0 and not size.endswith("%")
        if not name.isidentifier() or name == TRAIN or not (whole or 0 < number < 1):
            hint = _("write it as dev=2000 (pairs) or test=5% (of the documents), not train")
            raise UsageError(f"{option_name('split')} {text}", hint=hint)
        return cls(name, pairs=int(number)) if whole else cls(name, share=number)


@dataclass(frozen=True, slots=True)
class Splits:
    """The names of the splits and the numbers below which each takes documents; `train` is last and takes the rest."""

    names: tuple[str, ...]
    bounds: tuple[float, ...]
    seed: str = ""

    def index_of(self, pair: Pair) -> int:
        """The index in `names` of the split that a pair belongs to."""
        number = split_number(pair, self.seed)
        return next((index for index, bound in enumerate(self.bounds) if number < bound), len(self.bounds))


def split_number(pair: Pair, seed: str = "") -> float:
    """The number from 0 to 1 of a pair's document, or of the pair itself where it has none."""
    name = (f"{seed}\0" if seed else "") + (pair.doc or pair.id)
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big") / 2**64


def plan(pairs: Iterable[Pair], sizes: Sequence[SplitSize], seed: str = "") -> Splits:
    """Plan splits of these sizes; one given in pairs gets as many whole documents as come nearest to it.

    `pairs` are read if a size is in pairs. Raises UsageError for shares above one and for names given twice.
    """
    names = [size.name for size in sizes]
    if len(set(names)) < len(names) or sum(size.share for size in sizes) >= 1:
        hint = _("name each part once, and leave some of the documents to train")
        raise UsageError(option_name("split"), hint=hint)
    numbers = np.array([split_number(pair, seed) for pair in pairs] if any(size.pairs for size in sizes) else [])
    documents, counts = np.unique(numbers, return_counts=True)
    edges = np.append(documents, 1.0)
    bounds: list[float] = []
    low = 0.0
    for size in sizes:
        if size.pairs:
            start = int(np.searchsorted(documents, low))
            sums = np.concatenate(([0], np.cumsum(counts[start:])))
            low = float(edges[start + int(np.argmin(np.abs(sums - size.pairs)))])
        else:
            low += size.share
        bounds.append(low)
    return Splits((*names, TRAIN), tuple(bounds), seed)


def leaks(pairs: Iterable[Pair], splits: Splits, jaccard_threshold: float = 0.8) -> Leaks:
    """Find pairs that are nearly the same as one of a split for evaluation: of train as dev or test, of dev as test.

    Raises OutputError when the temporary disk is full.
    """
    signatures, indices = SignatureFile(), bytearray()
    order = list(reversed(range(len(splits.names) - 1)))  # the last split named is the most precious
    try:
        for pair in pairs:
            indices.append(splits.index_of(pair))
            signatures.add(f"{pair.source} {pair.target}")
        split = np.frombuffer(indices, dtype=np.uint8)
        grades = np.full(len(splits.names), len(splits.names))
        grades[order] = np.arange(len(order))
        grade = grades[split]
        everything = np.ones(len(split), dtype=np.bool_)
        stays = near_duplicates(signatures.bands(), ranks(grade), jaccard_threshold, everything)
    except OSError as error:
        raise temporary_error(error) from error
    finally:
        signatures.close()
    leaking = (stays >= 0) & (grade[stays] < grade)
    counts = {
        (splits.names[of], splits.names[into]): int((leaking & (split == of) & (split[stays] == into)).sum())
        for of in range(len(splits.names))
        for into in range(len(splits.names))
    }
    return Leaks({names: count for names, count in counts.items() if count}, np.flatnonzero(leaking).tolist())


@dataclass(frozen=True, slots=True)
class Leaks:
    """How many pairs of one split are nearly the same as one of another, and the indices of those pairs, in order."""

    counts: dict[tuple[str, str], int]
    indices: list[int]

    def marked(self, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, bool]]:
        """Yield the pairs, each with whether it leaks."""
        indices = iter(self.indices)
        following = next(indices, -1)
        for index, pair in enumerate(pairs):
            yield pair, index == following
            if index == following:
                following = next(indices, -1)
