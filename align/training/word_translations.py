"""Learns the word translations of a checkpoint from the pairs that it is trained on, see `align.quality`.

IBM model 1 in both directions (Brown et al. 1993, https://aclanthology.org/J93-2003) on words cut to their first
letters, in memory that grows with the number of word pairs and not with that of the sentence pairs: what a few
thousand sentence pairs need is made for them and given up again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.alignment.arrays import Doubles, Ints
from align.alignment.bilingual_lexicon import conditional, expected_counts
from align.checkpoints.content import WORDS
from align.errors import InputError
from align.io.atomic import atomic_output
from align.quality.word_translations import BACKWARD, FORWARD, stems
from align.training.preparation import training_list
from align.training.recipe import Recipe

ITERATIONS = 5
ENOUGH_WEIGHT = 0.5
"""Times that a pass of training sees a pair, for it to be learnt from."""
OFTEN_ENOUGH = 2
"""Sentence pairs that must have a word, and two words together, for them to count."""
LONGEST = 60
"""Different words of a sentence that is learnt from, at most."""
AT_ONCE = 10_000
"""Sentence pairs whose cells are in memory at once."""
LIKELY = 0.02
"""The probability from which a word is a likely translation of another. 0.01 and 0.04 cost up to 0.1 chrF."""
_SHIFT = 1 << 24


class Learnt(NamedTuple):
    """The words of both sides, and entries, sorted by their source words' numbers: (source word, target word), with
    the probabilities of the target word given the source word and the other way round."""

    source_words: list[str]
    target_words: list[str]
    source: Ints
    target: Ints
    forward: Doubles
    backward: Doubles


class _Cells(NamedTuple):
    """Every word of a source sentence with every word of its target, for some sentence pairs: the entry of each cell,
    and the running numbers of the source token and the target token."""

    entry: Ints
    source_token: Ints
    target_token: Ints


def make_word_translations(recipe: Recipe) -> Path:
    """Learn them from the pairs that `recipe` trains on, and write them into the folder of its model; the file.

    Pairs of a tag that training sees less than ENOUGH_WEIGHT times a pass are left out: they are far from what the
    model is for.
    """
    train, _ = training_list(recipe)
    pairs = [(pair.source, pair.target) for pair in train if recipe.weights[pair.tag] >= ENOUGH_WEIGHT]
    if not pairs:
        raise InputError("the recipe has no pairs of enough weight to learn word translations from")
    recipe.checkpoint.mkdir(parents=True, exist_ok=True)
    return save_word_translations(recipe.checkpoint, learn_word_translations(pairs))


def learn_word_translations(pairs: Sequence[tuple[str, str]]) -> Learnt:
    """Learn from (source, target) sentence pairs which words translate each other."""
    source_words, sources = _numbered([source for source, _ in pairs])
    target_words, targets = _numbered([target for _, target in pairs])
    rows = [(e, f) for e, f in zip(sources, targets, strict=True) if 0 < len(e) <= LONGEST and 0 < len(f) <= LONGEST]
    entries = _entries(rows)
    source, target = entries // _SHIFT, entries % _SHIFT
    forward = np.ones(len(entries))
    backward = forward.copy()
    for _ in range(ITERATIONS):
        expected_forward, expected_backward = np.zeros(len(entries)), np.zeros(len(entries))
        for cells in _cells(rows, entries):
            expected_forward += expected_counts(forward, cells.entry, cells.target_token)
            expected_backward += expected_counts(backward, cells.entry, cells.source_token)
        forward = conditional(expected_forward, source, len(source_words))
        backward = conditional(expected_backward, target, len(target_words))
    return Learnt(source_words, target_words, source, target, forward, backward)


def save_word_translations(folder: Path, learnt: Learnt) -> Path:
    """Write the likely ones to the file of the checkpoint in `folder`; the file."""
    forward, backward = learnt.forward >= LIKELY, learnt.backward >= LIKELY
    keep = forward | backward
    used = np.unique(learnt.target[keep])
    with atomic_output(folder / WORDS) as stream:
        np.savez_compressed(
            stream,
            source=_bytes(learnt.source_words),
            target=_bytes([learnt.target_words[word] for word in used.tolist()]),
            counts=np.bincount(learnt.source[keep], minlength=len(learnt.source_words)).astype(np.uint32),
            targets=np.searchsorted(used, learnt.target[keep]).astype(np.uint32),
            directions=(forward[keep] * FORWARD + backward[keep] * BACKWARD).astype(np.uint8),
        )
    return folder / WORDS


def _numbered(texts: Sequence[str]) -> tuple[list[str], list[Ints]]:
    """The words of texts, the most frequent first, and the numbers of the different words of each text."""
    words = [set(stems(text)) for text in texts]
    frequency = Counter(word for those in words for word in sorted(those))
    known = [word for word, times in frequency.most_common() if times >= OFTEN_ENOUGH]
    numbers = {word: number for number, word in enumerate(known)}
    return known, [np.array(sorted(numbers[w] for w in those if w in numbers), dtype=np.int64) for those in words]


def _keys(rows: Sequence[tuple[Ints, Ints]]) -> Ints:
    return np.concatenate([(e[:, None] * _SHIFT + f[None]).ravel() for e, f in rows])


def _parts(rows: Sequence[tuple[Ints, Ints]]) -> Iterator[Sequence[tuple[Ints, Ints]]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _entries(rows: Sequence[tuple[Ints, Ints]]) -> Ints:
    """The word pairs that stand OFTEN_ENOUGH in the same sentence pair, as sorted keys."""
    entries, times = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    for part in _parts(rows):
        found, often = np.unique(_keys(part), return_counts=True)
        both = np.concatenate([entries, found])
        order = np.argsort(both, kind="stable")
        both, often = both[order], np.concatenate([times, often])[order]
        begins = np.flatnonzero(np.concatenate([[True], both[1:] != both[:-1]]))
        entries, times = both[begins], np.add.reduceat(often, begins)
    return entries[times >= OFTEN_ENOUGH]


def _cells(rows: Sequence[tuple[Ints, Ints]], entries: Ints) -> Iterator[_Cells]:
    for part in _parts(rows):
        sizes = np.array([(len(e), len(f)) for e, f in part])
        first = np.cumsum(sizes, axis=0) - sizes
        source_token = np.concatenate(
            [np.repeat(np.arange(at, at + len(e)), len(f)) for (e, f), at in zip(part, first[:, 0], strict=True)]
        )
        target_token = np.concatenate(
            [np.tile(np.arange(at, at + len(f)), len(e)) for (e, f), at in zip(part, first[:, 1], strict=True)]
        )
        keys = _keys(part)
        entry = np.minimum(np.searchsorted(entries, keys), max(0, len(entries) - 1))
        known = entries[entry] == keys if len(entries) else np.zeros(len(keys), dtype=bool)
        yield _Cells(entry[known], source_token[known], target_token[known])


def _bytes(words: Sequence[str]) -> NDArray[Any]:
    return np.frombuffer("\n".join(words).encode("utf-8"), dtype=np.uint8)
