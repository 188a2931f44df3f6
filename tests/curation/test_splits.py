"""Train, dev and test: no document in two parts, the same seed the same split, and leaks are seen."""

from __future__ import annotations

import pytest

from align.corpus import Pair
from align.curation.splits import Splits, SplitSize, leaks, plan
from align.errors import UsageError


def corpus(documents: int, each: int = 5) -> list[Pair]:
    return [
        Pair(f"{d}-{n}", f"{d}.txt", n, f"Story {d} says thing {n * 7919 + d * 104729}.", f"Д{d} {n}", "en", "ru")
        for d in range(documents)
        for n in range(each)
    ]


def names(parts: Splits, pairs: list[Pair]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in parts.names}
    for pair in pairs:
        found[parts.names[parts.index_of(pair)]].add(pair.doc)
    return found


def test_sizes_in_pairs_come_near_what_was_asked() -> None:
    """Whole documents, as many as come nearest; train has the rest."""
    pairs = corpus(200)
    parts = plan(pairs, [SplitSize.parse("dev=50"), SplitSize.parse("test=103")])
    found = names(parts, pairs)
    assert [len(found[name]) for name in ("dev", "test", "train")] == [10, 21, 169]
    assert len(set().union(*found.values())) == 200


def test_shares_do_not_move_when_the_corpus_grows() -> None:
    """With shares, a document's part depends on its name and the seed alone."""
    sizes = [SplitSize.parse("dev=10%"), SplitSize.parse("test=0.1")]
    few, many = (names(plan(pairs, sizes), pairs) for pairs in (corpus(100), corpus(400)))
    assert all(few[name] <= many[name] for name in few)
    assert 20 < len(many["dev"]) < 60 and 20 < len(many["test"]) < 60


def test_the_seed_decides() -> None:
    """The same seed gives the same split, in any order of the pairs; another one gives another."""
    pairs, sizes = corpus(60), [SplitSize.parse("dev=40")]
    first = names(plan(pairs, sizes, "a"), pairs)
    assert first == names(plan(pairs[::-1], sizes, "a"), pairs[::-1])
    assert first != names(plan(pairs, sizes, "b"), pairs)


def test_pairs_without_documents_stand_alone() -> None:
    """Bitext from elsewhere has no documents: each pair is one."""
    pairs = [Pair(str(n), "", n, str(n), str(n), "en", "ru") for n in range(100)]
    parts = plan(pairs, [SplitSize.parse("dev=20")])
    assert sum(parts.index_of(pair) == 0 for pair in pairs) == 20


def test_a_corpus_smaller_than_its_parts() -> None:
    """What is asked for cannot be had: the first part takes all, and nothing fails."""
    pairs = corpus(2)
    sizes = [SplitSize.parse("dev=500"), SplitSize.parse("test=500")]
    assert names(plan(pairs, sizes), pairs)["dev"] == {"0.txt", "1.txt"}
    assert plan([], [SplitSize.parse("dev=5")]).names == ("dev", "train")


@pytest.mark.parametrize(
    "text", ["dev", "dev=", "dev=-1", "dev=x", "train=5", "dev=1.5", "=5", "dev=nan", "dev=inf", "dev=100%"]
)
def test_sizes_that_are_none(text: str) -> None:
    """A mistake is answered with how it is written."""
    with pytest.raises(UsageError, match="write it as dev=2000"):
        SplitSize.parse(text)


@pytest.mark.parametrize("sizes", [["dev=5", "dev=6"], ["dev=60%", "test=40%"]])
def test_parts_that_do_not_fit(sizes: list[str]) -> None:
    """Each name once, and something must be left to train."""
    with pytest.raises(UsageError, match="leave some of the documents to train"):
        plan(corpus(3), [SplitSize.parse(size) for size in sizes])


def test_a_pair_of_train_that_is_nearly_one_of_test_leaks() -> None:
    """The leaking pair is that of the part that is learned from; pairs alike within a part are no leak."""
    text = "The northern port received its first container ship of the winter season on Friday."
    parts = Splits(("dev", "test", "train"), (0.2, 0.5))
    docs = {parts.names[parts.index_of(pair)]: pair.doc for pair in corpus(40)}
    pairs = [
        Pair("1", docs["train"], 1, text, "Порт", "en", "ru"),
        Pair("2", docs["train"], 2, "Something else about grain and timber.", "Зерно", "en", "ru"),
        Pair("3", docs["test"], 1, text.replace("first", "1st"), "Порт", "en", "ru"),
        Pair("4", docs["dev"], 1, text.upper(), "Порт", "en", "ru"),
        Pair("5", docs["test"], 2, text, "Порт", "en", "ru"),
    ]
    found = leaks(pairs, parts)
    assert found.counts == {("dev", "test"): 1, ("train", "test"): 1}
    assert [pair.id for pair, leaky in found.marked(pairs) if leaky] == ["1", "4"]
    assert leaks([], parts).counts == {}
