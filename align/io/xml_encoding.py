"""XML whose declaration does not say what its bytes are: read by the bytes, as UTF-8, with a note of it.

An editor that saves a UTF-16 file as UTF-8 leaves the declaration as it was, and so does a script that writes cp1251;
mail programs put lines before the beginning. A parser refuses all of these. Files that are what they say are handed on
untouched; the rest is decoded here, so that whoever reads further sees UTF-8 and the same lines.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from align.account import Reason
from align.errors import EncodingError
from align.io.text_encoding import BYTE_ORDER_MARKS, decode
from align.localization import N_

HEAD = 1 << 16
_SEARCHED = 1 << 26
"""Bytes within which the first letter that is not ASCII decides about the encoding."""
_JUNK = 4096
_DECLARATION = re.compile(rb"<\?xml(?=[ \t\r\n])[^<>]*\?>")
_DECLARED = re.compile(rb"""encoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']""")
_BEGINNING = re.compile(rb"<(?:\?xml|!DOCTYPE|!--|[A-Za-z])")
_KNOWN = re.compile(
    r"utf-?(?:8|16|32)(?:-?[lb]e)?|us-ascii|ascii|iso-?8859-?\d+|latin-?\d+|windows-?\d+|cp-?\d+|koi8-?[ru]|mac\w*|big5"
    r"|gb2312|gbk|gb18030|euc-?\w+|shift[-_]?jis|iso-2022-\w+|ucs-?[24]|iso-10646-ucs-?[24]|unicode",
    re.IGNORECASE,
)
_WIDE = {"ucs-2": "utf-16", "iso-10646-ucs-2": "utf-16", "unicode": "utf-16", "ucs-4": "utf-32"}
_NEW_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True, slots=True)
class XmlSource:
    """An XML file as UTF-8: its `stream`, and `notes` on what was not as it should be, as nouns: `an encoding …`.

    `reopen` gives the same stream from its beginning; None where the file can be read once only.
    """

    stream: BinaryIO
    notes: tuple[str, ...]
    reopen: Callable[[], BinaryIO] | None


def utf8_xml(stream: BinaryIO) -> XmlSource:
    """Find out how an XML file is encoded, whatever it says, and give it as UTF-8."""
    seekable = stream.seekable()
    start = stream.tell() if seekable else 0
    head = _head(stream, start, seekable)
    mark, marked = next(((mark, name) for mark, name in BYTE_ORDER_MARKS if head.startswith(mark)), (b"", ""))
    encoding, note = _encoding(stream, start, seekable, head, mark, marked)
    if seekable:
        stream.seek(start)
    notes = [note] if note else []
    unmarked = head if encoding == "utf-8" else head.decode(encoding, "replace").encode("utf-8", "replace")
    marks = 0
    while unmarked.startswith(codecs.BOM_UTF8):
        unmarked, marks = unmarked[len(codecs.BOM_UTF8) :], marks + 1
    junk = _junk(unmarked)
    if junk:
        notes.append(N_("text before the beginning of the XML"))
    if encoding == "utf-8" and not (notes or marks > 1):
        return XmlSource(stream, (), _again(stream, start) if seekable else None)

    def opened() -> BinaryIO:
        return io.BufferedReader(_Utf8(stream, encoding, junk, note != "" or encoding != "utf-8"), HEAD)

    def reopened() -> BinaryIO:
        stream.seek(start)
        return opened()

    return XmlSource(opened(), tuple(notes), reopened if seekable else None)


def _junk(head: bytes) -> int:
    """The length of what is before an XML file and may not be there."""
    begins = _BEGINNING.search(head, 0, _JUNK)
    if begins is None:
        return 0
    declaration = _DECLARATION.search(head, begins.start(), _JUNK)
    if declaration and declaration.start() == begins.start():
        return begins.start()
    return begins.start() if head[: begins.start()].strip() else 0


def _again(stream: BinaryIO, start: int) -> Callable[[], BinaryIO]:
    def reopened() -> BinaryIO:
        stream.seek(start)
        return stream

    return reopened


def _head(stream: BinaryIO, start: int, seekable: bool) -> bytes:
    if seekable:
        head = stream.read(HEAD)
        stream.seek(start)
        return head
    peek = getattr(stream, "peek", None)
    return peek(HEAD)[:HEAD] if peek else b""


