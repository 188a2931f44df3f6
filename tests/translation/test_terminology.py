"""Drafts led to a glossary's terms: reranking, verified substitution, and what is never touched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from align.document import Segment
from align.glossary import Glossary, Term
from align.progress import Silent
from align.translation.ctranslate2_engine import CTranslate2Engine
from align.translation.drafting import draft_segments
from align.translation.engine import Decoding, Draft, Engine, Ready, unique_by_text
from align.translation.terminology import Mode, Terminology, enforce_terms, mask, rerank, unmask
from align.translation.transformers_engine import TransformersEngine

PORT = Term("port", ("порт",))
GOOGLE = Term("Google", ("Google",))


class Scripted:
    """An engine that says what it was told to; it remembers what it was asked for."""

    signature = "scripted"
    longest_source = 100

    def __init__(self, best: dict[str, list[str]], drafts: dict[str, str] | None = None) -> None:
        self.best, self.drafts = best, drafts or {}
        self.asked: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 1 for text in texts]

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        self.asked += texts
        return [Draft(self.drafts.get(text, "ничего"), -0.5) for text in texts]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        return [[Draft(text, -0.5 - 0.1 * n) for n, text in enumerate(self.best[text])] for text in texts]


def terminology(mode: Mode, *terms: Term) -> Terminology:
    return Terminology.of(Glossary(terms), "en", "ru", mode)


def enforced(mode: Mode, plain: str, best: list[str], source: str = "The port opened.", masked: str = "") -> Draft:
    engine = Scripted({source: best}, {source.replace("port", "1001").replace("Google", "1002"): masked})
    return enforce_terms({source: Draft(plain, -0.5)}, engine, Decoding(), terminology(mode, PORT, GOOGLE))[source]


def test_the_likeliest_candidate_with_the_term_is_taken() -> None:
    assert enforced("rerank", "Гавань открылась.", ["Пристань.", "Порт открылся.", "Порты."]).text == "Порт открылся."


def test_a_right_draft_and_a_text_without_terms_are_never_touched() -> None:
    engine = Scripted({})
    drafts = {"The port opened.": Draft("Порт открыт.", -1.0), "A ship left.": Draft("Лодка.", -1.0)}
    assert enforce_terms(drafts, engine, Decoding(), terminology("substitute", PORT)) == drafts
    assert engine.asked == []


def test_the_check_mode_changes_nothing() -> None:
    assert enforced("check", "Гавань.", ["Порт."]).text == "Гавань."


def test_a_candidate_much_less_likely_or_cut_off_is_not_taken() -> None:
    asked = terminology("rerank", PORT)
    plain = Draft("Гавань.", -0.5)
    assert rerank(plain, [Draft("Порт.", -1.5)], [PORT], asked) == plain
    assert rerank(plain, [Draft("Порт.", -0.6, hit_limit=True)], [PORT], asked) == plain


def test_of_two_terms_one_right_is_better_than_none() -> None:
    source = "Google bought the port."
    assert enforced("rerank", "Никто ничего.", ["Никто.", "Купил порт."], source).text == "Купил порт."


def test_a_placeholder_that_comes_back_once_becomes_the_term() -> None:
    draft = enforced("substitute", "Гавань.", ["Причал."], masked="Открылся 1001.")
    assert (draft.text, draft.substituted) == ("Открылся порт.", True)


@pytest.mark.parametrize(
    "masked", ["Открылся.", "1001 и 1001.", "Открылся 1001-й.", "Открылся 11001.", "Сумма 1001,5."]
)
def test_a_placeholder_that_does_not_come_back_exactly_once_leaves_the_draft(masked: str) -> None:
    draft = enforced("substitute", "Гавань.", ["Причал."], masked=masked)
    assert (draft.text, draft.substituted) == ("Гавань.", False)


def test_placeholders_are_numbers_that_the_source_does_not_have() -> None:
    source = "1001 ships left the port."
    (match,) = Glossary([PORT]).matcher("en", "ru").find_terms(source)
    assert mask(source, [match]) == ("1001 ships left the 1002.", {"1002": "порт"})
    assert unmask("Из 1002 ушли 1001", {"1002": "порта", "1001": "порт 1002"}) == "Из порта ушли порт 1002"


def test_a_substitution_is_flagged_for_its_ending() -> None:
    source = "The port opened."
    engine = Scripted({source: []}, {"The 1001 opened.": "Открыли 1001."})
    segment = Segment(source, "sentence", 0, 0, len(source))
    (result,) = draft_segments([segment], engine, "ru", Decoding(), Silent(), terminology("substitute", PORT))
    assert (result.text, result.flags) == ("Открыли порт.", ("term-substituted",))


def test_drafts_that_read_the_same_count_once() -> None:
    assert [d.logprob for d in unique_by_text([Draft("а", -1), Draft("б", -2), Draft("а", -3)])] == [-1, -2]


TEXTS = ["The president visited Moscow.", "Prices fell by 12% in January.", "Police said two people died in Moscow."]


@pytest.fixture(scope="module", params=["ctranslate2", "transformers"])
def engine(request: pytest.FixtureRequest, starter: Path) -> Engine:
    kind = CTranslate2Engine if request.param == "ctranslate2" else TransformersEngine
    return kind(starter, device="cpu", threads=1)


def test_candidates_are_unique_by_text_ordered_and_blind_to_their_neighbours(engine: Engine) -> None:
    together = engine.candidates(TEXTS, Decoding(beam=2), 4)
    for text, found in zip(TEXTS, together, strict=True):
        assert 1 <= len(found) <= 4 and len({draft.text for draft in found}) == len(found)
        assert [draft.logprob for draft in found] == sorted((draft.logprob for draft in found), reverse=True)
        (alone,) = engine.candidates([text], Decoding(beam=2), 4)
        assert [draft.text for draft in alone] == [draft.text for draft in found]


def test_with_a_real_model_only_texts_with_a_wrong_term_change_and_neighbours_play_no_part(starter: Path) -> None:
    engine = CTranslate2Engine(starter, device="cpu", threads=1)
    segments = [Segment(text, "sentence", 0, 0, len(text)) for text in TEXTS]
    plain = draft_segments(segments, engine, "ru", Decoding(), Silent())
    asked = terminology("substitute", Term("Moscow", ("Москва",)), Term("president", ("глава государства",)))
    led = draft_segments(segments, engine, "ru", Decoding(), Silent(), asked)
    assert led[1] == plain[1]
    alone = [draft_segments([segment], engine, "ru", Decoding(), Silent(), asked)[0] for segment in segments]
    assert [one.text for one in alone] == [one.text for one in led]
