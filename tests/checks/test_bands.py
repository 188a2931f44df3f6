"""The band of a draft, and the order in which bands and flags put pairs before a reviewer."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.checks import BANDS, Severity, band, estimated_quality, risk
from align.checks.registry import all_checks
from align.corpus import Pair, read_corpus
from align.review.doubts import is_doubtful
from align.review.layout import BAND_LEVEL, level_of
from tests.banded import draft, estimated, quality_of


def flag_of(severity: Severity) -> str:
    return next(check.flag for check in all_checks().values() if check.severity == severity)


def test_quality_that_is_no_number_gives_no_band_and_one_outside_its_range_is_taken_to_its_end() -> None:
    for odd in ("0.9", None, True, False, math.nan, math.inf, -math.inf, [0.5], {"a": 1}):
        assert estimated_quality(estimated(odd)) is None and band(estimated(odd)) is None
        assert risk(estimated(odd)) == risk(replace(estimated(0.5), extra={}))
    for odd, taken in ((2.0, 1.0), (-1, 0.0), (10**400, 1.0), (-(10**400), 0.0)):
        assert estimated_quality(estimated(odd)) == taken and band(estimated(odd)) == band(estimated(taken))


def test_hostile_estimates_in_a_file_are_read_and_go_through_every_measure(tmp_path: Path) -> None:
    """Whatever stands under "quality": the file is read, and its pairs have a band or none."""
    path = tmp_path / "odd.jsonl"
    texts = {"source": "a", "target": "б", "source_lang": "en", "target_lang": "ru"}
    odd: list[Any] = ["high", 2.0, -1, None, [], {}, 10**400, 0.9]
    lines = [json.dumps({"id": str(n), "n": n, **texts, "quality": value}) for n, value in enumerate(odd, 1)]
    path.write_text("\n".join(lines), "utf-8")
    found = list(read_corpus(path))
    assert [pair.extra["quality"] for pair in found] == odd
    assert {band(pair) for pair in found} == {None, "usable", "wrong"}
    assert all(0 <= risk(pair) <= 1 for pair in found)


@pytest.mark.parametrize("status", ["approved", "edited", "rejected"])
def test_what_a_person_decided_on_has_no_band_and_is_ordered_as_ever(status: Any) -> None:
    pair = draft("wrong", status=status, score=0.9, logprob=-0.1)
    assert band(pair) is None and risk(pair) == risk(replace(pair, extra={}))


def test_an_error_is_never_called_usable() -> None:
    assert band(draft("usable", flags=(flag_of("error"),))) == "work"
    assert band(draft("usable", flags=(flag_of("warning"), flag_of("hint")))) == "usable"


def test_reviewers_meet_errors_and_the_likely_wrong_first_then_what_needs_work_then_the_likely_usable() -> None:
    error, warning, hint = flag_of("error"), flag_of("warning"), flag_of("hint")
    expected = [
        draft("wrong", flags=(error,)),
        draft("work", flags=(error,)),
        draft("wrong", flags=(hint,)),
        draft("wrong"),
        draft("work", flags=(warning,)),
        draft("work", flags=(hint,)),
        draft("work"),
        draft("usable", flags=(warning,)),
        draft("usable", flags=(hint,)),
        draft("usable"),
    ]
    shuffled = [*expected[1::2], *expected[::2]]
    assert sorted(shuffled, key=risk, reverse=True) == expected


def test_equal_flags_and_bands_are_ordered_by_the_estimate_and_not_by_the_score_that_chose_the_draft() -> None:
    for name in BANDS:
        limits = [step / 100 for step in range(101) if band(estimated(step / 100)) == name]
        low, high = estimated(min(limits), score=1.0, logprob=0.0), estimated(max(limits), score=0.1, logprob=-3.0)
        assert risk(low) > risk(high)


def test_a_row_has_the_colour_of_its_band_where_nothing_is_flagged() -> None:
    assert {name: level_of(risk(estimated(quality_of(name)))) for name in BANDS} == BAND_LEVEL
    limits = [level_of(risk(estimated(step / 1000))) for step in range(1001)]
    assert limits == [BAND_LEVEL[name] for step in range(1001) if (name := band(estimated(step / 1000)))]


def test_old_corpora_are_ordered_as_they_were() -> None:
    """Similarity and log-probability order what has no estimate: the numbers of the release before bands."""
    plain = replace(estimated(0), extra={})
    assert risk(plain) == pytest.approx(0.025)
    assert risk(replace(plain, score=0.8, logprob=-0.5)) == pytest.approx(0.0148, abs=1e-4)
    assert risk(replace(plain, flags=("length-ratio",), score=0.8)) == pytest.approx(0.3565)


def test_doubtful_are_drafts_that_need_work_or_are_likely_wrong() -> None:
    assert [is_doubtful(draft(name)) for name in BANDS] == [False, True, True]
    assert not is_doubtful(draft("wrong", status="approved"))


def test_a_new_wording_has_no_estimate() -> None:
    """The estimate described the draft: with a person's words it goes, as the score does. Other keys stay."""
    pair = draft("wrong", extra={"client": "TASS"}, score=0.5).reworded("Пришло судно.")
    assert pair.extra == {"client": "TASS"} and pair.score is None


def test_an_alignment_has_no_bands() -> None:
    aligned = Pair("1", "", 1, "Yes.", "Да.", "en", "ru", origin="human", extra={"confidence": 0.99})
    assert band(aligned) is None and not is_doubtful(aligned)
