"""The review sheet of two old texts that were aligned: what is doubtful in it, what its columns are called, and the way
home."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from align.cli import main
from align.corpus import Corpus, Pair, read_corpus
from align.corpus.format_options import FormatOptions
from align.corpus.pair import Origin
from align.review import ReviewOptions, read_table
from align.review.columns import SheetKind
from align.review.delimited import DelimitedWriter
from align.review.layout import RISK_FILL
from align.review.strings import HEADINGS, TRANSLATION, TRANSLATION_BEFORE, column_key, column_keys
from align.review.workbook import Writer
from tests.gap_texts import GAPS_ENGLISH, GAPS_RUSSIAN
from tests.office import office

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

LEVELS = {
    "Council approves new bridge": "low",
    "The mayor had no comment. None at all.": "medium",  # the aligner was not sure
    "The mayor left at noon.": "low",
    "Work on the bridge will begin in spring, when the ice is gone.": "medium",  # too short
    "The bridge is to cost 25 million roubles.": "high",  # another number
    "Thirty families live by the river.": "high",  # no translation
    "The engineers promise to finish within two years.": "low",
    None: "medium",  # no source
}


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two texts as `align pair` makes a corpus of them."""
    folder = tmp_path_factory.mktemp("paired")
    (folder / "a.txt").write_text(GAPS_ENGLISH, "utf-8")
    (folder / "b.txt").write_text(GAPS_RUSSIAN, "utf-8")
    languages = ("--from", "en", "--to", "ru", "--one-per-line")
    assert run("pair", folder / "a.txt", folder / "b.txt", *languages, "-o", folder / "a.jsonl") == 0
    return folder / "a.jsonl"


def test_what_is_doubtful_in_a_pairing_is_coloured_and_counted(corpus: Path, tmp_path: Path) -> None:
    """Empty sides, uncertain beads and wrong numbers have their colour and their words, and the summary counts them."""
    assert run("review", corpus, "-o", tmp_path / "r.xlsx") == 0
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    sheet = book.worksheets[1]
    at = {cell.value: cell.column for cell in sheet[1]}
    levels = {fill[1:]: level for level, fill in RISK_FILL.items()}
    for heading in ("No.", "Segments", "Confidence", "Score", "Flags"):
        fills = {row[at["Source"] - 1].value: row[at[heading] - 1].fill.fgColor.rgb[2:] for row in sheet.iter_rows(2)}
        assert {source: levels[fill] for source, fill in fills.items()} == LEVELS
    words = {row[at["Source"] - 1].value: row[at["Flags"] - 1].value for row in sheet.iter_rows(2)}
    unsure = "The aligner was not sure which segments belong together here."
    assert words["The mayor had no comment. None at all."] == unsure
    assert words["Thirty families live by the river."] == "The source segment has no translation."
    start = [[cell.value for cell in row] for row in book["Start here"].iter_rows()]
    [head] = [row for row in start if "High risk" in row and "Doubtful" in row]
    line = start[start.index(head) + 1]
    assert (line[head.index("High risk")], line[head.index("Doubtful")]) == (2, 3)
    texts = [cell for row in start for cell in row if isinstance(cell, str)]
    assert "no longer as it was: counts as edited by itself" in texts
    assert not any("draft" in text for text in texts if text != "draft")  # which is the status
    listed = {row[1]: row[2] for row in start if isinstance(row[2], int)}
    assert listed.items() >= {"uncertain-alignment": 1, "empty-target": 1, "empty-source": 1}.items()


def test_the_page_of_a_pairing_shows_its_flags(corpus: Path, tmp_path: Path) -> None:
    """The report shows the flags of the corpus as they are, each with what was found, without --check."""
    assert run("report", corpus, "-o", tmp_path / "a.html") == 0
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "8 pairs. 5 carry flags, 2 of them grave." in page
    assert 'uncertain-alignment<i dir="auto">Confidence 0.65</i>' in page
    assert all(f'data-flags="{flag}"' in page for flag in ("empty-target", "empty-source", "uncertain-alignment"))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".ods"])
