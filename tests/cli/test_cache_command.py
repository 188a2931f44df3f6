"""The cache of drafts, as a person meets it: a run that was killed, `--no-cache`, `align cache`."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from align.cli import main
from tests.command import answer

ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1795000000", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"}
SENTENCES, STEP, STEPS = 48, 8, 3
COMMAND = ("translate", "in.txt", "--to", "ru", "--beam", "1", "--no-score", "--one-per-line", "-o")
KILLED = f"""
import os, signal, sys
from align.cli import main
from align.translation import caching
from align.translation.draft_cache import DraftStore
caching.STEP = {STEP}
steps, put = [], DraftStore.put
def counted(store, drafts):
    steps.append(len(drafts))
    if len(steps) > {STEPS}:
        os.kill(os.getpid(), signal.SIGKILL)
    put(store, drafts)
DraftStore.put = counted
main(sys.argv[1:])
"""


def translate(folder: Path, output: str, *options: str, cache: Path) -> None:
    done = answer(*COMMAND, output, *options, stdin=b"", cwd=folder, **ENVIRONMENT, ALIGN_CACHE=str(cache))
    assert done.returncode == 0, done.stderr


def drafts(cache: Path) -> dict[bytes, str]:
    with contextlib.closing(sqlite3.connect(f"file:{cache / 'drafts.sqlite'}?mode=ro", uri=True)) as base:
        return dict(base.execute("SELECT key, value FROM draft").fetchall())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    things = ["port", "bridge", "road", "school", "mill", "tower", "farm", "library", "station", "market"]
    lines = [f"The {things[n % 10]} of town {n} opened on {things[n // 10 % 10]} day." for n in range(SENTENCES)]
    (tmp_path / "in.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_run_that_was_killed_drafts_only_what_is_missing_and_ends_the_same(folder: Path) -> None:
    """kill -9 in the middle, between what is drafted and what is stored; the second run keeps what was stored, and its
    bytes are those of a run that nobody killed and that knew nothing."""
    cache = folder / "cache"
    first = subprocess.run(
        [sys.executable, "-c", KILLED, *COMMAND, "out.jsonl"],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **ENVIRONMENT, "ALIGN_CACHE": str(cache)},
        timeout=240,
    )
    assert first.returncode == -signal.SIGKILL
    before = drafts(cache)
    assert len(before) == STEPS * STEP < SENTENCES
    assert not (folder / "out.jsonl").exists()
    with contextlib.closing(sqlite3.connect(cache / "drafts.sqlite")) as base, base:
        base.execute("UPDATE draft SET value = value || ' '")  # whatever the second run writes anew has no blank
    translate(folder, "out.jsonl", cache=cache)
    after = drafts(cache)
    assert len(after) == SENTENCES and {key: f"{value} " for key, value in before.items()}.items() <= after.items()
    translate(folder, "whole.jsonl", "--no-cache", cache=folder / "none")
    assert (folder / "out.jsonl").read_bytes() == (folder / "whole.jsonl").read_bytes()
    assert not (folder / "none" / "drafts.sqlite").exists()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    out, err = capsys.readouterr()
    assert ended.value.code == 0, err
    return out, err


def test_info_and_clear(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.txt").write_text("The port opened.\nNobody came.\n", encoding="utf-8")
    assert json.loads(run(capsys, "cache", "info", "--json")[0])["drafts"] == 0
    run(capsys, "translate", "in.txt", "--to", "ru", "--no-score", "--one-per-line", "-o", "out.jsonl")
    assert json.loads(run(capsys, "cache", "info", "--json")[0])["drafts"] == 2
    out, _ = run(capsys, "cache", "info")
    assert str(tmp_path / "cache") in out and "limit 512 MB" in out
    _, err = run(capsys, "cache", "clear")
    assert "freed" in err
    assert json.loads(run(capsys, "cache", "info", "--json")[0])["drafts"] == 0
    assert (tmp_path / "cache" / "hashes").is_dir()
    run(capsys, "cache", "clear", "--all")
    assert not (tmp_path / "cache" / "hashes").exists()


def test_a_cache_that_cannot_be_had_costs_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "file"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    (tmp_path / "in.txt").write_text("The port opened.\n", encoding="utf-8")
    _, err = run(capsys, "translate", "in.txt", "--to", "ru", "--no-score", "-o", "out.jsonl")
    assert err.count("drafts are not kept for another run") == 1 and (tmp_path / "out.jsonl").is_file()
