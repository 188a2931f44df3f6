"""Temporary files next to the outputs that they become, and the removal of those that killed runs left behind.

A lock (flock, which ends with the process that held it), not a clock, distinguishes leftovers from the files that
another run is writing.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import sys
from base64 import b32encode
from pathlib import Path

from align.io.locks import lock_new

if sys.platform != "win32":
    import fcntl

_LEFTOVER = re.compile(r"(?P<part>\..*\.align-[a-z0-9_]{8}\.part)(?:-wal|-shm)?", re.DOTALL)
"""Temporary files, and those that SQLite adds to them."""
_tidied: set[str] = set()
"""Folders that this run has looked through: once is enough, and a folder of a collection may hold many files."""


def tidy(folder: Path) -> None:
    """Remove what runs that were killed left in `folder`, once a run. What another run is writing stays."""
    key = os.path.abspath(folder)
    if key in _tidied:
        return
    _tidied.add(key)
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            leftover = _LEFTOVER.fullmatch(entry.name)
            if leftover and entry.is_file(follow_symlinks=False):
                _remove_leftover(entry.path, os.path.join(folder, leftover["part"]))


def _remove_leftover(name: str, part: str) -> None:
    """Remove a file unless the run lives that holds the lock of `part`, which may be the same one or be gone."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32" or not os.path.lexists(part):
            os.unlink(name)  # on Windows an open file cannot be removed, which is the lock
            return
        handle = os.open(part, os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(name)
        finally:
            os.close(handle)


def temporary_name(path: Path) -> str:
    """An unguessable unused name in the folder of `path`."""
    names = (f".{path.name[:40]}.align-{b32encode(os.urandom(5)).decode().lower()}.part" for _ in itertools.count())
    return next(name for part in names if not os.path.lexists(name := os.path.join(path.parent, part)))


def create_locked(name: str) -> int:
    """Create a file that only this user can read, locked by this run, and return its descriptor."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    while True:
        handle = os.open(name, flags, 0o600)
        if lock_new(handle):
            return handle
        os.close(handle)  # another run took the new file for a leftover, in the moment before it was locked
