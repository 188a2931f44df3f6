"""`align merge --realign`: a review that confirms some pairs puts the rest of the text right, without its files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from align import as_document, pair
from align.corpus import Pair, read_corpus, write_corpus
from tests.alignment.test_aligner import ENGLISH, RUSSIAN
from tests.command import run
from tests.pipelines.test_realign import shifted

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture
def right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Pair]:
    """The right pairs of two texts; `pairs.jsonl` has them slipped by a row, and `sheet.xlsx` is its sheet."""
    monkeypatch.chdir(tmp_path)
    sides = [as_document("\n\n".join(texts), id=name) for texts, name in ((ENGLISH, "en.txt"), (RUSSIAN, "ru.txt"))]
    corpus = pair(*sides, source_lang="en", target_lang="ru", max_bead=5).load()
    write_corpus(replace(corpus, pairs=shifted(list(corpus))), "pairs.jsonl")
    assert run("review", "pairs.jsonl", "-o", "sheet.xlsx") == 0
    return list(corpus)


def type_in(cells: dict[tuple[int, str], str]) -> None:
    """Type into the sheet, by number of the row and heading of the column."""
    book = openpyxl.load_workbook("sheet.xlsx")
    sheet = book["en.txt"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for (row, heading), text in cells.items():
        sheet.cell(row, columns[heading]).value = text
    book.save("sheet.xlsx")


def test_the_rest_is_aligned_again_around_what_was_approved(
    right: list[Pair], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in({(2, "Status"): "approved", (4, "Note"): "кто это?"})
    assert run("merge", "pairs.jsonl", "sheet.xlsx", "-o", "plain.jsonl") == 0
    capsys.readouterr()
    assert run("merge", "pairs.jsonl", "sheet.xlsx", "--realign", "-o", "again.jsonl") == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "align: 1 approved, 1 note; 5 of 7 pairs as they were"
    assert said[1].startswith("align: aligned again around 1 confirmed pair: ") and said[1].endswith(" others changed")
    plain, again = list(read_corpus("plain.jsonl")), list(read_corpus("again.jsonl"))
    wanted = {one.source: one.target for one in right if one.source and one.target and one is not right[2]}
    found = {one.source: one.target for one in again}
    assert {source: found[source] for source in wanted} == wanted
    assert {one.source: one.target for one in plain} != found
    assert again[0].status == "approved" and [one.note for one in again if one.note] == ["кто это?"]
    signature = json.loads(Path("again.jsonl").read_text("utf-8").partition("\n")[0])["corpus"]["signature"]
    assert "|beads:max5|realigned:use-" in signature


def test_a_dry_run_and_json_say_what_it_would_do(right: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    type_in({(2, "Status"): "approved"})
    before = set(Path().iterdir())
    assert run("merge", "pairs.jsonl", "sheet.xlsx", "--realign", "--dry-run") == 0
    assert "align: would be aligned again around 1 confirmed pair: " in capsys.readouterr().err
    assert run("merge", "pairs.jsonl", "sheet.xlsx", "--realign", "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)["realigned"]
    assert (told["documents"], told["confirmed"], told["left_out"], told["unordered"]) == (1, 1, [], [])
    assert 0 < told["changed"] <= told["others"]
    assert set(Path().iterdir()) == before


def test_where_nothing_is_confirmed_nothing_is_aligned_again(
    right: list[Pair], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in({(2, "Status"): "rejected"})
    assert run("merge", "pairs.jsonl", "sheet.xlsx", "--realign", "-o", "again.jsonl") == 0
    line = "align: nothing is aligned again: no pair of two aligned texts is approved or edited\n"
    assert line in capsys.readouterr().err
    assert [one.target for one in read_corpus("again.jsonl")] == [one.target for one in read_corpus("pairs.jsonl")]


def test_beads_that_were_corrected_in_the_sheet_are_what_the_rest_is_aligned_around(right: list[Pair]) -> None:
    """Two rows are joined and one is divided at a bar: all three new pairs stay as they are, and no text is lost."""
    source = right[3].source
    type_in({(2, "Fix"): "join with next", (5, "Source"): source.replace("had expected", "|| had expected")})
    assert run("merge", "pairs.jsonl", "sheet.xlsx", "-o", "plain.jsonl") == 0
    assert run("merge", "pairs.jsonl", "sheet.xlsx", "--realign", "-o", "again.jsonl") == 0
    plain, again = list(read_corpus("plain.jsonl")), list(read_corpus("again.jsonl"))
    confirmed = [one for one in plain if one.status == "edited"]
    assert len(confirmed) == 3 and confirmed[0].source == f"{right[0].source} {right[1].source}"
    kept = {one.id: one for one in again}
    same = ("source", "target", "status", "source_span", "target_span", "note")
    for one in confirmed:
        assert [getattr(kept[one.id], name) for name in same] == [getattr(one, name) for name in same]
    for side in ("source", "target"):
        assert sorted("".join(getattr(one, side) for one in again)) == sorted(
            "".join(getattr(one, side) for one in plain)
        )
    assert [one.n for one in again] == list(range(1, len(again) + 1))
