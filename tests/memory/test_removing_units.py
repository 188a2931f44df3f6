"""A memory is corrected by hand: units go, or get another translation, and every table agrees afterwards."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair
from align.errors import FormatError, OutputError, UsageError
from align.memory import LookupContext, Memory, MemoryLookup, TranslationUnit, add_corpus
from align.memory.removing import edit, remove, select
from tests.memory.memory_samples import filled, pair, story
from tests.memory.test_taking_back import content, in_no_search

STRANGE = [
    "half a \ud800 character here",
    "a \x00 in the text",
    "!!!",
    "雪が降った。",
    "x" * 100_000,
    "1 " * 5000,
    "Ёлка.",
]


@pytest.fixture
def tm(tmp_path: Path) -> Path:
    return tmp_path / "tm.sqlite"


def removed(path: Path, units: list[TranslationUnit]) -> int:
    with Memory.open(path, write=True) as memory:
        return remove(memory, units)


def chosen(path: Path, **wanted: object) -> list[TranslationUnit]:
    with Memory.open(path) as memory:
        return list(select(memory, **wanted))  # type: ignore[arg-type]


def test_units_are_chosen_by_number_document_text_and_language(tm: Path) -> None:
    filled(tm, [*story("a.txt"), *story("b.txt", [("Snow melted.", "Снег растаял.")]), pair("Snow.", "Schnee.",
           target_lang="de")])  # fmt: skip
    assert [unit.id for unit in chosen(tm, numbers=[5, 2])] == [5, 2]
    assert [unit.id for unit in chosen(tm, doc="a.txt")] == [1, 2, 3, 4]
    assert [unit.id for unit in chosen(tm, text="СНЕГ")] == [3, 5]
    assert [unit.id for unit in chosen(tm, text="snow", source_lang="en", target_lang="de")] == [6]
    assert [unit.id for unit in chosen(tm, text="snow", doc="b.txt", numbers=[3, 5])] == [5]
    assert chosen(tm, doc="c.txt") == []
    with pytest.raises(UsageError, match="has no unit 7: align memory search"):
        chosen(tm, numbers=[1, 7])


def test_what_is_removed_is_as_if_it_had_never_been_there(tm: Path, tmp_path: Path) -> None:
    pairs = [*story(), *(pair(text, f"д{n}") for n, text in enumerate(STRANGE))]
    filled(tm, pairs)
    units = chosen(tm)
    assert removed(tm, [units[1], *units[4:]]) == 1 + len(STRANGE)
    in_no_search(tm, pairs[1])
    kept: list[Pair] = [one for one in story() if one.n != 2]
    filled(
        tmp_path / "never.sqlite",
        [pairs[0], pair(pairs[1].source, "x", status="rejected", doc="a.txt", n=2), *kept[1:]],
    )
    assert content(tm) == content(tmp_path / "never.sqlite")
    assert removed(tm, units) == 3, "those that are gone are not counted"
    filled(tm, pairs)
    filled(tmp_path / "all.sqlite", pairs)
    assert content(tm) == content(tmp_path / "all.sqlite")


def test_the_number_of_a_unit_that_went_is_never_anothers(tm: Path) -> None:
    """A person who noted it would change a text that he has not seen."""
    filled(tm, story())
    assert removed(tm, chosen(tm, numbers=[4])) == 1
    filled(tm, [pair("A ship came.", "Пришёл корабль.")])
    with pytest.raises(UsageError, match="has no unit 4"):
        chosen(tm, numbers=[4])
    assert [unit.id for unit in chosen(tm)] == [1, 2, 3, 5]
    assert removed(tm, chosen(tm)) == 4, "of an empty memory, too"
    filled(tm, [pair("A ship left.", "Ушёл корабль.")])
    filled(tm, [pair("A ship left.", "Ушёл корабль.", status="rejected"), pair("Snow.", "Снег.")])
    assert [unit.id for unit in chosen(tm)] == [7], "and of a unit that a corpus took back"
    filled(tm, story())
    assert [unit.id for unit in chosen(tm)] == [7, 8, 9, 10, 11]


def test_a_number_that_has_another_text_by_now_is_not_touched(tm: Path) -> None:
    filled(tm, story())
    units = chosen(tm)
    removed(tm, units[3:])
    with Memory.open(tm, write=True) as memory:
        memory.base.execute("DELETE FROM word WHERE token = ''")  # as another program may that does not know of it
    filled(tm, [pair("Something else.", "Другое.")])
    assert [unit.id for unit in chosen(tm, text="something")] == [4]
    assert removed(tm, units[3:]) == 0


def test_an_edited_unit_keeps_all_but_its_translation_status_and_date(tm: Path) -> None:
    filled(tm, story(created="2026-01-01T00:00:00Z", note="N", extra={"mine": 1}, kind="headline", model="m"))
    with Memory.open(tm, write=True) as memory:
        old, new = edit(memory, 3, " Шёл снег\nвсю ночь. ")
        assert (old.target, new.target) == ("Всю ночь шёл снег.", "Шёл снег всю ночь.")
        assert (new.status, new.origin) == ("edited", "post-edited") and new.created > old.created
        same = ("id", "source", "doc", "n", "kind", "model", "note", "extra", "added_from", "date")
        assert all(getattr(old, name) == getattr(new, name) for name in same)
        assert edit(memory, 3, new.target) == (new, new)
        for number, text, words in ((3, " ", "is empty"), (9, "x", "has no unit 9")):
            with pytest.raises(UsageError, match=words):
                edit(memory, number, text)
    in_no_search(tm, story()[2])
    with MemoryLookup.open([tm], "en", "ru") as recall:
        match = recall.best(LookupContext(story()[2].source, story()[1].source, story()[3].source))
    assert match is not None and (match.kind, match.target) == ("context", new.target)


def test_adding_the_old_file_again_does_not_undo_an_edit(tm: Path) -> None:
    """The old text comes back in addition to the new one, which is of a later date and offered first."""
    pairs = story(created="2026-01-01T00:00:00Z", status="edited")
    filled(tm, pairs)
    with Memory.open(tm, write=True) as memory:
        edit(memory, 3, "Новая.")
    assert filled(tm, pairs).replaced == 0
    with MemoryLookup.open([tm], "en", "ru") as recall:
        match = recall.best(LookupContext(pairs[2].source, pairs[1].source, pairs[3].source))
    assert match is not None and match.target == "Новая."


def test_an_edit_to_a_translation_that_is_there_makes_one_unit_of_two(tm: Path, tmp_path: Path) -> None:
    filled(tm, story("a.txt", [("So?", "Что?"), ("Yes.", "Ага."), ("No.", "Нет.")]))
    filled(tm, story("b.txt", [("Yes.", "Да.")]))
    with Memory.open(tm, write=True) as memory:
        old, new = edit(memory, 2, "Да.")
        assert (old.id, new.id, memory.stats()["units"], memory.stats()["contexts"]) == (2, 4, 3, 4)
    with MemoryLookup.open([tm], "en", "ru") as recall:
        for before, after in (("So?", "No."), ("", "")):
            match = recall.best(LookupContext("Yes.", before, after))
            assert match is not None and (match.kind, match.target) == ("context", "Да.")


KILLED = """
import os, signal, sys
from align.corpus import Corpus
from align.memory import Memory, removing
steps = int(sys.argv[2])

