"""What a person decides later counts: a rejected pair takes its unit back, an edited one takes its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.corpus import Corpus, Pair
from align.languages.normalization import memory_form
from align.memory import LookupContext, Memory, MemoryLookup, add_corpus
from align.memory.concordance import look_up
from align.memory.keys import words
from align.memory.repair import repair
from tests.memory.memory_samples import STORY, filled, pair, story


@pytest.fixture
def tm(tmp_path: Path) -> Path:
    return tmp_path / "tm.sqlite"


def changed(pairs: Sequence[Pair], n: int, **fields: Any) -> list[Pair]:
    """The pairs with the one of number `n` changed."""
    return [replace(one, **fields) if one.n == n else one for one in pairs]


def content(path: Path) -> dict[str, Any]:
    """All that a memory says, but for the numbers of units and the log of what was added: units, where each stood, how
    often each word occurs, and which units the index has for each word."""
    with Memory.open(path) as memory:
        units = list(memory.units())
        there = {unit.id for unit in units}
        number = {unit.id: (unit.source, unit.target) for unit in units}
        hits: dict[str, set[Any]] = {}
        counts = dict(memory.base.execute("SELECT token, units FROM word WHERE token <> ''"))
        for token in counts:
            ids = [n for (n,) in memory.base.execute("SELECT rowid FROM word_index WHERE word_index MATCH ?", (token,))]
            assert there >= set(ids), "the index has a unit that is gone"
            hits[token] = {number[n] for n in ids}
        contexts = {(number[unit], *rest) for unit, *rest in memory.base.execute("SELECT * FROM context")}
        assert memory.base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stats = memory.stats()
    described = sorted(repr(replace(unit, id=0, date="")) for unit in units)
    ignored = ("additions", "last_addition", "bytes")
    return {
        "units": described,
        "hits": hits,
        "counts": counts,
        "contexts": contexts,
        "stats": {name: value for name, value in stats.items() if name not in ignored},
    }


def in_no_search(path: Path, gone: Pair) -> None:
    """A pair is found by no way that leads into a memory."""
    with Memory.open(path) as memory:
        assert (gone.source, gone.target) not in {(unit.source, unit.target) for unit in memory.units()}
        for text in (gone.source, gone.target, gone.source[:12]):
            assert gone.target not in {match.target for match in look_up(memory, text, "en", "ru", 30, 100)}
        assert gone.target not in {unit.target for unit in memory.similar(words(memory_form(gone.source)), [1], 30)}
    with MemoryLookup.open([path], "en", "ru", fuzzy=1) as recall:
        for place in (
            LookupContext(gone.source),
            LookupContext(gone.source, STORY[0][0], STORY[2][0]),
            LookupContext(gone.source, "", ""),
        ):
            match = recall.best(place)
            assert match is None or match.target != gone.target
        assert gone.target not in {match.target for match in recall.fuzzy_matches(gone.source, 1)}


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_rejected_pair_takes_its_unit_back_without_a_trace(tm: Path, tmp_path: Path, n: int) -> None:
    """Added, rejected and added again, twice: the memory is like one that never had the unit."""
    pairs, rejected = story(), changed(story(), n, status="rejected")
    filled(tm, pairs)
    done = filled(tm, rejected)
    assert (done.new, done.replaced, done.taken_back, done.known) == (0, 0, 1, 3)
    assert done.left_out == {"rejected": 1}
    again = filled(tm, rejected)
    assert (again.new, again.taken_back, again.known) == (0, 0, 3)
    in_no_search(tm, pairs[n - 1])
    filled(tmp_path / "never.sqlite", rejected)
    assert content(tm) == content(tmp_path / "never.sqlite")
    assert filled(tm, pairs).new == 1
    filled(tmp_path / "all.sqlite", pairs)
    assert content(tm) == content(tmp_path / "all.sqlite"), "approved again, it is there again"


def test_a_rejected_pair_that_was_never_added_leaves_nothing(tm: Path) -> None:
    done = filled(tm, [pair("No.", "Да.", status="rejected"), pair("Yes.", "", status="rejected")])
    assert (done.new, done.taken_back, dict(done.left_out)) == (0, 0, {"rejected": 2})
    with Memory.open(tm) as memory:
        stats = memory.stats()
        assert memory.languages() == {}
    assert (stats["units"], stats["additions"]) == (0, 0)


def test_what_is_only_like_the_rejected_pair_stays(tm: Path) -> None:
    """Another translation, another language, other letters: each is another decision."""
    filled(tm, [pair("Yes.", "Да."), pair("Yes.", "Так.", target_lang="uk"), pair("Yes!", "Да.")])
    assert filled(tm, [pair("Yes.", "Ага.", status="rejected")]).taken_back == 0
    assert filled(tm, [pair("Yes.", "Да.", status="rejected")]).taken_back == 1
    with Memory.open(tm) as memory:
        assert {(unit.source, unit.target) for unit in memory.units()} == {("Yes.", "Так."), ("Yes!", "Да.")}


def test_a_memory_that_has_lost_its_last_unit_holds_no_language(tm: Path) -> None:
    filled(tm, [pair("Yes.", "Да.")])
    filled(tm, [pair("Yes.", "Да.", status="rejected")])
    with MemoryLookup.open([tm], "en", "ru") as recall:
        assert recall.without_units == ["tm.sqlite"] and recall.best(LookupContext("Yes.")) is None
    filled(tm, [pair("Yes.", "Ja.", target_lang="de")])
    with MemoryLookup.open([tm], "en", "ru") as recall:
        assert recall.best(LookupContext("Yes.")) is None


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("before", [False, True])
def test_one_file_that_rejects_and_approves_the_same_keeps_it(tm: Path, order: int, before: bool) -> None:
    """In whatever order both stand, and as often as the file is added."""
    if before:
        filled(tm, [pair("Yes.", "Да.", status="draft")], statuses=["draft"])
    pairs = [pair("Yes.", "Да.", status="rejected"), pair("Yes.", "Да.")][::order]
    for _ in range(3):
        assert filled(tm, pairs).taken_back == 0
        with Memory.open(tm) as memory:
            assert [(unit.target, unit.status) for unit in memory.units()] == [("Да.", "approved")]


def test_an_edited_pair_takes_the_place_of_what_was_added_before(tm: Path, tmp_path: Path) -> None:
    pairs = story()
    edited = changed(pairs, 2, target="Он стоил $15 млн.", status="edited", origin="post-edited")
    filled(tm, pairs)
    done = filled(tm, edited)
    assert (done.new, done.replaced, done.taken_back, done.known) == (0, 1, 0, 3)
    again = filled(tm, edited)
    assert (again.new, again.replaced, again.known) == (0, 0, 4)
    in_no_search(tm, pairs[1])
    filled(tmp_path / "never.sqlite", edited)
    assert content(tm) == content(tmp_path / "never.sqlite")
    with MemoryLookup.open([tm], "en", "ru") as recall:
        match = recall.best(LookupContext(pairs[1].source, pairs[0].source, pairs[2].source))
    assert match is not None and (match.kind, match.target) == ("context", "Он стоил $15 млн.")


def test_an_edited_pair_whose_text_is_known_replaces_too(tm: Path) -> None:
    filled(tm, story("a.txt", [("Yes.", "Ага.")]))
    filled(tm, story("b.txt", [("Yes.", "Да.")]))
    done = filled(tm, story("a.txt", [("Yes.", "Да.")], status="edited"))
    assert (done.new, done.replaced, done.known) == (0, 1, 0)
    with Memory.open(tm) as memory:
        assert [unit.target for unit in memory.units()] == ["Да."]


def test_an_edited_pair_of_another_place_is_one_more_translation(tm: Path) -> None:
    filled(tm, [*story("a.txt", [("Yes.", "Ага.")]), pair("No.", "Не.")])
    done = filled(tm, [*story("b.txt", [("Yes.", "Да.")], status="edited"), pair("No.", "Нет.", status="edited")])
    assert (done.new, done.replaced) == (2, 0)
    with Memory.open(tm) as memory:
        assert len(list(memory.units())) == 4


def test_two_edited_pairs_of_one_place_both_stay(tm: Path) -> None:
    """Two stories of one name in one file; added again, still nothing changes."""
    texts = [("Yes.", "Ага.")], [("Yes.", "Да.")]
    pairs = [one for text in texts for one in story("a.txt", text, status="edited")]
    assert [(done.new, done.replaced, done.known) for done in (filled(tm, pairs), filled(tm, pairs))] == [
        (2, 0, 0),
        (0, 0, 2),
    ]


def test_an_older_file_undoes_nothing_newer(tm: Path) -> None:
    """Files are added in any order: what was drafted last counts. A pair without a date counts as new."""
    new, old = "2026-05-01T00:00:00Z", "2026-04-01T00:00:00Z"
    filled(tm, story("a.txt", [("Yes.", "Да."), ("No.", "Нет.")], created=new))
    older = [
        *story("a.txt", [("Yes.", "Да.")], status="rejected", created=old),
        *story("a.txt", [("", ""), ("No.", "Не.")], status="edited", created=old)[1:],
    ]
    done = filled(tm, older)
    assert (done.new, done.replaced, done.taken_back) == (1, 0, 0)
    with MemoryLookup.open([tm], "en", "ru") as recall:
        found = [recall.best(LookupContext(text)) for text in ("Yes.", "No.")]
    assert [match.target for match in found if match] == ["Да.", "Нет."]
    assert filled(tm, [replace(older[0], created="")]).taken_back == 1


def test_what_is_taken_back_is_not_repaired_into_being(tm: Path, tmp_path: Path) -> None:
    """`align memory repair` reads what SQLite has freed, too: nothing of a unit is left there."""
    texts = [(f"Sentence {n} of the story.", f"Перевод {n}, " + "длинный " * (900 if n == 7 else 1)) for n in range(60)]
    filled(tm, story("a.txt", texts))
    rejected = [replace(one, status="rejected") for one in story("a.txt", texts) if one.n > 5]
    assert filled(tm, rejected).taken_back == 55
    raw = tm.read_bytes()
    assert "Перевод 3".encode() in raw and "Перевод 44".encode() not in raw
    tm.write_bytes(b"?" * 100 + raw[100:])
    assert repair(tm, tmp_path / "new.sqlite").units == 5


def test_a_corpus_that_breaks_off_takes_nothing_back_and_can_be_added_again(tm: Path) -> None:
    pairs, rejected = story(), changed(story(), 2, status="rejected")
    filled(tm, pairs)
    before = content(tm)

    def broken() -> Any:
        yield from rejected
        raise ValueError("a broken line")

    with Memory.open(tm, write=True) as memory:
        with pytest.raises(ValueError, match="broken line"):
            add_corpus(memory, Corpus(broken()), "x")
        assert content(tm) == before
        assert add_corpus(memory, Corpus(rejected), "x").taken_back == 1
