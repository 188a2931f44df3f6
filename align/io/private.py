"""Files and folders that only their user can read: what align keeps of its own accord may hold confidential texts.

That is the cache, and the work in progress beside an output. What a person names as an output follows the umask.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

from align.io.paths import cache_dir


def cache_folder(name: str = "") -> Path:
    """Make the user's cache folder, or the folder `name` in it, readable by this user only. Raises OSError.

    One that an earlier release has made for all to read is closed to others; not so a folder that $ALIGN_CACHE names,
    or that a link leads to, which may serve other ends: what align puts in it is closed.
    """
    folder = cache_dir()
    private_folder(folder, existing=not os.environ.get("ALIGN_CACHE") and not folder.is_symlink())
    if not name:
        return folder
    private_folder(folder / name, existing=True)
    return folder / name


def private_folder(path: Path, existing: bool = False) -> None:
    """Make the folder `path` and its missing parents, readable by this user only; an `existing` one is closed to others
    too, if it is this user's. Raises OSError.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    if existing and not missing:
        _close(path)


def private_file(path: Path) -> None:
    """Make the file `path`, created empty if need be, readable by this user only. Raises OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32" and os.fstat(handle).st_uid == os.geteuid():
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


def close_to_others(folder: Path, pattern: str) -> None:
    """Let only this user read the files in `folder` whose names match `pattern`, as far as they are this user's."""
    for path in folder.glob(pattern):
        with contextlib.suppress(OSError):
            _close(path)


def _close(path: Path) -> None:
    """Take from others every right to a file or folder of this user's. Raises OSError."""
    found = path.lstat()
    if sys.platform != "win32" and found.st_uid == os.geteuid() and found.st_mode & 0o077 and not path.is_symlink():
        os.chmod(path, stat.S_IMODE(found.st_mode) & 0o700)
