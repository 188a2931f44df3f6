"""Reviewed files as people send them back."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.fingerprints import PairFingerprint
from align.corpus.format_options import FormatOptions
from align.errors import EncodingError, FormatError, InputError
from align.io.delimited import decoded_lines
from align.io.spreadsheets import column_letters
from align.review.delimited import DelimitedWriter
from align.review.leftovers import write_leftovers
from align.review.merging import MergeResult, merge
from align.review.sheet_rows import SheetRow, read_table, table_from
from align.review.strings import HEADINGS
from align.review.unapplied import UnappliedEdit

MARK = str(PairFingerprint.of("a", "б", "draft", ""))


def book(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_columns_in_any_order_with_russian_headings(tmp_path: Path) -> None:
    """Columns are found by their headings, in Russian or English, in any order, below other rows, on renamed sheets."""
    rows = [["Заметка сверху"], [], ["Статус", "Окончательный перевод", "Контроль", "ID"], ["одобрено", "б", MARK, "1"]]
    [row] = read_table(book(tmp_path / "a.xlsx", Лист7=rows)).rows
    assert row.cells == {"status": "одобрено", "final": "б", "mark": MARK, "id": "1"}
    assert row.where.endswith("a.xlsx, sheet 'Лист7', row 4")


def test_rows_keep_their_numbers() -> None:
    """Every heading of both languages is known, and rows are numbered as spreadsheet programs do."""
    for names in HEADINGS.values():
        cells = {"id": "1", "source": "a", "draft": "б", "final": "б", "status": "draft", "mark": MARK}
        lines = [",".join(names.values()), ",".join(cells.get(key, "") for key in names)]
        table = table_from("\n".join(lines).encode(), "a.csv", spreadsheet=False)
        [row] = table.rows
        assert row.number == 2 and row.cells["mark"] == MARK and list(row.cells) == list(names)


def test_numbers_dates_and_formulas(tmp_path: Path) -> None:
    """Whole numbers are taken as text; those whose text is not certain, dates, times and yes/no are reported; a formula
    without a result is an empty cell."""
    values = [5, 0.5, 1e20, datetime.date(2026, 2, 1), datetime.time(12, 30), True, "=1+1"]
    rows: list[list[Any]] = [["ID", "Final translation"], *([number, value] for number, value in enumerate(values))]
    found = list(read_table(book(tmp_path / "a.xlsx", s=rows)).rows)
    assert [row.cells["final"] for row in found] == ["5", "0.5", "1e+20", "2026-02-01", "12:30:00", "TRUE", ""]
    assert [row.problems.get("final", "") for row in found] == [
        "",
        *["a number instead of text"] * 2,
        *["a date or time instead of text"] * 2,
        "a yes/no value instead of text",
        "",
    ]


def test_hidden_rows_and_sheets_count(tmp_path: Path) -> None:
    """What a filter hides, and what a person hid, is read like the rest: hiding is not deleting."""
    path = book(
        tmp_path / "a.xlsx", s=[["ID", "Final translation"], ["1", "a"], ["2", "б"]], t=[["ID", "Перевод"], ["3", "в"]]
    )
    made = openpyxl.load_workbook(path)
    made["s"].row_dimensions[2].hidden = True
    made["s"].column_dimensions["B"].hidden = True
    made["t"].sheet_state = "veryHidden"
    made.save(path)
    assert [(row.cells["id"], row.cells["final"]) for row in read_table(path).rows] == [
        ("1", "a"),
        ("2", "б"),
        ("3", "в"),
    ]


def test_other_sheets_and_columns_are_remarked_on(tmp_path: Path) -> None:
    """A sheet without our headings is not read and named; cells beyond our columns are kept with a name."""
    rows = [["ID", "Final translation", "Вопрос"], ["1", "б", "кто?", "без заголовка"]]
    table = read_table(book(tmp_path / "a.xlsx", s=rows, Черновик=[["сам себе"]]))
    [row] = table.rows
    assert row.extras == {"Вопрос": "кто?", "column D": "без заголовка"}
    assert [remark.partition("a.xlsx, ")[2] for remark in table.remarks] == [
        "sheet 'Черновик', has no headings that are known and was not read; it begins: сам себе"
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "mac_cyrillic"])
def test_any_usual_encoding_and_separator(encoding: str, separator: str) -> None:
    """CSV as Excel, LibreOffice and others save it: the text is what it was."""
    texts = ["«Порт снова открылся» — сообщили власти.", 'Он сказал; "нет", и ушёл.', "Строка\nвторая", "'=1+1"]
    quoted = [[HEADINGS["ru"][key] for key in ("id", "final")], *([str(n), text] for n, text in enumerate(texts))]
    lines = (separator.join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in quoted)
    data = ("\r\n".join(lines) + "\r\n").encode(encoding)
    found = [row.cells["final"] for row in table_from(data, "a.csv", spreadsheet=False).rows]
    assert found == [*texts[:3], "=1+1"]


def test_bytes_that_are_no_text() -> None:
    """What no encoding fits is refused with advice; half of a UTF-16 character is not."""
    assert next(decoded_lines(io.BytesIO("ю".encode("utf-16") + b"\x00"), "a.csv")).startswith("ю")
    with pytest.raises((EncodingError, FormatError), match=r"a.csv"):
        list(table_from(bytes(range(128, 256)) * 20, "a.csv", spreadsheet=False).rows)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlsx", b"not a workbook", "a.xlsx is not a spreadsheet that can be read"),
        ("a.csv", b"x,y\n1,2\n", "a.csv: no table with the headings ID and Final translation"),
        ("a.csv", b"", "a.csv: no table with the headings"),
        (
            "a.csv",
            b"ID,Source,Status\n1,a,b\n",
            "a.csv has no column Final translation and was not read: put the column",
        ),
    ],
)
def test_other_files_are_refused(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    """A file that is no reviewed table is named in one line."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FormatError, match=message):
        read_table(tmp_path / name)
    with pytest.raises(InputError, match=r"cannot read .*none.xlsx: no such file"):
        read_table(tmp_path / "none.xlsx")


