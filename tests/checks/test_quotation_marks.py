"""The check of quotation marks where a quotation is divided into several pairs of its paragraph."""

from __future__ import annotations

import pytest

from align.checks import check_pairs
from align.checks.context import CheckOptions
from align.corpus import Pair

ONLY = CheckOptions(only=frozenset({"quotes-unbalanced"}))


def flagged(*sides: tuple[str, str], paragraph: int | None = 3, options: CheckOptions = ONLY) -> list[int]:
    """The numbers of the flagged pairs of one paragraph."""
    extra = {} if paragraph is None else {"paragraph": paragraph}
    pairs = [Pair(f"p-{n}", "d", n, *both, "en", "ru", extra=extra) for n, both in enumerate(sides, 1)]
    return [pair.n for pair in check_pairs(pairs, options) if pair.flags]


@pytest.mark.parametrize(
    ("sides", "wanted"),
    [
        ([('"We are late.', "«Мы опоздали."), ('It is cold."', "Холодно».")], []),
        ([('"We waited," she said.', "«Мы ждали, — сказала она."), ('"Ice is thin."', "— Лед тонок».")], []),
        ([('"We are late.', "«Мы опоздали."), ('It is cold."', "Холодно.")], [2]),
        ([('"We are late.', "Мы опоздали."), ('It is cold."', "Холодно».")], [1]),
        ([('"We are late.', "«Мы опоздали."), ('It is cold."', "«Холодно.")], [2]),
        ([('"We waited," she said.', "«Мы ждали, — сказала она."), ('"Ice is thin."', "— Лед тонок.")], [1]),
        ([('"A speech goes on.', "«Речь идет дальше."), ("It is not closed here.", "Здесь она не кончается.")], []),
        ([("It is cold.", "Холодно."), ('He said "yes".', "Он сказал «да.")], [2]),
    ],
)
def test_the_partner_of_a_mark_may_stand_in_another_pair_of_the_paragraph(
    sides: list[tuple[str, str]], wanted: list[int]
) -> None:
    assert flagged(*sides) == wanted


def test_without_paragraphs_each_pair_stands_for_itself() -> None:
    sides = [('"We waited," she said.', "«Мы ждали, — сказала она."), ('"Ice is thin."', "— Лед тонок».")]
    assert flagged(*sides, paragraph=None) == [1, 2]


def test_no_window_ends_inside_a_paragraph() -> None:
    sides = [("It is cold.", "Холодно."), ('"Yes," she said.', "«Да, — сказала она."), ('"No."', "— Нет».")]
    assert flagged(*sides, options=CheckOptions(only=ONLY.only, window=2)) == []
