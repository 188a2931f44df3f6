"""A memory whose columns hold what they cannot: every command says that it is damaged, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from align.errors import FormatError
from align.memory import LookupContext, Memory, MemoryLookup
from align.memory.concordance import look_up
from align.memory.relabelling import relabel
from align.memory.removing import edit, select
from align.memory.repair import repair
from tests.memory.memory_samples import filled, story

TEXTS = ("source", "target", "doc", "kind", "origin", "status", "created", "model", "note", "extra")
COLUMNS = [
    *(("languages", name) for name in ("source", "target")),
    *(("unit", name) for name in (*TEXTS, "n", "languages", "addition")),
    *(("addition", name) for name in ("name", "date")),
    *(("context", name) for name in ("before", "after")),
    ("word", "units"),
]
VALUES: list[Any] = [None, *(pytest.param(value, marks=pytest.mark.slow) for value in (b"\xff\x00", 7, 1.5, "seven"))]


def _add(path: Path) -> None:
    filled(path, story())


def _search(path: Path) -> None:
    with Memory.open(path) as memory:
        look_up(memory, "The port of Severny opened on Friday.", "en", "", 60, 10)


def _recall(path: Path) -> None:
    with MemoryLookup.open([path], "en", "ru") as lookup:
        lookup.best(LookupContext("The port of Severny opened on Monday.", before="", after=None))


def _stats(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.stats()


def _export(path: Path) -> None:
    with Memory.open(path) as memory:
        list(memory.units(list(memory.languages())))


def _remove(path: Path) -> None:
    with Memory.open(path) as memory:
        list(select(memory, doc="a.txt"))


def _edit(path: Path) -> None:
    with Memory.open(path, write=True) as memory:
        edit(memory, 1, "Порт открыт.")


def _relabel(path: Path) -> None:
    with Memory.open(path, write=True) as memory:
        relabel(memory, "en-US", "ru-RU")


COMMANDS: list[Callable[[Path], None]] = [_search, _recall, _stats, _export, _remove, _edit, _relabel, _add]


def spoilt(path: Path, table: str, column: str, value: Any) -> None:
    """Put a value into a column that refuses it, as damage to a page does."""
    base = sqlite3.connect(path, isolation_level=None)
    (schema,) = base.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    base.execute("PRAGMA writable_schema = ON")
    loose = schema.replace(" NOT NULL", "").replace(" TEXT", " BLOB").replace(" INTEGER", " BLOB")
    loose = loose.replace("id BLOB PRIMARY KEY", "id INTEGER PRIMARY KEY")
    base.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (loose, table))
    base.close()
    base = sqlite3.connect(path, isolation_level=None)
    base.execute(f"UPDATE {table} SET {column} = ?", (value,))
    base.execute("PRAGMA writable_schema = ON")
    base.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (schema, table))
    base.close()


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_damage_is_said_by_every_command(tmp_path: Path, table: str, column: str, value: Any) -> None:
    """No command falls over a value: it answers with one line, or does not read it. An export reads all of a unit, and
    goes on without none."""
    text_column = table in ("languages", "addition") or column in TEXTS
    if (
        (isinstance(value, str) and text_column)
        or (value, column) == (7, "n")
        or (value is None and table == "context")
    ):
        pytest.skip("that may be there, or SQLite cannot be made to put it there")
    bad, copy = tmp_path / "bad.sqlite", tmp_path / "copy.sqlite"
    filled(bad, story())
    spoilt(bad, table, column, value)
    for command in COMMANDS:
        for end in ("-wal", "-shm"):
            copy.with_name(copy.name + end).unlink(missing_ok=True)
        copy.write_bytes(bad.read_bytes())
        try:
            command(copy)
        except FormatError as error:
            assert f"{copy} is damaged as a translation memory" in str(error)
            assert f"align memory repair {copy} NEW" in str(error)
        else:
            assert command is not _export or table in ("context", "word"), (command, value)


def test_repair_saves_what_has_its_texts(tmp_path: Path) -> None:
    """A value of the wrong type costs its unit no more than that value; languages can be named."""
    tm = tmp_path / "tm.sqlite"
    filled(tm, story())
    spoilt(tm, "unit", "status", None)
    assert repair(tm, tmp_path / "saved.sqlite").units == 4
    with Memory.open(tmp_path / "saved.sqlite") as memory:
        assert memory.stats()["statuses"] == {"draft": 4}
    spoilt(tm, "languages", "target", None)
    with pytest.raises(Exception, match="source_lang"):
        repair(tm, tmp_path / "none.sqlite")
    assert repair(tm, tmp_path / "named.sqlite", source_lang="en", target_lang="ru").units == 4
