"""Numbers, months and weekdays of a kept translation are put right, or left to a person: never half right."""

from __future__ import annotations

import pytest

from align.languages.agreement import plural_class
from align.memory.substitution import substitute_placeables

RUSSIAN = [
    # numbers in the form of the target language
    ("It cost $20 million.", "It cost $15 million.", "Он обошёлся в $15 млн.", "Он обошёлся в $20 млн."),
    ("It cost $2.5 million.", "It cost $1.5 million.", "Он стоил 1,5 млн евро.", "Он стоил 2,5 млн евро."),
    ("12,500 people", "9,300 people", "9300 человек", "12\u00a0500 человек"),
    ("9,300 people", "12,500 people", "12 500 человек", "9 300 человек"),
    ("From 5 to 7 people", "From 6 to 9 people", "От 6 до 9 человек", "От 5 до 7 человек"),
    ("Dated 22.11.2016.", "Dated 21.11.2016.", "Датировано 21.11.2016.", "Датировано 22.11.2016."),
    # months in their case, weekdays with their preposition
    ("On November 20, 2016", "On October 15, 2015", "15 октября 2015 года", "20 ноября 2016 года"),
    ("In December 2021 it rained.", "In May 2016 it rained.", "В мае 2016 года лило.", "В декабре 2021 года лило."),
    ("It opens on Monday.", "It opens on Friday.", "Он откроется в пятницу.", "Он откроется в понедельник."),
    ("It opens on Tuesday.", "It opens on Friday.", "Он откроется в пятницу.", "Он откроется во вторник."),
    ("On Friday 2 came.", "On Tuesday 3 came.", "Во вторник пришли 3.", "В пятницу пришли 2."),
    # nouns that take their form from the number
    ("It cost 15 million rubles.", "It cost 2 million rubles.", "Это 2 миллиона рублей", "Это 15 миллионов рублей"),
    ("more than 21 million", "more than 15 million", "более 15 миллионов", "более 21 миллиона"),
    ("with 2 million", "with 21 million", "с 21 миллионом", "с 2 миллионами"),
    ("5 years", "1 years", "1 год", "5 лет"),
    ("more than 21 days.", "more than 5 days.", "более 5 дней.", "более 21 дня."),
    ("It has 4.5 million tons", "It has 3.5 million tons", "3,5 миллиона тонн", "4,5 миллиона тонн"),
    ("By 2021 it is built.", "By 2025 it is built.", "К 2025 году он построен.", "К 2021 году он построен."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "old_source", "old_target", "wanted"), RUSSIAN)
def test_russian_forms(source: str, old_source: str, old_target: str, wanted: str) -> None:
    assert substitute_placeables(source, old_source, old_target, "en", "ru") == wanted


LEFT = [
    # the case of the noun is not clear: спас 21 миллион, but стоимость 21 миллиона
    ("It cost 21 million.", "It cost 15 million.", "Он стоил 15 миллионов."),
    ("It has 3 new cranes.", "It has 5 new cranes.", "У него 5 новых кранов."),
    # the number is in words, converted, or not there as often
    ("It has 7 cranes.", "It has 5 cranes.", "У него пять кранов."),
    ("It is 20 miles away.", "It is 10 miles away.", "До него 16 километров."),
    ("5 of 7", "5 of 5", "5 из 5"),
    ("7 of 7", "5 of 5", "5 из пяти"),
    ("It opens on Monday.", "It opens on Friday.", "Он скоро откроется."),
    ("Next Monday", "Next Friday", "Каждую следующую пятницу"),
]


@pytest.mark.parametrize(("source", "old_source", "old_target"), LEFT)
def test_what_is_not_sure_is_left_to_a_person(source: str, old_source: str, old_target: str) -> None:
    assert substitute_placeables(source, old_source, old_target, "en", "ru") is None


@pytest.mark.parametrize(
    ("language", "source", "old_source", "old_target", "wanted"),
    [
        ("de", "It cost 3,999.5 euros", "It cost 2,999.5 euros", "Er kostete 2.999,5 Euro", "Er kostete 3.999,5 Euro"),
        ("fr", "It cost 12,999 euros.", "It cost 11,000 euros.", "Il coûtait 11 000 euros", "Il coûtait 12 999 euros"),
        ("de", "On Monday 2 came.", "On Friday 3 came.", "Am Freitag kamen 3.", "Am Montag kamen 2."),
        ("uk", "On March 7", "On May 5", "5 травня", "7 березня"),
        ("xx", "5 boats", "5 boats", "5 xx", "5 xx"),
    ],
)  # fmt: skip
def test_other_languages(language: str, source: str, old_source: str, old_target: str, wanted: str) -> None:
    assert substitute_placeables(source, old_source, old_target, "en", language) == wanted


def test_plural_classes_come_from_cldr() -> None:
    assert [plural_class(number, "ru") for number in ("1", "21", "2", "24", "5", "11", "0.5")] == [
        *("one", "one", "few", "few", "many", "many", "other")
    ]
    assert plural_class("5", "xx") != plural_class("6", "xx"), "of an unknown language nothing is known"
