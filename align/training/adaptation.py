"""Fine-tunes a Marian checkpoint on reviewed pairs: short rounds of training, each measured as users will see it.

After every round the averaged weights are written as a checkpoint, converted to int8 and scored by chrF on the `dev`
pairs; the best round's checkpoint is the one that counts, and patience with worse ones ends the run.

Against forgetting, a checkpoint is a mean of the base's weights and the trained ones (WiSE-FT, Wortsman et al. 2022).
Measured on a starter in the making and software help, by perplexity: it gave up 5 % of the gain for 29 % of the loss on
news at a share of 0.15, where a pull to the base's weights in training (L2-SP) gave up 10 % for 30 %.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from torch import Tensor

from align.checkpoints.checkpoint_store import LocalModel, read_json
from align.errors import InputError
from align.io.atomic import atomic_text
from align.localization import _
from align.progress import Warn, ignore
from align.training.architecture import load_model
from align.training.batching import epoch_plan
from align.training.data import Example, encode
from align.training.draft_scoring import chrf, drafts
from align.training.encoded import Encoded
from align.training.example_selection import MAX_TOKENS, DataSplits
from align.training.export import save_checkpoint
from align.training.interruption import deferred_interrupts
from align.training.schedule import Schedule
from align.training.trainer import Trainer, Weights, perplexity
from align.training.vocabulary import tokeniser

BASE_RATE, MAX_RATE = 3e-4, 1e-3
"""Adam's rate for a model of width 256, and the highest. From perplexities of 74 on software help and 81 on news, 3e-4
led to 29 and 121, 1e-3 to 28 and 182: it forgets more for the same gain. The rate falls with the square of the width:
7.5e-5 at 512 (opus-mt) and 1.9e-5 at 1024 (`tc-big`) are in the range in which such models are fine-tuned elsewhere."""

RETAIN = 0.2
"""Share of the base's weights in the adapted ones."""

BATCH_TOKENS = 1000
MIN_ROUND, MAX_ROUND = 20, 200
"""Updates of a round."""


@dataclass(frozen=True, slots=True)
class AdaptationOptions:
    """The options of an adaptation. `learning_rate` None chooses by the model's width; `seconds` None sets no limit.
    Passes (`epochs`) are over the training pairs; `patience` is the number of rounds without a new best after which the
    run ends; `retain` is the share of the base's weights in the result."""

    learning_rate: float | None = None
    epochs: int = 20
    patience: int = 4
    seconds: float | None = None
    retain: float = RETAIN
    seed: int = 1
    threads: int = 0
    device: str = "cpu"
    precision: str = "float32"


@dataclass(frozen=True, slots=True)
class Round:
    """One measured point: after `step` updates and `seconds` of training, perplexity of what was trained on since the
    last one (None at the start) and chrF on the development pairs."""

    step: int
    seconds: float
    perplexity: float | None
    chrf: float


@dataclass(frozen=True, slots=True)
class State:
    """The progress of a run: updates done and at most to do, chrF at the start and best so far, seconds left at most
    (None while nothing is known)."""

    step: int
    steps: int
    before: float
    best: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Callbacks:
    """The listeners of an adaptation: `on_progress` before each update, `warn` for each line to the user."""

    on_progress: Callable[[State], None] = lambda state: None
    warn: Warn = ignore


