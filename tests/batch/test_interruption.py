"""A batch may be broken off anywhere: what is in its folder at the end is what an undisturbed run gives."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from align.batch.plan import PlanEntry
from align.batch.scheduler import run
from tests.batch.fake_work import FakeWork, InlinePool, open_collection, result_of, write_documents


class PulledPlug(BaseException):
    """The power goes: nothing after this is done."""


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ends the process, as it were, at a given step of writing: before or after a rename or a flush to the disk."""

    class Plug:
        def __init__(self) -> None:
            self.at: int | None = None
            self.steps = 0

        def step(self) -> None:
            self.steps += 1
            if self.at is not None and self.steps == self.at:
                raise PulledPlug

    plug = Plug()

    def guarded(function: Any) -> Any:
        def call(*arguments: str | Path, **options: Any) -> Any:
            plug.step()
            result = function(*arguments, **options)
            plug.step()
            return result

        return call

    monkeypatch.setattr(os, "replace", guarded(os.replace))
    monkeypatch.setattr(os, "fsync", guarded(lambda handle: None))  # what it is for is not what is tested
    return plug


def do(path: Path, entries: list[PlanEntry]) -> None:
    collection = open_collection(path, entries)
    collection.choose()
    run(collection, InlinePool())


def test_a_run_ends_the_same_wherever_it_was_broken_off(tmp_path: Path, plug: Any) -> None:
    entries = write_documents(tmp_path / "in", 16)
    do(tmp_path / "whole", entries)
    steps, whole = plug.steps, result_of(tmp_path / "whole")
    assert len(whole[0]) > 1, "several shards are needed to show anything"
    for at in range(1, steps + 1):
        plug.at, plug.steps = at, 0
        with pytest.raises(PulledPlug):
            do(tmp_path / f"broken-{at}", entries)
        plug.at = None
        do(tmp_path / f"broken-{at}", entries)
        assert result_of(tmp_path / f"broken-{at}") == whole, f"broken off at step {at} of {steps}"


def test_a_rerun_of_changed_documents_may_be_broken_off_too(tmp_path: Path, plug: Any) -> None:
    entries = write_documents(tmp_path / "in", 12)

    def begin(path: Path) -> None:
        write_documents(tmp_path / "in", 12)
        (tmp_path / "in" / "d004.txt").write_text("BAD", "utf-8")
        for file in (tmp_path / "in").iterdir():
            os.utime(file, (1, 1))
        do(path, entries)
        (tmp_path / "in" / "d004.txt").write_text("Mended.\n", "utf-8")
        (tmp_path / "in" / "d009.txt").write_text("Another text, and longer than the one before.\n" * 4, "utf-8")
        for name in ("d004.txt", "d009.txt"):
            os.utime(tmp_path / "in" / name, (2, 2))
        plug.steps = 0

    begin(tmp_path / "whole")
    do(tmp_path / "whole", entries)
    steps, whole = plug.steps, result_of(tmp_path / "whole")
    for at in range(1, steps + 1):
        begin(tmp_path / f"broken-{at}")
        plug.at = at
        with pytest.raises(PulledPlug):
            do(tmp_path / f"broken-{at}", entries)
        plug.at = None
        do(tmp_path / f"broken-{at}", entries)
        assert result_of(tmp_path / f"broken-{at}") == whole, f"broken off at step {at} of {steps}"


def test_a_journal_cut_off_in_the_midst_of_a_line_is_read(tmp_path: Path) -> None:
    entries = write_documents(tmp_path / "in", 10)
    do(tmp_path / "out", entries)
    whole = result_of(tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes() + b'{"n": 3, "id": "in/d0')
    do(tmp_path / "out", entries)
    assert result_of(tmp_path / "out") == whole


@pytest.mark.slow
def test_a_run_killed_again_and_again_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    write_documents(tmp_path / "in", 120)
    command: list[str | Path] = [sys.executable, Path(__file__).with_name("fake_work.py")]
    subprocess.run([*command, tmp_path / "whole", tmp_path / "in", "1", "0"], check=True, timeout=120)
    chance = random.Random(5)
    for kill in range(6):
        process = subprocess.Popen([*command, tmp_path / "killed", tmp_path / "in", "2", "0.05"])
        time.sleep(chance.uniform(0.2, 0.4 * (kill + 1)))
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run([*command, tmp_path / "killed", tmp_path / "in", "2", "0"], check=True, timeout=120)
    assert result_of(tmp_path / "killed") == result_of(tmp_path / "whole")


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    entries = write_documents(tmp_path / "in", 40)
    for workers in (1, 5):
        collection = open_collection(tmp_path / str(workers), entries)
        collection.choose()
        run(collection, InlinePool(FakeWork(), workers))
    assert result_of(tmp_path / "1") == result_of(tmp_path / "5")
