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


def type_in(cells: dict[str, str]) -> None:
    book = openpyxl.load_workbook("sheet.xlsx")
    for place, text in cells.items():
        book["en.txt"][place].value = text
    book.save("sheet.xlsx")


def test_the_rest_is_aligned_again_around_what_was_approved(
    right: list[Pair], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in({"G2": "approved", "J4": "кто это?"})
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
    type_in({"G2": "approved"})
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
    type_in({"G2": "rejected"})
    assert run("merge", "pairs.jsonl", "sheet.xlsx", "--realign", "-o", "again.jsonl") == 0
    line = "align: nothing is aligned again: no pair of two aligned texts is approved or edited\n"
    assert line in capsys.readouterr().err
    assert [one.target for one in read_corpus("again.jsonl")] == [one.target for one in read_corpus("pairs.jsonl")]
