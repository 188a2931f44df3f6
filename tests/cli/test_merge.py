"""`align merge`: the command around the merge: backups, dry runs, the side file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from tests.command import run

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    pairs = [Pair(f"s-{n}", "s.txt", n, f"a {n}", f"б {n}", "en", "ru") for n in range(1, 6)]
    write_corpus(Corpus(pairs), "story.jsonl")
    assert run("review", "story.jsonl", "-o", "anna.xlsx") == 0
    return tmp_path / "story.jsonl"


def edit(name: str, cells: dict[str, str], base: str = "anna.xlsx") -> None:
    """Type into cells of the first document's sheet, and save under another name."""
    book = openpyxl.load_workbook(base)
    for place, text in cells.items():
        book["s.txt"][place].value = text
    book.save(name)


def test_a_merge_in_short(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Edits arrive, the corpus itself is untouched, and one line says what was done."""
    before = corpus.read_bytes()
    edit("anna.xlsx", {"C2": "Новое", "D3": "approved", "F4": "?"})
    capsys.readouterr()
    assert run("merge", "story.jsonl", "anna.xlsx", "-o", "reviewed.jsonl") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "align: 1 approved, 1 edited, 1 note; 2 of 5 pairs as they were\n"
    assert corpus.read_bytes() == before
    pairs = list(read_corpus("reviewed.jsonl"))
    assert [(pair.target, pair.status, pair.note) for pair in pairs[:3]] == [
        ("Новое", "edited", ""),
        ("б 2", "approved", ""),
        ("б 3", "draft", "?"),
    ]


def test_a_dry_run_shows_and_writes_nothing(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--dry-run prints each change with its place and leaves no file."""
    edit("anna.xlsx", {"C2": "Новое"})
    files = set(Path().iterdir())
    capsys.readouterr()
    assert run("merge", "story.jsonl", "anna.xlsx", "--dry-run") == 0
    captured = capsys.readouterr()
    assert captured.out == "s-1  draft → edited  (anna.xlsx, sheet 's.txt', row 2)\n  - б 1\n  + Новое\n"
    assert captured.err == "align: it would be 1 edited; 4 of 5 pairs as they were\n"
    assert set(Path().iterdir()) == files


def test_in_place_keeps_a_backup(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The corpus is overwritten only if asked, and each time the original stays under a name of its own."""
    before = corpus.read_bytes()
    edit("anna.xlsx", {"C2": "Новое"})
    assert run("merge", "story.jsonl", "anna.xlsx", "--in-place") == 0
    assert "the original is kept as story.jsonl.bak" in capsys.readouterr().err
    assert Path("story.jsonl.bak").read_bytes() == before
    assert next(iter(read_corpus(corpus))).target == "Новое"
    assert run("merge", "story.jsonl", "anna.xlsx", "--in-place") == 0
    assert Path("story.jsonl.bak").read_bytes() == before
    assert Path("story.jsonl.bak1").read_bytes() == corpus.read_bytes()


def test_two_reviewers(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two sheets are merged at once; where they disagree neither wins, both are listed and kept in the side file."""
    edit("boris.xlsx", {"C2": "Борис", "C3": "Второе"})
    edit("anna.xlsx", {"C2": "Анна", "C4": "Третье"})
    capsys.readouterr()
    assert run("merge", "story.jsonl", "anna.xlsx", "boris.xlsx", "-o", "reviewed.jsonl") == 0
    assert [pair.target for pair in read_corpus("reviewed.jsonl")] == ["б 1", "Второе", "Третье", "б 4", "б 5"]
    error = capsys.readouterr().err
    assert "anna.xlsx, sheet 's.txt', row 2 (id s-1): reviewers disagree (edited): “Анна”" in error
    assert "boris.xlsx, sheet 's.txt', row 2 (id s-1): reviewers disagree (edited): “Борис”" in error
    assert "2 not applied, kept in reviewed.leftovers.csv" in error
    with open("reviewed.leftovers.csv", encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["File"], row["ID"], row["Final translation"]) for row in rows] == [
        ("anna.xlsx", "s-1", "Анна"),
        ("boris.xlsx", "s-1", "Борис"),
    ]


def test_strict_and_json(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json tells machines what was done; --strict makes leftovers an exit status, after the work was done."""
    edit("anna.xlsx", {"C2": "Новое", "D3": "perhaps", "C9": "ещё одна"})
    capsys.readouterr()
    assert run("merge", "story.jsonl", "anna.xlsx", "-o", "r.jsonl", "--json", "--strict") == 1
    captured = capsys.readouterr()
    done = json.loads(captured.out)
    assert (done["pairs"], done["rows"], done["changed"], done["statuses"]) == (5, 6, 1, {"edited": 1})
    assert done["changes"][0]["target"] == ["б 1", "Новое"]
    assert [(left["reason"], left["row"], left["text"]) for left in done["not_applied"]] == [
        ("'perhaps' is no status: write approved, edited or rejected (a, e, r; + or -)", 3, "б 2"),
        ("a row without an id: it was added in the sheet", 9, "ещё одна"),
    ]
    assert done["leftovers"] == "r.leftovers.csv"
    assert "2 things could not be applied" in captured.err
    assert Path("r.jsonl").is_file()


def test_a_sheet_of_another_corpus(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows of another corpus are all listed, and the corpus comes out as it was."""
    write_corpus(Corpus([Pair("s-1", "s.txt", 1, "other", "другое", "en", "ru")]), "other.jsonl")
    assert run("review", "other.jsonl", "-o", "other.xlsx") == 0
    assert run("merge", "story.jsonl", "other.xlsx", "-o", "r.jsonl") == 0
    assert "no pair of the corpus has this id and source: “другое”" in capsys.readouterr().err
    assert Path("r.jsonl").read_bytes() == corpus.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["story.jsonl", "anna.xlsx"], 2, "say where the reviewed corpus goes: -o reviewed.jsonl"),
        (["story.jsonl", "anna.xlsx", "-o", "story.jsonl"], 2, "story.jsonl is the corpus itself"),
        (["story.jsonl", "anna.xlsx", "-o", "a.jsonl", "--in-place"], 2, "--in-place writes over CORPUS"),
        (["story.jsonl", "anna.xlsx", "-o", "-", "--json", "--format", "jsonl"], 2, "--json prints on standard output"),
        (["story.jsonl"], 2, "Missing argument 'REVIEW...'"),
        (["story.jsonl", "none.xlsx", "--dry-run"], 1, "cannot read none.xlsx"),
        (["story.jsonl", "story.jsonl", "--dry-run"], 1, "no table with the headings ID and Final translation"),
        (["none.jsonl", "anna.xlsx", "--dry-run"], 1, "cannot read none.jsonl"),
    ],
)
def test_mistakes_are_one_line(
    corpus: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, message: str
) -> None:
    """A mistake is answered with one line and the right exit status; nothing is written."""
    files = set(Path().iterdir())
    capsys.readouterr()
    assert run("merge", *arguments) == status
    captured = capsys.readouterr()
    assert message in captured.err and len(captured.err.splitlines()) == 1
    assert set(Path().iterdir()) == files
