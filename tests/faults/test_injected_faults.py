"""Whatever call of whatever writer fails, the old file or the new one is there, whole, nothing is beside it, and one
line says what happened: for the n-th open, write, fsync, rename, link, close and statement, for all n."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import pytest

from align.corpus import Corpus, Pair, write_corpus
from align.io import temporary_files
from align.memory import Memory, add_corpus
from align.review import ReviewOptions, write_review
from tests.command import answer
from tests.faults.injection import Plan, failing

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES)
PAIRS = [
    Pair(f"a-{n}", "a.txt", n, f"The port {n} is open.", f"Порт {n} открыт.", "en", "ru", status="approved",
         created="2026-11-23T10:00:00Z")
    for n in range(1, 7)
]  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """A command, the files that it makes or replaces, and the memories that it changes."""

    command: str
    targets: tuple[str, ...]
    memories: tuple[str, ...] = ()
    may_keep: str = ""
    """A pattern of the names of backups that a run that succeeds leaves."""


def scene(command: str, *targets: str, memories: tuple[str, ...] = (), may_keep: str = "") -> Scene:
    return Scene(command, targets, memories, may_keep)


QUICK = {
    **{
        f"convert to {name}": scene(f"convert c.jsonl out.{name}", f"out.{name}")
        for name in ("jsonl", "tmx", "tsv", "csv", "xlf", "txt", "parquet")
    },
    "convert to two files": scene("convert c.jsonl out.moses --format moses", "out.en", "out.ru"),
    "convert over an old file": scene("convert c.jsonl old.tmx", "old.tmx"),
    "convert into a new folder": scene("convert c.jsonl new/out.tmx", "new/out.tmx"),
    "convert --split": scene("convert many.jsonl p.tsv --split dev=3", "p.train.tsv", "p.dev.tsv"),
    "review to csv": scene("review c.jsonl -o out.csv", "out.csv"),
    "review over a person's work": scene("review c.jsonl -o work.csv --force", "work.csv", may_keep=r"work\.csv\.bak"),
    "report": scene("report c.jsonl -o out.html", "out.html"),
    "report --edit": scene("report c.jsonl -o out.html --edit", "out.html"),
    "datasheet": scene("datasheet c.jsonl -o README.md", "README.md"),
    "check": scene("check c.jsonl -o out.jsonl", "out.jsonl"),
    "split": scene("split a.txt -o out.txt", "out.txt"),
    "sort": scene("sort c.jsonl -o out.jsonl", "out.jsonl"),
    "filter": scene("filter c.jsonl -o out.jsonl -o out.tmx --drop duplicate --dropped gone.jsonl", "out.jsonl",
                    "out.tmx", "gone.jsonl"),
    "merge": scene("merge c.jsonl work.csv -o out.jsonl", "out.jsonl", "out.leftovers.csv"),
    "merge --in-place": scene("merge c.jsonl work.csv --in-place", "c.jsonl", "c.leftovers.csv",
                              may_keep=r"c\.jsonl\.bak"),
    "glossary extract": scene("glossary extract c.jsonl -o out.tsv --min-count 2 --min-dice 0.1", "out.tsv"),
    "glossary convert": scene("glossary convert terms.tsv out.tbx", "out.tbx"),
    "memory add, a new one": scene("memory add new.sqlite c.jsonl", memories=("new.sqlite",)),
    "memory add": scene("memory add tm.sqlite more.jsonl", memories=("tm.sqlite",)),
    "memory edit": scene("memory edit tm.sqlite --unit 1 --target Порт.", memories=("tm.sqlite",)),
    "memory remove": scene("memory remove tm.sqlite --unit 1 --yes -o out.jsonl", "out.jsonl", memories=("tm.sqlite",)),
    "memory export": scene("memory export tm.sqlite out.tmx", "out.tmx"),
    "memory repair": scene("memory repair tm.sqlite new.sqlite", memories=("new.sqlite",)),
}  # fmt: skip
SLOW = {
    "convert to xlsx": scene("convert c.jsonl out.xlsx", "out.xlsx"),
    "review to xlsx": scene("review c.jsonl -o out.xlsx", "out.xlsx"),
    "merge a workbook": scene("merge c.jsonl work.xlsx -o out.xlsx", "out.xlsx"),
    "glossary to xlsx": scene("glossary convert terms.tsv out.xlsx", "out.xlsx"),
    "pair": scene("pair a.txt b.txt --from en --to ru -o out.jsonl -o out.tmx", "out.jsonl", "out.tmx"),
    "pair beads": scene("pair a.txt b.txt --from en --to ru -o out.beads --format beads", "out.beads"),
}  # fmt: skip
SLOWEST = {
    "datasheet --plot": scene("datasheet c.jsonl -o README.md --plot out.svg", "README.md", "out.svg"),
    "pair --plot": scene("pair a.txt b.txt --from en --to ru -o out.jsonl --plot out.png", "out.jsonl", "out.png"),
}
"""Half a second each time."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands work on."""
    folder = tmp_path_factory.mktemp("faults") / "base"
    folder.mkdir()
    corpus = Corpus(PAIRS, source_lang="en", target_lang="ru")
    write_corpus(corpus, folder / "c.jsonl")
    write_corpus(Corpus([*PAIRS, PAIRS[0]], source_lang="en", target_lang="ru"), folder / "many.jsonl")
    more = [Pair("b-1", "b.txt", 1, "Ships come.", "Идут суда.", "en", "ru", status="approved")]
    write_corpus(Corpus(more, source_lang="en", target_lang="ru"), folder / "more.jsonl")
    docs = [Pair(f"{d}-1", f"{d}.txt", 1, f"Port {d}.", f"Порт {d}.", "en", "ru") for d in "abcdefgh"]
    write_corpus(Corpus(docs, source_lang="en", target_lang="ru"), folder / "many.jsonl")
    write_corpus(Corpus(PAIRS[:2], source_lang="en", target_lang="ru"), folder / "old.tmx")
    (folder / "a.txt").write_text("The port is open. Ships come.\n", "utf-8")
    (folder / "b.txt").write_text("Порт открыт. Идут суда.\n", "utf-8")
    (folder / "terms.tsv").write_text("en\tru\nport\tпорт\n", "utf-8")
    drafts = [replace(pair, status="draft") for pair in PAIRS]
    write_review(Corpus(drafts, source_lang="en", target_lang="ru"), folder / "work.csv", ReviewOptions())
    text = (folder / "work.csv").read_text("utf-8-sig")
    edited = text.replace("Порт 2 открыт", "Порт № 2 открыт").replace("a-3", "a-99").replace("port 3", "harbour 3")
    (folder / "work.csv").write_text(edited, "utf-8-sig")
    write_review(corpus, folder / "work.xlsx", ReviewOptions())
    book = openpyxl.load_workbook(folder / "work.xlsx")
    for row in book["a.txt"].iter_rows():
        for cell in row:
            if cell.value == "Порт 1 открыт.":
                cell.value = "Порт № 1 открыт."
    book.save(folder / "work.xlsx")
    with Memory.open(folder / "tm.sqlite", write=True) as memory:
        add_corpus(memory, corpus, "c.jsonl")
    return folder


