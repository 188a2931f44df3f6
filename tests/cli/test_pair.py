"""`align pair` from the outside: what it writes, what it says, and what it does on a bad day."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from align.cli import main
from align.corpus import read_corpus
from tests.gap_texts import GAPS_ENGLISH, GAPS_RUSSIAN

ENGLISH = """Council approves new bridge

The council approved the new bridge on Tuesday. Work will begin in spring. It is to take two years.

"We have waited for thirty years," said Mayor Anna Smirnova. The old bridge, built in 1954, will be closed.
"""
RUSSIAN = """Совет одобрил новый мост

Во вторник совет одобрил строительство нового моста. Работы начнутся весной и займут два года.

«Мы ждали тридцать лет», — сказала мэр Анна Смирнова. Старый мост, построенный в 1954 году, закроют. Движение
пойдёт в объезд.
"""
GAPS = {
    "Council approves new bridge": (),
    "The mayor had no comment. None at all.": ("uncertain-alignment",),
    "The mayor left at noon.": (),
    "Work on the bridge will begin in spring, when the ice is gone.": ("length-ratio",),
    "The bridge is to cost 25 million roubles.": ("number-mismatch",),
    "Thirty families live by the river.": ("empty-target",),
    "The engineers promise to finish within two years.": (),
    "": ("empty-source",),
}
"""The flags of the pairs of these two texts, by their sources."""
BEADS = ["[0]:[0]", "[1]:[1]", "[2, 3]:[2]", "[4]:[3]", "[5]:[4]", "[]:[5]"]


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["pair", *map(str, arguments)])
    assert stop.value.code is None or isinstance(stop.value.code, int)
    return stop.value.code or 0


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Path, Path]:
    english, russian = tmp_path / "story.en.txt", tmp_path / "story.ru.txt"
    english.write_text(ENGLISH, "utf-8")
    russian.write_text(RUSSIAN, "utf-8")
    return english, russian


@pytest.fixture
def gaps(tmp_path: Path) -> tuple[Path, Path]:
    english, russian = tmp_path / "gaps.en.txt", tmp_path / "gaps.ru.txt"
    english.write_text(GAPS_ENGLISH, "utf-8")
    russian.write_text(GAPS_RUSSIAN, "utf-8")
    return english, russian


def without_scores(output: str) -> Any:
    return [line.rsplit(":", 1)[0] for line in output.splitlines()]


def test_beads_are_written_in_the_fields_form(
    texts: tuple[Path, Path], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(*texts, "--format", "beads") == 0
    out, err = capsysbinary.readouterr()
    assert without_scores(out.decode()) == BEADS
    assert err == b""


def test_a_corpus_holds_both_texts_whole(texts: tuple[Path, Path], tmp_path: Path) -> None:
    assert run(*texts, "-o", tmp_path / "a.jsonl", "-o", tmp_path / "a.tmx", "-o", tmp_path / "a.tsv") == 0
    pairs = list(read_corpus(tmp_path / "a.jsonl"))
    assert [pair.n for pair in pairs] == [1, 2, 3, 4, 5, 6]
    assert {(pair.origin, pair.status, pair.source_lang, pair.target_lang) for pair in pairs} == {
        ("human", "draft", "en", "ru")
    }
    assert pairs[0].kind == "headline"
    assert pairs[2].source == "Work will begin in spring. It is to take two years."
    assert (len(pairs[2].source_span or ()), len(pairs[2].target_span or ())) == (2, 1)
    assert (pairs[5].source, pairs[5].source_span, pairs[5].score) == ("", None, None)
    for side, text in (("source", ENGLISH), ("target", RUSSIAN)):
        spans = [span for pair in pairs for span in getattr(pair, f"{side}_span") or ()]
        assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())
    assert "Движение" not in (tmp_path / "a.tmx").read_text("utf-8")


def test_standard_input_may_be_one_side(
    texts: tuple[Path, Path], capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ENGLISH.encode()), encoding="utf-8"))
    assert run("-", texts[1], "--format", "beads") == 0
    assert without_scores(capsysbinary.readouterr().out.decode()) == BEADS


def test_a_line_a_segment_keeps_line_numbers(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "a").write_text("The council approved the bridge.\n\nWork begins in spring.\n", "utf-8")
    (tmp_path / "b").write_text("Совет одобрил мост.\nРаботы начнутся весной.\n", "utf-8")
    assert run(tmp_path / "a", tmp_path / "b", "--one-per-line", "--format", "beads") == 0
    assert without_scores(capsysbinary.readouterr().out.decode()) == ["[0]:[0]", "[1]:[]", "[2]:[1]"]


def test_folders_are_matched_by_name(tmp_path: Path) -> None:
    for language, text in (("en", ENGLISH), ("ru", RUSSIAN)):
        (tmp_path / language).mkdir()
        (tmp_path / language / f"one.{language}.txt").write_text(text, "utf-8")
        (tmp_path / language / "two.txt").write_text(text, "utf-8")
    assert run(tmp_path / "en", tmp_path / "ru", "-o", tmp_path / "all.jsonl") == 0
    assert [pair.id for pair in read_corpus(tmp_path / "all.jsonl")][::6] == ["one-en-0001", "two-0001"]
    assert run(tmp_path / "en", tmp_path / "ru", "--format", "beads", "-o", tmp_path / "beads") == 0
    assert sorted(file.name for file in (tmp_path / "beads").iterdir()) == ["one.en.beads", "two.beads"]


def test_a_file_without_a_counterpart_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("en", "ru"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "one.txt").write_text("One.", "utf-8")
    (tmp_path / "ru" / "extra.txt").write_text("Два.", "utf-8")
    assert run(tmp_path / "en", tmp_path / "ru") == 1
    assert "extra.txt" in capsys.readouterr().err
    assert run(tmp_path / "en", tmp_path / "ru" / "one.txt") == 2


def test_a_list_names_the_pairs(texts: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.tsv").write_text("# source\ttarget\n\nstory.en.txt\tstory.ru.txt\n", "utf-8")
    assert run("--list", tmp_path / "list.tsv", "-o", tmp_path / "a.jsonl") == 0
    assert sum(1 for _ in read_corpus(tmp_path / "a.jsonl")) == 6
    (tmp_path / "list.tsv").write_text("story.en.txt story.ru.txt\n", "utf-8")
    assert run("--list", tmp_path / "list.tsv") == 1
    assert "line 1" in capsys.readouterr().err


def test_fixed_points_are_given_by_a_pattern(
    texts: tuple[Path, Path], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(*texts, "--anchors", "1954", "--format", "beads") == 0
    assert without_scores(capsysbinary.readouterr().out.decode()) == BEADS
    assert run(*texts, "--anchors", "bridge", "--format", "beads") == 1
    assert b"--anchors matches" in capsysbinary.readouterr().err
    assert run(*texts, "--anchors", "(", "--format", "beads") == 2


def test_the_summary_counts_and_can_be_json(
    texts: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*texts, "-o", tmp_path / "a.jsonl", "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["source_segments"], summary["target_segments"]) == (6, 6)
    assert summary["beads"] == {"1-1": 4, "2-1": 1, "0-1": 1}
    assert "encoder:use-multilingual-v3" in summary["signature"]
    assert summary["warnings"] == [] and summary["score"] > 0.7


def test_swapped_sides_are_remarked_on_and_strict_fails(
    texts: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english, russian = texts
    assert run(russian, english, "--from", "en", "--to", "ru", "-o", tmp_path / "a.jsonl") == 0
    assert "sides look swapped" in capsys.readouterr().err
    assert run(russian, english, "--from", "en", "--to", "ru", "-o", tmp_path / "b.jsonl", "--strict") == 1
    assert (tmp_path / "b.jsonl").exists()  # the work was done: nothing is lost


def test_sides_in_one_language_are_remarked_on(
    texts: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(texts[0], texts[0], "-o", tmp_path / "a.jsonl") == 0
    assert "both in English" in capsys.readouterr().err


def test_unrelated_texts_are_remarked_on_and_kept(
    texts: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Кошка спит на печи. Снег скрипит. Он долго искал ключи. Чай остыл. Часы стоят.", "utf-8")
    assert run(texts[0], other, "-o", tmp_path / "a.jsonl", "--strict") == 1
    assert "hardly fit" in capsys.readouterr().err
    kept = " ".join(pair.target for pair in read_corpus(tmp_path / "a.jsonl"))
    assert all(word in kept for word in ("Кошка", "Снег", "ключи", "Чай", "Часы"))


def test_a_lopsided_pair_is_remarked_on(
    texts: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = tmp_path / "short.txt"
    short.write_text("Во вторник совет одобрил строительство нового моста.", "utf-8")
    assert run(texts[0], short, "-o", tmp_path / "a.jsonl") == 0
    assert "no counterpart is kept" in capsys.readouterr().err


def test_a_sentence_of_fifty_thousand_characters_is_aligned_whole(tmp_path: Path) -> None:
    """Of such a sentence the encoder reads the beginning; the text is kept to the last letter, on both sides."""
    sides = {
        "a.txt": ("The bridge is open.", "the mayor and the council " * 2000, "Work ended on Friday."),
        "b.txt": ("Мост открыт.", "мэр и городской совет " * 2300, "Работы закончились в пятницу."),
    }
    for name, texts in sides.items():
        (tmp_path / name).write_text("\n\n".join(text.strip() for text in texts), "utf-8")
    assert run(tmp_path / "a.txt", tmp_path / "b.txt", "--from", "en", "--to", "ru", "-o", tmp_path / "c.jsonl") == 0
    pairs = list(read_corpus(tmp_path / "c.jsonl"))
    assert [(len(pair.source), len(pair.target)) for pair in pairs] == [
        (len(here.strip()), len(there.strip())) for here, there in zip(*sides.values(), strict=True)
    ]


def test_an_empty_side_and_a_missing_one_are_named(
    texts: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_text("\n", "utf-8")
    assert run(texts[0], tmp_path / "empty.txt") == 1
    assert "empty.txt is empty" in capsys.readouterr().err
    assert run(texts[0], tmp_path / "none.txt") == 1
    assert run(texts[0]) == 2
    assert run("-", "-") == 2
    assert run(*texts, "--to", "russian") == 2
    assert "Did you mean ru" in capsys.readouterr().err


def test_a_text_of_no_language_asks_for_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "n.txt").write_text("1. 2. 3.", "utf-8")
    assert run(tmp_path / "n.txt", tmp_path / "n.txt") == 2
    assert "--from" in capsys.readouterr().err


def test_a_picture_is_drawn(texts: tuple[Path, Path], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    assert run(*texts, "-o", tmp_path / "a.jsonl", "--plot", tmp_path / "path.png") == 0
    assert (tmp_path / "path.png").read_bytes().startswith(b"\x89PNG")


def test_pairs_are_checked(gaps: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What has no counterpart, what the aligner was not sure of, odd lengths and wrong numbers are flagged."""
    assert run(*gaps, "--one-per-line", "-o", tmp_path / "a.jsonl", "-o", tmp_path / "a.tsv", "--json") == 0
    assert {pair.source: pair.flags for pair in read_corpus(tmp_path / "a.jsonl")} == GAPS
    assert {pair.source: pair.flags for pair in read_corpus(tmp_path / "a.tsv")} == GAPS
    summary = json.loads(capsys.readouterr().out)
    assert summary["flagged"] == 5 and summary["uncertain"] == [[2, 2]]
    assert summary["flags"] == dict.fromkeys(sorted(flag for flags in GAPS.values() for flag in flags), 1)


