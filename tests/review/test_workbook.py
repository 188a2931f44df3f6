"""The workbook itself: what a reviewer meets when they open it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from align.corpus import Corpus, Pair, Signature
from align.corpus.format_options import FormatOptions
from align.errors import OutputError, UsageError
from align.review import ReviewOptions, write_review
from align.review.layout import level_of, right_to_left, row_height
from align.review.sheet_names import SheetNames
from align.review.workbook import MOST_SHEETS, Writer

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def pair(n: int, doc: str = "port.txt", **fields: Any) -> Pair:
    texts = {"source": f"Source {n}", "target": f"Перевод {n}", "source_lang": "en", "target_lang": "ru"}
    return Pair(**{"id": f"{doc[:-4]}-{n:04d}", "doc": doc, "n": n, **texts, **fields})


def book(
    pairs: Sequence[Pair], review: ReviewOptions | None = None, target_lang: str = "ru", rich_text: bool = False
) -> Any:
    stream = io.BytesIO()
    header = Corpus((), Signature((("align", "0.1.0"),)), "en", target_lang, "2026-11-23T10:00:00Z")
    writer = Writer(stream, "review.xlsx", header, FormatOptions(), review)
    for one in pairs:
        writer.write(one)
    writer.close()
    return openpyxl.load_workbook(stream, rich_text=rich_text)


def column(sheet: Any, heading: str) -> list[Any]:
    headings = [cell.value for cell in sheet[1]]
    return [row[headings.index(heading)].value for row in sheet.iter_rows(min_row=2)]


def test_one_row_a_pair() -> None:
    """Headings, the final translation prefilled with the draft, flags in words, the mark and data hidden."""
    sheet = book([pair(1, score=0.5, flags=("number-mismatch",), note="N", kind="headline")])["port.txt"]
    cells = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    del cells[sheet["S1"].value]  # the spellings of the statuses, which formulas look through
    assert list(cells) == [
        *("No.", "Source", "Final translation", "Status", "Flags", "Note", "Terms", "Memory", "Draft", "Score"),
        *("ID", "Kind", "Document", "Check", "Data", "Paragraph", "Source words", "Counts as"),
    ]
    assert cells["Final translation"] == cells["Draft"] == "Перевод 1"
    assert (cells["Status"], cells["Score"], cells["No."]) == ("draft", 0.5, 1)
    assert cells["Flags"] == "A number on one side has no counterpart on the other."
    hidden = [width for width in sheet.column_dimensions.values() if width.hidden]
    assert [(width.min, width.max) for width in hidden] == [
        (7, 7),
        (8, 8),
        (11, 11),
        (12, 12),
        (13, 13),
        (14, 15),
        (16, 19),
    ]


def test_a_match_from_a_memory_is_shown_with_its_difference() -> None:
    """The column appears only where there is something in it; what is gone is struck through, what is new is bold."""
    told = {
        "match": "fuzzy",
        "percent": 81,
        "file": "tm.sqlite",
        "source": "It rained on Monday.",
        "target": "Шёл дождь.",
    }
    matched = pair(2, source="It rained on Friday.", extra={"memory": told})
    sheet = book([pair(1), matched], rich_text=True)["port.txt"]
    cell = sheet["H3"].value
    assert str(cell) == "81 % · similar · tm.sqlite\nIt rained on Monday. Friday.\nШёл дождь."
    struck = [block.text for block in cell if getattr(block, "font", None) and block.font.strike]
    assert struck == ["Monday. "]
    assert not sheet.column_dimensions["H"].hidden and book([pair(1)])["port.txt"].column_dimensions["H"].hidden


def test_the_sheet_helps_and_protects() -> None:
    """Frozen headings, a filter, a drop-down for the status, locked columns except three, text format against dates."""
    sheet = book([pair(1), pair(2)])["port.txt"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:R3"
    [rule] = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", '"draft,approved,edited,rejected"', "D2:D3")
    assert not rule.showErrorMessage  # other spellings may be typed
    assert sheet.protection.sheet and sheet.protection.password is None and not sheet.protection.autoFilter
    assert [cell.value for cell in sheet[1] if not sheet.cell(2, cell.column).protection.locked] == [
        "Final translation",
        "Status",
        "Note",
    ]
    assert sheet["C2"].number_format == "@" and sheet["C2"].alignment.wrap_text
    assert not book([pair(1)], ReviewOptions(locked=False))["port.txt"].protection.sheet


def test_rows_grow_with_their_text() -> None:
    """Rows have a height that fits their text, and none is marked as set by hand: Excel fits them anew on editing."""
    stream = io.BytesIO()
    writer = Writer(stream, "review.xlsx", Corpus((), source_lang="en", target_lang="ru"), FormatOptions())
    for n in (1, 20):
        writer.write(pair(n, source="word " * 10 * n))
    writer.close()
    sheet = zipfile.ZipFile(stream).read("xl/worksheets/sheet2.xml")
    assert b"customHeight" not in sheet
    assert row_height({"source": "word " * 200}, bold=False) > row_height({"source": "word"}, bold=False)


def test_a_sheet_for_each_document_or_one_for_all() -> None:
    """Few documents have a sheet each, in their order; many share one that shows which document a row is of."""
    few = book([pair(n, f"doc{d}.txt") for d in (2, 1) for n in (1, 2)])
    assert few.sheetnames == ["Start here", "doc2.txt", "doc1.txt"]
    many = book([pair(1, f"doc{d}.txt") for d in range(MOST_SHEETS + 1)])
    assert many.sheetnames == ["Start here", "All documents"]
    assert not many["All documents"].column_dimensions["M"].hidden
    assert column(many["All documents"], "Document")[:2] == ["doc0.txt", "doc1.txt"]


def test_a_full_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a sheet has as many rows as Excel allows, the document goes on in a sheet of its own."""
    monkeypatch.setattr("align.review.workbook.LAST_ROW", 2)
    made = book([pair(n) for n in range(1, 6)] + [pair(1, "b.txt")])
    assert made.sheetnames == ["Start here", "port.txt", "b.txt", "port.txt (2)", "port.txt (3)"]
    assert [column(made[name], "No.") for name in made.sheetnames[1:]] == [[1, 2], [1], [3, 4], [5]]


