"""Sheets in one language come home where another one is in force, and what is said of them is in that one."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.errors import FormatError
from align.review import MergeResult, ReviewOptions, merge, read_table, write_review
from align.review.fixes import FIX_WORDS, fix_key
from align.review.leftovers import write_leftovers
from align.review.reviewer_work import work_in
from align.review.sheet_rows import SheetRow
from tests.command import run

PAIRS = [
    Pair(f"port-{n}", "port.txt", n, source, target, "en", "ru", origin="mt")
    for n, (source, target) in enumerate(
        [("The port reopened.", "Порт открылся."), ("It cost $15 million.", "Он стоил 15."), ("Yes.", "Да.")], 1
    )
]


def sheet_of(path: Path, language: str, **cells: object) -> Path:
    write_review(Corpus(PAIRS, source_lang="en", target_lang="ru"), path, ReviewOptions(language=language))
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book["port.txt"][place] = value
    book.save(path)
    return path


def merged(path: Path) -> tuple[list[Pair], MergeResult]:
    outcome = MergeResult()
    return list(merge(PAIRS, read_table(path).rows, outcome)), outcome


@pytest.mark.parametrize("in_force", ["en", "ru"])
@pytest.mark.parametrize(("language", "word"), [("en", "approved"), ("ru", "одобрено"), ("ru", "rej"), ("en", "отк")])
def test_a_sheet_comes_home_whatever_language_is_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_force: str, language: str, word: str
) -> None:
    monkeypatch.setenv("ALIGN_LANG", in_force)
    path = sheet_of(tmp_path / "r.xlsx", language, D2=word, C3="Он стоил 15 миллионов долларов.")
    pairs, outcome = merged(path)
    assert pairs[0].status == ("approved" if word in ("approved", "одобрено") else "rejected")
    assert (pairs[1].status, pairs[1].target) == ("edited", "Он стоил 15 миллионов долларов.")
    assert not outcome.leftovers


def test_what_is_not_applied_is_said_in_russian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    path = sheet_of(tmp_path / "r.xlsx", "en", B2="The port closed.", C2="Порт закрылся.", D3="maybe", C4="")
    __, outcome = merged(path)
    said = [str(leftover).removeprefix(str(path)) for leftover in outcome.leftovers]
    assert said == [
        ", лист «port.txt», строка 2 (id port-1): из строки ничего не взято, потому что изменён и исходный текст: "
        "верните его и внесите правки снова: «Порт закрылся.»",
        ", лист «port.txt», строка 3 (id port-2): «maybe» — не статус: напишите approved, edited или rejected "
        "(a, e, r; + или -): «Он стоил 15.»",
        ", лист «port.txt», строка 4 (id port-3): окончательный перевод пуст или это формула без результата; чтобы "
        "исключить пару, поставьте «отклонено»",
    ]
    write_leftovers(outcome.leftovers, tmp_path / "left.csv")
    rows = list(csv.DictReader((tmp_path / "left.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0]["Причина"].startswith("из строки") and rows[0]["Окончательный перевод"] == "Порт закрылся."


@pytest.mark.parametrize(
    ("what", "said"),
    [("row", "из строки ничего не взято: x"), ("unit", "из единицы ничего не взято: x"),
     ("change", "из изменения ничего не взято: x")],
)  # fmt: skip
def test_a_row_a_unit_and_a_change_are_called_what_they_are(
    monkeypatch: pytest.MonkeyPatch, what: str, said: str
) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    outcome = MergeResult()
    list(merge(PAIRS, [SheetRow("a.csv", "", 3, {"id": "port-1"}, broken="x", what=what)], outcome))
    assert [leftover.reason for leftover in outcome.leftovers] == [said]


def test_a_word_under_fix_is_understood_and_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    assert all(fix_key(word) == fix for words in FIX_WORDS.values() for fix, word in words.items())


def test_work_is_counted_in_russian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    path = sheet_of(tmp_path / "r.xlsx", "en", D2="approved", C3="Он стоил 15 миллионов.", D4="rejected")
    assert str(work_in(path)) == "исправлено: 1, одобрено: 1, отклонено: 1"


def test_a_workbook_that_is_read_directly_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    path = sheet_of(tmp_path / "r.xlsx", "ru", D2="может быть")
    with pytest.raises(FormatError) as caught:
        list(read_corpus(path))
    assert caught.value.hint == "Исправьте ячейку или возьмите align merge: он перечисляет такие строки"
    assert "строка 2: «может быть» — не статус" in str(caught.value)


@pytest.mark.parametrize(
    ("in_force", "option", "final", "page_language"),
    [
        ("en", (), "Final translation", "en"),
        ("ru", (), "Окончательный перевод", "ru"),
        ("ru", ("--headings", "en"), "Final translation", "en"),
        ("en", ("--headings", "ru"), "Окончательный перевод", "ru"),
    ],
)
def test_sheet_and_page_are_in_the_language_of_messages_unless_told_otherwise(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    in_force: str,
    option: tuple[str, ...],
    final: str,
    page_language: str,
) -> None:
    monkeypatch.setenv("ALIGN_LANG", in_force)
    monkeypatch.chdir(tmp_path)
    write_corpus(Corpus(PAIRS, source_lang="en", target_lang="ru"), "story.jsonl")
    assert run("review", "story.jsonl", "-o", "r.xlsx", *option) == 0
    assert openpyxl.load_workbook("r.xlsx")["port.txt"]["C1"].value == final
    assert run("report", "story.jsonl", "-o", "p.html", *option) == 0
    assert f'<html lang="{page_language}">' in Path("p.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("in_force", "headings", "added"),
    [("en", "en", ""), ("en", "ru", "--headings ru"), ("ru", "en", "--headings en"), ("ru", "ru", "")],
)
def test_a_project_file_chooses_the_headings_and_says_so_where_that_changes_them(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    in_force: str,
    headings: str,
    added: str,
) -> None:
    monkeypatch.setenv("ALIGN_LANG", in_force)
    monkeypatch.chdir(tmp_path)
    write_corpus(Corpus(PAIRS, source_lang="en", target_lang="ru"), "story.jsonl")
    Path("align.toml").write_text(f'headings = "{headings}"\n')
    assert run("review", "story.jsonl", "-o", "r.csv") == 0
    assert ("Final translation" in Path("r.csv").read_text("utf-8")) == (headings == "en")
    err = capsys.readouterr().err
    assert (added in err) if added else ("--headings" not in err)


def test_flags_are_explained_in_the_language_of_messages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    assert run("check", "--flags") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split(maxsplit=2) == ["empty-target", "error", "У исходного сегмента нет перевода."]
