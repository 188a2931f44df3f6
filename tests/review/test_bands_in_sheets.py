"""Bands of drafts in the review sheet: in words, coloured as a row's risk is, counted, and harmless on the way home."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from align.checks import BANDS, band, risk
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.bands import BAND_WORDS
from align.review import MergeResult, ReviewOptions, ReviewSelection, merge, read_table, write_review
from align.review.columns import BANDED_COLUMNS, BANDED_COLUMNS_WITH_TERMS, TRANSLATION_COLUMNS
from align.review.layout import BAND_FILL, RISK_FILL
from align.review.strings import HEADINGS
from tests.banded import draft, estimated, story
from tests.command import run
from tests.office import office
from tests.review.test_round_trip import libreoffice
from tests.review.word_edits import FLAGS, WordDocument

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def sheet_of(pairs: Sequence[Pair], path: Path, **options: Any) -> Path:
    write_review(Corpus(pairs, source_lang="en", target_lang="ru"), path, ReviewOptions(**options))
    return path


def home(pairs: Sequence[Pair], path: Path) -> tuple[list[Pair], list[str]]:
    """The pairs after the file was merged, and what was not applied."""
    outcome, table = MergeResult(), read_table(path)
    after = list(merge(pairs, table.rows, outcome))
    return after, [left.reason for left in outcome.leftovers] + table.remarks


def cells_under(sheet: Any, heading: str) -> list[Any]:
    column = [cell.value for cell in sheet[1]].index(heading)
    return [row[column] for row in sheet.iter_rows(min_row=2)]


def column_of(sheet: Any, heading: str) -> int:
    """The place of a column, from 1."""
    return int([cell.value for cell in sheet[1]].index(heading)) + 1


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_band_stands_beside_the_status_in_words_and_on_the_colour_of_what_it_says(
    tmp_path: Path, language: str
) -> None:
    """A dateline, what a person approved and what a memory gave have none. The score is hidden, and still there."""
    sheet = openpyxl.load_workbook(sheet_of(story(), tmp_path / "r.xlsx", language=language))["port.txt"]
    names, words = HEADINGS[language], BAND_WORDS[language]
    headings = [cell.value for cell in sheet[1]]
    assert headings[3:6] == [names["status"], names["band"], names["flags"]]
    cells = cells_under(sheet, names["band"])
    assert [cell.value for cell in cells] == [None, *(words[name] for name in BANDS), None, None]
    fills = [f"#{cell.fill.fgColor.rgb[2:]}" for cell in cells]
    assert fills == [RISK_FILL["low"], *(BAND_FILL[name] for name in BANDS), RISK_FILL["low"], RISK_FILL["low"]]
    assert all(cell.protection.locked for cell in cells)
    hidden = {width.min for width in sheet.column_dimensions.values() if width.hidden}
    assert column_of(sheet, names["score"]) in hidden and column_of(sheet, names["band"]) not in hidden
    assert cells_under(sheet, names["score"])[0].value == 1.0
    assert sheet.auto_filter.ref.startswith("A1:")


def test_the_number_of_a_row_has_the_colour_of_all_that_speaks_against_it(tmp_path: Path) -> None:
    """Likely usable but flagged: the band is plain, the number and the flags are coloured. One code of colours."""
    pairs = [draft("usable", 1, flags=("length-ratio",)), draft("wrong", 2), draft("work", 3), draft("usable", 4)]
    sheet = openpyxl.load_workbook(sheet_of(pairs, tmp_path / "r.xlsx"))["port.txt"]
    fills = [
        [f"#{cell.fill.fgColor.rgb[2:]}" for cell in cells_under(sheet, heading)]
        for heading in ("No.", "Quality", "Flags")
    ]
    high, medium, low = RISK_FILL["high"], RISK_FILL["medium"], RISK_FILL["low"]
    assert fills == [[medium, high, medium, low], [low, high, medium, low], [medium, high, medium, low]]


def test_a_corpus_without_estimates_has_the_sheet_that_it_had(tmp_path: Path) -> None:
    """Old drafts, alignments, translations: no column, no table, no legend."""
    plain = [replace(pair, extra={}) for pair in story()]
    aligned = [replace(pair, origin="human", extra={"quality": 0.9}) for pair in plain]
    for pairs in (plain, aligned, [replace(draft("wrong"), status="approved")]):
        book = openpyxl.load_workbook(sheet_of(pairs, tmp_path / "r.xlsx"))
        assert "Quality" not in [cell.value for cell in book["port.txt"][1]]
        first = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
        assert not {"likely usable", "needs work", "likely wrong"} & set(first)
        sheet_of(pairs, tmp_path / "r.csv")
        assert "Quality" not in (tmp_path / "r.csv").read_text("utf-8-sig").splitlines()[0]
    assert sum(column.width for column in BANDED_COLUMNS if not column.hidden and column.key != "draft") <= 183
    assert (
        sum(column.width for column in BANDED_COLUMNS_WITH_TERMS if not column.hidden and column.key != "draft") <= 184
    )
    assert [column.key for column in BANDED_COLUMNS if column.key != "band"] == [c.key for c in TRANSLATION_COLUMNS]


def bands_in_summary(path: Path) -> list[tuple[Any, ...]]:
    """Word, pairs and drafts of each line of the first sheet's table of bands."""
    rows = list(openpyxl.load_workbook(path, data_only=True).worksheets[0].iter_rows(values_only=True))
    first = next(n for n, row in enumerate(rows) if row[1] in ("Quality", "Качество"))
    return [row[1:4] for row in rows[first + 1 : first + 4]]


