"""The estimate of quality: what raises and lowers it, what is missing, and a model file that cannot be read."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from pathlib import Path

import pytest

from align.errors import ModelError
from align.quality.estimator import MODEL, Estimator
from align.quality.evidence import Evidence
from align.quality.features import FEATURES, Observed, measured

SOURCE = "The port of Murmansk opened its new terminal on Friday."
GOOD = Observed(
    SOURCE,
    "Порт Мурманска открыл в пятницу новый терминал.",
    -0.35,
    Evidence(tokens=14, cosine=0.85, agreement=0.93, coverage=0.79, draft_coverage=0.8),
)


def estimate(*observed: Observed) -> list[float]:
    return Estimator.load().estimate(observed)


def value(observed: Observed, feature: str) -> float:
    return measured(observed)[FEATURES.index(feature)]


def test_an_estimate_is_a_number_from_0_to_1_that_does_not_depend_on_its_neighbours() -> None:
    alone = GOOD._replace(evidence=None)
    together = estimate(GOOD, alone, GOOD._replace(logprob=-2.0))
    assert together == [*estimate(GOOD), *estimate(alone), *estimate(GOOD._replace(logprob=-2.0))]
    assert all(0 <= number <= 1 for number in together)
    assert estimate() == []


@pytest.mark.parametrize("evidence", [GOOD.evidence, Evidence(tokens=14), None])
def test_what_the_engine_finds_likelier_is_never_estimated_lower(evidence: Evidence | None) -> None:
    steps = [GOOD._replace(logprob=-logprob / 20, evidence=evidence) for logprob in range(60)]
    estimates = estimate(*steps)
    assert estimates == sorted(estimates, reverse=True) and estimates[0] - estimates[-1] > 0.15


@pytest.mark.parametrize("measure", ["cosine", "coverage", "draft_coverage"])
def test_what_is_closer_in_meaning_is_never_estimated_lower(measure: str) -> None:
    assert GOOD.evidence is not None
    place = [field.name for field in fields(Evidence)].index(measure)
    steps = []
    for cosine in range(20):
        values = GOOD.evidence.to_list()
        values[place] = cosine / 20
        steps.append(GOOD._replace(evidence=Evidence.parse(values)))
    estimates = estimate(*steps)
    assert estimates == sorted(estimates)


@pytest.mark.parametrize(
    "spoilt",
    [
        GOOD._replace(draft=SOURCE),
        GOOD._replace(draft="Порт."),
    ],
    ids=["copied", "cut"],
)
def test_a_draft_that_looks_spoilt_is_estimated_lower(spoilt: Observed) -> None:
    assert estimate(spoilt)[0] < estimate(GOOD)[0]


@pytest.mark.parametrize("draft", ["", " "])
def test_an_empty_draft_is_worth_nothing(draft: str) -> None:
    assert estimate(GOOD._replace(draft=draft)) == [0.0]


@pytest.mark.parametrize("logprob", [math.nan, -math.inf, math.inf])
def test_a_probability_that_is_no_number_counts_as_missing(logprob: float) -> None:
    (number,) = estimate(GOOD._replace(logprob=logprob))
    assert 0.2 < number < 0.8


def test_a_draft_of_which_nothing_is_known_has_an_estimate_all_the_same() -> None:
    (number,) = estimate(Observed("", "Порт", math.nan))
    assert 0.1 < number < 0.7
    assert math.isnan(value(GOOD._replace(evidence=None), "cosine"))
    assert math.isnan(value(GOOD._replace(evidence=Evidence(tokens=0)), "token_letters"))


def test_words_are_missing_where_a_language_writes_without_spaces() -> None:
    chinese = GOOD._replace(draft="摩尔曼斯克港周五启用了新码头。")
    assert all(math.isnan(value(chinese, name)) for name in ("letters", "copied"))
    assert not math.isnan(value(chinese, "source_letters"))
    assert 0 < estimate(chinese)[0] < 1


def test_features_are_what_they_are_called() -> None:
    observed = Observed("Anna saw 12 ships in the Port of Riga.", "Anna видела 13 в порту в порту в порту.", -1.0)
    assert value(observed, "copied") == 1 / 8
    assert value(observed, "capitals") == 2 / 8
    assert value(observed, "figures") == 2
    assert value(observed._replace(evidence=Evidence(tokens=13)), "token_letters") == 39 / 13


def test_the_model_is_small_and_says_its_version() -> None:
    assert MODEL.stat().st_size < 8000
    assert Estimator.load().version == "qe-2"


@pytest.mark.parametrize("damage", ["missing", "no JSON", "no lines", "a line too short", "NaN", "falling knots"])
def test_a_model_that_cannot_be_read_is_one_line(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "estimator.json"
    content = json.loads(MODEL.read_text("utf-8"))
    line = content["chosen"]["lines"]["logprob"]
    if damage == "no lines":
        del content["alone"]["lines"]
    elif damage == "a line too short":
        line["knots"].pop()
    elif damage == "NaN":
        line["values"][0] = math.nan
    elif damage == "falling knots":
        line["knots"].reverse()
    if damage != "missing":
        path.write_text(json.dumps(content)[: 50 if damage == "no JSON" else None], "utf-8")
    with pytest.raises(ModelError, match="estimates the quality") as raised:
        Estimator.load(path)
    assert raised.value.hint == "install align again"


@pytest.mark.parametrize("values", [None, "abcdefg", [1, 2], [*range(6), "7"], [*range(6), True], {"tokens": 1}])
def test_evidence_is_read_as_it_was_written_or_not_at_all(values: object) -> None:
    assert GOOD.evidence is not None and Evidence.parse(GOOD.evidence.to_list()) == GOOD.evidence
    assert Evidence.parse([None] * 7) == Evidence()
    with pytest.raises(ValueError, match=r".*"):
        Evidence.parse(values)
