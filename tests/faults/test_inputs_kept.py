"""No command writes over what it reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from align.cli import main
from align.corpus import Corpus, Pair, write_corpus


@pytest.mark.parametrize(
    "arguments",
    [
        ("split", "story.txt", "-o", "story.txt"),
        ("split", ".", "-o", "link.txt"),
        ("translate", "story.txt", "--to", "ru", "-o", "story.txt"),
        ("pair", "story.txt", "c.csv", "-o", "story.txt"),
        ("convert", "c.jsonl", "c.jsonl"),
        ("filter", "c.jsonl", "-o", "c.jsonl"),
        ("sort", "c.jsonl", "-o", "c.jsonl"),
        ("datasheet", "c.jsonl", "-o", "c.jsonl"),
        ("glossary", "convert", "c.csv", "c.csv"),
        ("glossary", "extract", "c.jsonl", "-o", "c.jsonl"),
        ("memory", "export", "c.jsonl", "c.jsonl"),
        ("memory", "add", "c.jsonl", "c.jsonl"),
        ("report", "c.jsonl", "-o", "c.jsonl"),
        ("review", "c.csv", "-o", "c.csv"),
    ],
    ids=" ".join,
)
def test_an_output_that_is_the_input_is_refused(
    arguments: tuple[str, ...],
    story: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(story, "story.txt")
    Path("link.txt").symlink_to("story.txt")
    for name in ("c.jsonl", "c.csv"):
        write_corpus(Corpus([Pair("a", "a", 1, "One", "Раз", "en", "ru")]), name)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(SystemExit) as done:
        main(list(arguments))
    assert done.value.code == 2 and "is the input" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
