"""The base of the two engines over a Marian checkpoint: text to pieces and back; each has its own search."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from align.translation.engine import MAX_MARIAN_SOURCE_TOKENS, Decoding, Draft, Ready, unique_by_text
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
        return [drafts[0] for drafts in self._search(texts, decoding, 1, ready)]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        return [unique_by_text(drafts) for drafts in self._search(texts, decoding, count)]

    @abstractmethod
    def _search(
        self, texts: Sequence[str], decoding: Decoding, count: int, ready: Ready | None = None
    ) -> list[list[Draft]]:
        """Find the `count` best drafts of each text, best first."""
