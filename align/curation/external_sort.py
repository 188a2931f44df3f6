"""Sorting a stream of pairs that does not fit into memory: sorted runs on disk, merged (Knuth, volume 3, 5.4)."""

from __future__ import annotations

import heapq
import math
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, Any

from align.checks.ratio import log_ratio, width
from align.corpus.pair import Pair
from align.curation.two_pass import no_room

RUN = 50_000
"""Pairs sorted in memory at once: some 60 MB of news sentences."""
MERGED = 64
"""Runs merged at once; more are merged in stages, so that no limit on open files is met."""

Key = Callable[[Pair], Any]


def _highest(value: float | None) -> float:
    return math.inf if value is None or math.isnan(value) else -value


ORDERS: dict[str, Key] = {
    "score": lambda pair: _highest(pair.score),
    "logprob": lambda pair: _highest(pair.logprob),
    "length": lambda pair: width(pair.source) + width(pair.target),
    "ratio": lambda pair: abs(log_ratio(pair)),
    "source": lambda pair: (pair.source.casefold(), pair.target.casefold()),
    "target": lambda pair: (pair.target.casefold(), pair.source.casefold()),
    "document": lambda pair: (pair.doc, pair.n),
}
"""What pairs can be sorted by. Scores and log-probabilities: the best first, what has none last; length in characters:
the shortest first; ratio: the sides of most equal length first."""


def sort_pairs(pairs: Iterable[Pair], key: Key, reverse: bool = False, run: int = RUN) -> Iterator[Pair]:
    """The pairs in the order of `key`; equal ones keep the order in which they came, also in reverse.

    No more than `run` pairs are in memory; a stream longer than that goes through temporary files, which are gone when
    the stream ends. Raises OutputError when their disk is full.
    """
    stream = iter(pairs)
    first = sorted(islice(stream, run), key=key, reverse=reverse)
    if len(first) < run:
        yield from first
        return
    with ExitStack() as stack:
        runs = [_written(first, stack)]
        first = []
        while part := sorted(islice(stream, run), key=key, reverse=reverse):
            runs.append(_written(part, stack))
        while len(runs) > MERGED:
            runs = [
                _written(heapq.merge(*map(_read, runs[start : start + MERGED]), key=key, reverse=reverse), stack)
                for start in range(0, len(runs), MERGED)
            ]
        yield from heapq.merge(*map(_read, runs), key=key, reverse=reverse)


def _written(pairs: Iterable[Pair], stack: ExitStack) -> IO[bytes]:
    """A run on disk, in a file without a name that only this process can read."""
    try:
        file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        write = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
        for pair in pairs:
            write.dump(pair)
            write.clear_memo()
        file.seek(0)
    except OSError as error:
        raise no_room(error) from error
    return file


def _read(file: IO[bytes]) -> Iterator[Pair]:
    while True:
        try:
            yield pickle.load(file)
        except EOFError:
            break
    file.close()
