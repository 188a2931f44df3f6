"""Reads, filters and encodes the pairs of a training list."""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from align.errors import InputError
from align.training.encoded import Encoded
from align.training.held_out import HeldOut

Tokenise = Callable[[Sequence[str]], list[list[int]]]
"""Texts → token ids, each row ending with the end-of-sentence id."""


@dataclass(frozen=True, slots=True)
class Example:
    """One training pair; `tag` names the source it came from."""

    source: str
    target: str
    tag: str = ""


def read_examples(path: Path) -> Iterator[Example]:
    """Yield the pairs of a UTF-8 TSV file (source, target, tag), plain or `.xz`; lines without both sides are skipped.

    Raises InputError for a file that cannot be read.
    """
    try:
        with open_text(path) as lines:
            for line in lines:
                source, target, tag, *_ = [*line.rstrip("\n").split("\t"), "", ""]
                if source.strip() and target.strip():
                    yield Example(source.strip(), target.strip(), tag)
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        hint = "It must be TSV in UTF-8, plain or .xz"
        raise InputError(f"cannot read the pairs of {path}: {error}", path=path, hint=hint) from error


def filter_examples(
    examples: Iterable[Example], weights: Mapping[str, float], held_out: HeldOut | None = None
) -> Iterator[Example]:
    """Drop repeats, tags of weight 0, copies of the source, wild length ratios, and what overlaps the held-out texts on
    either side: of a back-translated pair, the target is what a person wrote."""
    seen: set[tuple[str, str]] = set()
    for example in examples:
        key = (example.source, example.target)
        ratio = len(example.source) / len(example.target)
        if key in seen or weights.get(example.tag, 1.0) <= 0 or example.source == example.target:
            continue
        if len(example.source) > 40 and not 0.4 < ratio < 2.5:
            continue
        if held_out and (held_out.overlaps(example.source) or held_out.overlaps(example.target)):
            continue
        seen.add(key)
        yield example


def encode(
    examples: Sequence[Example],
    source: Tokenise,
    target: Tokenise,
    weights: Mapping[str, float],
    longest: int = 128,
    first_ids: Mapping[str, int] | None = None,
) -> list[Encoded]:
    """Tokenise `examples`; pairs of more than `longest` tokens on a side are left out.

    `weights` is, by tag, how often a pass sees a pair (1 where the tag is not named). `first_ids` is, by tag, an id
    that begins the source.
    """
    sides = zip(source([e.source for e in examples]), target([e.target for e in examples]), examples, strict=True)
    prefixes = {tag: [first] for tag, first in (first_ids or {}).items()}
    return [
        Encoded(
            np.array([*prefixes.get(example.tag, ()), *source_ids], np.int32),
            np.array(target_ids, np.int32),
            weights.get(example.tag, 1.0),
        )
        for source_ids, target_ids, example in sides
        if len(source_ids) <= longest and len(target_ids) <= longest
    ]


def digest(examples: Iterable[Example]) -> str:
    """A name for the content of `examples`: 16 hexadecimal digits of SHA-256."""
    content = hashlib.sha256()
    for example in examples:
        content.update(repr((example.source, example.target)).encode(errors="backslashreplace"))
    return content.hexdigest()[:16]


def open_text(path: Path) -> TextIO:
    """Open a UTF-8 text, plain or `.xz`."""
    return lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")
