"""The sheet of an alignment, in which both texts are moved between rows: what it shows, before and after the work."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formula.translate import Translator

from align.corpus import Corpus, Pair, write_corpus
from align.review import MergeResult, ReviewOptions, ReviewSelection, merge, read_table, write_review
from align.review.alignment_strings import ALIGNMENT_SENTENCES, EXAMPLE, EXAMPLE_FIXES, EXAMPLE_MENDED, FIX_MEANINGS
from align.review.columns import ALIGNMENT_COLUMNS
from align.review.counting import fix_spellings
from align.review.fixes import FIX_WORDS, fix_key
from align.review.layout import RISK_FILL
from align.review.review_options import is_alignment
from align.review.row_colours import colour_rules
from align.review.strings import normal
from tests.command import run
from tests.review.test_counting import recalculated, tables
from tests.review.test_round_trip import libreoffice

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

VISIBLE = {
    "en": "No. Segments Source Translation Fix Status Flags Note Confidence Score",
    "ru": "№ Сегменты Исходный_текст Перевод Исправить Статус Пометки Примечание Уверенность Оценка",
}
IN_CSV = {
    "en": "No. Segments Source Translation Fix Status Confidence Score Flags Note",
    "ru": "№ Сегменты Исходный_текст Перевод Исправить Статус Уверенность Оценка Пометки Примечание",
}
AT = {column.key: ALIGNMENT_COLUMNS.letter(column.key) for column in ALIGNMENT_COLUMNS}


def pair(n: int, source: str | None = None, target: str | None = None, doc: str = "a.txt", **fields: Any) -> Pair:
    texts = (f"Sentence {n}." if source is None else source, f"Предложение {n}." if target is None else target)
    return Pair(
        f"{doc[0]}-{n}", doc, n, *texts, "en", "ru", **{"origin": "human", "extra": {"confidence": 0.99}} | fields
    )


def story() -> list[Pair]:
    """Twelve pairs, of which the fifth has no translation and the twelfth is uncertain."""
    some = [pair(n) for n in range(1, 13)]
    some[4] = pair(5, target="", extra={"confidence": 1.0})
    some[11] = pair(12, extra={"confidence": 0.456}, score=0.8, source_span=((0, 4), (5, 12)), target_span=((0, 14),))
    return some


def written(path: Path, pairs: Iterable[Pair], selection: ReviewSelection | None = None, language: str = "en") -> Any:
    """The workbook of an alignment, read again."""
    corpus = Corpus(pairs, source_lang="en", target_lang="ru")
    write_review(corpus, path, ReviewOptions(language=language), selection=selection)
    return openpyxl.load_workbook(path)


def column(sheet: Any, key: str) -> list[Any]:
    return [row[0].value for row in sheet[f"{AT[key]}2:{AT[key]}{sheet.max_row}"]]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_columns(tmp_path: Path, language: str) -> None:
    """What a reviewer needs is seen, in the order of the work; what is hidden stands to the right of it, so that no
    range of seen cells holds a hidden one; the texts are text, wherever they are typed."""
    sheet = written(tmp_path / "r.xlsx", story(), language=language)["a.txt"]
    hidden = {index for one in sheet.column_dimensions.values() if one.hidden for index in range(one.min, one.max + 1)}
    heads = [cell.value for cell in sheet[1]]
    shown = [head for index, head in enumerate(heads, 1) if index not in hidden]
    assert shown == [head.replace("_", " ") for head in VISIBLE[language].split()] == heads[: len(shown)]
    assert {sheet[f"{AT[key]}2"].number_format for key in ("bead", "source", "final", "fix", "status", "note")} == {"@"}
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:U13"
    width = sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGHI")
    assert 0.9 * 7 * width < 1340  # pixels, with seven a digit: up to the flags, on a screen of 1,440 with its margins


def test_rows_show_their_beads(tmp_path: Path) -> None:
    """Segments of each side, confidence and score in two decimals, and the texts as they are and as they were."""
    sheet = written(tmp_path / "r.xlsx", story())["a.txt"]
    assert column(sheet, "bead") == [*["1–1"] * 4, "1–0", *["1–1"] * 6, "2–1"]
    assert column(sheet, "confidence")[4:] == [1, *[0.99] * 6, 0.456] and sheet["I2"].number_format == "0.00"
    assert column(sheet, "source") == column(sheet, "before") == [one.source for one in story()]
    assert column(sheet, "final") == column(sheet, "draft") == [one.target or None for one in story()]
    assert column(sheet, "fix") == [None] * 12
    assert column(written(tmp_path / "p.xlsx", [pair(1, extra={})])["a.txt"], "confidence") == [None]


def test_nothing_keeps_a_reviewer_from_moving_texts(tmp_path: Path) -> None:
    """The sheet is not protected, whatever was asked for; lists and colours reach some hundred rows below the last."""
    book = written(tmp_path / "r.xlsx", story())
    sheet = book["a.txt"]
    assert not sheet.protection.sheet and book["Start here"].protection.sheet
    lists = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(lists) == {"E2:E513", "F2:F513"}
    assert lists["E2:E513"].formula1 == '"' + ",".join(FIX_WORDS["en"].values()) + '"'
    assert not any(rule.showErrorMessage for rule in lists.values())
    assert {str(rules.sqref) for rules in sheet.conditional_formatting} == {f"{at}2:{at}513" for at in "ABCDEFGIJ"}


def test_what_is_doubtful_is_coloured_and_said_without_any_check(tmp_path: Path) -> None:
    """One-sided and uncertain rows have their colour and their sentence, though no flag says so; a text that was
    edited is not uncertain; the summary counts them."""
    some = [*story(), pair(13, source=""), pair(14, extra={"confidence": 0.1}, status="edited")]
    book = written(tmp_path / "r.xlsx", some)
    levels = {fill[1:]: level for level, fill in RISK_FILL.items()}
    for key in ("n", "bead", "confidence", "score", "flags"):
        fills = [book["a.txt"][f"{AT[key]}{row}"].fill.fgColor.rgb[2:] for row in range(2, 16)]
        found = {row: levels[fill] for row, fill in enumerate(fills, 1) if levels[fill] != "low"}
        assert found == {5: "high", 12: "medium", 13: "medium"}
    said = {row: text for row, text in enumerate(column(book["a.txt"], "flags"), 1) if text}
    assert said == {
        5: "The source segment has no translation.",
        12: "The aligner was not sure which segments belong together here.",
        13: "The target segment has no source.",
    }
    texts = [cell.value for row in book["Start here"].iter_rows() for cell in row]
    assert {"empty-target", "empty-source", "uncertain-alignment"} <= set(texts)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_as_csv(tmp_path: Path, language: str) -> None:
    """The seen columns, then those by which a row is found again; what is not in the texts is a number, or nothing."""
    corpus = Corpus(story(), source_lang="en", target_lang="ru")
    write_review(corpus, tmp_path / "r.csv", ReviewOptions(language=language))
    rows = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text("utf-8-sig"), newline="")))
    heads = [head.replace("_", " ") for head in IN_CSV[language].split()]
    assert rows[0] == [*heads, "ID", *(["Document", "Check"] if language == "en" else ["Документ", "Контроль"])]
    assert rows[12][:4] == ["12", "2–1", "Sentence 12.", "Предложение 12."]
    assert rows[12][6:8] == ["0.456", "0.8"] and rows[12][10:12] == ["a-12", "a.txt"]
    table = list(read_table(tmp_path / "r.csv").rows)
    assert [row.cells["final"] for row in table] == [one.target for one in story()]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_sheet_that_nobody_touched_changes_nothing(tmp_path: Path, language: str, suffix: str) -> None:
    """What is read back are the texts and no others, under the keys of their columns."""
    path = tmp_path / f"r{suffix}"
    write_review(Corpus(story(), source_lang="en", target_lang="ru"), path, ReviewOptions(language=language))
    table = read_table(path)
    rows = list(table.rows)
    assert not table.remarks and not any(row.extras or row.problems for row in rows)
    keys = [column.key for column in ALIGNMENT_COLUMNS if suffix == ".xlsx" or not column.hidden]
    assert set(rows[0].cells) >= {*keys} - {"memory"}
    outcome = MergeResult()
    assert list(merge(story(), rows, outcome)) == story()
    assert not outcome.changes and not outcome.leftovers


@pytest.mark.parametrize(
    ("origins", "alignment"),
    [
        ("human", True),
        ("human unknown", True),
        ("human tm", False),
        ("post-edited", False),
        ("mt human", False),
        ("", False),
    ],
)
def test_what_is_an_alignment(origins: str, alignment: bool) -> None:
    """Two texts that were there before: nothing in it was drafted, taken from a memory or edited."""
    some = [pair(n, origin=origin) for n, origin in enumerate(origins.split(), 1)]
    assert is_alignment(iter(some)) is alignment
    assert ReviewOptions().of(some).alignment is alignment


def test_the_first_pairs_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more pairs are read than are kept back."""
    monkeypatch.setattr("align.review.review_options.KEPT_BACK", 2)
    some = iter([pair(1), pair(2), pair(3, origin="mt")])
    assert is_alignment(some) and next(some).n == 3


