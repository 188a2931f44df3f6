"""The training loop shared by the recipe (from random weights) and `align adapt` (from a checkpoint).

The optimisers hold fp32 masters of all weights; the working model that computes gradients is in bf16 where the machine
is fast at it. An exponential moving average of the masters is what becomes the model.

On a GPU the loop waits for no result: batches are made ahead by other processes, and losses stay on the device until
they are logged. So the processor is always some updates ahead and the GPU never idle.
"""

from __future__ import annotations

import contextlib
import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from align.errors import InputError
from align.training.batch_loss import BatchLoss
from align.training.batching import Batch, Batches, Noise, collate
from align.training.checkpoint import read_checkpoint, write_checkpoint
from align.training.encoded import Encoded
from align.training.interruption import deferred_interrupts
from align.training.optimisers import optimisers
from align.training.schedule import Schedule, cooldown_factor

CHECKPOINT = "checkpoint.pt"
LOG_SECONDS = 60.0
LENGTH_MULTIPLE = {"cpu": 1, "cuda": 8}
"""Sentences are padded to a multiple of this: a GPU's attention wants rows of eight."""

DEV_BATCH = 64

Weights = dict[str, Tensor]
OnLog = Callable[[dict[str, Any]], None]
"""Takes a line of the log."""
Measure = Callable[[Any], Mapping[str, float]]
"""The model, its averaged weights in it, ready to draft → more figures for the log."""


