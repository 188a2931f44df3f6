"""Train, dev and test: parts of a corpus that share no document, and what of one is in another all the same.

A document's name decides, through a hash: it becomes a number from 0 to 1, and each part takes a stretch of these
numbers. The same seed gives the same split whatever the order of the pairs; with shares a document stays where it is
when others come or go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from align.corpus.pair import Pair
from align.curation.duplicates import near, ranks
from align.curation.minhash import SignatureFile
from align.curation.two_pass import no_room
from align.errors import UsageError

TRAIN = "train"
"""The part that gets what no other takes."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a part is to be: `share` of the documents, or about so many `pairs`."""

    name: str
    share: float = 0.0
    pairs: int = 0

    @classmethod
    def parse(cls, text: str) -> Size:
        """`dev=0.05`, `dev=5%` or `dev=2000`. Raises UsageError for anything else."""
        name, _, size = text.partition("=")
        try:
            number = float(size[:-1]) / 100 if size.endswith("%") else float(size)
        except ValueError:
            number = -1.0
        whole = number >= 1 and number % 1 == 0 and not size.endswith("%")
        if not name.isidentifier() or name == TRAIN or not (whole or 0 < number < 1):
            raise UsageError(f"--split {text}: write it as dev=2000 (pairs) or test=5% (of the documents), not train")
        return cls(name, pairs=int(number)) if whole else cls(name, share=number)


@dataclass(frozen=True, slots=True)
class Parts:
    """The names of the parts and the numbers below which each takes documents; `train` is last and takes the rest."""

    names: tuple[str, ...]
    bounds: tuple[float, ...]
    seed: str = ""

    def part(self, pair: Pair) -> int:
        """The place in `names` of the part that a pair belongs to."""
        number = place_of(pair, self.seed)
        return next((part for part, bound in enumerate(self.bounds) if number < bound), len(self.bounds))


def place_of(pair: Pair, seed: str = "") -> float:
    """The number from 0 to 1 of a pair's document; a pair without a document stands for itself."""
    name = (f"{seed}\0" if seed else "") + (pair.doc or pair.id)
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big") / 2**64


def plan(pairs: Iterable[Pair], sizes: Sequence[Size], seed: str = "") -> Parts:
    """The parts of these sizes; of a part in pairs, as many whole documents as come nearest to it.

    `pairs` are read if a size is in pairs. Raises UsageError for shares above one and for names given twice.
    """
    names = [size.name for size in sizes]
    if len(set(names)) < len(names) or sum(size.share for size in sizes) >= 1:
        raise UsageError("--split: name each part once, and leave some of the documents to train")
    numbers = np.array([place_of(pair, seed) for pair in pairs] if any(size.pairs for size in sizes) else [])
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
    return Parts((*names, TRAIN), tuple(bounds), seed)


def leaks(pairs: Iterable[Pair], parts: Parts, alike: float = 0.8) -> Leaks:
    """Which pairs are nearly the same as one of a part that is measured with: of train as dev or test, of dev as test.

    Raises OutputError when the temporary disk is full.
    """
    signatures, places = SignatureFile(), bytearray()
    order = list(reversed(range(len(parts.names) - 1)))  # the last part named is the most precious
    try:
        for pair in pairs:
            places.append(parts.part(pair))
            signatures.add(f"{pair.source} {pair.target}")
        part = np.frombuffer(places, dtype=np.uint8)
        grades = np.full(len(parts.names), len(parts.names))
        grades[order] = np.arange(len(order))
        grade = grades[part]
        everything = np.ones(len(part), dtype=np.bool_)
        stays = near(signatures.bands(), ranks(grade), alike, everything)
    except OSError as error:
        raise no_room(error) from error
    finally:
        signatures.close()
    leaking = (stays >= 0) & (grade[stays] < grade)
    counts = {
        (parts.names[of], parts.names[into]): int((leaking & (part == of) & (part[stays] == into)).sum())
        for of in range(len(parts.names))
        for into in range(len(parts.names))
    }
    return Leaks({names: count for names, count in counts.items() if count}, np.flatnonzero(leaking).tolist())


@dataclass(frozen=True, slots=True)
class Leaks:
    """How many pairs of one part are nearly the same as one of another, and the places of those pairs, in order."""

    counts: dict[tuple[str, str], int]
    places: list[int]

    def marked(self, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, bool]]:
        """The pairs, each with whether it leaks."""
        places = iter(self.places)
        following = next(places, -1)
        for place, pair in enumerate(pairs):
            yield pair, place == following
            if place == following:
                following = next(places, -1)
