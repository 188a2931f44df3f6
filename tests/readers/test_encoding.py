"""Which encoding a file is in."""

from __future__ import annotations

import pytest

from align.errors import EncodingError, UsageError
from align.io.text_encoding import decode

RUSSIAN = "Порт закрыт из-за шторма, сообщила пресс-служба. Никто не пострадал."
ENGLISH = "The port is closed, the press service said.\nNobody was hurt.\n"


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (ENGLISH, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8-sig"),
        (RUSSIAN, "utf-16", "utf-16"),
        (RUSSIAN, "utf-16-le", "utf-16-le"),
        (RUSSIAN, "utf-16-be", "utf-16-be"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        (ENGLISH, "utf-16-be", "utf-16-be"),
        (ENGLISH, "utf-32", "utf-32"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp866", "cp866"),
        (RUSSIAN.upper(), "cp1251", "cp1251"),
        (RUSSIAN.upper(), "koi8-r", "koi8-r"),
        ("Да. Нет.", "cp1251", "cp1251"),
        ("Да. Нет.", "koi8-r", "koi8-r"),
        ("«Это — порт», – сказал он… № 5.", "cp1251", "cp1251"),
        ("The word порт in an English text, and once more порт.", "cp1251", "cp1251"),
        ("Le président a déclaré à l'Élysée que l'été était très sec.", "latin-1", "latin-1"),
        ("Der Präsident erklärte, daß die Lage größer sei.", "latin-1", "latin-1"),
        ("The café was closed, he said.", "latin-1", "latin-1"),
        ("“We don’t know,” he said — and left the café…", "cp1252", "cp1252"),
    ],
)
def test_the_text_comes_back_and_its_encoding_is_named(text: str, written: str, found: str) -> None:
    """Every encoding that old wire copy comes in is recognised by rule, from a line of text."""
    assert decode(text.encode(written), "story.txt") == (text, found)


def test_what_no_rule_fits_is_left_to_statistics() -> None:
    """A Japanese file in Shift-JIS is read, though no rule of ours knows it."""
    text = "港は嵐のために閉鎖された。けが人はいなかった。"
    assert decode(text.encode("shift-jis"), "story.txt")[0] == text


def test_the_user_is_believed() -> None:
    """An encoding given by name is used, whatever the bytes look like."""
    assert decode("Привет".encode("cp1251"), "x", "koi8-r") == ("оПХБЕР", "koi8-r")


def test_a_mark_does_not_survive_an_encoding_given_by_name() -> None:
    """`--encoding utf-8` removes the byte-order mark as well."""
    assert decode("\ufeffOne.".encode(), "x", "utf-8")[0] == "One."


@pytest.mark.parametrize("name", ["no-such-thing", "base64"])
def test_an_encoding_that_does_not_exist_is_a_usage_error(name: str) -> None:
    """A codec that is no text encoding is as unknown as a misspelt one."""
    with pytest.raises(UsageError, match=name):
        decode(b"abc", "x", name)


def test_a_wrong_encoding_by_name_says_where_it_fails() -> None:
    """The message names the file and the byte."""
    with pytest.raises(EncodingError, match=r"story\.txt is not utf-8 \(byte 0 "):
        decode("Привет".encode("cp1251"), "story.txt", "utf-8")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\0\0\0", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        (b"\x1f\x8b\x08\0", "compressed"),
        (b"\n<!DOCTYPE html>\n<html>", "web page"),
        (b"<html lang='en'>", "web page"),
        (b"abc\0def\0\0\x01" * 9, "NUL"),
        (bytes(range(256)) * 4, "NUL"),
    ],
)
def test_what_is_not_text_is_refused_with_advice(data: bytes, what: str) -> None:
    """A Word file, a picture, a program: one line that says what it looks like and what to do."""
    with pytest.raises(EncodingError, match=f"{what}.*save .* as plain text"):
        decode(data, "story.txt")


def test_damaged_utf8_is_not_taken_for_something_else() -> None:
    """One broken byte in a UTF-8 file is reported with its line, not read as another encoding."""
    data = RUSSIAN.encode() + b"\n" + RUSSIAN.encode() + b"\xff\n"
    with pytest.raises(EncodingError, match="line 2"):
        decode(data, "story.txt")
