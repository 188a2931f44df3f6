"""Sorts a stream of pairs that does not fit into memory: sorted runs on disk, merged (Knuth, volume 3, 5.4)."""

from __future__ import annotations

import heapq
import math
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import IO, Any

from align.checks.band import estimated_quality
from align.checks.ratio import log_ratio, width
from align.corpus.pair import Pair
from align.io.own_errors import temporary_error

RUN_PAIRS = 50_000
"""Pairs sorted in memory at once: some 60 MB of news sentences."""
MERGED_RUNS = 64
"""Runs merged at once; more are merged in stages, so that no limit on open files is met."""

Key = Callable[[Pair], Any]


def _descending(value: float | None) -> float:
    return math.inf if value is None or math.isnan(value) else -value


ORDERS: dict[str, Key] = {
    "score": lambda pair: _descending(pair.score),
    "logprob": lambda pair: _descending(pair.logprob),
    "quality": lambda pair: _descending(estimated_quality(pair)),
    "length": lambda pair: width(pair.source) + width(pair.target),
    "ratio": lambda pair: abs(log_ratio(pair)),
    "source": lambda pair: (pair.source.casefold(), pair.target.casefold()),
    "target": lambda pair: (pair.target.casefold(), pair.source.casefold()),
    "document": lambda pair: (pair.doc, pair.n),
}
"""The keys for sorting. Scores, log-probabilities and estimated quality: the best first, pairs without one last; length
in characters: the shortest first; ratio: the sides of most equal length first."""


def sort_pairs(pairs: Iterable[Pair], key: Key, reverse: bool = False, run: int = RUN_PAIRS) -> Iterator[Pair]:
    """Sort pairs by `key`; equal ones keep the order in which they came, also in reverse.

    No more than `run` pairs are in memory; a stream longer than that goes through temporary files, which are gone when
    the stream ends. Raises OutputError when their disk is full.
    """

    def merged(files: Sequence[IO[bytes]]) -> Iterator[Pair]:
        return heapq.merge(*map(_read_run, files), key=key, reverse=reverse)

    stream = iter(pairs)
    first = sorted(islice(stream, run), key=key, reverse=reverse)
    if len(first) < run:
        yield from first
        return
    with ExitStack() as stack:
        runs = [_write_run(first, stack)]
        first = []
        while part := sorted(islice(stream, run), key=key, reverse=reverse):
            runs.append(_write_run(part, stack))
        while len(runs) > MERGED_RUNS:
            groups = [runs[start : start + MERGED_RUNS] for start in range(0, len(runs), MERGED_RUNS)]
            runs = [_write_run(merged(group), stack) for group in groups]
        yield from merged(runs)


def _write_run(pairs: Iterable[Pair], stack: ExitStack) -> IO[bytes]:
    """Write a run to disk, in a file without a name that only this process can read."""
    try:
        file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        write = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
        for pair in pairs:
            write.dump(pair)
            write.clear_memo()
        file.seek(0)
    except OSError as error:
        raise temporary_error(error) from error
    return file


def _read_run(file: IO[bytes]) -> Iterator[Pair]:
    while True:
        try:
            yield pickle.load(file)
        except EOFError:
            break
    file.close()
