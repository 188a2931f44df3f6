"""A short visit to a machine with a GPU: train on a pack for so many minutes, and leave weights in parts.

The machine needs torch, transformers, sentencepiece and numpy, and no network. Minutes count from the start of the
program: reading the pack, the last measuring and the writing are within them, and the rates are at zero by then
whatever the machine's speed. Each time the model is measured its weights are written, so that a visit which is cut off
leaves those of its last minute.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from align.errors import OutputError, UsageError
from align.io.atomic import output_error
from align.training.architecture import Architecture, new_model
from align.training.greedy import dev_score
from align.training.pack import read_pack
from align.training.parts import MANIFEST, check_size, read_manifest, read_parts, write_parts
from align.training.preparation import load_prepared, subword_sampling, vocabulary_hash, vocabulary_ids
from align.training.recipe import Recipe
from align.training.trainer import Report, Trainer, Weights, perplexity
from align.training.vocabulary import BACK_TRANSLATED, bilingual_vectors, detokeniser

LOG = "log.jsonl"
RESERVE = 3.0
"""Seconds for what follows the training, besides twice what measuring takes."""

REHEARSAL_DEV = 64
"""Development pairs that are measured with on a CPU, which would take minutes for all of them."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is asked of a visit: a `recipe` (of which its data and places are not used), the `pack`, a folder `out`, and
    how many `minutes` it may take.

    `reverse` trains the opposite direction. `start` is what an earlier visit left, to go on from. `device` is `cpu` or
    `cuda`; `workers` processes make the batches; `compiled` has torch compile the encoder's layers.
    """

    recipe: Recipe
    pack: Path
    out: Path
    minutes: float
    reverse: bool = False
    start: Path | None = None
    device: str = "cpu"
    workers: int = 1
    compiled: bool = False


def visit(asked: Visit, began: float, report: Report) -> None:
    """Train; `began` is the program's start (`time.monotonic()`). `report` gets what goes into the log too.

    Raises UsageError for a folder in use or a model too large, InputError for a broken pack or start, OutputError for a
    folder that cannot be written to. An interrupt (Ctrl-C, SIGTERM) writes the weights as they are and raises
    KeyboardInterrupt.
    """
    if (asked.out / MANIFEST).exists():
        raise UsageError(f"{asked.out} holds the weights of a visit: choose another folder")
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot make the folder {asked.out}: {reason}. Choose another with --out") from error
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        read_pack(asked.pack, work)
        _Work(asked, work, began, report).run()


class _Work:
    """A visit whose pack is unpacked in `work`."""

    def __init__(self, asked: Visit, work: Path, began: float, report: Report):
        self._asked, self._work, self._began, self._report = asked, work, began, report
        self._languages = asked.recipe.source_lang, asked.recipe.target_lang
        made = load_prepared(work)
        if asked.reverse:
            self._languages = self._languages[::-1]
            made = made.swapped(vocabulary_ids(work).get(BACK_TRANSLATED))
        some = slice(0, REHEARSAL_DEV if asked.device == "cpu" else len(made.dev))
        self._made = replace(made, dev=made.dev[some], dev_texts=made.dev_texts[some])
        self._shape, model = self._model()
        check_size(model)
        self._trainer = Trainer(
            model,
            self._made.train,
            self._made.dev,
            work / "state",
            asked.recipe.schedule,
            asked.device,
            links=self._made.links if asked.recipe.schedule.guide and not asked.start else None,
            noise=subword_sampling(asked.recipe, work),
            workers=asked.workers,
            compiled=asked.compiled,
        )
        references = [target for _, target in self._made.dev_texts]
        self._score = dev_score(self._made.dev, references, detokeniser(work / "vocabulary", "target"))

    def run(self) -> None:
        """Measure, train, measure, write."""
        trainer, asked = self._trainer, self._asked
        before = self._spent()
        self._tell({**self._about(), "dev_perplexity": perplexity(trainer.dev_loss()), **trainer.measured(self._score)})
        left = 60 * asked.minutes - self._spent() - 2 * (self._spent() - before) - RESERVE
        if left <= 0:
            raise UsageError(f"{asked.minutes:g} minutes are over before training begins: give it more")
        try:
            trainer.run(left, asked.recipe.schedule.cooldown, self._tell, self._measure, save=False)
        except KeyboardInterrupt:
            self._write(trainer.average)
            raise
        losses = {name: trainer.dev_loss(weights) for name, weights in self._candidates().items()}
        best = min(losses, key=lambda name: losses[name])
        self._write(self._candidates()[best])
        score = trainer.measured(self._score, self._candidates()[best])
        self._tell({"finished": best, "dev_perplexity": perplexity(losses[best]), **score, **self._totals()})

    def _model(self) -> tuple[Architecture, Any]:
        """The model to train and its shape: that of `start`, or a new one of the recipe's."""
        asked, dropout = self._asked, self._asked.recipe.architecture.dropout
        if asked.start:
            about = read_manifest(asked.start)
            if (about["source_lang"], about["target_lang"]) != self._languages:
                raise UsageError(f"{asked.start} is a model from {about['source_lang']} to {about['target_lang']}")
            if about["vocabulary_sha256"] != vocabulary_hash(self._work):
                raise UsageError(f"{asked.start} was trained with another vocabulary than that of {asked.pack}")
            shape = replace(Architecture(**about["architecture"]), dropout=dropout)
            return shape, read_parts(asked.start, dropout, asked.device)
        shape, size = asked.recipe.architecture, self._made.vocabulary
        vectors = bilingual_vectors(self._made.train, size, shape.width, device=asked.device)
        return shape, new_model(shape, size, vectors, asked.recipe.schedule.seed, asked.device)

    def _candidates(self) -> Mapping[str, Weights]:
        return {"average": self._trainer.average, "last": self._trainer.masters}

    def _measure(self, model: Any) -> dict[str, float]:
        self._write(self._trainer.average)
        return self._score(model)

    def _write(self, weights: Weights) -> None:
        write_parts(self._trainer.model, weights, self._shape, {**self._about(), **self._totals()}, self._asked.out)

    def _about(self) -> dict[str, Any]:
        asked = self._asked
        source, target = self._languages
        return {
            "source_lang": source,
            "target_lang": target,
            "vocabulary_sha256": vocabulary_hash(self._work),
            "device": torch.cuda.get_device_name() if asked.device == "cuda" else "cpu",
            "torch": torch.__version__,
            "parameters": sum(weight.numel() for weight in self._trainer.masters.values()),
            "pairs": len(self._made.train),
            "started_after_seconds": round(self._spent(), 1),
        }

    def _totals(self) -> dict[str, Any]:
        trainer = self._trainer
        totals = {"step": trainer.step, "tokens": trainer.tokens, "minutes": round(self._spent() / 60, 2)}
        if self._asked.device == "cuda":
            totals["gpu_gib"] = round(torch.cuda.max_memory_allocated() / 2**30, 1)
        return totals

    def _tell(self, line: dict[str, Any]) -> None:
        path = self._asked.out / LOG
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
        except OSError as error:
            raise output_error(path, error) from error
        self._report(line)

    def _spent(self) -> float:
        return time.monotonic() - self._began
