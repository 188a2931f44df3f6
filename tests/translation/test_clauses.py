"""Over-long segments are cut where a reader would breathe, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from align.translation.long_segments import split_long_segment


def words(text: str) -> int:
    return len(text.split())


def letters(text: str) -> int:
    return len(text)


def test_a_short_text_stays_whole() -> None:
    assert split_long_segment("The port opened on Friday.", words, 10) == ["The port opened on Friday."]


def test_a_semicolon_is_preferred_to_a_comma() -> None:
    text = "The port opened on Friday, the ministry said; the second berth follows in March, it added."
    assert split_long_segment(text, words, 10) == [
        "The port opened on Friday, the ministry said;",
        "the second berth follows in March, it added.",
    ]


def test_sentences_inside_a_quotation_are_cut_before_clauses_are() -> None:
    text = '"We waited six years, and we are glad. The ice is thinner now, and so is our patience."'
    assert split_long_segment(text, words, 10)[0] == '"We waited six years, and we are glad.'


def test_a_cut_without_marks_falls_between_words() -> None:
    assert split_long_segment("one two three four five six", words, 3) == ["one two three", "four five six"]


def test_a_text_without_blanks_is_cut_between_characters() -> None:
    assert split_long_segment("a" * 10, letters, 5) == ["a" * 5, "a" * 5]


@given(st.lists(st.sampled_from(["port", "ice,", "ship;", "said:", "—", "berth.", "and", "x" * 40]), min_size=1))
def test_the_parts_are_short_enough_and_join_to_the_text(tokens: list[str]) -> None:
    text = " ".join(tokens)
    parts = split_long_segment(text, words, 7)
    assert " ".join(parts) == text
    assert all(words(part) <= 7 for part in parts)
