"""The cache of drafts, as a person meets it: a run that was killed, `--no-cache`, `align cache`."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from align.cli import main

ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1795000000", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"}
SENTENCES = 800


def translate(folder: Path, output: str, *options: str, cache: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "align", "translate", "in.txt", "--to", "ru", "--beam", "1", "--no-score"]
    return subprocess.Popen(
        [*command, "--one-per-line", "-o", output, *options],
        cwd=folder,
        stderr=subprocess.PIPE,
        env={**os.environ, **ENVIRONMENT, "ALIGN_CACHE": str(cache)},
    )


def drafts(cache: Path) -> int:
    try:
        with sqlite3.connect(f"file:{cache / 'drafts.sqlite'}?mode=ro", uri=True) as base:
            return int(base.execute("SELECT count(*) FROM draft").fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    things = ["port", "bridge", "road", "school", "mill", "tower", "farm", "library", "station", "market"]
    lines = [f"The {things[n % 10]} of town {n} opened on {things[n // 10 % 10]} day." for n in range(SENTENCES)]
    (tmp_path / "in.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_run_that_was_killed_drafts_only_what_is_missing_and_ends_the_same(folder: Path) -> None:
    """kill -9 in the middle of 800 sentences; the second run keeps what was stored, and its bytes are those of a run
    that nobody killed and that knew nothing."""
    cache = folder / "cache"
    first = translate(folder, "out.jsonl", cache=cache)
    deadline = time.monotonic() + 240
    while drafts(cache) < SENTENCES // 4 and first.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    first.kill()
    first.communicate()
    stored = drafts(cache)
    assert SENTENCES // 4 <= stored < SENTENCES, "the run was killed in the middle"
    assert not (folder / "out.jsonl").exists()
    with sqlite3.connect(cache / "drafts.sqlite") as base:
        before = dict(base.execute("SELECT key, value FROM draft").fetchall())
        base.execute("UPDATE draft SET used = 1")  # whatever the second run writes anew has another moment
    base.close()
    second = translate(folder, "out.jsonl", cache=cache)
    assert second.wait(240) == 0
    with sqlite3.connect(cache / "drafts.sqlite") as base:
        after = dict(base.execute("SELECT key, value FROM draft").fetchall())
    base.close()
    assert len(after) == SENTENCES and before.items() <= after.items()
    whole = translate(folder, "whole.jsonl", "--no-cache", cache=folder / "none")
    assert whole.wait(240) == 0
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
