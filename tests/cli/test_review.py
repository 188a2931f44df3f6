"""`align review`: the command around the workbook."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from tests.command import run

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "story.jsonl"
    flags = ((), ("repetition",), ())
    pairs = [Pair(f"s-{n}", "s.txt", n, f"a {n}", f"б {n}", "en", "ru", flags=flags[n - 1]) for n in (1, 2, 3)]
    pairs[2] = Pair("s-3", "s.txt", 3, "a 3", "б 3", "en", "ru", status="approved")
    write_corpus(Corpus(pairs), path)
    return path


def test_a_workbook_beside_the_corpus(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without -o the workbook is named after the corpus; the next command is said on standard error."""
    assert run("review", corpus) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"3 pairs to review in {corpus.with_suffix('.xlsx')}; then: align merge {corpus} " in captured.err
    assert openpyxl.load_workbook(corpus.with_suffix(".xlsx"))["s.txt"].max_row == 4


def test_sorted_filtered_russian(corpus: Path, tmp_path: Path) -> None:
    """--sort risk, --status, --headings and --unlocked reach the sheet."""
    options = ["--sort", "risk", "--status", "draft", "--headings", "ru", "--unlocked"]
    assert run("review", corpus, "-o", tmp_path / "r.xlsx", *options) == 0
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["s.txt"]
    assert [row[10].value for row in sheet.iter_rows()] == ["ID", "s-2", "s-1"]
    assert sheet["C1"].value == "Окончательный перевод" and not sheet.protection.sheet


def test_csv_for_review(corpus: Path, tmp_path: Path) -> None:
    """A review table in CSV opens in Excel: byte-order mark, headings, the check in the last column."""
    assert run("review", corpus, "-o", tmp_path / "r.csv") == 0
    lines = (tmp_path / "r.csv").read_bytes().decode().split("\r\n")
    assert lines[0] == "\ufeffID,No.,Kind,Source,Draft,Final translation,Status,Score,Flags,Note,Memory,Document,Check"
    assert lines[1].startswith("s-1,1,sentence,a 1,б 1,б 1,draft,,,,,s.txt,") and len(lines) == 5


def test_any_corpus_format_can_be_reviewed(corpus: Path, tmp_path: Path) -> None:
    """A TMX goes to a workbook as well, and its workbook back to it."""
    assert run("convert", corpus, tmp_path / "m.tmx", "--for", "align") == 0
    assert run("review", tmp_path / "m.tmx", "-o", tmp_path / "r.xlsx") == 0
    assert run("merge", tmp_path / "m.tmx", tmp_path / "r.xlsx", "-o", tmp_path / "n.tmx", "--for", "align") == 0
    assert list(read_corpus(tmp_path / "n.tmx")) == list(read_corpus(corpus))


@pytest.mark.parametrize(
    ("name", "review", "said"),
    [
        ("story.jsonl", "r.xlsx", "story.jsonl r.xlsx -o reviewed.jsonl"),
        ("my story.jsonl", "for Anna.xlsx", '"my story.jsonl" "for Anna.xlsx" -o reviewed.jsonl'),
        ("рассказ (1).jsonl", "r.csv", '"рассказ (1).jsonl" r.csv -o reviewed.jsonl'),
        ("Anna's $1.jsonl", "r.xlsx", "'Anna'\"'\"'s $1.jsonl' r.xlsx -o reviewed.jsonl"),
        ("reviewed.jsonl", "again.xlsx", "reviewed.jsonl again.xlsx --in-place"),
        ("reviewed-3.jsonl", "again.xlsx", "reviewed-3.jsonl again.xlsx --in-place"),
        ("new/story.jsonl", "new/r.xlsx", "new/story.jsonl new/r.xlsx -o reviewed.jsonl"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="its shell quotes otherwise")
def test_the_command_that_is_said_works(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, review: str, said: str
) -> None:
    """The merge that `align review` names, typed as it stands, brings an edit home, whatever the names; the first sheet
    shows it with the files' names alone."""
    monkeypatch.chdir(corpus.parent)
    Path("new").mkdir()
    corpus.rename(name)
    assert run("review", name, "-o", review) == 0
    command = capsys.readouterr().err.rstrip("\n").partition("then: ")[2]
    assert command == f"align merge {said}"
    if review.endswith("xlsx"):
        book = openpyxl.load_workbook(review)
        book["s.txt"]["C2"] = "Новое"
        assert command.replace("new/", "") in " ".join(str(cell.value) for cell in book["Start here"]["B"])
        book.save(review)
    shell = subprocess.run(
        f'align() {{ "$PYTHON" -m align "$@"; }}; {command}',
        shell=True,
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert shell.returncode == 0, shell.stderr
    target = name if "--in-place" in command else "reviewed.jsonl"
    assert next(iter(read_corpus(target))).target == ("Новое" if review.endswith("xlsx") else "б 1")


def test_the_command_names_a_file_that_is_free(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reviewed corpus that is there is not written over; a format that the suffix does not say is said; a name that
    begins with a dash is no option."""
    monkeypatch.chdir(corpus.parent)
    Path("reviewed.jsonl").write_text("", encoding="utf-8")
    corpus.rename("-story")
    assert run("review", "--input-format", "jsonl", "-o", "r.xlsx", "--", "-story") == 0
    said = capsys.readouterr().err.rstrip().partition("then: align ")[2]
    assert said == f"merge .{os.sep}-story r.xlsx --input-format jsonl -o reviewed-2.jsonl"
    assert run(*said.split()) == 0


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["story.jsonl", "-o", "r.ods"], 2, "name a file .xlsx, .docx or .csv"),
        (["story.jsonl", "-o", "-"], 2, "name a file .xlsx, .docx or .csv"),
        (["-", "--input-format", "jsonl"], 2, "say where to write with -o"),
        (["story.xlsx"], 2, "story.xlsx is the input"),
        (["none.jsonl"], 1, "cannot read none.jsonl"),
        (["story.jsonl", "--status", "x"], 2, "--status x is not one of"),
    ],
)
def test_mistakes_are_one_line(
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    """A mistake is answered with one line and the right exit status."""
    monkeypatch.chdir(corpus.parent)
    assert run("review", *arguments) == status
    captured = capsys.readouterr()
    assert message in captured.err and len(captured.err.splitlines()) == 1