def test_the_first_sheet_counts_the_bands_and_says_what_they_mean(tmp_path: Path) -> None:
    path = sheet_of([*story(), draft("wrong", 9, doc="b'ridge.txt")], tmp_path / "r.xlsx")
    assert bands_in_summary(path) == [("likely usable", 1, 1), ("needs work", 1, 1), ("likely wrong", 2, 2)]
    text = "\n".join(
        str(cell) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True) for cell in row
    )
    assert "usable as it stands, or with small edits: read it all the same" in text


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_drafts_of_a_band_that_are_left_are_counted_while_one_works(tmp_path: Path, language: str) -> None:
    pairs = [draft(name, n, doc=f"{doc}'s.txt") for doc in ("a", "b") for n, name in enumerate([*BANDS, *BANDS], 1)]
    path = sheet_of(pairs, tmp_path / "r.xlsx", language=language)
    book = openpyxl.load_workbook(path)
    book["a's.txt"]["D2"].value = "a"  # the first of them, usable
    book["b's.txt"]["C4"].value = "Другое."  # the third, wrong
    book.save(path)
    words = BAND_WORDS[language]
    after = bands_in_summary(office.convert(path, "xlsx", tmp_path / "out"))
    assert after == [(words["usable"], 4, 3), (words["work"], 4, 4), (words["wrong"], 4, 3)]


SUFFIXES = [".xlsx", ".csv", ".docx"]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("by_risk", [False, True])
def test_a_sheet_that_nobody_touched_changes_nothing(tmp_path: Path, suffix: str, language: str, by_risk: bool) -> None:
    path = sheet_of(story(), tmp_path / f"r{suffix}", language=language, by_risk=by_risk)
    assert home(story(), path) == (story(), [])


