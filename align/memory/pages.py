"""Reads the rows of a damaged SQLite file page by page, without SQLite: every intact row is found, wherever it is.

Leaf pages of tables are recognised by their own header, so that neither the file's header, nor its schema, nor the
b-tree above a page need be intact (https://www.sqlite.org/fileformat2.html: 1.6 b-tree pages, 2.1 records, 4 the
write-ahead log).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

Value = int | float | str | bytes | None

_MAGIC = b"SQLite format 3\0"
_TABLE_LEAF = 0x0D
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
"""Bytes of a value, by its serial type."""
_WAL_MAGIC = 0x377F0682
_MAX_COLUMNS = 100
_MAX_OVERFLOW_READS = 8
"""Overflow pages that are read, as a multiple of the pages of the file: an intact file needs each once, one made to
keep us busy any number of times."""


class _InvalidCell(Exception):
    """The bytes are no cell."""


def table_rows(path: Path) -> Iterator[tuple[int, list[Value]]]:
    """Read every row of every table that is intact: its rowid and its columns. Rows may come twice, in any order.

    Raises OSError where the file cannot be read at all.
    """
    with path.open("rb") as stream:
        pages = _Pages(stream, _open_wal(path))
        for number in pages.numbers():
            yield from _rows(pages, number)
        pages.close()


class _Pages:
    """The pages of a database file; those in its write-ahead log take precedence."""

    def __init__(self, stream: BinaryIO, wal: BinaryIO | None):
        self._stream = stream
        self._wal = wal
        header = stream.read(100)
        intact = header.startswith(_MAGIC) and len(header) == 100
        size = int.from_bytes(header[16:18], "big") if intact else 0
        size = 65_536 if size == 1 else size
        self.size = size if size >= 512 and size & (size - 1) == 0 else 4096  # SQLite's default
        self.usable = self.size - (header[20] if intact else 0)
        stream.seek(0, 2)
        self._count = -(-stream.tell() // self.size)
        self._in_wal = self._wal_offsets() if wal else {}
        self.overflow_reads_left = _MAX_OVERFLOW_READS * (self._count + len(self._in_wal))

    def numbers(self) -> Iterator[int]:
        """Give the numbers of all pages, from 1. A damaged log may name a page far beyond the end of the file."""
        yield from range(1, self._count + 1)
        yield from sorted(number for number in self._in_wal if number > self._count)

    def page(self, number: int) -> bytes:
        """Read a page: fewer bytes or none at the end of a truncated file."""
        if self._wal and number in self._in_wal:
            self._wal.seek(self._in_wal[number])
            return self._wal.read(self.size)
        if not 0 < number <= self._count:
            return b""
        self._stream.seek((number - 1) * self.size)
        return self._stream.read(self.size)

    def close(self) -> None:
        """Close the log."""
        if self._wal:
            self._wal.close()

    def _wal_offsets(self) -> dict[int, int]:
        """Find the offset in the log of the last version of each page."""
        assert self._wal is not None
        header = self._wal.read(32)
        if len(header) < 32 or int.from_bytes(header[:4], "big") | 1 != _WAL_MAGIC | 1:
            return {}
        salt, offsets, offset = header[16:24], {}, 32
        while len(frame := self._wal.read(24)) == 24 and frame[8:16] == salt:
            offsets[int.from_bytes(frame[:4], "big")] = offset + 24
            offset += 24 + self.size
            self._wal.seek(offset)
        return offsets


def _open_wal(path: Path) -> BinaryIO | None:
    wal = path.with_name(path.name + "-wal")
    return wal.open("rb") if wal.is_file() else None


def _rows(pages: _Pages, number: int) -> Iterator[tuple[int, list[Value]]]:
    """Read the rows on a page, none if it is not a leaf of a table."""
    page = pages.page(number)
    start = 100 if number == 1 else 0
    if len(page) < start + 8 or page[start] != _TABLE_LEAF:
        return
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    for cell in range(cells):
        pointer = start + 8 + 2 * cell
        try:
            yield _cell(pages, page, int.from_bytes(page[pointer : pointer + 2], "big"))
        except (_InvalidCell, IndexError, ValueError, struct.error):
            continue


def _cell(pages: _Pages, page: bytes, offset: int) -> tuple[int, list[Value]]:
    size, offset = _varint(page, offset)
    rowid, offset = _varint(page, offset)
    return rowid, _record(_payload(pages, page, offset, size))


def _payload(pages: _Pages, page: bytes, offset: int, size: int) -> bytes:
    """Read the `size` bytes of a cell's payload, with those on overflow pages.

    The names of the limits are the specification's (1.6): U usable bytes of a page, X the most that a leaf holds of a
    payload, M the least where it overflows, K what then stays on the leaf.
    """
    u = pages.usable
    x = u - 35
    if size <= x:
        payload = page[offset : offset + size]
        if len(payload) < size:
            raise _InvalidCell
        return payload
    m = (u - 12) * 32 // 255 - 23
    k = m + (size - m) % (u - 4)
    on_leaf = k if k <= x else m
    parts, missing = [page[offset : offset + on_leaf]], size - on_leaf
    next_page = int.from_bytes(page[offset + on_leaf : offset + on_leaf + 4], "big")
    seen: set[int] = set()
    while missing > 0:
        overflow = pages.page(next_page)
        pages.overflow_reads_left -= 1
        if next_page in seen or len(overflow) < pages.size or pages.overflow_reads_left < 0:
            raise _InvalidCell
        seen.add(next_page)
        parts.append(overflow[4 : min(4 + missing, u)])
        missing -= len(parts[-1])
        next_page = int.from_bytes(overflow[:4], "big")
    return b"".join(parts)


def _record(payload: bytes) -> list[Value]:
    header_end, offset = _varint(payload, 0)
    types = []
    while offset < header_end:
        serial_type, offset = _varint(payload, offset)
        types.append(serial_type)
        if len(types) > _MAX_COLUMNS:
            raise _InvalidCell
    if offset != header_end:
        raise _InvalidCell
    values: list[Value] = []
    for serial_type in types:
        size = _SIZES[serial_type] if serial_type < 10 else (serial_type - 12) // 2
        content = payload[offset : offset + size]
        if len(content) < size or serial_type in (10, 11):
            raise _InvalidCell
        values.append(_value(serial_type, content))
        offset += size
    return values


def _value(serial_type: int, content: bytes) -> Value:
    if serial_type == 0:
        return None
    if serial_type in (8, 9):
        return serial_type - 8
    if serial_type == 7:
        return float(struct.unpack(">d", content)[0])
    if serial_type < 7:
        return int.from_bytes(content, "big", signed=True)
    return content.decode() if serial_type % 2 else content


def _varint(data: bytes, offset: int) -> tuple[int, int]:
    """Read a variable-length integer: its value, and the offset after it."""
    value = 0
    for i in range(8):
        byte = data[offset + i]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, offset + i + 1
    value = value << 8 | data[offset + 8]
    return value - (1 << 64) if value >= 1 << 63 else value, offset + 9