def test_leftovers_are_a_safe_table(tmp_path: Path) -> None:
    """The side file holds what was typed, where, and runs no formula when it is opened."""
    import csv

    row = SheetRow("a.xlsx", "s", 3, {"id": "1", "final": "=1+1", "source": "Hello", "note": "so\nso"})
    path = tmp_path / "left.csv"
    write_leftovers([UnappliedEdit("reviewers disagree", row), UnappliedEdit("the column 'x'", row, "typed")], path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    [_, first, second] = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert first == ["reviewers disagree", "a.xlsx", "s", "3", "'1", "", "Hello", "'=1+1", "", "so\nso"]
    assert second[5] == "typed"


def test_column_letters() -> None:
    """Columns are called as spreadsheet programs call them."""
    assert [column_letters(index) for index in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


def test_a_row_without_source_and_hidden_data_is_a_pair_without_source(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_corpus(Corpus([Pair("a-1", "a", 1, "One", "Раз", "en", "ru", status="approved")]), str(path))
    book = openpyxl.load_workbook(path)
    rows = [row for sheet in book for row in sheet.iter_rows() if any(cell.value == "One" for cell in row)]
    for cell in (cell for row in rows for cell in row if cell.value == "One" or str(cell.value).startswith("{")):
        cell.value = None
    book.save(path)
    assert [pair.source for pair in read_corpus(str(path), source_lang="en", target_lang="ru")] == [""]


def after(spoil: Callable[[list[str]], None]) -> tuple[list[str], list[str], MergeResult]:
    """Six pairs, reviewed as CSV whose lines `spoil` changes in a text editor: the translations, what is left over."""
    pairs = [Pair(f"p-{n}", "a.txt", n, f"Source, {n}", f"Перевод, «{n}»", "en", "ru") for n in range(6)]
    stream = io.BytesIO()
    writer = DelimitedWriter(stream, "r.csv", Corpus(pairs, source_lang="en", target_lang="ru"), FormatOptions())
    for pair in pairs:
        writer.write(pair)
    writer.close()
    lines = stream.getvalue().decode("utf-8-sig").split("\r\n")
    spoil(lines)
    outcome = MergeResult()
    table = table_from("\r\n".join(lines).encode(), "r.csv", spreadsheet=False)
    merged = list(merge(pairs, table.rows, outcome))
    return [pair.target for pair in merged], [str(left) for left in outcome.leftovers], outcome


BEFORE = [f"Перевод, «{n}»" for n in range(6)]


def edited(line: str, text: str) -> str:
    """A line of the table with another final translation, typed as it is."""
    before, _, rest = re.fullmatch(r'((?:[^,"]*,|"[^"]*",){5})("[^"]*")(,.*)', line).groups()
    return f"{before}{text}{rest}"


@pytest.mark.parametrize("place", range(1, 7))
@pytest.mark.parametrize("text", ['"Новый текст', '"Новый, длинный «текст»', '"Он сказал "да"', '"Да", сказал он', '"'])
def test_a_quotation_mark_that_is_not_closed_costs_its_own_row_only(place: int, text: str) -> None:
    def spoil(lines: list[str]) -> None:
        lines[place] = edited(lines[place], text)
        other = 1 if place > 1 else 2
        lines[other] = edited(lines[other], '"Исправлено, «верно»"')

    targets, left, outcome = after(spoil)
    other = 0 if place > 1 else 1
    assert targets == [*BEFORE[:other], "Исправлено, «верно»", *BEFORE[other + 1 :]]
    assert len(left) == 1 and f"row {place + 1}" in left[0] and "quotation marks do not match" in left[0]
    assert outcome.rows == 6


def test_a_cell_of_several_lines_is_one_cell() -> None:
    def spoil(lines: list[str]) -> None:
        lines[3] = edited(lines[3], '"Первая строка,\r\nвторая, третья\r\n\r\nи ""последняя"""')

    targets, left, _ = after(spoil)
    assert targets[2] == 'Первая строка,\r\nвторая, третья\r\n\r\nи "последняя"' and not left


def test_marks_that_pair_up_by_chance_do_not_hide_a_row() -> None:
    """A mark opened in one row and closed in the next gives a row of the right number of cells."""

    def spoil(lines: list[str]) -> None:
        lines[2] = lines[2].replace('"Source, 1"', '"Source, 1').replace('"Перевод, «1»"', "Перевод")
        lines[3] = lines[3].replace('"Source, 2"', 'Source 2"').replace('"Перевод, «2»"', "Перевод")

    targets, left, _ = after(spoil)
    assert targets == BEFORE and left


def test_a_workbook_that_is_read_directly_doubles_no_sentence(tmp_path: Path) -> None:
    """Reading a reviewed workbook as a corpus stops where a merge would leave a row out."""
    path = tmp_path / "review.xlsx"
    pairs = [Pair(f"{n}", "s.txt", n, f"Sentence {n}.", f"Предложение номер {n}.", "en", "ru") for n in (1, 2, 3)]
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), path)
    edited = openpyxl.load_workbook(path)
    edited["s.txt"]["C2"].value = edited["s.txt"]["C3"].value
    edited.save(path)
    with pytest.raises(FormatError, match=r"row 2: its translation is that of 2, which has it still.*use align merge"):
        list(read_corpus(path))


def test_a_bilingual_sheet_of_another_program_is_a_corpus(tmp_path: Path) -> None:
    """Its columns are found as those of a CSV are; what it has besides is kept. A merge takes no such sheet."""
    rows: list[list[Any]] = [["Номер", "Русский", "English (US)"], [7, "Порт", "Port"], [], ["8", "Судно", "Ship"]]
    path = book(tmp_path / "a.xlsx", empty=[], s=rows)
    first, second = read_corpus(path)
    assert (first.source, first.target, first.source_lang, first.target_lang) == ("Порт", "Port", "ru", "en-US")
    assert (first.extra, second.source) == ({"номер": "7"}, "Судно")
    [first, _] = read_corpus(path, source_lang="en", target_lang="ru")
    assert (first.source, first.target, first.source_lang) == ("Port", "Порт", "en")
    with pytest.raises(FormatError, match="no table with the headings ID and Final translation"):
        read_table(path)


def test_numbers_of_a_bilingual_sheet_are_what_it_shows(tmp_path: Path) -> None:
    """5 % is no 0.05; what may have looked different is said."""
    rows: list[list[Any]] = [
        ["English", "Russian"],
        ["5%", 0.05],
        ["Year", 2026],
        ["1.20", 1.2],
        ["Day", datetime.date(2026, 1, 5)],
    ]
    path = book(tmp_path / "a.xlsx", s=rows)
    edited = openpyxl.load_workbook(path)
    edited["s"]["B2"].number_format = "0%"
    edited.save(path)
    found = read_corpus(path).load()
    assert [pair.target for pair in found] == ["5%", "2026", "1.2", "2026-01-05"]
    assert found.account.line() == (
        "changed: cells with a number instead of text (1, sheet 's', row 4), "
        "cells with a date or time instead of text (1, sheet 's', row 5)"
    )
