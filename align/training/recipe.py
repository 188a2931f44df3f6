"""A starter model from a TSV of pairs: prepare, train, export, evaluate. Used by models/*/recipe/train.py.

The work folder holds `vocabulary/`, `train.npz`, `dev.npz`, `vectors.npy` (first embeddings), `links.npy` (for guided
attention) and, in `state/`, checkpoint and log.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from align.errors import InputError, UsageError
from align.training.architecture import Architecture, load_model, new_model
from align.training.data import Example, encode, filtered, load_encoded, read_examples, save_encoded
from align.training.export import save_checkpoint
from align.training.guidance import link_table
from align.training.held_out import HeldOut
from align.training.noise import SubwordSampling
from align.training.trainer import Report, Schedule, Trainer
from align.training.vocabulary import bilingual_vectors, known_vocabulary, tokeniser, train_vocabulary
from align.translation.store import MANIFEST, open_folder


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe's configuration.

    `pairs` are TSV files; a pair that stands in several counts with the first. `weights` says, by tag, how often a pass
    sees a pair, 0 leaving it out. `dev` says of which tags how many of the last pairs are for development. `noise` is
    the `alpha` and `share` of subword sampling (see SubwordSampling); empty, there is none. Of `best_of` drafts the
    finished model's users get the best.
    """

    source_lang: str
    target_lang: str
    pairs: tuple[Path, ...]
    held_out: tuple[Path, ...]
    work: Path
    checkpoint: Path
    vocabulary: int
    architecture: Architecture
    schedule: Schedule
    weights: Mapping[str, float]
    dev: Mapping[str, int]
    noise: Mapping[str, float]
    start: Path | None = None
    best_of: int = 1


def read_recipe(path: Path) -> Recipe:
    """Read a TOML file; its paths are relative to it. Raises UsageError that names what is missing or unknown."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        paths = {name: path.parent / place for name, place in content["paths"].items() if isinstance(place, str)}
        return Recipe(
            source_lang=content["source_lang"],
            target_lang=content["target_lang"],
            pairs=_places(path, content["paths"]["pairs"]),
            held_out=_places(path, content["paths"]["held_out"]),
            work=paths["work"],
            checkpoint=paths["checkpoint"],
            vocabulary=content["vocabulary"],
            architecture=Architecture(**content["architecture"]),
            schedule=Schedule(**content["schedule"]),
            weights=content["weights"],
            dev=content["dev"],
            noise=content.get("noise", {}),
            start=paths.get("start"),
            best_of=content.get("best_of", 1),
        )
    except OSError as error:
        raise InputError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} is not a recipe: {error}") from error


def _places(recipe: Path, names: str | list[str]) -> tuple[Path, ...]:
    """One file or several, relative to the recipe."""
    return tuple(recipe.parent / name for name in ([names] if isinstance(names, str) else names))


def training_list(recipe: Recipe) -> tuple[list[Example], list[Example]]:
    """The pairs to train on and the development pairs.

    Nothing to train on equals, contains or is contained in a line of the held-out files or a development pair, letters
    compared (see HeldOut).
    """
    examples = [example for path in recipe.pairs for example in read_examples(path)]
    unknown = sorted({example.tag for example in examples} - recipe.weights.keys())
    if unknown:
        raise UsageError(f"the recipe has no weight for {', '.join(unknown)}: add them to [weights]")
    dev = [pair for tag, count in recipe.dev.items() for pair in [e for e in examples if e.tag == tag][-count:]]
    tests = [line for path in recipe.held_out for line in _lines(path)]
    held_out = HeldOut([*tests, *(pair.source for pair in dev)])
    return list(filtered(examples, recipe.weights, held_out)), dev


def prepare(recipe: Recipe) -> dict[str, Any]:
    """Filter the pairs, train the vocabulary, encode, work out first vectors and links; the counts of what there is."""
    train, dev = training_list(recipe)
    generator = random.Random(recipe.schedule.seed)
    sample: list[str] = []
    for pair in train:  # the vocabulary sees the sources in the proportions of training, each pair at most once
        if generator.random() < min(1.0, recipe.weights[pair.tag]):
            sample += [pair.source, pair.target]
    folder = recipe.work / "vocabulary"
    ids = (
        known_vocabulary(recipe.start, folder) if recipe.start else train_vocabulary(sample, folder, recipe.vocabulary)
    )
    source, target = tokeniser(folder, "source"), tokeniser(folder, "target")
    encoded = encode(train, source, target, recipe.weights)
    save_encoded(recipe.work / "train.npz", encoded)
    save_encoded(recipe.work / "dev.npz", encode(dev, source, target, {}))
    np.save(recipe.work / "links.npy", link_table(encoded, len(ids)).numpy())
    np.save(recipe.work / "vectors.npy", bilingual_vectors(encoded, len(ids), recipe.architecture.width))
    return {
        "pairs": len(encoded),
        "by_tag": dict(Counter(pair.tag for pair in train).most_common()),
        "vocabulary": len(ids),
        "target_tokens_a_pass": round(sum(len(pair.target) * pair.weight for pair in encoded)),
        "dev_pairs": len(dev),
    }


def open_trainer(recipe: Recipe) -> Trainer:
    """The trainer on what `prepare` made, at its last checkpoint if it has one."""
    if not (recipe.work / "vectors.npy").exists():
        raise InputError(f"{recipe.work} holds nothing to train on: run prepare first")
    vectors = np.load(recipe.work / "vectors.npy")
    if recipe.start:
        model = load_model(recipe.start, recipe.architecture.dropout)
    else:
        model = new_model(recipe.architecture, len(vectors), vectors, recipe.schedule.seed)
    train, dev = (load_encoded(recipe.work / f"{name}.npz") for name in ("train", "dev"))
    links = torch.from_numpy(np.load(recipe.work / "links.npy")) if recipe.schedule.guide else None
    noise = (
        SubwordSampling(recipe.work / "vocabulary", recipe.noise["alpha"], recipe.noise["share"])
        if recipe.noise
        else None
    )
    return Trainer(model, train, dev, recipe.work / "state", recipe.schedule, links=links, noise=noise)


def train(recipe: Recipe, seconds: float, cooldown: bool, report: Report) -> None:
    """Train for `seconds` more. A cool-down ends with an export and leaves the checkpoint of the trunk as it was."""
    trainer = open_trainer(recipe)
    trainer.run(seconds, cooldown, report)
    if cooldown:
        export(recipe, trainer)


def export(recipe: Recipe, trainer: Trainer) -> None:
    """Write the model's folder from the averaged weights, or from the last ones where those are better on `dev`."""
    weights = min((trainer.average, trainer.masters), key=trainer.dev_loss)
    model = trainer.finished_model(weights)
    save_checkpoint(model, recipe.work / "vocabulary", recipe.checkpoint, recipe.source_lang, recipe.target_lang)


