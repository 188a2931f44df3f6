"""How much of a sentence's words a stretch of the other text translates, by the bilingual lexicon.

For a sentence i with words w, and a stretch B of sentences of the other text with words v,

    covered(i, B) = Σ_(w in i)  count(w) * weight(w) * max_(v in B) similarity(w, v)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.alignment.arrays import Floats, Ints, Span, members
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
    inside = slice(*words.starts[[max(0, sentences[0]), min(len(words.sizes), sentences[1])]])  # tokens of `sentences`
    different, word = np.unique(words.tokens[inside], return_inverse=True)
    touched = (positions[0] - longest, positions[1] - 1)  # the other sentences that any stretch contains
    translated, best = _best_similarity(different, others, lexicon, touched)
    stretches = np.empty((len(translated), longest, width), dtype=np.float32)
    stretch = best  # [words, width + longest - 1 - k]: the best of k + 1 sentences, by the first of them
    for k in range(longest):
        if k:
            stretch = np.maximum(stretch[:, :-1], best[:, k:])
        stretches[:, k] = stretch[:, longest - 1 - k :][
            :, :width
        ]  # column j: the one that ends before positions[0] + j
    weights = np.zeros((height, len(different)), dtype=np.float32)
    weights[words.owners[inside] - sentences[0], word] = words.token_weights[inside]
    covered: Floats = weights[:, translated] @ stretches.reshape(len(translated), longest * width)
    return covered.reshape(height, longest, width)


def _best_similarity(
    words: Ints, others: Vocabulary, lexicon: BilingualLexicon, sentences: Span
) -> tuple[Ints, Floats]:
    """Which of the `words` have a translation in any of the other `sentences`, [translated], and for each of these its
    similarity to its best translation in each sentence, [translated, sentences]; zeros for those out of range."""
    first, last = max(0, sentences[0]), min(len(others.sizes), sentences[1])
    word, entry = members(lexicon.starts[words], lexicon.starts[words + 1])  # every translation of every word
    translation = lexicon.targets[entry]
    places, keys = others.occurrences
    begin, end = (np.searchsorted(keys, others.key(translation, sentence)) for sentence in (first, max(first, last)))
    hit, place = members(begin, end)
    present = np.zeros(len(words), dtype=np.bool_)
    present[word[hit]] = True
    translated = np.flatnonzero(present)
    best = np.zeros((len(translated), sentences[1] - sentences[0]), dtype=np.float32)
    row, column = (np.cumsum(present) - 1)[word[hit]], places[place] - sentences[0]
    np.maximum.at(best.reshape(-1), row * best.shape[1] + column, lexicon.similarity[entry[hit]])
    return translated, best


def prefix_sums(sizes: Sequence[float] | Floats) -> Floats:
    """Running sums with a leading 0, [n + 1], so that the sum over a stretch is a difference."""
    return np.concatenate([[0.0], np.cumsum(sizes, dtype=np.float64)]).astype(np.float32)
