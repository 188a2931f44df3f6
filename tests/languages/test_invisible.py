"""Characters without width go, but for joiners where letters and emoji need them; memories do not see them either."""

from __future__ import annotations

import pytest

from align.languages.invisible import visible_text
from align.languages.normalization import memory_form, memory_forms


@pytest.mark.parametrize("mark", "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u2069")
def test_no_mark_without_width_changes_a_word(mark: str) -> None:
    assert visible_text(f"go{mark}vern") == "govern"
    assert memory_forms(f"The go{mark}vernment.")[0] == memory_form("The government.")


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क\u200dष", "👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥"])
def test_joiners_stay_where_they_make_a_word_or_a_picture(text: str) -> None:
    assert visible_text(text) == text