def test_a_long_stream_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs are kept back only until the choice of sheets is made; documents that come later than that share a
    sheet."""
    monkeypatch.setattr("align.review.workbook.KEPT_BACK", 3)
    made = book([pair(1, f"doc{d}.txt") for d in range(MOST_SHEETS + 4)])
    assert len(made.sheetnames) == 1 + MOST_SHEETS + 2
    assert column(made[made.sheetnames[-1]], "Document") == [
        f"doc{d}.txt" for d in range(MOST_SHEETS + 1, MOST_SHEETS + 4)
    ]


def test_scattered_documents_are_gathered() -> None:
    """Pairs of a document that come apart end up on its one sheet."""
    made = book([pair(1), pair(1, "b.txt"), pair(2)])
    assert column(made["port.txt"], "ID") == ["port-0001", "port-0002"]


def test_the_worst_first() -> None:
    """Sorted by risk, flagged and low-scored pairs lead each sheet, and the sheets keep the order of the documents."""
    bad = pair(3, "b.txt", flags=("repetition",), score=0.1)
    made = book(
        [pair(1, score=0.9), pair(1, "b.txt", score=0.9), pair(2, "b.txt", score=0.4), bad], ReviewOptions(by_risk=True)
    )
    assert made.sheetnames[1:] == ["port.txt", "b.txt"]
    assert column(made["b.txt"], "No.") == [3, 2, 1]


def test_the_summary_counts_live() -> None:
    """The first sheet links to the others and counts statuses by formula, so that it follows the work."""
    sheet = book([pair(1), pair(2, status="approved"), pair(1, "b.txt")])["Start here"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "Review  ·  en → ru" in texts
    assert "=SUMPRODUCT(COUNTIF('port.txt'!$R$2:$R$3,{1}))" in texts
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'port.txt'!A1", "'b.txt'!A1"] * 2


def test_russian_words() -> None:
    """All words of the sheet can be Russian, the drop-down included."""
    made = book([pair(1)], ReviewOptions(language="ru"))
    assert made.sheetnames[0] == "Начните здесь"
    sheet = made["port.txt"]
    assert sheet["C1"].value == "Окончательный перевод" and sheet["D2"].value == "черновик"
    assert sheet.data_validations.dataValidation[0].formula1 == '"черновик,одобрено,исправлено,отклонено"'


def test_flags_in_both_languages() -> None:
    """Every flag of the checks is a sentence on the sheet; another program's flag is named, in any language."""
    from align.checks import CHECKS

    for language in ("en", "ru"):
        options = ReviewOptions(language=language)
        assert all(options.flag(flag).endswith(".") for flag in CHECKS)
        assert "theirs" in options.flag("theirs")
    assert ReviewOptions(language="ru").flag("split") == "Сегмент был слишком длинен и переведён по частям."


