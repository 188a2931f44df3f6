"""Makes a starter model of prepared data: train, export, average, evaluate. Used by models/*/recipe/train.py."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from align.checkpoints.checkpoint_store import open_folder
from align.checkpoints.content import MANIFEST
from align.checkpoints.conversion import converted
from align.errors import InputError, UsageError
from align.io.atomic import atomic_output, atomic_text
from align.training.architecture import load_model, new_model
from align.training.export import save_checkpoint
from align.training.parts import read_manifest, read_parts
from align.training.preparation import Prepared, load_prepared, read_lines, subword_sampling, vocabulary_hash
from align.training.recipe import Recipe
from align.training.trainer import CHECKPOINT, OnLog, Trainer
from align.training.vocabulary import bilingual_vectors


def open_trainer(recipe: Recipe, device: str = "cpu", workers: int = 0) -> Trainer:
    """Open the trainer on what `prepare` made, at its last checkpoint if it has one."""
    prepared = load_prepared(recipe.work)
    if recipe.start:
        model = load_model(recipe.start, recipe.architecture.dropout, device)
    else:
        vectors = _initial_vectors(recipe, prepared, device)
        model = new_model(recipe.architecture, prepared.vocabulary, vectors, recipe.schedule.seed, device)
    return Trainer(
        model,
        prepared.train,
        prepared.dev,
        recipe.work / "state",
        recipe.schedule,
        device,
        alignment_table=prepared.alignment_table if recipe.schedule.guided_attention_weight else None,
        noise=subword_sampling(recipe, recipe.work),
        workers=workers,
    )


def _initial_vectors(recipe: Recipe, prepared: Prepared, device: str) -> np.ndarray[Any, Any] | None:
    """The initial embeddings, computed once; None for a run that resumes from a checkpoint of its own."""
    path, shape = recipe.work / "vectors.npy", (prepared.vocabulary, recipe.architecture.width)
    if (recipe.work / "state" / CHECKPOINT).exists():
        return None
    if path.exists():
        known: np.ndarray[Any, Any] = np.load(path)
        if known.shape == shape:
            return known
    vectors = bilingual_vectors(prepared.train, *shape, device=device)
    with atomic_output(path) as stream:
        np.save(stream, vectors)
    return vectors


def train(recipe: Recipe, seconds: float, cooldown: bool, on_log: OnLog, device: str = "cpu", workers: int = 0) -> None:
    """Train for `seconds` more; `on_log` gets each line of the log. A cool-down ends with an export and leaves the
    checkpoint of the trunk as it was."""
    trainer = open_trainer(recipe, device, workers)
    trainer.run(seconds, float(cooldown), on_log)
    if cooldown:
        export(recipe, trainer)


def export(recipe: Recipe, trainer: Trainer) -> None:
    """Write the model's folder from the averaged weights, or from the last ones where those are better on `dev`."""
    weights = min((trainer.average, trainer.masters), key=trainer.dev_loss)
    _save(recipe, trainer.finished_model(weights))


def join(recipe: Recipe, folder: Path) -> None:
    """Write the weights in parts that a visit left in `folder` (see `align.training.visit`) as the recipe's model.

    Raises UsageError where they were trained with another vocabulary or in the other direction.
    """
    about = read_manifest(folder)
    languages = (recipe.source_lang, recipe.target_lang)
    if (about["source_lang"], about["target_lang"]) != languages:
        raise UsageError(f"{folder} is a model from {about['source_lang']} to {about['target_lang']}", path=folder)
    if about["vocabulary_sha256"] != vocabulary_hash(recipe.work):
        raise UsageError(f"{folder} was trained with another vocabulary than that of {recipe.work}", path=folder)
    _save(recipe, read_parts(folder, dropout=0.0))


def average(recipe: Recipe, folders: Sequence[Path]) -> None:
    """Write the mean of finished checkpoints as the recipe's model (a model soup, Wortsman et al. 2022).

    They must be cool-downs of one trunk, with other orders of batches: what each has overfitted to cancels out. Raises
    UsageError for models of different shapes.
    """
    models = [load_model(folder) for folder in folders]
    parts = [dict(model.named_parameters()) for model in models]
    if len({tuple((name, weight.shape) for name, weight in part.items()) for part in parts}) != 1:
        raise UsageError("only checkpoints of one trunk can be averaged: these are of different shapes")
    with torch.no_grad():
        for name, weight in parts[0].items():
            weight.copy_(torch.stack([part[name] for part in parts]).mean(0))
    _save(recipe, models[0])


def _save(recipe: Recipe, model: Any) -> None:
    """Write the model's folder with its conversion, which is shipped beside the weights and must be theirs."""
    save_checkpoint(model, recipe.work / "vocabulary", recipe.checkpoint, recipe.source_lang, recipe.target_lang)
    converted(recipe.checkpoint)


def evaluate(recipe: Recipe, source: Path, reference: Path, threads: int = 0) -> dict[str, Any]:
    """Score the exported model as users run it (CTranslate2, int8, beam 4, the best of `best_of` drafts) and write chrF
    and BLEU into its manifest. The scores of single drafts, as `plain`, and the shares of lines whose numbers and names
    are kept (see `facts_kept`; those of the references, as `reference`) are in the result only."""
    import sacrebleu

    from align.document import Segment
    from align.encoders.base import load_encoder
    from align.progress import Silent
    from align.quality.word_translations import WordTranslations
    from align.training.draft_scoring import facts_kept
    from align.translation import open_engine
    from align.translation.drafting import draft_segments
    from align.translation.engine import Decoding, Engine
    from align.translation.reranking import RerankingEngine

    texts, references = read_lines(source), read_lines(reference)
    if len(texts) != len(references):
        problem = f"{source} has {len(texts)} lines and {reference} {len(references)}"
        raise InputError(problem, path=source, hint="they must match")
    plain = open_engine("ctranslate2", open_folder(recipe.checkpoint), "cpu", threads)
    engine = plain
    if recipe.best_of > 1:
        words = WordTranslations.load(recipe.checkpoint)
        engine = RerankingEngine(plain, load_encoder(), recipe.best_of, words)
    segments = [Segment(text, "sentence", number, 0, len(text)) for number, text in enumerate(texts)]
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()

    def drafted(engine: Engine) -> list[str]:
        return [d.text for d in draft_segments(segments, engine, recipe.target_lang, Decoding(), Silent())]

    def scores(drafts: list[str]) -> dict[str, float]:
        return {
            "chrf": round(chrf.corpus_score(drafts, [references]).score, 1),
            "bleu": round(bleu.corpus_score(drafts, [references]).score, 1),
        }

    def kept(drafts: list[str]) -> dict[str, float]:
        return facts_kept(texts, drafts, (recipe.source_lang, recipe.target_lang))

    chosen, likeliest = drafted(engine), drafted(plain)
    found = {"test": source.stem, **scores(chosen), "best_of": recipe.best_of}
    _write_manifest(recipe, found)
    about = {"lines": len(texts), "engine": engine.signature, "chrf_signature": str(chrf.get_signature())}
    return {
        **found,
        **kept(chosen),
        **about,
        "plain": {**scores(likeliest), **kept(likeliest)},
        "reference": kept(references),
    }


def _write_manifest(recipe: Recipe, scores: Mapping[str, Any]) -> None:
    path = recipe.checkpoint / MANIFEST
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    about = {"name": recipe.checkpoint.resolve().name, "sources": [recipe.source_lang], "targets": [recipe.target_lang]}
    atomic_text(path, json.dumps({**about, **known, **scores}, ensure_ascii=False, indent=2) + "\n")
