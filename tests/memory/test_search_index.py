"""A text is found in a memory by an index, and every unit that has it, in any script, at any length, after any change:
as by reading all units."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from align.corpus import Pair
from align.memory import Memory, concordance, search_index
from align.memory.concordance import contains, look_up
from align.memory.removing import edit, remove_ids
from align.memory.schema import MEMORY
from align.memory.search_index import folded
from tests.command import answer
from tests.memory.memory_samples import filled, pair, story

ALPHABETS = (
    "abcABC ", "ßẞſsS ", "iIıİ ", "σςΣ ", "абвАБВё ", "港口開了門 ", "ท่าเรือเปิด ", "မြန်မာ ", "カタかな漢abc ", "한글 ",
    "ميناء ", "हिन्दी ", "0123,.% ", "—–-…'’“” ", "_a-b_ ", "😀é€²♪ ", "e\u0301a\u0308 ", "a\u00adb\u200bc ", "ab",
)  # fmt: skip


def text_of(rng: random.Random) -> str:
    alphabet = "".join(rng.sample(ALPHABETS, rng.choice((1, 1, 2, 3))))
    length = rng.choice((1, 3, 10, 30, 90))
    return "".join(rng.choice(alphabet) for _ in range(length)).strip() or "x"


def by_reading(memory: Memory, *texts: str) -> list[list[int]]:
    units = [(unit.id, folded(unit.source), folded(unit.target)) for unit in memory.units()]
    return [[n for n, *sides in units if any(folded(text) in side for side in sides)] for text in texts]


def by_index(memory: Memory, text: str) -> list[int]:
    return list(concordance._containing(memory, text, list(memory.languages())))


def questions(rng: random.Random, memory: Memory, count: int) -> list[str]:
    """Parts of what units say, in other capitals, and what perhaps none says."""
    sides = [side for unit in memory.units() for side in (unit.source, unit.target)]
    asked = []
    for _ in range(count):
        side = rng.choice(sides)
        start = rng.randrange(len(side))
        part = side[start : start + rng.choice((1, 1, 2, 2, 3, 5, 8, 13, 50))]
        asked.append(rng.choice((part, part.upper(), part.swapcase(), part[::-1], text_of(rng)[:4])))
    return [text for text in asked if text.strip()]


@pytest.fixture(params=["as it is", "small steps"])
def _steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ways that a large memory goes, in a small one."""
    if request.param == "small steps":
        monkeypatch.setattr(search_index, "MOST_WORDS", 3)
        monkeypatch.setattr(search_index, "READ_FIRST", 5)


