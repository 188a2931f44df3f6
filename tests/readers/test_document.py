"""A file → a Document."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from align.document import Document
from align.errors import InputError
from align.readers import encoding_note, read_document


def paragraphs(document: Document) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs]


def write(tmp_path: Path, data: bytes, name: str = "story.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_style_of_line_end_is_read(tmp_path: Path, end: str) -> None:
    """LF, CRLF and CR files give the same paragraphs, and their text is kept as it stands."""
    text = end.join(["Headline", "", "First paragraph.", "Second paragraph.", ""])
    document = read_document(write(tmp_path, text.encode()))
    assert document.text == text
    assert paragraphs(document) == ["Headline", "First paragraph.", "Second paragraph."]


def test_line_for_line_keeps_every_line_in_its_place(tmp_path: Path) -> None:
    """With one_per_line paragraph number n is line n + 1, blank lines included; a final newline adds none."""
    document = read_document(write(tmp_path, b"one\n\n  two \r\n\r\nthree\n"), one_per_line=True)
    assert paragraphs(document) == ["one", "", "two", "", "three"]


def test_line_for_line_knows_only_the_line_ends_other_tools_know(tmp_path: Path) -> None:
    """A form feed or a Unicode line separator does not shift the numbers of a line-by-line bitext."""
    document = read_document(write(tmp_path, "one\u2028more\nt\x0cwo\n".encode()), one_per_line=True)
    assert len(document.paragraphs) == 2


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` recognises encodings as files do, whatever the terminal's encoding is."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Порт закрыт.".encode("koi8-r")), "ascii"))
    document = read_document("-")
    assert (document.id, document.text, document.encoding) == ("-", "Порт закрыт.", "koi8-r")


def test_the_encoding_is_reported_when_it_was_guessed(tmp_path: Path) -> None:
    """UTF-8 needs no word; anything else gets one line that names the file, the guess and the way out."""
    assert encoding_note(read_document(write(tmp_path, "Порт.".encode("utf-8-sig")))) is None
    path = write(tmp_path, "Порт закрыт.".encode("cp1251"))
    assert encoding_note(read_document(path)) == f"{path} was read as cp1251; encoding NAME if that is wrong"


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf\n", "\u200b\xa0\n".encode()])
def test_an_empty_file_is_an_error(tmp_path: Path, data: bytes) -> None:
    """Nothing, blanks alone, a byte-order mark alone: the message names the file and says that it is empty."""
    with pytest.raises(InputError, match=r"story\.txt is empty"):
        read_document(write(tmp_path, data))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    """What cannot be opened is an InputError in one line."""
    with pytest.raises(InputError, match=r"nothing\.txt does not exist"):
        read_document(tmp_path / "nothing.txt")
    with pytest.raises(InputError, match="is a folder"):
        read_document(tmp_path)


def test_markdown_is_known_by_its_suffix(tmp_path: Path) -> None:
    """`#` opens a heading in story.md and is text in story.txt."""
    data = b"# Port closed\n\nIt is.\n"
    assert paragraphs(read_document(write(tmp_path, data, "story.md")))[0] == "Port closed"
    assert paragraphs(read_document(write(tmp_path, data)))[0] == "# Port closed"
