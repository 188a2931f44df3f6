"""What the two engines over a Marian checkpoint share: text to pieces and back; the search is each one's own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from align.translation.engine import LONGEST_SOURCE, Decoding, Draft, Ready, different
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
        return LONGEST_SOURCE

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(row) for row in self.tokeniser.encode(texts)]

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        return [found[0] for found in self._search(texts, decoding, 1, ready)]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        return [different(found) for found in self._search(texts, decoding, count)]

    @abstractmethod
    def _search(
        self, texts: Sequence[str], decoding: Decoding, count: int, ready: Ready | None = None
    ) -> list[list[Draft]]:
        """The `count` best drafts of each text, best first."""
