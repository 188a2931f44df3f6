"""Numbers are compared digit by digit: no length, zero, group or fraction makes the checks blind, or ends them."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from align.checks import check_pair, explain
from align.corpus import Pair
from align.languages.quantities import read_quantities
from align.typography import typeset
from tests.long_numbers import LONG, fours, thousands

FLAGS = {"number-mismatch", "number-order"}


def pair(source: str, target: str, languages: tuple[str, str] = ("en", "ru")) -> Pair:
    return Pair("1", "d", 1, source, target, *languages)


def flagged(source: str, target: str, languages: tuple[str, str] = ("en", "ru")) -> bool:
    return "number-mismatch" in check_pair(pair(source, target, languages))


DIFFERENT = [
    # more digits than a float has
    ("Invoice 90071992547409931 is open.", "Счёт 90071992547409932 открыт."),
    ("Code 4601234567890123456789 is valid.", "Код 4601234567890123456780 верен."),
    ("It made 1.2345678901234567891 million.", "Он заработал 1,2345678901234567892 млн."),
    ("Pi is 3.14159.", "Пи равно 3,14161."),
    ("N is " + "4" * 330 + "5.", "N равно " + "4" * 330 + "6."),
    # zeros in front
    ("Agent 007 is here.", "Агент 7 здесь."),
    ("The code of the town is 01067.", "Индекс города 1067."),
    ("Dial 0041 first.", "Сначала наберите 041."),
    # digits that changed places inside a number
    ("It grew by 3.5 points.", "Он вырос на 5,3 пункта."),
    ("It has 12 500 300 readers.", "У него 12 300 500 читателей."),
    ("Card 4276 3800 4276 1234 is lost.", "Карта 4276 3800 1234 4276 утеряна."),
    ("Card 4276 3800 4276 1234 is lost.", "Карта 4276 3800 4276 4276 утеряна."),
    ("Card 4276-3800-0001-1234 is lost.", "Карта 4276380000011235 утеряна."),
    # fractions
    ("It is 3½ miles long.", "Он длиной 3 мили."),
    ("Add 2⅛ spoons.", "Добавьте 2⅜ ложки."),
    ("In 1998 they won 14½ to 13½.", "В 13 году они выиграли 14½ на 1998½."),
    # nearer to the number itself than to its conversion
    ("He ran 100 yards.", "Он пробежал 101 ярд."),
]


@pytest.mark.parametrize(("source", "target"), DIFFERENT)
def test_other_digits_are_another_number(source: str, target: str) -> None:
    assert flagged(source, target)


SAME = [
    ("Invoice 90071992547409931 is open.", "Счёт 90071992547409931 открыт."),
    ("It made 1.2345678901234567891 million.", "Он заработал 1 234 567,8901234567891 рубля."),
    ("It costs $4.50.", "Он стоит 4,5 доллара."),
    ("It made 4.5 million.", "Он заработал 4 500 000 рублей."),
    ("It grew 0.30 percent.", "Он вырос на 0,3 %."),
    ("Agent 007 is here.", "Агент 007 здесь."),
    ("It opens at 09:00 on 05.03.2016.", "Он откроется в 9:00 05.03.2016."),
    ("It opens at 0930 GMT.", "Он откроется в 9 часов 30 минут."),
    ("Call +7 495 123-45-67.", "Звоните +7 (495) 123-45-67."),
    ("IBAN DE89 3704 0044 0532 0130 00 is mine.", "Мой IBAN DE89370400440532013000."),
    ("Card 4276 3800 4276 1234 is lost.", "Карта 4276-3800-4276-1234 утеряна."),
    ("In 2012 2013 2014 it grew.", "Он рос в 2012, 2013 и 2014 годах."),
    ("On May 5 200 people came.", "5 мая пришли 200 человек."),
    ("It is 3½ miles long.", "Он длиной 3,5 мили."),
    ("It is 2½ miles long.", "Он длиной две с половиной мили."),
    ("Half an hour", "½ часа"),
    ("A4 and 5G, G20 and 1e5, 10-12 and 3:1.", "A4 и 5G, G20 и 1e5, 10–12 и 3:1."),
    ("It starts at 14.30.", "Он начнётся в 14:30."),
    ("He ran 100 yards.", "Он пробежал 91 метр."),
    ("Room ٣٢.", "Комната 32."),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_the_same_digits_in_the_other_notation_are_the_same_number(source: str, target: str) -> None:
    assert not FLAGS & set(check_pair(pair(source, target))), explain(pair(source, target))


def test_a_range_a_sum_and_a_season_are_exact() -> None:
    low, high = read_quantities("12345678901234567.1 to 12345678901234567.3 million", "en").numbers
    assert low.values[0] == 12345678901234567100000 and high.values == (12345678901234567300000,)
    assert read_quantities("1 million 7 thousand", "en").numbers[0].values == (1_000_000, 1_007_000)
    assert not flagged("The 2016/17 season", "Сезон 2016-2017 годов")


def test_what_follows_a_name_of_digits_ends_no_run() -> None:
    """Neither a magnitude nor a clock nor a unit makes a quantity of it."""
    for source in ("1 million 007 thousand", "007½ at 007:30 p.m.", "From 000 to 5 million miles", "007% of 0930 GMT"):
        assert not flagged(source, source, ("en", "en"))


def test_the_detail_shows_the_numbers_as_they_are_written() -> None:
    moved = explain(pair("1.5 million, 40702810900000012345", "40702810900000012345, 1,5 миллиона"))
    assert moved["number-order"] == "moved: 1.5 million, 40702810900000012345"
    crossed = explain(pair("In 10 hours 50% of them left.", "За 50 часов 10 % из них ушли."))
    assert crossed["number-mismatch"] == "percent on one side only: 10, 50"
    assert len(explain(pair("N is " + "7" * 9999, "N равно " + "8" * 9999))["number-mismatch"]) < 300


def written(digits: str, style: str) -> str:
    """Digits in groups, as far as numbers of this kind are written so."""
    if style in ",\u00a0" and digits[0] != "0":
        return thousands(digits, style)
    return fours(digits, style) if style in " -" and len(digits) >= 12 else digits


def changed(data: st.DataObject, digits: str) -> str:
    """The same digits, or one of them another, left out, or in the place of its neighbour."""
    place = data.draw(st.integers(0, len(digits) - 1))
    front, back = digits[:place], digits[place + 1 :]
    kinds = [
        digits,
        front + data.draw(st.sampled_from("0123456789")) + back,
        front + back,
        front[::-1] + digits[place:],
    ]
    return data.draw(st.sampled_from([kind for kind in kinds if kind]))


def worth(digits: str) -> str:
    return digits if len(digits) > 2 and digits[0] == "0" else str(int(digits))


def years(digits: str) -> bool:
    """Whether groups of four of these digits may be a list of years."""
    return len(digits) >= 12 and all(1000 <= int(digits[at : at + 4]) < 2100 for at in (0, 4, 8))


@settings(max_examples=600, deadline=None)
@given(st.data(), st.text("0123456789", min_size=1, max_size=60))
def test_the_flag_is_put_if_and_only_if_the_digits_differ(data: st.DataObject, digits: str) -> None:
    other = changed(data, digits)
    assume(not years(digits) and not years(other))
    source_style, target_style = (
        data.draw(st.sampled_from([",", "-", " ", "none"])),
        data.draw(st.sampled_from(["\u00a0", "-", " ", "none"])),
    )
    source = f"Pay to account {written(digits, source_style)}, please."
    target = f"Оплатите на счёт {written(other, target_style)}, пожалуйста."
    assert flagged(source, target) == (worth(digits) != worth(other))


@pytest.mark.parametrize("name", LONG)
@pytest.mark.slow
def test_a_hundred_thousand_digits_are_compared_at_once_and_exactly(name: str) -> None:
    digits = LONG[name]
    start = time.process_time()
    assert not flagged(f"Pay {digits} now.", f"Платите {digits} сейчас.")
    assert flagged(f"Pay {digits} now.", f"Платите 9{digits} сейчас.")
    assert time.process_time() - start < 20


@pytest.mark.parametrize("number", ["1" + ",234" * 5000, "1.5 " * 25_000 + "12,345.6"])
def test_typography_groups_numbers_of_any_length_and_keeps_their_digits(number: str) -> None:
    start = time.process_time()
    text = typeset(f"Итого {number} кв.", "ru", f"All in all {number} sq.")
    assert "".join(filter(str.isdigit, text)) == "".join(filter(str.isdigit, number))
    assert number[-9:].replace(",", "\u00a0").replace(".", ",") in text
    assert time.process_time() - start < 20
