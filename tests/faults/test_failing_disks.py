"""What SQLite and the system say of a disk, a quota, a right or a lock is not taken for damage, and damage not for
these: a store that is whole stays where it is."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from align.checkpoints import conversion, file_hashes
from align.corpus import Corpus, Pair
from align.errors import FormatError, InputError, ModelError, OutputError
from align.io.sqlite import explained, open_for_writing
from align.io.sqlite_faults import Fault, fault_of, is_damage
from align.memory import Memory, add_corpus
from align.memory.schema import MEMORY
from align.translation.draft_cache import DRAFTS, DraftStore
from align.translation.engine import Draft

CODES = {
    "SQLITE_BUSY": Fault.LOCKED,
    "SQLITE_BUSY_SNAPSHOT": Fault.LOCKED,
    "SQLITE_LOCKED": Fault.LOCKED,
    "SQLITE_IOERR_LOCK": Fault.LOCKED,
    "SQLITE_PERM": Fault.UNWRITABLE,
    "SQLITE_READONLY": Fault.UNWRITABLE,
    "SQLITE_READONLY_DIRECTORY": Fault.UNWRITABLE,
    "SQLITE_READONLY_DBMOVED": Fault.UNWRITABLE,
    "SQLITE_CANTOPEN": Fault.UNWRITABLE,
    "SQLITE_CANTOPEN_ISDIR": Fault.UNWRITABLE,
    "SQLITE_IOERR_ACCESS": Fault.UNWRITABLE,
    "SQLITE_FULL": Fault.FULL,
    "SQLITE_IOERR_WRITE": Fault.FULL,
    "SQLITE_IOERR_FSYNC": Fault.FULL,
    "SQLITE_IOERR_TRUNCATE": Fault.FULL,
    "SQLITE_IOERR_SHMSIZE": Fault.FULL,
    "SQLITE_IOERR_DELETE": Fault.FULL,
    "SQLITE_IOERR_READ": Fault.UNREAD,
    "SQLITE_IOERR_CORRUPTFS": Fault.UNREAD,
    "SQLITE_IOERR_SHORT_READ": Fault.DAMAGED,
    "SQLITE_CORRUPT": Fault.DAMAGED,
    "SQLITE_CORRUPT_VTAB": Fault.DAMAGED,
    "SQLITE_NOTADB": Fault.DAMAGED,
    "SQLITE_SCHEMA": Fault.OTHER,
}
RAISED = {
    Fault.DAMAGED: (FormatError, "is damaged as a translation memory .* save its units with"),
    Fault.LOCKED: (OutputError, "in use by another program"),
    Fault.UNWRITABLE: (OutputError, "cannot write .*tm.sqlite: .* yours to write"),
    Fault.UNREAD: (InputError, "cannot read .*tm.sqlite: disk I/O error. The file itself may be whole"),
    Fault.FULL: (OutputError, "cannot write .*tm.sqlite: disk I/O error .*What was added before is kept"),
    Fault.OTHER: (OutputError, "cannot write .*tm.sqlite"),
}


def error(code: int | None, message: str = "disk I/O error") -> sqlite3.OperationalError:
    """What sqlite3 raises; it has no code where Python is older, or makes the error itself."""
    made = sqlite3.OperationalError(message)
    if code is not None:
        made.sqlite_errorcode = code
    return made


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 knows no codes")
@pytest.mark.parametrize("name", CODES)
def test_the_code_of_an_error_decides_and_not_its_words(name: str, tmp_path: Path) -> None:
    fault = CODES[name]
    assert fault_of(error(getattr(sqlite3, name))) is fault
    kind, said = RAISED[fault]
    with pytest.raises(kind, match=said), explained(tmp_path / "tm.sqlite", MEMORY):
        raise error(getattr(sqlite3, name))


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("disk I/O error", Fault.FULL),
        ("database or disk is full", Fault.FULL),
        ("database is locked", Fault.LOCKED),
        ("attempt to write a readonly database", Fault.UNWRITABLE),
        ("unable to open database file", Fault.UNWRITABLE),
        ("database disk image is malformed", Fault.DAMAGED),
        ("file is not a database", Fault.DAMAGED),
        ("Could not decode to UTF-8 column 'source'", Fault.DAMAGED),
        ("no such table: unit", Fault.OTHER),
    ],
)
def test_an_error_without_a_code_is_told_by_its_words(message: str, fault: Fault) -> None:
    assert fault_of(error(None, message)) is fault


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """A limit on the size of files, which the system sets on this process as a quota does."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def corpus(first: int, last: int) -> Corpus:
    pairs = [
        Pair(f"a-{n}", "a.txt", n, f"{os.urandom(40).hex()} {n}", f"Порт {n}", "en", "ru", status="approved")
        for n in range(first, last)
    ]
    return Corpus(pairs, source_lang="en", target_lang="ru")


