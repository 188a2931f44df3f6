"""Finds the project file: `align.toml` in the folder of work or the nearest one above. Of several the nearest counts,
and it alone. Every command looks for it: nothing heavy is imported here."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

NAME = "align.toml"


def find_project(folder: Path | None = None) -> Path | None:
    """The project file in a folder (by default the one of work) or the nearest one above, up to the user's home folder,
    or else to the root; None without one.

    Above the folder itself it is not looked for where everybody may write, as in /tmp: it would be a stranger's.
    """
    try:
        here = (folder or Path.cwd()).absolute()
        homes = {Path.home(), Path.home().resolve()}
    except (OSError, RuntimeError):  # the folder is gone, or the user has no home
        return None
    for place in (here, *here.parents):
        path = place / NAME
        try:
            if path.is_file() and (place == here or not _is_open_to_all(place)):
                return path
        except OSError:
            return None
        if place in homes:
            return None
    return None


def _is_open_to_all(folder: Path) -> bool:
    return sys.platform != "win32" and bool(folder.stat().st_mode & stat.S_IWOTH)