# what is chosen


def numbers(pairs: Iterable[Pair], **wanted: Any) -> str:
    """The numbers of the pairs that are chosen, a bar where some were left out."""
    chosen = ReviewSelection(**wanted)
    return " ".join(f"{'| ' * gap}{one.n}" for one, gap in chosen.rows(pairs))


def test_doubtful_pairs_bring_their_neighbours() -> None:
    """Two on each side, of their document only, each pair once; where others were left out before one is said."""
    assert numbers(story(), doubtful=True) == "| 3 4 5 6 7 | 10 11 12"
    other = [pair(1, doc="b.txt"), pair(2, target="", doc="b.txt"), pair(3, doc="b.txt"), pair(4, doc="b.txt")]
    assert numbers([*story(), *other, pair(5, doc="b.txt")], doubtful=True) == "| 3 4 5 6 7 | 10 11 12 1 2 3 4"
    near = [pair(n, target="" if n in (2, 7) else None) for n in range(1, 10)]
    assert numbers(near, doubtful=True) == "1 2 3 4 5 6 7 8 9"
    hint, warning = pair(1, flags=("name-missing",)), pair(1, flags=("length-ratio",))
    assert (numbers([hint], doubtful=True), numbers([warning], doubtful=True)) == ("", "1")


def test_doubtful_pairs_of_a_status_bring_neighbours_of_any() -> None:
    """The status is that of the doubtful pair; drafts can be doubtful, too."""
    some = [pair(1), pair(2, target="", status="approved"), pair(3), pair(4), pair(5), pair(6, flags=("repetition",))]
    assert numbers(some, doubtful=True, statuses=["draft"]) == "| 4 5 6"
    drafts = [pair(n, origin="mt", extra={}, flags=("number-mismatch",) * (n == 4)) for n in range(1, 9)]
    assert numbers(drafts, doubtful=True) == "| 2 3 4 5 6"