def test_a_memory_past_a_quota_is_whole_and_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"
    with Memory.open(path, write=True) as memory:
        add_corpus(memory, corpus(0, 50), "one")
    with (
        Memory.open(path, write=True) as memory,
        largest_file(150_000),
        pytest.raises(OutputError, match=r"cannot write .* is kept") as refused,
    ):
        add_corpus(memory, corpus(50, 2000), "two")
    assert "repair" not in str(refused.value)
    with Memory.open(path) as memory:
        assert memory.stats()["units"] == 50


def test_a_cache_past_a_quota_stays_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "drafts.sqlite"
    said: list[str] = []
    store = DraftStore.open(said.append, path)
    assert store is not None
    store.put({b"kept": [Draft("Порт", -1.0)]})
    with largest_file(100_000):
        store.put({n.to_bytes(4, "big"): [Draft(os.urandom(200).hex(), -1.0)] for n in range(1000)})
    assert len(said) == 1 and "drafts are not kept any more" in said[0] and "damaged" not in said[0]
    store = DraftStore.open(said.append, path)
    assert store is not None and store.get([b"kept"]) == {b"kept": [Draft("Порт", -1.0)]}
    store.close()
    assert not list(path.parent.glob("*.damaged"))


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 knows no codes")
@pytest.mark.parametrize("name", [name for name in CODES if CODES[name] is not Fault.DAMAGED])
def test_a_cache_that_cannot_be_opened_now_is_never_moved_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "drafts.sqlite"
    open_for_writing(path, DRAFTS).close()

    def fails(*arguments: object, **named: object) -> sqlite3.Connection:
        raise error(getattr(sqlite3, name))

    said: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", fails)
        assert DraftStore.open(said.append, path) is None
    assert len(said) == 1 and path.exists() and not list(tmp_path.glob("*.damaged"))


def test_a_file_that_ends_too_early_is_damaged_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"
    with Memory.open(path, write=True) as memory:
        add_corpus(memory, corpus(0, 500), "one")
    path.write_bytes(path.read_bytes()[: 3 * path.stat().st_size // 4])
    with pytest.raises(FormatError, match="damaged as a translation memory"), Memory.open(path) as memory:
        list(memory.units())


def test_a_conversion_that_cannot_be_read_now_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a checkpoint said to be broken: the disk is."""
    made = tmp_path / "int8-0"
    made.mkdir()
    (made / "model.bin").write_bytes(b"weights")
    (made / "config.json").write_text("{}")
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    conversion._write_record(made)
    assert conversion._is_complete(made)
    shutil.rmtree(tmp_path / "cache")

    def fails(stream: object) -> str:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(file_hashes, "sha256", fails)
    with pytest.raises(ModelError, match=r"cannot read .*int8-0: input/output error: look after the disk"):
        conversion._is_complete(made)


def test_only_an_error_of_sqlite_is_damage() -> None:
    assert (
        not is_damage(None)
        and not is_damage(OSError(errno.EIO, "malformed"))
        and is_damage(sqlite3.DatabaseError("malformed schema: unit"))
    )