def test_many_flags_stay_short() -> None:
    """The five gravest flags are sentences, the rest names, so that a row is not much taller than its texts."""
    flags = ("repetition", "number-mismatch", "length-ratio", "name-missing", "name-variant", "latin-missing", "split")
    lines = ReviewOptions().flags(flags).split("\n")
    assert len(lines) == 6 and lines[5] == "+ latin-missing, split"
    assert ReviewOptions().flags(()) == ""


def test_right_to_left() -> None:
    """Arabic is set from right to left, in its columns only."""
    sheet = book([pair(1, target_lang="ar")], target_lang="ar")["port.txt"]
    assert [sheet[f"{letter}2"].alignment.readingOrder for letter in "BCI"] == [0, 2, 2]
    assert [right_to_left(code) for code in ("he", "fa-IR", "en", "az-Arab", "ru")] == [True, True, False, True, False]


def test_names_of_sheets() -> None:
    """Names that Excel forbids, repeats or finds too long are mended, each into a name of its own."""
    names = SheetNames()
    assert names.new("a/b:c*?[1]") == "a b c 1"
    assert names.new("A B C 1") == "A B C 1 (2)"
    long = [names.new("x" * 40) for _ in range(3)]
    assert long == ["x" * 31, "x" * 27 + " (2)", "x" * 27 + " (3)"]
    assert names.new("'quoted'") == "quoted" and names.new("History") == "History (2)" and names.new("") == "Sheet"
    assert len(names.new("😀" * 20).encode("utf-16-le")) <= 62


def test_a_text_too_long_for_a_cell(tmp_path: Path) -> None:
    """Excel cannot hold more than 32,767 characters in a cell: the pair is named, and no file appears."""
    with pytest.raises(
        OutputError, match=r"the source of pair port-0001 has 32,768 characters and a cell holds 32,767"
    ):
        write_review(Corpus([pair(1, source="x" * 32_768)]), tmp_path / "a.xlsx", ReviewOptions())
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OutputError, match="has 16,384 characters"):
        book([pair(1, target="😀" * 16_384)])
    book([pair(1, target="😀" * 16_383)])


def test_keys_too_long_for_a_cell_are_said(tmp_path: Path) -> None:
    """Unknown keys that no cell can hold are left out of the sheet's data, and that is said; merging does not need
    them."""
    said: list[str] = []
    write_review(Corpus([pair(1, extra={"big": "x" * 40_000})]), tmp_path / "a.xlsx", ReviewOptions(), warn=said.append)
    assert said == [f"{tmp_path / 'a.xlsx'}: the keys that align does not know were too long for a cell in 1 row"]


def test_other_suffixes_are_refused(tmp_path: Path) -> None:
    """Review tables are XLSX, DOCX or CSV."""
    with pytest.raises(UsageError, match=r"name a file .xlsx, .docx or .csv"):
        write_review(Corpus([pair(1)]), tmp_path / "a.ods", ReviewOptions())


def test_levels() -> None:
    """One error is high risk, one warning medium, one hint low."""
    from align.checks import risk

    levels = {
        flag: level_of(risk(pair(1, score=0.8, flags=(flag,)))) for flag in ("repetition", "length-ratio", "split")
    }
    assert levels == {"repetition": "high", "length-ratio": "medium", "split": "low"}
