"""Subtitles of SubStation Alpha → sentences that lead back to their times."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.document import Document
from align.errors import InputError
from align.readers import find_documents, read_document

HEAD = """[Script Info]
; made by hand
Title: Port

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def line(text: str, begin: str = "0:00:01.00", end: str = "0:00:02.00", name: str = "", style: str = "Default") -> str:
    return f"Dialogue: 0,{begin},{end},{style},{name},0,0,0,,{text}\n"


def read(tmp_path: Path, text: str, name: str = "film.ass") -> Document:
    (tmp_path / name).write_bytes(text.encode())
    return read_document(tmp_path / name)


def pieces(document: Document) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (line("The port") + line("was closed.", "0:00:02.10", "0:00:03.50"), ["The port was closed."]),
        (line("was closed.", "0:00:02.10", "0:00:03.50") + line("The port"), ["The port was closed."]),
        (line(r"{\i1}The{\i0} port\Nwas,\hhe said,\nclosed."), ["The port was, he said, closed."]),
        (line(r"{\k20}The {\k30}port {an editor's note}opened."), ["The port opened."]),
        (line(r"{\p1}m 0 0 l 10 10{\p0}It opened.") + line(r"{\an7\p2}m 1 1 l 2 2"), ["It opened."]),
        (line("Why", name="Anna") + line("not here", "0:00:02.00", "0:00:03.00", name="Boris"), ["Why", "not here"]),
        (line("The port") + line("PORT", "0:00:01.50", "0:00:03.00", style="Sign"), ["The port", "PORT"]),
        (line("One.") * 3, ["One."]),
        (line("A comma, and another, and one more."), ["A comma, and another, and one more."]),
        (line(r"- Where?\N- Here."), ["Where?", "Here."]),
    ],
    ids=["joined", "order", "tags", "karaoke", "drawing", "names", "styles", "layers", "commas", "dialogue"],
)
def test_events_are_cues(tmp_path: Path, events: str, expected: list[str]) -> None:
    """In the order of their times, without override tags and drawings; another name or style is another turn."""
    for end in ("\n", "\r\n"):
        assert pieces(read(tmp_path, (HEAD + events).replace("\n", end))) == expected


def test_columns_are_where_the_format_says(tmp_path: Path) -> None:
    """SSA has other columns than ASS, and any program may write its own order; a time has hundredths."""
    text = HEAD.replace("Layer, Start, End, Style, Name", "Marked, Style, Start, Name, End")
    document = read(
        tmp_path, text + "Dialogue: Marked=0,Default,1:00:01.25,Anna,1:00:02.50,0,0,0,,The port.\n", "film.ssa"
    )
    assert (document.text, document.place(0)) == ("The port.", "01:00:01.250 --> 01:00:02.500")


def test_what_is_no_cue_is_in_the_account(tmp_path: Path) -> None:
    """Comments, repetitions in other layers and lines without a time are said, drawings are counted."""
    events = (
        line("One.") + line("One.") + line("Two.", "later") + line(r"{\p1}m 0 0") + "Comment: 0,0:00:00.00,,,,,,,,x\n"
    )
    account = read(tmp_path, HEAD + events).account
    assert account.line() == (
        "left out: repetitions in other layers (1, 00:00:01.000), lines without times or text (1, line 13), "
        "comments (1, line 15)"
    )
    assert account.left_out["drawings"].expected and account.read == 1


def test_the_format_is_known_by_its_beginning(tmp_path: Path) -> None:
    """Without a suffix as well; a folder gives both suffixes."""
    assert pieces(read(tmp_path, HEAD + line("One."), "film")) == ["One."]
    read(tmp_path, HEAD + line("One."), "film.ass")
    read(tmp_path, HEAD + line("One."), "film.ssa")
    assert [Path(name).name for name in find_documents([str(tmp_path)])] == ["film.ass", "film.ssa"]


@pytest.mark.parametrize(
    ("text", "message"), [("", "is empty"), (HEAD, "holds no subtitles"), ("Text.", "no subtitles")]
)
def test_a_file_without_cues_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path, text)
