"""Confirmed beads come out as they are, and the rest is aligned around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.alignment import aligner
from align.alignment.align_options import AlignOptions
from align.alignment.aligner import align_segments
from align.alignment.anchors import split_sections
from align.alignment.beads import Bead
from align.alignment.bilingual_lexicon import Vocabulary, learn_translations
from align.alignment.fixed_points import FixedPoints
from align.errors import UsageError
from tests.alignment.test_aligner import ENGLISH, GOLD, RUSSIAN, everything_once, sides


def aligned(confirmed: Sequence[Bead], *texts: Sequence[str], **languages: Any) -> list[Bead]:
    source, target = texts or (ENGLISH, RUSSIAN)
    return align_segments(source, target, options=AlignOptions(confirmed=tuple(confirmed)), **languages)


def test_right_beads_that_are_confirmed_change_nothing_but_how_sure_they_are() -> None:
    confirmed = [Bead((1, 2), (1,)), Bead((5,), (3,))]
    before = {(bead.source, bead.target): bead for bead in align_segments(ENGLISH, RUSSIAN)}
    beads = aligned(confirmed)
    assert sides(beads) == GOLD
    for bead in beads:
        old = before[bead.source, bead.target]
        assert bead.score == pytest.approx(old.score, abs=1e-4)
        if (bead.source, bead.target) in sides(confirmed):
            assert bead.confidence == 1.0


def test_a_wrong_bead_that_is_confirmed_moves_the_rest_out_of_its_way() -> None:
    beads = aligned([Bead((3,), (3,))])
    assert ((3,), (3,)) in sides(beads) and everything_once(beads, 7, 6)
    assert all(max(bead.target, default=-1) < 3 for bead in beads if bead.source and bead.source[-1] < 3)


def test_a_confirmed_bead_may_be_larger_than_those_that_are_looked_for() -> None:
    confirmed = Bead((1, 2, 3, 4, 5), (1, 2, 3))
    beads = aligned([confirmed])
    (found,) = (bead for bead in beads if bead.source == confirmed.source)
    assert found.target == confirmed.target and found.confidence == 1.0 and 0.3 < found.score < 1
    assert sides(beads) == [((0,), (0,)), *sides([confirmed]), ((6,), (4,)), ((), (5,))]


@pytest.mark.parametrize("lone", [Bead((3,), ()), Bead((3, 4), ()), Bead((), (2,)), Bead((), (0, 1, 2))])
def test_segments_confirmed_to_have_no_counterpart_stay_alone_and_together(lone: Bead) -> None:
    beads = aligned([lone])
    assert sides([lone])[0] in sides(beads) and everything_once(beads, 7, 6)
    (found,) = (bead for bead in beads if sides([bead]) == sides([lone]))
    assert (found.score, found.confidence) == (0.0, 1.0)


def test_a_lone_segment_does_not_say_between_which_others_it_stands() -> None:
    inserted = [*RUSSIAN[:3], "Кошка спит на тёплой печи.", *RUSSIAN[3:]]
    beads = aligned([Bead((), (3,))], ENGLISH, inserted)
    moved = [(source, tuple(j + (j > 2) for j in target)) for source, target in GOLD]
    assert set(sides(beads)) == {*moved, ((), (3,))}


def test_blank_segments_of_a_confirmed_bead_stay_in_it() -> None:
    beads = aligned([Bead((0, 1, 2), (0, 1))], ["", ENGLISH[0], " ", ENGLISH[1]], [RUSSIAN[0], "", RUSSIAN[1]])
    assert sides(beads) == [((0, 1, 2), (0, 1)), ((3,), (2,))]


@pytest.mark.parametrize(
    ("confirmed", "message"),
    [
        ([Bead((1,), (2,)), Bead((2,), (1,))], "[1]:[2] and [2]:[1] cross each other"),
        ([Bead((1, 2), (1,)), Bead((2,), (2,))], "[1, 2]:[1] and [2]:[2] share a segment"),
        ([Bead((1,), (2,)), Bead((), (2,))], "share a segment"),
        ([Bead((1, 3), (1,))], "[1, 3]:[1] has a hole"),
        ([Bead((6, 7), (5,))], "[6, 7]:[5] lies outside the texts, of 7 and 6 segments"),
        ([Bead((-1,), ())], "lies outside"),
        ([Bead((), ())], "no segment on either side"),
    ],
)
def test_beads_that_cannot_all_be_are_refused(confirmed: list[Bead], message: str) -> None:
    with pytest.raises(UsageError) as error:
        aligned(confirmed)
    assert message in str(error.value)


def test_a_place_inside_a_confirmed_bead_is_refused() -> None:
    with pytest.raises(UsageError, match="anchors"):
        align_segments(ENGLISH, RUSSIAN, options=AlignOptions(anchors=((2, 1),), confirmed=(Bead((1, 2), (1,)),)))


def test_the_signature_counts_confirmed_beads() -> None:
    assert AlignOptions(confirmed=(Bead((0,), (0,)),) * 34).signature == "max6,kept34"


@st.composite
def texts_with_confirmed(draw: Any) -> Any:
    """Two texts and beads that partition some of them."""
    words = st.text("аб bcd1. ", max_size=20)
    source, target = draw(st.lists(words, max_size=14)), draw(st.lists(words, max_size=14))
    i = j = 0
    confirmed = []
    while i < len(source) or j < len(target):
        x, y = draw(st.integers(0, min(9, len(source) - i))), draw(st.integers(0, min(9, len(target) - j)))
        if x + y and draw(st.booleans()):
            confirmed.append(Bead(tuple(range(i, i + x)), tuple(range(j, j + y))))
        i, j = min(i + max(x, 1), len(source)), min(j + max(y, 1), len(target))
    return source, target, draw(st.permutations(confirmed))


@given(texts_with_confirmed(), st.sampled_from(["ru", "hu"]), st.sampled_from([3, 3000]))
@settings(max_examples=60, deadline=None)
def test_whatever_is_confirmed_comes_out_and_every_segment_once(drawn: Any, language: str, section: int) -> None:
    source, target, confirmed = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aligner, "SECTION", section)
        beads = aligned(confirmed, source, target, target_lang=language)
    assert everything_once(beads, len(source), len(target))
    assert set(sides(confirmed)) <= set(sides(beads))
    for side in (0, 1):
        order = [k for bead in sides(beads) for k in bead[side]]
        assert order == sorted(order)


def test_no_border_of_sections_cuts_a_confirmed_bead() -> None:
    confirmed = [Bead(tuple(range(390, 420)), tuple(range(395, 430))), Bead((), tuple(range(780, 830)))]
    fixed = FixedPoints.of(confirmed, (), (1000, 1010))
    (_, second, *_) = split_sections([], fixed, 400)
    assert second[0][0] == 420 and second[1][0] == 430
    for rows, columns in split_sections([], fixed, 100):
        assert not 390 < rows[0] < 420 and not 395 < columns[0] < 430 and not 780 < columns[0] < 830


def test_words_are_learnt_from_merges_too() -> None:
    source = Vocabulary(["the bridge", "is closed", "the road", "was long"])
    target = Vocabulary(["мост закрыт", "дорога длинная"])
    learnt = learn_translations(source, target, [], [((0, 2), (0, 1)), ((2, 4), (1, 2))])
    words = {(source.words[s], target.words[t]) for s, t in learnt}
    assert ("bridge", "мост") in words and ("bridge", "дорога") not in words
