"""A check of a spreadsheet's zip archive before it is opened: how large it would become.

A reader of spreadsheets keeps whole sheets in memory, as tables with a slot for every cell from the first to the
last one. A small file can therefore ask for any amount of memory: by packing very well (a zip bomb), by a cell in
the last corner of an empty sheet, or by one text that stands in many cells (see `text_budget`). All are measured with
flat memory, and refused.
"""

from __future__ import annotations

import io
import itertools
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from xml.parsers import expat

from align.errors import FormatError
from align.io.limits import MOST_ATTRIBUTES
from align.io.spreadsheets.text_budget import MOST_TEXT, NamedStrings, SharedStrings, bytes_of, too_much_text
from align.io.zip_archives import MAX_DIRECTORY_BYTES, directory_bytes
from align.localization import _

MOST_BYTES = 1 << 30
"""Bytes that an archive may hold, unpacked."""
MOST_RATIO, SMALL = 200, 1 << 26
"""Compression ratio allowed for a part of more than `SMALL` bytes; a review workbook has 10 to 20."""
MOST_CELLS = 1 << 24
"""Cells from A1 to the last row and column with a text: a sheet of our own has 13 columns and a million rows."""

_CELL_BYTES, _ROW_BYTES = 100, 500
"""What a cell with a text counts for each time that it is repeated, and each time that its row is, beside the text: the
memory that it takes, and the time that a pair takes. Programs repeat what is empty, and seldom anything else."""

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
            _("{name} lists far more files than a spreadsheet has: it was not opened", name=name),
            path=name,
            hint=_("Save it again"),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return
    total = naming = 0
    shared = SharedStrings()
    sheets = []
    for entry in entries:
        part = _MeasuredPart(name, shared)
        size = 0
        for block in itertools.chain(_unpacked(data, entry, name), [b""]):
            size += len(block)
            total += len(block)
            packed = max(entry.compress_size, 1)
            if total > MOST_BYTES or (size > SMALL and size > MOST_RATIO * packed):
                raise FormatError(
                    _("{name} unpacks to far more than a review needs: it was not opened", name=name), path=name
                )
            try:
                part.feed(block)
            except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: no such encoding
                raise FormatError(
                    _("{name} is broken in {part!r} ({error})", name=name, part=entry.filename, error=error),
                    path=name,
                    hint=_("Save it again"),
                ) from error
            if part.cells > MOST_CELLS:
                raise FormatError(
                    _(
                        "{name} has cells so far apart that a table of {cells:,} would be needed",
                        name=name,
                        cells=part.cells,
                    ),
                    path=name,
                    hint=_("delete what stands in the far rows and columns, and save it again"),
                )
            if part.text > MOST_TEXT:
                raise too_much_text(name)
        if part.naming:
            sheets.append(entry)
            naming += part.naming
    if naming * max(shared.lengths, default=0) > MOST_TEXT:  # it may be too much: each cell is looked at
        _check_shared(data, sheets, shared, name)


def _check_shared(data: bytes, sheets: Sequence[zipfile.ZipInfo], shared: SharedStrings, name: str) -> None:
    """Raise FormatError when the shared strings, in all cells that name them, come to too much beyond the file's."""
    named, enough = NamedStrings(shared.lengths), sum(shared.lengths) + MOST_TEXT
    for entry in sheets:
        if any(total > enough for total in named.parse(_unpacked(data, entry, name))):
            raise too_much_text(name)


def _unpacked(data: bytes, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """Decompress an entry, whatever length its header declares."""
    at = entry.header_offset
    head = data[at : at + 30]
    if len(head) < 30 or not head.startswith(b"PK\3\4"):
        raise FormatError(
            _("{name} is broken: it has no part {part!r}", name=name, part=entry.filename),
            path=name,
            hint=_("Save it again"),
        )
    start = at + 30 + sum(struct.unpack("<HH", head[26:30]))
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[i : i + _BLOCK]) for i in range(0, len(packed), _BLOCK))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & 1:
        raise FormatError(
            _("{name} is packed or encrypted in a way that is not known", name=name),
            path=name,
            hint=_("Save it again, without a password"),
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
            _("{name} is broken in {part!r} ({error})", name=name, part=entry.filename, error=error),
            path=name,
            hint=_("Save it again"),
        ) from error


