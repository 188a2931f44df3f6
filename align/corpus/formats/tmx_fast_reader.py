"""A fast reader of plain TMX units by one regular expression: several times as fast as a parser.

The units of large memories are nearly all alike, and building a tree of each takes most of the time of reading them.
The expression reads a subset of XML 1.0 in which it sees what a parser would: UTF-8, no references but the five that
XML predefines, no comment, CDATA section or processing instruction, and two `tuv` with one `seg` of pure text. Anything
else is left to libxml2: a unit by itself where its end is certain, or else the whole rest of the file. So nothing is
accepted that the parser would refuse, and nothing is understood differently.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any, BinaryIO

from align.io.xml_text import parsed

_BLOCK = 1 << 16
"""Bytes to read at once; with larger blocks each read allocates memory from the system, which is slower."""
_LONGEST = 1 << 20
"""Bytes within which a unit must end to be read by the expression."""
_REMEMBERED = 4096

_SPACE = r"[ \t\r\n]*"
_CHARACTERS = r"[^<&\x00-\x1f\x85\u2028\u2029\ufffe\uffff]*"
_TEXT = rf"{_CHARACTERS}(?:&(?:amp|lt|gt|quot|apos);{_CHARACTERS})*"
_WITHIN = r"[^\"<>&\x00-\x1f\ufffe\uffff]*"
_VALUE = f'"{_WITHIN}"'
_MORE = r"[^<>&\x00-\x1f]*"
_ABOUT = rf"(?:<prop type={_VALUE}>{_TEXT}</prop>{_SPACE}|<note>{_TEXT}</note>{_SPACE})*"
_VARIANT = rf"<tuv({_MORE})>{_SPACE}<seg>({_TEXT})</seg>{_SPACE}</tuv>{_SPACE}"
_UNIT = re.compile(
    rf'{_SPACE}<tu(?: tuid="({_WITHIN})")?({_MORE})>{_SPACE}({_ABOUT}){_VARIANT}{_VARIANT}</tu>'
    r"|(?s:(?=.))()"
)
"""A plain unit; the empty alternative matches where there is none."""
_DETAIL = re.compile(r'<(prop|note)(?: type="([^"]*)")?>([^<]*)')
_ATTRIBUTES = re.compile(rf"(?: (?:xml:lang|[a-z][a-z-]{{0,99}})={_VALUE})* *")
_ATTRIBUTE = re.compile(r'([a-z:-]+)="([^"]*)"')

_START = re.compile(rb"<tu[ \t\r\n>]")
_END = b"</tu>"
_EPILOGUE = re.compile(rb"[ \t\r\n]*</body>[ \t\r\n]*</tmx>[ \t\r\n]*")

Unit = tuple[Any, str, str, str, str]
"""A plain unit: its shape (what `understand` made of it), its tuid, the XML of its props and notes (see `details`), and
the texts of its `tuv` in their order, escaped."""
Understand = Callable[[Mapping[str, str], tuple[Mapping[str, str], ...]], Any]
"""Makes a shape of the attributes of a `tu` and those of its `tuv`. It is called once for all units with the same ones,
whatever their tuid."""


class PlainTmx:
    """The beginning and the plain units of a TMX stream, as far as possible; `rest` is left for a parser.

    `header` is the header as an element; None where it is missing, or where the file does not begin plainly. `reached`
    is the line on which `rest` continues.
    """

    def __init__(self, stream: BinaryIO, understand: Understand):
        self._stream = stream
        self._understand = understand
        self._buffer = stream.read(_BLOCK)
        self._prologue = b""
        self._ended = False
        self._first = self.reached = 1
        self._units = ""
        self._at = 0
        self._shapes: dict[tuple[str, str, str], Any] = {}
        self.header = self._begin()

    def __iter__(self) -> Iterator[Unit | Any]:
        """Iterate over the units in order: plain ones as a Unit, others that can be parsed separately as an element."""
        while self._prologue and (end := self._fill()):
            try:
                self._units = self._buffer[:end].decode()
            except UnicodeDecodeError:
                return
            at = yield from self._block(self._units)
            read = end if at == len(self._units) else len(self._units[:at].encode())
            self.reached += self._units.count("\n", 0, at)
            self._buffer = self._buffer[read:]
            if read < end:
                return

    @property
    def line(self) -> int:
        """The line on which the last unit that was yielded begins."""
        return self.reached + self._units.count("\n", 0, self._units.index("<tu", self._at))

    def rest(self) -> BinaryIO | None:
        """The stream for a parser: the file without the units that were yielded; None where they were all."""
        if self._prologue and self._ended and _EPILOGUE.fullmatch(self._buffer):
            return None
        prologue = self._prologue + b"\n" if self._prologue else b""
        return io.BufferedReader(_Joined(prologue + self._buffer, self._stream))

    def shift(self, line: int) -> int:
        """The line of the file that is a line of `rest`, in which the units begin on a line of their own."""
        return line if line <= self._first or not self._prologue else line - 1 + self.reached - self._first

    def _begin(self) -> Any:
        """Consume what is before the first unit, if it is plain, and return the header in it."""
        start = _START.search(self._buffer)
        prologue = self._buffer[: start.start()] if start else b""
        if not prologue or b"<!ENTITY" in prologue or b"<!ATTLIST" in prologue:
            return None
        root = parsed(prologue + b"</body></tmx>")
        if root is None or not _is_plain(root):
            return None
        self._prologue, self._buffer = prologue, self._buffer[len(prologue) :]
        self._first = self.reached = 1 + prologue.count(b"\n")
        return root.find("header")

    def _fill(self) -> int:
        """Read on until a unit has ended: the end of the last one in the buffer, or 0 if none will end.

        What was read stays in the buffer in any case: `rest` begins with it.
        """
        while _END not in self._buffer:
            if self._ended or len(self._buffer) > _LONGEST:
                return 0
            data = self._stream.read(_BLOCK)
            self._ended = not data
            self._buffer += data
        return self._buffer.rindex(_END) + len(_END)

    def _block(self, units: str) -> Generator[Unit | Any, None, int]:
        """Yield the units of a block; return where the first begins that only a parser of the whole file can read, or
        else the end of the block."""
        at = 0
        special = "]]>" in units
        while at < len(units):
            if not special:
                for match in _UNIT.finditer(units, at):
                    tuid, attributes, about, first, one, second, other, mismatch = match.groups()
                    at = match.start()
                    if mismatch is not None:
                        break
                    shape = self._shapes.get((attributes, first, second)) or self._shape(attributes, first, second)
                    if shape is None:
                        break
                    self._at = at
                    yield shape, tuid or "", about, one, other
                else:
                    return len(units)
            stop = units.index("</tu>", at) + len("</tu>")
            element = _parse_separately(units[at:stop])
            if element is None:
                return at
            self._at = at
            yield element
            at = stop
        return at

    def _shape(self, attributes: str, first: str, second: str) -> Any:
        """The shape of units with these attributes of `tu` and `tuv`; None if they are not plain."""
        unit, one, other = _attributes(attributes), _attributes(first), _attributes(second)
        if unit is None or one is None or other is None or "tuid" in unit:
            return None
        if len(self._shapes) > _REMEMBERED:
            self._shapes.clear()
        shape = self._shapes[attributes, first, second] = self._understand(unit, (one, other))
        return shape


class _Joined(io.RawIOBase):
    """A stream of some bytes, followed by another stream."""

    def __init__(self, first: bytes, then: BinaryIO):
        self._first, self._then = io.BytesIO(first), then

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._first.read(len(buffer)) or self._then.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def details(about: str) -> list[tuple[str, str, str]]:
    """Parse plain props and notes in their order: the tag, the type of a prop, the text."""
    return [(tag, kind, unescaped(text)) for tag, kind, text in _DETAIL.findall(about)]


def unescaped(text: str) -> str:
    """Replace the references of plain text."""
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    return text.replace("&amp;", "&")


def _is_plain(root: Any) -> bool:
    """Whether a file without its units is plain: UTF-8, XML 1.0, a header if any, an empty body, nothing else."""
    about = root.getroottree().docinfo
    if root.tag != "tmx" or (about.encoding or "").upper() != "UTF-8" or about.xml_version != "1.0":
        return False
    parts = [part.tag for part in root]
    read_by_the_parser = sum(1 for _ in root.iter("header", "{*}tu"))
    return parts in (["header", "body"], ["body"]) and not len(root[-1]) and read_by_the_parser == len(parts) - 1


def _attributes(raw: str) -> dict[str, str] | None:
    """Parse the attributes of a start tag; None where they are not plain: duplicates, or a namespace declaration."""
    if not _ATTRIBUTES.fullmatch(raw):
        return None
    found = _ATTRIBUTE.findall(raw)
    named = dict(found)
    return named if len(named) == len(found) and "xmlns" not in named else None


def _parse_separately(unit: str) -> Any:
    """Parse one `tu`; None where only a parser of the whole file can tell where it ends or what it is."""
    unit = unit.lstrip(" \t\r\n")
    if not unit.startswith(("<tu ", "<tu>", "<tu\t", "<tu\r", "<tu\n")) or "<!" in unit or "<?" in unit:
        return None
    root = parsed(f"<tmx><body>{unit}</body></tmx>".encode())  # as deep as in the file, because depth is limited
    found = [] if root is None else list(root.iter("header", "{*}tu"))
    return found[0] if len(found) == 1 and found[0].tag == "tu" else None
