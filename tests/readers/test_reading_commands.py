"""The commands read every format without knowing of it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from align.cli import main
from tests.reader_files import SRT, docx, epub, zipped


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document of several formats."""
    (tmp_path / "a.docx").write_bytes(docx())
    (tmp_path / "b.epub").write_bytes(epub())
    (tmp_path / "c.srt").write_text(SRT)
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress(b"id,story\n1,The port is open. It is.\n2,Closed.\n"))
    return tmp_path


def test_a_folder_of_formats_is_split(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every document of every file, in the order of the names; a column is named once for all that need it."""
    assert run("split", "--json", "--text-column", "story", folder) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(cell["doc"]).name for cell in found if cell["n"] == 1] == [
        *("a.docx", "b.epub", "c.srt", "d.csv.gz#2", "d.csv.gz#3"),
    ]
    assert next(cell["place"] for cell in found if cell["doc"].endswith("c.srt")) == "00:00:01.000 --> 00:00:03.500"
    assert [cell["kind"] for cell in found[:3]] == ["headline", "sentence", "sentence"]


def test_a_missing_column_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1 and the option's name; nothing is printed before."""
    assert run("split", folder / "d.csv.gz") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "--text-column" in captured.err and captured.err.count("\n") == 1


def test_a_bomb_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback, no output, status 1."""
    (tmp_path / "bomb.docx").write_bytes(zipped({"word/document.xml": b" " * (50 << 20)}))
    assert run("split", tmp_path / "bomb.docx") == 1
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert "zip bomb" in captured.err


def test_two_word_documents_are_paired(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`align pair` reads what `align split` reads, and a list of files in a .tsv is still a list."""
    for name in ("en", "ru"):
        (tmp_path / f"{name}.docx").write_bytes(docx())
    (tmp_path / "pairs.tsv").write_text("en.docx\tru.docx\n")
    command = ["pair", "--list", tmp_path / "pairs.tsv", "--from", "en", "--to", "ru", "-o", tmp_path / "out.jsonl"]
    assert run(*command) == 0
    pairs = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()[1:]]
    assert [pair["source"] for pair in pairs] == [pair["target"] for pair in pairs]
    assert pairs[0]["source"] == "Port opens"
