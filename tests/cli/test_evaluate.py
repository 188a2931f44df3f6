"""`align evaluate`: alignment files and drafts against what they should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from align.cli import main

GOLD = "[0]:[0]\n[1, 2]:[1]\n[3]:[2]\n[4]:[]\n[]:[3]\n"
PREDICTED = "[0]:[0]:0.9\n[1]:[1]:0.8\n[2]:[]\n[3]:[2]\n[4]:[3]\n"


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["evaluate", *map(str, arguments)])
    assert stop.value.code is None or isinstance(stop.value.code, int)
    return stop.value.code or 0


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    for folder, text in (("gold", GOLD), ("predicted", PREDICTED)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"one.{folder}").write_text(text, "utf-8")
    return tmp_path / "gold" / "one.gold", tmp_path / "predicted" / "one.predicted"


def test_alignments_are_scored_strictly_and_laxly(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("alignment", *files) == 0
    assert capsys.readouterr().out.splitlines() == [
        "         precision  recall      F1",
        "strict      0.4000  0.6667  0.5000",
        "lax         0.6000  1.0000  0.7500",
        "null beads found: 0.0000",
    ]


def test_several_documents_are_pooled_and_folders_matched(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    gold, predicted = files
    assert run("alignment", gold, predicted, gold, gold, "--json") == 0
    pooled = json.loads(capsys.readouterr().out)
    assert (pooled["documents"], pooled["strict_precision"]) == (2, 0.7)
    assert run("alignment", gold.parent, predicted.parent, "--json") == 0
    assert json.loads(capsys.readouterr().out)["strict_f1"] == 0.5


def test_odd_missing_and_broken_files_are_named(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold, predicted = files
    assert run("alignment", gold) == 2
    assert run("alignment", gold, tmp_path / "none") == 1
    predicted.write_text("[0]:[0]\n0-0\n", "utf-8")
    assert run("alignment", gold, predicted) == 1
    assert "line 2" in capsys.readouterr().err
    (gold.parent / "two.gold").write_text("", "utf-8")
    assert run("alignment", gold.parent, predicted.parent) == 1
    assert "two" in capsys.readouterr().err


def test_drafts_are_scored_with_their_signatures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference, draft = tmp_path / "r.txt", tmp_path / "h.txt"
    reference.write_text("Совет одобрил строительство нового моста.\nРаботы начнутся весной.\n", "utf-8")
    draft.write_text("Совет одобрил строительство нового моста.\nРаботы начнутся летом.\n", "utf-8")
    assert run("drafts", reference, draft, "--json") == 0
    scores = json.loads(capsys.readouterr().out)
    import sacrebleu

    references, drafts = ([*path.read_text("utf-8").splitlines()] for path in (reference, draft))
    assert scores["segments"] == 2
    assert scores["chrf"] == round(sacrebleu.corpus_chrf(drafts, [references]).score, 2)
    assert scores["bleu"] == round(sacrebleu.corpus_bleu(drafts, [references]).score, 2)
    assert "tok:13a" in scores["bleu_signature"] and "version:" in scores["chrf_signature"]
    assert run("drafts", reference, reference) == 0
    assert "100.00" in capsys.readouterr().out


def test_drafts_of_another_length_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.txt").write_text("Один.\nДва.\n", "utf-8")
    (tmp_path / "h.txt").write_text("Один.\n", "utf-8")
    (tmp_path / "e.txt").write_text("", "utf-8")
    assert run("drafts", tmp_path / "r.txt", tmp_path / "h.txt") == 1
    assert "2 lines" in capsys.readouterr().err
    assert run("drafts", tmp_path / "e.txt", tmp_path / "e.txt") == 1
    assert run("drafts", "-", "-") == 2


def test_without_sacrebleu_drafts_are_not_scored_and_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("align.errors._is_installed", lambda package: False)
    (tmp_path / "a.txt").write_text("One.\n", "utf-8")
    assert run("drafts", tmp_path / "a.txt", tmp_path / "a.txt") == 1
    assert capsys.readouterr().err == "align: align evaluate drafts needs sacrebleu: pip install sacrebleu\n"
