"""A translation memory: one SQLite file of units, found by their text, their template or their words."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any

from align.corpus.fields import json_object
from align.corpus.format_registry import FORMATS
from align.corpus.pair import ORIGINS, STATUSES
from align.errors import FormatError
from align.io.sqlite import PATIENCE, explained, open_for_reading, open_for_writing
from align.languages.tags import agree, normal_tag, serves
from align.localization import _
from align.memory.index import similar_units
from align.memory.schema import MEMORY
from align.memory.unit import REVIEWED, TranslationUnit

SUFFIXES = (".sqlite", ".sqlite3", ".db")
"""What the name of a memory ends with, where its name must tell; any other will do as well."""

_UNIT = """
SELECT unit.id, unit.source, unit.target, languages.source, languages.target, doc, n, kind, origin, status, created,
       model, note, extra, addition.name, addition.date
FROM unit LEFT JOIN languages ON languages.id = unit.languages LEFT JOIN addition ON addition.id = unit.addition
"""
"""A unit of unknown languages or addition comes with NULL for them: it is damage, and must not go unseen."""
_USED_LANGUAGES = """
WITH RECURSIVE used (number) AS (
    SELECT * FROM (SELECT languages FROM unit ORDER BY languages LIMIT 1)
    UNION ALL SELECT (SELECT min(languages) FROM unit WHERE languages > number) FROM used WHERE number IS NOT NULL
)
SELECT number FROM used
"""
"""The languages of units, from one to the next in the index of keys: DISTINCT would read an entry a unit. A NULL is at
the end; at the beginning only in a damaged file."""
_FIELDS = tuple(field.name for field in fields(TranslationUnit))
_TYPES = tuple(int if name in ("id", "n") else str for name in _FIELDS)
_COLUMNS = (
    *((name, "integer") for name in ("languages", "key", "n", "addition")),
    *((name, "text") for name in ("source", "target", "doc", "kind", "origin", "status", "created")),
    *((name, "text") for name in ("model", "note", "extra")),
)
_MISTYPED = " OR ".join(f"typeof({name}) <> '{kind}'" for name, kind in _COLUMNS)

LanguagePair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UnitInContext:
    """A unit, and the number of the given neighbours that it has had before (0 to 2)."""

    unit: TranslationUnit
    neighbours: int = 0


_CORPORA = frozenset(suffix for known in FORMATS.values() if known.reads for suffix in known.suffixes)
_MAGIC = b"SQLite format 3\0"
"""What a file of SQLite begins with."""


def _refuse_corpus(path: Path) -> None:
    """Raise FormatError for a file that a memory is made of: the TMX of another tool, which is called a memory, too."""
    try:
        if path.suffix.lower() not in _CORPORA or not path.is_file():
            return
        with path.open("rb") as stream:
            if stream.read(len(_MAGIC)) in (b"", _MAGIC):
                return
    except OSError:  # which is explained where the memory is opened
        return
    problem = _("{path} is a corpus, and not a memory of align", path=path)
    raise FormatError(problem, path=path, hint=_("make one of it: align memory add tm.sqlite {path}", path=path))


class Memory:
    """An open translation memory. `align.memory.adding` adds units, `align.memory.removing` removes and changes them,
    `align.memory.recall` looks sources up in several memories at once.

    >>> with Memory.open("tm.sqlite") as memory:  # doctest: +SKIP
    ...     memory.exact(memory_key(memory_form("The port opened.")), memory.pairs_of("en", "ru"))
    """

    def __init__(self, path: Path, base: sqlite3.Connection):
        self.path = path
        self.base = base

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False, patience: float = PATIENCE) -> Memory:
        """Open a memory for reading (its folder may be read-only), or to `write` to it: then a missing file is created.

        Raises InputError for a missing file, FormatError for one that is damaged, no memory, or of a later release,
        OutputError for one that cannot be written or that another program locks for more than `patience` seconds.
        """
        path = Path(path)
        _refuse_corpus(path)
        base = (open_for_writing if write else open_for_reading)(path, MEMORY, patience)
        return cls(path, base)

    @property
    def has_search_index(self) -> bool:
        """Whether texts are found by an index: not in a memory of version 1 that has only been read since."""
        with explained(self.path, MEMORY):
            (version,) = self.base.execute("PRAGMA user_version").fetchone()
        return bool(version >= 2)

    def close(self) -> None:
        """Close the file."""
        self.base.close()

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def pairs_of(self, source_lang: str, target_lang: str) -> list[int]:
        """Find the ids of the file's language pairs whose units recall for these languages, the same codes first.

        `en` is recalled by `en-US` and the other way round; `en-GB` is not by `en-US`, nor `zh` by `zh-Hant`.
        """
        wanted = (source_lang, target_lang)
        same = tuple(map(normal_tag, wanted))
        by_id = {
            number: pair
            for number, pair in self.languages().items()
            if all(agree(offered, code) for offered, code in zip(pair, wanted, strict=True))
        }
        return sorted(by_id, key=lambda number: by_id[number] != same)

    def languages(self, source_lang: str = "", target_lang: str = "") -> dict[int, LanguagePair]:
        """Read the file's language pairs by id: those that have units and serve the languages given, whatever their
        codes look like in the file. Several ids may have the same pair: files of old keep it as it was spelt."""
        with explained(self.path, MEMORY):
            numbers = [number for (number,) in self.base.execute(_USED_LANGUAGES)]
            used = {*numbers[:1], *(number for number in numbers if number is not None)}
            pairs = self.all_languages()
            if missing := used - pairs.keys():
                raise sqlite3.DatabaseError(f"malformed: there are no languages {min(missing, key=repr)!r}")
        wanted = (source_lang, target_lang)
        return {
            number: pair
            for number, pair in pairs.items()
            if number in used
            and all(not code or serves(offered, code) for offered, code in zip(pair, wanted, strict=True))
        }

    def all_languages(self) -> dict[int, LanguagePair]:
        """Read the file's language pairs by id, those without units too, in their usual spelling.

        Raises sqlite3.DatabaseError for a code that is no text.
        """
        rows = self.base.execute("SELECT id, source, target FROM languages ORDER BY id").fetchall()
        for number, *codes in rows:
            if not all(isinstance(code, str) for code in codes):
                raise sqlite3.DatabaseError(f"malformed languages {number}")
        return {number: (normal_tag(source), normal_tag(target)) for number, source, target in rows}

    def exact(
        self, key: int, pairs: Sequence[int], before: int | None = None, after: int | None = None
    ) -> list[UnitInContext]:
        """Find the units of this key, the best first: reviewed before unreviewed, then by the number of neighbours they
        share, then the newest.

        `pairs` are ids of language pairs, `before` and `after` the keys of the neighbouring sources, DOCUMENT_BOUNDARY
        at the beginning or end, None where unknown.
        """
        units = self._select("key", key, pairs)
        found = [UnitInContext(unit, self._shared_neighbours(unit.id, before, after)) for unit in units]
        return sorted(found, key=_rank_in_context, reverse=True)

    def by_template(self, template_key: int, pairs: Sequence[int]) -> list[TranslationUnit]:
        """Find the units of this template, which differ in numbers and dates only: reviewed first, then the newest."""
        return sorted(self._select("frame", template_key, pairs), key=_rank, reverse=True)

    def similar(self, words: Sequence[str], pairs: Sequence[int], percent: int) -> list[TranslationUnit]:
        """Find the units that may be similar to a text of these words by `percent` or more (see `align.memory.index`),
        the likeliest first."""
        with explained(self.path, MEMORY):
            ids = similar_units(self.base, words, pairs, percent)
            parameters = ",".join("?" * len(ids))
            units = [_unit(row) for row in self.base.execute(f"{_UNIT} WHERE unit.id IN ({parameters})", ids)]
        order = {unit: position for position, unit in enumerate(ids)}
        return sorted(units, key=lambda unit: order[unit.id])

    def unit(self, number: int) -> TranslationUnit | None:
        """Read the unit of this number; None if there is none."""
        with explained(self.path, MEMORY):
            row = self.base.execute(f"{_UNIT} WHERE unit.id = ?", (number,)).fetchone()
            return _unit(row) if row else None

    def units(self, pairs: Sequence[int] | None = None) -> Iterator[TranslationUnit]:
        """Read the units in the order in which they were added: all, or those of the language pairs `pairs` (ids)."""
        where = "" if pairs is None else f"WHERE unit.languages IN ({','.join(map(str, pairs))})"
        with explained(self.path, MEMORY):
            for row in self.base.execute(f"{_UNIT} {where} ORDER BY unit.id"):
                yield _unit(row)

    def stats(self) -> dict[str, Any]:
        """Count the content of the file: units by languages and by status, documents, additions, size in bytes."""
        names = self.languages()
        languages: Counter[str] = Counter()
        with explained(self.path, MEMORY):
            if damaged := self.base.execute(f"SELECT id FROM unit WHERE {_MISTYPED} LIMIT 1").fetchone():
                raise sqlite3.DatabaseError(f"malformed unit {damaged[0]}")
            for pair, count in self.base.execute("SELECT languages, count(*) FROM unit GROUP BY 1").fetchall():
                if pair not in names:  # an index that is damaged may say so where its table does not
                    raise sqlite3.DatabaseError(f"malformed: there are no languages {pair!r}")
                languages["-".join(names[pair])] += count
            statuses = self.base.execute("SELECT status, count(*) FROM unit GROUP BY 1 ORDER BY 1").fetchall()
            (documents,) = self.base.execute("SELECT count(DISTINCT doc) FROM unit WHERE doc <> ''").fetchone()
            (contexts,) = self.base.execute("SELECT count(*) FROM context").fetchone()
            additions, last = self.base.execute("SELECT count(*), CAST(max(date) AS TEXT) FROM addition").fetchone()
            (version,) = self.base.execute("PRAGMA user_version").fetchone()
        return {
            "units": sum(count for __, count in statuses),
            "languages": dict(sorted(languages.items())),
            "statuses": dict(statuses),
            "documents": documents,
            "contexts": contexts,
            "additions": additions,
            "last_addition": last or "",
            "version": version,
            "bytes": self.path.stat().st_size,
        }

    def _select(self, column: str, value: int, pairs: Sequence[int]) -> Iterable[TranslationUnit]:
        with explained(self.path, MEMORY):
            for pair in pairs:
                where = f"WHERE unit.languages = ? AND unit.{column} = ?"
                yield from [_unit(row) for row in self.base.execute(f"{_UNIT} {where}", (pair, value))]

    def _shared_neighbours(self, unit: int, before: int | None, after: int | None) -> int:
        if before is None and after is None:
            return 0
        with explained(self.path, MEMORY):
            rows = self.base.execute("SELECT before, after FROM context WHERE unit = ?", (unit,)).fetchall()
        return max(((row[0] == before) + (row[1] == after) for row in rows), default=0)


def _rank_in_context(found: UnitInContext) -> tuple[bool, int, str, int]:
    reviewed, created, number = _rank(found.unit)
    return reviewed, found.neighbours, created, number


def _rank(unit: TranslationUnit) -> tuple[bool, str, int]:
    return unit.status in REVIEWED, unit.created, unit.id


def _unit(row: Sequence[Any]) -> TranslationUnit:
    """Make a TranslationUnit of a row. Raises sqlite3.DatabaseError for values that align never writes: SQLite accepts
    any value in any column."""
    values = dict(zip(_FIELDS, row, strict=True))
    try:
        if not all(map(isinstance, row, _TYPES)) or values["status"] not in STATUSES or values["origin"] not in ORIGINS:
            raise ValueError
        values["source_lang"], values["target_lang"] = map(normal_tag, (values["source_lang"], values["target_lang"]))
        return TranslationUnit(**{**values, "extra": json_object(values["extra"]) if values["extra"] else {}})
    except ValueError as error:
        raise sqlite3.DatabaseError(f"malformed unit {row[0]}") from error
