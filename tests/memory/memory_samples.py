"""Pairs and memories that the tests of this package share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from align.corpus import Corpus, Pair
from align.memory import Added, Memory, add_corpus

STORY = (
    ("The port of Severny opened on Friday.", "Порт Северный открылся в пятницу."),
    ("It cost $15 million.", "Он обошёлся в $15 млн."),
    ("Snow fell all night.", "Всю ночь шёл снег."),
    ("The head of the port told reporters that the ice is thinner now.", "Глава порта сказал, что лёд стал тоньше."),
)


def story(doc: str = "a.txt", texts: Sequence[tuple[str, str]] = STORY, **fields: Any) -> list[Pair]:
    """A document of approved pairs."""
    common = {"source_lang": "en", "target_lang": "ru", "status": "approved", **fields}
    return [Pair(f"{doc}-{n}", doc, n, source, target, **common) for n, (source, target) in enumerate(texts, 1)]


def pair(source: str, target: str, **fields: Any) -> Pair:
    """A pair of no document."""
    common = {"id": "1", "doc": "", "n": 1, "source_lang": "en", "target_lang": "ru", "status": "approved"}
    return Pair(source=source, target=target, **{**common, **fields})


def filled(path: Path, pairs: Iterable[Pair], **options: Any) -> Added:
    """Add pairs to the memory at `path`."""
    with Memory.open(path, write=True) as memory:
        return add_corpus(memory, Corpus(pairs), "reviewed.jsonl", **options)
