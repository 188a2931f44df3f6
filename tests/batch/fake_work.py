"""Work without models for the tests of collections: a pair a line. What a file says can end its worker."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.batch.collection import Collection
from align.batch.file_transfer import file_hash, readable
from align.batch.folder import Folder
from align.batch.plan import CollectionPlan, PlanEntry
from align.batch.types import Chunk, ChunkResult, DocumentResult, Task
from align.cores import available_cores
from align.errors import ModelError, option_name
from align.localization import _

HEADER = b'{"corpus": {"signature": "fake:1", "source_lang": "en", "target_lang": "ru"}}\n'


@dataclass(frozen=True)
class FakeWork:
    """`seconds` is what a chunk takes; with `broken` no worker can start."""

    seconds: float = 0.0
    broken: bool = False

    def open(self, threads: int) -> FakeWorker:
        if self.broken:
            raise ModelError("the model is broken: fetch it again")
        return FakeWorker(self.seconds)


@dataclass
class FakeWorker:
    seconds: float = 0.0

    def do(self, chunk: Chunk) -> tuple[bytes, list[DocumentResult]]:
        time.sleep(self.seconds)
        with readable(chunk) as files:
            return HEADER, [self._outcome(task, files[task.n][0]) for task in chunk.tasks]

    def _outcome(self, task: Task, file: str) -> DocumentResult:
        try:
            text = Path(file).read_text("utf-8")
        except FileNotFoundError:
            return DocumentResult(task.n, error=f"{task.id} does not exist")
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "SEGFAULT" in text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "OPTION" in text:
            return DocumentResult(task.n, file_hash([file]), error=f"give {option_name('text_column')}")
        if "CORES" in text:
            return DocumentResult(task.n, file_hash([file]), error=f"{available_cores()} cores")
        if "LANGUAGE" in text:
            return DocumentResult(task.n, file_hash([file]), error=_("{name} holds no text", name=task.id))
        if "BAD" in text:
            return DocumentResult(task.n, file_hash([file]), error=f"{task.id} is bad")
        lines = [
            {"id": f"{task.stem}-{n:04d}", "doc": task.id, "n": n, "source": line, "target": line.upper()}
            for n, line in enumerate(text.splitlines(), start=1)
        ]
        data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        return DocumentResult(task.n, file_hash([file]), data, len(lines), len(lines), len(text.split()), 0.001)


class InlinePool:
    """A pool that does each chunk when its result is asked for, in this process, the last one first."""

    def __init__(self, work: FakeWork = FakeWork(), workers: int = 2) -> None:
        self.workers = workers
        self._worker = work.open(1)
        self._chunks: deque[Chunk] = deque()

    @property
    def free(self) -> int:
        return self.workers - len(self._chunks)

    def submit(self, chunk: Chunk) -> None:
        self._chunks.append(chunk)

    def wait(self) -> ChunkResult:
        chunk = self._chunks.pop()
        return ChunkResult(chunk, *self._worker.do(chunk))

    def close(self) -> None:
        self._chunks.clear()


def write_documents(folder: Path, count: int, lines: int = 3) -> list[PlanEntry]:
    """So many small documents; their entries."""
    folder.mkdir(exist_ok=True)
    for n in range(count):
        text = "".join(f"Line {line} of document {n}, {'x' * (n * 7 % 40)}.\n" for line in range(lines))
        (folder / f"d{n:03d}.txt").write_text(text, "utf-8")
    return [PlanEntry(str(folder / f"d{n:03d}.txt")) for n in range(count)]


def open_collection(
    path: str | Path, entries: Sequence[PlanEntry] = (), shard_bytes: int = 800, formats: tuple[str, ...] = ()
) -> Collection:
    """A collection in the folder `path` with `entries` added to it; no lock is taken."""
    folder = Folder(Path(path))
    folder.work.mkdir(parents=True, exist_ok=True)
    plan = CollectionPlan.open(folder.plan)
    plan.add(entries, shard_bytes)
    return Collection(folder, plan, formats)


def result_of(path: Path) -> tuple[dict[str, bytes], list[dict[str, Any]]]:
    """Everything a user reads in a collection's folder, seconds aside."""
    files = {file.name: file.read_bytes() for file in sorted(Path(path).glob("part-*"))}
    records = [json.loads(line) for line in (Path(path) / "manifest.jsonl").read_text("utf-8").splitlines()]
    for record in records:
        record.pop("seconds", None)
    return files, records


def main(path: str, documents: str, workers: str, seconds: str) -> None:
    """Go on with a collection of every document in a folder: what a test starts in order to kill it."""
    from align.batch.pool import LocalPool
    from align.batch.scheduler import run

    entries = [PlanEntry(str(file)) for file in sorted(Path(documents).glob("*.txt"))]
    folder = Folder(Path(path))
    with folder.locked():
        collection = open_collection(path, entries)
        collection.choose()
        run(collection, LocalPool(FakeWork(float(seconds)), int(workers)))


if __name__ == "__main__":
    main(*sys.argv[1:])
