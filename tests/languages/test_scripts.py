"""The sets of scripts that several packages use: each has the characters that it had in the package's own table."""

from __future__ import annotations

import re

import pytest

from align.alignment import bilingual_lexicon
from align.languages import scripts
from align.languages.scripts import is_unspaced
from align.memory.keys import words


@pytest.mark.parametrize(
    ("inside", "ranges"),
    [
        (
            scripts.MEMORY_WORDS,
            "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
        ),
        (
            scripts.TERM_WORDS,
            "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
        ),
        (scripts.BILLED_WORDS, "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"),
        (scripts.DENSE, "\u3040-\u9fff\uac00-\ud7a3"),
    ],
    ids=["memory", "terms", "billed", "dense"],
)
def test_a_set_of_scripts_has_the_characters_that_it_is_documented_to_have(inside: str, ranges: str) -> None:
    every = "".join(chr(code) for code in range(0x40000) if not 0xD800 <= code < 0xE000)
    assert re.findall(f"[{inside}]", every) == re.findall(f"[{ranges}]", every)


def test_the_aligner_takes_ideographs_and_kana_one_by_one_and_thai_and_burmese_in_twos() -> None:
    assert bilingual_lexicon._WORD.findall("port 12 港口 かな ไทย မြန်") == [
        *("port", "12", "港", "口", "か", "な", "ไท", "ย", "မြ", "န်"),
    ]


def test_burmese_is_one_word_of_a_memory_and_thai_is_many() -> None:
    assert words("ไทย မန") == ["ไ", "ท", "ย", "မန"]


def test_a_language_is_unspaced_whatever_its_region_or_script() -> None:
    assert [is_unspaced(code) for code in ("zh", "zh-Hant-TW", "JA", "th_TH", "ko", "ru", "")] == [
        *(True, True, True, True, False, False, False),
    ]
