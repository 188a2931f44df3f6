"""A merge in place, a review over a workbook and an addition to a memory, killed or interrupted at any moment: the old
file or the new one, whole; what is left over goes with the next run, and the same command again completes the work."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import openpyxl
import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.io import temporary_files
from align.io.sqlite import transaction
from align.memory import Memory, add_corpus, adding
from align.review import ReviewOptions, write_review
from tests.faults.moments import EPOCH, Moment, Run, Runs, at_calls, at_times, runs

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

PAIRS = [
    Pair(f"a-{n:03}", "a.txt", n, f"The port {n} is open.", f"Порт {n} открыт.", "en", "ru", status="draft")
    for n in range(1, 61)
]
TURN = 10
TENTHS = 10 if "ALIGN_ALL_MOMENTS" in os.environ else 4
"""How many of ten moments are tried; those at which a file is moved are always among them."""


@dataclass(frozen=True)
class Scene:
    """A command, the file that it writes over, and whether the old one stays beside it."""

    arguments: tuple[str, ...]
    target: str
    backup: bool = False


SCENES = {
    "merge --in-place": Scene(("merge", "c.jsonl", "work.xlsx", "--in-place"), "c.jsonl", backup=True),
    "review": Scene(("review", "c.jsonl", "-o", "old.xlsx"), "old.xlsx"),
    "review --force": Scene(("review", "c.jsonl", "-o", "work.xlsx", "--force"), "work.xlsx", backup=True),
}


def corpus(pairs: list[Pair]) -> Corpus:
    return Corpus(pairs, source_lang="en", target_lang="ru")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus, a workbook with a reviewer's edits and one without."""
    folder = tmp_path_factory.mktemp("moments") / "base"
    folder.mkdir()
    write_corpus(corpus(PAIRS), folder / "c.jsonl")
    write_review(corpus(PAIRS[:20]), folder / "old.xlsx", ReviewOptions())
    write_review(corpus(PAIRS), folder / "work.xlsx", ReviewOptions())
    book = openpyxl.load_workbook(folder / "work.xlsx")
    for row in book["a.txt"].iter_rows():
        for cell in row:
            if cell.data_type == "s" and cell.value.startswith("Порт 1") and not cell.protection.locked:
                cell.value = cell.value.replace("Порт", "Порт №")
    book.save(folder / "work.xlsx")
    return folder


