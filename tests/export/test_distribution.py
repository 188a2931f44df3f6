"""The translation of a segment, divided over the looks that its source has."""

from __future__ import annotations

import pytest

from align.export.cutting import proportional_parts
from align.export.distribution import Slot, distributed

PLAIN, BOLD, ITALIC = None, "bold", "italic"


def text(words: str, look: str | None = PLAIN, link: str | None = None) -> Slot:
    return Slot(words, look, link)


@pytest.mark.parametrize(
    ("slots", "target", "parts"),
    [
        ([text("In "), text("2024", BOLD), text(" it opened.")], "Открылся в 2024 году.", "Открылся в |2024| году."),
        ([text("The "), text("Murmansk", BOLD), text(" port")], "Порт Мурманска", "Порт |Мурманска|"),
        ([text("the "), text("the", BOLD), text(" end")], "the the end", "the |the| end"),
        ([text("Note:", BOLD), text(" It works.")], "Прим.: работает.", "Прим.:| работает."),
        ([text("Note", BOLD), text(": It works.")], "Прим.: работает.", "Прим.|: работает."),
        (
            [text("“"), text("Star Wars", ITALIC), text("” won.")],
            "Вышли «Звёздные войны».",
            "Вышли «|Звёздные войны|».",
        ),
        ([text("It cost "), text("4.2 billion", BOLD), text(".")], "Стоило 4,2 млрд.", "Стоило |4,2 млрд|."),
        ([text("See "), text("it", link="a"), text(".")], "Смотрите там.", "|Смотрите там.|"),
        ([text("All of it", link="a"), text(".")], "Всё это.", "Всё это|."),
        ([text("A "), text("bold", BOLD), text(" word")], "Жирное слово", "Жирное слово||"),
        ([text("One "), Slot("\n", kind="break"), text("two three")], "Раз два три", "Раз |*|два три"),
        ([text("A"), Slot("‑", kind="sign"), text("B")], "АБ", "АБ||"),
        ([text("A"), Slot("‑", kind="sign"), text("B")], "А‑Б", "А|*|Б"),
        ([text("Word "), text("by word")], "Слово за словом", "Слово за словом|"),
        ([text("Gone")], "", ""),
    ],
)
def test_a_stretch_keeps_its_words_or_gives_them_up(slots: list[Slot], target: str, parts: str) -> None:
    texts, _ = distributed(slots, target)
    stays = [slot.text if slot.kind == "text" else "*" for slot in slots]
    shown = [old if new is None else new for old, new in zip(stays, texts, strict=True)]
    assert "|".join(shown) == parts


def test_what_is_lost_is_counted() -> None:
    slots = [text("A "), text("bold", BOLD), text(" and "), text("one", link="a"), text(" or "), text("two", link="b")]
    _, dropped = distributed(slots, "Совсем другие слова")
    assert (dropped.around, dropped.links, dropped.looks) == (0, 2, 1)
    _, dropped = distributed(slots[:4], "Совсем другие слова")
    assert (dropped.around, dropped.links, dropped.looks) == (1, 0, 1)


@pytest.mark.parametrize(
    ("words", "lengths", "parts"),
    [
        ("раз два три четыре", [7, 7], ["раз два", "три четыре"]),
        ("Он пришёл домой, и она ушла.", [12, 14], ["Он пришёл домой,", "и она ушла."]),
        ("раз", [5, 5, 5], ["раз", "", ""]),
        ("", [5, 5], ["", ""]),
        ("раз два три", [100, 1, 1], ["раз", "два", "три"]),
    ],
)
def test_parts_are_as_long_as_those_of_the_source(words: str, lengths: list[int], parts: list[str]) -> None:
    assert proportional_parts(words, lengths) == parts


def test_a_language_without_spaces_is_cut_between_characters() -> None:
    assert proportional_parts("港口重新开放了", [3, 4], spaced=False) == ["港口重", "新开放了"]


def test_thousands_of_looks_take_no_time() -> None:
    slots = [text("word ", BOLD if n % 2 else ITALIC) for n in range(20_000)]
    texts, dropped = distributed(slots, "слово " * 20_000)
    assert texts[0] == "слово " * 20_000
    assert dropped.looks == 19_999
