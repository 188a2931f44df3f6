"""What a pair tells of its match in a translation memory: a key of `Pair.extra`, which every corpus format keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from align.corpus.pair import Pair

MATCH = "memory"
"""The key of `Pair.extra` under which a match is told."""


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """A match: its kind (`context`, `exact`, `repaired`, `fuzzy`), the similarity in per cent, the memory's file name.

    The texts are the memory's own where they differ from the pair's, else empty.
    """

    kind: str
    percent: int
    file: str = ""
    source: str = ""
    target: str = ""

    @classmethod
    def of(cls, pair: Pair) -> MatchRecord | None:
        """The match that a pair tells of; None where there is none, or something else of that name."""
        told = pair.extra.get(MATCH)
        if not isinstance(told, Mapping) or not isinstance(told.get("percent"), int):
            return None
        texts = [told.get(name, "") for name in ("match", "file", "source", "target")]
        if not all(isinstance(text, str) for text in texts):
            return None
        return cls(texts[0], told["percent"], *texts[1:])
