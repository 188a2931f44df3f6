"""What align keeps for itself (memories, the cache of drafts, the folder of a batch), damaged or made to harm."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair
from align.errors import FormatError
from align.memory import LookupContext, Memory, MemoryLookup, add_corpus
from align.memory.concordance import look_up
from align.memory.pages import table_rows
from align.memory.repair import repair
from align.translation.draft_cache import DraftStore, draft_key
from align.translation.engine import Draft
from tests.fuzz.hostile import CASES, JSON, LONGEST_CASE, MOST_MEMORY, NUMBERS, TEXTS, attack, mutated

STORY = [
    Pair(f"a-{n}", "a.txt", n, source, target, "en", "ru", status="approved", extra={"client": n})
    for n, (source, target) in enumerate(
        [(f"The port {n} opened on Friday, 3 May.", f"Порт {n} открылся в пятницу, 3 мая.") for n in range(40)]
        + [("Long. " * 900, "Долго. " * 900)]
    )
]
SQLITE = ("SQLite format 3\0", "\x0d\0\0\0\x05", "\xff\xff\xff\xff", "\0\0\0\0", "\x10\0", "CREATE TABLE unit", "altm")


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make_memory(tmp_path_factory.mktemp("memory") / "tm.sqlite")


def make_memory(path: Path) -> dict[str, bytes]:
    """The bytes of a small memory and of the log beside it, which holds its last pairs."""
    with Memory.open(path, write=True) as opened:
        opened.base.execute("PRAGMA wal_autocheckpoint = 0")
        add_corpus(opened, Corpus(STORY[:20]), "first")
        opened.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        add_corpus(opened, Corpus(STORY[20:]), "second")
        return {suffix: Path(f"{path}{suffix}").read_bytes() for suffix in ("", "-wal")}


def put(path: Path, files: dict[str, bytes]) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    for suffix, data in files.items():
        Path(f"{path}{suffix}").write_bytes(data)


def asks_everything(path: Path) -> None:
    """What `align translate --memory` and `align memory search, stats, export` ask of a file."""
    with Memory.open(path) as memory:
        memory.stats()
        for unit in memory.units():
            str(unit.pair).encode("utf-8", "backslashreplace")
        for text in ("port", "The port 7 opened on Friday, 3 May."):
            look_up(memory, text, "en", "ru", 50, 5)
    with MemoryLookup.open([path], "en", "ru", 60) as recall:
        for match in map(
            recall.best, (LookupContext(STORY[3].source, STORY[2].source), LookupContext("The port 99 opened.", None))
        ):
            if match is not None:
                match.applied(STORY[0])


def measured(name: str, make: Callable[[random.Random], bytes], read: Callable[[bytes], object], cases: int) -> None:
    found = attack(name, make, read, cases)
    assert found["slowest"] < LONGEST_CASE and found["peak"] < MOST_MEMORY and found["refused"] > 0
    if "ALIGN_FUZZ" in os.environ:
        print(f"\n{name}: {found}", file=sys.__stderr__)


def broken_pages(rng: random.Random, data: bytes) -> bytes:
    """A database with bytes, pages or its end changed."""
    if rng.random() < 0.3:
        return mutated(rng, [data], SQLITE)
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 40))):
        page = 4096 * rng.randrange(len(changed) // 4096 + 1)
        at = page + rng.choice((rng.randrange(110), rng.randrange(4096)))
        changed[at : at + 1] = bytes([rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))])
    if rng.random() < 0.2:
        one, other = (4096 * rng.randrange(max(1, len(changed) // 4096)) for _ in range(2))
        changed[one : one + 4096] = changed[other : other + 4096]
    return bytes(changed[: rng.randrange(len(changed))] if rng.random() < 0.1 else changed)


@pytest.mark.slow
def test_a_broken_memory_is_asked_or_refused(memory: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"

    def read(data: bytes) -> None:
        whole = len(memory[""])
        put(path, {"": data[:whole], "-wal": data[whole:]})
        asks_everything(path)

    read(memory[""] + memory["-wal"])
    measured("memory", lambda rng: broken_pages(rng, memory[""] + memory["-wal"]), read, CASES // 25)


@pytest.mark.slow
def test_a_broken_memory_is_added_to_or_refused(memory: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"

    def read(data: bytes) -> None:
        put(path, {"": data})
        with Memory.open(path, write=True, patience=0.1) as opened:
            add_corpus(opened, Corpus(STORY[18:23]), "again")

    measured("memory add", lambda rng: broken_pages(rng, memory[""]), read, CASES // 20)


def test_repair_saves_what_it_can_of_any_bytes(memory: dict[str, bytes], tmp_path: Path) -> None:
    path, new = tmp_path / "tm.sqlite", tmp_path / "new.sqlite"

    def make(rng: random.Random) -> bytes:
        if rng.random() < 0.1:
            return rng.randbytes(9000)
        return broken_pages(rng, memory[""]) + broken_pages(rng, memory["-wal"])

    def reads(data: bytes) -> None:
        put(path, {"": data[: len(memory[""])], "-wal": data[len(memory[""]) :]})
        assert len(list(table_rows(path))) < 10_000

    def repairs(data: bytes) -> None:
        reads(data)
        put(new, {})
        saved = repair(path, new)
        asks_everything(new)
        assert saved.units > 0 and path.read_bytes() == data[: len(memory[""])]

    repairs(memory[""] + memory["-wal"])
    measured(
        "memory repair", lambda rng: make(rng) if rng.random() < 0.9 else rng.randbytes(9000), repairs, CASES // 100
    )
    assert attack("memory pages", make, reads, CASES // 20)["slowest"] < LONGEST_CASE


def test_a_log_that_names_the_last_page_there_can_be_does_not_send_us_through_all(tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"
    path.write_bytes(bytes(4096))
    head = (0x377F0682).to_bytes(4, "big") + bytes(28)
    frame = b"\xff" * 4 + bytes(20) + bytes(4096)
    Path(f"{path}-wal").write_bytes(head + frame)
    assert list(table_rows(path)) == []


def test_cells_that_share_one_long_chain_do_not_multiply_it(tmp_path: Path) -> None:
    """200 cells of one page that each claim the same 4,000 pages: 3 GB to read, if each were followed."""
    pages, cells = 4000, 200
    chain = b"".join((n + 1 if n < pages + 1 else 0).to_bytes(4, "big") + b"\x01" * 4092 for n in range(2, pages + 2))
    cell = b"\x80\xff\xff\x7f\x01"
    page = bytearray(4096)
    page[0], page[3:5] = 0x0D, cells.to_bytes(2, "big")
    for n in range(cells):
        page[8 + 2 * n : 10 + 2 * n] = (500 + n % 7).to_bytes(2, "big")
    page[500:520] = cell * 4
    page[520:] = b"\0\0\0\x02" * 894
    path = tmp_path / "tm.sqlite"
    path.write_bytes(bytes(page) + chain)
    assert attack("chain", lambda rng: b"", lambda data: list(table_rows(path)), 1)["slowest"] < LONGEST_CASE


VALUES = (*TEXTS, *NUMBERS[:7], "{", "[1]", '{"a": NaN}', b"\xff\xfe", None, 0, -1, 2**62, 1.5, "[" * 5000)
COLUMNS = "key frame source target doc n kind origin status created model note extra addition languages".split()  # noqa: SIM905


def test_values_that_no_memory_of_ours_would_hold_are_one_line(memory: dict[str, bytes], tmp_path: Path) -> None:
    """SQLite keeps any value in any column, whatever the table was declared to hold."""
    path = tmp_path / "tm.sqlite"
    put(path, memory)
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA journal_mode = DELETE")
        base.execute("PRAGMA foreign_keys = OFF")
    base.close()
    whole = path.read_bytes()

    def read(data: bytes) -> None:
        rng = random.Random(data)
        put(path, {"": whole})
        base = sqlite3.connect(path)
        table, column = rng.choice([("unit", c) for c in COLUMNS] + [("languages", "source"), ("addition", "name"),
                                   ("context", "before"), ("word", "units")])  # fmt: skip
        try:
            with base:
                base.execute(
                    f"UPDATE {table} SET {column} = ? WHERE rowid % ? = 0"
                    if table not in ("context", "word")
                    else f"UPDATE {table} SET {column} = ? WHERE ?",
                    (rng.choice(VALUES), rng.choice((1, 3))),
                )
        except sqlite3.IntegrityError:
            pass
        except UnicodeEncodeError:
            pass
        finally:
            base.close()
        asks_everything(path)

    measured("memory values", lambda rng: rng.randbytes(8), read, CASES // 50)


FOREIGN = {
    "a view that never ends": "DROP TABLE context; CREATE VIEW context AS WITH RECURSIVE n(unit, before, after) AS "
    "(SELECT 1, 1, 1 UNION ALL SELECT unit + 1, 1, 1 FROM n) SELECT * FROM n;",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON unit BEGIN DELETE FROM unit; END;",
    "another table of the name": "DROP TABLE word; CREATE TABLE word (token TEXT, units AS (zeroblob(900000000)));",
    "no table": "DROP TABLE languages;",
}


@pytest.mark.parametrize("name", list(FOREIGN))
@pytest.mark.parametrize("write", [False, True])
def test_a_database_made_to_look_like_a_memory_is_refused(
    memory: dict[str, bytes], tmp_path: Path, name: str, write: bool
) -> None:
    path = tmp_path / "tm.sqlite"
    put(path, memory)
    base = sqlite3.connect(path)
    base.executescript(FOREIGN[name])
    base.close()
    with pytest.raises(FormatError, match="align memory repair"):
        Memory.open(path, write=write)


def test_a_broken_cache_of_drafts_costs_its_drafts_and_no_run(tmp_path: Path) -> None:
    path, keys = tmp_path / "drafts.sqlite", [draft_key(str(n)) for n in range(50)]
    drafts = [Draft("Порт открылся. " * 9, -0.5, False)]
    store = DraftStore.open(print, path)
    assert store is not None
    store.put(dict.fromkeys(keys, drafts))
    store.close()
    whole = path.read_bytes()
    said: list[str] = []

    def read(data: bytes) -> None:
        put(path, {"": data})
        store = DraftStore.open(said.append, path)
        if store is not None:
            assert all(isinstance(draft.text, str) for found in store.get(keys).values() for draft in found)
            store.put({keys[0]: drafts})
            store.count()
            store.close()

    def values(data: bytes) -> None:
        put(path, {"": whole})
        with sqlite3.connect(path) as base:
            base.execute("UPDATE draft SET value = ?, used = ?", (data.decode("utf-8", "replace"), len(data) or "x"))
        base.close()
        read(path.read_bytes())

    read(whole)
    found = attack("drafts", lambda rng: broken_pages(rng, whole), read, CASES // 40)
    seeds = [b'[["a", -0.5, false]]', b"[]"]
    attack("draft values", lambda rng: mutated(rng, seeds, JSON), values, CASES // 80)
    assert found["refused"] == 0 and said and found["slowest"] < LONGEST_CASE
    assert all("\n" not in line for line in said)
