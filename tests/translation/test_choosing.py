"""What is chosen among the candidates of a text, and what is put down of the one that is."""

from __future__ import annotations

import numpy as np

from align.quality.word_translations import BACKWARD, FORWARD, WordTranslations
from align.translation.choosing import Measured, choose, measure
from align.translation.draft_evidence import with_evidence
from align.translation.engine import Draft

WORDS = WordTranslations(
    ["port", "opens"],
    ["порт", "откры"],
    np.array([1, 1]),
    np.array([0, 1]),
    np.array([FORWARD | BACKWARD] * 2, dtype=np.uint8),
)


def measured(*cosine: float, consensus: tuple[float, ...] = ()) -> Measured:
    return Measured(np.array(cosine), np.array(consensus or [0.0] * len(cosine)))


def test_one_that_leaves_a_word_out_loses() -> None:
    drafts = [Draft("порт", -0.5), Draft("порт открылся", -0.7)]
    assert choose(drafts, measured(0.5, 0.5)) == 0
    assert choose(drafts, measure("port opens", drafts, np.array([0.5, 0.5]), WORDS)) == 1


def test_one_that_invents_a_word_loses() -> None:
    drafts = [Draft("порт открылся вчера", -0.5), Draft("порт открылся", -0.55)]
    assert choose(drafts, measure("port opens", drafts, np.array([0.5, 0.5]), WORDS)) == 1


def test_what_the_others_have_too_is_preferred() -> None:
    drafts = [Draft("быстрый лось", -0.5), Draft("порт открылся", -0.55), Draft("порт открыт", -0.6)]
    assert choose(drafts, measure("port opens", drafts, np.array([0.5] * 3), None)) == 1


def test_the_first_of_equals_and_the_only_one() -> None:
    assert choose([Draft("а", -0.5), Draft("б", -0.5)], measured(0.5, 0.5)) == 0
    assert choose([Draft("а", -0.5, hit_limit=True)], measured(0.5)) == 0


def test_evidence_of_the_chosen() -> None:
    drafts = [Draft("порт", -0.5), Draft("порт открылся", -0.7)]
    measures = measure("port opens", drafts, np.array([0.25, 0.5]), WORDS)
    evidence = with_evidence(drafts, 0, measures).evidence
    assert evidence
    assert (evidence.cosine, evidence.missing, evidence.invented) == (0.25, 0.5, 0.0)
    assert 0 < (evidence.agreement or 0) < 1


def test_a_draft_without_others_has_no_agreement() -> None:
    drafts = [Draft("порт", -0.5)]
    evidence = with_evidence(drafts, 0, measure("port", drafts, np.array([0.5]), None)).evidence
    assert evidence and evidence.agreement is None and evidence.missing is None
