"""What stands beside adapted weights is true and complete."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from align.checkpoints.checkpoint_store import LocalModel, read_json
from align.errors import MissingExtraError, OutputError
from align.localization import wording
from align.training.adaptation import AdaptationOptions, Round, State
from align.training.card import AdaptationResult, card, write_card
from align.training.curve import CURVE, draw_curve
from align.training.data import Example
from align.training.draft_scoring import Comparison, chrf, compare
from align.training.example_selection import DataSplits
from align.training.run_directory import RunDirectory

ROUNDS = (Round(0, 0.0, None, 40.0), Round(20, 11.0, 9.5, 47.3), Round(40, 22.0, 8.1, 46.9))
PAIRS = tuple(Example(f"Source {n}", f"Перевод {n}") for n in range(3))
OUTCOME = AdaptationResult(
    name="wire-model",
    base=LocalModel(Path("base"), "opus-mt-en-ru", ("en",), ("ru",), card={"licence": "apache-2.0"}),
    base_id="opus-mt-en-ru@0123456789abcdef",
    corpora=["reviewed.tmx"],
    splits=DataSplits(PAIRS * 400, PAIRS, PAIRS, (), {"draft": 12}, documents=True),
    mixed=0,
    options=AdaptationOptions(),
    learning_rate=1.5e-4,
    rounds=ROUNDS,
    test=Comparison(41.0, 46.5, 0.001, 70),
    general=None,
    created="2026-11-23T12:00:00Z",
    version="0.1.0",
)


def test_the_card_gives_the_scores_the_sets_and_the_options() -> None:
    text = card(OUTCOME, with_curve=True)
    for fact in (
        "opus-mt-en-ru@0123456789abcdef",
        "Licence: apache-2.0",
        "| held-out pairs of the corpus | 70 | 41.0 | 46.5 | 0.001 |",
        "better than its base by 5.5 chrF",
        "1,200 pairs to learn from, 3 to choose the best round by, 3 to measure with",
        "Pairs left out: 12 draft.",
        "20 updates (11 s)",
        "from 40.0 to 47.3 in 2 rounds",
        f"({CURVE})",
    ):
        assert fact in text
    assert CURVE not in card(OUTCOME, with_curve=False)


@pytest.mark.parametrize(
    ("test", "general", "verdict"),
    [
        (Comparison(41, 41.8, 0.2, 70), None, "may be luck"),
        (Comparison(41, 38.0, 0.01, 70), None, "worse than its base by 3.0 chrF: keep using the base"),
        (Comparison(41, 46, 0.01, 70), Comparison(50, 48.5, 0.01, 500), "On general text it is worse by 1.5."),
    ],
)
def test_the_verdict_is_honest(test: Comparison, general: Comparison | None, verdict: str) -> None:
    assert verdict in dataclasses.replace(OUTCOME, test=test, general=general).verdict()


def test_the_manifest_tells_languages_licence_and_score(tmp_path: Path) -> None:
    write_card(OUTCOME, tmp_path)
    manifest = read_json(tmp_path / "align.json")
    assert (manifest["sources"], manifest["targets"], manifest["licence"]) == (["en"], ["ru"], "apache-2.0")
    assert (manifest["chrf"], manifest["test"]) == (46.5, "70 held-out pairs of reviewed.tmx")
    assert CURVE not in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_the_summary_for_machines_has_the_same_numbers() -> None:
    summary = OUTCOME.summary()
    assert summary["better"] is True and summary["general"] is None
    assert summary["test"] == {"pairs": 70, "before": 41.0, "after": 46.5, "p": 0.001}
    assert (summary["updates"], summary["rounds"], summary["dev"]["after"]) == (20, 2, 47.3)


def test_the_learning_curve_is_a_picture(tmp_path: Path) -> None:
    draw_curve(ROUNDS, tmp_path / CURVE, "opus-mt-en-ru → wire-model")
    assert (tmp_path / CURVE).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_without_matplotlib_the_sentence_that_mends_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.backends.backend_agg", None)
    with pytest.raises(MissingExtraError, match=r"align-bitext\[plot\]"):
        draw_curve(ROUNDS, tmp_path / CURVE, "x")


def test_a_difference_between_systems_is_told_from_luck() -> None:
    examples = [Example("x", f"Ветер {n} метров в секунду") for n in range(40)]
    good, bad = [e.target for e in examples], [e.target[:-6] for e in examples]
    assert chrf(good, examples) == 100.0
    assert compare(bad, good, examples).better and compare(good, bad, examples).worse
    same = compare(good, good, examples)
    assert not same.better and not same.worse and same.p == 1.0


def test_a_workplace_is_published_whole_and_refuses_what_is_not_its_own(tmp_path: Path) -> None:
    folder, made = tmp_path / "out", tmp_path / "made"
    first = RunDirectory(folder, {"base": "a", "corpus": "1"})
    assert not first.resumed and RunDirectory(folder, {"base": "a", "corpus": "1"}).resumed
    with pytest.raises(OutputError, match="another base and corpus"):
        RunDirectory(folder, {"base": "b", "corpus": "2"})
    (made / "ctranslate2").mkdir(parents=True)
    (made / "ctranslate2" / "model.bin").write_bytes(b"converted")
    for name in ("model.safetensors", "config.json"):
        (made / name).write_text(name, encoding="utf-8")
    first.publish(made)
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "ctranslate2", "model.safetensors"]
    with pytest.raises(OutputError, match="holds something already"):
        RunDirectory(folder, {"base": "a", "corpus": "1"})
    second = RunDirectory(tmp_path / "other", {})
    second.discard()
    assert not (tmp_path / "other").exists()


def test_the_bar_tells_scores_and_the_time_that_is_left() -> None:
    from align.cli.adapt import _describe

    assert _describe(State(0, 100, 41.23, 41.23, None)) == "chrF 41.2 → 41.2"
    assert _describe(State(5, 100, 41.23, 44.0, 200.0)) == "chrF 41.2 → 44.0, at most 3 min left"
    assert _describe(State(5, 100, 41.23, 44.0, 20.0)) == "chrF 41.2 → 44.0, at most 20 s left"


def test_the_verdict_is_said_in_the_readers_language_and_stands_in_the_card_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    assert "модель лучше исходной на" in OUTCOME.verdict()
    write_card(OUTCOME, tmp_path)
    assert OUTCOME.verdict(wording("en")) in (tmp_path / "README.md").read_text("utf-8")
