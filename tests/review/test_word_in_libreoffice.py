"""The review table in LibreOffice Writer itself: opened, worked in, saved as DOCX and as ODT, and merged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from align.corpus import Corpus, Pair
from align.review import MergeResult, ReviewOptions, merge, read_table, write_review
from tests.office import office

SCRIPT = Path(__file__).with_name("libreoffice_table.py")
PORT = [
    Pair("port-0001", "port.txt", 1, "The port is open.", "Порт закрыт.", "en", "ru", flags=("length-ratio",)),
    Pair("port-0002", "port.txt", 2, "Ships came in.", "Суда пришли.", "en", "ru"),
    Pair("port-0003", "port.txt", 3, "Two lines:\nof verse.", "Две строки:\nстихи.", "en", "ru"),
    Pair("port-0004", "port.txt", 4, "A quay “of steel”.", "Причал «из\u00a0стали».", "en", "ru", note="alt"),
    Pair("port-0005", "port.txt", 5, "The ice\u2011breaker left.", "Ледокол ушёл.", "en", "ru"),
    Pair("port-0006", "port.txt", 6, "It is cold.", "Холодно.", "en", "ru", status="approved", origin="human"),
]
N, SOURCE, FINAL, STATUS, FLAGS, NOTE = range(6)

pytestmark = pytest.mark.slow


def written(folder: Path, **options: Any) -> Path:
    path = folder / "review.docx"
    write_review(Corpus(PORT, source_lang="en", target_lang="ru"), path, ReviewOptions(**options))
    return path


def home(path: Path) -> tuple[list[Pair], MergeResult, list[str]]:
    outcome, table = MergeResult(), read_table(path)
    return list(merge(PORT, table.rows, outcome)), outcome, table.remarks


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_a_table_that_writer_only_saves_changes_nothing(suffix: str, tmp_path: Path) -> None:
    saved = office.convert(
        written(tmp_path), f"{suffix}:{'MS Word 2007 XML' if suffix == 'docx' else 'writer8'}", tmp_path / "out"
    )
    after, outcome, remarks = home(saved)
    assert after == PORT and not outcome.leftovers and not remarks


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_what_a_reviewer_does_in_writer_comes_home(suffix: str, tmp_path: Path) -> None:
    saved = tmp_path / f"back.{suffix}"
    acts: list[list[Any]] = [
        ["type", "1", FINAL, "Порт открыт."],
        ["track", True],
        ["type", "2", FINAL, "Пришли корабли."],
        ["track", False],
        ["strike", "3", FINAL],
        ["type", "4", STATUS, "ок"],
        ["comment", "4", FINAL, "Анна", "Какая сталь?"],
        ["break", "5", FINAL],
        ["type", "6", NOTE, "проверить"],
        ["insert", "4", FINAL, "Новая строка."],
        ["delete", "6"],
        ["below", "Спасибо за работу"],
    ]
    office.edit(SCRIPT, written(tmp_path, language="ru"), saved, acts)
    after, outcome, remarks = home(saved)
    assert [pair.target for pair in after[:2]] == ["Порт открыт.", "Пришли корабли."]
    assert [pair.status for pair in after] == ["edited", "edited", "draft", "approved", "draft", "approved"]
    assert after[3].note == "alt\nАнна: Какая сталь?"
    assert after[4:] == PORT[4:]
    listed = "\n".join(
        f"{left.row.called}: {left.reason}: {left.row.cells.get('final', '')}" for left in outcome.leftovers
    )
    assert "the final translation is empty" in listed  # of what was struck through as a whole
    assert "Новая строка." in listed and "it was added" in listed
    assert any("Спасибо за работу" in remark for remark in remarks) and any("tracked" in remark for remark in remarks)


def test_rows_that_were_sorted_in_writer_are_found_again(tmp_path: Path) -> None:
    saved = tmp_path / "sorted.docx"
    office.edit(SCRIPT, written(tmp_path), saved, [["type", "1", FINAL, "Порт открыт."], ["sort", SOURCE]])
    rows = list(read_table(saved).rows)
    assert [row.cells["n"] for row in rows] != [str(pair.n) for pair in PORT]
    after, outcome, _ = home(saved)
    assert after[0].target == "Порт открыт." and after[1:] == PORT[1:] and not outcome.leftovers
