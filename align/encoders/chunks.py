"""Token ids of many texts, divided into what is worked on at once: where it is divided changes no bit of a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.encoders.token_tiles import Indices, count_tiles

CHUNK = 768
"""Tiles whose features a thread holds at once: 25 MB."""
_CONTEXT = 3  # tiles of the sentence before a chunk


@dataclass(frozen=True, slots=True)
class TokenChunk:
    """Texts `first` to `last`; with `before`, the one that precedes them is needed, too."""

    first: int
    last: int
    before: bool


class Tokens:
    """The token ids of texts, one after the other, and how many each text has."""

    def __init__(self, ids: Sequence[NDArray[np.int32]]):
        self.lengths: Indices = np.array([len(one) for one in ids], dtype=np.int64)
        self._ids = np.concatenate([np.zeros(0, dtype=np.int32), *ids])
        self._ends = np.concatenate([[0], np.cumsum(self.lengths)])

    @property
    def types(self) -> int:
        """How many different ids there are."""
        return len(np.unique(self._ids))

    def of(self, chunk: TokenChunk) -> tuple[Indices, Indices]:
        """The ids of a chunk's texts, and the number of each text's."""
        first = chunk.first - chunk.before
        return self._ids[self._ends[first] : self._ends[chunk.last]].astype(np.int64), self.lengths[first : chunk.last]

    def chunks(self, joins: bool) -> list[TokenChunk]:
        """Divide the texts into runs of up to CHUNK tiles; with `joins` each needs the text before it."""
        chunks: list[TokenChunk] = []
        first = size = 0
        for i, tiles in enumerate(count_tiles(self.lengths, joins).tolist()):
            if i > first and size + tiles > CHUNK:
                chunks.append(TokenChunk(first, i, joins and first > 0))
                first, size = i, _CONTEXT * joins
            size += tiles
        if first < len(self.lengths):
            chunks.append(TokenChunk(first, len(self.lengths), joins and first > 0))
        return chunks

    def runs(self, chunks: Sequence[TokenChunk], capacity: int) -> Iterator[tuple[Indices, list[TokenChunk]]]:
        """Divide chunks into runs with up to `capacity` different ids: these, ascending, and the run."""
        run: list[TokenChunk] = []
        known = np.zeros(int(self._ids.max(initial=0)) + 1, dtype=bool)
        for chunk in chunks:
            ids = self.of(chunk)[0]
            if run and np.count_nonzero(known) + len(np.unique(ids[~known[ids]])) > capacity:
                yield np.flatnonzero(known), run
                run, known = [], np.zeros_like(known)
            known[ids] = True
            run.append(chunk)
        if run:
            yield np.flatnonzero(known), run