class Stage:
    """A folder in which a scene is played again and again, each time on a system that fails at another call."""

    def __init__(self, scene: Scene, base: Path, place: Path):
        self.scene, self.base, self.place = scene, base, place
        self.temporary = place.parent / "temporary"
        self.old = self.put_back()
        whole = Plan()
        self.play(Plan())  # what is loaded once is loaded
        self.put_back()
        done, _ = self.play(whole)
        assert done.returncode == 0, done.stderr.decode()
        self.calls = whole.calls
        self.new = self.state()
        assert self.new != self.old
        self.names = self.listing()

    def put_back(self) -> dict[str, object]:
        """Put everything back; the state."""
        for folder in (self.place, self.temporary):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, self.place)
        self.temporary.mkdir()
        temporary_files._tidied.clear()
        return self.state()

    def play(self, plan: Plan) -> tuple[CompletedProcess[bytes], list[object]]:
        with failing(plan) as complaints:
            done = answer(*self.scene.command.split(), cwd=self.place)
            gc.collect(0)
        return done, complaints

    def state(self) -> dict[str, object]:
        """The bytes of each target, the units of each memory; None where there is none."""
        files: dict[str, object] = {}
        for name in self.scene.targets:
            path = self.place / name
            files[name] = path.read_bytes() if path.exists() else None
        for name in self.scene.memories:
            files[name] = units(self.place / name)
        return files

    def listing(self) -> set[str]:
        return {str(path.relative_to(self.place)) for path in self.place.rglob("*")}

    def play_failing(self, number: int, code: int, lasting: bool) -> None:
        """Fail at call `number` and look at what is there."""
        before = self.put_back()
        plan = Plan(number, code, lasting)
        done, complaints = self.play(plan)
        said = done.stderr.decode()
        case = f"{self.scene.command}: {plan.calls[number] if number < len(plan.calls) else 'none'} {number}: {said}"
        lines = said.splitlines()
        assert not complaints, (case, complaints)
        assert all(line.startswith(("align: ", " ")) or not line for line in lines), case
        assert "fault of align" not in said and "the system says" not in said and "Traceback" not in said, case
        state = self.state()
        for name, content in state.items():
            assert content in (before[name], self.new[name]), (case, name)
        if done.returncode == 0:
            assert state == self.new, case
        else:
            assert done.returncode == 1, case
            assert (lines and lines[-1].startswith("align: cannot ")) or "is kept" in lines[-1], case
        kept = set(re.findall(r"What was made is kept as (\S+):", said))
        beside = self.listing() - self.names - {os.path.relpath(name, self.place) for name in kept} - kept
        assert not {name for name in beside if not re.fullmatch(self.scene.may_keep, name)}, (case, beside)
        if list(self.temporary.iterdir()):
            gc.collect()  # a workbook that is given up takes its files with it
        assert not list(self.temporary.iterdir()), case


