"""A translation memory: one SQLite file of units, found by their text, their frame or their words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any

from align.corpus.fields import json_object
from align.corpus.pair import ORIGINS, STATUSES
from align.io.sqlite import PATIENCE, explained, open_for_reading, open_for_writing
from align.languages.tags import comparable, serves
from align.memory.index import similar_units
from align.memory.schema import MEMORY
from align.memory.unit import REVIEWED, TranslationUnit

_UNIT = """
SELECT unit.id, unit.source, unit.target, languages.source, languages.target, doc, n, kind, origin, status, created,
       model, note, extra, addition.name, addition.date
FROM unit JOIN languages ON languages.id = unit.languages JOIN addition ON addition.id = unit.addition
"""
_FIELDS = tuple(field.name for field in fields(TranslationUnit))
_KINDS = tuple(int if name in ("id", "n") else str for name in _FIELDS)


@dataclass(frozen=True, slots=True)
class Found:
    """A unit with how many of the neighbours are the ones it stood between (0 to 2)."""

    unit: TranslationUnit
    neighbours: int = 0


class Memory:
    """An open translation memory. `align.memory.adding` fills it, `align.memory.removing` takes out of
    it, `align.memory.recall` asks several at once.

    >>> with Memory.open("tm.sqlite") as memory:  # doctest: +SKIP
    ...     memory.exact(key(normal("The port opened.")), memory.pairs_of("en", "ru"))
    """

    def __init__(self, path: Path, base: sqlite3.Connection):
        self.path = path
        self.base = base

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False, patience: float = PATIENCE) -> Memory:
        """Open a memory to read it (it may stand in a read-only folder), or to `write` to it: then it is made if it is
        not there.

        Raises InputError for a missing file, FormatError for one that is damaged, no memory, or of a later release,
        OutputError for one that cannot be written or that another program holds for more than `patience` seconds.
        """
        path = Path(path)
        base = (open_for_writing if write else open_for_reading)(path, MEMORY, patience)
        return cls(path, base)

    def close(self) -> None:
        """Let go of the file."""
        self.base.close()

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def pairs_of(self, source_lang: str, target_lang: str) -> list[int]:
        """The numbers of the file's language pairs that serve these languages, the same codes first.

        `en` is served by `en-US` and the other way round, `en-GB` is not served by `en-US`.
        """
        same = (comparable(source_lang), comparable(target_lang))
        found = self.languages(source_lang, target_lang)
        return sorted(found, key=lambda number: tuple(map(comparable, found[number])) != same)

    def languages(self, source_lang: str = "", target_lang: str = "") -> dict[int, tuple[str, str]]:
        """The file's pairs of languages by number: those that have units and serve the languages named."""
        with explained(self.path, MEMORY):
            query = (
                "SELECT id, CAST(source AS TEXT), CAST(target AS TEXT) FROM languages "
                "WHERE EXISTS (SELECT 1 FROM unit WHERE unit.languages = languages.id) ORDER BY id"
            )
            rows = self.base.execute(query).fetchall()
        wanted = (source_lang, target_lang)
        return {
            number: (source, target)
            for number, source, target in rows
            if all(not code or serves(offered, code) for offered, code in zip((source, target), wanted, strict=True))
        }

    def exact(self, key: int, pairs: Sequence[int], before: int | None = None, after: int | None = None) -> list[Found]:
        """The units of this key, the best first: reviewed before unreviewed, between the same neighbours before others,
        then the newest.

        `before` and `after` are the keys of the neighbouring sources, EDGE at an end, None where unknown.
        """
        found = [Found(unit, self._neighbours(unit.id, before, after)) for unit in self._by("key", key, pairs)]
        return sorted(found, key=_exact_rank, reverse=True)

    def framed(self, frame: int, pairs: Sequence[int]) -> list[TranslationUnit]:
        """The units of this frame, which differ in numbers and dates only: reviewed ones first, then the newest."""
        return sorted(self._by("frame", frame, pairs), key=_rank, reverse=True)

    def similar(self, words: Sequence[str], pairs: Sequence[int], percent: int) -> list[TranslationUnit]:
        """The units that may be like a text of these words to `percent` or more (see `align.memory.index`)."""
        with explained(self.path, MEMORY):
            ids = similar_units(self.base, words, pairs, percent)
            marks = ",".join("?" * len(ids))
            units = [_unit(row) for row in self.base.execute(f"{_UNIT} WHERE unit.id IN ({marks})", ids)]
        order = {number: place for place, number in enumerate(ids)}
        return sorted(units, key=lambda unit: order[unit.id])

    def unit(self, number: int) -> TranslationUnit | None:
        """The unit of this number, None if there is none."""
        with explained(self.path, MEMORY):
            row = self.base.execute(f"{_UNIT} WHERE unit.id = ?", (number,)).fetchone()
            return _unit(row) if row else None

    def units(self, pairs: Sequence[int] | None = None) -> Iterator[TranslationUnit]:
        """All units in the order in which they were added, those of some language pairs only if `pairs` says so."""
        where = "" if pairs is None else f"WHERE unit.languages IN ({','.join(map(str, pairs))})"
        with explained(self.path, MEMORY):
            for row in self.base.execute(f"{_UNIT} {where} ORDER BY unit.id"):
                yield _unit(row)

    def stats(self) -> dict[str, Any]:
        """What is in the file, counted: units by languages and by status, documents, additions, size in bytes."""
        with explained(self.path, MEMORY):
            pairs = self.base.execute(
                "SELECT l.source || '-' || l.target, count(*) FROM unit JOIN languages l ON l.id = languages GROUP BY 1"
            ).fetchall()
            counted = "SELECT CAST(status AS TEXT), count(*) FROM unit GROUP BY 1 ORDER BY 1"
            statuses = self.base.execute(counted).fetchall()
            (documents,) = self.base.execute("SELECT count(DISTINCT doc) FROM unit WHERE doc <> ''").fetchone()
            (contexts,) = self.base.execute("SELECT count(*) FROM context").fetchone()
            additions, last = self.base.execute("SELECT count(*), CAST(max(date) AS TEXT) FROM addition").fetchone()
            (version,) = self.base.execute("PRAGMA user_version").fetchone()
        return {
            "units": sum(count for _, count in statuses),
            "languages": dict(pairs),
            "statuses": dict(statuses),
            "documents": documents,
            "contexts": contexts,
            "additions": additions,
            "last_addition": last or "",
            "version": version,
            "bytes": self.path.stat().st_size,
        }

    def _by(self, column: str, value: int, pairs: Sequence[int]) -> Iterable[TranslationUnit]:
        with explained(self.path, MEMORY):
            for pair in pairs:
                where = f"WHERE unit.languages = ? AND unit.{column} = ?"
                yield from [_unit(row) for row in self.base.execute(f"{_UNIT} {where}", (pair, value))]

    def _neighbours(self, unit: int, before: int | None, after: int | None) -> int:
        if before is None and after is None:
            return 0
        with explained(self.path, MEMORY):
            rows = self.base.execute("SELECT before, after FROM context WHERE unit = ?", (unit,)).fetchall()
        return max(((row[0] == before) + (row[1] == after) for row in rows), default=0)


def _exact_rank(found: Found) -> tuple[bool, int, str, int]:
    reviewed, created, number = _rank(found.unit)
    return reviewed, found.neighbours, created, number


def _rank(unit: TranslationUnit) -> tuple[bool, str, int]:
    return unit.status in REVIEWED, unit.created, unit.id


def _unit(row: Sequence[Any]) -> TranslationUnit:
    """A row as a TranslationUnit. Raises sqlite3.DatabaseError for values that align never writes: SQLite keeps any
    value in any column."""
    values = dict(zip(_FIELDS, row, strict=True))
    try:
        if not all(map(isinstance, row, _KINDS)) or values["status"] not in STATUSES or values["origin"] not in ORIGINS:
            raise ValueError
        return TranslationUnit(**{**values, "extra": json_object(values["extra"]) if values["extra"] else {}})
    except ValueError as error:
        raise sqlite3.DatabaseError(f"malformed unit {row[0]}") from error
