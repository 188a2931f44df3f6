"""Saving what is left of a damaged memory: every unit that can still be read goes into a new file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.corpus.pair import ORIGINS, STATUSES, Corpus, Pair
from align.corpus.timestamps import now
from align.errors import InputError, OutputError
from align.memory.adding import add_corpus
from align.memory.memory_store import Memory
from align.memory.pages import Value, table_rows
from align.progress import Progress

_UNIT: tuple[Any, ...] = (
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
"""What the columns of a unit hold (see `align.memory.schema`); the first, its number, is the row's own."""
_SMALLEST_ROW = 32
"""Bytes that a unit takes at least: a header of 17, a hash, a kind, an origin."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Units saved, and how many of the numbers that units had are missing."""

    units: int
    lost: int


def repair(damaged: str | Path, new: str | Path, progress: Progress | None = None) -> Salvaged:
    """Write the units of a damaged memory, and of the log beside it, into a new file. The damaged one is not touched.

    The places in which a unit stood are found again as far as its own document tells them. Raises InputError where
    nothing can be saved, OutputError where the new file is there already.
    """
    damaged, new = Path(damaged), Path(new)
    if new.exists():
        raise OutputError(f"{new} is there already: name a new file")
    try:
        languages, units = _salvaged(damaged)
    except OSError as error:
        raise InputError(f"cannot read {damaged}: {(error.strerror or str(error)).lower()}. Check the name") from error
    pairs = list(_pairs(languages, units))
    if not pairs:
        raise InputError(f"{damaged} holds no unit that can be read: take a copy from your backup")
    with Memory.open(new, write=True) as memory:
        corpus = Corpus(pairs, created=now())
        added = add_corpus(memory, corpus, f"saved from {damaged.name}", STATUSES, progress)
    return Salvaged(added.new, max(_highest(units, damaged) - len(pairs), 0))


def _highest(units: Iterable[int], path: Path) -> int:
    """The highest number of a unit that the file had room for: in a broken row the number may be anything."""
    files = (path, path.with_name(f"{path.name}-wal"))
    room = sum(file.stat().st_size for file in files if file.exists()) // _SMALLEST_ROW
    return max((number for number in units if number <= room), default=0)


def _salvaged(path: Path) -> tuple[dict[int, tuple[str, str]], dict[int, list[Any]]]:
    """The pairs of languages and the units by their numbers. A row that is there twice has not changed its texts."""
    languages: dict[int, tuple[str, str]] = {}
    units: dict[int, list[Any]] = {}
    for number, row in table_rows(path):
        if _is_unit(row):
            units[number] = row
        elif len(row) == 3 and row[0] is None and isinstance(row[1], str) and isinstance(row[2], str):
            languages[number] = row[1], row[2]
    return languages, units


def _is_unit(row: list[Value]) -> bool:
    return len(row) == len(_UNIT) and all(isinstance(value, kind) for value, kind in zip(row, _UNIT, strict=True))


def _pairs(languages: dict[int, tuple[str, str]], units: dict[int, list[Any]]) -> Iterator[Pair]:
    """The units as pairs, in the order in which they were added; those of unknown languages are lost."""
    for number, row in sorted(units.items()):
        _, pair, _, _, source, target, doc, n, kind, origin, status, created, model, note, extra, _ = row
        if pair not in languages or origin not in ORIGINS or status not in STATUSES:
            continue
        yield Pair(
            id=f"tm-{number:07d}",
            doc=doc,
            n=n,
            source=source,
            target=target,
            source_lang=languages[pair][0],
            target_lang=languages[pair][1],
            kind=kind,
            origin=origin,
            status=status,
            created=created,
            model=model,
            note=note,
            extra=_object(extra),
        )


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