def test_the_column_may_be_deleted_renamed_sorted_typed_over_and_moved(tmp_path: Path) -> None:
    """Nothing of it reaches the corpus. Words that somebody wrote there are said to have no place, as everywhere; a
    band that was chosen anew says nothing."""
    path = sheet_of(story(), tmp_path / "r.xlsx")

    def edited(edit: Any) -> tuple[list[Pair], list[str]]:
        book = openpyxl.load_workbook(path)
        edit(book["port.txt"])
        book.save(tmp_path / "back.xlsx")
        return home(story(), tmp_path / "back.xlsx")

    def sort(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        random.Random(3).shuffle(rows)
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value

    assert edited(lambda sheet: sheet.delete_cols(column_of(sheet, "Quality"))) == (story(), [])
    assert edited(sort) == (story(), [])
    assert edited(lambda sheet: setattr(sheet["E3"], "value", "Likely  WRONG")) == (story(), [])
    assert edited(lambda sheet: setattr(sheet["E3"], "value", None)) == (story(), [])
    after, left = edited(lambda sheet: setattr(sheet["E3"], "value", "ask the client"))
    assert after == story() and left == ["the column 'Quality' is not one of ours"]
    after, left = edited(lambda sheet: setattr(sheet["E1"], "value", "Mark of mine"))
    assert after == story() and left == ["the column 'Mark of mine' is not one of ours"] * len(BANDS)


def test_an_approved_draft_keeps_its_number_and_an_edited_one_has_none(tmp_path: Path) -> None:
    path = sheet_of(story(), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(path)
    book["port.txt"]["D3"].value = "a"
    book["port.txt"]["C4"].value = "Пришло судно."
    book.save(path)
    after, left = home(story(), path)
    assert not left and after[1] == replace(story()[1], status="approved")
    assert after[2].status == "edited" and "quality" not in after[2].extra
    assert [band(pair) for pair in after] == [None, None, None, "wrong", None, None]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_through_libreoffice(tmp_path: Path, suffix: str) -> None:
    """Sorted, typed into and saved as XLSX or ODS."""
    path = sheet_of(story(), tmp_path / "r.xlsx")
    edits = {"cells": {story()[2].target: "1/2"}, "statuses": {story()[1].id: "approved"}, "sort": True}
    libreoffice(path, tmp_path / f"back{suffix}", edits)
    after, left = home(story(), tmp_path / f"back{suffix}")
    assert not left and [pair.status for pair in after] == ["draft", "approved", "edited", "draft", "approved", "draft"]
    assert after[2].target == "1/2" and after[1] == replace(story()[1], status="approved")


def test_the_workbook_read_as_a_corpus_has_the_numbers(tmp_path: Path) -> None:
    write_corpus(Corpus(story(), source_lang="en", target_lang="ru"), tmp_path / "r.xlsx")
    assert list(read_corpus(tmp_path / "r.xlsx")) == story()


def test_in_word_the_band_stands_above_the_flags(tmp_path: Path) -> None:
    """Bold, in words, on the colour of the row, and explained above the table; what is typed there is said."""
    path = sheet_of(story(), tmp_path / "r.docx", language="ru")
    document = WordDocument(path)
    texts = ["".join(document.cell(row, FLAGS).itertext()) for row in range(1, 7)]
    words = BAND_WORDS["ru"]
    assert [texts[n].split("\n")[0].startswith(words[name]) for n, name in enumerate(BANDS, 1)] == [True] * 3
    assert texts[0] == texts[4] == texts[5] == ""
    above = "".join("".join(one.itertext()) for one in document.body if one.tag.endswith("}p"))
    assert all(f"{word}: " in above for word in words.values())
    document.type(2, FLAGS, "спросить заказчика")
    after, left = home(story(), document.save())
    assert after == story() and len(left) == 1


def test_sorting_by_risk_is_stable_and_puts_the_worst_first(tmp_path: Path) -> None:
    """Equal drafts stay in the order of the text, in all three kinds of table."""
    pairs = [draft(BANDS[n % 3], n) for n in range(1, 31)]
    wanted = [f"{pair.n}" for pair in sorted(pairs, key=risk, reverse=True)]
    assert wanted[:3] == ["2", "5", "8"]
    for suffix in SUFFIXES:
        path = sheet_of(pairs, tmp_path / f"r{suffix}", by_risk=True)
        assert [row.cells["n"] for row in read_table(path).rows] == wanted


def test_estimates_that_are_none_leave_the_cell_empty(tmp_path: Path) -> None:
    values: list[Any] = ["high", None, [], 2.0, -1]
    odd = [estimated(value, n) for n, value in enumerate(values, 1)]
    sheet = openpyxl.load_workbook(sheet_of(odd, tmp_path / "r.xlsx"))["port.txt"]
    assert [cell.value for cell in cells_under(sheet, "Quality")] == [None] * 3 + ["likely usable", "likely wrong"]
    assert home(odd, tmp_path / "r.xlsx") == (odd, [])


def test_the_doubtful_rows_are_those_that_need_work_too(tmp_path: Path) -> None:
    pairs = [draft("usable", n) for n in range(1, 9)] + [draft("work", 9)]
    path = tmp_path / "r.csv"
    write_review(Corpus(pairs), path, ReviewOptions(), selection=ReviewSelection(doubtful=True))
    assert [row.cells["n"] for row in read_table(path).rows] == ["7", "8", "9"]


def test_at_the_command_line(tmp_path: Path) -> None:
    write_corpus(Corpus(story(), source_lang="en", target_lang="ru"), tmp_path / "a.jsonl")
    assert run("review", tmp_path / "a.jsonl", "-o", tmp_path / "r.xlsx", "--sort", "risk", "--headings", "ru") == 0
    assert run("merge", tmp_path / "a.jsonl", tmp_path / "r.xlsx", "-o", tmp_path / "b.jsonl") == 0
    assert list(read_corpus(tmp_path / "b.jsonl")) == story()
