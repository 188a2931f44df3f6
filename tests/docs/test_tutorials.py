"""Every command of the tutorials runs, in their order, and prints what they show."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from console import matches, run, steps

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"

FINAL = {
    2: "Северный порт открыл первый зимний сезон без льда",
    3: "Новый терминал будет переваливать 4,5 млн тонн грузов в год",
    5: "Порт Северный в пятницу принял первый за зиму контейнеровоз, говорится в заявлении администрации порта.",
    6: "Судно длиной 180 метров вышло из Роттердама 11 ноября, на его борту — оборудование для двух электростанций.",
    7: "«Мы ждали этого дня почти шесть лет», — сказала журналистам глава порта Ирина Белова.",
    8: "«Лед сейчас тоньше, а остальное делает новый ледокол».",
    9: "По данным министерства транспорта, терминал стоил 38,2 млрд рублей, его построили более 1200 рабочих.",
    10: "Ожидается, что к 2028 году он будет переваливать 4,5 млн тонн грузов в год; в прошлом году было 1,7 млн тонн.",
    11: "Что дальше?",
    12: "Второй причал откроется в марте, сообщила Белова.",
    13: "Американские и европейские компании мест там не просили, но переговоры с партнерами из Китая и Индии идут.",
    14: "«Мы не спешим», — добавила она.",
    15: "«Порт строят на сто лет».",
    16: "Доктор Джеймс Т. Холл из Института судоходства в Осло назвал этот график «смелым, но выполнимым».",
    17: "Он отметил, что с января страховка подешевела на 12%.",
    18: "Порт находится примерно в 90 км к северо-востоку от Мурманска, в нем работают 640 человек.",
}
"""What the reviewer of the tutorial writes, by the number of the row; the crumb is rejected, the dateline approved."""


def review(folder: Path) -> None:
    """What a person does in the spreadsheet."""
    book = openpyxl.load_workbook(folder / "review.xlsx")
    sheet = book["port.txt"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        number = sheet.cell(row, columns["No."]).value
        if number in FINAL:
            sheet.cell(row, columns["Final translation"]).value = FINAL[number]
        elif number:
            sheet.cell(row, columns["Status"]).value = "rejected" if number == 1 else "approved"
    book.save(folder / "review.xlsx")


CALLS: dict[str, Callable[[Path], None]] = {"review": review}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the commands are written for a Unix shell")
@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl does not keep the colours of doubtful rows
@pytest.mark.parametrize("name", ["translator", "corpus"])
def test_the_tutorial_runs(name: str, tmp_path: Path) -> None:
    for example in EXAMPLES.glob("*.t*"):
        shutil.copy(example, tmp_path)
    assert run(ROOT / "docs" / f"{name}.md", tmp_path, CALLS) > 5


def test_a_page_is_read_as_people_read_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ one \\\n    two  # why\nout …\n$ three\n```\n<!-- test: review -->\n", encoding="utf-8"
    )
    first, second, third = steps(page)
    assert (first.command.split(), first.output) == (["one", "two"], "out …")
    assert (second.command, second.output, third.call) == ("three", "", "review")


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\n…\nd", "a\nb\nc\nd\n", True),
        ("a … c", "a b c", True),
        ("a\nb", "a\nc", False),
        ("a", "a\nb", False),
        ("", "anything", True),
        ("1.5 (x)", "1x5 (x)", False),
    ],
)
def test_dots_stand_for_anything(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same
