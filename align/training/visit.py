"""A short visit to a machine with a GPU: train on a pack for some minutes, and leave weights in parts.

The machine needs torch, transformers, sentencepiece and numpy, and no network. Minutes count from the start of the
program: reading the pack, the last evaluation and the writing are within them, and the rates are at zero by then
whatever the machine's speed. Each time the model is evaluated its weights are written, so that a visit which is cut off
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

from align.errors import OutputError, UsageError, option_name
from align.io.atomic import output_error
from align.training.architecture import Architecture, new_model
from align.training.greedy import dev_score
from align.training.pack import read_pack
from align.training.parts import MANIFEST, check_size, read_manifest, read_parts, write_parts
from align.training.preparation import load_prepared, subword_sampling, vocabulary_hash, vocabulary_ids
from align.training.recipe import Recipe
from align.training.trainer import OnLog, Trainer, Weights, perplexity
from align.training.vocabulary import BACK_TRANSLATED, bilingual_vectors, detokeniser

LOG = "log.jsonl"
RESERVE = 3.0
"""Seconds for what follows the training besides the last measuring, which is shorter than the first, of a cold GPU."""

REHEARSAL_DEV = 64
"""Development pairs used on a CPU, which would take minutes for all of them."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The options of a visit: a `recipe` (its data and paths are not used), the `pack`, a folder `out`, and how many
    `minutes` it may take.

    `reverse` trains the opposite direction. `start` is the folder of an earlier visit, to continue from. `device` is
    `cpu` or `cuda`; `workers` processes make the batches; `compiled` has torch compile the encoder's layers.
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


def visit(options: Visit, began: float, on_log: OnLog) -> None:
    """Train; `began` is the program's start (`time.monotonic()`). `on_log` gets each line of the log.

    Raises UsageError for a folder in use or a model too large, InputError for a broken pack or start, OutputError for a
    folder that cannot be written to. An interrupt (Ctrl-C, SIGTERM) writes the weights as they are and raises
    KeyboardInterrupt.
    """
    if (options.out / MANIFEST).exists():
        raise UsageError(f"{options.out} holds the weights of a visit", path=options.out, hint="choose another folder")
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"cannot make the folder {options.out}: {(error.strerror or str(error)).lower()}"
        hint = f"Choose another with {option_name('out')}"
        raise OutputError(problem, path=options.out, hint=hint) from error
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        read_pack(options.pack, work)
        _VisitRun(options, work, began, on_log).run()


class _VisitRun:
    """A visit whose pack is unpacked in `work`."""

    def __init__(self, options: Visit, work: Path, began: float, on_log: OnLog):
        self._options, self._work, self._began, self._on_log = options, work, began, on_log
        self._languages = options.recipe.source_lang, options.recipe.target_lang
        prepared = load_prepared(work)
        if options.reverse:
            self._languages = self._languages[::-1]
            prepared = prepared.swapped(vocabulary_ids(work).get(BACK_TRANSLATED))
        some = slice(0, REHEARSAL_DEV if options.device == "cpu" else len(prepared.dev))
        self._prepared = replace(prepared, dev=prepared.dev[some], dev_texts=prepared.dev_texts[some])
        self._shape, model = self._open_model()
        check_size(model)
        guided = options.recipe.schedule.guided_attention_weight
        self._trainer = Trainer(
            model,
            self._prepared.train,
            self._prepared.dev,
            work / "state",
            options.recipe.schedule,
            options.device,
            alignment_table=self._prepared.alignment_table if guided and not options.start else None,
            noise=subword_sampling(options.recipe, work),
            workers=options.workers,
            compiled=options.compiled,
        )
        references = [target for _, target in self._prepared.dev_texts]
        self._score = dev_score(self._prepared.dev, references, detokeniser(work / "vocabulary", "target"))

    def run(self) -> None:
        """Measure, train, measure, write."""
        trainer, options = self._trainer, self._options
        before = self._elapsed()
        dev_perplexity = perplexity(trainer.dev_loss())
        of_loss = self._elapsed() - before
        self._log({**self._metadata(), "dev_perplexity": dev_perplexity, **trainer.measure_with(self._score)})
        measuring = self._elapsed() - before + of_loss  # the last: the losses of two candidates, the score of one
        seconds_left = 60 * options.minutes - self._elapsed() - measuring - RESERVE
        if seconds_left <= 0:
            raise UsageError(f"{options.minutes:g} minutes are over before training begins", hint="give it more")
        try:
            trainer.run(seconds_left, options.recipe.schedule.cooldown, self._log, self._measure, save=False)
        except KeyboardInterrupt:
            self._write(trainer.average)
            raise
        losses = {name: trainer.dev_loss(weights) for name, weights in self._candidates().items()}
        best = min(losses, key=lambda name: losses[name])
        self._write(self._candidates()[best])
        score = trainer.measure_with(self._score, self._candidates()[best])
        self._log({"finished": best, "dev_perplexity": perplexity(losses[best]), **score, **self._totals()})

    def _open_model(self) -> tuple[Architecture, Any]:
        """Load the model of `start`, or make a new one of the recipe's shape. Returns the shape and the model."""
        options, dropout = self._options, self._options.recipe.architecture.dropout
        if options.start:
            about = read_manifest(options.start)
            if (about["source_lang"], about["target_lang"]) != self._languages:
                problem = f"{options.start} is a model from {about['source_lang']} to {about['target_lang']}"
                raise UsageError(problem, path=options.start)
            if about["vocabulary_sha256"] != vocabulary_hash(self._work):
                problem = f"{options.start} was trained with another vocabulary than that of {options.pack}"
                raise UsageError(problem, path=options.start)
            shape = replace(Architecture(**about["architecture"]), dropout=dropout)
            return shape, read_parts(options.start, dropout, options.device)
        shape, size = options.recipe.architecture, self._prepared.vocabulary
        vectors = bilingual_vectors(self._prepared.train, size, shape.width, device=options.device)
        return shape, new_model(shape, size, vectors, options.recipe.schedule.seed, options.device)

    def _candidates(self) -> Mapping[str, Weights]:
        return {"average": self._trainer.average, "last": self._trainer.masters}

    def _measure(self, model: Any) -> dict[str, float]:
        self._write(self._trainer.average)
        return self._score(model)

    def _write(self, weights: Weights) -> None:
        write_parts(
            self._trainer.model, weights, self._shape, {**self._metadata(), **self._totals()}, self._options.out
        )

    def _metadata(self) -> dict[str, Any]:
        options = self._options
        source, target = self._languages
        return {
            "source_lang": source,
            "target_lang": target,
            "vocabulary_sha256": vocabulary_hash(self._work),
            "device": torch.cuda.get_device_name() if options.device == "cuda" else "cpu",
            "torch": torch.__version__,
            "parameters": sum(weight.numel() for weight in self._trainer.masters.values()),
            "pairs": len(self._prepared.train),
            "started_after_seconds": round(self._elapsed(), 1),
        }

    def _totals(self) -> dict[str, Any]:
        trainer = self._trainer
        totals = {"step": trainer.step, "tokens": trainer.tokens, "minutes": round(self._elapsed() / 60, 2)}
        if self._options.device == "cuda":
            totals["gpu_gib"] = round(torch.cuda.max_memory_allocated() / 2**30, 1)
        return totals

    def _log(self, line: dict[str, Any]) -> None:
        path = self._options.out / LOG
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
        except OSError as error:
            raise output_error(path, error) from error
        self._on_log(line)

    def _elapsed(self) -> float:
        return time.monotonic() - self._began
