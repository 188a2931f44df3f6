"""What programs add to or change in cells without being asked is no edit, hides no row and gets into no translation."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from align.corpus.fingerprints import PairFingerprint
from align.corpus.pair import Pair
from align.review.merging import MergeResult, merge
from align.review.sheet_rows import SheetRow, read_table

CORPUS = (
    Pair("ship-0001", "ship.txt", 1, "The “old” ship – a ferry – came.", "Старый паром пришел.", "en", "ru"),
    Pair("ship-0002", "ship.txt", 2, "Its crew's café is open.", "Кафе команды открыто.", "en", "ru"),
)


def copied(pair: Pair, **cells: str) -> SheetRow:
    """The row of a pair in a sheet to which only the visible columns were copied."""
    texts = {"id": pair.id, "source": pair.source, "final": pair.target, "status": pair.status, **cells}
    return SheetRow("own.xlsx", "s", 2, texts)


def marked(pair: Pair, **cells: str) -> SheetRow:
    """The row of a pair in the sheet that was written for it."""
    return copied(pair, mark=str(PairFingerprint.of_pair(pair)), **cells)


def merged(*rows: SheetRow, corpus: tuple[Pair, ...] = CORPUS) -> tuple[list[Pair], MergeResult]:
    outcome = MergeResult()
    return list(merge(corpus, rows, outcome)), outcome


@pytest.mark.parametrize(
    "cells",
    [
        {"source": CORPUS[1].source + " "},
        {"source": "Its  crew's café is\u00a0open."},
        {"source": "Its crew’s café is open."},
        {"source": "Its crew's cafe\u0301 is open.\r\n"},
        {"source": "\ufeffIts crew's ca\u00adfé is open.", "id": "\u00a0ship-0002 "},
        {"id": ""},
        {"id": "", "source": "Its crew’s café is  open. "},
    ],
)
def test_a_copied_row_is_found_by_a_source_that_reads_alike(cells: dict[str, str]) -> None:
    """Blanks, quotes put by autocorrection and the composition of letters make no stranger of a row."""
    pairs, outcome = merged(copied(CORPUS[1], final="Кафе открыто.", **cells))
    assert [pair.target for pair in pairs] == ["Старый паром пришел.", "Кафе открыто."]
    assert not outcome.leftovers


def test_ids_may_be_composed_otherwise() -> None:
    """A Mac writes the й of a file's name as two characters."""
    composed = replace(CORPUS[0], id="край-0001")
    [pair], outcome = merged(copied(composed, id="кра\u0438\u0306-0001 ", final="Пришел."), corpus=(composed,))
    assert pair.target == "Пришел." and not outcome.leftovers


def test_other_words_are_another_source() -> None:
    """A source with another word or punctuation mark stays a stranger."""
    for source in ("Its crew's cafe is open.", "Its crew's café is open!", "its crew's café is open."):
        pairs, outcome = merged(copied(CORPUS[1], source=source, final="Кафе открыто."))
        assert pairs == list(CORPUS)
        assert [leftover.reason for leftover in outcome.leftovers] == ["no pair of the corpus has this id and source"]


@pytest.mark.parametrize("make", [copied, marked])
@pytest.mark.parametrize("around", [" {}", "{}  ", "\u00a0{}\u00a0", "{}\r\n", "\ufeff{}", "{}\u200b", "\u2060{} \t"])
def test_blanks_around_a_translation_are_no_edit(make: Callable[..., SheetRow], around: str) -> None:
    """They neither make an edit of a row nor get into one."""
    first, second = CORPUS
    rows = make(first, final=around.format(first.target)), make(second, final=around.format("Кафе открыто."))
    pairs, outcome = merged(*rows)
    assert pairs[0] == first
    assert (pairs[1].target, pairs[1].status) == ("Кафе открыто.", "edited")
    assert not outcome.leftovers


def test_unseen_characters_of_a_paste_stay_out() -> None:
    """Soft hyphens and zero-width spaces are taken out, letters composed; joiners and line breaks stay."""
    [pair, _], _ = merged(marked(CORPUS[0], final="Па\u00adром\u200b пришел, и\u0306.\nКонец."))
    assert pair.target == "Паром пришел, й.\nКонец."
    [pair, _], _ = merged(marked(CORPUS[0], final="می\u200cروم"))
    assert pair.target == "می\u200cروم"


