"""Remembers the documents that were made here, by their content, so that one that a person has changed since is known.

A text file has no place for such a mark, so that it is kept for files of all formats in the user's cache: a hash a
line. Where the cache was deleted, or the file was made on another machine, a document counts as a person's.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from align.io.atomic import atomic_path
from align.io.private import cache_folder, private_file

_NAME = "documents"
_MOST = 100_000
"""Documents, at least, that are remembered; of twice as many the older half is forgotten."""
_LINE = 65


def remember(content: bytes) -> None:
    """Take note that a document with this content was made here. Where that fails it counts as a person's."""
    with contextlib.suppress(OSError):
        path = cache_folder() / _NAME
        private_file(path)
        with path.open("ab") as stream:
            stream.write(f"{_hash(content)}\n".encode())  # one short write, whole beside those of other processes
            size = stream.tell()
        if size > 2 * _MOST * _LINE:
            lines = path.read_bytes().split(b"\n")
            with atomic_path(path) as name:
                name.write_bytes(b"\n".join(lines[-_MOST:]))
            private_file(path)


def is_own(path: Path) -> bool:
    """Whether the file at `path` has the content of a document that was made here. Raises OSError."""
    wanted = _hash(path.read_bytes()).encode()
    with contextlib.suppress(OSError), (cache_folder() / _NAME).open("rb") as stream:
        return any(line.rstrip(b"\n") == wanted for line in stream)
    return False


def _hash(content: bytes) -> str:
    return hashlib.sha256(os.fsencode("align document\n") + content).hexdigest()
