"""Bands of drafts at the command line: in tables and closing lines, in JSON, in order."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from align.checks import BANDS, estimated_quality
from align.checks.corpus_inspection import Inspection
from align.cli.check_table import print_inspection
from align.cli.terminal import PairCounts, bands_in_words, print_pairs, print_summary
from align.cli.translate import starter_note
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.bands import BAND_WORDS
from tests.banded import draft, estimated, story
from tests.command import answer


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output and standard error are a terminal that is wide enough."""
    monkeypatch.setenv("COLUMNS", "120")
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def corpus_of(pairs: list[Pair], folder: Path) -> Path:
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), folder / "port.jsonl")
    return folder / "port.jsonl"


def test_the_closing_line_counts_the_drafts_of_each_band(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line in both languages; datelines and what was reviewed are no drafts; none where nothing was estimated."""
    on_terminal(monkeypatch)
    counts = PairCounts()
    for pair in [*story(), draft("work", 7), draft("wrong", 8), draft("wrong", 9)]:
        counts.add(pair)
    summary = counts.summary(1.0)
    assert summary["bands"] == {"usable": 1, "work": 2, "wrong": 3}
    for language, line in (
        ("en", r"drafts +6: 1 likely usable, 2 need work, 3 likely wrong"),
        ("ru", r"черновики +6: вероятно, годятся 1, нужна правка 2, вероятно, неверны 3"),
    ):
        monkeypatch.setenv("ALIGN_LANG", language)
        print_summary(summary)
        assert re.search(line, plain(capsys.readouterr().err))
    assert bands_in_words({"usable": 0, "work": 1, "wrong": 0}).endswith("нужна правка 1, вероятно, неверны 0")
    monkeypatch.setenv("ALIGN_LANG", "en")
    assert bands_in_words({"usable": 0, "work": 1, "wrong": 0}) == "1: 0 likely usable, 1 needs work, 0 likely wrong"
    print_summary(PairCounts().summary(1.0))
    assert "drafts" not in capsys.readouterr().err


def test_the_table_of_pairs_says_the_band_below_each_draft(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_terminal(monkeypatch)
    monkeypatch.setenv("ALIGN_LANG", "ru")
    print_pairs(story())
    lines = plain(capsys.readouterr().out).splitlines()
    words = BAND_WORDS["ru"]
    assert [line.strip() for line in lines if words["usable"] in line or words["wrong"] in line] == [
        words["usable"],
        words["wrong"],
    ]
    assert any(line.strip() == f"{words['work']} · length-ratio" for line in lines)
    assert len([line for line in lines if any(word in line for word in words.values())]) == len(BANDS)


def check(path: Path, *options: str) -> str:
    result = answer("check", path, "--skip", "length-ratio", *options)
    assert result.returncode == 0
    return result.stdout.decode()


def test_check_counts_bands_and_shows_the_likely_wrong_though_nothing_is_flagged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = [draft("usable", 1), draft("wrong", 2), draft("work", 3)]
    path = corpus_of(pairs, tmp_path)
    found: dict[str, Any] = json.loads(check(path, "--json"))["files"][0]
    assert found["bands"] == {"usable": 1, "work": 1, "wrong": 1}
    assert [(one["n"], one["band"]) for one in found["worst"] if one["n"] == 2] == [(2, "wrong")]
    lines = check(path).splitlines()
    assert f"{path}: drafts 3: 1 likely usable, 1 needs work, 1 likely wrong" in lines
    assert any(line.startswith("port-0002\tlikely wrong") for line in lines)
    inspection = Inspection("port.jsonl")
    list(inspection.count((pair, {}) for pair in pairs))
    print_inspection(inspection)
    shown = plain(capsys.readouterr().out)
    assert "drafts 3: 1 likely usable" in shown and re.search(r"^\s+likely wrong$", shown, re.MULTILINE)


def test_sorting_by_quality(tmp_path: Path) -> None:
    """The best first, what has no estimate last, equal ones in their order; also the other way round."""
    odd = [estimated(value, n) for n, value in enumerate((0.2, "high", 0.9, None, 0.2, 0.5), 1)]
    path = corpus_of(odd, tmp_path)
    for options, wanted in ((), [3, 6, 1, 5, 2, 4]), (("--reverse",), [2, 4, 1, 5, 6, 3]):
        assert answer("sort", path, "-o", tmp_path / "out.jsonl", "--by", "quality", *options).returncode == 0
        assert [pair.n for pair in read_corpus(tmp_path / "out.jsonl")] == wanted


def test_the_datasheet_counts_bands(tmp_path: Path) -> None:
    sheet = answer("datasheet", corpus_of(story(), tmp_path)).stdout.decode()
    assert "| estimated quality of the drafts | likely usable 1, needs work 1, likely wrong 1 |" in sheet
    old = [estimated(None, 1)]
    assert "estimated quality" not in answer("datasheet", corpus_of(old, tmp_path)).stdout.decode()


def test_the_raw_number_stays_in_jsonl(tmp_path: Path) -> None:
    back = list(read_corpus(corpus_of(story(), tmp_path)))
    assert [estimated_quality(pair) for pair in back] == [estimated_quality(pair) for pair in story()]


def test_the_first_line_on_the_bundled_model_says_how_many_sentences_are_usable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a translator's words and in both languages, with what to do for better ones."""
    for language, share in (("en", "about one sentence in "), ("ru", "примерно одно предложение из ")):
        monkeypatch.setenv("ALIGN_LANG", language)
        assert share in starter_note() and starter_note().endswith("align models get en-ru")
