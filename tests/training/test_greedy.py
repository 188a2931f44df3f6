"""chrF without sacrebleu is sacrebleu's, and greedy drafts are those of the model."""

from __future__ import annotations

from pathlib import Path

import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st

from align.training.architecture import load_model
from align.training.data import Example, encode
from align.training.greedy import corpus_chrf, dev_score, greedy_drafts
from align.training.vocabulary import detokeniser, tokeniser
from tests.training.training_samples import bulletins

TEXTS = st.text("аб вг.", max_size=25)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_chrf_is_what_sacrebleu_says(pairs: list[tuple[str, str]]) -> None:
    hypotheses, references = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    wanted = sacrebleu.corpus_chrf(hypotheses, [references]).score if pairs else 0.0
    assert corpus_chrf(hypotheses, references) == pytest.approx(wanted, abs=1e-9)


def test_greedy_drafts_are_in_order_and_do_not_depend_on_their_neighbours(starter: Path) -> None:
    texts = ["The port was closed on Friday.", "What comes next?", "The second berth will open in March, Belova said."]
    examples = [Example(text, "-") for text in texts]
    pairs = encode(examples, tokeniser(starter, "source"), tokeniser(starter, "target"), {})
    model, texts_of = load_model(starter).eval(), detokeniser(starter, "target")
    together = texts_of(greedy_drafts(model, pairs))
    assert together == [texts_of(greedy_drafts(model, [pair]))[0] for pair in pairs]
    assert "пятниц" in together[0] and "март" in together[2]


def test_the_measure_of_a_trainer_scores_against_references(tiny: Path) -> None:
    examples = [Example(pair.source, pair.target) for pair in bulletins(3)]
    pairs = encode(examples, tokeniser(tiny, "source"), tokeniser(tiny, "target"), {})
    measure = dev_score(pairs, [example.target for example in examples], detokeniser(tiny, "target"))
    assert 0 <= measure(load_model(tiny).eval())["dev_chrf"] < 100


def test_detokenising_undoes_tokenising(starter: Path) -> None:
    texts = ["В пятницу порт закрыли.", "Что дальше?"]
    assert detokeniser(starter, "target")(tokeniser(starter, "target")(texts)) == texts
