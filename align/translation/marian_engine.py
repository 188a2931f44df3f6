"""The base of the two engines over a Marian checkpoint: text to pieces and back; each has its own search."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from align.translation.engine import MAX_MARIAN_SOURCE_TOKENS, CandidateBatch, Decoding, Draft, Ready, unique_by_text
from align.translation.marian import MarianTokeniser


class MarianEngine(ABC):
    """An Engine whose subclass sets `tokeniser` and searches."""

    tokeniser: MarianTokeniser

    @property
    @abstractmethod
    def signature(self) -> str:
        """Kind, version and numeric precision."""

    @property
    def longest_source(self) -> int:
        return MAX_MARIAN_SOURCE_TOKENS

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(row) for row in self.tokeniser.encode(texts)]

    def unknown_characters(self, texts: Sequence[str]) -> list[frozenset[str]]:
        return self.tokeniser.unknown_characters(texts)

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        found: dict[int, Draft] = {}
        for places, rows in self._search(texts, decoding, 1):
            found.update((place, drafts[0]) for place, drafts in zip(places, rows, strict=True))
            if ready:
                ready(len(places))
        return [found[place] for place in range(len(texts))]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        found: dict[int, list[Draft]] = {}
        for places, rows in self.candidate_batches(texts, decoding, count):
            found.update(zip(places, rows, strict=True))
        return [found[place] for place in range(len(texts))]

    def candidate_batches(self, texts: Sequence[str], decoding: Decoding, count: int) -> Iterator[CandidateBatch]:
        for places, rows in self._search(texts, decoding, count):
            yield places, [unique_by_text(drafts) for drafts in rows]

    @abstractmethod
    def _search(self, texts: Sequence[str], decoding: Decoding, count: int) -> Iterator[CandidateBatch]:
        """Find the `count` best drafts of each text, best first, in batches: where each text of a batch stands, and its
        drafts."""
