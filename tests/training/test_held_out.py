"""No held-out text is ever trained on."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.languages.normalization import letters, letters_and_digits
from align.training.held_out import CONTAINED, HeldOut
from align.training.preparation import training_list
from align.training.recipe import read_recipe

RECIPE = Path(__file__).resolve().parents[2] / "models" / "en-ru-starter" / "recipe" / "config.toml"
SENTENCE = "The harbour master closed the eastern gate on Friday."


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (SENTENCE, True),
        ("the harbour master CLOSED the eastern gate, on friday", True),
        ("“The harbour master closed the eastern gate on Friday,” he said.", True),
        ("master closed the eastern gate on", False),  # 28 letters: a phrase
        ("harbour master closed the eastern gate on", True),
        ("The harbour master opened the eastern gate on Friday.", False),
        ("", False),
        ("!?", False),
    ],
)
def test_equal_containing_and_contained_texts_are_met_whatever_their_punctuation(text: str, met: bool) -> None:
    assert HeldOut([SENTENCE]).overlaps(text) is met


def test_figures_tell_sentences_apart_only_where_they_are_folded_in() -> None:
    assert HeldOut(["Wind of 5 metres"]).overlaps("Wind of 7 metres")
    assert not HeldOut(["Wind of 5 metres"], letters_and_digits).overlaps("Wind of 7 metres")


@given(
    st.lists(st.text("abc ", max_size=70), max_size=8),
    st.text("abc", max_size=8),
    st.integers(0, 60),
    st.integers(0, 60),
    st.text("abc", max_size=20),
    st.data(),
)
def test_the_index_finds_exactly_what_a_plain_search_finds(
    texts: list[str], before: str, start: int, length: int, after: str, data: st.DataObject
) -> None:
    base = data.draw(st.sampled_from(texts)) if texts else ""
    text = before + base[start : start + length] + after
    folded, known = letters(text), [letters(other) for other in texts if letters(other)]
    long = [other for other in known if len(other) >= CONTAINED]
    plain = folded in known or (len(folded) >= CONTAINED and any(folded in o or o in folded for o in long))
    assert HeldOut(texts).overlaps(text) is plain


@pytest.mark.slow
def test_the_starter_never_saw_its_test_set(shared: Path) -> None:
    """The training list as the recipe filters it, by a search that shares no code with the filter."""
    recipe = dataclasses.replace(
        read_recipe(RECIPE),
        pairs=(shared / "en-ru" / "train.tsv.xz", shared / "en-ru" / "extra.tsv.xz"),
        held_out=(shared / "en-ru" / "newstest2019.en", shared / "en-ru" / "newstest2019.ru"),
    )
    train, dev = training_list(recipe)
    tests = {_plain(line) for path in recipe.held_out for line in path.read_text(encoding="utf-8").splitlines()}
    tests |= {_plain(side) for pair in dev for side in (pair.source, pair.target)}
    folded = [_plain(side) for pair in train for side in (pair.source, pair.target)]
    assert len(folded) > 1_200_000
    assert not tests.intersection(folded)
    generator = random.Random(20)
    everything = "\n".join(folded)
    long = [test for test in sorted(tests) if len(test) >= CONTAINED]
    assert not [test for test in generator.sample(long, 60) if test in everything]
    all_tests = "\n".join(long)
    some = [text for text in generator.sample(folded, 20_000) if len(text) >= CONTAINED]
    assert not [text for text in some if text in all_tests]


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalpha())
