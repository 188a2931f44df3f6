"""A run that is killed or interrupted, at any moment: outputs whole or as they were, nothing that piles up."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus


def corpus(pairs: int) -> Corpus:
    rows = (
        Pair(f"a-{n:05}", "a.txt", n, f"The port {n} is open.", f"Порт {n} открыт.", "en", "ru")
        for n in range(1, pairs + 1)
    )
    return Corpus(rows, source_lang="en", target_lang="ru")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    write_corpus(corpus(1500), folder / "c.jsonl")
    write_corpus(corpus(1500), folder / "r.xlsx")
    (folder / "s.txt").write_text("The port is open.\n\nA ship came. It left again.\n" * 5)
    (folder / "t.txt").write_text("Порт открыт.\n\nКорабль пришёл. Он ушёл.\n" * 5)
    return folder


COMMANDS = {
    "convert": ("convert", "c.jsonl", "out/o.tmx"),
    "review": ("review", "c.jsonl", "-o", "out/o.xlsx"),
    "merge": ("merge", "c.jsonl", "r.xlsx", "-o", "out/o.jsonl"),
    "pair": ("pair", "s.txt", "t.txt", "--from", "en", "--to", "ru", "-o", "out/o.tmx"),
    "translate": ("translate", "s.txt", "--to", "ru", "--beam", "1", "-o", "out/o.tmx"),
}


def start(folder: Path, name: str) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-c",
        "import signal; signal.signal(2, signal.default_int_handler); from align.cli import main; main()",
    ]
    return subprocess.Popen(
        [*command, *COMMANDS[name]], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def begun(run: subprocess.Popen[str], out: Path) -> bool:
    """Wait until the output is being written, or the run is over."""
    while run.poll() is None and not any(path.name.endswith(".part") for path in out.iterdir()):
        time.sleep(0.01)
    return run.poll() is None


def readable(path: Path) -> int:
    return 0 if path.suffix == ".xlsx" else sum(1 for _ in read_corpus(path).pairs)


@pytest.mark.parametrize("name", list(COMMANDS))
@pytest.mark.slow
def test_killed_at_random_moments_outputs_are_whole_or_as_they_were(work: Path, name: str) -> None:
    out = work / "out"
    out.mkdir(exist_ok=True)
    target = out / COMMANDS[name][-1].rpartition("/")[2]
    target.write_bytes(b"old")
    rng = random.Random(name)
    for _ in range(1 if name in ("pair", "translate") else 2):  # which begin to write late
        run = start(work, name)
        if begun(run, out):
            time.sleep(rng.random() * 0.2)
            run.kill()
        run.communicate()
        whole = target.read_bytes()
        assert whole == b"old" or run.returncode == 0 or readable(target) > 0 or whole.startswith(b"PK")
        assert len(list(out.iterdir())) <= 2, "the next run took the first one's part away"
    run = start(work, name)
    _, err = run.communicate(timeout=120)
    assert run.returncode == 0, err
    assert [path.name for path in out.iterdir()] == [target.name]
    target.unlink()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", ["convert", "review", "translate"])
@pytest.mark.slow
def test_interrupted_while_it_writes_a_run_ends_with_130_and_the_old_output(
    work: Path, name: str, number: signal.Signals
) -> None:
    out = work / "out"
    out.mkdir(exist_ok=True)
    target = out / COMMANDS[name][-1].rpartition("/")[2]
    target.write_bytes(b"old")
    run = start(work, name)
    if begun(run, out):
        run.send_signal(number)
    _, err = run.communicate(timeout=60)
    assert run.returncode in (130, 0), err  # it may have been faster than the signal
    if run.returncode == 130:
        assert (
            target.read_bytes() == b"old" and "interrupted: nothing was half-written" in err and "Traceback" not in err
        )
    assert [path.name for path in out.iterdir()] == [target.name]
    target.unlink()


def test_two_runs_on_one_output_leave_one_whole_file(work: Path) -> None:
    (work / "out").mkdir(exist_ok=True)
    runs = [start(work, "convert") for _ in range(2)]
    assert [run.wait(120) for run in runs] == [0, 0]
    assert [path.name for path in (work / "out").iterdir()] == ["o.tmx"]
    assert readable(work / "out" / "o.tmx") == 1500
    os.unlink(work / "out" / "o.tmx")
