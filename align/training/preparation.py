"""Prepares tables of pairs for training, in the work folder of a recipe.

The folder then holds `vocabulary/`, `train.npz`, `dev.npz`, `dev.tsv` (its texts) and `links.npz` (the alignment table
for guided attention); training adds `vectors.npy` (initial embeddings) and, in `state/`, checkpoint and log.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from align.errors import InputError, UsageError
from align.io.atomic import atomic_text
from align.training.data import Example, encode, filter_examples, read_examples
from align.training.encoded import EncodedPairs, load_encoded, save_encoded
from align.training.guided_attention import learn_alignment_table, load_alignment_table, save_alignment_table
from align.training.held_out import HeldOut
from align.training.recipe import Recipe
from align.training.subword_regularization import SubwordSampling
from align.training.vocabulary import BACK_TRANSLATED, copy_vocabulary, tokeniser, train_vocabulary


def training_list(recipe: Recipe) -> tuple[list[Example], list[Example]]:
    """Read the pairs to train on and the development pairs.

    No side of a training pair equals, contains or is contained in a line of the held-out files or a side of a
    development pair; only letters are compared (see HeldOut).
    """
    examples = [example for path in recipe.pairs for example in read_examples(path)]
    unknown = sorted({example.tag for example in examples} - recipe.weights.keys())
    if unknown:
        raise UsageError(f"the recipe has no weight for {', '.join(unknown)}", hint="add them to [weights]")
    dev = [pair for tag, count in recipe.dev.items() for pair in [e for e in examples if e.tag == tag][-count:]]
    tests = [line for path in recipe.held_out for line in read_lines(path)]
    held_out = HeldOut([*tests, *(side for pair in dev for side in (pair.source, pair.target))])
    return list(filter_examples(examples, recipe.weights, held_out)), dev


def prepare(recipe: Recipe) -> dict[str, Any]:
    """Filter the pairs, train the vocabulary, encode, learn the alignment table. Returns the counts."""
    train, dev = training_list(recipe)
    generator = random.Random(recipe.schedule.seed)
    sample: list[str] = []
    for pair in train:  # the vocabulary sees the sources in the proportions of training, each pair at most once
        if generator.random() < min(1.0, recipe.weights[pair.tag]):
            sample += [pair.source, pair.target]
    folder = recipe.work / "vocabulary"
    tokens = [BACK_TRANSLATED] if recipe.back_translated else []
    ids = (
        copy_vocabulary(recipe.start, folder)
        if recipe.start
        else train_vocabulary(sample, folder, recipe.vocabulary, tokens)
    )
    source, target = tokeniser(folder, "source"), tokeniser(folder, "target")
    encoded = EncodedPairs.of(encode(train, source, target, recipe.weights, first_ids=_first_ids(recipe, ids)))
    save_encoded(recipe.work / "train.npz", encoded)
    short = [(pair, row) for pair in dev for row in encode([pair], source, target, {})]
    save_encoded(recipe.work / "dev.npz", [row for _, row in short])
    texts = [f"{pair.source}\t{pair.target}\n" for pair, _ in short]
    atomic_text(recipe.work / "dev.tsv", "".join(texts))
    save_alignment_table(recipe.work / "links.npz", learn_alignment_table(encoded, len(ids)))
    (recipe.work / "vectors.npy").unlink(missing_ok=True)
    return {
        "pairs": len(encoded),
        "by_tag": dict(Counter(pair.tag for pair in train).most_common()),
        "vocabulary": len(ids),
        "target_tokens_a_pass": round(float((encoded.target_lengths * encoded.weights).sum())),
        "dev_pairs": len(short),
    }


def _first_ids(recipe: Recipe, ids: Mapping[str, int]) -> dict[str, int]:
    """The id that begins the sources of a tag. A vocabulary taken from a checkpoint may not have it."""
    return {tag: ids[BACK_TRANSLATED] for tag in recipe.back_translated if BACK_TRANSLATED in ids}


@dataclass(frozen=True, slots=True)
class Prepared:
    """The content of a prepared work folder: the size of its vocabulary, the pairs, the texts of the development pairs
    that are in `dev` (source, target), the alignment table (source ids × target ids)."""

    vocabulary: int
    train: EncodedPairs
    dev: EncodedPairs
    dev_texts: list[tuple[str, str]]
    alignment_table: Tensor

    def swapped(self, back_translated: int | None) -> Prepared:
        """The same for the opposite direction; `back_translated` is the id of `<bt>`, if the vocabulary has it."""
        texts = [(target, source) for source, target in self.dev_texts]
        table = self.alignment_table.T.contiguous()
        return Prepared(self.vocabulary, self.train.swapped(back_translated), self.dev.swapped(), texts, table)


def load_prepared(work: Path) -> Prepared:
    """Read the folder `work`. Raises InputError where `prepare` was not run."""
    if not (work / "train.npz").exists():
        raise InputError(f"{work} holds nothing to train on", path=work, hint="run prepare first")
    ids = vocabulary_ids(work)
    train, dev = (load_encoded(work / f"{name}.npz") for name in ("train", "dev"))
    texts = [(row.source, row.target) for row in read_examples(work / "dev.tsv")]
    if len(texts) != len(dev):
        path = work / "dev.tsv"
        raise InputError(f"{path} does not fit dev.npz", path=path, hint="run prepare again")
    return Prepared(len(ids), train, dev, texts, load_alignment_table(work / "links.npz", len(ids)))


def vocabulary_ids(work: Path) -> dict[str, int]:
    """Piece → id of the vocabulary in the folder `work`."""
    ids: dict[str, int] = json.loads((work / "vocabulary" / "vocab.json").read_text(encoding="utf-8"))
    return ids


def vocabulary_hash(work: Path) -> str:
    """The identity of the vocabulary in the folder `work`: SHA-256 of its ids."""
    return hashlib.sha256((work / "vocabulary" / "vocab.json").read_bytes()).hexdigest()


def subword_sampling(recipe: Recipe, work: Path) -> SubwordSampling | None:
    """The noise of the recipe, with the vocabulary in `work`, if it has one."""
    return SubwordSampling(work / "vocabulary", recipe.noise["alpha"], recipe.noise["share"]) if recipe.noise else None


def read_lines(path: Path) -> list[str]:
    """Read the lines of a UTF-8 file. Raises InputError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}", path=path) from error
