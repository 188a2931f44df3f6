"""Words of two texts: what is counted of each, what is learnt of both, and what a stretch covers of a sentence."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.alignment.arrays import members
from align.alignment.bilingual_lexicon import (
    EM_ITERATIONS,
    LEAST_SIMILARITY,
    LEAST_WEIGHT,
    TRANSLATION_GAIN,
    BilingualLexicon,
    Vocabulary,
    build_lexicons,
    find_cognates,
    learn_translations,
)
from align.alignment.cognates import romanised, trigrams
from align.alignment.coverage import covered_weight

Shares = dict[tuple[int, int], float]
"""A number for a word and a word of the other text."""
SOURCE = ["The bridge is closed.", "", "the road, the bridge", "It was long in 2024", "a road", "Berlin and Paris"]
TARGET = ["Мост закрыт", "дорога, мост", "2024: долго", "дорога", "Берлин и Париж", ""]


def test_a_vocabulary_counts_the_words_of_each_sentence() -> None:
    words = Vocabulary(SOURCE)
    assert [[words.words[w] for w in words.words_of(i)] for i in range(2, 4)] == [
        ["the", "road", "bridge"],
        ["it", "was", "long", "in", "2024"],
    ]
    assert words.words_of(1).tolist() == []
    the = words.numbers["the"]
    weight = max(LEAST_WEIGHT, math.log((len(SOURCE) + 1) / (2 + 0.5)))  # in two of the sentences
    assert words.weights[the] == pytest.approx(weight)
    inside = slice(words.starts[2], words.starts[3])
    assert words.token_weights[inside][0] == pytest.approx(2 * weight)  # twice in the sentence
    assert words.sizes[2] == pytest.approx(words.token_weights[inside].sum()) and words.sizes[1] == 0
    assert words.owners[inside].tolist() == [2, 2, 2]
    places, keys = words.occurrences
    first, last = np.searchsorted(keys, [words.key(np.array(the), 0), words.key(np.array(the), len(SOURCE))])
    assert places[first:last].tolist() == [0, 2]


def test_a_text_without_words_has_an_empty_vocabulary() -> None:
    words = Vocabulary(["...", "—"])
    assert words.words == [] and words.sizes.tolist() == [0, 0] and words.occurrences[0].tolist() == []
    assert Vocabulary([]).starts.tolist() == [0]


def test_the_members_of_ranges() -> None:
    owner, member = members(np.array([3, 9, 4]), np.array([5, 9, 7]))
    assert list(zip(owner.tolist(), member.tolist(), strict=True)) == [(0, 3), (0, 4), (2, 4), (2, 5), (2, 6)]


def covered_by_hand(words: Vocabulary, others: Vocabulary, lexicon: BilingualLexicon, i: int, stretch: range) -> float:
    """The formula at the top of coverage.py."""
    if not 0 <= i < len(words.sizes):
        return 0.0
    total = 0.0
    for token in range(words.starts[i], words.starts[i + 1]):
        word = words.tokens[token]
        known = slice(lexicon.starts[word], lexicon.starts[word + 1])
        similarity = dict(zip(lexicon.targets[known].tolist(), lexicon.similarity[known].tolist(), strict=True))
        seen = [v for j in stretch if 0 <= j < len(others.sizes) for v in others.words_of(j).tolist()]
        total += words.token_weights[token] * max((similarity.get(v, 0.0) for v in seen), default=0.0)
    return total


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=5), min_size=1, max_size=7), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_what_a_stretch_covers_is_the_sum_over_the_words_of_the_best_of_each(texts: list[list[str]], seed: int) -> None:
    random = np.random.default_rng(seed)
    words = Vocabulary([" ".join(sentence) for sentence in texts])
    others = Vocabulary([" ".join(random.choice(list("uvwxyz"), 3)) for _ in range(5)])
    every = list(product(range(len(words.words)), range(len(others.words))))
    entries = {pair: float(random.random()) for pair in every if random.random() < 0.4}
    lexicon = BilingualLexicon(entries, len(words.words))
    sentences, positions, longest = (-2, len(texts) + 1), (0, 6), 3
    found = covered_weight(words, others, lexicon, sentences, positions, longest)
    assert found.shape == (len(texts) + 3, longest, 6)
    for (row, i), k, j in product(enumerate(range(*sentences)), range(longest), range(*positions)):
        expected = covered_by_hand(words, others, lexicon, i, range(j - k - 1, j))
        assert found[row, k, j] == pytest.approx(expected, rel=1e-5, abs=1e-6)


def test_learning_is_model_one_in_both_directions() -> None:
    source, target = Vocabulary(SOURCE), Vocabulary(TARGET)
    pairs = [(0, 0), (2, 1), (3, 2), (4, 3), (5, 4), (1, 5)]  # the last has no words
    texts = [(source.words_of(i).tolist(), target.words_of(j).tolist()) for i, j in pairs]

    def probabilities(texts: list[tuple[list[int], list[int]]]) -> tuple[Shares, Shares]:
        t: Shares = {(e, f): 1.0 for es, fs in texts for e, f in product(es, fs)}
        counts = t
        for _ in range(EM_ITERATIONS):
            counts = dict.fromkeys(t, 0.0)
            for es, fs in texts:
                for e, f in product(es, fs):
                    counts[e, f] += t[e, f] / sum(t[other, f] for other in es)
            t = {(e, f): counts[e, f] / sum(c for (other, _), c in counts.items() if other == e) for e, f in t}
        return t, counts

    forward, seen = probabilities(texts)
    backward, seen_back = probabilities([(fs, es) for es, fs in texts])
    expected = {}
    for e, f in product(range(len(source.words)), range(len(target.words))):
        if (e, f) not in forward or source.words[e].isdigit() or target.words[f].isdigit():
            continue
        c = min(seen[e, f], seen_back[f, e])
        value = min(1.0, TRANSLATION_GAIN * math.sqrt(forward[e, f] * backward[f, e]) * c / (c + 1))
        if value > LEAST_SIMILARITY:
            expected[e, f] = pytest.approx(value)
    assert learn_translations(source, target, pairs) == expected
    assert expected


def test_cognates_are_equal_numbers_and_words_whose_letters_agree() -> None:
    source, target = Vocabulary(SOURCE), Vocabulary(TARGET)
    found = {(source.words[s], target.words[t]): value for (s, t), value in find_cognates(source, target).items()}
    assert found.pop(("2024", "2024")) == 1.0
    assert set(found) == {("berlin", "берлин"), ("paris", "париж")}
    first, second = trigrams("paris"), trigrams("париж")
    dice = 2 * len(first & second) / (len(first) + len(second))
    assert found["paris", "париж"] == pytest.approx((dice - 0.4) / 0.4)


def test_cognates_that_are_known_are_not_looked_for_again() -> None:
    source, target = Vocabulary(SOURCE), Vocabulary(TARGET)
    pairs = [(0, 0), (2, 1)]
    once = build_lexicons(source, target, pairs)
    known = build_lexicons(source, target, pairs, cognates=find_cognates(source, target))
    for one, other in zip(once, known, strict=True):
        assert one.targets.tolist() == other.targets.tolist() and one.similarity.tolist() == other.similarity.tolist()
    without = build_lexicons(source, target, pairs, cognates={})
    assert len(without[0].targets) < len(once[0].targets)


@pytest.mark.parametrize(
    ("word", "plain"),
    [("джексон", "dzhekson"), ("jackson", "iakson"), ("ångström", "angstrom"), ("łódź", "lodz"), ("philip", "filip")],
)
def test_names_are_written_in_plain_letters(word: str, plain: str) -> None:
    assert romanised(word) == plain
