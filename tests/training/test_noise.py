"""Subword sampling and token dropout: training sees other pieces of the same words, all else the same as ever."""

from __future__ import annotations

import dataclasses
import json
import shutil
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from align.training.architecture import load_model
from align.training.batch_loss import UNKNOWN_ID
from align.training.data import Example, encode
from align.training.encoded import Encoded
from align.training.schedule import Schedule
from align.training.subword_regularization import SubwordSampling
from align.training.trainer import Trainer
from align.training.vocabulary import tokeniser
from tests.training.training_samples import bulletins

SCHEDULE = Schedule(learning_rate=3e-3, muon_rate=None, warmup=5, batch_tokens=400, ema_decay=0.9, precision="float32")


@pytest.fixture(scope="module")
def pairs(tiny: Path) -> list[Encoded]:
    examples = [Example(pair.source, pair.target) for pair in bulletins(40)]
    return encode(examples, tokeniser(tiny, "source"), tokeniser(tiny, "target"), {})


def text(folder: Path, ids: np.ndarray) -> str:
    ids_of: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    pieces = {number: piece for piece, number in ids_of.items()}
    return "".join(pieces[number] for number in ids.tolist())


def test_the_words_stay_and_their_pieces_change(tiny: Path, pairs: list[Encoded]) -> None:
    cut = SubwordSampling(tiny, alpha=0.1, share=1.0)(pairs, Random(1))
    assert [text(tiny, pair.source) for pair in cut] == [text(tiny, pair.source) for pair in pairs]
    assert [text(tiny, pair.target) for pair in cut] == [text(tiny, pair.target) for pair in pairs]
    changed = sum(len(new.target) != len(old.target) for new, old in zip(cut, pairs, strict=True))
    assert changed > len(pairs) / 2


def test_a_share_of_nothing_and_of_half(tiny: Path, pairs: list[Encoded]) -> None:
    assert SubwordSampling(tiny, share=0.0)(pairs, Random(1)) == pairs
    half = SubwordSampling(tiny, share=0.5)(pairs, Random(3))
    same = sum(new is old for new, old in zip(half, pairs, strict=True))
    assert 8 < same < 32


def test_unknown_pieces_and_what_grows_too_long_stay_as_they_are(tiny: Path, pairs: list[Encoded]) -> None:
    strange = Encoded(np.array([5, UNKNOWN_ID, 0], np.int32), pairs[0].target)
    (cut,) = SubwordSampling(tiny, alpha=0.1, share=1.0)([strange], Random(1))
    assert cut.source.tolist() == strange.source.tolist()
    (kept,) = SubwordSampling(tiny, alpha=0.1, share=1.0, longest=3)(pairs[:1], Random(1))
    assert (kept.source.tolist(), kept.target.tolist()) == (pairs[0].source.tolist(), pairs[0].target.tolist())


def test_a_mark_stays_where_it_is(tiny: Path, pairs: list[Encoded], tmp_path: Path) -> None:
    for name in ("source.spm", "vocab.json"):
        shutil.copyfile(tiny / name, tmp_path / name)
    ids = json.loads((tmp_path / "vocab.json").read_text(encoding="utf-8"))
    (tmp_path / "vocab.json").write_text(json.dumps({**ids, "<bt>": len(ids)}), encoding="utf-8")
    marked = [Encoded(np.array([len(ids), *pair.source], np.int32), pair.target) for pair in pairs]
    cut = SubwordSampling(tmp_path, alpha=0.1, share=1.0)(marked, Random(1))
    assert all(pair.source[0] == len(ids) for pair in cut)
    assert [text(tiny, pair.source[1:]) for pair in cut] == [text(tiny, pair.source) for pair in pairs]
    assert sum(len(new.source) != len(old.source) for new, old in zip(cut, marked, strict=True)) > len(pairs) / 2


def test_training_learns_under_noise_and_its_measure_does_not_see_it(
    tiny: Path, pairs: list[Encoded], tmp_path: Path
) -> None:
    schedule = dataclasses.replace(SCHEDULE, token_dropout=0.1)
    model = load_model(tiny, dropout=0.1)
    assert model.config.dropout == model.model.encoder.layers[0].dropout == 0.1
    trainer = Trainer(model, pairs, pairs[:8], tmp_path, schedule, noise=SubwordSampling(tiny))
    before = trainer.dev_loss()
    assert trainer.dev_loss() == before
    list(islice(trainer.updates(), 25))
    assert trainer.dev_loss(trainer.masters) < 0.9 * before


def test_token_dropout_hides_its_share(tiny: Path) -> None:
    from align.training.batch_loss import drop_tokens

    ids = torch.full((100, 100), 7)
    assert drop_tokens(ids, 0.0) is ids
    assert 0.15 < (drop_tokens(ids, 0.2) == UNKNOWN_ID).float().mean() < 0.25