class _MeasuredPart:
    """Reads a part as XML, if it is XML, and measures what a reader would make of it.

    `cells` is the size of the largest table from its first to its last cell with a text, `text` the bytes by which
    cells of OpenDocument come to more than the file holds, `naming` the number of cells that name a shared string.
    """

    def __init__(self, name: str, shared: SharedStrings) -> None:
        self.cells = self.text = self.naming = 0
        self._name = name
        self._shared = shared
        self._parser: expat.XMLParserType | None = None
        self._begun = False
        self._row = self._column = 0
        self._last = 0, 0
        self._rows = self._columns = 0
        self._outer: list[tuple[int, int, int, int, tuple[int, int]]] = []
        self._times: list[int] = []
        self._sheets: set[str] = set()
        self._known = {"c": self._cell, "v": self._filled, "is": self._filled, "f": self._filled, "row": self._new_row}
        self._known |= {"si": self._string, "sheet": self._sheet}
        self._known |= {"table": self._table, "table-row": self._table_row, "p": self._repeated, "s": self._spaces}
        self._known |= {"table-cell": self._table_cell, "covered-table-cell": self._table_cell}

    def feed(self, block: bytes) -> None:
        """Parse the next bytes of the part; none end it: readers look for ever for the end of what is cut short."""
        if not self._begun:
            self._begun = True
            if block.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
                self._parser = expat.ParserCreate()
                self._parser.buffer_text = True
                self._parser.StartElementHandler = self._start
                self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        if self._parser is not None:
            self._parser.Parse(block, not block)

    def _refuse_doctype(self, *declaration: object) -> None:
        raise FormatError(
            _("a spreadsheet with a document type declaration is refused"),
            path=self._name,
            hint=_("save it again as XLSX"),
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(attributes) > MOST_ATTRIBUTES:
            raise ValueError(_("a tag has more than {most_attributes} attributes", most_attributes=MOST_ATTRIBUTES))
        known = self._known.get(tag) or self._known.get(tag.rpartition(":")[2])
        if known is not None:
            known(attributes)

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local == "si":
            self._shared.end()
            self._listen(None)
        elif local in ("table-cell", "covered-table-cell") and self._times:
            self._times.pop()
            if not self._times:
                self._listen(None)
        elif local == "table" and self._outer:
            self._row, self._column, self._rows, self._columns, self._last = self._outer.pop()

    def _listen(self, to: Callable[[str], None] | None) -> None:
        """Pass on the texts from here; the ends of elements are heard from the first time on."""
        if self._parser is not None:
            self._parser.CharacterDataHandler = to
            self._parser.EndElementHandler = self._end

    def _string(self, attributes: dict[str, str]) -> None:
        self._shared.begin()
        self._listen(self._shared.text)

    def _sheet(self, attributes: dict[str, str]) -> None:
        """Refuse a workbook that names one part as many sheets: each would be read anew."""
        for key, value in attributes.items():
            if key.rpartition(":")[2] == "id" and key != "id":
                if value in self._sheets:
                    raise ValueError(_("two sheets are one"))
                self._sheets.add(value)

    def _new_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = _whole(attributes.get("r") or str(self._row + 1)), 0

    def _cell(self, attributes: dict[str, str]) -> None:
        """Find the position of a cell of SpreadsheetML: its own, or the one after the cell before it."""
        self._column += 1
        self.naming += attributes.get("t") == "s"
        if written := attributes.get("r"):
            reference = _REFERENCE.fullmatch(written)
            if not reference:
                raise ValueError(_("there is no cell {written!r}", written=written[:20]))
            self._column, self._row = _column_number(reference[1]), int(reference[2])

    def _filled(self, attributes: dict[str, str]) -> None:
        self._fill(self._row, self._column)

    def _table(self, attributes: dict[str, str]) -> None:
        """Begin a table of OpenDocument, in which positions are counted, and cells and rows repeated."""
        self._listen(self._cell_text if self._times else None)
        self._outer.append((self._row, self._column, self._rows, self._columns, self._last))
        self._row = self._column = self._rows = self._columns = 0
        self._last = 0, 0

    def _table_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = self._row + self._rows, 0
        self._rows, self._columns = _count(attributes, "rows"), 0

    def _table_cell(self, attributes: dict[str, str]) -> None:
        self._column += self._columns
        self._columns = _count(attributes, "columns")
        self._times.append(self._rows * self._columns * (self._times[-1] if self._times else 1))
        self._listen(self._cell_text)
        for name, value in attributes.items():
            local = name.rpartition(":")[2]
            if local in ("value-type", "formula"):
                self._repeated(attributes)
            if local == "string-value":
                self._cell_text(value)

    def _repeated(self, attributes: dict[str, str]) -> None:
        if self._columns:
            self._fill(self._row + self._rows, self._column + self._columns)
        if self._times:
            self.text += _CELL_BYTES * (self._times[-1] - 1) + _ROW_BYTES * (self._rows - 1)

    def _spaces(self, attributes: dict[str, str]) -> None:
        """Count a run of spaces of OpenDocument, `<text:s text:c="3"/>`."""
        count = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "c"), "1")
        if self._times:
            self.text += (_whole(count) - 1) * self._times[-1]

    def _cell_text(self, text: str) -> None:
        if self._times:
            self.text += bytes_of(text) * (self._times[-1] - 1)

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
        raise ValueError(_("{text!r} is no row or column", text=text[:20]))
    return int(text)


def _count(attributes: dict[str, str], what: str) -> int:
    for name, value in attributes.items():
        if name.rpartition(":")[2] == f"number-{what}-repeated":
            return _whole(value)
    return 1
