"""The training loop shared by the starter's recipe (from random weights) and `align adapt` (from a checkpoint).

The optimisers hold fp32 masters of all weights; the working model that computes gradients is in bf16 where the machine
is fast at it. An exponential moving average of the masters is what becomes the model.
"""

from __future__ import annotations

import json
import math
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from align.errors import InputError, OutputError
from align.training.data import Encoded, epoch_plan, padded
from align.training.guidance import Guide
from align.training.interruption import deferred_interrupts
from align.training.loss import smoothed_cross_entropy
from align.training.optimisers import optimisers

CHECKPOINT = "checkpoint.pt"
LOG_SECONDS = 60.0
UNKNOWN_ID = 1
"""`<unk>` in the vocabularies of opus-mt checkpoints and in ours."""

Weights = dict[str, Tensor]
Report = Callable[[dict[str, Any]], None]
Noise = Callable[[Sequence[Encoded]], Sequence[Encoded]]
"""A batch → the batch that is trained on instead, such as the same sentences in other pieces."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Options of a training run. Rates are those of Adam; Muon's update is scaled to match (`match_rms_adamw`).

    `muon_rate` None trains everything with Adam; `muon_steps` are the Newton-Schulz iterations of an update, and
    `weight_decay` (times the rate) is by how much an update shrinks Muon's matrices. `average` is the decay an update
    of the moving average, which starts short and grows with the run. `batch_tokens` counts target tokens with padding.
    `guide` is the weight, at first, of guided attention, which ends after `guide_updates`. `blanks` is the share of
    tokens that training hides, on the source side and in what the decoder has written so far.
    """

    rate: float = 1.5e-3
    muon_rate: float | None = 4e-3
    muon_steps: int = 5
    weight_decay: float = 0.01
    warmup: int = 400
    batch_tokens: int = 4000
    smoothing: float = 0.1
    average: float = 0.9995
    clip: float = 1.0
    guide: float = 0.0
    guide_updates: int = 6000
    blanks: float = 0.0
    seed: int = 1
    precision: str = "bfloat16"
    checkpoint_seconds: float = 600.0


