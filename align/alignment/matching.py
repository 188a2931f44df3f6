"""Which source file goes with which target file: two files, two folders matched by name, or a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from align.errors import InputError, UsageError
from align.readers import find_documents


def match_files(source: str, target: str) -> list[tuple[str, str]]:
    """Pairs of files. Of two folders those with the same name are taken, a language code in it aside.

    `bout.en.txt` goes with `bout.ru.txt`, `en/bout.txt` with `ru/bout.txt`, `bout_EN.md` with `bout_RU.txt`. Raises
    InputError naming the files of either folder that have no counterpart, UsageError for a file and a folder.
    """
    folders = Path(source).is_dir(), Path(target).is_dir()
    if not any(folders):
        return [(source, target)]
    if not all(folders):
        raise UsageError("one side is a folder and the other a file: name two files or two folders")
    sides = [_by_key(folder, find_documents([folder])) for folder in (source, target)]
    alone = sorted(sides[0].keys() ^ sides[1].keys())
    if alone:
        names = ", ".join(Path(sides[0].get(key) or sides[1][key]).name for key in alone[:5])
        more = f" and {len(alone) - 5} more" if len(alone) > 5 else ""
        raise InputError(
            f"no counterpart of the same name for {names}{more}: rename them, or give the pairs with --list"
        )
    return [(name, sides[1][key]) for key, name in sides[0].items()]


def listed_files(lines: Iterable[str], name: str) -> list[tuple[str, str]]:
    """Pairs from the lines of a list file: source, tab, target; paths as they stand or beside the list.

    Blank lines and lines that begin with # are passed over. Raises InputError with the number of a line that is no
    pair.
    """
    folder = Path(name).parent
    pairs = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.rstrip("\n").split("\t")]
        if not any(cells) or line.startswith("#"):
            continue
        if len(cells) != 2 or not all(cells):
            raise InputError(f"{name}, line {number}: write a source file, a tab, and a target file")
        first, second = (cell if Path(cell).exists() else str(folder / cell) for cell in cells)
        pairs.append((first, second))
    if not pairs:
        raise InputError(f"{name} lists no files: write a source file, a tab, and a target file on each line")
    return pairs


def _by_key(folder: str, names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        key = _key(Path(name).relative_to(folder))
        if key in found:
            raise InputError(
                f"{found[key]} and {name} have the same name but for the language: give the pairs with --list"
            )
        found[key] = name
    return found


def _key(path: Path) -> str:
    """The path without its suffix and without a language code at the end or beginning of the file's name."""
    from align.errors import AlignError
    from align.language import check_code

    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    for pattern in (
        r"(?P<rest>.+)[._-](?P<code>[A-Za-z]{2}(?:-[A-Za-z]{2,4})?)$",
        r"^(?P<code>[A-Za-z]{2})[._-](?P<rest>.+)",
    ):
        match = re.search(pattern, stem)
        if match:
            try:
                check_code(match["code"])
            except AlignError:
                continue
            return str(path.with_name(match["rest"])).casefold()
    return str(path.with_name(stem)).casefold()
