"""How much text the cells of a workbook come to, where what many cells share counts in each of them.

A reader makes a text of its own for each cell. A small workbook could therefore ask for any amount of memory: by many
cells that name one long shared string (XLSX), by a cell that is repeated or a run of spaces with a count (ODS). The
counting takes no more memory than a number for each shared string.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from xml.parsers import expat

from align.errors import FormatError
from align.localization import _

MOST_TEXT = 1 << 27
"""Bytes of UTF-8 that the cells of a workbook may come to beyond those that the file itself holds: shared strings and
repeated cells, each as often as it stands. They are a hundred books."""


def too_much_text(name: str) -> FormatError:
    """The error for a workbook whose cells come to more than MOST_TEXT."""
    return FormatError(
        _(
            "{name} holds more than {most_text} MB of text, counted in each cell that it stands in",
            name=name,
            most_text=MOST_TEXT >> 20,
        ),
        path=name,
        hint=_("cut it into several"),
    )


class SharedStrings:
    """The lengths of the shared strings of a workbook, in their order, as `begin`, `text` and `end` of each report
    them."""

    def __init__(self) -> None:
        self.lengths = array("q")
        self._length = 0

    def begin(self) -> None:
        """Begin a shared string."""
        self._length = 0

    def text(self, text: str) -> None:
        """Count a piece of it."""
        self._length += bytes_of(text)

    def end(self) -> None:
        """Record its length."""
        self.lengths.append(self._length)


class NamedStrings:
    """Sums up in `total` the lengths of the shared strings that the cells of sheets name."""

    def __init__(self, lengths: array[int]) -> None:
        self.total = 0
        self._lengths = lengths
        self._shared = False
        self._number = ""
        self._parser = expat.ParserCreate()

    def parse(self, blocks: Iterable[bytes]) -> Iterator[int]:
        """Parse the blocks of a sheet that is well-formed; the total after each."""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        for block in blocks:
            self._parser.Parse(block, False)
            yield self.total

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "c":
            self._shared = attributes.get("t") == "s"
        elif local == "v" and self._shared:
            self._number = ""
            self._parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        self._number += text[:20]

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "v" or not self._shared:
            return
        self._parser.CharacterDataHandler = None
        number = self._number.strip()
        if number.isdecimal() and len(number) < 20 and int(number) < len(self._lengths):
            self.total += self._lengths[int(number)]


def bytes_of(text: str) -> int:
    """The length of a text in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
