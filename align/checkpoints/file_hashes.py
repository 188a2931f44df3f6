"""SHA-256 of files, kept with size and time of change: a large checkpoint is not read at each start."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import BinaryIO

from align.errors import OutputError
from align.io.atomic import atomic_output
from align.io.paths import cache_dir
from align.io.private import cache_folder


def sha256(stream: BinaryIO) -> str:
    """Hash all that a stream still holds, as hexadecimal digits."""
    digest = hashlib.sha256()
    while block := stream.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


class HashCache:
    """SHA-256 of the files of a folder, cached by name, size and time of change in one small JSON file of the user's
    cache."""

    def __init__(self, folder: Path):
        key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._path = cache_dir() / "hashes" / f"{key}.json"
        self._rows: dict[str, list[int | str]] = {}
        with contextlib.suppress(OSError, ValueError, RecursionError):
            content = json.loads(self._path.read_text(encoding="utf-8"))
            self._rows = {name: row for name, row in content.items() if len(row) == 3} if _is_table(content) else {}
        self._saved = dict(self._rows)

    def hash_of(self, path: Path) -> str:
        """The hash of a file: read again where its size or its time of change is another one. Raises OSError."""
        status = path.stat()
        row = self._rows.get(path.name)
        if row and row[:2] == [status.st_size, status.st_mtime_ns]:
            return str(row[2])
        with open(path, "rb") as stream:
            digest = sha256(stream)
        self._rows[path.name] = [status.st_size, status.st_mtime_ns, digest]
        return digest

    def save(self) -> None:
        """Keep what was computed for later runs."""
        if self._rows == self._saved:
            return
        with contextlib.suppress(OSError, OutputError):  # a cache that cannot be written only costs time
            cache_folder(self._path.parent.name)
            with atomic_output(self._path, private=True) as stream:
                stream.write(json.dumps(self._rows).encode())


def _is_table(content: object) -> bool:
    return isinstance(content, dict) and all(isinstance(row, list) for row in content.values())
