"""Files and folders for one user alone: memories, drafts and converted models are nobody else's to read."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def private_folder(path: Path) -> None:
    """Make the folder `path`, and those above it that are missing, for this user alone; one that is there stays as it
    is. Raises OSError."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> None:
    """See to it that the file `path`, made empty if need be, is readable by this user alone. Raises OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32" and os.fstat(handle).st_uid == os.geteuid():
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)
