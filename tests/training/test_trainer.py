"""The training loop: it learns, it resumes exactly, and what must not move does not."""

from __future__ import annotations

import dataclasses
import os
import signal
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from align.errors import InputError, UsageError
from align.training.architecture import load_model
from align.training.data import Example, encode
from align.training.encoded import Encoded, EncodedPairs
from align.training.guided_attention import GuidedAttentionLoss, learn_alignment_table
from align.training.interruption import deferred_interrupts
from align.training.loss import smoothed_cross_entropy
from align.training.optimisers import chosen_device, fast_precision
from align.training.schedule import Schedule
from align.training.trainer import Trainer
from align.training.vocabulary import bilingual_vectors, tokeniser
from tests.training.training_samples import bulletins

FAST = Schedule(learning_rate=3e-3, muon_rate=3e-3, warmup=5, batch_tokens=400, ema_decay=0.9, precision="float32")
SIZE = 111  # pieces of the tiny vocabulary
ADAM = dataclasses.replace(FAST, muon_rate=None)


@pytest.fixture(scope="module")
def pairs(tiny: Path) -> list[Encoded]:
    examples = [Example(pair.source, pair.target) for pair in bulletins(40)]
    return encode(examples, tokeniser(tiny, "source"), tokeniser(tiny, "target"), {})


def trained(tiny: Path, pairs: list[Encoded], state: Path, schedule: Schedule, updates: int) -> Trainer:
    trainer = Trainer(load_model(tiny), pairs, pairs[:8], state, schedule)
    list(islice(trainer.updates(), updates))
    return trainer


@pytest.mark.parametrize("schedule", [FAST, ADAM, dataclasses.replace(FAST, precision="bfloat16")])
def test_training_lowers_the_loss(tiny: Path, pairs: list[Encoded], tmp_path: Path, schedule: Schedule) -> None:
    trainer = Trainer(load_model(tiny), pairs, pairs[:8], tmp_path, schedule)
    before = trainer.dev_loss()
    list(islice(trainer.updates(), 25))
    assert trainer.dev_loss(trainer.masters) < 0.85 * before


@pytest.mark.parametrize("schedule", [FAST, ADAM])
def test_a_resumed_run_ends_at_the_weights_of_an_unbroken_one(
    tiny: Path, pairs: list[Encoded], tmp_path: Path, schedule: Schedule
) -> None:
    whole = trained(tiny, pairs, tmp_path / "whole", schedule, 12)
    trained(tiny, pairs, tmp_path / "parts", schedule, 7).save()
    again = Trainer(load_model(tiny), pairs, (), tmp_path / "parts", schedule)
    assert (again.step, again.tokens > 0) == (7, True)
    list(islice(again.updates(), 5))
    assert (again.epoch, again.batch, again.tokens) == (whole.epoch, whole.batch, whole.tokens)
    for name, weight in whole.average.items():
        torch.testing.assert_close(again.average[name], weight, rtol=1e-4, atol=1e-5)


def test_a_checkpoint_has_the_keys_that_other_versions_read(tiny: Path, pairs: list[Encoded], tmp_path: Path) -> None:
    trained(tiny, pairs, tmp_path, FAST, 2).save()
    payload = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert list(payload) == ["masters", "average", "optimisers", "counters", "schedule"]
    assert payload["counters"][:3] == (2, 0, 2)
    assert list(payload["schedule"]) == [
        *("rate", "muon_rate", "muon_steps", "weight_decay", "warmup", "batch_tokens", "smoothing", "average", "clip"),
        *("guide", "guide_updates", "blanks", "cooldown", "seed", "precision", "checkpoint_seconds"),
    ]
    assert Schedule.of_recipe(payload["schedule"]) == FAST
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pt"]


def test_the_checkpoint_of_another_model_is_refused(tiny: Path, pairs: list[Encoded], tmp_path: Path) -> None:
    torch.save({"masters": {}, "average": {}}, tmp_path / "checkpoint.pt")
    with pytest.raises(InputError, match="another model"):
        Trainer(load_model(tiny), pairs, (), tmp_path, FAST)