@pytest.mark.usefixtures("_steps")
@pytest.mark.parametrize("seed", range(2))
def test_the_index_finds_what_reading_finds(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    texts = [(text_of(rng), text_of(rng)) for _ in range(100)]
    filled(tmp_path / "tm.sqlite", story("a.txt", texts))
    with Memory.open(tmp_path / "tm.sqlite", write=True) as memory:
        for step in range(3):
            asked = questions(rng, memory, 60)
            for text, found in zip(asked, by_reading(memory, *asked), strict=True):
                assert by_index(memory, text) == found, (step, text)
            numbers = [unit.id for unit in memory.units()]
            if step == 0:
                remove_ids(memory, rng.sample(numbers, 25))
            else:
                for number in rng.sample(numbers, 10):
                    edit(memory, number, text_of(rng))
        words = {word for (word,) in memory.base.execute("SELECT word FROM search_word")}
        assert words == set().union(*(search_index._words(unit.source, unit.target) for unit in memory.units()))


@pytest.mark.parametrize("text", ["o", "PO", "порт", "north", "nor the", "15", "$15 m", ".", "  port  ", "’"])
def test_a_text_of_any_length_is_found_from_the_first_unit_on(tmp_path: Path, text: str) -> None:
    filled(tmp_path / "tm.sqlite", story())
    with Memory.open(tmp_path / "tm.sqlite") as memory:
        found = by_index(memory, text)
        assert [found] == by_reading(memory, text) == [sorted(found)]
        wanted = folded(text)
        assert found == [unit.id for unit in memory.units() if contains(unit, wanted)]
        shown = [match.unit.id for match in look_up(memory, text, "", "", percent=100, limit=1)]
        assert shown == found[:1]


def test_only_the_languages_that_are_asked_for_are_searched(tmp_path: Path) -> None:
    pairs = [pair("The port.", "Der Hafen.", target_lang="de"), pair("The port.", "Порт.")]
    filled(tmp_path / "tm.sqlite", pairs)
    with Memory.open(tmp_path / "tm.sqlite") as memory:
        for language, count in (("de", 1), ("ru", 1), ("", 2), ("fr", 0)):
            assert len(look_up(memory, "por", "en", language, percent=100, limit=9)) == count


def test_a_word_longer_than_any_is_found_by_its_parts(tmp_path: Path) -> None:
    code = "".join(random.Random(1).choice("0123456789abcdef") for _ in range(5000))
    filled(tmp_path / "tm.sqlite", [pair(f"Key {code}.", "Ключ."), pair("Key a0.", "Ключ.")])
    with Memory.open(tmp_path / "tm.sqlite") as memory:
        for text in (code[100:130], code[:50], code[-50:], code, f"{code[-2:]}.", code[7:8], "a0"):
            assert [by_index(memory, text)] == by_reading(memory, text) != [[]], text
        (words,) = memory.base.execute("SELECT max(length(word)) FROM search_word").fetchone()
        assert words <= search_index.LONGEST


def older(path: Path, pairs: list[Pair]) -> None:
    """A memory of version 1."""
    filled(path, pairs)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("DROP TABLE search_index")
        base.execute("DROP TABLE search_word")
        base.execute("PRAGMA user_version = 1")


def test_a_memory_without_an_index_is_read_whole_and_gets_one_when_it_is_searched(tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"
    older(path, story())
    before = path.read_bytes()
    with Memory.open(path) as memory:
        assert not memory.has_search_index
        assert [by_index(memory, "port")] == by_reading(memory, "port") == [[1, 4]]
        units = list(memory.units())
    assert path.read_bytes() == before, "a translation that only reads it does not wait for an index"
    done = answer("memory", "search", path, "the port", "--json")
    assert done.returncode == 0 and done.stdout.count(b'"source"') == 2
    assert done.stderr.decode().splitlines() == [
        f"align: {path} was made by an earlier release: its words are indexed, once"
    ]
    assert answer("memory", "search", path, "the port").stderr == b""
    with Memory.open(path) as memory:
        assert memory.has_search_index and list(memory.units()) == units
        assert memory.stats()["version"] == MEMORY.version
        assert by_index(memory, "port") == [1, 4]


def test_adding_to_a_memory_without_an_index_makes_it_first(tmp_path: Path) -> None:
    older(tmp_path / "tm.sqlite", story())
    filled(tmp_path / "tm.sqlite", [pair("A new port.", "Новый порт.")])
    with Memory.open(tmp_path / "tm.sqlite") as memory:
        assert [by_index(memory, "port")] == by_reading(memory, "port") == [[1, 4, 5]]


def test_a_memory_that_cannot_be_written_is_searched_without_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tm.sqlite"
    older(path, story())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # a backup has it
        monkeypatch.setattr("align.memory.memory_store.PATIENCE", 0.05)
        monkeypatch.setattr(Memory.open.__func__, "__kwdefaults__", {"write": False, "patience": 0.05})  # type: ignore[attr-defined]
        done = answer("memory", "search", path, "the port", "--json")
    assert done.returncode == 0 and done.stdout.count(b'"source"') == 2
    assert b"in use by another program" in done.stderr and b"All of it is read instead" in done.stderr


def test_what_was_removed_is_not_to_be_read_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"
    filled(path, [*story(), pair("A secret zzyzx.", "Тайна ъыъыъ.")])
    with Memory.open(path, write=True) as memory:
        remove_ids(memory, [5])
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"zzyzx" not in content and "ъыъыъ".encode() not in content


def test_an_index_of_a_stranger_costs_no_more_than_a_line(tmp_path: Path) -> None:
    """Words that are none, and units that are not there."""
    path = tmp_path / "tm.sqlite"
    filled(path, story())
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("INSERT INTO search_word VALUES (x'ff00'), (x'706f7274ff')")
        base.execute("INSERT INTO search_index (rowid, words) VALUES (99, ?)", (search_index._token("port"),))
    for text in ("port", "p", "xyz"):
        done = answer("memory", "search", path, text)
        assert done.returncode in (0, 1) and b"Traceback" not in done.stderr and b"fault of align" not in done.stderr
