"""The pairs of a stream with their neighbours in the document, which translation memories match a context by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from align.corpus.pair import Pair


class InContext(NamedTuple):
    """A pair, and the pairs with a source that stand before and after it; None where it is not known which do."""

    pair: Pair
    before: Pair | None = None
    after: Pair | None = None


class Neighbours:
    """Holds each pair back until the one after it is known.

    Two pairs are neighbours where nothing was left out between them: same document, and numbers that follow each other.
    """

    def __init__(self) -> None:
        self._held: list[InContext] = []
        self._with_source: Pair | None = None
        self._last: Pair | None = None

    def add(self, pair: Pair) -> Iterator[InContext]:
        """Take the next pair, and yield those whose neighbours are known now."""
        last, self._last = self._last, pair
        if last is None or not (pair.doc and pair.doc == last.doc and 0 <= pair.n - last.n <= 1):
            yield from self.end()
        if not pair.source:  # it stands between two segments without being one
            self._held.append(InContext(pair))
            return
        ready = [one._replace(after=pair) if one.pair.source else one for one in self._held]
        self._held = [InContext(pair, self._with_source)]
        self._with_source = pair
        yield from ready

    def end(self) -> Iterator[InContext]:
        """Yield the pairs that nothing follows."""
        ready, self._held, self._with_source = self._held, [], None
        yield from ready
