"""What is written over with --force stays beside its successor; where there is no successor, nothing stays."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from align.cli import cli
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.pair import Status


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a corpus of drafts and a reviewed one."""
    monkeypatch.chdir(tmp_path)
    statuses: dict[str, Status] = {"drafts.jsonl": "draft", "work.jsonl": "approved"}
    for name, status in statuses.items():
        pair = Pair("a-1", "a.txt", 1, "The port is open.", "Порт открыт.", "en", "ru", status=status)
        write_corpus(Corpus([pair], source_lang="en", target_lang="ru"), tmp_path / name)
    return tmp_path


def convert() -> Result:
    return CliRunner().invoke(cli, ["convert", "drafts.jsonl", "work.jsonl", "--force"])


def status(name: str) -> str:
    return next(iter(read_corpus(name, "jsonl"))).status


def fails(source: str | Path, target: str | Path, *rest: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(source), None, str(target))


@pytest.mark.parametrize("linked", [True, False])
def test_a_file_that_cannot_be_replaced_gets_no_backup(
    place: Path, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    """It is locked, or open in another program: the result is kept under another name."""
    if not linked:
        monkeypatch.setattr(os, "link", fails)
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: (fails if str(b) == "work.jsonl" else replace)(a, b))
    done = convert()
    assert "cannot replace work.jsonl" in str(done.exception) and "kept as work.new.jsonl" in str(done.exception)
    assert "the old file is kept" not in done.output
    assert sorted(path.name for path in place.iterdir()) == ["drafts.jsonl", "work.jsonl", "work.new.jsonl"]
    assert (status("work.jsonl"), status("work.new.jsonl")) == ("approved", "draft")


def test_an_interrupt_when_all_is_done_leaves_the_backup(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def interrupted(source: str, target: Path) -> None:
        replace(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    assert convert().exit_code == 1
    assert (status("work.jsonl"), status("work.jsonl.bak")) == ("draft", "approved")


def test_a_disk_without_links_gets_a_copy_of_the_same_date_or_one_line(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime("work.jsonl", (1_700_000_000, 1_700_000_000))
    monkeypatch.setattr(os, "link", fails)
    with monkeypatch.context() as broken:
        broken.setattr(shutil, "copyfileobj", lambda old, copy, size: fails("", "work.jsonl.bak"))
        done = convert()
    assert str(done.exception).startswith("cannot keep the old work.jsonl: ") and status("work.jsonl") == "approved"
    assert sorted(path.name for path in place.iterdir()) == ["drafts.jsonl", "work.jsonl"]
    assert convert().exit_code == 0
    assert (status("work.jsonl"), status("work.jsonl.bak")) == ("draft", "approved")
    assert os.stat("work.jsonl.bak").st_mtime == 1_700_000_000