def test_pairs_of_unknown_languages_are_not_judged_by_a_score_that_is_none(tmp_path: Path) -> None:
    """Where lengths and letters align, the score is the aligner's confidence: it says nothing of the meaning."""
    (tmp_path / "a.txt").write_text("Sea.\nSea.\nSea.\nSea.\nSea.\nTá sé ag cur báistí inniu.\n", "utf-8")
    (tmp_path / "b.txt").write_text("Ie.\nIe.\nIe.\nMae hi'n bwrw glaw heddiw.\n", "utf-8")
    languages = ["--from", "ga", "--to", "cy"]
    assert run(tmp_path / "a.txt", tmp_path / "b.txt", *languages, "--one-per-line", "-o", tmp_path / "c.jsonl") == 0
    doubtful = [pair for pair in read_corpus(tmp_path / "c.jsonl") if pair.score is not None and pair.score < 0.5]
    assert doubtful
    assert all("uncertain-alignment" in pair.flags and "low-similarity" not in pair.flags for pair in doubtful)


def test_a_checked_pair_stays_as_it_was_checked(gaps: tuple[Path, Path], tmp_path: Path) -> None:
    """`align check` finds the same flags in the corpus, in TMX as well, which has no pair with one side only."""
    from align.checks import check_pairs

    files = ("-o", tmp_path / "a.jsonl", "-o", tmp_path / "a.tmx")
    assert run(*gaps, "--one-per-line", "--for", "align", *files) == 0
    assert {pair.source: pair.flags for pair in check_pairs(read_corpus(tmp_path / "a.jsonl"))} == GAPS
    whole = {source: flags for source, flags in GAPS.items() if not {"empty-source", "empty-target"} & set(flags)}
    assert {pair.source: pair.flags for pair in check_pairs(read_corpus(tmp_path / "a.tmx"))} == whole


def test_the_table_on_a_terminal_colours_flags_by_how_grave_they_are(
    gaps: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert run(*gaps, "--one-per-line") == 0
    out = capsys.readouterr().out
    for colour, flags in ((31, ("empty-target", "number-mismatch")), (33, ("empty-source", "uncertain-alignment"))):
        assert all(f"\x1b[{colour}m{flag}" in out for flag in flags)
    assert "\n" not in out.split("Thirty families")[1].split("empty-target")[0]  # beside its sentence, not below