def average(recipe: Recipe, folders: Sequence[Path]) -> None:
    """Write the mean of finished checkpoints as the recipe's model (a model soup, Wortsman et al. 2022).

    They must be cool-downs of one trunk, with other orders of batches: what each has learnt by heart of its own cancels
    out. Raises UsageError for models of different shapes.
    """
    models = [load_model(folder) for folder in folders]
    parts = [dict(model.named_parameters()) for model in models]
    if len({tuple((name, weight.shape) for name, weight in part.items()) for part in parts}) != 1:
        raise UsageError("only checkpoints of one trunk can be averaged: these are of different shapes")
    with torch.no_grad():
        for name, weight in parts[0].items():
            weight.copy_(torch.stack([part[name] for part in parts]).mean(0))
    save_checkpoint(models[0], recipe.work / "vocabulary", recipe.checkpoint, recipe.source_lang, recipe.target_lang)


def evaluate(recipe: Recipe, source: Path, reference: Path, threads: int = 0) -> dict[str, Any]:
    """Score the exported model as users run it (CTranslate2, int8, beam 4, the best of `best_of` drafts) and write the
    scores into its manifest; those of plain drafts are in the result only, as `plain`."""
    import sacrebleu

    from align.alignment.encoders import load_encoder
    from align.progress import Silent
    from align.text import Segment
    from align.translation import open_engine
    from align.translation.choosing import ChoosingEngine
    from align.translation.drafting import draft_segments
    from align.translation.engine import Decoding, Engine

    texts, references = _lines(source), _lines(reference)
    if len(texts) != len(references):
        raise InputError(f"{source} has {len(texts)} lines and {reference} {len(references)}: they must match")
    plain = open_engine("ctranslate2", open_folder(recipe.checkpoint), "cpu", threads)
    engine = ChoosingEngine(plain, load_encoder(), recipe.best_of) if recipe.best_of > 1 else plain
    segments = [Segment(text, "sentence", number, 0, len(text)) for number, text in enumerate(texts)]
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()

    def scores(engine: Engine) -> dict[str, float]:
        drafts = [d.text for d in draft_segments(segments, engine, recipe.target_lang, Decoding(), Silent())]
        return {
            "chrf": round(chrf.corpus_score(drafts, [references]).score, 1),
            "bleu": round(bleu.corpus_score(drafts, [references]).score, 1),
        }

    found = {"test": source.stem, **scores(engine), "best_of": recipe.best_of}
    _write_manifest(recipe, found)
    about = {"lines": len(texts), "engine": engine.signature, "chrf_signature": str(chrf.get_signature())}
    return {**found, **about, "plain": scores(plain)}


def _write_manifest(recipe: Recipe, scores: Mapping[str, Any]) -> None:
    path = recipe.checkpoint / MANIFEST
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    about = {"name": recipe.checkpoint.resolve().name, "sources": [recipe.source_lang], "targets": [recipe.target_lang]}
    path.write_text(json.dumps({**about, **known, **scores}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}") from error