class Base:  # a connection that is killed at the given statement
    def __init__(self, base): self.base = base
    def __getattr__(self, name):
        def call(*arguments):
            global steps
            steps -= 1
            if steps < 0: os.kill(os.getpid(), signal.SIGKILL)
            return getattr(self.base, name)(*arguments)
        return call

with Memory.open(sys.argv[1], write=True) as memory:
    units = list(memory.units())[:3]
    memory.base = Base(memory.base)
    removing.remove(memory, units)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
@pytest.mark.slow
def test_a_run_that_is_killed_leaves_the_old_memory_or_the_new_one(tm: Path, tmp_path: Path) -> None:
    filled(tm, story())
    old, seen = content(tm), []
    for steps in (*range(0, 22, 3), 10_000):
        path = tmp_path / f"{steps}.sqlite"
        filled(path, story())
        ended = subprocess.run([sys.executable, "-c", KILLED, path, str(steps)], timeout=60).returncode
        assert ended in (0, -signal.SIGKILL)
        there = content(path)
        assert there == old or (there["stats"]["units"], there["stats"]["contexts"]) == (1, 1)
        seen.append((there == old, ended))
    assert seen[0] == (True, -signal.SIGKILL) and seen[-1] == (False, 0)
    assert seen.count((True, -signal.SIGKILL)) > 4


def test_a_removal_while_others_read_and_add(tm: Path) -> None:
    """A reader sees all units or those that are left, and what another program adds meanwhile stays."""
    filled(tm, story())
    units = chosen(tm)
    with Memory.open(tm) as reader:
        reader.base.execute("BEGIN")
        assert reader.stats()["units"] == 4
        others = threading.Thread(target=filled, args=(tm, story("b.txt", [("New.", "Новое.")])))
        others.start()
        assert removed(tm, units[:2]) == 2
        others.join(60)
        assert reader.stats()["units"] == 4
        reader.base.execute("COMMIT")
        assert reader.stats()["units"] == 3


def test_a_locked_or_damaged_memory_is_one_line(tm: Path) -> None:
    filled(tm, story())
    units = chosen(tm)
    other = sqlite3.connect(tm, isolation_level=None)
    with Memory.open(tm, write=True, patience=0.1) as memory:
        other.execute("BEGIN IMMEDIATE")
        for change in (lambda: remove(memory, units), lambda: edit(memory, 1, "Новая.")):
            with pytest.raises(OutputError, match="in use by another program"):
                change()
        with pytest.raises(OutputError, match="in use by another program"):
            add_corpus(memory, Corpus(story(status="rejected")), "x")
    other.close()
    assert len(chosen(tm)) == 4
    raw = tm.read_bytes()
    tm.write_bytes(raw[:4096] + b"?" * (len(raw) - 4096))
    with pytest.raises(FormatError, match="align memory repair"), Memory.open(tm, write=True) as memory:
        remove(memory, units)
