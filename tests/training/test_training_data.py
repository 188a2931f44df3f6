"""Pairs, batches and files of a training run."""

from __future__ import annotations

import lzma
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from align.errors import InputError
from align.training.batching import epoch_plan, padded
from align.training.data import Example, digest, encode, filter_examples, read_examples
from align.training.encoded import Encoded, load_encoded, save_encoded
from align.training.held_out import HeldOut


def row(length: int, weight: float = 1.0) -> Encoded:
    return Encoded(np.arange(length, dtype=np.int32), np.arange(length, dtype=np.int32), weight)


def test_lines_without_both_sides_are_skipped_and_a_tag_may_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv.xz"
    path.write_bytes(lzma.compress("One\tОдин\tnews\n\tпусто\tnews\nTwo\tДва\nalone\n".encode()))
    assert list(read_examples(path)) == [Example("One", "Один", "news"), Example("Two", "Два", "")]


def test_a_file_that_is_no_table_of_pairs_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(InputError, match=r"pairs\.tsv"):
        list(read_examples(tmp_path / "pairs.tsv"))


def test_the_filter_drops_repeats_copies_odd_lengths_unweighted_tags_and_held_out_text() -> None:
    good = Example("The ferry left the harbour before the storm arrived.", "Паром ушёл из гавани до бури.", "news")
    examples = [
        good,
        good,
        Example("The same text on both sides", "The same text on both sides", "news"),
        Example("A very long sentence that has next to no translation at all", "Нет", "news"),
        Example("A game string", "Строка игры", "games"),
        Example("The port was closed.", "Порт был закрыт.", "news"),
    ]
    assert list(filter_examples(examples, {"games": 0.0}, HeldOut(["the port, was CLOSED!"]))) == [good]


def test_pairs_longer_than_the_limit_on_a_side_are_left_out() -> None:
    def by_word(texts: object) -> list[list[int]]:
        return [[*range(1, len(text.split()) + 1), 0] for text in texts]  # type: ignore[attr-defined]

    found = encode([Example("a b", "а б"), Example("a", "а б в г")], by_word, by_word, {}, longest=4)
    assert [(pair.source.tolist(), pair.target.tolist()) for pair in found] == [([1, 2, 0], [1, 2, 0])]


def test_a_pass_sees_each_pair_as_often_as_its_weight_says() -> None:
    data = [row(5, 1.0), row(5, 2.0), row(5, 0.0), *(row(5, 0.25) for _ in range(400))]
    seen = Counter(index for batch in epoch_plan(data, 100, seed=3) for index in batch.tolist())
    assert (seen[0], seen[1], seen[2]) == (1, 2, 0)
    assert 70 <= sum(seen[index] for index in range(3, 403)) <= 130


def seen(plan: list[np.ndarray]) -> list[list[int]]:
    return [batch.tolist() for batch in plan]


def test_batches_hold_like_lengths_within_their_size_and_a_seed_repeats_them() -> None:
    data = [row(length) for length in [3, 30, 4, 28, 5, 29] * 20]
    plan = epoch_plan(data, 120, seed=1)
    assert seen(plan) == seen(epoch_plan(data, 120, seed=1)) != seen(epoch_plan(data, 120, seed=2))
    for batch in plan:
        lengths = [len(data[index].target) for index in batch]
        assert max(lengths) * len(lengths) <= 120
    assert sum(max(lengths) * len(lengths) for lengths in ([len(data[i].target) for i in b] for b in plan)) < 2100


def test_padding_fills_rows_to_the_longest() -> None:
    assert padded([np.array([1, 2], np.int32), np.array([3], np.int32)], 9).tolist() == [[1, 2], [3, 9]]


def test_encoded_pairs_come_back_from_their_file(tmp_path: Path) -> None:
    data = [row(3, 0.5), row(1), Encoded(np.array([7, 0], np.int32), np.array([8, 9, 0], np.int32), 2.0)]
    save_encoded(tmp_path / "data.npz", data)
    again = load_encoded(tmp_path / "data.npz")
    assert [(p.source.tolist(), p.target.tolist(), p.weight) for p in again] == [
        (p.source.tolist(), p.target.tolist(), p.weight) for p in data
    ]


def test_a_broken_file_of_encoded_pairs_says_to_prepare_again(tmp_path: Path) -> None:
    (tmp_path / "data.npz").write_bytes(b"no zip archive")
    with pytest.raises(InputError, match="prepare them again"):
        load_encoded(tmp_path / "data.npz")


def test_the_digest_tells_content_and_order() -> None:
    one, two = Example("a", "б"), Example("c", "г")
    assert digest([one, two]) == digest([Example("a", "б", "other tag"), two]) != digest([two, one])