@pytest.fixture(scope="module")
def align(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    with runs(tmp_path_factory.mktemp("runs") / "tmp", **{"align.memory.adding.TRANSACTION_PAIRS": TURN}) as opened:
        yield opened


class Stage:
    """A folder in which a scene is played again and again: what is old, and what an unhurried run makes of it."""

    def __init__(self, align: Runs, scene: Scene, base: Path, place: Path):
        self.align, self.scene, self.base, self.place = align, scene, base, place
        self.target = place / scene.target
        shutil.copytree(base, place / "warm")
        align.run(place / "warm", *scene.arguments, fork=False)
        shutil.rmtree(place / "warm")
        self.set()
        self.names = {path.name for path in place.iterdir()}
        self.old = self.target.read_bytes()
        self.whole = self.run(watched=True)
        self.new = self.target.read_bytes()
        self.set()
        self.seconds = self.run().seconds
        assert self.target.read_bytes() == self.new != self.old

    def set(self) -> None:
        """Put everything back."""
        for path in self.place.iterdir():
            path.unlink()
        shutil.copytree(self.base, self.place, dirs_exist_ok=True)

    def run(self, moment: Moment | None = None, watched: bool = False) -> Run:
        done = self.align.run(self.place, *self.scene.arguments, moment=moment, watched=watched)
        assert moment or done.status == 0, done.err
        return done

    def replaced(self) -> bool:
        """Whether the file is the new one; the folder has that, the old one where it belongs, and nothing broken."""
        there = self.target.read_bytes()
        assert there in (self.old, self.new)
        kept = list(self.place.glob("[!.]*.bak*"))
        assert all(path.read_bytes() == self.old for path in kept)
        assert kept or there == self.old or not self.scene.backup, "the old file is nowhere"
        left = {path.name for path in self.place.iterdir()} - self.names - {path.name for path in kept}
        assert all(temporary_files._LEFTOVER.fullmatch(name) for name in left) and len(left) <= 1, left
        return there == self.new

    def left(self) -> list[str]:
        """The names of what is there besides."""
        return [path.name for path in self.place.iterdir() if path.name not in self.names]


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.slow
def test_killed_at_any_moment_a_run_leaves_the_old_file_or_the_new_one(
    align: Runs, base: Path, tmp_path: Path, name: str
) -> None:
    stage = Stage(align, SCENES[name], base, tmp_path)
    ends = set()
    part = b""
    for moment in (
        *at_calls(stage.whole.calls, 7 * TENTHS // 2, name),
        *at_times(stage.seconds, 3 * TENTHS // 2, name),
    ):
        stage.set()
        done = stage.run(moment)
        ends.add(stage.replaced())
        assert done.status == -signal.SIGKILL if moment.call is not None else done.status in (-signal.SIGPROF, 0)
        part = max([part, *(path.read_bytes() for path in tmp_path.glob(".*.part"))], key=len)
    assert ends == {True, False} and part
    stage.set()
    (tmp_path / ".left.align-abcdefgh.part").write_bytes(part)
    stage.run()
    assert stage.replaced() and not [name for name in stage.left() if name.startswith(".")], "the next run tidies"


@pytest.mark.parametrize(
    "name",
    [
        "merge --in-place",
        "review",
        "review --force",
    ],
)
@pytest.mark.slow
def test_interrupted_at_any_call_a_run_says_so_and_leaves_nothing_beside_the_old_file(
    align: Runs, base: Path, tmp_path: Path, name: str
) -> None:
    stage = Stage(align, SCENES[name], base, tmp_path)
    ends = set()
    for moment in at_calls(stage.whole.calls, 2 * TENTHS, f"{name}, interrupted", signal.SIGINT):
        stage.set()
        done = stage.run(moment)
        assert_interrupted(done)
        ends.add(replaced := stage.replaced())
        assert len(stage.left()) == (replaced and stage.scene.backup), moment
    assert ends == {True, False}


def assert_interrupted(run: Run) -> None:
    lines = [line for line in run.err.splitlines() if line.startswith("align: interrupted: nothing was half-written")]
    assert (run.status, len(lines)) == (130, 1) and "Traceback" not in run.err, run


BEFORE = [replace(pair, status="approved") for pair in PAIRS[:20]]
EDITED = [replace(pair, target=f"Порт № {pair.n} открылся.", status="edited") for pair in PAIRS[15:20]]
REVIEWED = [replace(pair, status="approved") for pair in PAIRS]
AFTER = [*(replace(pair, status="rejected") for pair in PAIRS[:5]), *REVIEWED[5:15], *EDITED, *REVIEWED[20:]]
State = tuple[list[tuple[object, ...]], ...]


def state(path: Path) -> State:
    """All that a memory has: nothing, where there is no file or an empty one. Fails for one that is not whole."""
    if not path.exists():
        return ()
    with contextlib.closing(sqlite3.connect(path)) as memory:
        assert memory.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not memory.execute("SELECT * FROM sqlite_master").fetchone():
            return ()
        memory.execute("INSERT INTO word_index (word_index) VALUES ('integrity-check')")
        places = memory.execute("SELECT * FROM context ORDER BY 1, 2, 3").fetchall()
        words = memory.execute("SELECT * FROM word ORDER BY 1").fetchall()
    with Memory.open(path) as opened:
        return [astuple(unit) for unit in opened.units()], places, words


@pytest.fixture(params=["a new memory", "an old one"])
def story(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[State]]:
    """A folder with a corpus, and perhaps a memory that has some of it; the states that an addition goes through."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setattr(adding, "TRANSACTION_PAIRS", TURN)
    folder = tmp_path / "base"
    folder.mkdir()
    write_corpus(corpus(AFTER), folder / "c.jsonl")
    if request.param == "an old one":
        with Memory.open(folder / "tm.sqlite", write=True) as memory:
            add_corpus(memory, corpus(BEFORE), "before.jsonl")
    shutil.copytree(folder, tmp_path / "states")
    path = tmp_path / "states" / "tm.sqlite"
    states = [state(path)]
    real = transaction

    @contextlib.contextmanager
    def told(base: sqlite3.Connection) -> Iterator[None]:
        with real(base):
            yield
        states.append(state(path))

    monkeypatch.setattr(adding, "transaction", told)
    with Memory.open(path, write=True) as memory:
        states.append(state(path))
        add_corpus(memory, read_corpus(folder / "c.jsonl"), "c.jsonl")
    return folder, states


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.slow
def test_an_addition_to_a_memory_that_is_ended_at_any_moment_has_whole_turns_and_goes_on(
    align: Runs, story: tuple[Path, list[State]], tmp_path: Path, number: signal.Signals
) -> None:
    folder, states = story
    add = ("memory", "add", "tm.sqlite", "c.jsonl")
    place = tmp_path / "place"
    shutil.copytree(folder, place)
    align.run(place, *add, fork=False)
    shutil.rmtree(place)
    shutil.copytree(folder, place)
    calls = align.run(place, *add, watched=True).calls
    assert state(place / "tm.sqlite") == states[-1]
    seconds = align.run(place, *add).seconds
    killed = number == signal.SIGKILL
    times = at_times(seconds, 2 * TENTHS, "memory") if killed else []
    seen = set()
    for moment in (*at_calls(calls, (6 if killed else 3) * TENTHS // 2, "memory", number), *times):
        shutil.rmtree(place)
        shutil.copytree(folder, place)
        done = align.run(place, *add, moment=moment)
        if not killed:
            assert_interrupted(done)
            assert {path.name for path in place.iterdir()} <= {"c.jsonl", "tm.sqlite"}
        else:
            assert done.status == -signal.SIGKILL if moment.call is not None else done.status in (-signal.SIGPROF, 0)
        seen.add(states.index(state(place / "tm.sqlite")))
        again = align.run(place, *add)
        assert again.status == 0 and state(place / "tm.sqlite") == states[-1], again
    assert len(seen) > (len(states) // 2 if killed else 2)
