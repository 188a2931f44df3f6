"""The user's folders: for data that belong to them, and for caches that can be rebuilt."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_dir() -> Path:
    """The folder of what belongs to the user: $ALIGN_HOME, or the platform's folder for application data."""
    if named := os.environ.get("ALIGN_HOME"):
        return Path(named).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "align"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "align"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "align"


def cache_dir() -> Path:
    """The folder of results that can be recomputed: $ALIGN_CACHE, or the platform's cache folder."""
    if given := os.environ.get("ALIGN_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "align" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "align"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "align"