def test_sure_pairs() -> None:
    """Two sides, the confidence, and nothing that a person should look at."""
    some = [*story(), pair(13, flags=("number-mismatch",)), pair(14, flags=("quotes-unbalanced",)), pair(15, extra={})]
    assert numbers(some, sure=0.95) == "1 2 3 4 | 6 7 8 9 10 11 | 14"
    assert numbers(some, sure=1) == "" and numbers(some, sure=0.95, statuses=["approved"]) == ""


def test_a_line_stands_where_pairs_are_left_out(tmp_path: Path) -> None:
    """Above the row after the gap, over all its cells, and explained; without gaps there is neither. In a sheet of many
    documents it stands between them, too, as their texts are no neighbours."""
    book = written(tmp_path / "r.xlsx", story(), ReviewSelection(doubtful=True))
    sheet = book["a.txt"]
    lines = {row for row in range(2, sheet.max_row + 1) if sheet[f"C{row}"].border.top.style == "thick"}
    assert lines == {7} and column(sheet, "n") == [3, 4, 5, 6, 7, 10, 11, 12]  # none above the first row
    assert {cell.border.top.style for cell in sheet[7][: len(VISIBLE["en"].split())]} == {"thick"}
    texts = " ".join(str(cell.value) for cell in book["Start here"]["B"])
    assert "Thick line" in texts and "Pairs are left out of this sheet" in texts
    whole = written(tmp_path / "w.xlsx", story())
    assert "Thick line" not in " ".join(str(cell.value) for cell in whole["Start here"]["B"])
    many = written(tmp_path / "m.xlsx", [pair(n, doc=f"{doc}.txt") for doc in range(41) for n in (1, 2)])
    shared = many["All documents"]
    lines = {row for row in range(2, shared.max_row + 1) if shared[f"C{row}"].border.top.style == "thick"}
    assert lines == set(range(4, 84, 2))


