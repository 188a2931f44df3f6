"""The loop closes: what a person approved in one story is not drafted again in the next, and names are the house's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from tests.command import answer

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported", "ignore:.*Formatting extension")

REVIEWED = {
    "Northern port opens first ice-free winter season": "Северный порт открывает первый сезон без льда",
    "What comes next?": "Что дальше?",
    "The second berth will open in March, Belova said.": "Второй причал откроется в марте, сказала Белова.",
    '"We are not in a hurry," she added.': "«Мы не спешим», — добавила она.",
    '"A port is built for a hundred years."': "«Порт строят на сто лет».",
    "He noted that insurance prices had fallen by 12% since January.": "Он отметил, что страховка подешевела на 12 %.",
}
"""What the reviewer wrote for sentences of examples/port.txt; everything else is approved as it was drafted."""

SECOND = """Second berth opens in the north

What comes next?

The second berth will open in March, Belova said. The port of Severny has hired a captain, Irina Belova, for it.

"We are not in a hurry," she added. "A port is built for a hundred years." Fishermen sold their boats in spring.

He noted that insurance prices had fallen by 15% since January. Nobody in the village of Severny sings any more.

A school stands on the hill. The teacher knows every child. It has no roof.
"""
KNOWN = 4
"""Of its twelve segments, a third, which the reviewer has seen word for word; one more differs in a number only."""


def align(folder: Path, *arguments: str | Path) -> str:
    done = answer(*arguments, cwd=folder, SOURCE_DATE_EPOCH="1795000000")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def review(path: Path) -> None:
    """Do in the workbook what a reviewer does: type over some translations, approve the others."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:
        columns = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            source = sheet.cell(row, columns["Source"]).value
            if source in REVIEWED:
                sheet.cell(row, columns["Final translation"]).value = REVIEWED[source]
            sheet.cell(row, columns["Status"]).value = "approved"
    book.save(path)


def test_what_was_approved_once_comes_back_and_names_are_right_or_flagged(story: Path, tmp_path: Path) -> None:
    terms = "Severny\tСеверный\nIrina Belova\tИрина Белова\nfishermen\tрыбаки\n"
    (tmp_path / "names.tsv").write_text(terms, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    with_names = ("--to", "ru", "--glossary", "names.tsv")
    align(tmp_path, "translate", story, *with_names, "-o", "port.jsonl")
    align(tmp_path, "review", "port.jsonl", "-o", "port.xlsx")
    review(tmp_path / "port.xlsx")
    align(tmp_path, "merge", "port.jsonl", "port.xlsx", "-o", "reviewed.jsonl")
    align(tmp_path, "memory", "add", "tm.sqlite", "reviewed.jsonl")
    align(tmp_path, "translate", "second.txt", *with_names, "--memory", "tm.sqlite", "-o", "second.jsonl")

    pairs = list(read_corpus(tmp_path / "second.jsonl"))
    assert len(pairs) == 12
    known = [pair for pair in pairs if pair.source in REVIEWED]
    assert len(known) == KNOWN
    for pair in known:
        assert (pair.target, pair.origin, pair.status) == (REVIEWED[pair.source], "tm", "approved")
    (number,) = [pair for pair in pairs if "15%" in pair.source]
    assert number.target == "Он отметил, что страховка подешевела на 15 %."
    assert (number.origin, number.status) == ("tm", "draft") and "numbers-repaired" in number.flags
    fresh = [pair for pair in pairs if pair not in known and pair is not number]
    assert {(pair.origin, pair.status) for pair in fresh} == {("mt", "draft")}
    named = [pair for pair in fresh if names_in(pair)]
    assert len(named) == 3
    for pair in named:
        right = all(any(form in pair.target for form in forms) for forms in names_in(pair))
        assert right or "glossary-missing" in pair.flags, pair


def names_in(pair: Pair) -> list[tuple[str, ...]]:
    """For each term in the source, beginnings of words that its translation may have."""
    forms = {"Severny": ("Северн",), "Irina Belova": ("Ирин",), "Fishermen": ("рыбак", "Рыбак")}
    return [stems for term, stems in forms.items() if term in pair.source]


def test_neighbours_decide_between_two_approved_translations(tmp_path: Path) -> None:
    """The same short sentence in two reviewed stories: then each place gets the translation it had."""
    stories = {"one": "Is the port open? Yes. Ships came.", "two": "Is the captain there? Yes. She came early."}
    answers = {"one": "Да, открыт.", "two": "Да, она здесь."}
    for name, text in stories.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        align(tmp_path, "translate", f"{name}.txt", "--to", "ru", "--no-score", "-o", f"{name}.jsonl")
        drafts = list(read_corpus(tmp_path / f"{name}.jsonl"))
        assert [pair.source for pair in drafts][1] == "Yes."
        done = [replace(p, status="approved", target=answers[name] if p.source == "Yes." else p.target) for p in drafts]
        write_corpus(Corpus(done), tmp_path / f"{name}-reviewed.jsonl")
        align(tmp_path, "memory", "add", "tm.sqlite", f"{name}-reviewed.jsonl")
    (tmp_path / "both.txt").write_text(f"{stories['one']} {stories['two']}", encoding="utf-8")
    align(tmp_path, "translate", "both.txt", "--to", "ru", "--no-score", "--memory", "tm.sqlite", "-o", "both.jsonl")
    pairs = [pair for pair in read_corpus(tmp_path / "both.jsonl") if pair.source == "Yes."]
    assert [(pair.target, pair.extra["memory"]["match"]) for pair in pairs] == [
        (answers["one"], "context"),
        (answers["two"], "context"),
    ]
