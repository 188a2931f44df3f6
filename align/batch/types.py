"""Types that a batch passes around: Tasks (documents to do), Chunks of them, and the DocumentResult of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["done", "failed", "alone"]
"""How a document ended: done, failed (see its error), or alone: unpaired, as no translation of it was found."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document of the collection: number `n` from 0, in shard `shard`.

    `source` and `target` are absolute paths (`target` is None where it is to be drafted), `id` and `target_id` the same
    as the user named them; `stem` is what the ids of its pairs begin with, `size` the bytes of its files. `match` is
    how sure it is that source and target belong together, where that was worked out. A document that is `alone` lacks
    the other side that it should have.
    """

    n: int
    shard: int
    id: str
    stem: str
    size: int
    source: str
    target: str | None = None
    target_id: str | None = None
    match: float | None = None
    alone: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """The one or two files that it is read from."""
        return (self.source,) if self.target is None else (self.source, self.target)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Documents of one shard that a worker does in one go.

    `contents` are the bytes of each task's files (None for one that cannot be read), where the worker may not see the
    files themselves.
    """

    tasks: tuple[Task, ...]
    contents: tuple[tuple[bytes | None, ...], ...] = ()

    @property
    def shard(self) -> int:
        return self.tasks[0].shard


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What became of one document: its pairs as JSON Lines, or the error.

    `hash` is the SHA-256 of its files, `seconds` the worker's time for it (its share of the time of the documents that
    were drafted together with it), `words` those of the source side.
    """

    n: int
    hash: str = ""
    lines: bytes = b""
    pairs: int = 0
    segments: int = 0
    words: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """A chunk that a worker has finished. `header` is the first line of a corpus file with these pairs.

    `crash` says how the worker ended, if it did: then there are no outcomes.
    """

    chunk: Chunk
    header: bytes = b""
    outcomes: Sequence[DocumentResult] = ()
    crash: str | None = None


class Worker(Protocol):
    """Does chunks, one after the other, with models that it has loaded once."""

    def do(self, chunk: Chunk) -> tuple[bytes, list[DocumentResult]]:
        """The header line of a corpus with the chunk's pairs, and an outcome for each task, in order."""


class JobSpec(Protocol):
    """What is asked of every document, small enough to travel to a worker."""

    def open(self, threads: int) -> Worker:
        """Load the models and be ready, with so many cores. AlignError when that cannot be."""


class Pool(Protocol):
    """Workers, on this machine or elsewhere. Chunks are answered in any order."""

    @property
    def workers(self) -> int:
        """How many workers there are."""

    @property
    def free(self) -> int:
        """How many chunks can be taken now."""

    def submit(self, chunk: Chunk) -> None:
        """Give a chunk to a worker that is free."""

    def wait(self) -> ChunkResult:
        """The next chunk that is finished; a crash is a result too. AlignError when no worker can start."""

    def close(self) -> None:
        """End every worker now, whatever it does."""
