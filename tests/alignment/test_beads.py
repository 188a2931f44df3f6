"""Bead files, and the field's strict and lax scores on them, by numbers worked out by hand."""

from __future__ import annotations

import pytest

from align.alignment.beads import Bead, count_matches, read_beads
from align.errors import FormatError


def beads(text: str) -> list[Bead]:
    return list(read_beads(text.split()))


def test_a_bead_is_written_as_the_field_does_and_read_back() -> None:
    bead = Bead((3, 4), (7,), 0.8125)
    assert str(bead) == "[3, 4]:[7]:0.8125"
    assert list(read_beads([str(bead), "", "[]:[8]", " [0]:[] : 0.5 "])) == [
        Bead((3, 4), (7,), 0.8125), Bead((), (8,)), Bead((0,), (), 0.5)
    ]  # fmt: skip
    assert (bead.type, Bead((), (8,)).type) == ("2-1", "0-1")


@pytest.mark.parametrize("line", ["0:1", "[0]", "[a]:[1]", "[0]:[1]:x", "[-1]:[0]"])
def test_a_line_that_is_no_bead_is_named_with_its_number(line: str) -> None:
    with pytest.raises(FormatError, match=r"gold\.txt, line 2"):
        list(read_beads(["[0]:[0]", line], "gold.txt"))


def test_a_perfect_alignment_scores_one() -> None:
    gold = beads("[0]:[0] [1,2]:[1] [3]:[] []:[2] [4]:[3,4]")
    assert set(count_matches(gold, gold).scores().values()) == {1.0}


def test_scores_are_those_worked_out_by_hand() -> None:
    gold = beads("[0]:[0] [1,2]:[1] [3]:[2] [4]:[] []:[3]")
    predicted = beads("[0]:[0] [1]:[1] [2]:[] [3]:[2] [4]:[3]")
    scores = count_matches(gold, predicted).scores()
    # of 5 predicted 0-0 and 3-2 are strictly right, and 1-1 laxly too; of 3 gold links 2 strictly, 3 laxly
    assert scores["strict_precision"] == pytest.approx(2 / 5)
    assert scores["strict_recall"] == pytest.approx(2 / 3)
    assert scores["lax_precision"] == pytest.approx(3 / 5)
    assert scores["lax_recall"] == 1.0
    assert scores["strict_f1"] == pytest.approx(0.5)
    assert scores["null_recall"] == 0.0


def test_nulls_count_in_precision_and_not_in_recall() -> None:
    gold = beads("[0]:[0] [1]:[1]")
    scores = count_matches(gold, beads("[0]:[0] [1]:[] []:[1]")).scores()
    assert scores["strict_precision"] == pytest.approx(1 / 3)
    assert scores["strict_recall"] == pytest.approx(1 / 2)


def test_counts_of_documents_are_pooled_before_scores_are_taken() -> None:
    first = count_matches(beads("[0]:[0]"), beads("[0]:[0]"))
    second = count_matches(beads("[0]:[0] [1]:[1] [2]:[2]"), beads("[0]:[0] [1]:[] []:[1] [2]:[2]"))
    assert (first + second).scores()["strict_precision"] == pytest.approx(3 / 5)


def test_nothing_found_is_nought_and_no_division() -> None:
    assert count_matches(beads("[0]:[0]"), []).scores()["strict_f1"] == 0.0