def test_drafts_have_the_line_but_not_the_columns(tmp_path: Path) -> None:
    drafts = [pair(n, origin="mt", extra={}, flags=("number-mismatch",) * (n in (1, 8))) for n in range(1, 9)]
    book = written(tmp_path / "r.xlsx", drafts, ReviewSelection(doubtful=True))
    sheet = book["a.txt"]
    assert [cell.value for cell in sheet["A"]] == ["No.", 1, 2, 3, 6, 7, 8]
    assert sheet["B5"].border.top.style == "thick" and sheet["C1"].value == "Final translation"
    texts = [str(cell.value) for row in book["Start here"].iter_rows() for cell in row]
    assert "pairs are left out here" in texts


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_corpus(Corpus(story(), source_lang="en", target_lang="ru"), "a.jsonl")
    write_corpus(Corpus([pair(1, origin="mt", extra={})], source_lang="en", target_lang="ru"), "drafts.jsonl")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            "--doubtful",
            "8 of 12 pairs to review in r.xlsx (2 doubtful, 6 around them); then: align merge a.jsonl r.xlsx ",
        ),
        ("--sure 0.95", "10 of 12 pairs to review in r.xlsx; then: "),
        ("--sure 0.95 --status draft", "10 of 12 pairs to review in r.xlsx; then: "),
        ("--sort risk", "an alignment stays in the order of its texts; --doubtful writes"),
        ("", "align: 12 pairs to review in r.xlsx; then: "),
    ],
)
def test_the_command_says_how_many_of_how_many(
    corpus: Path, capsys: pytest.CaptureFixture[str], options: str, said: str
) -> None:
    assert run("review", "a.jsonl", "-o", "r.xlsx", *options.split()) == 0
    assert said in capsys.readouterr().err
    assert column(openpyxl.load_workbook("r.xlsx")["a.txt"], "n") == sorted(
        column(openpyxl.load_workbook("r.xlsx")["a.txt"], "n")
    )


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ("a.jsonl --sure 2", 2, "2.0 is not in the range 0 to 1"),
        ("a.jsonl --sure -0.1", 2, "not in the range"),
        ("a.jsonl --sure nan", 2, "--sure is nan: it is a confidence from 0 to 1"),
        ("a.jsonl --sure much", 2, "'much' is not a valid float"),
        ("a.jsonl --sure 0.9 --doubtful", 2, "--doubtful and --sure leave nothing together: write two sheets"),
        ("drafts.jsonl --sure 0.9", 2, "--sure needs the confidence that align pair gives, and no pair has one"),
        ("drafts.jsonl --doubtful", 1, "nothing was written to r.xlsx: none of the 1 pairs is left (--doubtful)"),
        ("a.jsonl --sure 1", 1, "none of the 12 pairs is left (--sure 1)"),
        ("a.jsonl --sure 0.9 --status edited", 1, "none of the 12 pairs is left (--status edited, --sure 0.9)"),
        ("empty.jsonl --doubtful", 1, "nothing was written to r.xlsx: there are no pairs"),
    ],
)
def test_where_nothing_is_left_nothing_is_written(
    corpus: Path, capsys: pytest.CaptureFixture[str], options: str, status: int, said: str
) -> None:
    """One line says why, with the status of its kind."""
    write_corpus(Corpus([], source_lang="en", target_lang="ru"), "empty.jsonl")
    assert run("review", *options.split(), "-o", "r.xlsx") == status
    captured = capsys.readouterr()
    assert said in captured.err and len(captured.err.splitlines()) == 1
    assert not Path("r.xlsx").exists()


def test_all_pairs_decide_what_kind_of_sheet_it_is(corpus: Path) -> None:
    """Not those that are chosen: the merge sees them all, too."""
    some = [pair(1, origin="mt", extra={}), pair(2, target="")]
    write_corpus(Corpus(some, source_lang="en", target_lang="ru"), "mixed.jsonl")
    assert run("review", "mixed.jsonl", "-o", "r.xlsx", "--status", "draft", "--doubtful") == 0
    assert openpyxl.load_workbook("r.xlsx")["a.txt"]["I1"].value == "Draft"


# what follows the work


