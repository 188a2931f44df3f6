"""What makes a GPU busy: nothing in the loop waits for it, and its kinds of attention and Muon are the plain ones.

Where there is no GPU, what would wait is told by the operations themselves.
"""

from __future__ import annotations

import dataclasses
import itertools
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from align.training import trainer as trainer_module
from align.training.architecture import load_model
from align.training.data import Example, encode
from align.training.encoded import EncodedPairs
from align.training.guided_attention import CrossAttentionProbe, learn_alignment_table
from align.training.optimisers import StackedMuon
from align.training.schedule import Schedule, cooldown_factor
from align.training.subword_regularization import SubwordSampling
from align.training.trainer import Trainer
from align.training.vocabulary import tokeniser
from tests.training.training_samples import bulletins

SIZE = 111
SCHEDULE = Schedule(
    learning_rate=3e-3,
    muon_rate=3e-3,
    warmup=5,
    batch_tokens=400,
    ema_decay=0.9,
    guided_attention_weight=0.5,
    token_dropout=0.05,
)
WAITING = {"aten::_local_scalar_dense", "aten::nonzero", "aten::masked_select", "aten::is_nonzero", "aten::equal"}
"""Operations whose result the processor must have before it goes on: on a GPU each empties the queue of work."""


@pytest.fixture(scope="module")
def pairs(tiny: Path) -> EncodedPairs:
    examples = [Example(pair.source, pair.target) for pair in bulletins(40)]
    return EncodedPairs.of(encode(examples, tokeniser(tiny, "source"), tokeniser(tiny, "target"), {}))


def trainer(tiny: Path, pairs: EncodedPairs, state: Path, attention: str = "cpu", **options: Any) -> Trainer:
    model = load_model(tiny, dropout=options.pop("dropout", 0.1), device=attention)
    table, noise = learn_alignment_table(pairs, SIZE), SubwordSampling(tiny)
    return Trainer(model, pairs, pairs[:8], state, SCHEDULE, alignment_table=table, noise=noise, **options)


class Waits(TorchDispatchMode):
    """Notes operations that would wait for a GPU."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        indexed = func.overloadpacket._qualified_op_name == "aten::index"
        by_mask = indexed and any(place is not None and place.dtype == torch.bool for place in args[1])
        if func.overloadpacket._qualified_op_name in WAITING or by_mask:
            self.seen.append(str(func))
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize("attention", ["cpu", "cuda"])
def test_nothing_in_an_update_waits_for_the_device(
    tiny: Path, pairs: EncodedPairs, tmp_path: Path, attention: str
) -> None:
    training = trainer(tiny, pairs, tmp_path, attention)
    (_, _, batch), *_ = islice(training.data.stream(0, 0, 0, pinned=False), 1)
    training._update(batch, 1.0)  # the first one makes the states of the optimisers
    with Waits() as waits:
        training._update(batch, 1.0)
    assert waits.seen == []


def test_what_waits_would_be_noticed() -> None:
    with Waits() as waits:
        mask = torch.tensor([True, False])
        _ = torch.ones(2)[mask], float(torch.ones(1)), bool(mask.any())
    assert len(waits.seen) >= 3


def test_fused_attention_trains_as_the_plain_kind_does(tiny: Path, pairs: EncodedPairs, tmp_path: Path) -> None:
    losses = []
    for kind in ("cpu", "cuda"):
        model = load_model(tiny, device=kind)
        schedule = dataclasses.replace(SCHEDULE, precision="float32", token_dropout=0.0)
        table = learn_alignment_table(pairs, SIZE)
        training = Trainer(model, pairs, pairs[:8], tmp_path / kind, schedule, alignment_table=table)
        losses.append([*map(float, islice(training.updates(), 6)), training.dev_loss()])
    assert losses[0] == pytest.approx(losses[1], rel=2e-3)


def test_attention_worked_out_apart_is_that_of_the_model(tiny: Path) -> None:
    model = load_model(tiny).eval()
    source, target = torch.tensor([[5, 6, 7, 0]]), torch.tensor([[110, 8, 9]])
    nothing_hidden = torch.zeros(1, 1, 1, 4)
    with CrossAttentionProbe(model.model.decoder.layers[-1].encoder_attn) as probe, torch.no_grad():
        output = model(
            input_ids=source, attention_mask=nothing_hidden, decoder_input_ids=target, output_attentions=True
        )
        weights = probe.weights()
    torch.testing.assert_close(weights, output.cross_attentions[-1])


def test_muon_by_shape_is_muon_one_by_one() -> None:
    torch.manual_seed(2)
    first = [torch.randn(shape) for shape in [(8, 8), (16, 8), (8, 16), (8, 8)]]
    gradients = [[torch.randn(weight.shape) for weight in first] for _ in range(4)]
    found = []
    for kind in (torch.optim.Muon, StackedMuon):
        weights = [weight.clone().requires_grad_() for weight in first]
        muon = kind(weights, lr=0.02, weight_decay=0.1, ns_steps=5, adjust_lr_fn="match_rms_adamw")
        for step in gradients:
            for weight, gradient in zip(weights, step, strict=True):
                weight.grad = gradient.clone()
            muon.step()
        found.append(([weight.detach() for weight in weights], muon.state_dict()))
    torch.testing.assert_close(found[0][0], found[1][0], rtol=0.02, atol=2e-3)  # bf16 within
    assert found[0][1]["state"].keys() == found[1][1]["state"].keys()
    buffers = [state["state"][2]["momentum_buffer"] for _, state in found]
    torch.testing.assert_close(*buffers)


def test_rates_fall_to_zero_with_the_time_at_any_speed() -> None:
    assert [cooldown_factor(left, 0.5) for left in (1.0, 0.6, 0.5, 0.25, 0.0, -0.1)] == [1.0, 1.0, 1.0, 0.5, 0.0, 0.0]
    assert [cooldown_factor(left, 0.0) for left in (1.0, 0.0)] == [1.0, 1.0]


def test_a_timed_run_ends_with_its_cool_down(
    tiny: Path, pairs: EncodedPairs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that goes a hundredth of a second each time it is looked at: a busy machine has another one."""
    training = trainer(tiny, pairs, tmp_path)
    ticks = itertools.count()
    monkeypatch.setattr(trainer_module, "time", SimpleNamespace(monotonic=lambda: next(ticks) / 100))
    rates: list[float] = []
    update = training._update

    def noted(batch: Any, factor: float) -> torch.Tensor:
        rates.append(factor)
        return update(batch, factor)

    training._update = noted  # type: ignore[method-assign]
    training.run(1.5, cooldown=0.5)
    assert len(rates) > 20 and rates[0] == 1.0 and rates[-1] < 0.1
    assert sorted(rates, reverse=True) == rates
    assert not (tmp_path / "checkpoint.pt").exists()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")
@pytest.mark.parametrize("compiled", [False, True])
def test_a_gpu_trains_without_waiting(tiny: Path, pairs: EncodedPairs, tmp_path: Path, compiled: bool) -> None:
    training = trainer(tiny, pairs, tmp_path, "cuda", device="cuda", workers=2, compiled=compiled)
    before = training.dev_loss()
    updates = training.updates()
    list(islice(updates, 3))
    torch.cuda.set_sync_debug_mode("error")
    try:
        list(islice(updates, 20))
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert training.dev_loss(training.masters) < before
