"""Bounds on one unit of a file (a line, a row, an XML unit), which keep memory flat on untrusted input.

A line, a table's row or an XML unit longer than `LONGEST` bytes is no translation; it is a broken or hostile file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from align.errors import FormatError
from align.localization import N_, _

LONGEST = 1 << 24
"""Bytes (characters in a table) that one unit may take: 16 MB, of which JSON and XML make some 500 MB of objects."""

_RELEASE = 1 << 20
ADVICE = N_("Mend or remove it, or name the right file")
"""What to do about a unit that is too long."""


def bounded_lines(stream: BinaryIO, name: str) -> Iterator[tuple[int, bytes]]:
    """Iterate over the lines of a stream with their numbers from 1. Raises FormatError for one that is too long."""
    number = 0
    while raw := stream.readline(LONGEST):
        number += 1
        if len(raw) >= LONGEST and not raw.endswith(b"\n"):
            raise FormatError.at(name, number, _("longer than {longest} MB", longest=LONGEST >> 20), _(ADVICE))
        yield number, raw


class BoundedXml:
    """The bytes of an XML file, for a parser that releases what it has read: `full` says when, `begin` that it has.

    `line` is the line on which the last unit that was read begins, for the error message; 0 where it is not set.
    """

    def __init__(self, stream: BinaryIO, name: str):
        self.line = 0
        self._stream = stream
        self._name = name
        self._length = 0

    def begin(self) -> None:
        """Begin a unit: what was read so far has been released."""
        self._length = 0

    @property
    def full(self) -> bool:
        """Whether it is time to release what was read."""
        return self._length > _RELEASE

    def read(self, size: int = -1) -> bytes:
        """Read the next bytes. Raises FormatError where the parser could not release anything for too long."""
        data = self._stream.read(size)
        self._length += len(data)
        if self._length > LONGEST:
            raise FormatError.at(
                self._name,
                self.line or None,
                _("no unit ends within {longest} MB", longest=LONGEST >> 20),
                _(ADVICE),
                where=_("{file}, after line {line}", file=self._name, line=self.line) if self.line else "",
            )
        return data
