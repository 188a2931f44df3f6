"""chrF of every text with every other: the same as sacrebleu's."""

from __future__ import annotations

import numpy as np
import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st

from align.translation.mutual_chrf import mutual_chrf

TEXTS = ["Мама мыла раму, и папа тоже.", "Папа мыл раму и мама тоже", "Да", "", "aaaa aaa", "aa", "\U0001f600 x", "  "]


def by_sacrebleu(texts: list[str]) -> np.ndarray:
    return np.array([[sacrebleu.sentence_chrf(text, [other]).score / 100 for other in texts] for text in texts])


def test_as_sacrebleu_has_it() -> None:
    assert mutual_chrf(TEXTS) == pytest.approx(by_sacrebleu(TEXTS), abs=1e-5)


@given(st.lists(st.text(alphabet="ab я.\U0001f600", max_size=12), min_size=1, max_size=5))
def test_of_any_texts(texts: list[str]) -> None:
    assert mutual_chrf(texts) == pytest.approx(by_sacrebleu(texts), abs=1e-5)


def test_of_none_and_of_half_characters() -> None:
    assert mutual_chrf([]).shape == (0, 0)
    assert mutual_chrf(["\ud83d a", "\ud83d a"])[0, 1] == pytest.approx(1)
