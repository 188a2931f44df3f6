"""Pairs of a training list → token ids → batches of like length."""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece


@dataclass(frozen=True, slots=True)
class Example:
    """One training pair; `tag` names the source it came from."""

    source: str
    target: str
    tag: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one pair, each side closed by the end-of-sentence id."""

    source: np.ndarray
    target: np.ndarray
    weight: float


def read_examples(path: Path) -> Iterator[Example]:
    """Yield the pairs of a UTF-8 TSV file (source, target, tag), plain or `.xz`."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 2 and cells[0].strip() and cells[1].strip():
                yield Example(cells[0].strip(), cells[1].strip(), cells[2] if len(cells) > 2 else "")


def filtered(examples: Iterable[Example], weights: Mapping[str, float], held_out: frozenset[str]) -> Iterator[Example]:
    """Drop repeats, unweighted tags, held-out sources, mostly copied text and wild length ratios."""
    seen: set[tuple[str, str]] = set()
    for example in examples:
        key = (example.source, example.target)
        ratio = len(example.source) / len(example.target)
        if key in seen or weights.get(example.tag, 1.0) <= 0 or fold(example.source) in held_out:
            continue
        if (len(example.source) > 40 and not 0.4 < ratio < 2.5) or example.source == example.target:
            continue
        seen.add(key)
        yield example


def fold(text: str) -> str:
    """The letters of `text` in lower case: what two copies of a sentence share whatever their punctuation."""
    return "".join(character for character in text.casefold() if character.isalnum())


def encode(
    examples: Sequence[Example],
    source: sentencepiece.SentencePieceProcessor,
    target: sentencepiece.SentencePieceProcessor,
    ids: Mapping[str, int],
    weights: Mapping[str, float],
    longest: int = 128,
) -> list[Encoded]:
    """Tokenise `examples`; pairs longer than `longest` tokens on a side are left out."""
    unknown, end = ids["<unk>"], ids["</s>"]
    encoded = []
    pieces = zip(
        source.encode([e.source for e in examples], out_type=str),
        target.encode([e.target for e in examples], out_type=str),
        examples,
        strict=True,
    )
    for left, right, example in pieces:
        if len(left) < longest and len(right) < longest:
            sides = [np.array([ids.get(p, unknown) for p in side] + [end], dtype=np.int32) for side in (left, right)]
            encoded.append(Encoded(sides[0], sides[1], weights.get(example.tag, 1.0)))
    return encoded


def epoch_plan(data: Sequence[Encoded], batch_tokens: int, seed: int) -> list[list[int]]:
    """The batches of one pass, as indices into `data`: the same for the same seed, so a resumed run can skip ahead.

    A pair of weight 2.5 is seen two or three times a pass, one of weight 0.3 in three passes of ten. Batches hold at
    most `batch_tokens` target tokens (padding counted) and sentences of like length; their order is random.
    """
    generator = random.Random(seed)
    drawn: list[int] = []
    for index, pair in enumerate(data):
        copies = int(pair.weight) + (generator.random() < pair.weight % 1)
        drawn.extend([index] * copies)
    generator.shuffle(drawn)
    batches: list[list[int]] = []
    pool = 60_000
    for start in range(0, len(drawn), pool):
        part = sorted(drawn[start : start + pool], key=lambda i: (len(data[i].target), len(data[i].source)))
        batch: list[int] = []
        longest = 0
        for index in part:
            size = max(len(data[index].target), round(0.8 * len(data[index].source)))
            if batch and max(longest, size) * (len(batch) + 1) > batch_tokens:
                batches.append(batch)
                batch, longest = [], 0
            batch.append(index)
            longest = max(longest, size)
        if batch:
            batches.append(batch)
    generator.shuffle(batches)
    return batches


def padded(rows: Sequence[np.ndarray], pad: int) -> np.ndarray:
    """Stack `rows` to (rows, longest row), filled up with `pad`."""
    table = np.full((len(rows), max(map(len, rows))), pad, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table
