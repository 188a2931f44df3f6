"""Time is linear in the length of what is read and checked: the slope over several sizes of the worst texts shows it.

`python benchmarks/linear_time.py` measures ten sizes of each.
"""

from __future__ import annotations

import pytest

from tests.fuzz.worst_inputs import BEGINNINGS, RUNS, STEEPEST, UNITS, WORK, growth, shapes, slope

LENGTHS = (2000, 4000, 8000)
QUICK = ("guess latin", "guess cyrillic", "filter", "glossary heading", "glossary cell", "clauses", "typography fr")
TRIED_ELSEWHERE = ("check", "split en", "split ru", "split de")
"""Tried by test_long_texts.py."""
SLOW = tuple(name for name in WORK if name not in (*QUICK, *TRIED_ELSEWHERE))


def find_steep(name: str) -> list[tuple[str, str]]:
    """The shapes of text for which `name` is not linear: measured again before it is believed."""
    work = WORK[name]
    return [
        (begins, unit)
        for begins, unit in shapes()
        if growth(work, unit, LENGTHS, begins, rounds=1) > STEEPEST
        and growth(work, unit, LENGTHS, begins, 5) > STEEPEST
    ]


@pytest.mark.parametrize("name", QUICK)
def test_time_is_linear(name: str) -> None:
    assert find_steep(name) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_time_is_linear_everywhere(name: str) -> None:
    assert find_steep(name) == []


def test_a_square_would_be_found() -> None:
    """The measure itself: a pattern that takes the square is told from one that does not."""
    assert slope((1, 2, 4), (1, 4, 16)) == pytest.approx(2)
    assert slope((1000, 2000, 4000), (1, 2, 4)) == pytest.approx(1)
    import re

    bad = re.compile(r"\s*\(.*\)")
    assert growth(lambda text: bad.sub("", text), " ", LENGTHS) > STEEPEST
    assert len(set(shapes())) == len(UNITS) + len(RUNS) * len(BEGINNINGS)
