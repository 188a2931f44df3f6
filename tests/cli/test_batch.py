"""`align batch` from the outside: what it makes of a folder, and what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from align.batch.collection import RunStats
from align.cli import main
from align.cli.batch_line import clock, line
from align.corpus import Pair, read_corpus

ENGLISH = """Council approves new bridge

The council approved the new bridge on Tuesday. Work will begin in spring. It is to take two years.
"""
RUSSIAN = """Совет одобрил новый мост

Во вторник совет одобрил строительство нового моста. Работы начнутся весной и займут два года.
"""
HARBOUR = """Port opens second berth

The second berth of the port will open in March 2028. More than 1,200 workers built it. The first ship carries grain.
"""
PORT = """В порту откроют второй причал

Второй причал порта откроют в марте 2028 года. Его построили более 1200 рабочих. Первое судно везёт зерно.
"""


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["batch", *map(str, arguments)])
    assert stop.value.code is None or isinstance(stop.value.code, int)
    return stop.value.code or 0


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name.replace('__', '.')}.txt").write_text(text, "utf-8")


def pairs_in(folder: Path) -> list[Pair]:
    return [pair for part in sorted(folder.glob("part-*.jsonl")) for pair in read_corpus(part)]


def manifest(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]


def test_stories_are_drafted_as_translate_drafts_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in", bridge=ENGLISH, port=HARBOUR)
    (tmp_path / "in" / "broken.txt").write_bytes(b"\x00\x01\x00\x02" * 50)
    out = tmp_path / "out"
    assert run(tmp_path / "in", "--to", "ru", "-o", out, "--workers", 1, "--format", "tmx", "--json") == 1
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert (summary["documents"], summary["failed"], summary["pairs"]) == (3, 1, 8)
    assert "1 of 3 documents failed" in said.err and "--retry" in said.err
    assert [row["state"] for row in manifest(out)] == ["done", "failed", "done"]
    stories = [str(tmp_path / "in" / name) for name in ("bridge.txt", "port.txt")]
    with pytest.raises(SystemExit):
        main(["translate", *stories, "--to", "ru", "-o", str(tmp_path / "one.jsonl")])
    alone = [(pair.id, pair.target, pair.score, pair.flags) for pair in read_corpus(tmp_path / "one.jsonl")]
    assert [(pair.id, pair.target, pair.score, pair.flags) for pair in pairs_in(out)] == alone
    assert (out / "part-00000.tmx").exists()
    (tmp_path / "in" / "broken.txt").write_text(ENGLISH, "utf-8")
    assert run("-o", out, "--retry", "--workers", 1) == 0
    assert len(pairs_in(out)) == 12 and not (out / "failures.tsv").exists()
    assert run(tmp_path / "in", "--to", "ru", "-o", out, "--beam", "1") == 2
    assert "beam 4, now 1" in capsys.readouterr().err


@pytest.mark.parametrize("layout", ["names", "folders", "list"])
@pytest.mark.slow
def test_translations_are_found_by_name_by_folder_or_in_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], layout: str
) -> None:
    root, out = tmp_path / "in", tmp_path / "out"
    inputs: list[str | Path]
    if layout == "names":
        write(root, bridge__en=ENGLISH, bridge__ru=RUSSIAN, port__en=HARBOUR, port__ru=PORT, only__en=ENGLISH)
        inputs = [root]
    elif layout == "folders":
        write(root / "en" / "news", bridge=ENGLISH, port=HARBOUR, only=ENGLISH)
        write(root / "ru" / "news", bridge=RUSSIAN, port=PORT)
        inputs = [root]
    else:
        write(root, a=ENGLISH, b=RUSSIAN, c=HARBOUR, d=PORT)
        (root / "list.tsv").write_text("a.txt\tb.txt\nc.txt\td.txt\n", "utf-8")
        inputs = ["--list", root / "list.tsv"]
    assert run(*inputs, "--to", "ru", "-o", out, "--workers", 1) == 0
    states = [row["state"] for row in manifest(out)]
    assert states.count("done") == 2 and states.count("alone") == (layout != "list")
    pairs = pairs_in(out)
    assert [pair.n for pair in pairs] == [1, 2, 3, 1, 2, 3, 4]
    assert pairs[2].source == "Work will begin in spring. It is to take two years."
    assert {pair.origin for pair in pairs} == {"human"} and min(pair.score or 0 for pair in pairs) > 0.5
    if layout != "list":
        assert "with their translation beside them, to be aligned: 2" in capsys.readouterr().err


@pytest.mark.slow
def test_documents_whose_names_say_nothing_are_matched_by_what_they_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        tmp_path / "a",
        x1=ENGLISH,
        x2=f"{HARBOUR.strip()} Thirty families live here.",
        x3="The cat sat on the mat. It was warm. Nobody came all day.",
    )
    write(tmp_path / "b", y1=PORT, y2=RUSSIAN, y3="Наутро выпал снег. Дети лепили снеговика. К вечеру он растаял.")
    out = tmp_path / "out"
    command = [tmp_path / "a", tmp_path / "b", "--match", "--to", "ru", "-o", out, "--workers", 1]
    assert run(*command) == 0
    rows = manifest(out)
    found = {row["id"][-6:]: row["target"][-6:] for row in rows if row["state"] == "done"}
    assert found == {"x1.txt": "y2.txt", "x2.txt": "y1.txt"}
    assert [row["match"] > 0.5 for row in rows if row["state"] == "done"] == [True, True]
    assert [row["id"][-6:] for row in rows if row["state"] == "alone"] == ["x3.txt", "y3.txt"]
    assert "belong together: 2; without a partner: 1 of 3 and 1 of 3" in capsys.readouterr().err
    assert {pair.source: pair.flags for pair in pairs_in(out) if pair.flags} == {
        "Thirty families live here.": ("empty-target",)
    }
    assert run(*command) == 0
    assert "matched when the collection was begun" in capsys.readouterr().err


def test_what_is_unclear_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in", a__en=ENGLISH, a__ru=RUSSIAN, b=HARBOUR, c=HARBOUR, d=HARBOUR)
    out = tmp_path / "out"
    assert run(tmp_path / "in", "--to", "ru", "-o", out) == 2
    assert "say --pair" in capsys.readouterr().err
    assert run(tmp_path / "in", "--to", "de", "--pair", "-o", out) == 1
    assert "no document has a translation beside it" in capsys.readouterr().err
    for wrong, words in (
        ([tmp_path / "in", "-o", out], "--to LANG is missing"),
        ([tmp_path / "in", "--to", "en", "-o", out], "both en"),
        (["-", "--to", "ru", "-o", out], "--list -"),
        (["-o", out], "no collection to go on with"),
        ([tmp_path / "in", "--match", "--to", "ru", "-o", out], "two folders"),
        ([tmp_path / "in", "--to", "ru", "--ray-address", "auto", "-o", out], "--runner ray"),
    ):
        assert run(*wrong) == 2
        assert words in capsys.readouterr().err


@pytest.mark.slow
def test_a_collection_inside_its_input_does_not_feed_on_itself(tmp_path: Path) -> None:
    write(tmp_path / "in", bridge__en=ENGLISH, bridge__ru=RUSSIAN)
    out = tmp_path / "in" / "out"
    for _ in range(2):
        assert run(tmp_path / "in", "--to", "ru", "-o", out, "--workers", 1) == 0
    assert len(manifest(out)) == 1


def test_the_line_tells_documents_sentences_rate_and_time_left() -> None:
    tally = RunStats(wanted=5000, finished=1200, segments=24000, words_now=480000, bytes=250, bytes_wanted=1000)
    assert line(tally, 200.0) == "1,200/5,000 documents · 24,000 sentences · 2,400 words/s · 10:00 left"
    assert line(RunStats(wanted=3, failed=1), 0.0) == "0/3 documents · 0 sentences · 0 words/s · … · 1 failed"
    assert (clock(59.6), clock(3600 * 26 + 61)) == ("1:00", "26:01:01")


def test_aligned_documents_get_terms_checked_and_typography_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/port.en.txt").write_text('He said: "The bridge is open."\n', encoding="utf-8")
    Path("in/port.ru.txt").write_text('Он сказал: "Мост открыт."\n', encoding="utf-8")
    Path("terms.tsv").write_text("source\ttarget\nbridge\tвиадук\n", encoding="utf-8")
    asked = ["in", "--to", "ru", "--workers", "1", "--typography", "--glossary", "terms.tsv", "-o", "out"]
    assert run(*asked) == 0
    (pair,) = read_corpus("out/part-00000.jsonl")
    assert pair.target == "Он сказал: «Мост открыт.»" and "glossary-missing" in pair.flags
    signature = str(read_corpus("out/part-00000.jsonl").signature)
    assert "typography:on" in signature and "glossary:check-1-" in signature
    assert run(*asked) == 0  # and goes on with the same options