SITUATIONS: dict[int, tuple[dict[str, str | None], dict[str, str]]] = {
    1: ({}, {}),
    2: ({"source": "Typed."}, {"source": "changed", "n": "corrected", "flags": "corrected", "status": "is edited"}),
    3: (
        {"final": None},
        {"final": "hole", "n": "corrected", "bead": "corrected", "flags": "corrected", "status": "is edited"},
    ),
    4: (
        {"source": None, "final": None},
        {**dict.fromkeys(("n", "bead", "flags", "source", "final", "fix"), "gone"), "status": "is edited"},
    ),
    5: ({}, {"final": "hole"}),  # it has no translation
    6: (
        {"fix": "translation up"},
        {**dict.fromkeys(("n", "bead", "flags", "source", "final"), "mended"), "fix": "fix", "status": "is edited"},
    ),
    7: ({"fix": "foo"}, {"fix": "unclear"}),
    8: (
        {"source": "Sen || tence 8."},
        {"source": "mended", "n": "corrected", "flags": "corrected", "status": "is edited"},
    ),
    9: ({"status": "r"}, {"source": "rejected", "final": "rejected", "status": "is rejected"}),
    10: ({"fix": " ОБЪ. "}, {"fix": "fix", "final": "mended", "n": "mended", "status": "is edited"}),
    11: ({"status": "foo"}, {"status": "unclear"}),
    12: ({"status": "+"}, {"status": "is approved"}),
}
"""By number: what is typed in which column of the row, and how cells look then that do not look as before."""


@pytest.mark.slow
def test_colours_follow_the_work(tmp_path: Path) -> None:
    """Each rule, calculated for each row by LibreOffice: the first that holds for a column gives its look. A row that
    was inserted loses what it has of the row above, and rows below the last have no colour."""
    book = written(tmp_path / "r.xlsx", story())
    sheet = book["a.txt"]
    for n, (typed, _) in SITUATIONS.items():
        for key, text in typed.items():
            sheet[f"{AT[key]}{n + 1}"].value = text
    sheet.insert_rows(14, 1)
    for key, letter in AT.items():  # below the row inserted one more pair, as a whole
        sheet[f"{letter}15"].value = sheet[f"{letter}2"].value if key != "state" else 0
    sheet["C14"].value = "Inserted."
    rules = list(colour_rules(ALIGNMENT_COLUMNS, 513))
    first = openpyxl.utils.column_index_from_string("AA")
    for at, (_, condition, _) in enumerate(rules, first):
        for row in range(2, 17):
            origin = f"{openpyxl.utils.get_column_letter(at)}2"
            cell = sheet.cell(row, at)
            cell.value = Translator(f"={condition}", origin).translate_formula(cell.coordinate)
    book.save(tmp_path / "r.xlsx")
    done = openpyxl.load_workbook(recalculated(tmp_path / "r.xlsx"), data_only=True)["a.txt"]
    looks: dict[int, dict[str, str]] = {}
    for row in range(2, 17):
        for at, (key, _, look) in reversed(list(enumerate(rules, first))):
            if done.cell(row, at).value:
                looks.setdefault(row - 1, {})[key] = look
    for n, (_, wanted) in SITUATIONS.items():
        assert looks.get(n, {}).items() >= wanted.items(), n
        assert {*looks.get(n, {}).values()} <= {*wanted.values()}, n
    inserted = dict.fromkeys(("n", "bead", "confidence", "score", "flags"), "inserted")
    assert looks[13] == {**inserted, "source": "changed", "final": "hole"}
    assert 14 not in looks and 15 not in looks


MOVES: list[Sequence[str]] = [
    ("cut", "D7", "D6"),  # the translation of row 6 to the fifth pair, which has none
    ("type", "E9", "translation up"),
    ("type", "E10", "foo"),
    ("type", "C11", "Sentence || 10."),
    ("type", "C12", "Sentence eleven."),
    ("insert row", "A5"),
    ("type", "D8", "1/2"),  # the cell that was left behind
]


