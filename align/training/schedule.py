"""The options of a training run, and how its rates rise and fall."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """Options of a training run. Rates are those of Adam; Muon's update is scaled to match (`match_rms_adamw`).

    `muon_rate` None trains everything with Adam; `muon_steps` are the Newton-Schulz iterations of an update, and
    `weight_decay` (times the rate) is by how much an update shrinks Muon's matrices. `average` is the decay an update
    of the moving average, which starts short and grows with the run. `batch_tokens` counts target tokens with padding.
    `guide` is the weight, at first, of guided attention, which ends after `guide_updates`. `blanks` is the share of
    tokens that training hides, on the source side and in what the decoder has written so far. `cooldown` is the share
    (0 to 1) of a visit's time in which the rates fall to zero (see `align.training.visit`).
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
    cooldown: float = 0.35
    seed: int = 1
    precision: str = "bfloat16"
    checkpoint_seconds: float = 600.0

    def rise(self, step: int) -> float:
        """The share of its peak that a rate has at update `step` (1 is the first): a linear warm-up."""
        return min(1.0, step / max(self.warmup, 1))

    def decay(self, step: int) -> float:
        """The decay of the moving average at update `step`: short at first, so that it forgets the random weights."""
        return min(self.average, (1 + step) / (10 + step))


def fall(left: float, cooldown: float) -> float:
    """The share of its peak that a rate has when `left` (1 to 0) of the time is left, of which `cooldown` (0 to 1), the
    last, goes to a linear descent to zero."""
    return min(1.0, max(0.0, left) / cooldown) if cooldown > 0 else 1.0
