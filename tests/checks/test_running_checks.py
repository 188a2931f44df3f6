"""Running the checks over a stream: nothing dropped, nothing changed but flags, little in memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from align.checks import CHECKS, CheckOptions, check_pair, check_pairs, describe, registry, risk, severity
from align.checks.flags import FLAGS, HIT_LIMIT, NUMBERS_REPAIRED, SPLIT
from align.corpus import Pair
from tests.nasty import any_text

GOOD = Pair("1", "a", 1, "Five boats came.", "Пришли пять лодок.", "en", "ru")
BAD = replace(GOOD, id="2", target="Пришли 7 лодок.")


def test_flags_raised_elsewhere_stay_in_front_and_those_of_the_checks_are_brought_up_to_date() -> None:
    pair = replace(GOOD, flags=("hit-limit", "number-mismatch", "ask-anna"))
    assert [checked.flags for checked in check_pairs([pair])] == [("hit-limit", "ask-anna")]
    assert [checked.flags for checked in check_pairs([replace(BAD, flags=("split",))])] == [
        ("split", "number-mismatch")
    ]


def test_checks_that_did_not_run_keep_their_flags() -> None:
    pair = replace(GOOD, flags=("repetition", "number-mismatch"))
    only = CheckOptions(only=frozenset({"number-mismatch"}))
    assert next(check_pairs([pair], only)).flags == ("repetition",)
    skip = CheckOptions(skip=frozenset({"number-mismatch"}))
    assert next(check_pairs([BAD], skip)).flags == ()


def test_no_pair_is_dropped_or_changed() -> None:
    pairs = [replace(GOOD, id=str(n), n=n, doc=f"d{n // 7}") for n in range(50)]
    assert list(check_pairs(pairs)) == pairs


def test_a_long_document_is_read_a_window_at_a_time() -> None:
    read = 0

    def endless() -> Iterator[Pair]:
        nonlocal read
        while True:
            read += 1
            yield GOOD

    next(check_pairs(endless(), CheckOptions(window=100)))
    assert read == 100


def test_every_check_finds_a_declared_flag_and_the_order_is_that_of_the_declarations() -> None:
    assert list(CHECKS) == [flag.name for flag in FLAGS]
    assert set(registry._FUNCTIONS) <= set(CHECKS)
    assert {flag for flag, check in CHECKS.items() if check.find is None} >= {HIT_LIMIT, SPLIT, NUMBERS_REPAIRED}


def test_a_flag_is_one_sentence_with_a_stable_name() -> None:
    assert {"number-mismatch", "hit-limit", "split", "untranslated", "wrong-language"} <= set(CHECKS)
    for flag, check in CHECKS.items():
        assert flag == flag.lower().replace(" ", "-")
        assert describe(flag).endswith(".") and describe(flag)[0].isupper()
        assert check.severity == severity(flag)
    assert "ask-anna" in describe("ask-anna")
    assert severity("ask-anna") == "hint"


def test_risk_puts_the_worst_first() -> None:
    order = [
        replace(GOOD, flags=("untranslated", "number-mismatch")),
        replace(GOOD, flags=("number-mismatch",)),
        replace(GOOD, flags=("length-ratio", "end-punctuation")),
        replace(GOOD, flags=("length-ratio",)),
        replace(GOOD, flags=("end-punctuation",)),
        replace(GOOD, score=0.3),
        replace(GOOD, score=0.9, logprob=-0.1),
    ]
    shuffled = [order[place] for place in (3, 6, 0, 5, 2, 4, 1)]
    assert sorted(shuffled, key=risk, reverse=True) == order
    assert all(0 <= risk(pair) <= 1 for pair in order)
    assert 0 <= risk(replace(GOOD, score=float("nan"), logprob=float("-inf"))) <= 1


@settings(max_examples=150, deadline=None)
@given(any_text, any_text)
def test_no_text_breaks_a_check(source: str, target: str) -> None:
    for languages in (("en", "ru"), ("ru", "en"), ("de", "fr"), ("ja", "xx"), ("", "zh-Hant-TW")):
        flags = check_pair(Pair("1", "d", 1, source, target, *languages))
        assert set(flags) <= set(CHECKS)


@pytest.mark.parametrize("number", ["1" * 400, "1," * 200, "9 million billion trillion", "²³", "٣٤", "1e999"])
def test_monstrous_numbers_break_nothing(number: str) -> None:
    check_pair(replace(GOOD, source=f"There are {number} boats.", target=f"Есть {number} лодок."))


def test_a_segment_of_a_megabyte_does_not_hold_the_run_up() -> None:
    names = " ".join(f"Anna{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} said {n}" for n in range(20_000))
    same = "мост " * 200_000
    start = time.process_time()
    check_pair(replace(GOOD, source=names, target=same))
    check_pair(replace(GOOD, source=names, target=names[::-1]))
    check_pair(replace(GOOD, source="x" * 1_000_000, target='("' * 500_000))
    assert time.process_time() - start < 20
