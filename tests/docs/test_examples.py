"""The examples fit each other: the reviewed sheet, the corpus it was made from, and the story that both are about."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from align import align as align_texts
from align import read_corpus, split
from tests.docs import corrected_example
from tests.docs.corrected_example import CORRECTED
from tests.docs.reviewed_example import CORPUS, EXAMPLES, REVIEWED, SHEET, STORY, decisions, draft, typing

REMAKE = "make examples/reviewed anew: python tests/docs/reviewed_example.py"
REMAKE_CORRECTED = "make examples/corrected anew: python tests/docs/corrected_example.py"
FINISHED = {"approved": 1, "edited": 16, "rejected": 1}
"""What the page for translators says that the review came to."""


def merged(folder: Path) -> dict[str, Any]:
    """What `align merge` says of the sheet and the corpus of a folder; it must be able to apply all of the sheet."""
    arguments = ("merge", CORPUS, SHEET, "-o", "reviewed.jsonl", "--strict", "--json")
    done = subprocess.run(
        [sys.executable, "-m", "align", *arguments], cwd=folder, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{done.stderr}{done.stdout}{REMAKE}"
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def texts(path: Path) -> list[tuple[str, str, str, str]]:
    return [
        (pair.source, "" if pair.status == "rejected" else pair.target, pair.status, pair.note)
        for pair in read_corpus(path)
    ]


def test_the_reviewed_corpus_has_the_segments_that_the_story_has_today() -> None:
    pairs = list(read_corpus(REVIEWED / CORPUS))
    today = [(STORY, n, one.kind, one.flat) for n, one in enumerate(split(EXAMPLES / STORY), 1)]
    assert [(pair.doc, pair.n, pair.kind, pair.source) for pair in pairs] == today, REMAKE
    assert {pair.status for pair in pairs} == {"draft"}, "the decisions are in the sheet"


def test_the_reviewed_sheet_belongs_to_the_corpus_beside_it(tmp_path: Path) -> None:
    """Every row is applied, on any machine and whatever model is bundled, and nothing is left to review."""
    shutil.copytree(REVIEWED, tmp_path, dirs_exist_ok=True)
    assert merged(tmp_path)["statuses"] == FINISHED
    assert all(
        source and (target or status == "rejected") for source, target, status, _ in texts(tmp_path / "reviewed.jsonl")
    )


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl does not keep the colours of doubtful rows
def test_readers_who_review_their_own_drafts_go_on_with_the_same_page(tmp_path: Path) -> None:
    """Fresh drafts of the bundled model, the same decisions typed into their sheet: the same translations come home."""
    draft(tmp_path)
    book = openpyxl.load_workbook(tmp_path / SHEET)
    sheet = book[STORY]
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    rows = {sheet.cell(row, columns["Source"]).value: row for row in range(2, sheet.max_row + 1)}
    for source, heading, text in typing(tmp_path / SHEET, decisions(REVIEWED / SHEET)):
        sheet.cell(rows[source], columns[heading]).value = text
    book.save(tmp_path / SHEET)
    merged(tmp_path)
    shipped = tmp_path / "shipped"
    shutil.copytree(REVIEWED, shipped)
    merged(shipped)
    ours, theirs = texts(tmp_path / "reviewed.jsonl"), texts(shipped / "reviewed.jsonl")
    assert [(source, target, note) for source, target, _, note in ours] == [(s, t, note) for s, t, _, note in theirs]


def test_every_example_is_described() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    files = [path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*") if path.is_file()]
    assert [name for name in files if name != "README.md" and f"`{name}`" not in page] == []


def test_the_corrected_sheet_gives_the_alignment_as_it_should_be(tmp_path: Path) -> None:
    """What has slipped stands beside its source again, one row is two, and nothing is left over."""
    shutil.copytree(CORRECTED, tmp_path, dirs_exist_ok=True)
    arguments = ("merge", CORPUS, corrected_example.SHEET, "-o", "reviewed.jsonl", "--strict")
    done = subprocess.run(
        [sys.executable, "-m", "align", *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    today = list(align_texts(EXAMPLES / STORY, EXAMPLES / "port.ru.txt"))
    corrected = list(read_corpus(tmp_path / "reviewed.jsonl"))
    long = corrected_example.LONG
    assert [(one.source, one.target) for one in corrected[:long]] == [(one.source, one.target) for one in today[:long]]
    halves = corrected[long : long + 2]
    assert (" ".join(one.source for one in halves), " ".join(one.target for one in halves)) == (
        today[long].source,
        today[long].target,
    )
    rest = [(one.source, one.target) for one in corrected[long + 2 :]]
    assert rest == [(one.source, one.target) for one in today[long + 1 :]]
    spans = sorted(span for one in corrected for span in one.target_span or ())
    assert spans == sorted(span for one in today for span in one.target_span or ()), REMAKE_CORRECTED