def _encoding(stream: BinaryIO, start: int, seekable: bool, head: bytes, mark: bytes, marked: str) -> tuple[str, str]:
    """The encoding of the bytes, and a note where the file says another one."""
    wide = _wide(head) if not mark else ""
    text = head.decode(wide or marked or "latin-1", "replace").encode("utf-8", "replace")
    found = _DECLARED.search(_first(_DECLARATION.search(text, 0, _JUNK)))
    declared = found[1].decode() if found else ""
    wanted = _WIDE.get(declared.lower(), declared.lower()) or "utf-8"
    if mark or wide:
        actual = (marked or wide).removesuffix("-sig")
        same = not declared or _plain(wanted).startswith(_plain(actual).removesuffix("le").removesuffix("be"))
        return actual, "" if same else _note(declared, actual)
    if not head:
        return "utf-8", ""
    sample = _with_letters(stream, start, head) if seekable else head
    is_utf8 = _is_utf8(sample)
    if wanted in ("utf-8", "utf8", "us-ascii", "ascii"):
        if is_utf8:
            return "utf-8", _note(declared, "utf-8") if "ascii" in wanted and not sample.isascii() else ""
        actual = _guessed(sample)
        return (actual, _note(declared or "UTF-8", actual)) if actual else ("utf-8", "")
    if wanted.startswith(("utf-16", "utf16", "utf-32", "utf32")):
        actual = "utf-8" if is_utf8 else _guessed(sample)
        return (actual, _note(declared, actual)) if actual else ("utf-8", "")
    if is_utf8 and not sample.isascii():
        return "utf-8", _note(declared, "utf-8")
    return (wanted, "") if _is_codec(wanted) else ("utf-8", "")


def _first(match: re.Match[bytes] | None) -> bytes:
    return match[0] if match else b""


def _plain(encoding: str) -> str:
    return encoding.lower().replace("-", "").replace("_", "")


def _note(declared: str, actual: str) -> str:
    return Reason(
        N_("an encoding that is not the one declared: {declared} declared, {actual} read"),
        declared=declared,
        actual=actual,
    )


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, by the NULs around the first bracket."""
    for encoding, bracket in (
        ("utf-32-le", b"<\0\0\0"),
        ("utf-32-be", b"\0\0\0<"),
        ("utf-16-le", b"<\0"),
        ("utf-16-be", b"\0<"),
    ):
        at = head.find(bracket, 0, 64)
        if at >= 0 and at % len(bracket) == 0 and head[:at].replace(b"\0", b"").isspace() == (at > 0):
            return encoding
    return ""


def _with_letters(stream: BinaryIO, start: int, head: bytes) -> bytes:
    """The first block of the file that is not all ASCII; its head where there is none."""
    block = head
    stream.seek(start + len(head))
    searched = len(head)
    while block.isascii() and searched < _SEARCHED and (more := stream.read(HEAD * 16)):
        block = more
        searched += len(more)
    return head if block.isascii() else block


def _is_utf8(sample: bytes) -> bool:
    """Whether a piece of a file is UTF-8, or nearly all of what is not ASCII in it."""
    good = bad = 0
    text = sample.decode("utf-8", "surrogateescape")
    if text.isascii():
        return True
    for char in text:
        if "\udc80" <= char <= "\udcff":
            bad += 1
        elif char > "\x7f":
            good += 1
    return bad <= 4 or good >= 4 * bad if good else bad == 0


def _guessed(sample: bytes) -> str:
    """The single-byte encoding of the text; an empty string for none."""
    tags_out = re.sub(rb"<[^<>]*>", b" ", sample)
    try:
        return decode(tags_out, "")[1]
    except EncodingError:
        return ""


def _is_codec(name: str) -> bool:
    if not _KNOWN.fullmatch(name):
        return False
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


class _Utf8(io.RawIOBase):
    """The bytes of a stream in another encoding as UTF-8, without what is before the XML, with a declaration that is
    true. Bytes that do not fit become U+FFFD."""

    def __init__(self, stream: BinaryIO, encoding: str, junk: int, declare: bool):
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding != "utf-8" else None
        self._ready = memoryview(b"")
        self._begun = False
        self._junk = junk
        self._declare = declare

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._stream.read(HEAD)
            new = self._decoder.decode(data, not data).encode("utf-8", "replace") if self._decoder else data
            if not self._begun and (new or not data):
                self._begun = True
                new = self._beginning(new)
            self._ready = memoryview(new)
            if not data and not new:
                return 0
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _beginning(self, data: bytes) -> bytes:
        while data.startswith(codecs.BOM_UTF8):
            data = data[len(codecs.BOM_UTF8) :]
        before, data = data[: self._junk], data[self._junk :]
        if not self._declare:
            return data if not before else self._lines(data, before)
        stripped = data.lstrip(b" \t\r\n")
        before += data[: len(data) - len(stripped)]
        declaration = _DECLARATION.match(stripped)
        if declaration:
            before += declaration[0]
            stripped = stripped[declaration.end() :]
        return _NEW_DECLARATION + b"\n" * before.count(b"\n") + stripped

    def _lines(self, data: bytes, before: bytes) -> bytes:
        """Put the line breaks of what was before behind the declaration, so that lines keep their numbers."""
        declaration = _DECLARATION.match(data)
        end = declaration.end() if declaration else 0
        return data[:end] + b"\n" * before.count(b"\n") + data[end:]
