"""Files and folders that only their user can read: memories, drafts, converted models."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def private_folder(path: Path) -> None:
    """Make the folder `path` and its missing parents, readable by this user only; an existing one stays as it is.

    Raises OSError.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> None:
    """Make the file `path`, created empty if need be, readable by this user only. Raises OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32" and os.fstat(handle).st_uid == os.geteuid():
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)
