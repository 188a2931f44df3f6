"""What two sources must share to count as the same, and what a source is made of."""

from __future__ import annotations

import pytest

from align.languages.normalization import memory_form, memory_key
from align.memory.keys import template_key, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s done” – he said…", '"It\'s done" - he said...'),
        ("a\u00a0b  c\n", "a b c"),
        ("cafe\u0301", "café"),
        ("so\u00adft", "soft"),
    ],
)
def test_typography_makes_no_difference(one: str, other: str) -> None:
    assert memory_key(memory_form(one)) == memory_key(memory_form(other))


@pytest.mark.parametrize(("one", "other"), [("US", "us"), ("It rained.", "It rained!"), ("$15", "$16"), ("", "a")])
def test_case_marks_and_numbers_make_a_difference(one: str, other: str) -> None:
    assert memory_key(memory_form(one)) != memory_key(memory_form(other))


def test_words_are_counted_as_a_reader_would() -> None:
    assert words("The port's twenty-two cranes cost $1.5 million.") == [
        *("the", "port's", "twenty-two", "cranes", "cost", "1.5", "million"),
    ]
    assert words("港は開いた。") == list("港は開いた"), "where no blanks are written, a letter counts as a word"


def test_a_frame_is_what_is_left_without_numbers_and_dates() -> None:
    friday, monday = (
        template_key(f"It cost $1{n} million on {day}.", "en") for n, day in ((5, "Friday"), (6, "Monday"))
    )
    assert friday == monday is not None
    assert template_key("In May 2016", "en") == template_key("In June 2021", "en") != template_key("It may 2016", "en")
    assert template_key("15 000 мест", "ru") == template_key("900 мест", "ru")
    assert template_key("Nothing to count", "en") is None
    assert template_key("1st", "en") != template_key("2nd", "en")


def test_half_a_character_does_no_harm() -> None:
    assert isinstance(memory_key(memory_form("a\ud800b")), int)
