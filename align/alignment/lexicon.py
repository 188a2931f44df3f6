"""Which words of one text answer to which of the other: numbers, names and cognates by their letters, the rest learnt.

The learnt part is IBM model 1 (Brown et al. 1993, https://aclanthology.org/J93-2003) in both directions on sentence
pairs of the very text that is being aligned, as hunalign (Varga et al. 2005) and Moore 2002 do. It needs no dictionary
and knows every language. The lexicon is sparse: a word has a handful of partners, never a row of the whole vocabulary.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Entries = dict[tuple[int, int], float]
"""Likeness, 0 to 1, of (source word, target word) numbers."""

_WORD = re.compile(r"\d+|[\u2e80-\u9fff]|[\u3040-\u30ff\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f]{1,2}|[^\W\d_]+")
"""Numbers, single ideographs, pairs of kana and of the letters of scripts without spaces, words."""

COMMON = 0.1  # the least weight of a word, however common
PAIRED = 300  # a letter trigram that would propose more pairs of words than this proposes none
ROUNDS = 4  # of expectation maximisation
LEAST = 0.05  # likeness of a lexicon entry
LONGEST = 120  # different words of a sentence that are learnt from


class Vocabulary:
    """The words of a text, numbered; each sentence as word numbers and their counts; each word's weight."""

    def __init__(self, sentences: Sequence[str]):
        numbers: dict[str, int] = {}
        self.sentences: list[tuple[Ints, Floats]] = []
        self.sizes = np.zeros(len(sentences), dtype=np.float32)
        frequency: Counter[int] = Counter()
        for sentence in sentences:
            counts = Counter(numbers.setdefault(word, len(numbers)) for word in _WORD.findall(sentence.lower()))
            frequency.update(counts.keys())
            self.sentences.append(
                (np.array(list(counts), dtype=np.int64), np.array(list(counts.values()), dtype=np.float32))
            )
        self.words = list(numbers)
        self.numbers = numbers
        documents = np.array([frequency[i] for i in range(len(numbers))], dtype=np.float64)
        weights = np.log((len(sentences) + 1) / (documents + 0.5))
        self.weights: Floats = np.maximum(COMMON, weights).astype(np.float32)
        for i, (words, counts_of) in enumerate(self.sentences):
            self.sizes[i] = (self.weights[words] * counts_of).sum()


class Lexicon:
    """Partners of each source word, in compressed rows: those of word `w` are `targets[starts[w]:starts[w + 1]]`."""

    def __init__(self, entries: Entries, size: int):
        keys = sorted(entries)
        sources = np.array([source for source, _ in keys], dtype=np.int64)
        self.targets = np.array([target for _, target in keys], dtype=np.int64)
        self.likeness = np.array([entries[key] for key in keys], dtype=np.float32)
        self.starts = np.searchsorted(sources, np.arange(size + 1))


def build(source: Vocabulary, target: Vocabulary, anchors: Sequence[tuple[int, int]]) -> tuple[Lexicon, Lexicon]:
    """The lexicon of two texts in both directions; `anchors` are the sentence pairs to learn from."""
    entries = letters_alike(source, target)
    for key, value in learnt(source, target, anchors).items():
        entries[key] = max(value, entries.get(key, 0.0))
    turned = {(t, s): value for (s, t), value in entries.items()}
    return Lexicon(entries, len(source.words)), Lexicon(turned, len(target.words))


def letters_alike(source: Vocabulary, target: Vocabulary) -> Entries:
    """Equal numbers; words of four letters and more whose letter trigrams, in Latin letters, agree (Dice above 0.4)."""
    entries: Entries = {
        (i, target.numbers[word]): 1.0
        for i, word in enumerate(source.words)
        if word.isdigit() and word in target.numbers
    }
    here, there = _by_trigram(source.words), _by_trigram(target.words)
    proposed = {
        (i, j)
        for piece in here.keys() & there.keys()
        if len(here[piece]) * len(there[piece]) <= PAIRED
        for i in here[piece]
        for j in there[piece]
    }
    for i, j in proposed:
        first, second = trigrams(source.words[i]), trigrams(target.words[j])
        dice = 2 * len(first & second) / (len(first) + len(second))
        if dice > 0.4:
            entries[i, j] = min(1.0, (dice - 0.4) / 0.4)
    return entries


