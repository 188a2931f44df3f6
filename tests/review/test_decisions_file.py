"""What the editor page saves comes home: changes of single pairs, and of pairs whose texts were moved."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.cli import main
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.fingerprints import PairFingerprint
from align.review.decisions_file import read_decisions
from tests.faulty_alignment import FaultyAlignment, assert_conserved, faulty_alignment


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


def change(pairs: Sequence[Pair], *texts: tuple[str, str], status: str = "edited", note: str = "") -> dict[str, Any]:
    """A change of some pairs, as the page saves it."""
    return {
        "replaces": [{"id": pair.id, "check": str(PairFingerprint.of_pair(pair))} for pair in pairs],
        "pairs": [{"source": s, "target": t, "status": status, "note": note} for s, t in texts],
    }


def saved(folder: Path, *changes: dict[str, Any]) -> Path:
    path = folder / "story.decisions.json"
    content = {"align-decisions": 1, "corpus": "story.jsonl", "saved": "2026-11-27T10:00:00Z", "changes": list(changes)}
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def corpus_of(folder: Path, pairs: Sequence[Pair]) -> Path:
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), folder / "story.jsonl")
    return folder / "story.jsonl"


def corrections(made: FaultyAlignment) -> list[dict[str, Any]]:
    """The changes that mend the six faults, from the right beads of each."""
    pairs, gold = made.pairs, dict.fromkeys(made.gold)
    runs = {"joined": 1, "split": 2, "shifted": 4, "swapped": 2, "alone": 2, "crossing": 1}
    changes = []
    for fault, length in runs.items():
        faulty = pairs[made.first[fault] : made.first[fault] + length]
        text = " ".join(pair.source for pair in faulty)
        changes.append(change(faulty, *((s, t) for s, t in gold if s in text and t)))
    return changes


def test_all_six_faults(tmp_path: Path) -> None:
    made = faulty_alignment(300)
    corpus = corpus_of(tmp_path, made.pairs)
    assert run("merge", corpus, saved(tmp_path, *corrections(made)), "-o", tmp_path / "home.jsonl", "--strict") == 0
    home = list(read_corpus(tmp_path / "home.jsonl"))
    assert [(pair.source, pair.target) for pair in home] == made.gold
    assert_conserved(made, home)
    # and again, over the corpus that has them
    again = tmp_path / "again.jsonl"
    assert run("merge", tmp_path / "home.jsonl", tmp_path / "story.decisions.json", "-o", again) == 0
    assert list(read_corpus(again)) == home


def test_single_pairs_are_approved_rejected_edited_and_noted(tmp_path: Path) -> None:
    pairs = faulty_alignment(24).pairs
    corpus = corpus_of(tmp_path, pairs)
    texts = [(pair.source, pair.target) for pair in pairs]
    changes = [
        change(pairs[:1], texts[0], status="approved"),
        change(pairs[1:2], texts[1], status="rejected", note="no"),
        change(pairs[2:3], (texts[2][0], "Другой перевод целиком.")),
        change(pairs[3:4], texts[3], status="draft", note="?"),
    ]
    assert run("merge", corpus, saved(tmp_path, *changes), "-o", tmp_path / "home.jsonl", "--strict") == 0
    home = list(read_corpus(tmp_path / "home.jsonl"))
    assert [(pair.status, pair.note) for pair in home[:5]] == [
        ("approved", ""),
        ("rejected", "no"),
        ("edited", ""),
        ("draft", "?"),
        ("draft", ""),
    ]
    assert home[2].target == "Другой перевод целиком." and home[4:] == pairs[4:]


def test_drafts_are_edited_but_not_rearranged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = [replace(pair, origin="mt") for pair in faulty_alignment(24).pairs]
    corpus = corpus_of(tmp_path, pairs)
    joined = tuple(" ".join(texts) for texts in zip(*((p.source, p.target) for p in pairs[1:3]), strict=True))
    changes = [change(pairs[:1], (pairs[0].source, "Иначе.")), change(pairs[1:3], (joined[0], joined[1]))]
    assert run("merge", corpus, saved(tmp_path, *changes), "-o", tmp_path / "home.jsonl") == 0
    home = list(read_corpus(tmp_path / "home.jsonl"))
    assert home[0].target == "Иначе." and home[1:] == pairs[1:]
    assert "they are drafts, whose segments stay as they are" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda one: one["pairs"][0].update(target=""), "change 1 is not applied: the translation lacks “"),
        (lambda one: one["pairs"].append(dict(one["pairs"][0])), "has “"),
        (lambda one: one["replaces"][0].update(id="gone-0001"), "the corpus has other segments since"),
        (lambda one: one["replaces"].reverse(), ""),
    ],
)
def test_what_does_not_add_up_is_kept_and_said(
    spoil: Callable[[dict[str, Any]], None], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = faulty_alignment(24)
    corpus = corpus_of(tmp_path, made.pairs)
    one = corrections(made)[2]
    spoil(one)
    assert run("merge", corpus, saved(tmp_path, one), "-o", tmp_path / "home.jsonl") == 0
    home = list(read_corpus(tmp_path / "home.jsonl"))
    if reason:
        assert home == made.pairs
        assert reason in capsys.readouterr().err
        assert "судно" in (tmp_path / "home.leftovers.csv").read_text("utf-8")
    else:  # the order of the pairs that are replaced says nothing
        assert len(home) == len(made.pairs) and home != made.pairs


def test_a_corpus_that_has_changed_since(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = faulty_alignment(24)
    first = made.first["shifted"]
    newer = [pair.reworded("Новое.") if index == first + 1 else pair for index, pair in enumerate(made.pairs)]
    corpus = corpus_of(tmp_path, newer)
    assert run("merge", corpus, saved(tmp_path, corrections(made)[2]), "-o", tmp_path / "home.jsonl") == 0
    assert list(read_corpus(tmp_path / "home.jsonl")) == newer
    assert "the corpus has other texts since this file was written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is no whole JSON file"),
        ("[1]", "it is no whole JSON file"),
        ('{"pairs": []}', "it has no 'align-decisions'"),
        ('{"align-decisions": 2, "changes": []}', "it was saved by a newer version of align"),
        ('{"align-decisions": 1}', "a change is incomplete"),
        ('{"align-decisions": 1, "changes": [{}]}', "a change is incomplete: 'replaces'"),
        ('{"align-decisions": 1, "changes": [{"replaces": [], "pairs": []}]}', "a list is empty, or none"),
        ('{"align-decisions": 1, "changes": [{"replaces": [{"id": 3}], "pairs": []}]}', "id is no text"),
        ("[" * 100_000, "it is no whole JSON file"),
    ],
)
def test_what_the_editor_has_not_saved_is_refused(
    text: str, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = corpus_of(tmp_path, faulty_alignment(24).pairs)
    (tmp_path / "d.json").write_text(text, "utf-8")
    assert run("merge", corpus, tmp_path / "d.json", "-o", tmp_path / "home.jsonl") == 1
    error = capsys.readouterr().err
    assert problem in error and error.count("\n") == 1 and not (tmp_path / "home.jsonl").exists()


def test_no_change_is_no_mistake(tmp_path: Path) -> None:
    assert list(read_decisions(saved(tmp_path)).rows) == []
