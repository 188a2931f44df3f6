"""A translation in the subtitles that its source was read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.export.into_subtitles import balanced
from align.readers import read_document
from tests.export.written_back import corpus_of, cyrillic, expected, into, read_again, written

SRT = """1
00:00:01,000 --> 00:00:03,000
The port that was opened
on Friday by the minister

2
00:00:03,100 --> 00:00:05,000
will cost four million. He said so.

3
00:00:06,000 --> 00:00:08,000
- Where is it?
- <i>Here, I think.</i>

4
00:00:09,000 --> 00:00:11,000
{\\an8}<i>All in italics and quite a long
line that needs two of them.</i>
"""
FILES = {
    "a.srt": SRT,
    "windows.srt": "\ufeff" + SRT.replace("\n", "\r\n"),
    "a.vtt": "WEBVTT\n\nNOTE A comment\n\nintro\n00:01.000 --> 00:03.000 align:start\n<v Bob>R&amp;D is here.\n\n"
    "00:04.000 --> 00:06.000\n<v Ann>Where is it now\n\n00:06.100 --> 00:07.000\nand what for?\n",
    "a.sbv": "0:00:01.000,0:00:03.000\nThe port that was\n\n0:00:03.000,0:00:05.000\nopened is good.\n",
    "sounds.srt": "1\n00:00:01,000 --> 00:00:02,000\n[door closes]\n\n2\n00:00:03,000 --> 00:00:04,000\n♪ La la la ♪\n",
}


@pytest.fixture(params=FILES)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path: Path = tmp_path / request.param
    path.write_bytes(FILES[request.param].encode())
    return path


def test_a_translation_that_is_the_source_gives_the_same_bytes(source: Path) -> None:
    assert written(source, lambda text: text)[0] == source.read_bytes()


def test_cues_have_their_times_and_the_translation(source: Path) -> None:
    data, _ = written(source)
    assert read_again(data, source) == expected(source)
    again = source.with_name(f"again-{source.name}")
    assert [mark.place for mark in read_document(again).marks] == [mark.place for mark in read_document(source).marks]


def test_dashes_tags_and_numbers_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(SRT, "utf-8")
    made = written(path)[0].decode()
    assert "\n- Вхере ис ит?\n- <i>Хере, И тхинк.</i>\n" in made
    assert "\n{\\an8}<i>Алл" in made
    assert [line for line in made.splitlines() if line.isdecimal()] == ["1", "2", "3", "4"]
    path = tmp_path / "a.vtt"
    path.write_text(FILES["a.vtt"], "utf-8")
    assert "align:start\n<v Bob>Р&amp;Д ис хере.\n" in written(path)[0].decode()


def test_a_sentence_is_divided_over_its_cues_by_length_at_punctuation(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(SRT, "utf-8")
    pairs = corpus_of(
        path, lambda text: "Порт, который открыл министр, стоил четыре миллиона." if "port" in text else text
    )
    made = into(pairs, path)[0].decode().split("\n\n")
    assert made[0].endswith("Порт, который открыл министр,")
    assert made[1].endswith("\nстоил четыре миллиона. He said so.")


def test_what_does_not_fit_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:03,000\nIt was <b>very</b> good.\n", "utf-8")
    data, done = written(path, lambda text: f"{cyrillic(text)} " * 9)
    assert "cues longer than 2 lines of 42 characters: 1" in done.lines()
    assert "changes of formatting inside a sentence that are gone: 1" in done.lines()
    assert all(len(line) <= 42 for line in data.decode().splitlines())


def test_rolling_captions_show_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    lines = ["The port that was", "opened on Friday", "cost four million", "and a half more."]
    cues = ["\n".join(lines[max(0, n - 1) : n + 1]) for n in range(4)]
    path.write_text(
        "WEBVTT\n\n" + "\n\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n{cue}" for n, cue in enumerate(cues)) + "\n",
        "utf-8",
    )
    data, done = written(path)
    assert data.decode().count(cyrillic(lines[1])) == 1
    assert "lines that rolling captions only repeat, which are gone: 3" in done.lines()


def test_segments_that_were_cues_are_cues_again(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(SRT, "utf-8")
    document = read_document(path, one_per_line=True)
    from align.corpus.pair import Pair

    pairs = [
        Pair(f"s-{n}", "a.srt", n, text, cyrillic(text), "en", "ru", source_span=((p.start, p.end),))
        for n, p in enumerate(document.paragraphs, start=1)
        for text in [document.text[p.start : p.end]]
    ]
    assert read_again(into(pairs, path)[0], path).split() == cyrillic(document.text).split()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Короткая строка", ["Короткая строка"]),
        (
            "Он сказал, что порт открылся ещё в понедельник утром.",
            ["Он сказал, что порт открылся", "ещё в понедельник утром."],
        ),
        ("а" * 50, ["а" * 50]),
    ],
)
def test_lines_of_a_cue_are_about_equally_long(text: str, lines: list[str]) -> None:
    assert balanced(text, 42) == lines
