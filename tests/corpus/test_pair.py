"""The data model of a corpus: Pair, Corpus, Signature."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from align.corpus import Pair
from align.corpus.pair import quick_pair


def test_a_quick_pair_is_a_pair() -> None:
    """The readers' short way gives the same object as the long one: equal, frozen, replaceable."""
    pair = Pair("a-0001", "a.txt", 1, "One.", "Раз.", "en", "ru", score=0.5, flags=("length",), extra={"own": 1})
    quick = quick_pair(*(getattr(pair, field.name) for field in fields(Pair)))
    assert type(quick) is Pair and quick == pair and repr(quick) == repr(pair)
    assert replace(quick, n=2) == replace(pair, n=2)
    with pytest.raises(FrozenInstanceError):
        quick.n = 2  # type: ignore[misc]
