"""Subtitles → sentences that lead back to their times."""

from __future__ import annotations

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
    """Hours may be left out, entities are characters, a voice is no text; a voice opens a paragraph."""
    assert [text for text, _ in cues(read(tmp_path, VTT, "film.vtt"))] == ["The port & the town", "were closed."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\n42\n2\n00:00:03,000 --> 00:00:04,000\nis it.\n", ["42 is it."]),
        ("00:00:01,000 --> 00:00:02,000\nOne.\n\n00:00:03,000 --> 00:00:04,000\nTwo.", ["One.", "Two."]),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}Two.", ["Two."]),
        ("1\n00:00:01,000 --> 00:00:02,000\nWell\n\n2\n00:00:09,000 --> 00:00:10,000\nThen", ["Well", "Then"]),
        ("1\n0:0:1.0 --> 0:0:2.5\nOne\n\nline more", ["One line more"]),
        ("1\n00:00:05,000 --> 00:00:02,000\nBackwards.", ["Backwards."]),
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
