"""Subtitles → sentences that lead back to their times."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.document import Document
from align.errors import InputError
from align.readers import read_document
from align.segmentation import split
from tests.reader_files import SRT, VTT


def read(tmp_path: Path, text: str, name: str = "film.srt", **options: Any) -> Document:
    (tmp_path / name).write_bytes(text.encode())
    return read_document(tmp_path / name, **options)


def cues(document: Document) -> list[tuple[str, str | None]]:
    return [(document.text[p.start : p.end], document.place(p.start)) for p in document.paragraphs]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cues_are_joined_into_sentences(tmp_path: Path, end: str) -> None:
    """A sentence goes over cues; a dash turns to another speaker; the time of each is known. No markup is left."""
    assert cues(read(tmp_path, SRT.replace("\n", end))) == [
        ("The port was closed on Monday after a storm.", "00:00:01.000 --> 00:00:02.000"),
        ("Where?", "00:01:04.000 --> 00:01:05.000"),
        ("Here.", "00:01:04.000 --> 00:01:05.000"),
    ]


def test_a_place_inside_a_sentence_is_that_of_its_cue(tmp_path: Path) -> None:
    """The offset of `storm` leads to the second cue."""
    document = read(tmp_path, SRT)
    assert document.place(document.text.index("storm")) == "00:00:02.100 --> 00:00:03.500"
    assert [segment.kind for segment in split(document)] == ["sentence"] * 3


def test_webvtt_is_read_without_notes_names_and_settings(tmp_path: Path) -> None:
    """Hours may be left out, entities are characters, a voice is no text; the same one goes on."""
    assert [text for text, _ in cues(read(tmp_path, VTT, "film.vtt"))] == ["The port & the town were closed."]


@pytest.mark.parametrize(
    ("cue", "following", "expected"),
    [
        ("<v Ann>The port", "<v Ann>was closed.", ["The port was closed."]),
        ("<v Ann>The port", "was closed.</v>", ["The port was closed."]),
        ("<v Ann>The port", "<v.loud Bob>was closed.", ["The port", "was closed."]),
        ("<v Ann>The port\n<v Bob>Which one", "<v Bob>do you mean?", ["The port", "Which one do you mean?"]),
    ],
)
def test_a_voice_that_goes_on_is_no_new_speaker(tmp_path: Path, cue: str, following: str, expected: list[str]) -> None:
    """WebVTT names the voice in every cue; only another one opens a paragraph."""
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{cue}\n\n00:02.000 --> 00:03.000\n{following}\n"
    assert [text for text, _ in cues(read(tmp_path, text, "film.vtt"))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\n42\n2\n00:00:03,000 --> 00:00:04,000\nis it.\n", ["42 is it."]),
        ("00:00:01,000 --> 00:00:02,000\nOne.\n\n00:00:03,000 --> 00:00:04,000\nTwo.", ["One.", "Two."]),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}Two.", ["Two."]),
        ("1\n00:00:01,000 --> 00:00:02,000\nWell\n\n2\n00:00:09,000 --> 00:00:10,000\nThen", ["Well", "Then"]),
        ("1\n0:0:1.0 --> 0:0:2.5\nOne\n\nline more", ["One line more"]),
        ("1\n00:00:05,000 --> 00:00:02,000\nBackwards.", ["Backwards."]),
        (
            "0:00:01.000,0:00:02.000\nThe port\nopened\n\n0:00:02.000,0:00:03.000\nat noon.\n",
            ["The port opened at noon."],
        ),
        ("1\n00:00:01,000 --> 00:00:02,000\nx < y and 3 > 2", ["x < y and 3 > 2"]),
    ],
)
def test_what_programs_write_is_understood(tmp_path: Path, text: str, expected: list[str]) -> None:
    """Missing numbers, blank lines, numbers as text, pauses, times that go backwards, signs that are no markup."""
    assert [text for text, _ in cues(read(tmp_path, text))] == expected


def test_a_cue_a_segment(tmp_path: Path) -> None:
    """With one_per_line a cue stays a cue, for those who want their times back one for one."""
    assert len(read(tmp_path, SRT, one_per_line=True).paragraphs) == 4


@pytest.mark.parametrize(
    ("text", "message"), [("", "is empty"), ("WEBVTT\n", "no subtitles"), ("Text.", "no subtitles")]
)
def test_a_file_without_cues_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """The line says what a cue looks like."""
    with pytest.raises(InputError, match=message):
        read(tmp_path, text)


def captions(cues: list[str]) -> str:
    """A SubRip file of cues that follow one another without a pause."""
    times = ((f"00:00:{2 * n:02d},000", f"00:00:{2 * n + 1:02d},900") for n in range(len(cues)))
    return "\n".join(
        f"{n}\n{a} --> {b}\n{text}\n" for n, ((a, b), text) in enumerate(zip(times, cues, strict=True), start=1)
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["[door closes]", "We must go now.", "[applause]", "♪ We shall be home ♪", "The ship leaves at noon."],
            ["[door closes]", "We must go now.", "[applause]", "♪ We shall be home ♪", "The ship leaves at noon."],
        ),
        (["(MUSIC PLAYING)", "The port is", "closed today."], ["(MUSIC PLAYING)", "The port is closed today."]),
        (["The port is open", ">> Not yet", " it is closed."], ["The port is open", "Not yet it is closed."]),
        (["The port is open\n>> Not yet."], ["The port is open", "Not yet."]),
        (
            ["The port is open", "ANN: Not yet.", "BOB LEE: It is", "closed."],
            ["The port is open", "ANN: Not yet.", "BOB LEE: It is closed."],
        ),
        (["The port is open", "Ann: Not yet.", "MAN #2: Go!"], ["The port is open", "Ann: Not yet.", "MAN #2: Go!"]),
        (
            ["♪ We shall be", "home tonight ♪", "♪ The ship will come ♪", "They sang."],
            ["♪ We shall be home tonight ♪", "♪ The ship will come ♪", "They sang."],
        ),
        (["♪ We shall be home. ♪", "They sang."], ["♪ We shall be home. ♪", "They sang."]),
        (["♪ One line ♪\n♪ another line ♪", "They sang."], ["♪ One line ♪", "♪ another line ♪", "They sang."]),
        (["♪♪", "The ship leaves.", "♪"], ["♪♪", "The ship leaves.", "♪"]),
        (
            ["The ship left", "Subtitles by Ann Lee", "The port was closed."],
            ["The ship left", "Subtitles by Ann Lee", "The port was closed."],
        ),
        (
            ["It was over.", "Translated by Bob", "www.example.com"],
            ["It was over.", "Translated by Bob", "www.example.com"],
        ),
        (
            ["the ship left the port", "and went to the sea", "nobody saw it again", "they all went home"] * 4,
            ["the ship left the port", "and went to the sea", "nobody saw it again", "they all went home"] * 4,
        ),
        (
            ["The ship left the port", "and went to the sea", "Nobody saw it again", "They all went", "home"] * 3,
            ["The ship left the port and went to the sea", "Nobody saw it again", "They all went home"] * 3,
        ),
        (
            ["THE SHIP LEFT THE PORT", "AND WENT TO SEA", ">> WHERE IS IT"],
            ["THE SHIP LEFT THE PORT", "AND WENT TO SEA", "WHERE IS IT"],
        ),
        (["[door closes]\nWe must go now."], ["[door closes]", "We must go now."]),
        (["[door\ncloses]", "We must go."], ["[door closes]", "We must go."]),
        (["We must [sighs] go", "now."], ["We must [sighs] go now."]),
        (["[Ann] We must go", "now."], ["[Ann] We must go now."]),
        (["We have one aim:", "Peace. And that is all."], ["We have one aim: Peace.", "And that is all."]),
        (
            ["Порт закрыт", "[шум моря]", "Мы идем", "домой.", "♪ Песня ♪"],
            ["Порт закрыт", "[шум моря]", "Мы идем домой.", "♪ Песня ♪"],
        ),
        (["ЖЕНЩИНА: Порт закрыт.", "МУЖЧИНА: Где корабль?"], ["ЖЕНЩИНА: Порт закрыт.", "МУЖЧИНА: Где корабль?"]),
        (["*sighs*", "We go."], ["*sighs*", "We go."]),
        (["# Home at last", "and never leave #", "They sang."], ["# Home at last and never leave #", "They sang."]),
        (["# La la la #", "Wait--", "--what is it?"], ["# La la la #", "Wait-- --what is it?"]),
        (["At 10: the port", "is open."], ["At 10: the port is open."]),
        (["港は閉鎖された", "けが人はいない", "明日は開く"], ["港は閉鎖された", "けが人はいない", "明日は開く"]),
    ],
)
def test_sounds_speakers_songs_and_credits_are_no_parts_of_a_sentence(
    tmp_path: Path, words: list[str], expected: list[str]
) -> None:
    """Nor is a caption without punctuation part of the next one, unless small letters say so."""
    document = replace(read(tmp_path, captions(words)), language="en")
    assert [segment.flat for segment in split(document)] == expected


def test_the_place_of_a_joined_segment_is_from_its_first_cue_to_its_last(tmp_path: Path) -> None:
    """A sentence over three cues, the next one in the third cue alone; in both formats."""
    words = ["The council met on Monday", "and voted for a new bridge", "over the river. It will be long."]
    for name, text in (("a.srt", captions(words)), ("a.vtt", "WEBVTT\n\n" + captions(words).replace(",", "."))):
        document = read(tmp_path, text, name)
        assert [document.place_of(s.start, s.end) for s in split(document)] == [
            "00:00:00.000 --> 00:00:05.900",
            "00:00:04.000 --> 00:00:05.900",
        ]


def timed(*shown: tuple[float, float, str]) -> str:
    """A WebVTT file of cues."""
    return "WEBVTT\n\n" + "\n\n".join(f"00:{a:06.3f} --> 00:{b:06.3f}\n{text}" for a, b, text in shown) + "\n"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (
            [
                (0, 2, " \nthe<00:00:00.500><c> port</c> was"),
                (2, 2.01, "the port was\n "),
                (2.01, 4, "the port was\nclosed<00:00:03.000><c> on</c>"),
                (4, 4.01, "closed on\n "),
                (4.01, 6, "closed on\nmonday"),
            ],
            "the port was closed on monday",
        ),
        ([(0, 1, "It was"), (1, 2, "It was closed"), (2, 3, "It was closed on"), (3, 4, "It was closed on Monday.")],
         "It was closed on Monday."),
        ([(0, 1, "A ship"), (1, 2, "A ship\ncame in"), (2, 3, "A ship\ncame in\nat noon.")], "A ship came in at noon."),
        ([(0, 1, "It rained"), (1, 2, "It rained\non and on.")], "It rained on and on."),
    ],
    ids=["YouTube", "growing", "three lines", "two cues"],
)  # fmt: skip
def test_rolling_captions_are_read_once(tmp_path: Path, shown: list[tuple[float, float, str]], expected: str) -> None:
    """Lines that roll up, as of YouTube, and lines that grow; the account counts the cues that repeated."""
    document = read(tmp_path, timed(*shown), "film.vtt")
    assert " ".join(document.text.split()) == expected
    assert "repeated lines of rolling captions" in document.account.line()


@pytest.mark.parametrize(
    "shown",
    [
        [(0, 1, "No!"), (1, 2, "No!"), (2, 3, "Yes!"), (3, 4, "Yes!")],
        [(0, 1, "We row"), (5, 6, "We row\nand row."), (9, 10, "and row.\nHome.")],
        [(0, 1, "Go"), (1, 2, "Go on."), (2, 3, "Where?"), (3, 4, "There."), (4, 5, "Where?")],
    ],
    ids=["said twice", "after a pause", "by chance"],
)
def test_what_is_said_twice_is_read_twice(tmp_path: Path, shown: list[tuple[float, float, str]]) -> None:
    """Words that somebody repeats, and a refrain, are no rolling captions."""
    document = read(tmp_path, timed(*shown), "film.vtt")
    assert document.text.split() == " ".join(text for _, _, text in shown).split()
    assert document.account.complete
