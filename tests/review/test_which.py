"""The review sheet says which number, name or term a flag means, shows the terms and where paragraphs begin, and has
what a reviewer reads and writes on the screen."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from align import read_corpus, write_corpus
from align.corpus import Corpus, Pair
from align.glossary import Glossary, Term
from align.review import MergeResult, ReviewOptions, ReviewSelection, merge, read_table, write_review
from align.review.columns import Columns, SheetKind, columns_of
from align.review.layout import CHANGED_FILL, FAINT, HOLE_FILL, INK, PAPER, RISK_FILL, STATUS_FILL, STRUCK_FILL
from align.review.strings import HEADINGS
from tests.command import run
from tests.office import office

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

GLOSSARY = Glossary(
    [Term("berth", ("причал", "место")), Term("port", ("порт",), ("портвейн",)), Term("NATO", ("NATO",))], "en", "ru"
)
FLAGS = {
    "en": "Not in the translation: 12; not in the source: 120\n“berth” is not translated as “причал” or “место”\n"
    "The engine was less sure of this draft than of others.",
    "ru": "Нет в переводе: 12; нет в исходном тексте: 120\n«berth» переведено не как «причал» или «место»\n"
    "Движок был уверен в этом черновике меньше, чем в других.",
}


def pair(n: int, source: str = "It shut.", target: str = "Он закрылся.", paragraph: int = 1, **fields: Any) -> Pair:
    fields = {"origin": "mt", "extra": {"paragraph": paragraph} if paragraph else {}} | fields
    return Pair(f"a-{n}", fields.pop("doc", "a.txt"), n, source, target, "en", "ru", **fields)


def doubtful(n: int = 1, **fields: Any) -> Pair:
    fields.setdefault("flags", ("number-mismatch", "glossary-missing", "low-confidence"))
    fields.setdefault("logprob", -2.0)
    return pair(n, "The berth of the port has 12 cranes.", "У пирса порта 120 кранов.", **fields)


def sheet_of(path: Path, pairs: Sequence[Pair], selection: ReviewSelection | None = None, **options: Any) -> Any:
    write_review(Corpus(pairs, source_lang="en", target_lang="ru"), path, ReviewOptions(**options), selection=selection)
    return openpyxl.load_workbook(path).worksheets[1]


def column(sheet: Any, key: str, language: str = "en") -> list[Any]:
    at = [cell.value for cell in sheet[1]].index(HEADINGS[language][key])
    return [row[at].value for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_flags_say_which_in_the_reviewers_language(tmp_path: Path, language: str) -> None:
    sheet = sheet_of(tmp_path / "r.xlsx", [doubtful()], language=language, glossary=GLOSSARY)
    assert column(sheet, "flags", language) == [FLAGS[language]]
    write_review(Corpus([doubtful()]), tmp_path / "r.csv", ReviewOptions(language=language, glossary=GLOSSARY))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text("utf-8-sig"), newline="")))
    assert rows[0][HEADINGS[language]["flags"]] == FLAGS[language]
    assert rows[0][HEADINGS[language]["terms"]].startswith("berth → причал; место")


def test_a_flag_that_is_not_found_again_keeps_its_sentence(tmp_path: Path) -> None:
    """The text was corrected since, or the glossary is not at hand."""
    corrected = replace(doubtful(), target="У причала порта 12 кранов.")
    assert column(sheet_of(tmp_path / "r.xlsx", [corrected]), "flags")[0].split("\n")[:2] == [
        "A number on one side has no counterpart on the other.",
        "A glossary term is not translated as agreed.",
    ]


@pytest.mark.parametrize("written", ["whole", "chosen", "converted"])
def test_what_a_document_shows_is_said_of_its_rows(tmp_path: Path, written: str) -> None:
    """A name that is spelt otherwise than in the rest of the document, though of that only one row is written."""
    names = ["Бут"] * 20 + ["Бит"]
    pairs = [pair(n, "They met Bout.", f"Пришёл {name}.", flags=()) for n, name in enumerate(names, 1)]
    pairs[-1] = replace(pairs[-1], flags=("name-variant",), status="approved")
    if written == "converted":
        write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), tmp_path / "r.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[1]
    else:
        chosen = ReviewSelection(["approved"]) if written == "chosen" else None
        sheet = sheet_of(tmp_path / "r.xlsx", pairs, chosen)
    assert column(sheet, "flags")[-1] == "Bout: Бит, elsewhere Бут"


def test_a_long_corpus_is_explained_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("align.review.workbook.KEPT_BACK", 2)
    pairs = [doubtful(n) for n in range(1, 6)]
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), tmp_path / "r.xlsx")
    said = column(openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[1], "flags")
    assert [text.split("\n")[0] for text in said] == ["Not in the translation: 12; not in the source: 120"] * 5


def test_terms_have_a_column_where_there_is_a_glossary(tmp_path: Path) -> None:
    pairs = [doubtful(), pair(2, "NATO shut the Port; the port is shut."), pair(3)]
    sheet = sheet_of(tmp_path / "r.xlsx", pairs, glossary=GLOSSARY)
    assert column(sheet, "terms") == [
        "berth → причал; место\nport → порт, not портвейн",
        "NATO: as it is\nport → порт, not портвейн",
        None,
    ]
    without = sheet_of(tmp_path / "w.xlsx", pairs)
    hidden = {terms: columns_of("drafts", terms).letter("terms") for terms in (True, False)}
    assert not sheet.column_dimensions[hidden[True]].hidden and without.column_dimensions[hidden[False]].hidden
    russian = sheet_of(tmp_path / "ru.xlsx", pairs, glossary=GLOSSARY, language="ru")
    assert column(russian, "terms", "ru")[1] == "NATO: как есть\nport → порт, не портвейн"


def test_the_command_takes_a_glossary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_corpus(Corpus([doubtful()], source_lang="en", target_lang="ru"), "a.jsonl")
    Path("terms.tsv").write_text("source\ttarget\nberth\tпричал\n", "utf-8")
    assert run("review", "a.jsonl", "-o", "r.xlsx", "--glossary", "terms.tsv") == 0
    sheet = openpyxl.load_workbook("r.xlsx").worksheets[1]
    assert column(sheet, "terms") == ["berth → причал"] and "“berth” is not" in column(sheet, "flags")[0]
    assert run("review", "a.jsonl", "-o", "n.xlsx", "--glossary", "none.tsv") == 1 and not Path("n.xlsx").exists()


@pytest.mark.parametrize("kind", ["drafts", "alignment"])
@pytest.mark.parametrize("terms", [False, True])
def test_what_is_read_and_written_is_on_the_screen(kind: SheetKind, terms: bool) -> None:
    """From the number to the note, and the terms: at 1,440 pixels and 100 %, in LibreOffice (7.5 pixels a character)
    and Excel (7, and 5 a column), beside the numbers of the rows and the scroll bar. Letters have 11 points."""
    columns = columns_of(kind, terms)
    seen = columns.all[: columns.index("terms" if terms else "note") + 1]
    assert {"n", "source", "final", "status", "flags", "note"} <= {column.key for column in seen}
    assert [column.key for column in seen].index("flags") == [column.key for column in seen].index("status") + 1
    assert all(column.size == 11 and not (column.hidden and column.key != "memory") for column in seen)
    widths = [column.width for column in seen if not column.hidden]
    assert max(7.5 * sum(widths), 7 * sum(widths) + 5 * len(widths)) <= 1440 - 60
    assert columns["id"].hidden and columns["kind"].hidden
    assert not {"score", "confidence", "draft", "id", "kind"} & {column.key for column in seen}


def test_what_is_faint_can_be_read_on_every_fill() -> None:
    """The contrast that WCAG 2.2 asks for (1.4.3)."""
    fills = (PAPER, "#FFFFFF", CHANGED_FILL, HOLE_FILL, STRUCK_FILL, *RISK_FILL.values(), *STATUS_FILL.values())
    assert all(contrast(ink, fill) >= 4.5 for ink in (FAINT, INK) for fill in fills)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_line_stands_where_a_paragraph_begins(tmp_path: Path) -> None:
    """In an alignment, whose rows are not sorted, as a border; a text without source begins no paragraph."""
    pairs = [pair(n, paragraph=at, origin="human") for n, at in enumerate((1, 1, 2, 2, 3), 1)]
    pairs.insert(3, pair(9, "", "Лишнее.", paragraph=0, origin="human"))
    sheet = sheet_of(tmp_path / "r.xlsx", pairs)
    dark = [cell.row for cell in sheet["C"] if cell.row > 1 and cell.border.top.color.rgb[2:] == INK[1:]]
    assert dark == [4, 7]
    start = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert "Dark line" in [cell.value for cell in start["B"]]
    plain = sheet_of(tmp_path / "p.xlsx", [pair(n, paragraph=0, origin="human") for n in (1, 2)])
    assert [cell.border.top.color.rgb[2:] for cell in plain["C"][1:]] == ["D5DAE0"] * 2


@pytest.mark.slow
def test_in_a_sheet_of_drafts_the_line_follows_the_rows(tmp_path: Path) -> None:
    """As a condition that LibreOffice evaluates: on rows in their order it holds where a paragraph or a document
    begins, on sorted rows only where neighbours stand next to each other."""
    docs = [f"d{n}.txt" for n in range(41)]
    pairs = [pair(n, paragraph=at, doc=doc) for doc in docs for n, at in enumerate((1, 1, 2), 1)]
    sheet = sheet_of(tmp_path / "r.xlsx", pairs)
    columns = columns_of("drafts")
    rules = {str(one.sqref): one.rules for one in sheet.conditional_formatting}
    lines = [rule for rule in rules["B2:B124"] if rule.dxf.border]
    assert len(lines) == 1 and set(rules) >= {f"{at}2:{at}124" for at in "ABCDEFGHI"}
    condition = lines[0].formula[0]
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    work, free = book.worksheets[1], len(columns) + 5
    by_number = book.copy_worksheet(work)
    cells = [[cell.value for cell in row] for row in work.iter_rows(min_row=2)]
    for number, values in enumerate(sorted(cells, key=lambda one: (one[0], one[columns.index("doc")])), 2):
        for at, value in enumerate(values[: len(columns)], 1):
            by_number.cell(number, at).value = "d.txt" if at == columns.index("doc") + 1 else value
    for row in range(2, 125):
        work.cell(row, free).value = by_number.cell(row, free).value = "=" + shifted(condition, columns, row)
    book.save(tmp_path / "f.xlsx")
    calculated = openpyxl.load_workbook(office.convert(tmp_path / "f.xlsx", "xlsx", tmp_path / "out"), data_only=True)
    found, found_in_sorted = (
        [bool(row[free - 1].value) for row in calculated.worksheets[at].iter_rows(min_row=2)] for at in (1, 2)
    )
    assert found[:7] == [False, False, True, True, False, True, True] and sum(found) == 81
    assert sum(found_in_sorted) == 1


def shifted(condition: str, columns: Columns, row: int) -> str:
    """A condition on row 2 as one on another row."""
    for key in ("n", "paragraph", "doc"):
        at = columns.letter(key)
        condition = condition.replace(f"${at}1", f"${at}<{row - 1}>").replace(f"${at}2", f"${at}<{row}>")
    return condition.replace("<>", "!").replace("<", "").replace(">", "").replace("!", "<>")


def test_the_start_sheet_is_printed_on_one_page(tmp_path: Path) -> None:
    """But not what made the corpus; where there are many documents, on as many pages as can be read."""
    sheet_of(tmp_path / "r.xlsx", [doubtful()])
    start = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert start.sheet_properties.pageSetUpPr.fitToPage and start.page_setup.fitToHeight is None  # one, that is
    assert start.page_setup.orientation == "landscape" and start.print_area
    many = Corpus([pair(1, doc=f"d{n}.txt") for n in range(40)], source_lang="en", target_lang="ru")
    write_review(many, tmp_path / "m.xlsx", ReviewOptions())
    with zipfile.ZipFile(tmp_path / "m.xlsx") as parts:
        start = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'fitToHeight="0"' in start and 'orientation="landscape"' not in start


@pytest.mark.parametrize("terms", [False, True])
def test_what_is_printed_ends_with_the_note_or_the_terms(tmp_path: Path, terms: bool) -> None:
    told = {"match": "exact", "percent": 100, "file": "tm.sqlite", "source": "It shut.", "target": "Закрылся."}
    options: dict[str, Any] = {"glossary": GLOSSARY} if terms else {}
    for extra, last in (({}, "terms" if terms else "note"), ({"memory": told}, "memory")):
        sheet = sheet_of(tmp_path / "r.xlsx", [pair(1, extra=extra)], **options)
        assert f"$A$1:${columns_of('drafts', terms).letter(last)}$2" in str(sheet.print_area)


OLD = "id n kind source draft final status score flags note memory doc mark data words state"
"""The columns of older sheets, in their order."""


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_sheet_in_the_older_order_comes_home(tmp_path: Path, language: str) -> None:
    pairs = [doubtful(), pair(2), pair(3)]
    new = sheet_of(tmp_path / "new.xlsx", pairs, language=language)
    headings = [cell.value for cell in new[1]]
    book = openpyxl.Workbook()
    old = book.active
    for cells in new.iter_rows():
        values = dict(zip(headings, (cell.value for cell in cells), strict=True))
        old.append([values[HEADINGS[language][key]] for key in OLD.split()])
    at = OLD.split().index
    old.cell(2, at("final") + 1).value = "У причала порта 12 кранов."
    old.cell(3, at("status") + 1).value = "approved"
    old.cell(4, at("note") + 1).value = "?"
    book.save(tmp_path / "old.xlsx")
    outcome = MergeResult()
    merged = list(merge(pairs, read_table(tmp_path / "old.xlsx").rows, outcome))
    assert not outcome.leftovers
    assert [(one.status, one.note) for one in merged] == [("edited", ""), ("approved", ""), ("draft", "?")]
    assert merged[0].target == "У причала порта 12 кранов."


def test_the_new_columns_come_home_as_nothing(tmp_path: Path) -> None:
    """Neither as changes nor as texts in unknown columns; a workbook that is read as a corpus is that corpus."""
    pairs = [doubtful(), pair(2, paragraph=2)]
    every: list[dict[str, Any]] = [{}, {"glossary": GLOSSARY}, {"glossary": GLOSSARY, "language": "ru"}]
    for options in every:
        sheet_of(tmp_path / "r.xlsx", pairs, **options)
        rows = list(read_table(tmp_path / "r.xlsx").rows)
        assert not any(row.extras or row.problems for row in rows)
        outcome = MergeResult()
        assert list(merge(pairs, rows, outcome)) == pairs and not outcome.changes and not outcome.leftovers
        assert list(read_corpus(tmp_path / "r.xlsx")) == pairs
