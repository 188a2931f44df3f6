"""A check of a spreadsheet's zip archive before it is opened: how large it would become.

A reader of spreadsheets keeps whole sheets in memory, as tables with a slot for every cell from the first to the
last one. A small file can therefore ask for any amount of memory: by packing very well (a zip bomb), or by a cell in
the last corner of an empty sheet. Both are measured with flat memory, and refused.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from align.errors import FormatError
from align.io.zip_archives import MAX_DIRECTORY_BYTES, directory_bytes

MOST_BYTES = 1 << 30
"""Bytes that an archive may hold, unpacked."""
MOST_RATIO, SMALL = 200, 1 << 26
"""Compression ratio allowed for a part of more than `SMALL` bytes; a review workbook has 10 to 20."""
MOST_CELLS = 1 << 24
"""Cells from A1 to the last row and column with a text: a sheet of our own has 13 columns and a million rows."""

_BLOCK = 1 << 18
_REFERENCE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
_WHOLE = re.compile("[0-9]{1,7}")


def check_archive(data: bytes, name: str) -> None:
    """Raise FormatError for an archive that would take more memory than any review needs; pass anything else.

    What is no zip archive (XLS, or no spreadsheet at all) passes: its cells are in the file as they are.
    """
    listed = directory_bytes(io.BytesIO(data), len(data))
    if listed is not None and listed > MAX_DIRECTORY_BYTES:
        raise FormatError(
            f"{name} lists far more files than a spreadsheet has: it was not opened", path=name, hint="Save it again"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return
    total = 0
    for entry in entries:
        grid = _Grid(name)
        size = 0
        for block in _unpacked(data, entry, name):
            size += len(block)
            total += len(block)
            packed = max(entry.compress_size, 1)
            if total > MOST_BYTES or (size > SMALL and size > MOST_RATIO * packed):
                raise FormatError(f"{name} unpacks to far more than a review needs: it was not opened", path=name)
            try:
                grid.feed(block)
            except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: no such encoding
                raise FormatError(
                    f"{name} is broken in {entry.filename!r} ({error})", path=name, hint="Save it again"
                ) from error
            if grid.cells > MOST_CELLS:
                raise FormatError(
                    f"{name} has cells so far apart that a table of {grid.cells:,} would be needed",
                    path=name,
                    hint="delete what stands in the far rows and columns, and save it again",
                )


def _unpacked(data: bytes, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """Decompress an entry, whatever length its header declares."""
    at = entry.header_offset
    head = data[at : at + 30]
    if len(head) < 30 or not head.startswith(b"PK\3\4"):
        raise FormatError(f"{name} is broken: it has no part {entry.filename!r}", path=name, hint="Save it again")
    start = at + 30 + sum(struct.unpack("<HH", head[26:30]))
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[i : i + _BLOCK]) for i in range(0, len(packed), _BLOCK))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & 1:
        raise FormatError(
            f"{name} is packed or encrypted in a way that is not known",
            path=name,
            hint="Save it again, without a password",
        )
    inflate = zlib.decompressobj(-15)
    try:
        for i in range(0, len(packed), _BLOCK):
            block = inflate.decompress(packed[i : i + _BLOCK], _BLOCK)
            while block:
                yield block
                block = inflate.decompress(inflate.unconsumed_tail, _BLOCK)
    except zlib.error as error:
        raise FormatError(
            f"{name} is broken in {entry.filename!r} ({error})", path=name, hint="Save it again"
        ) from error


class _Grid:
    """Reads a part as XML, if it is XML: `cells` is the size of the table from the first to the last cell with a
    text."""

    def __init__(self, name: str) -> None:
        self.cells = 0
        self._name = name
        self._parser: expat.XMLParserType | None = None
        self._begun = False
        self._row = self._column = 0
        self._last = 0, 0
        self._rows = self._columns = 0
        self._known = {"c": self._cell, "v": self._filled, "is": self._filled, "f": self._filled, "row": self._new_row}
        self._known |= {"table": self._table, "table-row": self._table_row, "p": self._repeated}
        self._known |= {"table-cell": self._table_cell, "covered-table-cell": self._table_cell}

    def feed(self, block: bytes) -> None:
        """Parse the next bytes of the part."""
        if not self._begun:
            self._begun = True
            if block.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
                self._parser = expat.ParserCreate()
                self._parser.StartElementHandler = self._start
                self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        if self._parser is not None:
            self._parser.Parse(block, False)

    def _refuse_doctype(self, *declaration: object) -> None:
        raise FormatError(
            "a spreadsheet with a document type declaration is refused", path=self._name, hint="save it again as XLSX"
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        known = self._known.get(tag) or self._known.get(tag.rpartition(":")[2])
        if known is not None:
            known(attributes)

    def _new_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = _whole(attributes.get("r") or str(self._row + 1)), 0

    def _cell(self, attributes: dict[str, str]) -> None:
        """Find the position of a cell of SpreadsheetML: its own, or the one after the cell before it."""
        self._column += 1
        if written := attributes.get("r"):
            reference = _REFERENCE.fullmatch(written)
            if not reference:
                raise ValueError(f"there is no cell {written[:20]!r}")
            self._column, self._row = _column_number(reference[1]), int(reference[2])

    def _filled(self, attributes: dict[str, str]) -> None:
        self._fill(self._row, self._column)

    def _table(self, attributes: dict[str, str]) -> None:
        """Begin a table of OpenDocument, in which positions are counted, and cells and rows repeated."""
        self._row = self._column = self._rows = self._columns = 0
        self._last = 0, 0

    def _table_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = self._row + self._rows, 0
        self._rows, self._columns = _count(attributes, "rows"), 0

    def _table_cell(self, attributes: dict[str, str]) -> None:
        self._column += self._columns
        self._columns = _count(attributes, "columns")
        if any(name.rpartition(":")[2] in ("value-type", "formula") for name in attributes):
            self._repeated(attributes)

    def _repeated(self, attributes: dict[str, str]) -> None:
        if self._columns:
            self._fill(self._row + self._rows, self._column + self._columns)

    def _fill(self, row: int, column: int) -> None:
        """Record that this row and column, from 1, has a text."""
        self._last = last = max(self._last[0], row), max(self._last[1], column)
        self.cells = max(self.cells, last[0] * last[1])


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):  # readers differ in what they make of other numbers
        raise ValueError(f"{text[:20]!r} is no row or column")
    return int(text)


def _count(attributes: dict[str, str], what: str) -> int:
    for name, value in attributes.items():
        if name.rpartition(":")[2] == f"number-{what}-repeated":
            return _whole(value)
    return 1
