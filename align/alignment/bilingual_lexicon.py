"""Which words of one text translate which of the other: numbers, names and cognates by their letters, the rest learnt.

The learnt part is IBM model 1 (Brown et al. 1993, https://aclanthology.org/J93-2003, section 4.1) in both directions on
sentence pairs of the very text that is being aligned, as in Moore 2002 (https://doi.org/10.1007/3-540-45820-4_14) and
hunalign (Varga et al. 2005). It needs no dictionary and knows every language. The lexicon is sparse: a word has a
handful of translations, never a row of the whole vocabulary.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from align.alignment.arrays import Anchor, Doubles, Floats, Ints, Rectangle, Span, members
from align.alignment.cognates import trigrams
from align.languages.scripts import IDEOGRAPHS, SYLLABLES

Entries: TypeAlias = dict[tuple[int, int], float]
"""Similarity, 0 to 1, of (source word, target word) numbers."""

_WORD = re.compile(rf"\d+|[{IDEOGRAPHS}]|[{SYLLABLES}]{{1,2}}|[^\W\d_]+")
"""Numbers, single ideographs and kana, pairs of the characters of other scripts without spaces, words."""

# Points as in `aligner.py`, of texts aligned by letters. Where the encoder knows the languages, none of these moves F1
# by more than 0.15 points.
LEAST_WEIGHT = 0.1
"""Weight (nats of inverse document frequency) of a word, however common. 0 and 0.5 change nothing on the gold sets."""
LEAST_DICE = 0.4
"""Dice coefficient of two words' trigrams at which their similarity is 0. 0.2 gains 0.15 points, 0.6 costs 0.8."""
DICE_OF_COGNATES = 0.8
"""The same at which their similarity is 1; linear between. Chosen by hand."""
MOST_PROPOSED = 300
"""A trigram that would propose more pairs of words than this proposes none, for time. 100 and 1,000 cost 0.1 points."""
EM_ITERATIONS = 4
"""Iterations of expectation maximisation. One costs 1.4 points, two 1.1; eight gain 0.6."""
TRANSLATION_GAIN = 1.5
"""Factor from the geometric mean of both translation probabilities to a similarity: two words that nearly always
translate each other get 1 although some of the probability leaks to others. 1 costs 0.4 points, 3 gains 0.3."""
LEAST_SIMILARITY = 0.05
"""Learnt translations with less are not kept. 0 and 0.1 change less than 0.05 points; it keeps the lexicon small."""
LONGEST_SENTENCE = 120
"""Different words of a sentence that is learnt from, at most: time and memory grow with its square. Chosen by hand."""


class Vocabulary:
    """The words of a text, numbered from 0.

    A token is a word in a sentence, where a word counts once; tokens follow each other as their sentences do. `tokens`
    are their words, `token_weights` the weight of the word times how often it is in the sentence, `owners` their
    sentences, and those of sentence i are `starts[i]:starts[i + 1]`. `weights` [words] are inverse document frequencies
    with sentences as documents, ln((N + 1) / (df + 1/2)) of N sentences; `sizes` [sentences] are the weights of each
    sentence's words, summed.
    """

    def __init__(self, sentences: Sequence[str]):
        self.numbers: dict[str, int] = {}
        tokens: list[int] = []
        counts: list[int] = []
        lengths: list[int] = []
        for sentence in sentences:
            found: dict[str, int] = Counter(_WORD.findall(sentence.lower()))
            tokens += [self.numbers.setdefault(word, len(self.numbers)) for word in found]
            counts += found.values()
            lengths.append(len(found))
        self.words = list(self.numbers)
        self.tokens: Ints = np.array(tokens, dtype=np.int64)
        self.starts: Ints = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        self.owners: Ints = np.repeat(np.arange(len(sentences)), lengths)
        documents = np.bincount(self.tokens, minlength=len(self.words))
        weights = np.log((len(sentences) + 1) / (documents + 0.5))
        self.weights: Floats = np.maximum(LEAST_WEIGHT, weights).astype(np.float32)
        self.token_weights: Floats = self.weights[self.tokens] * np.array(counts, dtype=np.float32)
        self.sizes: Floats = np.array(
            [self.token_weights[start:stop].sum() for start, stop in pairwise(self.starts.tolist())], dtype=np.float32
        )

    def words_of(self, sentence: int) -> Ints:
        """The numbers of the different words in a sentence."""
        return self.tokens[self.starts[sentence] : self.starts[sentence + 1]]

    @cached_property
    def occurrences(self) -> tuple[Ints, Ints]:
        """Where each word is, an inverted index: the sentences that have it, in order, one word after the other; and
        for each of these the key by which it can be looked up (`key`), which rises."""
        keys = np.sort(self.key(self.tokens, self.owners))
        return keys % (len(self.sizes) + 1), keys

    def key(self, words: Ints, sentence: Ints | int) -> Ints:
        """What finds a word's occurrences from a sentence on among the keys of `occurrences`."""
        return words * (len(self.sizes) + 1) + sentence

    def different_words(self, sentences: Span) -> Ints:
        """The numbers of the different words in a run of sentences."""
        return np.unique(self.tokens[self.starts[sentences[0]] : self.starts[sentences[1]]])