class Trainer:
    """Trains a MarianMT model in place. `state` (a folder) holds checkpoint and log; a new Trainer on it resumes.

    `links` (source pieces × target pieces) is what guided attention follows, if the schedule has it. `noise` changes
    each batch before it is trained on.
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
        links: Tensor | None = None,
        noise: Noise | None = None,
    ):
        if not data:
            raise InputError("there are no pairs to train on")
        self.schedule = schedule
        self.data, self.dev = data, dev
        self.noise = noise
        self.state = state
        state.mkdir(parents=True, exist_ok=True)
        model = model.to(device)
        named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
        self.masters: Weights = {name: p.detach().float().clone().requires_grad_() for name, p in named}
        self.average: Weights = {name: weight.detach().clone() for name, weight in self.masters.items()}
        bias = model.final_logits_bias.float().flatten()
        self._bias = bias if bias.any() else None
        self._guide = None if links is None else Guide(links.to(device), schedule.guide, schedule.guide_updates)
        self.model = model.to(getattr(torch, schedule.precision)).train()
        self._working: Weights = {n: p for n, p in self.model.named_parameters() if n in self.masters}
        self.pad: int = model.config.pad_token_id
        output = self.model.get_output_embeddings().weight
        self._output = next(name for name, p in self._working.items() if p is output)
        self._padding = self.masters[self._output][self.pad].detach().clone()
        self.optimisers, self._peaks = optimisers(
            self.masters, schedule.rate, schedule.muon_rate, schedule.muon_steps, schedule.weight_decay
        )
        self.step = self.epoch = self.batch = self.tokens = 0
        self.seconds = 0.0
        self._resume()

    def updates(self, factor: Callable[[], float] | None = None) -> Iterator[float]:
        """Train without end: each item is one update, its value the batch's negative log-likelihood (nats a token).

        `factor` scales the rates. A resumed trainer goes on in the plan of batches where it was saved.
        """
        while True:
            plan = epoch_plan(self.data, self.schedule.batch_tokens, self.schedule.seed * 1000 + self.epoch)
            while self.batch < len(plan):
                began = time.monotonic()
                pairs: Sequence[Encoded] = [self.data[i] for i in plan[self.batch]]
                nll = self._update(self.noise(pairs) if self.noise else pairs, factor() if factor else 1.0)
                self.seconds += time.monotonic() - began
                self.batch += 1
                yield nll
            self.epoch, self.batch = self.epoch + 1, 0

    def run(self, seconds: float, cooldown: bool = False, report: Report | None = None) -> None:
        """Train for `seconds` and save; with `cooldown` the rates fall linearly to zero over them and nothing is saved.

        A cool-down is a branch: the checkpoint of the trunk stays as it is for the next session. An interrupt (Ctrl-C,
        SIGTERM) saves and then raises KeyboardInterrupt.
        """
        began = logged = saved = time.monotonic()
        losses: list[float] = []
        tokens = self.tokens

        def left() -> float:
            return max(0.0, 1.0 - (time.monotonic() - began) / seconds)

        with deferred_interrupts() as interrupted:
            for nll in self.updates(left if cooldown else None):
                losses.append(nll)
                now = time.monotonic()
                over = interrupted() or not left()
                full = over or now - saved > self.schedule.checkpoint_seconds
                if not full and now - logged < LOG_SECONDS:
                    continue
                self._log(losses, (self.tokens - tokens) / (now - logged), full and not interrupted(), report)
                if full and not cooldown:
                    self.save()
                if over:
                    break
                saved = now if full else saved
                losses, tokens, logged = [], self.tokens, time.monotonic()

    def dev_loss(self, weights: Weights | None = None) -> float:
        """Negative log-likelihood of the development pairs under `weights` (the average), in nats a token."""
        self._load(weights or self.average)
        self.model.eval()
        total, count = 0.0, 0
        ordered = sorted(self.dev, key=lambda pair: len(pair.target))
        with torch.no_grad():
            for start in range(0, len(ordered), 64):
                _, nll, tokens = self._loss(ordered[start : start + 64], 0.0)
                total, count = total + float(nll) * tokens, count + tokens
        self.model.train()
        self._load(self.masters)
        return total / max(count, 1)

    def finished_model(self, weights: Weights | None = None) -> Any:
        """A copy of the model with `weights` (the average) in fp32 on the CPU; training can go on afterwards."""
        import copy

        result = copy.deepcopy(self.model).float().cpu()
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
            "schedule": asdict(self.schedule),
        }
        path = self.state / CHECKPOINT
        partial = path.with_name(f"{CHECKPOINT}.part")
        try:
            torch.save(payload, partial)
            partial.replace(path)
        except (OSError, RuntimeError) as error:  # torch's writer makes a RuntimeError of a full disk
            partial.unlink(missing_ok=True)
            raise OutputError(
                f"cannot save {path} ({_reason(error)}): make room and run the same command again"
            ) from error

    def _resume(self) -> None:
        path = self.state / CHECKPOINT
        if not path.exists():
            return
        try:
            payload = torch.load(path, map_location="cpu", weights_only=True)
        except (OSError, RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise InputError(f"{path} is broken, or no checkpoint: remove it to begin again") from error
        if {n: p.shape for n, p in payload["masters"].items()} != {n: p.shape for n, p in self.masters.items()}:
            raise InputError(f"{path} is the checkpoint of another model: remove it, or train in another folder")
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
            for name, parameter in self._working.items():
                parameter.copy_(weights[name])

    def _loss(self, pairs: Sequence[Encoded], smoothing: float) -> tuple[Tensor, Tensor, int]:
        """Smoothed loss, plain loss (nats a token) and number of target tokens of one batch."""
        device = self.masters[self._output].device
        source = torch.from_numpy(padded([pair.source for pair in pairs], 0)).to(device)
        lengths = torch.from_numpy(np.array([len(pair.source) for pair in pairs])).to(device)
        mask = torch.arange(source.shape[1], device=device) < lengths[:, None]
        target = torch.from_numpy(padded([pair.target for pair in pairs], self.pad)).to(device)
        start = torch.full((len(pairs), 1), self.model.config.decoder_start_token_id, device=device)
        written = torch.cat([start, target[:, :-1]], dim=1)
        blanks = self.schedule.blanks if self.model.training else 0.0
        guidance = self._guide.strength(self.step) if self._guide and self.model.training else 0.0
        output = self.model.model(
            input_ids=_blanked(source, blanks),
            attention_mask=mask.long(),
            decoder_input_ids=_blanked(written, blanks),
            use_cache=False,
            output_attentions=guidance > 0,
        )
        keep = target.ne(self.pad)
        labels = target[keep]
        hidden = output.last_hidden_state[keep]
        loss, nll = smoothed_cross_entropy(hidden, self._working[self._output], labels, smoothing, self._bias)
        if self._guide and guidance:
            loss = loss + guidance * self._guide.loss(output.cross_attentions[-1], source, target, mask, keep)
        return loss, nll, labels.numel()

    def _update(self, pairs: Sequence[Encoded], factor: float) -> float:
        loss, nll, tokens = self._loss(pairs, self.schedule.smoothing)
        loss.backward()  # type: ignore[no-untyped-call]
        for name, parameter in self._working.items():
            if parameter.grad is not None:
                self.masters[name].grad = parameter.grad.float()
                parameter.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters.values(), self.schedule.clip)
        self.step += 1
        factor *= min(1.0, self.step / max(self.schedule.warmup, 1))
        for optimiser, peak in zip(self.optimisers, self._peaks, strict=True):
            optimiser.param_groups[0]["lr"] = peak * factor
            optimiser.step()
        with torch.no_grad():
            masters = list(self.masters.values())
            self.masters[self._output][self.pad] = self._padding  # `<pad>` starts every target: it stays as it was
            decay = min(self.schedule.average, (1 + self.step) / (10 + self.step))
            torch._foreach_lerp_(list(self.average.values()), masters, 1 - decay)
        self._load(self.masters)
        self.tokens += tokens
        return float(nll)

    def _log(self, losses: Sequence[float], speed: float, dev: bool, report: Report | None) -> None:
        line: dict[str, Any] = {
            "step": self.step,
            "epoch": self.epoch,
            "tokens": self.tokens,
            "hours": round(self.seconds / 3600, 3),
            "tokens_per_second": round(speed),
            "perplexity": _perplexity(sum(losses) / max(len(losses), 1)),
        }
        if dev and self.dev:
            line["dev_perplexity"] = _perplexity(self.dev_loss())
        with open(self.state / "log.jsonl", "a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        if report:
            report(line)


def _blanked(ids: Tensor, share: float) -> Tensor:
    """`ids` with a random `share` of them hidden behind `<unk>` (word dropout, Gal and Ghahramani 2016)."""
    return ids.masked_fill(torch.rand(ids.shape, device=ids.device) < share, UNKNOWN_ID) if share else ids


def _reason(error: Exception) -> str:
    return ((getattr(error, "strerror", None) or str(error)).splitlines() or [type(error).__name__])[0].lower()


def _perplexity(nll: float) -> float:
    return round(math.exp(min(nll, 20.0)), 2)
