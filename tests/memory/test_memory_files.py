"""A memory is one file on a real disk: two programs at once, damage, locks, other versions, no right to write."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from align.errors import FormatError, InputError, OutputError
from align.io import sqlite
from align.io.sqlite import Kind
from align.memory import LookupContext, Memory, MemoryLookup, schema
from align.memory.repair import repair
from tests.memory.memory_samples import filled, pair, story

ADD = """
import sys
from align.corpus import Corpus, Pair
from align.memory import Memory, add_corpus, adding
adding.TRANSACTION_PAIRS = 50
name = sys.argv[2]
pairs = [Pair(f"{n}", "", n, f"Sentence {name} of the number {n}.", "д", "en", "ru", status="approved")
         for n in range(1500)] + [Pair("1", "", 1, "Both have this one.", "д", "en", "ru", status="approved")]
with Memory.open(sys.argv[1], write=True) as memory:
    add_corpus(memory, Corpus(pairs), name)
"""


def test_two_processes_add_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    """Both begin with no file, in turns of fifty pairs; what both have is there once."""
    tm = tmp_path / "tm.sqlite"
    running = [subprocess.Popen([sys.executable, "-c", ADD, tm, name]) for name in ("one", "two")]
    assert [process.wait(120) for process in running] == [0, 0]
    with Memory.open(tm) as memory:
        assert memory.stats()["units"] == 3001
        sources = {unit.source for unit in memory.units()}
        assert memory.base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        occurs = memory.base.execute("SELECT sum(units) FROM word").fetchone()[0]
    assert len(sources) == 3001
    assert occurs == sum(len(set(source.lower().strip(".").split())) for source in sources)
    with MemoryLookup.open([tm], "en", "ru") as recall:
        for name in ("one", "two"):
            assert recall.fuzzy_matches(f"Sentence {name} of a number 77.", 75)


def test_many_begin_one_file_at_the_same_moment(tmp_path: Path) -> None:
    """Whoever looks while another makes the file sees all of it or nothing: no "damaged", no "in use"."""
    together = threading.Barrier(4)

    def begin(path: Path) -> int:
        together.wait(60)
        with closing(sqlite.open_for_writing(path, schema.MEMORY)) as base:
            return int(base.execute("PRAGMA user_version").fetchone()[0])

    with ThreadPoolExecutor(4) as pool:
        for n in range(40):
            assert set(pool.map(begin, [tmp_path / f"{n}.sqlite"] * 4)) == {schema.MEMORY.version}


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    tm = tmp_path / "tm.sqlite"
    filled(tm, story())
    with Memory.open(tm, write=True) as writer, Memory.open(tm, patience=0.1) as reader:
        writer.base.execute("BEGIN IMMEDIATE")
        assert reader.stats()["units"] == 4
        writer.base.execute("ROLLBACK")


def test_a_file_that_stays_locked_is_one_line(tmp_path: Path) -> None:
    tm = tmp_path / "tm.sqlite"
    filled(tm, story())
    other = sqlite3.connect(tm, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with (
        pytest.raises(OutputError, match="in use by another program"),
        Memory.open(tm, write=True, patience=0.1) as memory,
    ):
        from align.corpus import Corpus
        from align.memory import add_corpus

        add_corpus(memory, Corpus(story("b.txt")), "b")
    other.close()
    assert filled(tm, story("b.txt")).known == 4


def test_a_full_disk_is_one_line_and_keeps_what_was_there(tmp_path: Path) -> None:
    from align.corpus import Corpus
    from align.memory import add_corpus

    tm = tmp_path / "tm.sqlite"
    filled(tm, story())
    long = [pair(f"{n} " + "word " * 4000, "д") for n in range(40)]
    with Memory.open(tm, write=True) as memory:
        (pages,) = memory.base.execute("PRAGMA page_count").fetchone()
        memory.base.execute(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(OutputError, match=r"full\. What was added before is kept"):
            add_corpus(memory, Corpus(long), "long")
        assert memory.stats()["units"] == 4


def test_a_damaged_memory_names_the_command_that_saves_it(tmp_path: Path) -> None:
    tm = tmp_path / "tm.sqlite"
    tm.write_bytes(b"this is no memory, " * 300)
    for write in (False, True):
        with pytest.raises(FormatError, match=f"damaged .* align memory repair {tm} NEW"):
            Memory.open(tm, write=write)


@pytest.mark.parametrize("damage", ["head", "schema", "middle", "cut"])
def test_units_are_salvaged_from_a_damaged_memory(tmp_path: Path, damage: str) -> None:
    """Whatever is destroyed, most units are found, with their neighbours; long ones in overflow pages, too."""
    tm, new = tmp_path / "tm.sqlite", tmp_path / "new.sqlite"
    texts = [
        (f"Sentence {n} of the story. " + "Long. " * (1000 if n == 150 else n % 7), f"Перевод {n}") for n in range(300)
    ]
    filled(tm, story("a.txt", texts, note="N", extra={"mine": 1}))
    content = bytearray(tm.read_bytes())
    if damage in ("head", "schema"):
        size = 100 if damage == "head" else 4096
        content[:size] = os.urandom(size)
    elif damage == "middle":
        start = content.index("Перевод 200".encode()) // 4096 * 4096
        content[start : start + 4096] = bytes(4096)
    else:
        del content[len(content) // 2 :]
    tm.write_bytes(content)
    saved = repair(tm, new)
    least = {"head": 300, "schema": 300, "middle": 270, "cut": 80}[damage]
    assert least <= saved.units <= 300 and saved.lost <= 300 - saved.units
    assert damage == "cut" or saved.units + saved.lost == 300
    with Memory.open(new) as memory:
        units = list(memory.units())
    assert {(unit.source, unit.target) for unit in units} <= {
        (source.strip(), target) for source, target in texts
    } | set(texts)
    assert {(unit.note, unit.extra["mine"], unit.doc, unit.status) for unit in units} == {("N", 1, "a.txt", "approved")}
    with MemoryLookup.open([new], "en", "ru") as recall:
        match = recall.best(LookupContext(texts[11][0], texts[10][0], texts[12][0]))
    assert match is not None and (match.kind, match.target) == ("context", "Перевод 11")
    assert tm.read_bytes() == content, "the damaged file is evidence and stays"


def test_what_is_in_the_log_is_salvaged_too(tmp_path: Path) -> None:
    """A program that was killed leaves its last pairs in the write-ahead log."""
    tm, copy = tmp_path / "tm.sqlite", tmp_path / "copy.sqlite"
    with Memory.open(tm, write=True) as memory:
        from align.corpus import Corpus
        from align.memory import add_corpus

        add_corpus(memory, Corpus(story()), "a")
        for suffix in ("", "-wal"):
            shutil.copy(f"{tm}{suffix}", f"{copy}{suffix}")
    assert copy.with_name("copy.sqlite-wal").stat().st_size > 0
    copy.write_bytes(b"x" * copy.stat().st_size)
    assert repair(copy, tmp_path / "new.sqlite").units == 4


def test_a_broken_number_is_not_counted_as_lost_units(tmp_path: Path) -> None:
    tm = tmp_path / "tm.sqlite"
    filled(tm, story())
    with closing(sqlite3.connect(tm)) as base:
        base.execute("UPDATE unit SET id = 4611686018427387904 WHERE id = 4")
        base.commit()
    saved = repair(tm, tmp_path / "new.sqlite")
    assert (saved.units, saved.lost) == (4, 0)


def test_repair_overwrites_nothing_and_says_when_there_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "tm.sqlite").write_bytes(os.urandom(20_000))
    with pytest.raises(InputError, match="no unit that can be read"):
        repair(tmp_path / "tm.sqlite", tmp_path / "new.sqlite")
    with pytest.raises(OutputError, match="there already"):
        repair(tmp_path / "tm.sqlite", tmp_path / "tm.sqlite")
    with pytest.raises(InputError, match="cannot read"):
        repair(tmp_path / "none.sqlite", tmp_path / "new.sqlite")
    assert not (tmp_path / "new.sqlite").exists()


def _with_a_second_version(base: sqlite3.Connection) -> None:
    base.execute("ALTER TABLE unit ADD COLUMN colour TEXT NOT NULL DEFAULT 'green'")


def test_an_older_version_is_brought_up_to_date_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tm = tmp_path / "tm.sqlite"
    filled(tm, story())
    now = schema.MEMORY
    later = Kind(now.name, now.application_id, (*now.migrations, _with_a_second_version), now.mend)
    monkeypatch.setattr("align.memory.memory_store.MEMORY", later)
    with Memory.open(tm) as memory:
        assert memory.stats()["version"] == now.version + 1 and memory.stats()["units"] == 4
        assert memory.base.execute("SELECT DISTINCT colour FROM unit").fetchall() == [("green",)]
    monkeypatch.setattr("align.memory.memory_store.MEMORY", now)
    with pytest.raises(FormatError, match=rf"later release of align \(version {now.version + 1} .* upgrade align"):
        Memory.open(tm)


def test_a_migration_that_breaks_off_leaves_the_old_version(tmp_path: Path) -> None:
    def broken(base: sqlite3.Connection) -> None:
        base.execute("ALTER TABLE unit ADD COLUMN colour TEXT")
        base.execute("SELECT nothing FROM nowhere")

    tm = tmp_path / "tm.sqlite"
    filled(tm, story())
    now = schema.MEMORY
    with pytest.raises(OutputError):
        sqlite.open_for_writing(tm, Kind(now.name, now.application_id, (*now.migrations, broken), now.mend))
    assert filled(tm, story()).known == 4


def test_the_memory_of_another_tool_is_not_called_damaged(tmp_path: Path) -> None:
    """A TMX is called a memory by everybody; who names one is told how a memory is made of it."""
    tmx = tmp_path / "team.tmx"
    tmx.write_text('<tmx version="1.4"></tmx>', "utf-8")
    for write in (False, True):
        with pytest.raises(FormatError, match=r"not a memory of align: make one of it: align memory add tm.sqlite "):
            Memory.open(tmx, write=write)
    assert tmx.read_text("utf-8") == '<tmx version="1.4"></tmx>'


def test_an_sqlite_file_of_another_kind_is_refused_and_not_touched(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as base:
        base.execute("CREATE TABLE mine (x)")
    base.close()
    before = other.read_bytes()
    for write in (False, True):
        with pytest.raises(FormatError, match="not a translation memory"):
            Memory.open(other, write=write)
    assert other.read_bytes() == before


READ = """
import os, sys
from align.memory import Memory
from align.memory import LookupContext
from align.memory import MemoryLookup
if os.geteuid() == 0:  # root may write everywhere
    os.setgid(65534)
    os.setuid(65534)
with MemoryLookup.open([sys.argv[1]], "en", "ru") as recall:
    print(recall.best(LookupContext("Snow fell all night.")).kind)
try:
    Memory.open(sys.argv[1], write=True)
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another thing there")
def test_a_memory_in_a_folder_without_the_right_to_write_can_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder / "tm.sqlite", story())
        os.chmod(folder / "tm.sqlite", 0o444)
        os.chmod(folder, 0o555)
        done = subprocess.run([sys.executable, "-c", READ, folder / "tm.sqlite"], capture_output=True, text=True)
        os.chmod(folder, 0o755)
        assert done.returncode == 0, done.stderr
        kind, refused = done.stdout.splitlines()
        assert kind == "exact"
        assert refused.startswith("OutputError cannot write") and not list(folder.glob("*-wal"))
