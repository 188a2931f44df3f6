"""The language of what workers say, and of what a collection remembers of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from align.batch.pool import LocalPool
from align.batch.ray_pool import _Actor
from align.batch.scheduler import run
from align.batch.types import Chunk, Task
from tests.batch.fake_work import FakeWork, InlinePool, open_collection, result_of, write_documents


def test_worker_processes_speak_the_language_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    entries = write_documents(tmp_path / "in", 3)
    Path(entries[0].source).write_text("LANGUAGE", "utf-8")
    Path(entries[1].source).write_text("DIE", "utf-8")
    collection = open_collection(tmp_path / "out", entries)
    collection.choose()
    run(collection, LocalPool(FakeWork(), 1))
    errors = [record.get("error", "") for record in result_of(tmp_path / "out")[1]]
    assert errors == [
        f"{entries[0].source}: в файле нет текста",
        "рабочий процесс завершён сигналом SIGKILL (возможно, не хватило памяти) во время работы над этим документом",
        "",
    ]
    assert "нет текста" in (tmp_path / "out" / "failures.tsv").read_text("utf-8")


def test_an_actor_of_ray_speaks_the_language_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process is a child of the cluster, which may be older than the run and on another machine."""
    monkeypatch.setenv("ALIGN_LANG", "en")
    (tmp_path / "a.txt").write_text("LANGUAGE", "utf-8")
    task = Task(0, 0, "a.txt", "a", 8, str(tmp_path / "a.txt"))
    outcomes = _Actor(FakeWork(), 1, None, "ru").do(Chunk((task,)))[1]
    assert outcomes[0].error == "a.txt: в файле нет текста"


def test_a_collection_goes_on_in_another_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it remembers in words is for people, and decides nothing."""
    entries = write_documents(tmp_path / "in", 4)
    Path(entries[1].source).write_text("LANGUAGE", "utf-8")
    for language, text, states in (
        ("ru", "LANGUAGE", ["done", "failed", "done", "done"]),
        ("en", "LANGUAGE", ["done", "failed", "done", "done"]),
        ("ru", "A line.", ["done"] * 4),
        ("en", "A line.", ["done"] * 4),
    ):
        monkeypatch.setenv("ALIGN_LANG", language)
        Path(entries[1].source).write_text(text, "utf-8")
        collection = open_collection(tmp_path / "out", entries)
        collection.choose()
        run(collection, InlinePool())
        records = result_of(tmp_path / "out")[1]
        assert [record["state"] for record in records] == states
        if text == "LANGUAGE":
            assert ("нет текста" in json.dumps(records, ensure_ascii=False)) == (language == "ru")
    assert collection.stats.wanted == 0
