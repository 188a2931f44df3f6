"""Batches: what is in them, and that it does not matter which process makes them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from align.errors import InputError
from align.training.batching import Batches, collate
from align.training.data import Example, encode
from align.training.encoded import Encoded, EncodedPairs, load_encoded, save_encoded
from align.training.subword_regularization import SubwordSampling
from align.training.vocabulary import tokeniser
from tests.training.training_samples import bulletins

PAD = 9


def pair(source: list[int], target: list[int], weight: float = 1.0) -> Encoded:
    return Encoded(np.array(source, np.int32), np.array(target, np.int32), weight)


@pytest.fixture(scope="module")
def pairs(tiny: Path) -> EncodedPairs:
    examples = [Example(pair.source, pair.target) for pair in bulletins(60)]
    return EncodedPairs.of(encode(examples, tokeniser(tiny, "source"), tokeniser(tiny, "target"), {}))


def test_a_batch_knows_the_places_of_its_target_tokens() -> None:
    batch = collate([pair([5, 0], [1, 2, 0]), pair([6, 7, 0], [3, 0])], PAD)
    assert batch.source.tolist() == [[5, 0, 0], [6, 7, 0]] and batch.lengths.tolist() == [2, 3]
    assert batch.target.tolist() == [[1, 2, 0], [3, 0, PAD]]
    assert batch.target.flatten()[batch.tokens].tolist() == [1, 2, 0, 3, 0]


def test_sides_are_filled_up_to_a_multiple() -> None:
    batch = collate([pair([5, 0], [1, 2, 0])], PAD, multiple=8)
    assert batch.source.shape == batch.target.shape == (1, 8) and batch.tokens.tolist() == [0, 1, 2]


@pytest.mark.parametrize("noisy", [False, True])
def test_worker_processes_make_the_batches_that_one_process_makes(tiny: Path, pairs: EncodedPairs, noisy: bool) -> None:
    made = Batches(pairs, 300, seed=2, pad=PAD, noise=SubwordSampling(tiny, alpha=0.1) if noisy else None)
    alone = list(islice(made.stream(0, 0, workers=0, pinned=False), 25))
    ahead = list(islice(made.stream(0, 0, workers=2, pinned=False), 25))
    assert [place[:2] for place in alone] == [place[:2] for place in ahead]
    assert {epoch for epoch, *_ in alone} > {0}
    for (*_, one), (*_, other) in zip(alone, ahead, strict=True):
        assert all(torch.equal(*parts) for parts in zip(one, other, strict=True))


def test_a_stream_goes_on_from_any_batch(pairs: EncodedPairs) -> None:
    made = Batches(pairs, 300, seed=2, pad=PAD)
    whole = list(islice(made.stream(0, 0, workers=0, pinned=False), 12))
    later = list(islice(made.stream(*whole[7][:2], workers=0, pinned=False), 5))
    assert [place[:2] for place in later] == [place[:2] for place in whole[7:]]
    assert all(torch.equal(one[2].target, other[2].target) for one, other in zip(later, whole[7:], strict=True))


def test_columns_hold_what_rows_hold() -> None:
    rows = [pair([5, 0], [1, 2, 0], 0.5), pair([0], [3, 0])]
    table = EncodedPairs.of(rows)
    assert EncodedPairs.of(table) is table
    assert [(p.source.tolist(), p.target.tolist(), p.weight) for p in table] == [
        ([5, 0], [1, 2, 0], 0.5),
        ([0], [3, 0], 1),
    ]
    assert table[-1].target.tolist() == [3, 0] and len(table[:1]) == 1
    with pytest.raises(IndexError):
        table[2]


def test_pairs_turn_round_without_the_mark_of_a_translated_source() -> None:
    table = EncodedPairs.of([pair([7, 5, 0], [1, 0]), pair([6, 0], [2, 3, 0])]).swapped(without=7)
    assert [(p.source.tolist(), p.target.tolist()) for p in table] == [([1, 0], [5, 0]), ([2, 3, 0], [6, 0])]


def test_columns_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    save_encoded(tmp_path / "pairs.npz", [pair([5, 0], [1, 0])])
    with np.load(tmp_path / "pairs.npz") as columns:
        broken = {**columns, "source_lengths": np.array([3], np.uint8)}
    np.savez(tmp_path / "pairs.npz", **broken)
    with pytest.raises(InputError, match="prepare them again"):
        load_encoded(tmp_path / "pairs.npz")