@pytest.mark.slow
def test_texts_that_were_moved_are_counted_where_they_are(tmp_path: Path) -> None:
    """Cut and paste in LibreOffice, rows inserted: rows whose source, translation or fix has changed count as edited,
    and no others; what is typed into a cell that was left behind is text."""
    written(tmp_path / "r.xlsx", story())
    libreoffice(tmp_path / "r.xlsx", tmp_path / "back.xlsx", MOVES, "libreoffice_moves.py")
    sheet = openpyxl.load_workbook(tmp_path / "back.xlsx", data_only=True)["a.txt"]
    states = {row[1]: row[0] for row in zip(column(sheet, "state"), column(sheet, "n"), strict=True) if row[1]}
    assert {n for n, state in states.items() if state >= 10} == {5, 6, 8, 10, 11}
    assert {state for n, state in states.items() if n not in (5, 6, 8, 10, 11)} == {0}
    assert (sheet["D7"].value, sheet["D8"].value) == ("Предложение 6.", "1/2")
    assert sheet["C5"].value is None and sheet["C5"].alignment.wrap_text and sheet["C5"].number_format == "@"
    rows, _ = tables(tmp_path / "back.xlsx")
    assert list(rows[0][1:6]) == [12, 7, 0, 5, 0]


@pytest.mark.slow
def test_a_column_that_was_shifted_is_counted(tmp_path: Path) -> None:
    """Where a cell is inserted and the rest of its column shifted down, every row has changed from there on."""
    written(tmp_path / "r.xlsx", [pair(n) for n in range(1, 7)])
    libreoffice(tmp_path / "r.xlsx", tmp_path / "back.xlsx", [("insert cell", "D4")], "libreoffice_moves.py")
    sheet = openpyxl.load_workbook(tmp_path / "back.xlsx", data_only=True)["a.txt"]
    assert column(sheet, "state")[:6] == [0, 0, 10, 10, 10, 10]
    assert sheet["D8"].value == "Предложение 6."


# words


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_first_sheet_explains_every_word(tmp_path: Path, language: str) -> None:
    """Each word under Fix has its sentence beside it, the bar too; the example comes before the counts."""
    sheet = written(tmp_path / "r.xlsx", story(), language=language).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    beside = {row[1]: row[2] for row in rows if row[1]}
    for fix, word in FIX_WORDS[language].items():
        assert beside[word] == FIX_MEANINGS[language][fix]
    assert beside["||"] and "{" not in beside["||"]
    texts = [str(cell) for row in rows for cell in row if cell]
    assert not any("{" in text for text in texts if text[0] not in "={")
    assert any("align merge corpus.jsonl review.xlsx" in text for text in texts)
    words = ALIGNMENT_SENTENCES[language]
    assert texts.index(words["fixes"]) < texts.index(words["after"]) < texts.index("a.txt")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_example_is_what_the_merge_makes_of_it(tmp_path: Path, language: str) -> None:
    """The rows of the example, typed into a sheet as it shows them, become the pairs that it shows beside them."""
    rows = [(*texts, fix) for texts, fix in zip(EXAMPLE[language], EXAMPLE_FIXES, strict=True)]
    some = [pair(n, *(text.replace(" ||", "") for text in texts)) for n, (*texts, _) in enumerate(rows, 1)]
    book = written(tmp_path / "r.xlsx", some, language=language)
    for row, (source, translation, fix) in enumerate(rows, 2):
        cells = {"source": source, "final": translation, "fix": FIX_WORDS[language][fix] if fix else None}
        for key, text in cells.items():
            book["a.txt"][f"{AT[key]}{row}"].value = text or None
    book.save(tmp_path / "r.xlsx")
    outcome = MergeResult()
    mended = list(merge(some, read_table(tmp_path / "r.xlsx").rows, outcome))
    assert [(one.source, one.target) for one in mended] == list(EXAMPLE_MENDED[language])
    assert not outcome.leftovers


def test_every_spelling_of_a_fix_is_known_to_the_formulas() -> None:
    """What `align merge` takes for a fix, the sheet does, and nothing else."""
    known = [word for word in fix_spellings().split("|") if word]
    assert len(known) == len(set(known)) and len(fix_spellings()) < 8000
    assert all(fix_key(word) for word in known) and "source" not in known
    assert all(normal(word) in known for words in FIX_WORDS.values() for word in words.values())
    assert {*FIX_MEANINGS["en"]} == {*FIX_MEANINGS["ru"]} == {*FIX_WORDS["en"]}
    assert ALIGNMENT_SENTENCES["en"].keys() == ALIGNMENT_SENTENCES["ru"].keys()
