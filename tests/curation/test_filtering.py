"""Filtering: flags first, drops on request, each pair counted once, and the right one of the duplicates stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.corpus import Corpus, Pair, Signature, write_corpus
from align.curation import FilterOptions, FilterResult, Limits, filter_corpus, reread
from align.curation.noise_flags import NOISE, flag_noise
from align.errors import InputError, OutputError

SOURCE = "The northern port received its first container ship of the winter season on Friday."
TARGET = "В пятницу северный порт принял первое контейнерное судно зимнего сезона."


def pair(id: str, source: str = SOURCE, target: str = TARGET, **more: Any) -> Pair:
    return Pair(id, more.pop("doc", "a.txt"), 1, source, target, "en", "ru", **more)


def filtered(tmp_path: Path, pairs: list[Pair], **options: Any) -> FilterResult:
    write_corpus(Corpus(pairs, Signature((("align", "0.1.0"),)), "en", "ru"), tmp_path / "a.jsonl")
    with reread([str(tmp_path / "a.jsonl")]) as inputs:
        return filter_corpus(inputs, FilterOptions(**options))


def stays(outcome: FilterResult) -> list[str]:
    return [pair.id for pair, reason in outcome.pairs() if not reason]


def test_nothing_goes_unasked(tmp_path: Path) -> None:
    """Without anything to drop every pair stays, in order, with its flags; a duplicate names the one it repeats."""
    outcome = filtered(tmp_path, [pair("1"), pair("2"), pair("3", target=SOURCE)])
    kept = [pair for pair, reason in outcome.pairs() if not reason]
    assert [(pair.id, "duplicate" in pair.flags, pair.extra.get("duplicate_of")) for pair in kept] == [
        ("1", False, None),
        ("2", True, "1"),
        ("3", False, None),
    ]
    assert {"untranslated", "wrong-language"} <= set(kept[2].flags)
    assert outcome.kept == outcome.read == 3 and not outcome.dropped


@pytest.mark.parametrize(
    ("pairs", "kept"),
    [
        ([pair("1", score=0.9), pair("2", status="approved", score=0.2), pair("3", status="edited")], "2"),
        ([pair("1", score=0.5), pair("2", score=0.9), pair("3", score=0.9), pair("4")], "2"),
        ([pair("1", status="rejected", score=0.9), pair("2")], "2"),
        ([pair("1"), pair("2")], "1"),
        ([pair("1", status="approved", flags=("spam",)), pair("2")], "2"),
    ],
)
def test_which_duplicate_stays(tmp_path: Path, pairs: list[Pair], kept: str) -> None:
    """Approved, edited, draft, rejected; then the best score; then the first. What goes anyway stands for nobody."""
    assert stays(filtered(tmp_path, pairs, drop=frozenset({"duplicate", "spam"}))) == [kept]


def test_near_duplicates_and_their_copies_go(tmp_path: Path) -> None:
    """A small edit makes a near duplicate; an exact copy of it is one as well, and both name the pair that stays."""
    edit = SOURCE.replace("first", "very first")
    pairs = [pair("1"), pair("2", source=edit), pair("3", source=edit), pair("4", source="Grain.", target="Зерно.")]
    outcome = filtered(tmp_path, pairs, drop=frozenset({"near-duplicate"}))
    assert stays(outcome) == ["1", "4"] and outcome.dropped == {"near-duplicate": 2}
    assert [p.extra.get("duplicate_of") for p, _ in outcome.pairs()] == [None, "1", "1", None]


@pytest.mark.parametrize(("compare", "kept"), [("pair", "1 2 3"), ("source", "1 3"), ("target", "1 2")])
def test_duplicates_by_one_side(tmp_path: Path, compare: str, kept: str) -> None:
    """What duplicates share is the pair, or the source alone, or the target alone."""
    pairs = [pair("1"), pair("2", target="Зерно идёт на экспорт."), pair("3", source="Grain is exported.")]
    assert stays(filtered(tmp_path, pairs, duplicate_key=compare, drop=frozenset({"duplicate"}))) == kept.split()


def test_languages_are_part_of_a_text(tmp_path: Path) -> None:
    """The same words between other languages are no duplicate."""
    pairs = [pair("1", "Taxi", "Taxi"), replace(pair("2", "Taxi", "Taxi"), target_lang="de")]
    assert stays(filtered(tmp_path, pairs, drop=frozenset({"duplicate"}))) == ["1", "2"]


def test_every_pair_is_counted_once(tmp_path: Path) -> None:
    """Flagged counts every flag, dropped each pair under its gravest reason; together they make all."""
    pairs = [pair("1", score=0.9), pair("2", target=SOURCE, score=0.1), pair("3", score=0.3), pair("4", score=0.8)]
    drop = frozenset({"untranslated", "wrong-language", "duplicate"})
    outcome = filtered(tmp_path, pairs, drop=drop, min_score=0.5)
    assert outcome.dropped == {"wrong-language": 1, "score": 1, "duplicate": 1}
    assert outcome.flagged["untranslated"] == outcome.flagged["wrong-language"] == 1
    assert stays(outcome) == ["1"] and outcome.counts()["kept"] == 1
    assert [reason for _, reason in outcome.pairs()] == ["", "wrong-language", "score", "duplicate"]


def test_the_header_says_what_was_done(tmp_path: Path) -> None:
    """Signature and header tell the options and the counts, and a second filter adds to the first."""
    first = filtered(tmp_path, [pair("1"), pair("2")], drop=frozenset({"duplicate"}))
    assert "filter:duplicate,alike=0.8" in str(first.header.signature)
    write_corpus(replace(first.header, pairs=[p for p, reason in first.pairs() if not reason]), tmp_path / "b.jsonl")
    with reread([str(tmp_path / "b.jsonl")]) as inputs:
        second = filter_corpus(inputs, FilterOptions())
    assert [(step["read"], step["kept"]) for step in second.header.extra["filters"]] == [(2, 1), (1, 1)]


def test_an_earlier_runs_repetition_is_looked_at_anew(tmp_path: Path) -> None:
    """A duplicate whose like is gone is none any more."""
    old = pair("2", flags=("duplicate", "mine"), extra={"duplicate_of": "1"})
    ((again, _),) = filtered(tmp_path, [old]).pairs()
    assert again.flags == ("mine",) and again.extra == {}


def test_boilerplate_needs_documents(tmp_path: Path) -> None:
    """A text in three documents is boilerplate when three are asked for, whatever its figures; else never."""
    pairs = [pair(str(n), f"All rights reserved {n}", "Все права", doc=f"{n}.txt") for n in range(3)]
    assert filtered(tmp_path, pairs, documents=3).flagged["boilerplate"] == 3
    assert filtered(tmp_path, pairs, documents=4).flagged["boilerplate"] == 0
    assert filtered(tmp_path, [replace(p, doc="") for p in pairs], documents=3).flagged["boilerplate"] == 0


def test_only_pairs_without_a_score_are_scored(tmp_path: Path) -> None:
    """Scores that are there stay; the others come from the encoder."""
    pairs = [pair("1", score=0.25), pair("2", source="Grain.", target="Зерно.")]
    outcome = filtered(tmp_path, pairs, score=lambda texts: [0.75] * len(texts), encoder="e", min_score=0.5)
    assert [(p.score, reason) for p, reason in outcome.pairs()] == [(0.25, "score"), (0.75, "")]
    assert "encoder=e" in str(outcome.header.signature)


def test_an_empty_corpus_stays_empty(tmp_path: Path) -> None:
    """Nothing in, nothing out, no fault."""
    outcome = filtered(tmp_path, [], drop=frozenset({"near-duplicate", "boilerplate"}))
    assert list(outcome.pairs()) == [] and outcome.read == outcome.kept == 0


def test_what_changes_between_the_readings_is_an_error(tmp_path: Path) -> None:
    """A file that grows after it was surveyed is not written half-known."""
    path = tmp_path / "a.jsonl"
    write_corpus(Corpus([pair("1")]), path)
    with reread([str(path)]) as inputs:
        outcome = filter_corpus(inputs, FilterOptions())
        write_corpus(Corpus([pair("1"), pair("2")]), path)
        with pytest.raises(InputError, match="changed while it was read"):
            list(outcome.pairs())


def test_a_full_temporary_disk_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room for the signatures: the line names the folder and the variable that moves it."""

    def full(self: object, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("align.curation.minhash.SignatureFile.add", full)
    with pytest.raises(OutputError, match=r"no space left on device\. Make room there, or set TMPDIR"):
        filtered(tmp_path, [pair("1")])


@pytest.mark.parametrize(
    ("source", "target", "flag"),
    [
        ("Der Hafen hat am Freitag das erste Schiff des Winters empfangen, sagte er.", TARGET, "wrong-source-language"),
        (SOURCE, TARGET.encode().decode("cp1251", "replace"), "garbled"),
        (SOURCE, f"Северный {TARGET}".encode("koi8-r").decode("cp1251", "replace"), "garbled"),
        ("t h e  n o r t h e r n  p o r t", TARGET, "garbled"),
        (SOURCE, "Пopт пpинял пepвoe cyднo зимнeгo ceзoнa.", "garbled"),
        (SOURCE, f"{TARGET}&nbsp;", "markup"),
        (f"<p>{SOURCE}", TARGET, "markup"),
        ("12 | 45 | 78 | 11", "12 | 45 | 78 | 11", "few-letters"),
        ("a", "б", "too-short"),
        (SOURCE * 20, TARGET, "too-long"),
        (SOURCE, "x" * 70, "garbled"),
    ],
)
def test_noise_is_flagged(source: str, target: str, flag: str) -> None:
    """Each kind of noise gets its flag."""
    (found,) = flag_noise([pair("1", source, target)], Limits())
    assert flag in found.flags


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SOURCE, TARGET),
        ("NATO and the WTO", "НАТО и ВТО"),
        ("Windows 11 & macOS: AT&T said 5 < 6", "Windows 11 и macOS: AT&T сообщила, что 5 < 6"),
        ("I saw an A B C book", "Я видел азбуку А Б В"),
        ("See https://example.org/a?b=1&c=2", "См. https://example.org/a?b=1&c=2"),
        ("СССР", "СССР"),
    ],
)
def test_good_pairs_are_no_noise(source: str, target: str) -> None:
    """Names, addresses, signs of comparison and abbreviations raise nothing."""
    (found,) = flag_noise([pair("1", source, target)], Limits(), set(NOISE) - {"wrong-source-language"})
    assert found.flags == ()
