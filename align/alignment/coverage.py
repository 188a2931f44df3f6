"""How much of a sentence's words a stretch of the other text translates, by the bilingual lexicon.

For a sentence i with words w, and a stretch B of sentences of the other text with words v,

    covered(i, B) = Σ_(w in i)  count(w) * weight(w) * max_(v in B) similarity(w, v)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.alignment.arrays import Floats, Ints, Span
from align.alignment.bilingual_lexicon import BilingualLexicon, Vocabulary


def covered_weight(
    words: Vocabulary,
    others: Vocabulary,
    lexicon: BilingualLexicon,
    sentences: Span,
    positions: Span,
    longest: int,
) -> Floats:
    """covered(i, B) of every sentence i of `sentences` and every stretch B that ends at `positions` of the other text.

    Shape [sentences, longest, positions]: `[i, k, j]` is for the stretch of `k + 1` other sentences that ends before
    position `positions[0] + j`. Zeros for sentences and stretches out of range.
    """
    height, width = sentences[1] - sentences[0], positions[1] - positions[0]
    out = np.zeros((height, longest, width), dtype=np.float32)
    inside = range(max(0, sentences[0]), min(len(words.sentences), sentences[1]))
    rows = [i for i in inside if len(words.sentences[i][0])]
    if not rows:
        return out
    # tokens: the different words of each of `rows`, one after the other
    tokens = np.concatenate([words.sentences[i][0] for i in rows])  # [tokens]
    weights = np.concatenate([words.weights[words.sentences[i][0]] * words.sentences[i][1] for i in rows])  # [tokens]
    starts = np.cumsum([0] + [len(words.sentences[i][0]) for i in rows[:-1]])  # [rows]
    at = np.array(rows) - sentences[0]  # [rows]
    touched = (positions[0] - longest, positions[1] - 1)  # the other sentences that any stretch contains
    single = _best_similarity(tokens, others, lexicon, touched)  # [tokens, width + longest - 1]
    stretch = single  # [tokens, width + longest - 1 - k]: the best of k + 1 sentences, by the first of them
    for k in range(longest):
        if k:
            stretch = np.maximum(stretch[:, :-1], single[:, k:])
        ending = stretch[:, longest - 1 - k :][:, :width]  # column j: the one that ends before positions[0] + j
        out[at, k] = np.add.reduceat(ending * weights[:, None], starts, axis=0)
    return out


def _best_similarity(tokens: Ints, others: Vocabulary, lexicon: BilingualLexicon, sentences: Span) -> Floats:
    """For each word of `tokens` its similarity to its best translation in each of the other `sentences`.

    Shape [tokens, sentences]; zeros for sentences out of range.
    """
    best = np.zeros((len(tokens), sentences[1] - sentences[0]), dtype=np.float32)
    inside = range(max(0, sentences[0]), min(len(others.sentences), sentences[1]))
    present = [others.sentences[j][0] for j in inside]
    if not present or not sum(map(len, present)):
        return best
    # an inverted index: the words of the other sentences, sorted, and the column of each
    words = np.concatenate(present)
    columns = np.repeat(np.arange(len(present)) + (inside.start - sentences[0]), [len(found) for found in present])
    order = np.argsort(words, kind="stable")
    words, columns = words[order], columns[order]
    token, entry = _expand(lexicon.starts[tokens], lexicon.starts[tokens + 1])  # every translation of every token
    translation = lexicon.targets[entry]
    hit, place = _expand(np.searchsorted(words, translation, "left"), np.searchsorted(words, translation, "right"))
    np.maximum.at(best, (token[hit], columns[place]), lexicon.similarity[entry[hit]])
    return best


def _expand(starts: Ints, stops: Ints) -> tuple[Ints, Ints]:
    """All members of the ranges from `starts` to `stops` [k]: the range that each belongs to, and the member."""
    lengths = stops - starts
    owner = np.repeat(np.arange(len(starts)), lengths)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return owner, starts[owner] + offset


def prefix_sums(sizes: Sequence[float] | Floats) -> Floats:
    """Running sums with a leading 0, [n + 1], so that the sum over a stretch is a difference."""
    return np.concatenate([[0.0], np.cumsum(sizes, dtype=np.float64)]).astype(np.float32)