class BilingualLexicon:
    """Translations of each word, in compressed sparse rows: those of word w are `targets[starts[w]:starts[w + 1]]`, and
    their similarities lie beside them."""

    def __init__(self, entries: Entries, size: int):
        keys = sorted(entries)
        sources = np.array([source for source, _ in keys], dtype=np.int64)
        self.targets = np.array([target for _, target in keys], dtype=np.int64)  # [entries]
        self.similarity = np.array([entries[key] for key in keys], dtype=np.float32)  # [entries]
        self.starts = np.searchsorted(sources, np.arange(size + 1))  # [words + 1]


def build_lexicons(
    source: Vocabulary,
    target: Vocabulary,
    anchors: Sequence[Anchor],
    merges: Sequence[Rectangle] = (),
    *,
    cognates: Entries | None = None,
) -> tuple[BilingualLexicon, BilingualLexicon]:
    """Make the lexicons of two texts, from source to target and the other way; `anchors` are the sentence pairs to
    learn from, `merges` runs of sentences to learn from as if each were one. `cognates` are those that `find_cognates`
    gives, where they are known already."""
    entries = dict(find_cognates(source, target) if cognates is None else cognates)
    for key, value in learn_translations(source, target, anchors, merges).items():
        entries[key] = max(value, entries.get(key, 0.0))
    reverse = {(t, s): value for (s, t), value in entries.items()}
    return BilingualLexicon(entries, len(source.words)), BilingualLexicon(reverse, len(target.words))


def find_cognates(source: Vocabulary, target: Vocabulary) -> Entries:
    """Find equal numbers, and words of four letters and more whose letter trigrams, in Latin letters, agree (Dice
    coefficient above LEAST_DICE)."""
    entries: Entries = {
        (number, target.numbers[word]): 1.0
        for number, word in enumerate(source.words)
        if word.isdigit() and word in target.numbers
    }
    source_pieces, target_pieces = ([trigrams(word) for word in side.words] for side in (source, target))
    holders = Counter(piece for pieces in source_pieces for piece in pieces)  # how many source words have a piece
    by_piece: dict[str, list[int]] = defaultdict(list)  # and which target words have it
    for number, pieces in enumerate(target_pieces):
        for piece in pieces:
            by_piece[piece].append(number)
    proposing = {
        piece: numbers for piece, numbers in by_piece.items() if 0 < holders[piece] * len(numbers) <= MOST_PROPOSED
    }
    for s, first in enumerate(source_pieces):
        for t in set().union(*(proposing[piece] for piece in first if piece in proposing)):
            second = target_pieces[t]
            dice = 2 * len(first & second) / (len(first) + len(second))
            if dice > LEAST_DICE:
                entries[s, t] = min(1.0, (dice - LEAST_DICE) / (DICE_OF_COGNATES - LEAST_DICE))
    return entries


