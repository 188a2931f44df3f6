"""Repetition, quotation marks, brackets, line ends, damage, length, confidence, glossary."""

from __future__ import annotations

import pytest

from align.checks import CheckOptions, DocumentContext, check_pair
from align.corpus import Pair
from align.glossary import Glossary, Term


def flags(source: str, target: str, **fields: object) -> set[str]:
    languages = {"source_lang": "en", "target_lang": "ru"}
    return set(check_pair(Pair("1", "d", 1, source, target, **(languages | fields))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "target",
    [
        "Совет решил решил решил решил построить мост.",
        "Совет решил построить мост, построить мост, построить мост, построить мост.",
        "Совет решил построить новый мост построить новый мост.",
        "Совет решил построить мостмостмостмостмост.",
        "Совет решил построить мост!!!!!!!!!!!!",
        "Совет - - - - - - - - - -",
    ],
)
def test_repetition_is_found(target: str) -> None:
    assert "repetition" in flags("The council decided to build a bridge.", target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("No, no, no, he said.", "Нет, нет, нет, сказал он."),
        ("Very, very good.", "Очень, очень хорошо."),
        ("The harbour waits............", "Порт ждёт............"),
        ("Day after day they wait.", "День за днём они ждут."),
    ],
)
def test_what_the_source_repeats_may_be_repeated(source: str, target: str) -> None:
    assert "repetition" not in flags(source, target)


@pytest.mark.parametrize(
    ("source", "target", "flag"),
    [
        ('He said "yes".', "Он сказал «да.", "quotes-unbalanced"),
        ('He said "yes".', 'Он сказал "да.', "quotes-unbalanced"),
        ("The port (new) is open.", "Порт (новый открыт.", "brackets-unbalanced"),
        ("The port [new] is open.", "Порт [новый) открыт.", "brackets-unbalanced"),
        ("Is it open?", "Он открыт.", "end-punctuation"),
        ("It is open.", "Он открыт:", "end-punctuation"),
        ("It is open.", "Он отк\ufffdыт.", "broken-text"),
        ("It is open.", "Он от@@ крыт.", "broken-text"),
        ("It is open.", "Ð\u009eÐ½ Ð¾Ñ\u0082ÐºÑ\u0080Ñ\u008bÑ\u0082.", "broken-text"),
    ],
)
def test_marks_and_damage_are_found(source: str, target: str, flag: str) -> None:
    assert flag in flags(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ('He said "yes".', "Он сказал: «да»."),
        ('"Yes," he said.', "— Да, — сказал он."),
        ("1) a port 2) a bridge", "1) порт 2) мост"),
        ("It ended...", "Это кончилось…"),
        ('He asked, "Why?"', "Он спросил: «Почему?»"),
        ("He asked (why?)", "Он спросил (почему?)"),
    ],
)
def test_marks_that_differ_by_custom_only_pass(source: str, target: str) -> None:
    assert flags(source, target) == set()


def test_an_unbalanced_source_excuses_the_target() -> None:
    assert "quotes-unbalanced" not in flags('"Yes, he said.', "«Да, сказал он.")


def test_an_empty_side_is_the_only_thing_said_of_such_a_pair() -> None:
    assert flags("There were 25 boats.", "") == {"empty-target"}
    assert flags("", "Было 25 лодок.") == {"empty-source"}
    assert flags("", "") == set()


def test_length_is_measured_against_the_document() -> None:
    source, target = "A sentence of some forty letters in all.", "Предложение"
    narrow = DocumentContext(ratio=0.0, spread=0.1)
    twice = DocumentContext(ratio=-0.8, spread=0.1)
    pair = Pair("1", "d", 1, source, target, "en", "ru")
    assert "length-ratio" in check_pair(pair, narrow)
    assert "length-ratio" not in check_pair(pair, twice)


def test_confidence_is_a_matter_of_floor_and_rank() -> None:
    pair = Pair("1", "d", 1, "A port", "Порт", "en", "ru", logprob=-0.6, score=0.55)
    assert {"low-confidence", "low-similarity"}.isdisjoint(check_pair(pair))
    last = DocumentContext(logprob_low=-0.5, score_low=0.58)
    assert {"low-confidence", "low-similarity"} <= set(check_pair(pair, last))
    assert "low-confidence" in flags("A port", "Порт", logprob=-5.0)
    assert "low-similarity" in flags("A port", "Порт", score=0.05)


def test_a_bead_that_the_aligner_was_not_sure_of_is_flagged_until_a_person_rewrites_it() -> None:
    assert flags("A port.", "Порт.", extra={"confidence": 0.75}) == {"uncertain-alignment"}
    assert flags("A port.", "", extra={"confidence": 0.75}) == {"empty-target", "uncertain-alignment"}
    assert flags("A port.", "Порт.", extra={"confidence": 0.9}) == set()
    assert flags("A port.", "Порт.", extra={"confidence": 0.75}, status="edited") == set()
    for foreign in ("low", "0.1", True, None, [0.1], float("nan"), float("-inf")):
        assert flags("A port.", "Порт.", extra={"confidence": foreign}) == set()


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        ("Вантовый мост закрыт.", False),
        ("Движение по вантовому мосту закрыто.", False),
        ("Подвесной мост закрыт.", True),
    ],
)
def test_a_glossary_term_may_be_inflected_but_not_replaced(target: str, missing: bool) -> None:
    options = CheckOptions(glossary=Glossary([Term("cable-stayed bridge", ("вантовый мост",))]))
    pair = Pair("1", "d", 1, "Two Cable-stayed Bridges are closed.", target, "en", "ru")
    assert ("glossary-missing" in check_pair(pair, None, options)) is missing
