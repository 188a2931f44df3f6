"""What the user named → the files to read: files, folders, globs, `-`."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from align.errors import InputError

SUFFIXES: frozenset[str] = frozenset({".txt", ".md", ".markdown"})
"""What is read from a folder; a file named outright is read whatever its suffix is."""

STDIN = "-"


def find_documents(inputs: Sequence[str]) -> list[str]:
    """The files that `inputs` name, each once, in the order named and in natural order inside a folder or glob.

    A folder gives its *.txt, *.md and *.markdown files, its subfolders' too, hidden ones excepted. `-` is standard
    input. Raises InputError naming whatever does not exist or holds no text file.
    """
    found: dict[str, None] = {}
    for name in inputs:
        found.update(dict.fromkeys(_expand(name)))
    return list(found)


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """A sort key in which `story 9` comes before `story 10`."""
    cells = re.split(r"(\d+)", name.casefold())
    return [(0, int(cell), "") if cell.isdecimal() else (1, 0, cell) for cell in cells]


def _expand(name: str) -> list[str]:
    if name == STDIN:
        return [name]
    path = Path(name)
    if path.is_dir():
        inside = sorted(_walk(name), key=natural_key)
        if not inside:
            raise InputError(f"{name} holds no text: put .txt or .md files in it, or name the files themselves")
        return inside
    if path.exists():
        return [name]
    if glob.has_magic(name):
        matches = sorted((m for m in glob.glob(name, recursive=True) if Path(m).is_file()), key=natural_key)
        if not matches:
            raise InputError(f"no file matches {name}: check the pattern and the folder it starts from")
        return matches
    raise InputError(f"{name} does not exist: check the name and the folder")


def _walk(folder: str) -> Iterator[str]:
    for root, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield str(Path(root) / name)


def _refuse(error: OSError) -> None:
    raise InputError(f"cannot read {error.filename}: {(error.strerror or str(error)).lower()}") from error