@pytest.mark.slow
def test_an_edited_sheet_of_a_pairing_comes_home(corpus: Path, tmp_path: Path, language: str, suffix: str) -> None:
    """What is typed under “Translation” arrives, and the hidden column of what stood there is never taken for it."""
    sheet = tmp_path / f"r{'.xlsx' if suffix == '.ods' else suffix}"
    assert run("review", corpus, "-o", sheet, "--headings", language, "--unlocked") == 0
    typed = {
        "The bridge is to cost 25 million roubles.": "Мост обойдётся в 25 миллионов рублей.",
        "Thirty families live by the river.": "У реки живут тридцать семей.",
    }
    over = {"The mayor left at noon.": "Мэр уехал вечером."}  # typed into the wrong column, which CSV has not
    before = TRANSLATION_BEFORE[language]

    def edit(row: dict[str, Any]) -> None:
        source = row[HEADINGS[language]["source"]]
        row[TRANSLATION[language]] = typed.get(source, row[TRANSLATION[language]])
        if before in row:
            row[before] = over.get(source, row[before])

    edited(sheet, edit)
    if suffix == ".ods":
        sheet = as_ods(sheet)
    assert run("merge", corpus, sheet, "-o", tmp_path / "home.jsonl", "--json") == 0
    old = {pair.source: pair for pair in read_corpus(corpus)}
    new = {pair.source: pair for pair in read_corpus(tmp_path / "home.jsonl")}
    assert {source: pair.target for source, pair in new.items() if pair.status == "edited"} == typed
    assert {source: pair for source, pair in new.items() if source not in typed} == {
        source: pair for source, pair in old.items() if source not in typed
    }
    if suffix != ".csv":
        assert "вечером" in (tmp_path / "home.leftovers.csv").read_text("utf-8")  # said, not lost


