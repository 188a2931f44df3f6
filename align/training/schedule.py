"""The options of a training run, and the rise and fall of its learning rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_RECIPE_KEYS = {
    "rate": "learning_rate",
    "average": "ema_decay",
    "guide": "guided_attention_weight",
    "guide_updates": "guided_attention_updates",
    "blanks": "token_dropout",
}
"""The keys of a recipe's [schedule], and of a checkpoint, that have another name here."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Options of a training run. Rates are those of Adam; Muon's update is scaled to match (`match_rms_adamw`).

    `muon_rate` None trains everything with Adam; `muon_steps` are the Newton-Schulz iterations of an update, and
    `weight_decay` (times the rate) is by how much an update shrinks Muon's matrices. `ema_decay` is the decay per
    update of the exponential moving average, which starts short and grows with the run. `batch_tokens` counts target
    tokens with padding. `guided_attention_weight` is that of the guided-attention loss at first; it falls to zero over
    `guided_attention_updates`. `token_dropout` is the share of tokens that training replaces by `<unk>`, in the source
    and in the decoder's input. `cooldown` is the share (0 to 1) of a visit's time in which the rates fall to zero (see
    `align.training.visit`).
    """

    learning_rate: float = 1.5e-3
    muon_rate: float | None = 4e-3
    muon_steps: int = 5
    weight_decay: float = 0.01
    warmup: int = 400
    batch_tokens: int = 4000
    smoothing: float = 0.1
    ema_decay: float = 0.9995
    clip: float = 1.0
    guided_attention_weight: float = 0.0
    guided_attention_updates: int = 6000
    token_dropout: float = 0.0
    cooldown: float = 0.35
    seed: int = 1
    precision: str = "bfloat16"
    checkpoint_seconds: float = 600.0

    @classmethod
    def of_recipe(cls, table: Mapping[str, Any]) -> Schedule:
        """Make a schedule of a recipe's table [schedule]. Raises TypeError, with the key, for an unknown one."""
        if unknown := [key for key in table if key in _RECIPE_KEYS.values()]:
            raise TypeError(f"unknown key {unknown[0]!r}")
        return cls(**{_RECIPE_KEYS.get(key, key): value for key, value in table.items()})

    def to_recipe(self) -> dict[str, Any]:
        """The options by the keys of a recipe."""
        keys = {name: key for key, name in _RECIPE_KEYS.items()}
        return {keys.get(name, name): value for name, value in asdict(self).items()}

    def warmup_factor(self, step: int) -> float:
        """The share of its peak that a rate has at update `step` (1 is the first): a linear warm-up."""
        return min(1.0, step / max(self.warmup, 1))

    def ema_decay_at(self, step: int) -> float:
        """The decay of the moving average at update `step`: short at first, so that it forgets the random weights."""
        return min(self.ema_decay, (1 + step) / (10 + step))


def cooldown_factor(time_left: float, cooldown: float) -> float:
    """The share of its peak that a rate has when `time_left` (1 to 0) of the time is left, of which `cooldown` (0 to
    1), the last, goes to a linear descent to zero."""
    return min(1.0, max(0.0, time_left) / cooldown) if cooldown > 0 else 1.0
