"""Tables of messages: English in the code, the other languages from their catalogues."""

from __future__ import annotations

import pytest

from align.localization import LANGUAGES, Translated, wording
from align.localization.phrases import QUOTES
from align.report.strings import PAGE
from align.review.strings import HEADINGS, STATUS_WORDS, STEPS, column_key, status_key


def test_a_table_keeps_its_shape_in_each_language() -> None:
    assert list(HEADINGS) == list(LANGUAGES) and len(HEADINGS) == 2
    assert HEADINGS["en"]["source"] == "Source" and HEADINGS["ru"]["source"] == "Исходный текст"
    assert list(HEADINGS["en"]) == list(HEADINGS["ru"])
    assert isinstance(STEPS["ru"], tuple) and len(STEPS["ru"]) == len(STEPS["en"])
    assert QUOTES["ru"] == "«{}»"
    with pytest.raises(KeyError):
        HEADINGS["de"]


def test_a_word_is_another_one_in_another_place() -> None:
    assert wording("ru").of("heading of a column", "Source") == "Исходный текст"
    assert wording("ru").of("editor page", "Source") == "Оригинал"


def test_a_plural_has_all_its_forms() -> None:
    assert (PAGE["en"]["pairs"], PAGE["ru"]["pairs"]) == ("{n} pair|{n} pairs", "{n} пара|{n} пары|{n} пар")
    assert PAGE["ru"]["carry flags"] == "{n} с пометкой|{n} с пометками|{n} с пометками"
    table = Translated("nowhere", {"one": "a|b", "bar": "", "list": ("x",)})
    assert list(table.messages()) == ["a|b", "x"] and table["ru"] == {"one": "a|b", "bar": "", "list": ("x",)}
    assert list(Translated("nowhere", "a|b", plurals=True).messages()) == [("a", "b")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_and_statuses_are_understood_whatever_language_is_in_force(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("ALIGN_LANG", language)
    assert (column_key("Final translation"), column_key("Окончательный перевод")) == ("final", "final")
    assert all(status_key(word) == status for words in STATUS_WORDS.values() for status, word in words.items())
    assert (status_key("+"), status_key("appr."), status_key("одоб")) == ("approved",) * 3
