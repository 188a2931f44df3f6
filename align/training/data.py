"""Pairs of a training list → token ids → batches of like length."""

from __future__ import annotations

import hashlib
import lzma
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from align.errors import InputError
from align.training.held_out import HeldOut

Tokenise = Callable[[Sequence[str]], list[list[int]]]
"""Texts → token ids, each closed by the end-of-sentence id."""

POOL = 60_000
"""Pairs that are sorted by length together: a few hundred batches, so that batches of like length stay random."""

Ids = np.ndarray[Any, np.dtype[np.int32]]


@dataclass(frozen=True, slots=True)
class Example:
    """One training pair; `tag` names the source it came from."""

    source: str
    target: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one pair, each side closed by the end-of-sentence id; `weight` is how often a pass sees it."""

    source: Ids
    target: Ids
    weight: float = 1.0


def read_examples(path: Path) -> Iterator[Example]:
    """Yield the pairs of a UTF-8 TSV file (source, target, tag), plain or `.xz`; lines without both sides are skipped.

    Raises InputError for a file that cannot be read.
    """
    try:
        with _open(path) as lines:
            for line in lines:
                source, target, tag, *_ = [*line.rstrip("\n").split("\t"), "", ""]
                if source.strip() and target.strip():
                    yield Example(source.strip(), target.strip(), tag)
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the pairs of {path}: {error}. It must be TSV in UTF-8, plain or .xz") from error


def filtered(
    examples: Iterable[Example], weights: Mapping[str, float], held_out: HeldOut | None = None
) -> Iterator[Example]:
    """Drop repeats, tags of weight 0, what meets the held-out texts, copies of the source and wild length ratios."""
    seen: set[tuple[str, str]] = set()
    for example in examples:
        key = (example.source, example.target)
        ratio = len(example.source) / len(example.target)
        if key in seen or weights.get(example.tag, 1.0) <= 0 or example.source == example.target:
            continue
        if len(example.source) > 40 and not 0.4 < ratio < 2.5:
            continue
        if held_out and held_out.meets(example.source):
            continue
        seen.add(key)
        yield example


def encode(
    examples: Sequence[Example],
    source: Tokenise,
    target: Tokenise,
    weights: Mapping[str, float],
    longest: int = 128,
) -> list[Encoded]:
    """Tokenise `examples`; pairs of more than `longest` tokens on a side are left out.

    `weights` says, by tag, how often a pass sees a pair (1 where the tag is not named).
    """
    sides = zip(source([e.source for e in examples]), target([e.target for e in examples]), examples, strict=True)
    return [
        Encoded(np.array(left, np.int32), np.array(right, np.int32), weights.get(example.tag, 1.0))
        for left, right, example in sides
        if len(left) <= longest and len(right) <= longest
    ]


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
    for start in range(0, len(drawn), POOL):
        part = sorted(drawn[start : start + POOL], key=lambda i: (len(data[i].target), len(data[i].source)))
        batch: list[int] = []
        longest = 0
        for index in part:
            size = max(len(data[index].target), round(0.8 * len(data[index].source)))  # a source token costs less
            if batch and max(longest, size) * (len(batch) + 1) > batch_tokens:
                batches.append(batch)
                batch, longest = [], 0
            batch.append(index)
            longest = max(longest, size)
        if batch:
            batches.append(batch)
    generator.shuffle(batches)
    return batches


def padded(rows: Sequence[Ids], pad: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Stack `rows` to (rows, longest row), filled up with `pad`."""
    table = np.full((len(rows), max(map(len, rows))), pad, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def digest(examples: Iterable[Example]) -> str:
    """A name for the content of `examples`: 16 hexadecimal digits of SHA-256."""
    content = hashlib.sha256()
    for example in examples:
        content.update(repr((example.source, example.target)).encode(errors="backslashreplace"))
    return content.hexdigest()[:16]


def save_encoded(path: Path, data: Sequence[Encoded]) -> None:
    """Write `data` to one `.npz` file: the ids of each side end to end, their lengths, and the weights."""
    columns: dict[str, Any] = {"weights": np.array([pair.weight for pair in data], np.float32)}
    for side in ("source", "target"):
        rows = [getattr(pair, side) for pair in data]
        columns[f"{side}_ids"] = np.concatenate(rows) if rows else np.zeros(0, np.int32)
        columns[f"{side}_lengths"] = np.array([len(row) for row in rows], np.int32)
    np.savez(path, **columns)


def load_encoded(path: Path) -> list[Encoded]:
    """Read what `save_encoded` wrote. Raises InputError for a file that cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as columns:
            sides = [
                np.split(columns[f"{side}_ids"], np.cumsum(columns[f"{side}_lengths"])[:-1])
                for side in ("source", "target")
            ]
            weights = columns["weights"].tolist()
    except (OSError, KeyError, ValueError) as error:
        raise InputError(f"cannot read the encoded pairs of {path} ({error}): prepare them again") from error
    return [Encoded(left, right, weight) for left, right, weight in zip(*sides, weights, strict=False)]


def _open(path: Path) -> TextIO:
    return lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")
