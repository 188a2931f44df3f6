"""Alignment end to end: right on small texts, nothing ever lost, the same whatever the machine is doing."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import as_document, pair
from align.alignment.align_options import AlignOptions
from align.alignment.aligner import align_segments
from align.alignment.alignment_report import AlignmentReport, UncertainSpan
from align.alignment.beads import Bead, Counts, count_matches, read_beads
from align.document import Segment
from align.errors import UsageError

ENGLISH = [
    "The council approved the new bridge on Tuesday.",
    "Work will begin in spring.",
    "It is to take two years.",
    '"We have waited for thirty years," said Mayor Anna Smirnova.',
    "Nobody in the hall had expected so clear a vote.",
    "The old bridge, built in 1954, will be closed.",
    "Buses will take another route until then.",
]
RUSSIAN = [
    "Во вторник совет одобрил строительство нового моста.",
    "Работы начнутся весной и займут два года.",
    "«Мы ждали тридцать лет», — сказала мэр Анна Смирнова.",
    "Старый мост, построенный в 1954 году, закроют.",
    "До тех пор автобусы пойдут другим маршрутом.",
    "Следующее заседание совета назначено на 12 декабря.",
]
GOLD = [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,)), ((4,), ()), ((5,), (3,)), ((6,), (4,)), ((), (5,))]


def sides(beads: Sequence[Bead]) -> Any:
    return [(bead.source, bead.target) for bead in beads]


def everything_once(beads: Sequence[Bead], n: int, m: int) -> bool:
    return (
        sorted(i for bead in beads for i in bead.source) == list(range(n))
        and sorted(j for bead in beads for j in bead.target) == list(range(m))
        and all(bead.source or bead.target for bead in beads)
    )


def test_merges_and_gaps_of_a_small_story_are_found() -> None:
    beads = align_segments(ENGLISH, RUSSIAN, source_lang="en", target_lang="ru")
    assert sides(beads) == GOLD
    assert all(bead.score > 0.7 for bead in beads if bead.source and bead.target)
    assert all(bead.score == 0 for bead in beads if not (bead.source and bead.target))
    assert all(0 <= bead.confidence <= 1 for bead in beads)


def test_the_other_way_round_gives_the_same_beads_turned() -> None:
    beads = align_segments(RUSSIAN, ENGLISH, source_lang="ru", target_lang="en")
    assert sorted((target, source) for source, target in sides(beads)) == sorted(GOLD)


def test_segments_align_as_their_texts_do() -> None:
    def segments(texts: Sequence[str]) -> Any:
        return [Segment(text.replace(" ", "\n", 1), "sentence", 0, 0, len(text)) for text in texts]

    assert align_segments(segments(ENGLISH), segments(RUSSIAN)) == align_segments(ENGLISH, RUSSIAN)


@pytest.mark.parametrize("texts", [([], RUSSIAN), (ENGLISH, []), ([], []), ([""], ["", " "]), (["..."], ["?!", "—"])])
def test_an_empty_side_loses_nothing(texts: Sequence[str]) -> None:
    assert everything_once(align_segments(*texts), *map(len, texts))


def test_blank_lines_are_unaligned_or_inside_a_bead() -> None:
    beads = align_segments(["", *ENGLISH[:2], " ", ENGLISH[2]], [*RUSSIAN[:2], "\n"])
    assert sides(beads) == [((0,), ()), ((1,), (0,)), ((2, 3, 4), (1,)), ((), (2,))]


def test_a_ten_fold_length_difference_loses_nothing() -> None:
    beads = align_segments(ENGLISH * 10, RUSSIAN)
    assert everything_once(beads, 70, 6)


def test_a_sentence_of_fifty_thousand_characters_loses_nothing() -> None:
    beads = align_segments([*ENGLISH, "word " * 10_000], RUSSIAN)
    assert everything_once(beads, 8, 6)
    assert sides(beads)[:5] == GOLD[:5]


def test_unrelated_texts_say_so() -> None:
    other = ["Кошка спит на тёплой печи.", "Снег скрипит под ногами.", "Он долго искал ключи.", "Чай давно остыл."]
    assert AlignmentReport.of(align_segments(ENGLISH, other)).unrelated
    assert not AlignmentReport.of(align_segments(ENGLISH, RUSSIAN)).unrelated


def test_identical_texts_align_one_to_one() -> None:
    assert sides(align_segments(ENGLISH, ENGLISH)) == [((i,), (i,)) for i in range(7)]


def test_fixed_points_are_kept_even_against_the_evidence() -> None:
    beads = align_segments(ENGLISH, RUSSIAN, options=AlignOptions(anchors=((2, 3),)))
    starts = {(sum(len(b.source) for b in beads[:k]), sum(len(b.target) for b in beads[:k])) for k in range(len(beads))}
    assert (2, 3) in starts and everything_once(beads, 7, 6)


@pytest.mark.parametrize("anchors", [((2, 3), (3, 2)), ((8, 1),), ((-1, 0),)])
def test_places_that_cross_or_lie_outside_are_refused(anchors: Any) -> None:
    with pytest.raises(UsageError, match="anchors"):
        align_segments(ENGLISH, RUSSIAN, options=AlignOptions(anchors=anchors))


@pytest.mark.parametrize("max_bead", [1, 0, -3, 13, 40, 6.0, "6", None])
def test_a_max_bead_that_is_no_whole_number_from_2_to_12_is_refused(max_bead: Any) -> None:
    with pytest.raises(UsageError) as error:
        AlignOptions(max_bead=max_bead)
    assert str(error.value) == f"max_bead is {max_bead!r}: it is a whole number from 2 to 12"


@pytest.mark.parametrize("skip", [-5, -0.001, 1.001, math.nan, math.inf, "0.1"])
def test_a_skip_cost_that_is_no_number_from_0_to_1_is_refused(skip: float) -> None:
    with pytest.raises(UsageError) as error:
        AlignOptions(skip=skip)
    assert str(error.value) == f"skip is {skip!r}: it is a number from 0 to 1"


def test_the_bounds_themselves_are_allowed_and_numbers_of_numpy_too() -> None:
    numbers: Any = np.int64(12), np.float32(0.5)
    assert AlignOptions(max_bead=numbers[0], skip=numbers[1]).signature == "max12,skip0.5"
    assert AlignOptions(max_bead=2, skip=1).signature == "max2,skip1"
    assert AlignOptions(max_bead=12, skip=0.0).signature == "max12,skip0"


def test_the_greatest_max_bead_loses_nothing() -> None:
    beads = align_segments(ENGLISH, RUSSIAN, options=AlignOptions(max_bead=12, skip=1.0))
    assert everything_once(beads, 7, 6)


@pytest.mark.parametrize("options", [{"max_bead": 40}, {"skip": -5}])
def test_pairing_from_a_script_refuses_options_out_of_range(options: Any) -> None:
    sides = (as_document("\n".join(texts)) for texts in (ENGLISH, RUSSIAN))
    with pytest.raises(UsageError, match=next(iter(options))):
        pair(*sides, source_lang="en", target_lang="ru", one_per_line=True, **options)


def test_max_bead_bounds_the_beads() -> None:
    beads = align_segments(ENGLISH, RUSSIAN, options=AlignOptions(max_bead=2))
    assert {bead.type for bead in beads} <= {"1-1", "1-0", "0-1"}


def test_a_higher_skip_cost_makes_fewer_nulls() -> None:
    def nulls(skip: float) -> Any:
        beads = align_segments(ENGLISH, RUSSIAN, options=AlignOptions(skip=skip))
        return sum(not (bead.source and bead.target) for bead in beads)

    assert nulls(1.0) < nulls(0.06) <= nulls(0.0)


def test_paragraphs_settle_what_the_words_leave_open() -> None:
    def story(texts: Sequence[str], numbers: Any) -> Any:
        return [Segment(text, "sentence", number, 0, 0) for text, number in zip(texts, numbers, strict=True)]

    known = list(
        zip(ENGLISH[:4], (RUSSIAN[0], "Работы начнутся весной.", "Они займут два года.", RUSSIAN[2]), strict=True)
    )
    english = [known[0][0], known[1][0], "Yes.", "No.", known[2][0], known[3][0]]
    russian = [known[0][1], known[1][1], "Ага.", known[2][1], known[3][1]]
    beads = align_segments(story(english, [0, 0, 0, 1, 1, 2]), story(russian, [0, 0, 0, 1, 2]))
    found = {bead.source: bead.target for bead in beads}
    assert found.get((2,)) == (2,) or found.get((1, 2)) == (1, 2)  # the answer stays in its paragraph
    assert everything_once(beads, 6, 5)


WORDS = st.lists(st.text("аб bcd1.,—🙂\n", max_size=30), max_size=12)


@given(WORDS, WORDS)
@settings(max_examples=20, deadline=None)
@pytest.mark.parametrize("language", ["ru", "hu"])
def test_whatever_comes_in_every_segment_comes_out_once(language: str, source: str, target: str) -> None:
    beads = align_segments(source, target, target_lang=language)
    assert everything_once(beads, len(source), len(target))
    assert sides(beads) == sides(align_segments(source, target, target_lang=language))


def test_a_language_the_encoder_does_not_know_is_aligned_by_length_numbers_and_names() -> None:
    hungarian = [
        "A tanács kedden jóváhagyta az új hidat, amelyet 1954 óta vártak.",
        "A munka tavasszal kezdődik.",
        "Anna Smirnova polgármester szerint 30 évet vártak rá a városban.",
        "A buszok addig más útvonalon járnak.",
    ]
    english = [
        "The council approved on Tuesday the new bridge awaited since 1954.",
        "Work begins in spring.",
        "According to Mayor Anna Smirnova the town waited 30 years for it.",
        "Until then the buses take another route.",
    ]
    beads = align_segments(english, hungarian, source_lang="en", target_lang="hu")
    assert sides(beads) == [((i,), (i,)) for i in range(4)]


SCRIPT = """
import sys
from align.encoders import use
from align.alignment.aligner import align_segments
use.CHUNK = int(sys.argv[1])
from tests.alignment.test_aligner import ENGLISH, RUSSIAN
print(*align_segments(ENGLISH * 9, RUSSIAN * 9), sep="\\n")
"""


@pytest.mark.slow
def test_threads_and_batches_change_nothing_not_even_the_scores() -> None:
    def run(threads: str, chunk: str) -> str:
        env = {**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        root = Path(__file__).parents[2]
        result = subprocess.run(
            [sys.executable, "-c", SCRIPT, chunk], env=env, cwd=root, capture_output=True, text=True, check=True
        )
        return result.stdout

    first = run("1", "12000")
    assert first.count("\n") > 50
    assert run("2", "50") == first
    assert run("4", "700") == first


def test_one_core_and_two_give_the_same_beads_to_the_last_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for cores in (1, 2):
        monkeypatch.setattr("align.cores._limit", cores)
        found.append([align_segments(ENGLISH * 9, RUSSIAN * 9, source_lang=language) for language in ("en", "und")])
    assert found[0] == found[1]


GOLD_SETS = Path(__file__).parents[3] / "shared" / "data" / "alignment-gold"
FLOORS = {"pud_std": 0.99, "pud_noisy": 0.99, "ntrex_std": 0.99, "ntrex_noisy": 0.975, "tb_dev": 0.895, "tb_dev2": 0.92}


@pytest.mark.slow
@pytest.mark.skipif(not GOLD_SETS.is_dir(), reason="the gold sets are not beside the repository (../shared/data)")
@pytest.mark.parametrize("name", FLOORS)
def test_strict_f1_on_the_development_sets(name: str) -> None:
    counts = Counts()
    for folder in sorted((GOLD_SETS / name).iterdir()):
        source, target, gold = (
            (folder / part).read_text("utf-8").removesuffix("\n").split("\n")
            for part in ("src.txt", "tgt.txt", "gold.txt")
        )
        counts += count_matches(list(read_beads(gold)), align_segments(source, target))
    scores = counts.scores()
    assert scores["strict_f1"] >= FLOORS[name]
    if name == "ntrex_noisy":
        assert scores["null_recall"] >= 0.85


def test_reports_count_beads_and_uncertain_spans() -> None:
    report = AlignmentReport.of(
        [
            Bead((0,), (0,), 0.9, 1.0),
            Bead((1,), (1, 2), 0.5, 0.4),
            Bead((2,), (), 0.0, 0.6),
            Bead((), (3,), 0.0, 0.9),
            Bead((3,), (4,), 0.8, 0.5),
        ]
    )
    assert dict(report.types) == {"1-1": 2, "1-2": 1, "1-0": 1, "0-1": 1}
    assert report.uncertain == [UncertainSpan(2, 3), UncertainSpan(5, 5)]
    assert (report.source_segments, report.target_segments) == (4, 5)
    assert report.score == pytest.approx((0.9 * 2 + 0.5 * 3 + 0.8 * 2) / 9)
