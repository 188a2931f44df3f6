"""Errors about reviewed files say which file, which row and what to do, also apart from their message."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from align.corpus import Corpus, Pair, read_corpus
from align.errors import FormatError, InputError, OutputError, UsageError
from align.review import ReviewOptions, read_table, write_review
from align.review.cat_files import read_units
from align.review.cells import LIMIT

PAIR = Pair(
    id="port-1", doc="port.txt", n=1, source="The port reopened.", target="", source_lang="en", target_lang="ru"
)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(InputError) as caught:
        read_table("gone.xlsx")
    assert (caught.value.path, caught.value.hint) == ("gone.xlsx", "Check the name")
    assert str(caught.value) == "cannot read gone.xlsx: no such file or directory. Check the name"


def test_a_table_without_headings_is_named(tmp_path: Path) -> None:
    table = tmp_path / "terms.csv"
    table.write_text("a,b\n1,2\n")
    with pytest.raises(FormatError) as caught:
        read_table(table)
    assert (caught.value.path, caught.value.line, caught.value.hint) == (str(table), None, "Give the reviewed file")
    assert str(caught.value).startswith(f"{table}: no table with the headings ID and Final translation")


def test_a_cell_that_cannot_be_taken_is_found_by_its_row(tmp_path: Path) -> None:
    sheet = tmp_path / "review.xlsx"
    write_review(Corpus([PAIR], source_lang="en", target_lang="ru"), sheet, ReviewOptions())
    book = openpyxl.load_workbook(sheet)
    book["port.txt"]["D2"] = "maybe"
    book.save(sheet)
    with pytest.raises(FormatError) as caught:
        list(read_corpus(sheet))
    assert (caught.value.path, caught.value.line) == (str(sheet), 2)
    assert caught.value.hint == "Mend the cell, or use align merge, which lists such rows"
    assert str(caught.value).startswith(f"{sheet}, sheet 'port.txt', row 2: 'maybe' is no status")


def test_a_text_that_no_cell_holds_comes_with_advice(tmp_path: Path) -> None:
    sheet = tmp_path / "review.xlsx"
    with pytest.raises(OutputError) as caught:
        write_review(Corpus([PAIR.reworded("а" * (LIMIT + 1))]), sheet, ReviewOptions())
    assert caught.value.path == str(sheet)
    assert caught.value.hint == "split the segment, or leave the pair out with align convert"


def test_other_suffixes_and_languages_come_with_advice(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as usage:
        write_review(Corpus([PAIR]), "review.pdf", ReviewOptions())
    assert (usage.value.path, usage.value.hint) == (
        "review.pdf",
        "name a file .xlsx, .docx or .csv (LibreOffice opens them all)",
    )
    memory = tmp_path / "back.tmx"
    memory.write_text('<tmx version="1.4"><header srclang="de"/><body/></tmx>')
    with pytest.raises(FormatError) as caught:
        read_units(memory, "en", "ru")
    assert (caught.value.path, caught.value.hint) == (str(memory), "Give the file of this corpus")