def _by_trigram(words: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(words):
        for piece in trigrams(word):
            found[piece].append(i)
    return found


def learnt(source: Vocabulary, target: Vocabulary, anchors: Sequence[tuple[int, int]]) -> Entries:
    """Translations by IBM model 1 in both directions, without numbers: the geometric mean of both probabilities, less
    for the rarely seen. Each pair of sentences counts a word once."""
    pairs = [(source.sentences[i][0], target.sentences[j][0]) for i, j in anchors]
    pairs = [(a, b) for a, b in pairs if 0 < len(a) <= LONGEST and 0 < len(b) <= LONGEST]
    if not pairs:
        return {}
    width = len(target.words)
    keys = np.concatenate([(a[:, None] * width + b[None]).ravel() for a, b in pairs])
    unique, place = np.unique(keys, return_inverse=True)
    # slots: one a source word of a sentence pair, and one a target word of it
    by_source = np.concatenate([np.repeat(np.arange(len(a)), len(b)) for a, b in pairs])
    by_target = np.concatenate([np.tile(np.arange(len(b)), len(a)) for a, b in pairs])
    sizes = np.array([(len(a), len(b), len(a) * len(b)) for a, b in pairs])
    first = np.cumsum(sizes, axis=0) - sizes
    by_source += np.repeat(first[:, 0], sizes[:, 2])
    by_target += np.repeat(first[:, 1], sizes[:, 2])
    s, t = unique // width, unique % width
    forward, forward_counts = _expectation(place, by_target, s, len(source.words))
    backward, backward_counts = _expectation(place, by_source, t, width)
    seen = np.minimum(forward_counts, backward_counts)
    likeness = np.minimum(1.0, np.sqrt(forward * backward) * 1.5 * seen / (seen + 1.0))
    letters = np.array([not word.isdigit() for word in source.words])[s]
    letters &= np.array([not word.isdigit() for word in target.words])[t]
    keep = np.flatnonzero((likeness > LEAST) & letters)
    return {(int(s[k]), int(t[k])): float(likeness[k]) for k in keep}


def _expectation(place: Ints, slot: Ints, word: Ints, words: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """ROUNDS of model 1: probabilities of a partner given `word`, and expected counts, one for each different pair.

    `place` is the pair of each cell of each sentence pair; the cells of one `slot` (a word to be explained) compete.
    """
    pairs = len(word)
    probability = np.ones(pairs)
    counts = np.ones(pairs)
    for _ in range(ROUNDS):
        cells = probability[place]
        cells /= np.maximum(np.bincount(slot, weights=cells), 1e-12)[slot]
        counts = np.bincount(place, weights=cells, minlength=pairs).astype(np.float64)
        probability = counts / np.maximum(np.bincount(word, weights=counts, minlength=words), 1e-12)[word]
    return probability, counts


_CYRILLIC = (
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch ш=sh"
)
_CYRILLIC += " щ=sch ъ= ы=i ь= э=e ю=u я=ya і=i ї=i є=e ґ=g ў=u ј=i љ=l њ=n ђ=d ћ=c џ=d"
_GREEK = "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=t ι=i κ=k λ=l μ=m ν=n ξ=ks ο=o π=p ρ=r σ=s ς=s τ=t υ=i φ=f χ=h ψ=ps ω=o"
_LETTERS = str.maketrans(dict(item.split("=") for item in f"{_CYRILLIC} {_GREEK} ß=ss ø=o æ=e ł=l đ=d ı=i".split()))
"""Letters to Latin ones as names are written in the press (near GOST 7.79 B and BGN/PCGN, without their diacritics)."""
_SOUNDS = "kh=h ph=f th=t ck=k c=k q=k w=v y=i j=i x=ks"
_SPELLINGS = [pair.split("=") for pair in _SOUNDS.split()]


def in_latin(word: str) -> str:
    """A lower-case word in plain Latin letters, with spellings that sound alike made equal, to compare names by."""
    letters = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for spelling, sound in _SPELLINGS:
        plain = plain.replace(spelling, sound)
    return plain


@lru_cache(maxsize=100_000)
def trigrams(word: str) -> frozenset[str]:
    """Letter trigrams of the word in Latin letters with its ends marked; none for numbers and words under four
    letters."""
    if len(word) < 4 or word.isdigit():
        return frozenset()
    marked = f"^{in_latin(word)}$"
    return frozenset(marked[i : i + 3] for i in range(len(marked) - 2))
