"""Out to a spreadsheet and back: nothing but what a person changed comes back changed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.corpus import Corpus, Pair, Signature
from align.corpus.format_options import FormatOptions
from align.corpus.pair import STATUSES
from align.review import MergeResult, SheetRow, merge, read_table
from align.review.delimited import DelimitedWriter
from align.review.exchange import read
from align.review.review_options import ReviewOptions
from align.review.sheet_rows import table_from
from align.review.workbook import Writer
from tests.nasty import CELLS, CONTROL, any_text, pairs
from tests.office import office

HEADER = Corpus((), Signature((("align", "0.1.0"),)), "en", "ru", "2026-11-23T10:00:00Z", {"k": [1]})
UNJUDGED: dict[str, Any] = {"score": None, "logprob": None, "flags": ()}
"""What a pair with a new text has: the draft's scores and flags say nothing of it."""


def workbook(some: Sequence[Pair], review: ReviewOptions | None = None) -> bytes:
    stream = io.BytesIO()
    writer = Writer(stream, "review.xlsx", HEADER, FormatOptions(), review)
    for pair in some:
        writer.write(pair)
    assert writer.close() == []
    return stream.getvalue()


def table(some: Sequence[Pair]) -> bytes:
    stream = io.BytesIO()
    writer = DelimitedWriter(stream, "review.csv", HEADER, FormatOptions())
    for pair in some:
        writer.write(pair)
    writer.close()
    return stream.getvalue()


def merged(some: Sequence[Pair], rows: Sequence[SheetRow]) -> tuple[list[Pair], MergeResult]:
    outcome = MergeResult()
    return list(merge(some, rows, outcome)), outcome


def story() -> list[Pair]:
    """A small corpus of two documents, with every text that is known to be spoilt by spreadsheets."""
    texts = CELLS + CONTROL
    return [
        Pair(
            f"{doc}-{number:04d}",
            f"{doc}.txt",
            number,
            f"Source {number}: {text}",
            text,
            "en",
            "ru",
            status=STATUSES[number % 4],
            score=number / 100,
            flags=("number-mismatch",) if number % 5 == 0 else (),
            note=text if number % 3 == 0 else "",
            source_span=((number, number + 7),),
            created="2026-11-23T10:00:00Z",
            extra={"unknown": [number]},
        )
        for doc in ("port", "bridge")
        for number, text in enumerate(texts, 1)
    ]


def unique(some: list[Pair]) -> list[Pair]:
    """The same pairs with ids that differ, as ids of a corpus do; grouped by document as its sheets are."""
    numbered = [replace(pair, id=f"{number}-{pair.id}") for number, pair in enumerate(some)]
    order = list(dict.fromkeys(pair.doc for pair in numbered))
    return sorted(numbered, key=lambda pair: order.index(pair.doc))


@given(st.lists(pairs(any_text), min_size=1, max_size=4).map(unique))
@settings(max_examples=60, deadline=None)
def test_workbook_is_an_identity(some: list[Pair]) -> None:
    """A workbook read as a corpus gives back every field of every pair, whatever the strings, and the header."""
    back = read(io.BytesIO(workbook(some)), "review.xlsx", FormatOptions())
    assert (back.signature, back.created, back.extra) == (HEADER.signature, HEADER.created, HEADER.extra)
    assert list(back) == some


@given(st.lists(pairs(any_text), min_size=1, max_size=4).map(unique))
@settings(max_examples=60, deadline=None)
@pytest.mark.slow
def test_an_untouched_table_changes_nothing(some: list[Pair]) -> None:
    """Merging a workbook or a CSV that nobody touched gives the corpus as it was, with nothing left over."""
    for data, spreadsheet in ((workbook(some), True), (table(some), False)):
        back, outcome = merged(some, list(table_from(data, "review", spreadsheet).rows))
        assert back == some
        assert not outcome.changes and not outcome.leftovers


@given(st.lists(pairs(any_text), min_size=1, max_size=3).map(unique), any_text, any_text)
@settings(max_examples=60, deadline=None)
@pytest.mark.slow
def test_what_is_typed_arrives(some: list[Pair], target: str, note: str) -> None:
    """A text typed into the sheet, whatever it is, becomes the target, without the blanks around it; a note becomes the
    note."""
    from align.corpus.fingerprints import as_displayed
    from align.review.typed_text import tidied

    rows = list(table_from(workbook(some), "review", spreadsheet=True).rows)
    first = replace(rows[0], cells={**rows[0].cells, "final": target, "note": note})
    back, outcome = merged(some, [first, *rows[1:]])
    assert back[1:] == some[1:]
    assert as_displayed(back[0].note) == as_displayed(note)
    if target.strip():
        assert tidied(as_displayed(back[0].target)) == tidied(as_displayed(target))
        assert back[0].target in (some[0].target, tidied(target))
    else:
        assert as_displayed(back[0].target) == as_displayed(some[0].target)
        assert bool(outcome.leftovers) == (
            as_displayed(target) != as_displayed(some[0].target) and some[0].status != "rejected"
        )


