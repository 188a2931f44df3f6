"""Similarity in words, and the difference as a reviewer sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.difference import difference, wdiff_text
from align.languages.normalization import memory_form
from align.memory.keys import words
from align.memory.similarity import WordEditSimilarity


def percent(one: str, other: str) -> int:
    return WordEditSimilarity(words(memory_form(one))).percent(words(memory_form(other)))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("The port opened on Friday", "The port opened on Friday", 100),
        ("The port opened on Friday", "The port opened on Monday", 80),
        ("The port opened on Friday", "The port opened", 60),
        ("The port opened", "The new port opened", 75),
        ("One two", "Three four", 0),
        ("", "Three four", 0),
    ],
)
def test_similarity_counts_edits_of_words(one: str, other: str, wanted: int) -> None:
    assert percent(one, other) == percent(other, one) == wanted


def test_below_the_bound_it_is_zero() -> None:
    assert WordEditSimilarity(["a", "b", "c"]).percent(["a", "b", "d"], at_least=75) == 0


def test_the_difference_is_marked() -> None:
    assert wdiff_text(difference("It cost $15 million.", "It cost $20 million.")) == "It cost [-$15-] {+$20+} million."
    assert wdiff_text(difference("The port", "The new port")) == "The {+new+} port"


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_the_pieces_of_a_difference_are_the_two_texts(one: list[str], other: list[str]) -> None:
    pieces = difference(" ".join(one), " ".join(other))
    for sides, text in ((("same", "gone"), one), (("same", "new"), other)):
        assert "".join(piece.text for piece in pieces if piece.kind in sides).split() == text