class Trainer:
    """Trains a MarianMT model in place. `state` (a folder) holds checkpoint and log; a new Trainer on it resumes.

    `alignment_table` (source ids × target ids) is what guided attention follows, if the schedule has it. `noise`
    changes each batch before it is trained on; `workers` processes make the batches ahead of time. `compiled` has torch
    compile the encoder's layers, which takes a while at first.
    `step`, `epoch`, `batch` (of the epoch), `tokens` (target tokens) and `seconds` (spent in updates) count the work.
    """

    def __init__(
        self,
        model: Any,
        data: Sequence[Encoded],
        dev: Sequence[Encoded],
        state: Path,
        schedule: Schedule,
        device: str = "cpu",
        alignment_table: Tensor | None = None,
        noise: Noise | None = None,
        workers: int = 0,
        compiled: bool = False,
    ):
        if not data:
            raise InputError("there are no pairs to train on")
        self.schedule = schedule
        self.dev = sorted(dev, key=lambda pair: len(pair.target))
        self.state = state
        state.mkdir(parents=True, exist_ok=True)
        self.device = torch.device(device)
        self.pad: int = model.config.pad_token_id
        self._multiple = LENGTH_MULTIPLE[self.device.type]
        self.data = Batches(data, schedule.batch_tokens, schedule.seed, self.pad, noise, self._multiple)
        self._workers = workers
        model = model.to(self.device)
        self._loss = BatchLoss(model, schedule, alignment_table)
        named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
        self.masters: Weights = {name: p.detach().float().clone().requires_grad_() for name, p in named}
        self.average: Weights = {name: weight.detach().clone() for name, weight in self.masters.items()}
        self.model = model.to(getattr(torch, schedule.precision)).train()
        if compiled:
            for layer in self.model.model.encoder.layers:
                layer.compile(dynamic=True)
        self._working: Weights = {n: p for n, p in self.model.named_parameters() if n in self.masters}
        output = self.model.get_output_embeddings().weight
        self._output = next(name for name, p in self._working.items() if p is output)
        self._padding = self.masters[self._output][self.pad].detach().clone()
        self.optimisers, self._peaks = optimisers(
            self.masters, schedule.learning_rate, schedule.muon_rate, schedule.muon_steps, schedule.weight_decay
        )
        self.step = self.epoch = self.batch = self.tokens = 0
        self.seconds = 0.0
        self._resume()

    def updates(self, factor: Callable[[], float] | None = None) -> Iterator[Tensor]:
        """Train without end: each item is one update, its value the batch's negative log-likelihood (nats a token),
        which stays on the device.

        `factor` scales the rates. A resumed trainer continues the plan of batches where it was saved.
        """
        pinned = self.device.type == "cuda"
        for epoch, number, batch in self.data.stream(self.epoch, self.batch, self._workers, pinned):
            began = time.monotonic()
            nll = self._update(batch.to(self.device), factor() if factor else 1.0)
            self.seconds += time.monotonic() - began
            self.epoch, self.batch = epoch, number + 1
            yield nll

    def run(
        self,
        seconds: float,
        cooldown: float = 0.0,
        on_log: OnLog | None = None,
        measure: Measure | None = None,
        save: bool = True,
    ) -> None:
        """Train for `seconds`, and `save` now and then. During the last `cooldown` (0 to 1) of them the rates fall
        linearly to zero, on time at any speed; a run with a cool-down saves nothing.

        A cool-down is a branch: the checkpoint of the trunk stays as it is for the next session. An interrupt (Ctrl-C,
        SIGTERM) saves and then raises KeyboardInterrupt. `on_log` gets a line of the log each minute; `measure` adds
        to those that have the loss of the development pairs.
        """
        began = logged = saved = time.monotonic()
        losses: list[Tensor] = []
        tokens = self.tokens

        def time_left() -> float:
            return max(0.0, 1.0 - (time.monotonic() - began) / seconds)

        with deferred_interrupts() as interrupted:
            for nll in self.updates(lambda: cooldown_factor(time_left(), cooldown)):
                losses.append(nll)
                now = time.monotonic()
                over = interrupted() or not time_left()
                checkpoint_due = over or now - saved > self.schedule.checkpoint_seconds
                if not checkpoint_due and now - logged < LOG_SECONDS:
                    continue
                speed = (self.tokens - tokens) / (now - logged)
                self._log(losses, speed, on_log, measure, dev=checkpoint_due and not interrupted())
                if checkpoint_due and save and not cooldown:
                    self.save()
                if over:
                    break
                saved = now if checkpoint_due else saved
                losses, tokens, logged = [], self.tokens, time.monotonic()

    def dev_loss(self, weights: Weights | None = None) -> float:
        """Compute the negative log-likelihood of the development pairs under `weights` (the average): nats a token."""
        with self._with_weights(weights or self.average), torch.no_grad():
            total, count = torch.zeros((), device=self.device), 0
            for start in range(0, len(self.dev), DEV_BATCH):
                batch = collate(self.dev[start : start + DEV_BATCH], self.pad, self._multiple)
                _, nll = self._loss(batch.to(self.device), 0.0, self.step)
                total += nll * len(batch.tokens)
                count += len(batch.tokens)
        return float(total) / max(count, 1)

    def measure_with(self, measure: Measure, weights: Weights | None = None) -> Mapping[str, float]:
        """Apply `measure` to the model with `weights` (the average)."""
        with self._with_weights(weights or self.average), torch.no_grad():
            return measure(self.model)

    def finished_model(self, weights: Weights | None = None) -> Any:
        """Copy the model with `weights` (the average) to the CPU, in fp32; training can continue afterwards."""
        result = type(self.model)(self.model.config)
        result.load_state_dict({name: value.float().cpu() for name, value in self.model.state_dict().items()})
        with torch.no_grad():
            for name, parameter in result.named_parameters():
                if name in self.masters:
                    parameter.copy_((weights or self.average)[name])
        return result.eval()

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        payload = {
            "masters": self.masters,
            "average": self.average,
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "counters": (self.step, self.epoch, self.batch, self.tokens, self.seconds),
            "schedule": self.schedule.to_recipe(),
        }
        write_checkpoint(self.state / CHECKPOINT, payload)

    def _resume(self) -> None:
        payload = read_checkpoint(self.state / CHECKPOINT)
        if payload is None:
            return
        if {n: p.shape for n, p in payload["masters"].items()} != {n: p.shape for n, p in self.masters.items()}:
            path = self.state / CHECKPOINT
            hint = "remove it, or train in another folder"
            raise InputError(f"{path} is the checkpoint of another model", path=path, hint=hint)
        with torch.no_grad():
            for name, parameter in self.masters.items():
                parameter.copy_(payload["masters"][name])
                self.average[name].copy_(payload["average"][name])
        for optimiser, state in zip(self.optimisers, payload["optimisers"], strict=True):
            optimiser.load_state_dict(state)
            if "ns_steps" in optimiser.param_groups[0]:
                optimiser.param_groups[0]["ns_steps"] = self.schedule.muon_steps
                optimiser.param_groups[0]["weight_decay"] = self.schedule.weight_decay
        self.step, self.epoch, self.batch, self.tokens, self.seconds = payload["counters"]
        self._load(self.masters)

    def _load(self, weights: Weights) -> None:
        with torch.no_grad():
            torch._foreach_copy_(
                list(self._working.values()), [weights[name].to(self.device) for name in self._working]
            )

    @contextlib.contextmanager
    def _with_weights(self, weights: Weights) -> Iterator[None]:
        """Inside the block the model has `weights` and no dropout. Nothing is compiled for it."""
        self._load(weights)
        self.model.eval()
        try:
            with torch.compiler.set_stance("force_eager"):
                yield
        finally:
            self.model.train()
            self._load(self.masters)

    def _update(self, batch: Batch, factor: float) -> Tensor:
        loss, nll = self._loss(batch, self.schedule.smoothing, self.step)
        loss.backward()  # type: ignore[no-untyped-call]
        self._move_gradients()
        torch.nn.utils.clip_grad_norm_(self.masters.values(), self.schedule.clip)
        self.step += 1
        factor *= self.schedule.warmup_factor(self.step)
        for optimiser, peak in zip(self.optimisers, self._peaks, strict=True):
            optimiser.param_groups[0]["lr"] = peak * factor
            optimiser.step()
        with torch.no_grad():
            self.masters[self._output][self.pad] = self._padding  # `<pad>` starts every target: it is not trained
            weight = 1 - self.schedule.ema_decay_at(self.step)
            torch._foreach_lerp_(list(self.average.values()), list(self.masters.values()), weight)
        self._load(self.masters)
        self.tokens += len(batch.tokens)
        return nll

    def _move_gradients(self) -> None:
        """Move the gradients of the working weights to the masters."""
        from_working, to_masters = [], []
        for name, weight in self._working.items():
            master = self.masters[name]
            if weight.grad is not None:
                from_working.append(weight.grad)
                master.grad = torch.empty_like(master) if master.grad is None else master.grad
                to_masters.append(master.grad)
                weight.grad = None
        torch._foreach_copy_(to_masters, from_working)

    def _log(
        self, losses: Sequence[Tensor], speed: float, on_log: OnLog | None, measure: Measure | None, dev: bool
    ) -> None:
        line: dict[str, Any] = {
            "step": self.step,
            "epoch": self.epoch,
            "tokens": self.tokens,
            "hours": round(self.seconds / 3600, 3),
            "tokens_per_second": round(speed),
            "perplexity": perplexity(float(torch.stack(list(losses)).mean())),
        }
        if dev and self.dev:
            line["dev_perplexity"] = perplexity(self.dev_loss())
            line |= self.measure_with(measure) if measure else {}
        with open(self.state / "log.jsonl", "a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        if on_log:
            on_log(line)


def perplexity(nll: float) -> float:
    """The perplexity of a loss in nats a token."""
    return round(math.exp(min(nll, 20.0)), 2)