def test_same_corpus_gives_the_same_workbook() -> None:
    """Writing is deterministic, byte for byte."""
    assert workbook(story()) == workbook(story())


def libreoffice(source: Path, target: Path, edits: Any, script: str = "libreoffice_edit.py") -> None:
    """Let LibreOffice open a file, do the edits of a script, and save it; skip where it is not installed."""
    office.edit(Path(__file__).with_name(script), source, target, edits)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_through_libreoffice(tmp_path: Path, suffix: str) -> None:
    """LibreOffice opens the workbook, three cells are typed over, the sheets sorted and saved as XLSX or ODS: exactly
    those three changes come back, and every other text is what it was, control characters and all."""
    some = story()
    some[0] = replace(some[0], target="Первый черновик")
    some[1] = replace(some[1], target="Второй черновик")
    (tmp_path / "review.xlsx").write_bytes(workbook(some))
    typed = {"Первый черновик": "=1+1 и 00123", "Второй черновик": "1/2"}
    edits = {"cells": typed, "statuses": {"bridge-0004": "rejected"}, "sort": True}
    libreoffice(tmp_path / "review.xlsx", tmp_path / f"back{suffix}", edits)
    back, outcome = merged(some, list(read_table(tmp_path / f"back{suffix}").rows))
    wanted = {
        some[0].id: replace(some[0], target="=1+1 и 00123", status="edited", origin="post-edited", **UNJUDGED),
        some[1].id: replace(some[1], target="1/2", status="edited", origin="post-edited", **UNJUDGED),
        "bridge-0004": replace(next(pair for pair in some if pair.id == "bridge-0004"), status="rejected"),
    }
    assert [(a, b) for a, b in zip(back, some, strict=True) if a != b] == [
        (wanted[pair.id], pair) for pair in some if pair.id in wanted
    ]
    assert outcome.leftovers == []
    rows = list(read_table(tmp_path / f"back{suffix}").rows)
    assert [row.cells["id"] for row in rows] != [pair.id for pair in some], "the rows were sorted"


@pytest.mark.slow
def test_csv_through_libreoffice(tmp_path: Path) -> None:
    """LibreOffice opens the review table in CSV and saves it again, with semicolons: nothing has changed, no text was
    taken for a formula, a number or a date."""
    (tmp_path / "review.csv").write_bytes(table(story()))
    to = "csv:Text - txt - csv (StarCalc):59,34,76,1"
    saved = office.convert(tmp_path / "review.csv", to, tmp_path / "out", "--infilter=CSV:44,34,UTF8")
    assert '"ID";"No.";' in saved.read_text("utf-8")
    back, outcome = merged(story(), list(read_table(saved).rows))
    assert back == story() and not outcome.leftovers


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_through_openpyxl(tmp_path: Path) -> None:
    """openpyxl opens the workbook, three cells are set, all rows are sorted: exactly three changes come back."""
    import openpyxl

    some = story()
    path = tmp_path / "review.xlsx"
    path.write_bytes(workbook(some))
    book = openpyxl.load_workbook(path)
    sheet = book["port.txt"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    values.sort(key=lambda row: str(row[1]), reverse=True)
    for number, row in enumerate(values, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl would make a formula of =1+1
    by_id = {row[10].value: row for row in sheet.iter_rows(min_row=2)}
    by_id["port-0001"][2].value = "Один"
    by_id["port-0002"][2].value = "Два"
    by_id["port-0003"][3].value = "approved" if some[2].status != "approved" else "rejected"
    book.save(path)
    back, outcome = merged(some, list(read_table(path).rows))
    changed = {pair.id: pair for pair, before in zip(back, some, strict=True) if pair != before}
    assert set(changed) == {"port-0001", "port-0002", "port-0003"}
    assert (changed["port-0001"].target, changed["port-0001"].status) == ("Один", "edited")
    assert (changed["port-0002"].target, changed["port-0002"].status) == ("Два", "edited")
    assert outcome.leftovers == []
