"""The promises of an engine: order, independence of batches and neighbours, limits that are reported."""

from __future__ import annotations

import random
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from align.checkpoints.checkpoint_store import LocalModel
from align.cli.options import flag_of
from align.errors import ModelError, UsageError, options_called
from align.translation.ctranslate2_engine import CTranslate2Engine
from align.translation.engine import Decoding, Draft, Engine, output_limit
from align.translation.engines import ENGINES, EngineName, open_engine
from align.translation.length_buckets import length_buckets
from align.translation.marian import MarianTokeniser
from align.translation.transformers_engine import TransformersEngine

TEXTS = [
    "The northern port received its first ship on Friday.",
    "Police said that two people had been killed.",
    "What comes next?",
    "The ministry of transport said that the terminal would handle 4.5 million tons of cargo a year by 2028.",
    "Prices fell by 12% in January.",
    "He told reporters that talks with partners in China and India were under way.",
    "Business & Economy",
    "The president will visit Moscow on Monday.",
] * 2


@pytest.fixture(scope="module")
def ctranslate2(starter: Path) -> CTranslate2Engine:
    return CTranslate2Engine(starter, device="cpu", threads=2)


@pytest.fixture(scope="module")
def transformers(starter: Path) -> TransformersEngine:
    return TransformersEngine(starter, device="cpu", threads=1)  # two wait for each other where the cores are shared


@pytest.fixture(scope="module", params=["ctranslate2", "transformers"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def together(engine: Engine) -> list[Draft]:
    """The drafts of all texts, each of which is there several times."""
    return engine.draft(TEXTS, Decoding(beam=2))


def test_drafts_come_in_the_order_of_the_texts(engine: Engine, together: list[Draft]) -> None:
    alone = {text: engine.draft([text], Decoding(beam=2))[0].text for text in set(TEXTS)}
    assert [draft.text for draft in together] == [alone[text] for text in TEXTS]


def test_neither_batch_size_nor_neighbours_change_a_draft(ctranslate2: CTranslate2Engine) -> None:
    """Texts are grouped by length, so nothing is padded; scores may differ in the last float bits only."""
    reference = {text: ctranslate2.draft([text], Decoding())[0] for text in set(TEXTS)}
    for seed, batch_tokens in ((1, 1), (2, 64), (3, 4096)):
        texts = random.Random(seed).sample(TEXTS, len(TEXTS))
        for text, draft in zip(texts, ctranslate2.draft(texts, Decoding(batch_tokens=batch_tokens)), strict=True):
            assert draft.text == reference[text].text
            assert draft.logprob == pytest.approx(reference[text].logprob, abs=1e-4)


def test_a_search_that_meets_its_limit_says_so(ctranslate2: CTranslate2Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("align.translation.ctranslate2_engine.output_limit", lambda tokens: 3)
    assert ctranslate2.draft([TEXTS[3]], Decoding())[0].hit_limit


def test_the_limit_depends_on_the_texts_own_length() -> None:
    assert output_limit(10) == 40


def test_log_probabilities_are_means_over_tokens(together: list[Draft]) -> None:
    """A mean of token log-probabilities lies between certainty and a uniform guess over the vocabulary."""
    for draft in together:
        assert -9.0 < draft.logprob < 0.0


def test_both_engines_put_the_same_probability_on_a_greedy_draft(
    transformers: TransformersEngine, ctranslate2: CTranslate2Engine
) -> None:
    """int8 against float32 on the same checkpoint: the numbers differ by rounding, not by kind."""
    drafts, reference_drafts = (e.draft(TEXTS[:8], Decoding(beam=1)) for e in (ctranslate2, transformers))
    same = [(a, b) for a, b in zip(drafts, reference_drafts, strict=True) if a.text == b.text]
    assert same, "not one greedy draft agrees"
    assert all(abs(a.logprob - b.logprob) < 0.15 for a, b in same)


def test_progress_counts_every_text_once(ctranslate2: CTranslate2Engine) -> None:
    seen: list[int] = []
    ctranslate2.draft(TEXTS, Decoding(beam=1, batch_tokens=40), seen.append)
    assert sum(seen) == len(TEXTS)


def test_no_texts_make_no_drafts(engine: Engine) -> None:
    assert engine.draft([], Decoding()) == []


def test_a_gpu_that_is_not_there_is_wrong_usage(starter: Path) -> None:
    import ctranslate2 as library

    if library.get_cuda_device_count():
        pytest.skip("there is a GPU here")
    with pytest.raises(UsageError, match=r"\Adevice cuda: no GPU .*; leave device out\Z"):
        CTranslate2Engine(starter, device="cuda")
    with options_called(flag_of), pytest.raises(UsageError, match=r"\A--device cuda: no GPU .*; leave --device out\Z"):
        CTranslate2Engine(starter, device="cuda")


def test_an_error_of_a_model_has_its_folder_and_hint(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        MarianTokeniser(tmp_path)
    assert (caught.value.path, caught.value.hint) == (str(tmp_path), "fetch the model again")


def test_a_draft_is_a_value() -> None:
    assert Draft("текст", -0.5) == Draft("текст", -0.5, False)


def test_a_batch_holds_one_length_and_a_bounded_number_of_tokens() -> None:
    lengths = [3, 5, 3, 5, 5, 3, 7]
    batches = list(length_buckets(lengths, 10))
    assert batches == [[6], [1, 3], [4], [0, 2, 5]]
    assert all(len({lengths[i] for i in batch}) == 1 for batch in batches)


def test_every_engine_that_can_be_named_has_a_class() -> None:
    assert get_args(EngineName) == tuple(ENGINES)
    for place in ENGINES.values():
        module, _, name = place.partition(":")
        assert isinstance(getattr(import_module(module), name), type)


def test_an_engine_that_does_not_exist_is_refused_with_those_that_do(starter: Path) -> None:
    """It was CTranslate2 that such a name gave."""
    model = LocalModel(starter, "starter", ("en",), ("ru",))
    with pytest.raises(UsageError, match="engine is 'marian': it is one of ctranslate2, transformers"):
        open_engine("marian", model)
