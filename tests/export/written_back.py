"""A source, its segments as a corpus has them, and the file that their translation makes of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from align.corpus.pair import Pair
from align.export.into_source import IntoSource, write_into
from align.export.placing import Marking, PairRendering
from align.readers import read_document
from align.segmentation import split

Translate = Callable[[str], str]

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = str.maketrans(_LATIN + _LATIN.upper(), "абцдефгхийклмнопкрстуввхызАБЦДЕФГХИЙКЛМНОПКРСТУВВХЫЗ"[:52])


def cyrillic(text: str) -> str:
    """A text of the same words in other letters, in the place of a translation."""
    return text.translate(_CYRILLIC)


def corpus_of(path: Path, translate: Translate = cyrillic) -> list[Pair]:
    """The pairs of a file, as `align translate` makes them."""
    document = replace(read_document(path), language="en")
    return [
        Pair(
            f"s-{n:04d}", str(path), n, segment.flat, translate(segment.flat), "en", "ru", status="approved",
            source_span=((segment.start, segment.end),),
        )
        for n, segment in enumerate(split(document), start=1)
    ]  # fmt: skip


def into(pairs: list[Pair], path: Path, marking: Marking = "", lang: str = "ru") -> tuple[bytes, IntoSource]:
    """The file with the targets of the pairs, and what came of it."""
    stream = io.BytesIO()
    done = write_into(pairs, path, stream, lambda pair: PairRendering(pair.target, marking), "en", lang)
    return stream.getvalue(), done


def written(path: Path, translate: Translate = cyrillic, marking: Marking = "") -> tuple[bytes, IntoSource]:
    """The file with its translation."""
    return into(corpus_of(path, translate), path, marking)


def read_again(data: bytes, path: Path) -> str:
    """The text of a file of the same format with these bytes."""
    other = path.with_name(f"again-{path.name}")
    other.write_bytes(data)
    return read_document(other).text


def expected(path: Path, translate: Translate = cyrillic) -> str:
    """The text of a file with its segments translated, where nothing is not seen in it."""
    text = read_document(path).text
    for pair in reversed(corpus_of(path, translate)):
        ((start, end),) = pair.source_span or ()
        text = text[:start] + pair.target + text[end:]
    return text
