"""Codes of one language, however they are spelt, in a memory: also in files of old, which keep every spelling."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from align.corpus import Pair
from align.memory import LookupContext, Memory, MemoryLookup
from align.memory.concordance import look_up
from align.memory.relabelling import relabel
from tests.memory.memory_samples import filled, pair

SPELLINGS = (("en-US", "ru-RU"), ("EN-us", "RU-RU"), ("en_us", "ru_ru"), ("eng-US", "rus-RU"))
TEXTS = (("The port opened.", "Порт открылся."), ("Ships came.", "Суда пришли."), ("It rained.", "Шёл дождь."))


def spelt(source_lang: str, target_lang: str, texts: tuple[tuple[str, str], ...] = TEXTS) -> list[Pair]:
    languages = {"source_lang": source_lang, "target_lang": target_lang}
    return [pair(source, target, **languages) for source, target in texts]


@pytest.fixture
def of_old(tmp_path: Path) -> Path:
    """A memory as earlier releases wrote it: a row for each spelling, the first text under two of them."""
    path = tmp_path / "old.sqlite"
    for codes, texts in zip(SPELLINGS[:3], (TEXTS[:2], TEXTS[:1], TEXTS[2:]), strict=True):
        stand_in = {"en-US": "aa", "EN-us": "bb", "en_us": "cc"}[codes[0]]
        filled(path, spelt(stand_in, "ru", texts))
        with sqlite3.connect(path) as base:
            base.execute("UPDATE languages SET source = ?, target = ? WHERE source = ?", (*codes, stand_in))
        base.close()
    return path


def test_spellings_are_one_pair_of_languages(tmp_path: Path) -> None:
    tm = tmp_path / "tm.sqlite"
    for codes in SPELLINGS:
        filled(tm, spelt(*codes))
    with Memory.open(tm) as memory:
        assert memory.stats()["languages"] == {"en-US-ru-RU": 3}


def test_a_file_of_old_is_read_as_one(of_old: Path) -> None:
    """Its units are found under every spelling, and nothing in the file is changed by reading."""
    before = of_old.read_bytes()
    with Memory.open(of_old) as memory:
        assert memory.stats()["languages"] == {"en-US-ru-RU": 4}
        assert {(unit.source_lang, unit.target_lang) for unit in memory.units()} == {("en-US", "ru-RU")}
        for source_lang, target_lang in (*SPELLINGS, ("en", "ru"), ("eng", "rus")):
            assert len(memory.languages(source_lang, target_lang)) == 3
            lookup = MemoryLookup([memory], source_lang, target_lang)
            assert all(lookup.best(LookupContext(source)) for source, _ in TEXTS)
        assert len(look_up(memory, "The port opened.", "", "", 60, 10)) == 2
    assert of_old.read_bytes() == before


def test_what_is_added_to_a_file_of_old_is_known_there(of_old: Path) -> None:
    added = filled(of_old, spelt("en-us", "RU_ru"))
    assert (added.new, added.known) == (0, 3)
    rejected = [pair(*TEXTS[2], source_lang="EN_US", target_lang="ru-ru", status="rejected")]
    assert filled(of_old, rejected).taken_back == 1


def test_regions_and_scripts_are_not_mixed(tmp_path: Path) -> None:
    tm = tmp_path / "tm.sqlite"
    for codes in (("en-US", "zh-Hans"), ("en-GB", "zh-Hans"), ("en", "zh-TW"), ("en", "zh")):
        filled(tm, spelt(*codes, TEXTS[:1]))

    def found(source_lang: str, target_lang: str) -> set[tuple[str, str]]:
        with Memory.open(tm) as memory:
            by_id = memory.languages()
            return {by_id[number] for number in memory.pairs_of(source_lang, target_lang)}

    assert found("en", "zh") == {("en-US", "zh-Hans"), ("en-GB", "zh-Hans"), ("en", "zh")}
    assert found("en-US", "zh-CN") == {("en-US", "zh-Hans"), ("en", "zh")}
    assert found("en", "zh-Hant") == {("en", "zh-TW")}


def test_relabelling_makes_a_file_of_old_uniform(of_old: Path) -> None:
    """Units that say the same become one; all are found again, by their words and their numbers, too."""
    with Memory.open(of_old, write=True) as memory:
        planned = relabel(memory, dry_run=True)
        assert planned.units == {
            (("EN-us", "RU-RU"), ("en-US", "ru-RU")): 1,
            (("en_us", "ru_ru"), ("en-US", "ru-RU")): 1,
        }
        done = relabel(memory)
        assert (done.units, done.merged) == (planned.units, 1)
        assert memory.base.execute("SELECT source, target FROM languages").fetchall() == [("en-US", "ru-RU")]
        assert [unit.source for unit in memory.units()] == [source for source, _ in TEXTS]
        lookup = MemoryLookup([memory], "en-US", "ru-RU")
        assert [lookup.fuzzy_matches(source, 90)[0].unit.source for source, _ in TEXTS] == [text for text, _ in TEXTS]
        assert relabel(memory).total == 0
        assert not memory.base.execute("SELECT * FROM word WHERE units <= 0").fetchall()


def test_relabelling_gives_the_codes_that_are_named(tmp_path: Path) -> None:
    """`en-US` takes what says `en`; `en` takes every region; nothing changes its script, other languages stay."""
    tm = tmp_path / "tm.sqlite"
    for codes in (("en", "zh"), ("en-US", "zh-CN"), ("en-GB", "zh-CN"), ("en", "zh-Hant"), ("de", "zh")):
        filled(tm, spelt(*codes, TEXTS[:2]))
    with Memory.open(tm, write=True) as memory:
        relabel(memory, "en-US", "zh-CN")
        assert set(memory.stats()["languages"]) == {"en-US-zh-CN", "en-GB-zh-CN", "en-zh-Hant", "de-zh"}
        relabel(memory, "en", "zh")
        assert memory.stats()["languages"] == {"en-zh": 2, "en-zh-Hant": 2, "de-zh": 2}


def test_the_months_of_a_language_are_known_by_its_code_of_three_letters(tmp_path: Path) -> None:
    """A memory of `eng` and `rus` puts a date right, as one of `en` and `ru` does."""
    tm = tmp_path / "tm.sqlite"
    filled(tm, spelt("eng", "rus", (("The ship left on 3 May.", "Судно ушло 3 мая."),)))
    with MemoryLookup.open([tm], "en", "ru") as lookup:
        match = lookup.best(LookupContext("The ship left on 5 June."))
    assert match is not None
    assert (match.kind, match.target) == ("repaired", "Судно ушло 5 июня.")
