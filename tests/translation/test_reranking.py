"""The best of several drafts: what is chosen, what is not, and that neighbours have no say."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from align.checkpoints.checkpoint_store import open_folder
from align.encoders.base import load_encoder
from align.pipelines.options import TranslateOptions
from align.pipelines.setup import open_drafting
from align.translation.ctranslate2_engine import CTranslate2Engine
from align.translation.engine import Decoding, Draft, Ready
from align.translation.reranking import STEP, RerankingEngine

TEXTS = ["The port opened on Friday.", "Prices fell by 12% in January.", "Talks will go on.", "All news"]


class Scripted:
    """Gives each text the same candidates."""

    signature = "scripted"
    longest_source = 100

    def __init__(self, *candidates: Draft) -> None:
        self.found = list(candidates)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [2 for _ in texts]

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        return [self.found[0] for _ in texts]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        return [self.found[:count] for _ in texts]


class Compass:
    """An encoder of two directions: texts that begin alike point alike."""

    name = signature = "compass"
    languages: frozenset[str] | None = None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[1.0, 0.0] if text.startswith("t") else [0.0, 1.0] for text in texts], np.float32)


def chosen(*candidates: Draft, count: int = 8) -> str:
    (draft,) = RerankingEngine(Scripted(*candidates), Compass(), count).draft(["the port"], Decoding())
    return draft.text


def test_a_draft_that_is_closer_in_meaning_is_taken() -> None:
    assert chosen(Draft("other", -0.5), Draft("those", -0.9)) == "those"


def test_but_not_one_that_the_model_finds_far_less_likely() -> None:
    assert chosen(Draft("other", -0.5), Draft("those", -2.6)) == "other"


def test_a_draft_without_an_end_is_taken_only_if_there_is_no_other() -> None:
    endless = Draft("those those those", -0.1, hit_limit=True)
    assert chosen(endless, Draft("other", -0.5)) == "other"
    assert chosen(endless) == endless.text


def test_where_all_are_without_an_end_the_plain_draft_is_asked() -> None:
    class Plain(Scripted):
        def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
            return [Draft("plain", -0.9) for _ in texts]

    endless = Draft("those those those", -0.1, hit_limit=True)
    drafts = RerankingEngine(Plain(endless), Compass(), 8).draft(["the port", "the quay"], Decoding())
    assert [draft.text for draft in drafts] == ["plain", "plain"]


def test_only_so_many_candidates_are_looked_at() -> None:
    assert chosen(Draft("other", -0.5), Draft("next", -0.6), Draft("those", -0.7), count=2) == "other"


def test_drafts_come_in_order_and_progress_adds_up() -> None:
    texts = [f"{'x' * (n % 7)}{n}" for n in range(2 * STEP + 3)]

    class Echo(Scripted):
        def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
            return [[Draft(text.upper(), -0.5)] for text in texts]

    ready: list[int] = []
    drafts = RerankingEngine(Echo(), Compass(), 8).draft(texts, Decoding(), ready.append)
    assert [draft.text for draft in drafts] == [text.upper() for text in texts]
    assert sum(ready) == len(texts)
    assert RerankingEngine(Echo(), Compass(), 8).draft([], Decoding()) == []


def test_neighbours_have_no_say(starter: Path) -> None:
    engine = RerankingEngine(CTranslate2Engine(starter, device="cpu", threads=2), load_encoder(), 4)
    together = engine.draft(TEXTS, Decoding())
    assert [engine.draft([text], Decoding())[0].text for text in TEXTS] == [draft.text for draft in together]
    assert "best4" in engine.signature and "use-multilingual" in engine.signature


@pytest.mark.parametrize(
    ("asked", "card", "count"), [(None, {}, 0), (None, {"best_of": 4}, 4), (1, {"best_of": 4}, 0), (6, {}, 6)]
)
def test_the_number_is_asked_for_or_the_models_own(
    starter: Path, asked: int | None, card: dict[str, int], count: int
) -> None:
    model = replace(open_folder(starter), card=card)
    engine = open_drafting(TranslateOptions(best_of=asked, cache=False), model, "", "ru", pytest.fail, ExitStack())
    assert (f"best{count}-" in engine.signature) == bool(count) and ("best" in engine.signature) == bool(count)


@pytest.mark.parametrize("number", ["many", 10**9, -1, None])
def test_a_card_that_says_nonsense_is_not_followed(starter: Path, number: object) -> None:
    model = replace(open_folder(starter), card={"best_of": number})
    assert (
        "best" not in open_drafting(TranslateOptions(cache=False), model, "", "ru", pytest.fail, ExitStack()).signature
    )


def test_languages_that_the_encoder_does_not_know_bring_a_warning(starter: Path) -> None:
    warnings: list[str] = []
    for asked in (None, 4):
        request = TranslateOptions(best_of=asked, cache=False)
        assert (
            "best" not in open_drafting(request, open_folder(starter), "", "kk", warnings.append, ExitStack()).signature
        )
    assert len(warnings) == 1 and warnings[0].startswith("best_of does nothing")