def learn_translations(
    source: Vocabulary, target: Vocabulary, anchors: Sequence[Anchor], merges: Sequence[Rectangle] = ()
) -> Entries:
    """Learn which words translate each other from the sentence pairs `anchors` and from `merges`; numbers are left out.

    With t(f|e) of model 1, and c the less of the expected counts of both directions, the similarity of e and f is

        min(1, TRANSLATION_GAIN * sqrt( t(f|e) t(e|f) ) * c / (c + 1))

    so that both directions must agree and what was rarely seen counts less. A word counts once in a sentence.
    """
    pairs = [(source.words_of(i), target.words_of(j)) for i, j in anchors]
    pairs += [(source.different_words(rows), target.different_words(columns)) for rows, columns in merges]
    pairs = [(e, f) for e, f in pairs if 0 < len(e) <= LONGEST_SENTENCE and 0 < len(f) <= LONGEST_SENTENCE]
    if not pairs:
        return {}
    # A cell is a source word and a target word of one sentence pair. It belongs to a token of each side, one after the
    # other in these pairs; cells of the same two words share an entry, and lie side by side.
    width, sizes = len(target.words), np.array([(len(e), len(f)) for e, f in pairs])  # [pairs, 2]
    target_stops = np.repeat(np.cumsum(sizes[:, 1]), sizes[:, 0])  # of each source token's pair: [source tokens]
    source_token, target_token = members(target_stops - np.repeat(sizes[:, 1], sizes[:, 0]), target_stops)  # [cells]
    keys = np.concatenate([e for e, _ in pairs])[source_token] * width
    keys += np.concatenate([f for _, f in pairs])[target_token]
    order = np.argsort(keys)
    keys, source_token, target_token = keys[order], source_token[order], target_token[order]
    begins = np.concatenate([[True], keys[1:] != keys[:-1]])
    entry, unique = np.cumsum(begins) - 1, keys[begins]  # [cells], [entries]
    e, f = unique // width, unique % width
    forward, forward_counts = _model_one(entry, target_token, e, len(source.words))
    backward, backward_counts = _model_one(entry, source_token, f, width)
    seen = np.minimum(forward_counts, backward_counts)
    similarity = np.minimum(1.0, np.sqrt(forward * backward) * TRANSLATION_GAIN * seen / (seen + 1.0))
    letters = np.array([not word.isdigit() for word in source.words])[e]
    letters &= np.array([not word.isdigit() for word in target.words])[f]
    keep = np.flatnonzero((similarity > LEAST_SIMILARITY) & letters)
    return {(int(e[k]), int(f[k])): float(similarity[k]) for k in keep}


def _model_one(entry: Ints, explained: Ints, given: Ints, words: int) -> tuple[Doubles, Doubles]:
    """Expectation maximisation of t(f|e) from a uniform start, without Brown et al.'s empty word.

        c(f|e) = Σ over sentence pairs with e and f  t(f|e) / Σ_(e' in the pair) t(f|e')
        t(f|e) = c(f|e) / Σ_f' c(f'|e)

    `entry` [cells] is the entry (e, f) of each cell, `explained` [cells] the token f that its words e compete for,
    `given` [entries] the word e of each entry, one of `words`. Returns t and c, [entries] each.
    """
    t = np.ones(len(given))
    c = t
    for _ in range(EM_ITERATIONS):
        c = expected_counts(t, entry, explained)
        t = conditional(c, given, words)
    return t, c


def expected_counts(t: Doubles, entry: Ints, explained: Ints) -> Doubles:
    """The counts c(f|e) of entries, [entries], where the cells of each token compete for it by their probabilities `t`
    [entries]; `entry` and `explained` are the entry and the token of each cell, [cells]."""
    cells = t[entry]
    cells /= np.maximum(np.bincount(explained, weights=cells), 1e-12)[explained]
    return np.bincount(entry, weights=cells, minlength=len(t)).astype(np.float64)


def conditional(c: Doubles, given: Ints, words: int) -> Doubles:
    """The probabilities t(f|e) of entries from their counts `c`, [entries]: each as a share of those of its word
    `given`, one of `words`."""
    t: Doubles = c / np.maximum(np.bincount(given, weights=c, minlength=words), 1e-12)[given]
    return t