def test_no_pairs_are_refused(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no pairs"):
        Trainer(load_model(tiny), (), (), tmp_path, FAST)


def test_the_padding_vector_stays_as_it_was(tiny: Path, pairs: list[Encoded], tmp_path: Path) -> None:
    trainer = trained(tiny, pairs, tmp_path, FAST, 5)
    assert not trainer.masters["model.shared.weight"][trainer.pad].any()


def test_a_session_saves_logs_and_a_cool_down_leaves_the_checkpoint(
    tiny: Path, pairs: list[Encoded], tmp_path: Path
) -> None:
    lines: list[dict[str, object]] = []
    trainer = Trainer(load_model(tiny), pairs, pairs[:8], tmp_path, FAST)
    trainer.run(1.0, on_log=lines.append)
    saved = (tmp_path / "checkpoint.pt").read_bytes()
    assert lines[-1]["step"] == trainer.step and "dev_perplexity" in lines[-1]
    Trainer(load_model(tiny), pairs, (), tmp_path, FAST).run(0.5, cooldown=1.0)
    assert (tmp_path / "checkpoint.pt").read_bytes() == saved


def test_an_interrupt_waits_for_the_end_of_the_update() -> None:
    seen = []
    with pytest.raises(KeyboardInterrupt), deferred_interrupts() as interrupted:
        os.kill(os.getpid(), signal.SIGINT)
        seen.append(interrupted())
    assert seen == [True]


def test_the_loss_and_its_gradients_are_those_of_torch() -> None:
    torch.manual_seed(0)
    hidden, weight = torch.randn(1100, 16, requires_grad=True), torch.randn(50, 16, requires_grad=True)
    labels, bias = torch.randint(50, (1100,)), torch.randn(50)
    loss, nll = smoothed_cross_entropy(hidden, weight, labels, 0.1, bias)
    loss.backward()
    found = hidden.grad, weight.grad
    hidden.grad = weight.grad = None
    logits = hidden @ weight.T + bias
    wanted = torch.nn.functional.cross_entropy(logits, labels, label_smoothing=0.1)
    wanted.backward()
    torch.testing.assert_close(loss, wanted)
    torch.testing.assert_close(nll, torch.nn.functional.cross_entropy(logits, labels).detach())
    torch.testing.assert_close(found, (hidden.grad, weight.grad))


def translations(count: int = 300) -> list[Encoded]:
    """Pairs in which piece n (1 to 19) is translated by n + 20; 41 stands in every target and translates nothing."""
    generator = np.random.default_rng(1)
    sources = [generator.choice(np.arange(1, 20), 5, replace=False) for _ in range(count)]
    return [Encoded(np.append(source, 0), np.append(source + 20, [41, 0]), 1.0) for source in sources]


def test_links_join_pieces_with_their_translations() -> None:
    table = learn_alignment_table(translations(), 42).float()
    assert [int(table[piece].argmax()) for piece in range(1, 20)] == list(range(21, 40))
    assert table[0, 0] == 1.0 and not table.diagonal()[1:].any()


def test_guidance_fades_and_draws_attention_to_the_links(tiny: Path, pairs: list[Encoded], tmp_path: Path) -> None:
    table = learn_alignment_table(pairs, SIZE)
    assert [GuidedAttentionLoss(table, 0.5, 100).weight(step) for step in (0, 50, 100, 200)] == [0.5, 0.25, 0.0, 0.0]
    source, target = torch.tensor([[5, 6, 0]]), torch.tensor([[7, 8, 0]])
    table = torch.zeros(SIZE, SIZE)
    table[5, 8] = table[6, 7] = table[0, 0] = 1.0
    there = torch.ones_like(source, dtype=torch.bool)
    right = torch.tensor([[[0.0, 1, 0], [1, 0, 0], [0, 0, 1]]])[None]
    guide = GuidedAttentionLoss(table, 1.0, 10)
    assert guide(right, source, target, there, there) < 0.01
    assert guide(right.flip(3), source, target, there, there) > 1.0
    guided = Trainer(
        load_model(tiny),
        pairs,
        (),
        tmp_path,
        dataclasses.replace(FAST, guided_attention_weight=0.5),
        alignment_table=table.half(),
    )
    assert len(list(islice(guided.updates(), 2))) == 2


def test_pieces_and_their_translations_start_close_together() -> None:
    vectors = bilingual_vectors(EncodedPairs.of(translations()), 42, 16)
    nearest = (vectors[1:20] @ vectors[21:40].T).argmax(axis=1)
    assert vectors.shape == (42, 16)
    assert nearest.tolist() == list(range(19))


def test_a_device_that_is_not_there_is_refused_and_precision_follows_the_device() -> None:
    assert fast_precision("cpu") in ("bfloat16", "float32")
    if not torch.cuda.is_available():
        assert chosen_device("auto") == "cpu"
        with pytest.raises(UsageError, match="no GPU"):
            chosen_device("cuda")
