"""What is whole in an XML file that is not: its units one by one, by a scanner that no damage puts off.

A parser ends at the first fault. Here the units of a file are found by their tags, comments, CDATA and instructions
minded, and each is parsed by itself. One with characters that XML forbids, or with a bare `&`, is mended; what cannot
be parsed is handed on as damaged. Time is linear in the file, and no more than a unit is in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from align.account import Reason, joined
from align.errors import FormatError
from align.io.bounded import LONGEST
from align.io.xml_entities import TOO_MUCH, UNDECLARED
from align.io.xml_text import parsed
from align.localization import N_, _

_BLOCK = 1 << 16
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|\xed[\xa0-\xbf][\x80-\xbf]|&#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});"
)
_BARE = re.compile(rb"&(?!(?:[A-Za-z_:][\w:.-]{0,99}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_TAG_BEGINS = rb"(?=[ \t\r\n>/])"
_SELF_CLOSING = re.compile(rb"""<(?:[^<>"']|"[^"<]*"|'[^'<]*')*/>""")
_NAMED = re.compile(rb"&([A-Za-z_][\w.-]{0,39});")
_PREDEFINED = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


@dataclass(frozen=True, slots=True)
class XmlPiece:
    """A part of a file: a whole unit, or a tag around units (`opens` or `closes`). `line` is where it begins."""

    kind: str
    data: bytes
    line: int


class DamagedXml:
    """The units of a damaged file in UTF-8. `units` and `frames` are the names of elements; `root` is that of all."""

    def __init__(self, stream: BinaryIO, name: str, root: str, units: Sequence[str], frames: Sequence[str] = ()):
        self._stream = stream
        self._name = name
        prefix = rb"(?:[\w.-]{1,40}:)?"
        inside = b"|".join(one.encode() for one in units)
        around = b"|".join(one.encode() for one in frames) or rb"(?!)"
        ends = rb"[ \t\r\n]*>"
        self._token = re.compile(
            rb"(?P<skip><!--|<!\[CDATA\[|<\?)"
            rb"|(?P<unit><" + prefix + b"(?:" + inside + b")" + _TAG_BEGINS + b")"
            rb"|(?P<end></" + prefix + b"(?:" + inside + b")" + ends + b")"
            rb"|(?P<opens><" + prefix + b"(?:" + around + b")" + _TAG_BEGINS + rb"[^<>]*>)"
            rb"|(?P<closes></" + prefix + b"(?:" + around + b")" + ends + b")"
            rb"|(?P<last></" + prefix + root.encode() + ends + b")"
        )  # fmt: skip
        self._buffer = b""
        self._at = 0
        self._line = 1
        self._ended = False
        self._nowhere = dict.fromkeys(_ENDS, 0)
        self.whole = False
        """Whether the end of the root was there, with nothing behind it."""

    def pieces(self) -> Iterator[XmlPiece]:
        """Read the pieces in their order. Raises FormatError for a unit of more than 16 MB."""
        start = -1  # of the unit that is open, in the buffer
        search = 0
        while True:
            match = self._token.search(self._buffer, search)
            if match is None or (match["unit"] and not self._ended and self._buffer.find(b">", match.end()) < 0):
                bracket = self._buffer.rfind(b"<", search)
                search = match.start() if match else bracket if bracket >= 0 else len(self._buffer)
                start, search = self._forget(start if start >= 0 else search, start, search)
                if not self._more():
                    break
            elif match["skip"]:
                search = self._behind(match)
            else:
                if start >= 0:  # a unit whose end is missing goes up to the next one
                    yield self._piece(start, match.end() if match["end"] else match.start())
                start, search = -1, match.end()
                if match["unit"]:
                    closing = _SELF_CLOSING.match(self._buffer, match.start())
                    if closing is None:
                        start = match.start()
                        continue
                    search = closing.end()
                    yield self._piece(match.start(), search)
                elif match["last"]:
                    self.whole = self._only_blanks(search)
                    return
                elif not match["end"]:
                    yield self._piece(match.start(), search, "opens" if match["opens"] else "closes")
        if start >= 0:
            yield self._piece(start, len(self._buffer))

    def _more(self) -> bool:
        """Read on: as much again as there is, so that what is searched twice stays in proportion."""
        data = b"" if self._ended else self._stream.read(max(_BLOCK, len(self._buffer)))
        self._ended = not data
        self._buffer += data
        return bool(data)

    def _forget(self, keep: int, start: int, search: int) -> tuple[int, int]:
        """Drop what is before `keep`, and count its lines: where `start` and `search` are now."""
        if start >= 0 and len(self._buffer) - start > LONGEST:
            raise FormatError.at(
                self._name, self._line_of(start), _("a unit is longer than 16 MB"), _("Mend or remove it")
            )
        self._line_of(keep)
        self._at -= keep
        self._buffer = self._buffer[keep:]
        self._nowhere = {opening: max(0, known - keep) for opening, known in self._nowhere.items()}
        return (start - keep if start >= 0 else -1), search - keep

    def _behind(self, match: re.Match[bytes]) -> int:
        """The place behind a comment, CDATA section or instruction; behind its first bracket where it does not end."""
        opening = match["skip"]
        ending = _ENDS[opening]
        begin = match.end()
        search = max(begin, self._nowhere[opening])
        while True:
            end = self._buffer.find(ending, search)
            if end >= 0:
                return end + len(ending)
            search = max(begin, len(self._buffer) - len(ending) + 1)
            self._nowhere[opening] = search
            if len(self._buffer) - begin > LONGEST or not self._more():
                return begin

    def _line_of(self, at: int) -> int:
        if at > self._at:
            self._line += self._buffer.count(b"\n", self._at, at)
            self._at = at
        return self._line

    def _piece(self, start: int, end: int, kind: str = "unit") -> XmlPiece:
        line = self._line_of(start)
        return XmlPiece(kind, self._buffer[start:end], line)

    def _only_blanks(self, at: int) -> bool:
        while True:
            rest = re.sub(rb"<!--.*?-->", b"", self._buffer[at:], flags=re.DOTALL).strip()
            if rest.strip(b"\0"):
                return False
            self._buffer, at = b"", 0
            if not self._more():
                return True


class Around(NamedTuple):
    """What stands before a piece of a file, so that it can be parsed by itself: the document type, and the tags that
    are open."""

    doctype: bytes
    tags: tuple[bytes, ...]

    def parsed(self, unit: bytes, names: Sequence[str]) -> Any:
        """The one element of these names in `unit`, in its place; None where it is not well-formed."""
        closing = b"".join(b"</" + _name(tag) + b">" for tag in reversed(self.tags))
        root = parsed(self.doctype + b"".join(self.tags) + unit + closing)
        if root is None:
            return None
        found = [one for one in root.iter("{*}*") if isinstance(one.tag, str) and one.tag.rpartition("}")[2] in names]
        return found[0] if len(found) == 1 else None


def around(head: bytes, root: str) -> Around:
    """The document type and the start tag of the root at the beginning of a file, as far as they are sound."""
    tag = re.search(rb"<(?:[\w.-]{1,40}:)?" + root.encode() + _TAG_BEGINS + rb"[^<>]*>", head)
    declared = re.search(rb"<!DOCTYPE[^\[>]{0,2000}(\[[^\]]*\])\s*>", head[: tag.start()]) if tag else None
    opened = tag[0].rstrip(b"/>") + b">" if tag else b""
    own = b"<!DOCTYPE " + root.encode() + b" " + declared[1] + b">" if declared else b""  # not that of another file
    for doctype in (own, b""):
        if opened and parsed(doctype + opened + b"</" + _name(opened) + b">") is not None:
            return Around(doctype, (opened,))
    return Around(b"", (b"<" + root.encode() + b">",))


def _name(tag: bytes) -> bytes:
    """The name of a start tag."""
    return re.split(rb"[ \t\r\n/>]", tag[1:], maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class SalvagedUnit:
    """A unit as an element, or None where it is damaged; and what was done or is wrong, as a noun phrase."""

    element: Any
    note: str = ""


def salvaged(unit: bytes, place: Around, names: Sequence[str]) -> SalvagedUnit:
    """Parse a unit in its place, and mend it where it has forbidden characters or a bare `&`."""
    element = place.parsed(unit, names)
    if element is not None:
        return SalvagedUnit(element)
    mended, notes = unit, []
    try:
        mended.decode()
    except UnicodeDecodeError:
        mended = mended.decode("utf-8", "replace").encode()
        notes.append(N_("bytes that are no UTF-8, replaced"))
    legal = _FORBIDDEN.sub(_if_legal, mended)
    if legal != mended:
        mended = legal
        notes.append(N_("characters that XML forbids, taken out"))
    if _BARE.search(mended) and b"<![CDATA[" not in mended:
        mended = _BARE.sub(b"&amp;", mended)
        notes.append(N_("a bare & read as such"))
    if notes:
        element = place.parsed(mended, names)
        if element is not None:
            return SalvagedUnit(element, joined(notes))
    named = next((name for name in _NAMED.findall(unit) if name not in _PREDEFINED), None)
    if named is not None and place.parsed(_NAMED.sub(_if_predefined, mended), names) is not None:
        declared = re.search(rb"<!ENTITY\s+" + re.escape(named) + rb"\s", place.doctype)
        return SalvagedUnit(None, Reason(TOO_MUCH if declared else UNDECLARED, name=named.decode()))
    return SalvagedUnit(None, N_("damaged units"))


def _if_legal(match: re.Match[bytes]) -> bytes:
    found = match[0]
    if not found.startswith(b"&"):
        return b""
    digits = found[2:-1]
    code = int(digits[1:], 16) if digits.startswith(b"x") else int(digits)
    legal = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return found if legal else b""


def _if_predefined(match: re.Match[bytes]) -> bytes:
    return match[0] if match[1] in _PREDEFINED else b""
