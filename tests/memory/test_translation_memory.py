"""A memory: what goes in, what comes out first, and that nothing is there twice."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from align.cli.options import flag_of
from align.errors import InputError, OutputError, UsageError, options_called
from align.memory import MATCH, LookupContext, MatchRecord, Memory, MemoryLookup
from align.memory.index import MAX_HITS
from align.memory.removing import select
from align.memory.repair import repair
from tests.memory.memory_samples import filled, pair, story


def recalled(path: Path | list[Path], text: str, before: str | None = None, after: str | None = None) -> str | None:
    paths = path if isinstance(path, list) else [path]
    with MemoryLookup.open(paths, "en", "ru") as recall:
        match = recall.best(LookupContext(text, before, after))
    return f"{match.kind}: {match.target}" if match else None


@pytest.fixture
def tm(tmp_path: Path) -> Path:
    return tmp_path / "tm.sqlite"


def test_what_was_approved_comes_back(tm: Path) -> None:
    filled(tm, story())
    assert recalled(tm, "Snow fell all night.") == "exact: Всю ночь шёл снег."
    assert recalled(tm, "Nobody has ever said this before in here.") is None
    assert recalled(tm, "") is None


def test_only_reviewed_pairs_go_in_and_rejected_ones_never(tm: Path) -> None:
    pairs = [
        pair("A one.", "А."), pair("B two.", "Б.", status="edited"), pair("C three.", "В.", status="draft"),
        pair("D four.", "Г.", status="rejected"), pair("E five.", " "),
    ]  # fmt: skip
    added = filled(tm, pairs)
    assert (added.new, dict(added.left_out)) == (2, {"draft": 1, "rejected": 1, "empty": 1})
    added = filled(tm, pairs, statuses=("draft", "approved", "edited", "rejected"))
    assert (added.new, added.known, dict(added.left_out)) == (1, 2, {"rejected": 1, "empty": 1})


def test_adding_twice_changes_nothing(tm: Path) -> None:
    filled(tm, story())
    again = filled(tm, story())
    assert (again.new, again.known) == (0, 4)
    with Memory.open(tm) as memory:
        stats = memory.stats()
    assert (stats["units"], stats["contexts"], stats["additions"], stats["documents"]) == (4, 4, 2, 1)


def test_the_same_neighbours_come_before_the_newest(tm: Path) -> None:
    """`Yes.` was translated in two ways; what stands around it decides, and without that the date."""
    one = story("a.txt", [("Is it open?", "Открыт ли он?"), ("Yes.", "Да, открыт."), ("Good.", "Хорошо.")])
    two = story("b.txt", [("Is she here?", "Она здесь?"), ("Yes.", "Да, здесь."), ("Good.", "Хорошо.")], created="2026")
    filled(tm, one)
    filled(tm, two)
    assert recalled(tm, "Yes.", "Is it open?", "Good.") == "context: Да, открыт."
    assert recalled(tm, "Yes.", "Is she here?", "Good.") == "context: Да, здесь."
    assert recalled(tm, "Yes.", "Is it open?", "Bad.") == "exact: Да, открыт.", "one neighbour is better than none"
    assert recalled(tm, "Yes.") == "exact: Да, здесь."


def test_the_ends_of_a_document_are_neighbours(tm: Path) -> None:
    filled(tm, story("a.txt", [("Yes.", "Да."), ("No.", "Нет.")]))
    filled(tm, story("b.txt", [("So.", "Так."), ("Yes.", "Да!"), ("No.", "Нет.")], created="2026"))
    assert recalled(tm, "Yes.", "", "No.") == "context: Да."


def test_neighbours_are_taken_from_the_document_and_not_from_what_was_kept(tm: Path) -> None:
    """A rejected pair is not added, but it stood there; a pair that is not in the file leaves a gap."""
    pairs = story()
    filled(tm, [pairs[0], pair(pairs[1].source, "x", status="rejected", doc="a.txt", n=2, id="2"), pairs[2]][::1])
    assert recalled(tm, pairs[2].source, pairs[1].source, "") == f"context: {pairs[2].target}"
    filled(
        tm,
        [*story("b.txt", [("A.", "А."), ("B.", "Б.")])][:1] + story("b.txt", [("A.", "А.")] * 3 + [("C.", "В.")])[3:],
    )
    assert recalled(tm, "C.", "A.", "") == "exact: В."


def test_the_newest_approved_translation_comes_first_and_both_are_kept(tm: Path) -> None:
    filled(tm, [pair("Hello there.", "Привет.", created="2026-01-01T00:00:00Z")])
    filled(tm, [pair("Hello there.", "Здравствуйте.", created="2026-02-01T00:00:00Z")])
    filled(tm, [pair("Hello there.", "Хай.", created="2027-01-01T00:00:00Z", status="draft")], statuses=["draft"])
    assert recalled(tm, "Hello there.") == "exact: Здравствуйте."
    filled(tm, [pair("Hello there.", "Привет.", created="2026-03-01T00:00:00Z")])
    assert recalled(tm, "Hello there.") == "exact: Привет.", "approved again later"
    with Memory.open(tm) as memory:
        assert [unit.target for unit in memory.units()] == ["Привет.", "Здравствуйте.", "Хай."]


def test_memories_have_priority_in_the_order_given_but_a_better_match_wins(tmp_path: Path) -> None:
    first, second = tmp_path / "first.sqlite", tmp_path / "second.sqlite"
    filled(first, [pair("Snow fell all night.", "Первая.")])
    filled(second, story())
    assert recalled([first, second], "Snow fell all night.") == "exact: Первая."
    assert recalled([second, first], "Snow fell all night.") == "exact: Всю ночь шёл снег."
    before, after = story()[1].source, story()[3].source
    assert recalled([first, second], "Snow fell all night.", before, after) == "context: Всю ночь шёл снег."
    with pytest.raises(UsageError, match="twice"):
        MemoryLookup.open([first, tmp_path / "." / "first.sqlite"], "en", "ru")


def test_numbers_are_substituted_and_the_pair_is_flagged(tm: Path) -> None:
    filled(tm, story())
    with MemoryLookup.open([tm], "en", "ru") as recall:
        match = recall.best(LookupContext("It cost $20 million."))
        assert match is not None and match.replaces
        done = match.applied(pair("It cost $20 million.", "", status="draft"))
        assert (done.target, done.origin, done.status) == ("Он обошёлся в $20 млн.", "tm", "draft")
        assert done.flags == ("numbers-repaired",)
        assert recall.best(LookupContext("It cost $20 million."), changed=False) is None


def test_a_similar_sentence_is_offered_with_its_score(tm: Path) -> None:
    filled(tm, story())
    with MemoryLookup.open([tm], "en", "ru") as recall:
        match = recall.best(LookupContext("The head of the port told reporters that the ice is thicker now."))
        assert match is not None and not match.replaces and (match.kind, match.percent) == ("fuzzy", 92)
        record = MatchRecord.of(pair("x", "y", extra=match.to_extra()))
    assert record == MatchRecord(
        "fuzzy", 92, "tm.sqlite", story()[3].source, story()[3].target, unit=match.unit.id, doc=story()[3].doc
    )
    assert record.to_extra() == match.to_extra()
    with MemoryLookup.open([tm], "en", "ru", fuzzy=93) as recall:
        assert recall.best(LookupContext("The head of the port told reporters that the ice is thicker now.")) is None


@pytest.mark.parametrize("extra", [{}, {MATCH: "mine"}, {MATCH: {"percent": "80"}}, {MATCH: {"percent": 8, "file": 1}}])
def test_what_is_not_ours_is_no_match(extra: dict[str, object]) -> None:
    assert MatchRecord.of(pair("x", "y", extra=extra)) is None


def test_languages_match_with_and_without_a_region(tm: Path) -> None:
    filled(tm, [pair("Hello there.", "Привет.", source_lang="en-US", target_lang="ru-RU")])
    assert recalled(tm, "Hello there.") == "exact: Привет."
    with MemoryLookup.open([tm], "en-GB", "ru") as recall:
        assert recall.without_units == ["tm.sqlite"] and recall.best(LookupContext("Hello there.")) is None


def test_what_other_tools_said_of_a_unit_is_kept(tm: Path) -> None:
    unit = pair(
        "Hello there.", "Привет.", note="N", extra={"prop:client": "X", MATCH: {"percent": 99}}, kind="headline"
    )
    filled(tm, [unit])
    with Memory.open(tm) as memory:
        (kept,) = memory.units()
    assert (kept.pair.note, kept.pair.extra, kept.pair.kind) == ("N", {"prop:client": "X"}, "headline")
    assert kept.added_from == "reviewed.jsonl"


def test_strange_texts_go_in_and_come_out(tm: Path) -> None:
    texts = ["half a \ud800 character here", "a \x00 in the text", "\U0001f600 " * 5 + "!", "x" * 100_000, "1 " * 5000]
    filled(tm, [pair(text, "д") for text in texts])
    for text in texts:
        assert recalled(tm, text) == "exact: д"


def test_the_index_finds_what_comparing_with_every_unit_finds(tm: Path) -> None:
    """Every pair of sentences at 75 % or more is found, in a thousand sentences of a small vocabulary."""
    import random

    chance = random.Random(7)
    vocabulary = [f"w{chr(97 + n // 10)}{chr(97 + n % 10)}" for n in range(60)]
    weights = [1 / (n + 1) for n in range(60)]
    sources = [" ".join(chance.choices(vocabulary, weights, k=chance.randint(1, 14))) for _ in range(1000)]
    filled(tm, [pair(source, "д") for source in sources])
    from align.memory.similarity import WordEditSimilarity

    with MemoryLookup.open([tm], "en", "ru") as recall:
        for _ in range(60):
            words = chance.choice(sources).split()
            words[chance.randrange(len(words))] = chance.choice(vocabulary)
            best = max(WordEditSimilarity(words).percent(source.split()) for source in sources)
            found = recall.fuzzy_matches(" ".join(words), 75)
            assert (found[0].percent if found else 0) == (best if best >= 75 else 0), words
    assert MAX_HITS > 1000 * 14, "no cut was met"


def test_an_error_has_its_file_and_hint_and_calls_options_by_parameter_in_a_script(tm: Path, tmp_path: Path) -> None:
    filled(tm, story())
    with Memory.open(tm) as memory, pytest.raises(UsageError) as unknown:
        list(select(memory, [7]))
    assert (unknown.value.path, unknown.value.hint) == (str(tm), f"align memory search {tm} TEXT shows numbers")
    with pytest.raises(OutputError) as taken:
        repair(tm, tm)
    assert (taken.value.path, taken.value.hint) == (str(tm), "name a new file")
    with pytest.raises(InputError) as missing:
        repair(tmp_path / "none", tmp_path / "new")
    assert (missing.value.path, missing.value.hint) == (str(tmp_path / "none"), "Check the name")
    for block, name in ((nullcontext(), "memory"), (options_called(flag_of), "--memory")):
        with block, pytest.raises(UsageError) as twice:
            MemoryLookup.open([tm, tm], "en", "ru")
        assert str(twice.value).startswith(f"{name} names the same file twice: ") and twice.value.path == str(tm)


def test_a_missing_memory_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        Memory.open(tmp_path / "none.sqlite")
    assert not list(tmp_path.iterdir())
