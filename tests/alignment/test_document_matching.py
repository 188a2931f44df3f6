"""Documents of two collections matched by what they say, in small pieces; the whole is in tests/cli/test_batch.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from align.alignment.document_matching import (
    LEAST_SCORE,
    DocumentMatch,
    Sketch,
    candidates_by_words,
    centred,
    find_candidates,
    inverse_document_frequency,
    match_documents,
    nearest,
    one_to_one,
    shared_words,
    sketch,
)
from align.document import Segment


class Letters:
    """An encoder whose vectors count letters, whatever the case."""

    name = signature = "letters"
    languages = None

    def encode(self, texts: Sequence[str]) -> Any:
        rows = [[text.lower().count(letter) + 1e-3 for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts]
        vectors = np.array(rows, dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def segments(*texts: str) -> list[Segment]:
    return [Segment(text, "sentence", n, 0, 0) for n, text in enumerate(texts)]


def test_a_sketch_knows_the_order_of_its_sentences() -> None:
    forwards, backwards = (segments(*(text * 9 for text in order)) for order in ("abcdefgh", "hgfedcba"))
    one, same, other = (sketch(texts, Letters()).vector.astype(np.float32) for texts in (forwards, forwards, backwards))
    assert one @ same > 0.99
    assert one @ other < 0.8


def test_a_sketch_keeps_what_looks_the_same_in_both_languages() -> None:
    assert sketch(segments("Get-Item cost 1,200 in 2028."), Letters()).words == {
        "get-item",
        "cost",
        "1,200",
        "in",
        "2028",
    }


def test_an_empty_document_has_a_sketch() -> None:
    assert np.isfinite(sketch([], Letters()).vector).all()


def test_the_nearest_are_found_in_blocks() -> None:
    rows = np.eye(5, dtype=np.float32)
    places, cosines = nearest(rows, rows[::-1].copy(), 1)
    assert places[:, 0].tolist() == [4, 3, 2, 1, 0]
    assert cosines[:, 0].tolist() == [1.0] * 5


def test_what_all_documents_share_is_taken_out() -> None:
    rows = np.hstack([np.full((20, 4), 10.0), np.eye(20)]).astype(np.float16)
    cosines = centred(rows) @ centred(rows).T
    assert np.abs(cosines[~np.eye(20, dtype=bool)]).max() < 0.1


def test_rare_words_in_common_count_more_than_frequent_ones() -> None:
    documents = [frozenset({"the", f"code{n // 2}"}) for n in range(40)]
    idf = inverse_document_frequency(documents)
    assert idf["the"] == 0.0
    assert shared_words(documents[0], documents[1], idf) > 0.4 > shared_words(documents[0], documents[2], idf) == 0.0
    assert (0, 0) in candidates_by_words(documents[0::2], documents[1::2], idf)


def test_only_the_first_candidate_is_read_where_it_leads_clearly() -> None:
    sketches = [Sketch(np.eye(12, dtype=np.float16)[n], frozenset()) for n in range(12)]
    found = find_candidates(sketches, sketches[::-1])
    assert [(one.source, one.target) for one in found] == [(n, 11 - n) for n in range(12)]


def test_pairs_are_chosen_one_to_one_and_only_where_they_fit() -> None:
    judged = [
        (0.9, DocumentMatch(0, 0, 0.9)),
        (0.8, DocumentMatch(1, 0, 0.8)),
        (0.7, DocumentMatch(1, 1, 0.7)),
        (0.6, DocumentMatch(2, 2, LEAST_SCORE - 0.01)),
    ]
    assert one_to_one(judged) == [DocumentMatch(0, 0, 0.9), DocumentMatch(1, 1, 0.7)]


def test_sides_without_documents_have_no_pairs() -> None:
    assert match_documents([], ["a"], segments, source_lang="en", target_lang="ru",
                           encoder=Letters()) == []  # fmt: skip
