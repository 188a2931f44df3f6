"""The files of a task: whether they have changed, and how they reach a worker that does not see them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from align.batch.types import Chunk
from align.readers.find import located


def file_hash(files: Sequence[str]) -> str:
    """SHA-256 of a file; of two files, that of both hashes. Empty for a file that cannot be read."""
    digests = []
    for file in files:
        digest = hashlib.sha256()
        try:
            with open(located(file)[0], "rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
        except OSError:
            return ""
        digests.append(digest)
    if len(digests) == 1:
        return digests[0].hexdigest()
    return hashlib.sha256(b"".join(digest.digest() for digest in digests)).hexdigest()


def fingerprint(files: Sequence[str]) -> tuple[int, int]:
    """The bytes of the files together, and when the last of them was changed (nanoseconds); zeros if one is gone."""
    size = modified = 0
    for file in files:
        try:
            status = os.stat(located(file)[0])
        except OSError:
            return 0, 0
        size, modified = size + status.st_size, max(modified, status.st_mtime_ns)
    return size, modified


def with_contents(chunk: Chunk) -> Chunk:
    """The chunk with its files' bytes in it. A file that cannot be read is left out, for the worker to say so."""
    return replace(chunk, contents=tuple(tuple(map(_bytes, task.files)) for task in chunk.tasks))


@contextmanager
def readable(chunk: Chunk) -> Iterator[dict[int, tuple[str, ...]]]:
    """The paths to read each task's files from: its own, or copies of the contents that came with the chunk."""
    if not chunk.contents:
        yield {task.n: task.files for task in chunk.tasks}
        return
    with TemporaryDirectory(prefix="align-") as folder:
        paths: dict[int, tuple[str, ...]] = {}
        for task, contents in zip(chunk.tasks, chunk.contents, strict=True):
            copies = []
            for side, (file, content) in enumerate(zip(task.files, contents, strict=True)):
                name, _ = located(file)
                copy = Path(folder, str(task.n), str(side), Path(name).name)
                copy.parent.mkdir(parents=True)
                if content is not None:
                    copy.write_bytes(content)
                copies.append(f"{copy}{file[len(name) :]}")
            paths[task.n] = tuple(copies)
        yield paths


def _bytes(file: str) -> bytes | None:
    try:
        return Path(located(file)[0]).read_bytes()
    except OSError:
        return None