def edited(sheet: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    """Change the rows of a review sheet, given by their headings."""
    if sheet.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"), newline="")))
        for row in rows:
            edit(row)
        with sheet.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return
    book = openpyxl.load_workbook(sheet)
    cells = book.worksheets[1]
    headings = [cell.value for cell in cells[1]]
    for row in cells.iter_rows(2):
        values = {heading: cell.value for heading, cell in zip(headings, row, strict=True)}
        edit(values)
        for heading, cell in zip(headings, row, strict=True):
            cell.value = values[heading]
    book.save(sheet)


def as_ods(sheet: Path) -> Path:
    """The sheet as LibreOffice saves it."""
    return office.convert(sheet, "ods", sheet.parent)


def pairs(*origins: Origin) -> list[Pair]:
    return [
        Pair(f"p-{n}", "a.txt", n, f"Source {n}", f"Перевод {n}", "en", "ru", origin=origin)
        for n, origin in enumerate(origins, 1)
    ]


def headings(some: list[Pair], language: str = "en") -> tuple[list[str], list[str]]:
    """What the columns of translations are called, in a workbook and in CSV."""
    found = []
    for make in (Writer, DelimitedWriter):
        stream = io.BytesIO()
        writer = make(
            stream,
            "r",
            Corpus((), source_lang="en", target_lang="ru"),
            FormatOptions(),
            ReviewOptions(language=language),
        )
        for pair in some:
            writer.write(pair)
        writer.close()
        if make is Writer:
            row = [str(cell.value) for cell in openpyxl.load_workbook(stream)["a.txt"][1]]
        else:
            row = stream.getvalue().decode("utf-8-sig").split("\r\n")[0].split(",")
        found.append(sorted((heading for heading in row if column_keys([heading])[0] in ("draft", "final")), key=len))
    return found[0], found[1]


@pytest.mark.parametrize("origin", ["human", "post-edited", "tm", "unknown"])
def test_what_no_machine_wrote_is_not_called_a_draft(origin: Origin) -> None:
    """One machine's draft among the pairs makes the column one of drafts; without one it has the translations, beside
    the final one, or in an alignment it is the final one."""
    drafts, russian_drafts = ["Draft", "Final translation"], ["Черновик", "Окончательный перевод"]
    for some in (pairs(origin, "post-edited"), pairs("tm", origin)):
        assert headings(some) == (["Translation", "Final translation"],) * 2
        assert headings(some, "ru") == (["Перевод", "Окончательный перевод"],) * 2
    for some in (pairs(origin, "mt"), pairs("rule", origin)):
        assert headings(some) == (drafts, drafts)
        assert headings(some, "ru") == (russian_drafts, russian_drafts)
    if origin in ("human", "unknown"):
        assert headings(pairs(origin, "human")) == (["Translation", "Translation before"], ["Translation"])
        assert headings(pairs("unknown", origin), "ru") == (["Перевод", "Перевод до правки"], ["Перевод"])


@pytest.mark.parametrize(
    ("origin", "heads"), [("tm", b"Translation,Final translation"), ("human", b"Source,Translation,Fix")]
)
def test_a_long_table_is_written_as_it_comes(monkeypatch: pytest.MonkeyPatch, origin: Origin, heads: bytes) -> None:
    """Only so many pairs are kept back for the headings; the others are written at once, under headings that stay."""
    monkeypatch.setattr("align.review.delimited.KEPT_BACK", 2)
    stream = io.BytesIO()
    writer = DelimitedWriter(stream, "r.csv", Corpus(()), FormatOptions())
    for n, pair in enumerate(pairs(origin, origin, origin, "mt"), 1):
        writer.write(pair)
        assert stream.getvalue().count(b"\r\n") == (n + 1 if n > 1 else 0)
    writer.close()
    assert stream.getvalue().count(heads) == 1


@pytest.mark.parametrize(
    ("row", "keys"),
    [
        ("ID|Source|Translation|Final translation", "id|source|draft|final"),
        ("ID|Исходный текст|Перевод|Окончательный перевод", "id|source|draft|final"),
        ("Окончательный перевод|translation|ID", "final|draft|id"),
        ("ID|Перевод|Final", "id|draft|final"),
        ("ID|Source|Перевод", "id|source|final"),  # a table that a person made
        ("ID|Source|Translation|Status|Colour", "id|source|final|status|"),
        ("ID|Source|Draft|Перевод|Check", "id|source|draft|final|mark"),  # an older sheet, its heading shortened
        ("ID|Source|Translation|Finl|Check", "id|source|draft||mark"),  # ours, its heading broken
        ("ID|Source|Перевод|Перевод", "id|source|draft|draft"),  # nobody supports
        ("No.|Segments|Source|Translation|Fix|ID|Check|Translation before", "n|bead|source|final|fix|id|mark|draft"),
        ("Исходный текст|Перевод|Исправить|Контроль", "source|final|fix|mark"),  # of an alignment, as CSV
        ("Source|Translation|Сегменты|Check", "source|final|bead|mark"),
        ("Source|Перевод|Check|Перевод до правки", "source|final|mark|draft"),
        ("Source|Finl|Fix|Check|Translation before", "source||fix|mark|draft"),  # its heading broken
        ("Source|Translation|Fix|Check|Final translation", "source|draft|fix|mark|final"),
        ("ID|Source|Target|Translation", "id|source|final|final"),  # as ever: the first counts
    ],
)
def test_translation_is_the_final_one_only_where_it_must_be(row: str, keys: str) -> None:
    assert [key or "" for key in column_keys(row.split("|"))] == keys.split("|")


def test_every_heading_of_every_sheet_is_understood() -> None:
    """As a row, each names its column, whichever the words of the sheet."""
    kinds: tuple[SheetKind, ...] = ("drafts", "translations", "alignment")
    for language in HEADINGS:
        for kind in kinds:
            names = ReviewOptions(language=language, kind=kind).headings
            assert column_keys(list(names.values())) == list(names)
            assert [column_key(name) for key, name in HEADINGS[language].items()] == list(HEADINGS[language])
    assert column_key("Перевод") == column_key("translation") == "final"


def test_a_sheet_of_a_pairing_without_its_final_column_is_not_read(corpus: Path, tmp_path: Path) -> None:
    """With the heading of the final translation typed over, nothing is read, and that is said: the column of the
    translations would pass for it."""
    assert run("review", corpus, "-o", tmp_path / "r.xlsx", "--unlocked") == 0
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    book.worksheets[1]["D1"].value = "Finl"
    book.worksheets[1]["F2"].value = "approved"
    book.save(tmp_path / "r.xlsx")
    with pytest.raises(Exception, match="has no column Translation, by which moved texts are found, and was not read"):
        list(read_table(tmp_path / "r.xlsx").rows)


def test_a_persons_own_table_still_comes_home(corpus: Path, tmp_path: Path) -> None:
    """`ID`, `Source`, `Перевод`: the only translation is the one that is meant."""
    known = {pair.source: pair.id for pair in read_corpus(corpus)}
    source = "The mayor left at noon."
    (tmp_path / "own.csv").write_text(f"ID,Source,Перевод\n{known[source]},{source},Мэр отбыл в полдень.\n", "utf-8")
    assert run("merge", corpus, tmp_path / "own.csv", "-o", tmp_path / "home.jsonl") == 0
    home = {pair.source: (pair.target, pair.status) for pair in read_corpus(tmp_path / "home.jsonl")}
    assert home[source] == ("Мэр отбыл в полдень.", "edited")


def test_a_workbook_is_a_corpus_whatever_its_heading(corpus: Path, tmp_path: Path) -> None:
    """`align convert` reads a sheet of translations back as the corpus it was made of."""
    assert run("convert", corpus, tmp_path / "a.xlsx") == 0
    assert run("convert", tmp_path / "a.xlsx", tmp_path / "b.jsonl") == 0
    lines = [
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in (corpus, tmp_path / "b.jsonl")
    ]
    assert lines[0] == lines[1]
