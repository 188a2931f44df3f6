"""The training loop shared by the starter's recipe (from random weights) and `align adapt` (from a checkpoint).

All weights of the working model are bf16; the optimisers hold fp32 masters. Hidden matrices are trained with Muon
(Jordan et al. 2024: orthogonalised momentum), embeddings, biases and norms with Adam. An exponential moving average of
the masters is what gets saved as the model.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from align.training.data import Encoded, epoch_plan, padded
from align.training.loss import smoothed_cross_entropy


@dataclass(frozen=True, slots=True)
class Schedule:
    """Options of a training run. Rates are those of Adam; Muon's update is scaled to match (`match_rms_adamw`)."""

    rate: float = 1.5e-3
    muon_rate: float = 4e-3
    warmup: int = 400
    batch_tokens: int = 4000
    smoothing: float = 0.1
    average: float = 0.9995
    clip: float = 1.0
    seed: int = 1
    checkpoint_seconds: float = 600.0


class Trainer:
    """Trains a MarianMT model in place. `state` (a folder) holds checkpoint and log; a new Trainer on it resumes."""

    def __init__(self, model: Any, data: Sequence[Encoded], dev: Sequence[Encoded], state: Path, schedule: Schedule):
        self.schedule = schedule
        self.data, self.dev = data, dev
        self.state = state
        state.mkdir(parents=True, exist_ok=True)
        self.pad: int = model.config.pad_token_id
        self.masters = {name: p.detach().float().clone().requires_grad_() for name, p in model.named_parameters() if p.requires_grad}
        self.average = {name: p.detach().clone() for name, p in self.masters.items()}
        self.model = model.to(torch.bfloat16)
        self.working = {n: p for n, p in self.model.named_parameters() if n in self.masters}
        hidden = [p for n, p in self.masters.items() if p.ndim == 2 and "layers" in n and "embed" not in n]
        others = [p for p in self.masters.values() if not any(p is h for h in hidden)]
        self.optimisers: list[torch.optim.Optimizer] = [
            torch.optim.Muon(hidden, lr=schedule.muon_rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
            torch.optim.Adam(others, lr=schedule.rate, betas=(0.9, 0.98), eps=1e-9),
        ]
        self.peaks = (schedule.muon_rate, schedule.rate)
        self.step = self.epoch = self.batch = self.tokens = 0
        self.seconds = 0.0
        self._resume()

    def run(
        self, seconds: float, cooldown: bool = False, report: Callable[[dict[str, Any]], None] | None = None
    ) -> None:
        """Train for `seconds`; with `cooldown` the rate falls linearly to zero over them and no checkpoint is kept."""
        start = saved = logged = time.monotonic()
        began = self.seconds
        losses: list[float] = []
        mark = self.tokens
        while True:
            plan = epoch_plan(self.data, self.schedule.batch_tokens, self.schedule.seed * 1000 + self.epoch)
            while self.batch < len(plan):
                now = time.monotonic()
                self.seconds = began + now - start
                left = 1.0 - (now - start) / seconds
                if left <= 0 or (self.state / "stop").exists():
                    (self.state / "stop").unlink(missing_ok=True)
                    self._log(losses, (self.tokens - mark) / (now - logged + 1e-9), report, dev=True)
                    if not cooldown:
                        self.save()
                    return
                losses.append(self._update(plan[self.batch], left if cooldown else 1.0))
                self.batch += 1
                if now - logged > 60:
                    full = now - saved > self.schedule.checkpoint_seconds
                    self._log(losses, (self.tokens - mark) / (now - logged), report, dev=full)
                    if full and not cooldown:
                        self.save()
                    saved = now if full else saved
                    losses, mark, logged = [], self.tokens, time.monotonic()
            self.epoch, self.batch = self.epoch + 1, 0

    def dev_loss(self) -> float:
        """Negative log-likelihood of the development pairs under the averaged weights, in nats a token."""
        self._load(self.average)
        self.model.eval()
        total = count = 0.0
        with torch.no_grad():
            ordered = sorted(range(len(self.dev)), key=lambda i: len(self.dev[i].target))
            for start in range(0, len(ordered), 64):
                pairs = [self.dev[i] for i in ordered[start : start + 64]]
                hidden, labels = self._forward(pairs)
                _, nll = smoothed_cross_entropy(hidden, self.model.model.shared.weight, labels, 0.0)
                total, count = total + float(nll) * labels.numel(), count + labels.numel()
        self.model.train()
        self._load(self.masters)
        return total / max(count, 1.0)

    def averaged_model(self) -> Any:
        """The model with the averaged weights loaded (bf16 → fp32 copies); training can go on afterwards."""
        import copy

        result = copy.deepcopy(self.model).float()
        with torch.no_grad():
            for name, parameter in result.named_parameters():
                if name in self.average:
                    parameter.copy_(self.average[name])
        return result.eval()

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        payload = {
            "masters": self.masters,
            "average": self.average,
            "optimisers": [o.state_dict() for o in self.optimisers],
            "counters": (self.step, self.epoch, self.batch, self.tokens, self.seconds),
            "schedule": asdict(self.schedule),
        }
        partial = self.state / "checkpoint.pt.part"
        torch.save(payload, partial)
        os.replace(partial, self.state / "checkpoint.pt")

    def _resume(self) -> None:
        path = self.state / "checkpoint.pt"
        if not path.exists():
            return
        payload = torch.load(path, weights_only=True)
        with torch.no_grad():
            for name, parameter in self.masters.items():
                parameter.copy_(payload["masters"][name])
                self.average[name].copy_(payload["average"][name])
        for optimiser, state in zip(self.optimisers, payload["optimisers"], strict=True):
            optimiser.load_state_dict(state)
        self.step, self.epoch, self.batch, self.tokens, self.seconds = payload["counters"]
        self._load(self.masters)

    def _load(self, weights: dict[str, Tensor]) -> None:
        with torch.no_grad():
            for name, parameter in self.working.items():
                parameter.copy_(weights[name])

    def _forward(self, pairs: Sequence[Encoded]) -> tuple[Tensor, Tensor]:
        source = torch.from_numpy(padded([p.source for p in pairs], self.pad))
        target = torch.from_numpy(padded([p.target for p in pairs], self.pad))
        shifted = torch.cat([torch.full((len(pairs), 1), self.pad), target[:, :-1]], dim=1)
        output = self.model.model(
            input_ids=source, attention_mask=source.ne(self.pad), decoder_input_ids=shifted, use_cache=False
        )
        keep = target.ne(self.pad)
        return output.last_hidden_state[keep], target[keep]

    def _update(self, indices: Sequence[int], factor: float) -> float:
        hidden, labels = self._forward([self.data[i] for i in indices])
        loss, nll = smoothed_cross_entropy(hidden, self.model.model.shared.weight, labels, self.schedule.smoothing)
        loss.backward()  # type: ignore[no-untyped-call]
        for name, parameter in self.working.items():
            if parameter.grad is not None:
                self.masters[name].grad = parameter.grad.float()
                parameter.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters.values(), self.schedule.clip)
        self.step += 1
        factor *= min(1.0, self.step / self.schedule.warmup)
        for optimiser, peak in zip(self.optimisers, self.peaks, strict=True):
            optimiser.param_groups[0]["lr"] = peak * factor
            optimiser.step()
        decay = min(self.schedule.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            self.masters["model.shared.weight"][self.pad].zero_()
            averages, masters = list(self.average.values()), list(self.masters.values())
            torch._foreach_lerp_(averages, masters, 1 - decay)
        self._load(self.masters)
        self.tokens += labels.numel()
        return float(nll)

    def _log(self, losses: list[float], rate: float, report: Callable[..., None] | None, dev: bool) -> None:
        nll = sum(losses) / max(len(losses), 1)
        line: dict[str, Any] = {
            "step": self.step,
            "epoch": self.epoch,
            "tokens": self.tokens,
            "hours": round(self.seconds / 3600, 3),
            "tokens_per_second": round(rate),
            "perplexity": round(math.exp(min(nll, 20)), 2),
        }
        if dev and self.dev:
            line["dev_perplexity"] = round(math.exp(min(self.dev_loss(), 20)), 2)
        with open(self.state / "log.jsonl", "a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        if report:
            report(line)
