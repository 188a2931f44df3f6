"""Which pairs are learned from, and that none of them is measured with."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from align.corpus.pair import Pair, Status
from align.errors import InputError
from align.languages.normalization import letters_and_digits
from align.training.data import Example
from align.training.example_selection import MAX_TOKENS, MIN_HELD_OUT, choose_splits, general_pairs, replay_sample
from align.training.held_out import HeldOut
from tests.training.training_samples import bulletins

LEARNED = ("approved", "edited")


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def pair(source: str, target: str, status: Status = "approved", doc: str = "more.txt") -> Pair:
    return Pair("x", doc, 1, source, target, "en", "ru", status=status)


def test_the_three_sets_are_apart_by_document_and_by_text() -> None:
    pairs = bulletins(700)
    splits = choose_splits(pairs, LEARNED, words, words)
    parts = (splits.train, splits.dev, splits.test)
    assert splits.documents
    documents = [{example.tag for example in part} for part in parts]
    assert not (documents[0] & documents[1] or documents[0] & documents[2] or documents[1] & documents[2])
    assert [len(part) for part in parts] == [560, 70, 70]
    held_out = HeldOut((e.source for e in (*splits.dev, *splits.test)), letters_and_digits)
    assert not [example for example in splits.train if held_out.overlaps(example.source)]


def test_the_same_documents_are_held_out_when_the_order_changes() -> None:
    pairs = bulletins(700)
    one, two = choose_splits(pairs, LEARNED, words, words), choose_splits(pairs[::-1], LEARNED, words, words)
    assert {e.source for e in one.test} == {e.source for e in two.test}


def test_a_training_pair_that_repeats_a_held_out_sentence_is_left_out() -> None:
    pairs = bulletins(700)
    measured = choose_splits(pairs, LEARNED, words, words).test[0]
    copy = pair(measured.source.upper(), "другой перевод той же сводки", doc="bulletin-x.txt")
    splits = choose_splits([*pairs, copy], LEARNED, words, words)
    assert copy.source not in {example.source for example in splits.train}
    assert splits.dropped["like a held-out pair"] == 1


def test_unusable_pairs_are_left_out_and_counted_by_reason() -> None:
    extra = [
        pair("A draft", "Черновик", "draft"),
        pair("Rejected", "Отвергнуто", "rejected"),
        pair("Only here", ""),
        pair("Reuters", "Reuters"),
        pair("long " * (MAX_TOKENS + 1), "долго"),
        bulletins(1)[0],
    ]
    splits = choose_splits([*bulletins(400), *extra], LEARNED, words, words)
    assert splits.dropped == {
        "draft": 1, "rejected": 1, "one-sided": 1, "untranslated": 1, "too long": 1, "repeated": 1,
    }  # fmt: skip
    wider = choose_splits([*bulletins(400), *extra], (*LEARNED, "draft"), words, words)
    assert "draft" not in wider.dropped


def test_one_document_is_held_out_from_by_blocks_at_its_end() -> None:
    pairs = [dataclasses.replace(p, doc="memory.tmx") for p in bulletins(320)]
    splits = choose_splits(pairs, LEARNED, words, words)
    assert not splits.documents
    assert [e.source for e in splits.test] == [p.source for p in pairs[-MIN_HELD_OUT:]]
    assert [e.source for e in splits.dev] == [p.source for p in pairs[-2 * MIN_HELD_OUT : -MIN_HELD_OUT]]


def test_too_few_pairs_are_refused_with_the_numbers() -> None:
    with pytest.raises(InputError, match=r"has 250 usable pairs \(left out: 30 draft\); .* at least 300: 200 to learn"):
        choose_splits([*bulletins(250), *(bulletins(280, status="draft")[250:])], LEARNED, words, words)


def test_general_pairs_that_are_measured_with_are_not_mixed_in() -> None:
    general = [pair(f"General sentence number {n} on quite another matter", f"Общее {n}", "draft") for n in range(900)]
    measured = general_pairs(general, words, words)
    splits = choose_splits(bulletins(400), LEARNED, words, words, measured)
    mixed = replay_sample([*general, *bulletins(400)], splits, words, words, 100_000, seed=1)
    assert len(measured) == 500
    sources = {example.source for example in mixed}
    assert not sources & {e.source for e in (*measured, *splits.dev, *splits.test)}
    assert len(mixed) == 400 + len(splits.train)
    assert len(replay_sample(general, splits, words, words, 50, seed=1)) == 50


def test_a_measured_general_pair_is_not_learned_from_either() -> None:
    pairs = bulletins(400)
    general = [Example(pairs[0].source, pairs[0].target), Example(pairs[399].source, pairs[399].target)]
    splits = choose_splits(pairs, LEARNED, words, words, general)
    assert not {e.source for e in splits.train} & {e.source for e in general}