def units(path: Path) -> object:
    if not path.exists():
        return []
    with contextlib.closing(sqlite3.connect(path)) as base:
        assert base.execute("SELECT * FROM sqlite_master").fetchall(), "no memory is made that has no tables"
    with Memory.open(path) as memory:
        assert memory.base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [(unit.id, unit.source, unit.target) for unit in memory.units()]


@pytest.fixture
def stage(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Scene], Stage]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795600000")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return lambda scene: Stage(scene, base, tmp_path / "place")


def chosen(calls: Sequence[str], most: int) -> list[int]:
    """At most so many calls, spread over all; the last ones are those that put a file into its place."""
    if len(calls) <= most:
        return list(range(len(calls)))
    last = range(len(calls) - 3, len(calls))
    return sorted({*range(0, len(calls), -(-len(calls) // (most - 3))), *last})


FIRST = (
    "convert over an old file", "convert to two files", "convert into a new folder", "convert --split", "split",
    "review over a person's work", "filter", "merge", "merge --in-place", "glossary convert", "memory add, a new one",
    "memory add", "memory remove",
)  # fmt: skip
"""One of each way to write; the others are slow because they are many."""


@pytest.mark.parametrize("name", FIRST)
def test_a_writer_that_fails_at_any_call_leaves_the_old_file_or_the_new_one(
    stage: Callable[[Scene], Stage], name: str
) -> None:
    """One error a call, in turn."""
    played = stage(QUICK[name])
    for number in chosen(played.calls, 20):
        played.play_failing(number, CODES[number % 3], lasting=number % 2 == 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*QUICK, *SLOW, *SLOWEST])
def test_every_error_at_every_call(stage: Callable[[Scene], Stage], name: str) -> None:
    """All errors at all calls, once and lasting, with `ALIGN_FAULTS=all` (minutes); else a choice of these."""
    every = os.environ.get("ALIGN_FAULTS") == "all"
    if name in FIRST and not every:
        pytest.skip("it was tried by the test above")
    played = stage({**QUICK, **SLOW, **SLOWEST}[name])
    for number in chosen(played.calls, 10_000 if every else 4 if name in SLOWEST else 8):
        for code in CODES if every else CODES[number % 3 :][:1]:
            for lasting in (False, True) if every else (number % 2 == 0,):
                played.play_failing(number, code, lasting)
