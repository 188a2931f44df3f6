"""Codes of languages are the same however they are spelt; what differs in more is matched by policies."""

from __future__ import annotations

import pytest

from align.languages.language_headings import language_of_heading
from align.languages.number_words import lexicon
from align.languages.tags import (
    agree,
    as_asked,
    best_match,
    canonical_tag,
    normal_tag,
    primary_subtag,
    serves,
    united,
    written_code,
    written_language,
)

SAME = [
    ("en-US", "EN-us", "en_US", "EN_us", "eng-US", "eng_us"),
    ("ru", "RU", "rus", "RUS"),
    ("de", "deu", "ger"),
    ("zh-Hant-TW", "zh_hant_tw", "zho-Hant-TW", "chi-hant-tw"),
    ("sr-Latn", "srp_Latn", "sh"),
    ("nb", "no", "nor"),
    ("he-IL", "iw_il"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_a_spelling_makes_no_difference_to_any_policy(spellings: tuple[str, ...]) -> None:
    first = spellings[0]
    for code in spellings:
        assert (normal_tag(code), canonical_tag(code)) == (first, first)
        assert primary_subtag(code) == primary_subtag(first)
        assert written_language(code) == written_language(first)
        assert agree(code, first) and agree(first, code) and serves(code, first) and serves(first, code)
        assert best_match(first, ["xx", code]) == code and best_match(code, ["xx", first]) == first
        assert as_asked(code, first) == first
        assert written_code(code, {first: "xy-ZZ"}, "a.tmx") == "xy-ZZ"
        assert lexicon(code) == lexicon(first)
    assert united(spellings) == first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zh-Hans", "zh-Hant"), ("zh-CN", "zh-TW"), ("zh", "zh-Hant"), ("zh-HK", "zh-Hans"), ("sr-Latn", "sr-Cyrl"),
        ("sr", "sr-Latn"), ("uz-Cyrl", "uz"), ("pa-PK", "pa-IN"), ("en", "de"), ("uk", "ru"), ("en-US", "en-GB"),
        ("pt-BR", "pt-PT"), ("nb", "nn"), ("en", ""),
    ],
)  # fmt: skip
def test_what_differs_in_more_is_never_one(one: str, other: str) -> None:
    assert not agree(one, other)
    assert united([one, other]) is None


@pytest.mark.parametrize(
    ("codes", "one"),
    [
        (["en", "en-US", "EN_us"], "en"), (["zh", "zh-CN", "zh-Hans"], "zh"), (["zh-TW", "zh-Hant"], "zh-Hant"),
        (["ru-RU"], "ru-RU"), (["en", "en-US", "en-GB"], None), ([], None),
    ],
)  # fmt: skip
def test_codes_that_agree_are_one_and_say_what_is_true_of_all(codes: list[str], one: str | None) -> None:
    assert united(codes) == one


@pytest.mark.parametrize(
    ("wanted", "present", "found"),
    [
        ("en-GB", ["en-US"], "en-US"), ("en", ["en-GB", "en"], "en"), ("zh-Hant", ["zh-CN"], None),
        ("zh", ["zh-TW"], "zh-TW"), ("zh", ["zh-TW", "zh-CN"], "zh-CN"), ("sr-Latn", ["sr"], None),
        ("de", ["en"], None),
    ],
)  # fmt: skip
def test_of_a_file_with_several_one_is_meant(wanted: str, present: list[str], found: str | None) -> None:
    assert best_match(wanted, present) == found


def test_texts_get_the_code_that_is_asked_for_but_no_other_script() -> None:
    assert as_asked("en-US", "en-GB") == "en-GB"
    assert as_asked("zh-Hant", "zh") == "zh-Hant"
    assert as_asked("zh-Hant", "zh-Hans") is None
    assert (as_asked("", "ru"), as_asked("ru", ""), as_asked("", "")) == ("ru", "ru", "")


def test_what_is_no_tag_is_compared_as_it_is() -> None:
    """A file may say anything; only what is written must be a tag."""
    assert normal_tag("Klingon (TNG)") == "klingon (tng)"
    assert agree("X?", "x?") and not agree("X?", "x")
    assert written_code("en_US", {}, "a.tmx") == "en-US"
    assert written_code("EN-US", {}, "a.tmx") == "EN-US"


@pytest.mark.parametrize(
    ("heading", "tag"),
    [
        ("EN", "en"), ("en_us", "en-US"), ("rus", "ru"), ("English", "en"), ("Английский", "en"),
        ("русский язык", "ru"),
        ("Language: German", "de"),
        ("Englisch", "en"), ("allemand", "de"), ("Українська", "uk"), ("中文", "zh"),
        ("English (US)", "en-US"), ("English (United Kingdom)", "en-GB"), ("Английский (США)", "en-US"),
        ("Chinese (Traditional)", "zh-Hant"), ("Russian [ru-RU]", "ru-RU"), ("Немецкий (правка)", "de"),
        ("new", ""), ("note", ""), ("run", ""), ("the", ""), ("Source", ""), ("", ""), ("x" * 99, ""), ("(" * 5000, ""),
    ],
)  # fmt: skip
def test_headings_name_languages(heading: str, tag: str) -> None:
    assert language_of_heading(heading) == tag
