"""Who strikes a wording out and types the new one after it has replaced it, whatever program saved the sheet."""

from __future__ import annotations

from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from align.corpus import Corpus, Pair, write_corpus
from align.review import MergeResult, merge
from align.review.sheet_rows import read_table
from tests.office import office

PAIRS = [Pair(f"p-{n}", "a.txt", n, f"Source {n}.", f"Старый перевод {n}.", "en", "ru") for n in range(1, 5)]
OLD, NEW = InlineFont(strike=True), InlineFont(b=True)

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


def struck(folder: Path, cells: dict[int, Any]) -> Path:
    """A review workbook of the pairs, with other final translations; `...` strikes the whole cell."""
    path = folder / "review.xlsx"
    write_corpus(Corpus(PAIRS, source_lang="en", target_lang="ru"), path)
    book = openpyxl.load_workbook(path)
    sheet = book["a.txt"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Final translation")
    for n, text in cells.items():
        cell = sheet.cell(n + 1, column)
        if text is ...:
            font = copy(cell.font)
            font.strike = True
            cell.font = font
        else:
            cell.value = text
    book.save(path)
    return path


def merged(path: Path) -> tuple[list[str], list[str]]:
    outcome = MergeResult()
    after = [pair.target for pair in merge(PAIRS, read_table(path).rows, outcome)]
    return after, [left.reason for left in outcome.leftovers]


def saved(path: Path, program: str) -> Path:
    """The workbook as LibreOffice saves it, in its own format or as XLSX."""
    if program == "openpyxl":
        return path
    return office.convert(path, program, path.parent / "out")


@pytest.mark.parametrize(
    "program", ["openpyxl", pytest.param("xlsx", marks=pytest.mark.slow), pytest.param("ods", marks=pytest.mark.slow)]
)
def test_struck_wording_is_not_merged(tmp_path: Path, program: str) -> None:
    path = struck(
        tmp_path,
        {
            1: CellRichText(TextBlock(OLD, "Старый перевод 1."), TextBlock(NEW, " Новый перевод.")),
            2: CellRichText("Старый ", TextBlock(OLD, "перевод"), TextBlock(NEW, "текст"), " 2."),
            3: ...,
        },
    )
    after, left = merged(saved(path, program))
    assert after == ["Новый перевод.", "Старый текст 2.", PAIRS[2].target, PAIRS[3].target]
    assert len(left) == 1 and "the final translation is empty" in left[0]  # struck out and nothing typed


def test_other_formats_change_nothing(tmp_path: Path) -> None:
    path = struck(tmp_path, {1: CellRichText("Старый ", TextBlock(NEW, "перевод 1"), "."), 2: "Новый."})
    assert merged(path) == ([PAIRS[0].target, "Новый.", PAIRS[2].target, PAIRS[3].target], [])
