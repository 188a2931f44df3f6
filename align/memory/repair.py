"""Saves the units of a damaged memory: every one that can still be read goes into a new file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.corpus.pair import ORIGINS, STATUSES, Corpus, Pair
from align.corpus.timestamps import now
from align.errors import InputError, OutputError, option_name
from align.io.own_errors import reason
from align.localization import _
from align.memory.adding import add_corpus
from align.memory.memory_store import Memory
from align.memory.pages import Value, table_rows
from align.progress import Progress

_COLUMN_TYPES: tuple[Any, ...] = (
    type(None),
    int,
    int,
    (int, type(None)),
    str,
    str,
    str,
    int,
    str,
    str,
    str,
    str,
    str,
    str,
    str,
    int,
)
"""The types of a unit's columns (see `align.memory.schema`); its number, the first, is the row's own."""
_NEEDED = (0, 1, 4, 5)
"""The columns without which there is no unit: its number, its languages, its texts."""
_UNKNOWN = (None, 0, 0, None, "", "", "", 0, "sentence", "unknown", "draft", "", "", "", "", 0)
"""What stands for a value that cannot be read: nobody knows whether the unit was reviewed."""
_MIN_ROW_BYTES = 32
"""The least size of a unit: a header of 17 bytes, a hash, a kind, an origin."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The number of units saved, and of those whose numbers are missing."""

    units: int
    lost: int


def repair(
    damaged: str | Path,
    new: str | Path,
    progress: Progress | None = None,
    *,
    source_lang: str = "",
    target_lang: str = "",
) -> Salvaged:
    """Write the units of a damaged memory, and of its write-ahead log, into a new file. The damaged one is not touched.

    The contexts of a unit are restored as far as its own document has them. Units whose languages cannot be read any
    more are of the languages named, if any are, or else lost. Raises InputError where nothing can be saved, OutputError
    where the new file exists already.
    """
    damaged, new = Path(damaged), Path(new)
    if new.exists():
        raise OutputError(_("{path} is there already", path=new), path=new, hint=_("name a new file"))
    try:
        languages, units = _read_tables(damaged)
    except OSError as error:
        message = _("cannot read {path}: {reason}", path=damaged, reason=reason(error))
        raise InputError(message, path=damaged, hint=_("Check the name")) from error
    unnamed = (source_lang, target_lang) if source_lang and target_lang else None
    pairs = list(_pairs(languages, units, unnamed))
    if not pairs:
        hint = _("take a copy from your backup")
        if units and unnamed is None and not languages:
            hint = _(
                "name the languages of all its units with {source_option}, {target_option}",
                source_option=option_name("source_lang"),
                target_option=option_name("target_lang"),
            )
        raise InputError(_("{path} holds no unit that can be read", path=damaged), path=damaged, hint=hint)
    with Memory.open(new, write=True) as memory:
        corpus = Corpus(pairs, created=now())
        added = add_corpus(memory, corpus, f"saved from {damaged.name}", STATUSES, progress)
    return Salvaged(added.new, max(_highest_number(units, damaged) - len(pairs), 0))


def _highest_number(units: Iterable[int], path: Path) -> int:
    """The highest number of a unit that the file had room for: in a broken row the number may be anything."""
    files = (path, path.with_name(f"{path.name}-wal"))
    capacity = sum(file.stat().st_size for file in files if file.exists()) // _MIN_ROW_BYTES
    return max((number for number in units if number <= capacity), default=0)


def _read_tables(path: Path) -> tuple[dict[int, tuple[str, str]], dict[int, list[Any]]]:
    """Read the language pairs and the units by their numbers. The texts of a row that occurs twice are the same."""
    languages: dict[int, tuple[str, str]] = {}
    units: dict[int, list[Any]] = {}
    for number, row in table_rows(path):
        if _is_unit(row):
            units[number] = _mended(row)
        elif len(row) == 3 and row[0] is None and isinstance(row[1], str) and isinstance(row[2], str):
            languages[number] = row[1], row[2]
    return languages, units


def _is_unit(row: list[Value]) -> bool:
    """Whether a row is a unit: its texts and languages are there, and most of what else should be."""
    if len(row) != len(_COLUMN_TYPES):
        return False
    typed = list(map(isinstance, row, _COLUMN_TYPES))
    return all(typed[column] for column in _NEEDED) and sum(typed) > len(row) // 2


def _mended(row: list[Any]) -> list[Any]:
    """The row with what is unknown in the place of values that are not what they should be."""
    if all(map(isinstance, row, _COLUMN_TYPES)):
        return row
    return [
        value if isinstance(value, kind) else unknown
        for value, kind, unknown in zip(row, _COLUMN_TYPES, _UNKNOWN, strict=True)
    ]


def _pairs(
    languages: dict[int, tuple[str, str]], units: dict[int, list[Any]], unnamed: tuple[str, str] | None
) -> Iterator[Pair]:
    """Make pairs of the units, in the order in which they were added; those of unknown languages are of the languages
    `unnamed`, or lost."""
    for number, row in sorted(units.items()):
        __, pair, __, __, source, target, doc, n, kind, origin, status, created, model, note, extra, __ = row
        codes = languages.get(pair, unnamed)
        if codes is None or origin not in ORIGINS or status not in STATUSES:
            continue
        yield Pair(
            id=f"tm-{number:07d}",
            doc=doc,
            n=n,
            source=source,
            target=target,
            source_lang=codes[0],
            target_lang=codes[1],
            kind=kind,
            origin=origin,
            status=status,
            created=created,
            model=model,
            note=note,
            extra=_parse_extra(extra),
        )


def _parse_extra(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