class Adaptation:
    """Fine-tunes `base` on the pairs of `splits`, and on general ones (`mix`), in the folder `work`.

    A new Adaptation on the same folder resumes where the last one stopped; `rounds` are those so far. The weights of
    the best round are in `best_folder`, unless the base itself was never beaten.
    """

    def __init__(
        self, base: LocalModel, splits: DataSplits, mix: Sequence[Example], work: Path, options: AdaptationOptions
    ):
        self.base, self.splits, self.work, self.options = base, splits, work, options
        self.best_folder, self._former_best = work / "best", work / "best.former"
        self._restore_best()
        self._languages = base.sources[0], base.targets[0]
        self._data = self._encode(mix)
        per_epoch = len(epoch_plan(self._data, BATCH_TOKENS, options.seed * 1000))
        self.steps = per_epoch * options.epochs
        self._interval = max(MIN_ROUND, min(per_epoch, MAX_ROUND))
        self.rounds = self._load_rounds() or [Round(0, 0.0, None, self._score(base))]

    @property
    def best(self) -> Round:
        """The round with the best chrF, the earliest of equals."""
        return max(self.rounds, key=lambda round_: round_.chrf)

    @property
    def improved(self) -> bool:
        """Whether any round was better on the development pairs than the base."""
        return self.best.step > 0

    def run(self, on_progress: Callable[[State], None]) -> None:
        """Train until patience, passes or time are used up. An interrupt saves and then raises KeyboardInterrupt."""
        trainer = Trainer(
            load_model(self.base.path, device=self.options.device),
            self._data,
            (),
            self.work / "state",
            self._schedule(),
            self.options.device,
        )
        updates = trainer.updates()
        losses: list[Tensor] = []
        began, first = time.monotonic(), trainer.step
        with deferred_interrupts() as interrupted:
            while not interrupted():
                elapsed = time.monotonic() - began
                on_progress(self._state(trainer.step, trainer.step - first, elapsed))
                out_of_time = self.options.seconds is not None and elapsed >= self.options.seconds
                over = out_of_time or trainer.step >= self.steps or self._patience_used_up()
                unmeasured = trainer.step - self.rounds[-1].step
                if unmeasured >= self._interval or (over and unmeasured):
                    self._end_round(trainer, losses)
                    losses = []
                elif over:
                    return
                else:
                    losses.append(next(updates))
            trainer.save()

    def _encode(self, mix: Sequence[Example]) -> list[Encoded]:
        """Encode the training pairs, and general ones: as many of them a pass as there are pairs to learn."""
        source = tokeniser(self.base.path, "source", self.base.target_token)
        target = tokeniser(self.base.path, "target")
        weights = {"mix": min(1.0, len(self.splits.train) / max(len(mix), 1))}
        plain = [Example(example.source, example.target) for example in self.splits.train]
        return encode([*plain, *mix], source, target, weights, longest=MAX_TOKENS + 2)

    @property
    def learning_rate(self) -> float:
        """Adam's rate: that of the options, or the one for a model of this width."""
        width = int(read_json(self.base.path / "config.json")["d_model"])
        return self.options.learning_rate or min(MAX_RATE, BASE_RATE * (256 / width) ** 2)

    def _schedule(self) -> Schedule:
        return Schedule(
            learning_rate=self.learning_rate,
            muon_rate=None,
            warmup=20,
            batch_tokens=BATCH_TOKENS,
            ema_decay=0.97,
            seed=self.options.seed,
            precision=self.options.precision,
        )

    def _end_round(self, trainer: Trainer, losses: Sequence[Tensor]) -> None:
        """Score the averaged weights; keep them if they are the best so far; save everything."""
        candidate = self.work / "candidate"
        shutil.rmtree(candidate, ignore_errors=True)
        model = trainer.finished_model(self._mean_with_base(trainer))
        save_checkpoint(model, self.base.path, candidate, *self._languages)
        score = self._score(replace(self.base, path=candidate, is_starter=False))
        if score > self.best.chrf:
            self._replace_best(candidate)
        train_perplexity = perplexity(sum(map(float, losses)) / len(losses)) if losses else None
        self.rounds.append(Round(trainer.step, round(trainer.seconds, 1), train_perplexity, score))
        trainer.save()
        atomic_text(self.work / "rounds.json", json.dumps([asdict(round_) for round_ in self.rounds]))

    def _replace_best(self, candidate: Path) -> None:
        """Replace the best round so far by `candidate`; it is lost at no moment (see `_restore_best`)."""
        if self.best_folder.exists():
            shutil.rmtree(self._former_best, ignore_errors=True)
            self.best_folder.rename(self._former_best)
        candidate.rename(self.best_folder)
        shutil.rmtree(self._former_best, ignore_errors=True)

    def _restore_best(self) -> None:
        """Put the best round back if a run was killed while it was being replaced."""
        if self._former_best.exists() and not self.best_folder.exists():
            self._former_best.rename(self.best_folder)

    def _mean_with_base(self, trainer: Trainer) -> Weights:
        """The mean of the trained weights and the base's, which get the share `retain`."""
        base = dict(load_model(self.base.path).named_parameters())
        share = self.options.retain
        return {name: share * base[name].detach() + (1 - share) * w.cpu() for name, w in trainer.average.items()}

    def _score(self, model: LocalModel) -> float:
        hypotheses = drafts(model, self.splits.dev, self.options.device, self.options.threads)
        return round(chrf(hypotheses, self.splits.dev), 2)

    def _load_rounds(self) -> list[Round]:
        path = self.work / "rounds.json"
        try:
            return [Round(**row) for row in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []
        except (ValueError, TypeError) as error:
            hint = _("remove the folder {work} to begin again", work=self.work)
            raise InputError(_("{path} is broken", path=path), path=path, hint=hint) from error

    def _patience_used_up(self) -> bool:
        return len(self.rounds) - 1 - self.rounds.index(self.best) >= self.options.patience

    def _state(self, step: int, steps_this_run: int, elapsed: float) -> State:
        seconds_left = (self.steps - step) * elapsed / steps_this_run if steps_this_run else None
        if seconds_left is not None and self.options.seconds is not None:
            seconds_left = min(seconds_left, max(0.0, self.options.seconds - elapsed))
        return State(step, self.steps, self.rounds[0].chrf, self.best.chrf, seconds_left)
