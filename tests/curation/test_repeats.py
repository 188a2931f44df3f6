"""Signatures and duplicates: what is alike is found, what stays is decided, and no text is needed for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.curation.duplicates import exact_duplicates, in_many_documents, near_duplicates, ranks
from align.curation.minhash import BANDS, SignatureFile, agreement, signatures
from align.languages.normalization import text_key


def bands(texts: list[str]) -> list[np.ndarray]:
    return list(np.ascontiguousarray(signatures(texts).T))


def likeness(left: str, right: str) -> float:
    return float(agreement(bands([left, right]), np.array([0]), np.array([1]))[0])


LONG = "The council approved the new bridge over the northern harbour on Tuesday, the mayor told reporters. "


def test_case_and_punctuation_do_not_count() -> None:
    """Texts of the same letters and digits have the same signature."""
    assert likeness("The harbour — “ice-free”!", "the HARBOUR ice free") == 1.0


def test_another_figure_is_another_text() -> None:
    """Digits count: two texts that differ in figures only are alike, not the same."""
    assert 0.7 < likeness(LONG + "It cost 38 million.", LONG + "It cost 57 million.") < 1.0


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12))
@settings(deadline=None, max_examples=80)
def test_a_signature_does_not_depend_on_the_batch(texts: list[str]) -> None:
    """A text has the same signature whatever stands beside it; without letters and digits it has none."""
    together = signatures(texts)
    for place, text in enumerate(texts):
        assert (signatures([text])[0] == together[place]).all()
    assert not signatures(["", " - "]).any()


def test_the_estimate_is_near_the_jaccard_index() -> None:
    """Over many pairs the error of the estimate has no bias and the spread that theory gives 64 values."""
    rng = np.random.default_rng(1)
    words = [f"{a}{b}{c}" for a in ("ba", "ko", "mi", "te") for b in "aeiou" for c in ("n", "rs", "lt", "d")]
    errors = []
    for _ in range(150):
        one = [str(word) for word in rng.choice(words, 25)]
        other = list(one)
        for place in rng.integers(0, 25, int(rng.integers(1, 8))):
            other[place] = str(rng.choice(words))
        left, right = " ".join(one), " ".join(other)
        errors.append(likeness(left, right) - jaccard(left, right))
    assert abs(np.mean(errors)) < 0.02 and np.std(errors) < 0.08


def jaccard(left: str, right: str) -> float:
    sets = []
    for text in (left, right):
        plain = "".join(filter(str.isalnum, text)) + "\1\1\1"
        sets.append({plain[place : place + 4] for place in range(len(plain) - 3)})
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def test_signatures_on_disk_are_those_in_memory() -> None:
    """What comes back from the files is what was put in, more texts than one batch of them."""
    texts = [f"{LONG} {number}" for number in range(1100)]
    file = SignatureFile()
    for text in texts:
        file.add(text)
    columns = file.bands()
    assert len(columns) == BANDS and (signatures(texts) == np.stack(columns).T).all()
    file.close()


def test_of_exact_duplicates_the_lowest_rank_stays() -> None:
    """The first key of `ranks` is the gravest; of equals the earlier stays."""
    keys = np.array([7, 5, 7, 7, 5], dtype=np.uint64)
    rank = ranks(np.array([2, 0, 0, 0, 0]), np.array([0.0, -0.1, -0.5, -0.9, -0.1]))
    assert exact_duplicates(keys, rank).tolist() == [3, -1, 3, -1, 1]
    assert exact_duplicates(keys[:0], rank[:0]).tolist() == []


def test_every_near_duplicate_has_its_like_among_what_stays() -> None:
    """In a chain of small changes, what goes is like something that stays, and not only like what goes as well."""
    words = LONG.split()
    texts = [" ".join([*words[:-step], *(f"other{k}" for k in range(step))] if step else words) for step in range(12)]
    texts += ["Something else altogether, about grain and timber in the port of Varna."]
    columns, everything = bands(texts), np.ones(len(texts), dtype=np.bool_)
    stays = near_duplicates(columns, np.arange(len(texts)), 0.7, everything)
    gone = np.flatnonzero(stays >= 0)
    assert len(gone) and stays[0] == stays[-1] == -1
    for place in gone:
        assert stays[stays[place]] == -1
        assert agreement(columns, np.array([place]), stays[place : place + 1])[0] >= 0.7


def test_a_template_with_many_copies_is_no_square() -> None:
    """Thousands of pairs in one bucket are compared with its best few only; one stays."""
    columns = [np.tile(column, 5000) for column in bands([LONG])]
    stays = near_duplicates(columns, np.arange(5000)[::-1].copy(), 0.8, np.ones(5000, dtype=np.bool_))
    assert (stays[:-1] == 4999).all() and stays[-1] == -1


def test_boilerplate_is_counted_by_document() -> None:
    """Five times in one document is a refrain; once in three documents is boilerplate. Key 0 is no text."""
    keys = np.array([1] * 5 + [2] * 3 + [0] * 3, dtype=np.uint64)
    documents = np.array([1] * 5 + [1, 2, 3] * 2, dtype=np.uint64)
    assert in_many_documents(keys, documents, 3).tolist() == [False] * 5 + [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a  b", " a b ", True),
        ("e\u0301", "é", True),
        ("sea\u00adport", "seaport", True),
        ("Really?", "Really.", False),
        ("Us", "us", False),
    ],
)
def test_what_reads_the_same_is_the_same(one: str, other: str, same: bool) -> None:
    """Blanks, composition and invisible signs do not count; capitals and punctuation do."""
    assert (text_key([one]) == text_key([other])) is same


def test_sides_do_not_run_together() -> None:
    """The border between two texts counts."""
    assert text_key(["a b", "c"]) != text_key(["a", "b c"])