def test_a_spreadsheet_may_take_an_id_for_a_number() -> None:
    """`000007` is 7 in a copied sheet; an id that is there as it stands comes first."""
    pairs = [Pair(name, "a.txt", 1, "Port.", "Порт.", "en", "ru") for name in ("000007", "07", "8")]
    rows = [
        SheetRow("a.xlsx", "", n, {"id": name, "source": "Port.", "final": f"Порт {n}."})
        for n, name in enumerate(("7", "07", "8"))
    ]
    outcome = MergeResult()
    assert [pair.target for pair in merge(pairs, rows, outcome)] == ["Порт 0.", "Порт 1.", "Порт 2."]
    assert not outcome.leftovers


def test_a_draft_with_blanks_of_its_own_stays_as_it_is() -> None:
    """A program that trims cells has not edited them."""
    pair = replace(CORPUS[0], target="Старый паром пришел. ")
    assert merged(marked(pair, final="Старый паром пришел."), corpus=(pair,))[0] == [pair]


FORMATS = {
    "5%": (0.05, "0%"),
    "100%": (1, "0%"),
    "-7%": (-0.07, "0%"),
    "2026": (2026, "General"),
    "1204": (1204, "0"),
    "17": (17, "@"),
}
UNCERTAIN = [
    (0.055, "0%"),
    (0.05, "0.0%"),
    (1204, "#,##0"),
    (3.5, "0.00"),
    (3.5, "General"),
    (100_000, "0.00E+00"),
    (0.5, "# ?/?"),
    (5, "0.00"),
    (5, '0" kg"'),
    (1234, '"$"#,##0'),
    (40702810900000012345, "0"),
]


def sheet_with(path: Path, cells: list[tuple[float, str]]) -> Path:
    """A reviewed sheet whose translations are numbers in these formats."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["ID", "Source", "Final translation"])
    for number, (value, shown) in enumerate(cells, 2):
        sheet.append([f"ship-{number:04}", "x", value])
        sheet.cell(number, 3).number_format = shown
    made.save(path)
    return path


def test_a_number_is_the_text_that_is_shown_where_that_is_certain(tmp_path: Path) -> None:
    """Whole numbers and percentages are shown alike in every language."""
    rows = list(read_table(sheet_with(tmp_path / "a.xlsx", list(FORMATS.values()))).rows)
    assert [row.cells["final"] for row in rows] == list(FORMATS)
    assert not any(row.problems for row in rows)


def test_another_number_is_left_over_as_a_date_is(tmp_path: Path) -> None:
    """Separators and decimals depend on the language of the program: what the reviewer saw is not in the file."""
    rows = list(read_table(sheet_with(tmp_path / "a.xlsx", UNCERTAIN)).rows)
    assert [row.problems.get("final") for row in rows] == ["a number instead of text"] * len(UNCERTAIN)
    [pair, _], outcome = merged(replace(marked(CORPUS[0]), cells={**rows[0].cells, "mark": "", "source": ""}))
    assert pair == CORPUS[0] and outcome.leftovers


def test_a_number_that_is_the_draft_is_no_edit(tmp_path: Path) -> None:
    """A program that turned an untouched “3.5” into a number has changed nothing."""
    pair = replace(CORPUS[0], target="3.5")
    row = replace(marked(pair, final="3.5"), problems={"final": "a number instead of text"})
    assert merged(row, corpus=(pair,))[0] == [pair]


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.3"><office:body><office:spreadsheet><table:table table:name="s">
<table:table-row><table:table-cell office:value-type="string"><text:p>ID</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Draft</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Final translation</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>1</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="2" office:value-type="percentage" office:value="0.055">
<text:p>5,5 %</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>2</text:p></table:table-cell><table:table-cell/>
<table:table-cell office:value-type="currency" office:currency="EUR" office:value="1204"><text:p>1 204,00 €</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</manifest:manifest>"""


def test_ods_keeps_what_was_shown(tmp_path: Path) -> None:
    """In whatever language the program ran."""
    path = tmp_path / "a.ods"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.replace("\n", ""))
    path.write_bytes(content.getvalue())
    assert [row.cells["final"] for row in read_table(path).rows] == ["5,5 %", "1 204,00 €"]
