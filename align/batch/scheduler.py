"""The run: chunks out to the workers, results in, each kept before the next is given out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from align.batch.collection import Collection, RunStats
from align.batch.types import Chunk, ChunkResult, DocumentResult, Pool, Task
from align.localization import _

MOST = 512 * 1024
"""Bytes of input in a chunk at most: some 4,000 sentences, enough for full batches of every length."""
LEAST = 64 * 1024
"""Bytes of input in a chunk at least, while there is as much: smaller ones cost a tenth of the speed."""


def run(collection: Collection, pool: Pool, on_progress: Callable[[RunStats], None] = lambda stats: None) -> None:
    """Do what is wanted in `collection` with the workers of `pool`; `on_progress` gets the stats after each chunk.

    A chunk whose worker dies is done again a document at a time; one whose worker dies even so is a failed document.
    Whatever is raised in the midst, what was committed stays.
    """
    stats = collection.stats
    on_progress(stats)
    fresh = chunks(collection.tasks(), stats.bytes_wanted, pool.workers)
    again: deque[Chunk] = deque()
    under_way = 0
    try:
        while True:
            while pool.free and (chunk := again.popleft() if again else next(fresh, None)):
                pool.submit(chunk)
                under_way += 1
            if not under_way:
                break
            result = pool.wait()
            under_way -= 1
            if result.crash and len(result.chunk.tasks) > 1:
                again.extend(Chunk((task,)) for task in result.chunk.tasks)
                continue
            collection.commit(_crashed(result) if result.crash else result)
            on_progress(stats)
    finally:
        pool.close()
    collection.finish()


def chunks(tasks: Iterable[Task], size: int, workers: int) -> Iterator[Chunk]:
    """Cut the tasks, `size` bytes of input, into chunks of one shard each.

    They get smaller towards the end, so that the workers finish together.
    """
    chunk: list[Task] = []
    filled, left = 0, size
    for task in tasks:
        most = min(MOST, max(LEAST, left // (2 * workers)))
        if chunk and (filled + task.size > most or task.shard != chunk[0].shard):
            yield Chunk(tuple(chunk))
            chunk, left, filled = [], left - filled, 0
        chunk.append(task)
        filled += task.size
    if chunk:
        yield Chunk(tuple(chunk))


def _crashed(result: ChunkResult) -> ChunkResult:
    error = _("{crash} while it was at work on this document", crash=result.crash)
    return replace(result, outcomes=[DocumentResult(task.n, error=error) for task in result.chunk.tasks], crash=None)
