"""Statistics of a corpus, in one pass; memory grows with the number of documents, eight bytes each."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from align.checks.band import band
from align.checks.ratio import log_ratio
from align.corpus.pair import Pair
from align.languages.tags import normal_tag

EXAMPLES = 8
LENGTHS = (1, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100)
"""Words of the source at which the bars of the length histogram begin."""
RATIOS = (0.5, 0.67, 0.8, 0.9, 1.0, 1.11, 1.25, 1.5, 2.0)
"""Length of the target against the source's, in characters, at which the bars of its histogram begin."""
SCORES = tuple(step / 10 for step in range(1, 10))


@dataclass(slots=True)
class Histogram:
    """Counts between `edges`: one bar below the first, one from each on."""

    edges: tuple[float, ...]
    counts: list[int] = field(default_factory=list)

    def add(self, value: float) -> None:
        """Count one value."""
        self.counts = self.counts or [0] * (len(self.edges) + 1)
        self.counts[bisect_right(self.edges, value)] += 1

    def bars(self) -> Iterator[tuple[str, int]]:
        """Yield the bars from the first to the last that counts anything, with their ranges."""
        names = [f"< {self.edges[0]:g}"]
        names += [f"{low:g} – {high:g}" for low, high in zip(self.edges, self.edges[1:], strict=False)]
        names.append(f"≥ {self.edges[-1]:g}")
        full = [bar for bar, count in enumerate(self.counts) if count]
        for bar in range(full[0], full[-1] + 1) if full else ():
            yield names[bar], self.counts[bar]


@dataclass(slots=True)
class Statistics:
    """The numbers of a corpus. Words are what stands between spaces."""

    pairs: int = 0
    one_sided: int = 0
    scored: int = 0
    source_words: int = 0
    target_words: int = 0
    languages: Counter[tuple[str, str]] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    models: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)
    lengths: Histogram = field(default_factory=lambda: Histogram(LENGTHS))
    ratios: Histogram = field(default_factory=lambda: Histogram(RATIOS))
    scores: Histogram = field(default_factory=lambda: Histogram(SCORES))
    first_created: str = ""
    last_created: str = ""
    _documents: set[bytes] = field(default_factory=set)
    _examples: list[tuple[int, int, Pair]] = field(default_factory=list)

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Statistics:
        """Compute the statistics of a stream of pairs."""
        result = cls()
        for pair in pairs:
            result.add(pair)
        return result

    @property
    def documents(self) -> int:
        """How many documents the pairs name."""
        return len(self._documents)

    @property
    def examples(self) -> list[Pair]:
        """Some pairs with two sides, chosen by a hash of their ids and texts: always the same."""
        return [pair for _, _, pair in sorted(self._examples, reverse=True)]

    def add(self, pair: Pair) -> None:
        """Count one pair."""
        self.pairs += 1
        self.languages[normal_tag(pair.source_lang), normal_tag(pair.target_lang)] += 1
        self.statuses[pair.status] += 1
        self.origins[pair.origin] += 1
        self.kinds[pair.kind] += 1
        self.flags.update(pair.flags)
        if its_band := band(pair):
            self.bands[its_band] += 1
        if pair.model:
            self.models[pair.model] += 1
        if pair.doc:
            self._documents.add(_hash(pair.doc))
        if pair.created:
            self.first_created = min(self.first_created or pair.created, pair.created)
            self.last_created = max(self.last_created, pair.created)
        words = len(pair.source.split())
        self.source_words += words
        self.target_words += len(pair.target.split())
        if pair.score is not None:
            self.scored += 1
            self.scores.add(pair.score)
        if not (pair.source.strip() and pair.target.strip()):
            self.one_sided += 1
            return
        self.lengths.add(words)
        self.ratios.add(2.718281828459045 ** log_ratio(pair))
        entry = (-int.from_bytes(_hash(f"{pair.id}\t{pair.source}"), "big"), self.pairs, pair)
        if len(self._examples) < EXAMPLES:
            heapq.heappush(self._examples, entry)
        elif entry > self._examples[0]:
            heapq.heapreplace(self._examples, entry)


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
