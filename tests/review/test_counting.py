"""The counts of the first sheet: what a person typed in a sheet counts as what `align merge` makes of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from align.corpus import Corpus, Pair
from align.corpus.pair import STATUSES
from align.review import MergeResult, ReviewOptions, merge, read_table, write_review
from align.review.columns import TRANSLATION_COLUMNS
from align.review.counting import STATES, all_spellings, row_is, word_count
from align.review.strings import STATUS_WORDS
from tests.office import office
from tests.review.test_round_trip import libreoffice

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


TYPED: dict[int, tuple[str | None, str | None]] = {
    1: ("Правка.", None),
    2: ("Правка.", "a"),
    3: ("Правка.", "r"),
    4: ("перевод 4.", None),  # only a capital: EXACT
    5: (None, "foo"),
    6: (None, "?"),
    7: (None, "*"),
    8: (None, "о"),
    9: (None, " Approved. "),
    10: (None, "+"),
    11: (None, "✓"),
    12: (None, "да"),
    13: (None, "-"),
    14: (None, "ОТКЛ"),
    15: (None, "e"),
    16: (None, "черн"),
    17: ("", "a"),
    18: ("", "r"),
    19: ("Правка.", "foo"),
    20: (None, ""),
    21: ("<>1", "ок"),
    22: (None, ""),
    23: (None, ""),
}
"""The final translation and the status that a person types, by row number; None is left as it is."""
UNCLEAR, NO_STATUS = 5, (5, 6, 7, 8, 17, 19)
"""Rows with a status that is none (5 to 8, and 19), and those without one that can be taken."""


def story(pairs: int = 24) -> list[Pair]:
    """Two documents; every status occurs, and each source has a number of words of its own. Merging leaves a pair as it
    was where the status is none or the text is gone; the sheet counts a draft, which these rows are here."""
    return [
        Pair(
            id=f"{doc}-{n}",
            doc=f"{doc} 'one'.txt",
            n=n,
            source="word " * n + f"{doc}.",
            target=f"Перевод {n}.",
            source_lang="en",
            target_lang="ru",
            status="draft" if n in NO_STATUS else STATUSES[n % 4],
        )
        for doc in ("port", "bridge")
        for n in range(1, pairs + 1)
    ]


def reviewed(path: Path, language: str) -> None:
    """Write the workbook, and let a person work on both its sheets."""
    write_review(Corpus(story()), path, ReviewOptions(language=language))
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:
        for n, (final, status) in TYPED.items():
            for column, text in ((3, final), (4, status)):
                if text is not None:
                    sheet.cell(n + 1, column).value = text
    book.save(path)


def recalculated(path: Path) -> Path:
    """The workbook as LibreOffice saves it, its formulas calculated."""
    return office.convert(path, "xlsx", path.parent / "out")


def tables(path: Path) -> list[list[tuple[Any, ...]]]:
    """The two tables of the first sheet, without headings: a line for each sheet, and the total."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    rows = [row[1:] for row in sheet.iter_rows(values_only=True)]
    starts = [n for n, row in enumerate(rows) if row[0] in ("Sheet", "Лист")]
    return [[tuple(row) for row in rows[start + 1 : start + 4]] for start in starts]


def merged(path: Path) -> list[Pair]:
    return list(merge(story(), read_table(path).rows, MergeResult()))


def expected(pairs: list[Pair], weight: dict[str, int]) -> list[int]:
    """All, draft, approved, edited, rejected: as many as there are, each with its weight."""
    counts: Counter[str] = Counter()
    for pair in pairs:
        counts[pair.status] += weight[pair.id]
    return [sum(counts.values()), *(counts[status] for status in STATUSES)]


def check(path: Path, pairs: list[Pair], unclear: int) -> None:
    """Both tables of a calculated workbook say what the merge made of it."""
    ones, words = {pair.id: 1 for pair in pairs}, {pair.id: word_count(pair.source) for pair in pairs}
    for table, weight in zip(tables(path), (ones, words), strict=True):
        *sheets, total = table
        for line, doc in zip(sheets, ("port", "bridge"), strict=True):
            assert list(line[1:6]) == expected([pair for pair in pairs if pair.doc.startswith(doc)], weight)
        numbers = expected(pairs, weight)
        assert list(total[1:6]) == numbers
        assert total[6] == pytest.approx(1 - numbers[1] / numbers[0])
    assert tables(path)[0][2][9] == unclear


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_sheet_counts_what_the_merge_does(tmp_path: Path, language: str) -> None:
    """Rows and words of each status, in each sheet and in all, are those of the merged corpus: changed texts count as
    edited with any status but rejected, letters and signs count, what is no status does not."""
    reviewed(tmp_path / "r.xlsx", language)
    check(recalculated(tmp_path / "r.xlsx"), merged(tmp_path / "r.xlsx"), 2 * UNCLEAR)


@pytest.mark.slow
def test_a_sorted_sheet_with_rows_deleted_counts_what_is_left(tmp_path: Path) -> None:
    """Rows sorted and deleted in LibreOffice: the tables count those that remain, and the merge agrees."""
    reviewed(tmp_path / "r.xlsx", "en")
    gone = {"port-2", "port-23", "bridge-9", "bridge-5"}
    edits = {"cells": {"Перевод 24.": "1/2"}, "sort": True, "delete": sorted(gone)}
    libreoffice(tmp_path / "r.xlsx", tmp_path / "back.xlsx", edits)
    left = [pair for pair in merged(tmp_path / "back.xlsx") if pair.id not in gone]
    assert sum(pair.target == "1/2" for pair in left) == 2
    check(tmp_path / "back.xlsx", left, 2 * UNCLEAR - 1)


def test_counts_before_the_work_begins(tmp_path: Path) -> None:
    """The formulas come with their values, for programs that show a workbook without calculating it."""
    write_review(Corpus(story()), tmp_path / "r.xlsx", ReviewOptions())
    check(tmp_path / "r.xlsx", story(), 0)


def test_spellings_fit_where_they_stand() -> None:
    """The spellings of all statuses fit into a cell, and each stands there once."""
    words = [word for word in all_spellings().split("|") if word]
    assert len(words) == len(set(words)) and len(all_spellings()) < 8000
    assert all(word in words for names in STATUS_WORDS.values() for word in names.values())


def test_every_state_counts_as_one_thing() -> None:
    """No number of a row counts as two statuses."""
    numbers = [number for what in ("approved", "edited", "rejected") for number in STATES[what]]
    assert len(numbers) == len(set(numbers))
    assert row_is(TRANSLATION_COLUMNS, "approved") == "OR($R2=1)"


def test_words_are_counted_as_word_processors_do() -> None:
    """Blanks of any kind part words; a Chinese or Japanese sign is a word, a Korean word is one."""
    texts = ("", "  ", "one", "a\u00a0b\nc\td", "well-known — 4.5", "東京へ行く", "우리는 간다", "GPU を 2 台")
    assert [word_count(text) for text in texts] == [0, 0, 1, 4, 3, 5, 2, 4]
