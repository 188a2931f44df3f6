"""What a new project file may say, judged by the files of its folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from align.errors import AlignError
from align.localization import language

MEMORY = "tm.sqlite"
"""The memory that a project begins with; `align memory add` makes it."""

_GLOSSARY = re.compile(
    r"(?:.*[\W_])?(?:terms?|glossar\w*|terminolog\w*|глоссари\w*|термин\w*)(?:[\W_].*)?", re.IGNORECASE
)
_TABLES = (".tsv", ".csv", ".xlsx", ".ods")
_MOST = 10_000
"""Files of a folder that are looked at."""


def propose(folder: Path) -> dict[str, Any]:
    """Values by key for a project in `folder`: its memories, its glossary, the languages of the first memory or TMX in
    it with their codes, and the language of messages for the headings."""
    files = sorted(_files(folder), key=lambda path: path.name)
    memories = [path for path in files if _is_memory(path)]
    source, target, codes = _languages(memories, files)
    found: dict[str, Any] = {
        "from": source,
        "to": (target,),
        "memory": tuple(path.name for path in memories) or (MEMORY,),
        "headings": language(),
    }
    if codes:
        found["tmx-lang"] = codes
    if glossary := next((path.name for path in files if _is_glossary(path)), ""):
        found["glossary"] = glossary
    if _has_typography(target):
        found["typography"] = True
    return found


def _files(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            for entry, _ in zip(entries, range(_MOST), strict=False):
                if entry.is_file() and entry.name.isprintable():  # half a character has no place in a text file
                    yield Path(entry.path)
    except OSError:
        return


def _is_memory(path: Path) -> bool:
    from align.memory.memory_store import SUFFIXES, Memory

    if path.suffix.lower() not in SUFFIXES:
        return False
    try:
        Memory.open(path).close()
    except (AlignError, OSError):
        return False
    return True


def _is_glossary(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix == ".tbx" or (suffix in _TABLES and _GLOSSARY.fullmatch(path.stem) is not None)


def _languages(memories: list[Path], files: list[Path]) -> tuple[str, str, dict[str, str]]:
    """Source, target and codes with a region; English and Russian, which the bundled model knows, where no file says
    others."""
    found = [pair for pair in (*map(_of_memory, memories[:1]), *map(_of_tmx, files)) if all(pair)]
    source, target = next(iter(found), ("en", "ru"))
    own = next((pair for pair in found if all("-" in code for code in pair)), None)
    bare = source.split("-")[0], target.split("-")[0]
    codes = dict(zip(bare, own, strict=True)) if own and tuple(code.split("-")[0] for code in own) == bare else {}
    return (*bare, codes) if codes else (source, target, {})


def _of_memory(path: Path) -> tuple[str, str]:
    from align.memory import Memory

    try:
        with Memory.open(path) as opened:
            return next(iter(opened.languages().values()), ("", ""))
    except (AlignError, OSError):
        return "", ""


def _of_tmx(path: Path) -> tuple[str, str]:
    from align.corpus import read_corpus

    if path.suffix.lower() != ".tmx":
        return "", ""
    try:
        pair = next(iter(read_corpus(path).pairs), None)
    except (AlignError, OSError):
        return "", ""
    return (pair.source_lang, pair.target_lang) if pair else ("", "")


def _has_typography(language: str) -> bool:
    from align.languages.tags import primary_subtag
    from align.typography import LANGUAGES

    return primary_subtag(language) in LANGUAGES
