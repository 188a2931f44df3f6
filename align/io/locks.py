"""File locks: flock where it exists, the C runtime's on Windows. A lock ends with the process that held it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def try_lock(stream: BinaryIO) -> bool:
    """Try to lock an open file for this process; False where another one has the lock."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if sys.platform == "win32" and isinstance(error, PermissionError):
            return False
        raise
    return True


def lock_new(handle: int) -> bool:
    """Lock a new file; False where another process removed it first."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks, where no leftovers are removed either
        return True
    return os.fstat(handle).st_nlink > 0


@contextlib.contextmanager
def locked_file(path: Path) -> Iterator[None]:
    """Hold the lock of a new file as long as the block, or the process, lasts."""
    with open(path, "wb") as stream:
        lock_new(stream.fileno())
        yield


def is_locked(path: Path) -> bool:
    """Whether a live process holds the lock of a file; True where that cannot be known."""
    if sys.platform == "win32":
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return True
        return False
    try:
        with open(path, "rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
