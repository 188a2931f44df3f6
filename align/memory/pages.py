"""Reading the rows of a damaged SQLite file page by page, without SQLite: what is whole is found, wherever it stands.

Leaf pages of tables are recognised by their own shape, so that neither the file's head, nor its schema, nor the way to
a page need be whole (https://www.sqlite.org/fileformat2.html: 1.6 b-tree pages, 2.1 records, 4 the write-ahead log).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

Value = int | float | str | bytes | None

_MAGIC = b"SQLite format 3\0"
_LEAF = 0x0D
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
_WAL_MAGIC = 0x377F0682
_MAX_COLUMNS = 100
_TIMES = 8
"""How many times its number of pages are read as overflow pages: in a whole file once, in one made to keep us busy
any number of times."""


class _Broken(Exception):
    """What was read is no cell."""


def table_rows(path: Path) -> Iterator[tuple[int, list[Value]]]:
    """Every row of every table that can be read: its rowid and its columns. Rows may come twice, in any order.

    Raises OSError where the file cannot be read at all.
    """
    with path.open("rb") as stream:
        pages = _Pages(stream, _log_of(path))
        for number in pages.numbers():
            yield from _rows(pages, number)
        pages.close()


class _Pages:
    """The pages of a database file, those in its write-ahead log first."""

    def __init__(self, stream: BinaryIO, log: BinaryIO | None):
        self._stream = stream
        self._log = log
        head = stream.read(100)
        whole = head.startswith(_MAGIC) and len(head) == 100
        size = int.from_bytes(head[16:18], "big") if whole else 0
        size = 65_536 if size == 1 else size
        self.size = size if size >= 512 and size & (size - 1) == 0 else 4096  # what SQLite takes unless told otherwise
        self.usable = self.size - (head[20] if whole else 0)
        stream.seek(0, 2)
        self._count = -(-stream.tell() // self.size)
        self._logged = self._frames() if log else {}
        self.chains = _TIMES * (self._count + len(self._logged))

    def numbers(self) -> Iterator[int]:
        """The numbers of all pages, from 1. A log that is garbage may name a page that is far beyond the end."""
        yield from range(1, self._count + 1)
        yield from sorted(number for number in self._logged if number > self._count)

    def page(self, number: int) -> bytes:
        """A page's bytes, shorter or none at the end of a file that was cut."""
        if self._log and number in self._logged:
            self._log.seek(self._logged[number])
            return self._log.read(self.size)
        if not 0 < number <= self._count:
            return b""
        self._stream.seek((number - 1) * self.size)
        return self._stream.read(self.size)

    def close(self) -> None:
        """Let go of the log."""
        if self._log:
            self._log.close()

    def _frames(self) -> dict[int, int]:
        """Where in the log the last version of each page stands."""
        assert self._log is not None
        head = self._log.read(32)
        if len(head) < 32 or int.from_bytes(head[:4], "big") | 1 != _WAL_MAGIC | 1:
            return {}
        salt, found, at = head[16:24], {}, 32
        while len(frame := self._log.read(24)) == 24 and frame[8:16] == salt:
            found[int.from_bytes(frame[:4], "big")] = at + 24
            at += 24 + self.size
            self._log.seek(at)
        return found


def _log_of(path: Path) -> BinaryIO | None:
    log = path.with_name(path.name + "-wal")
    return log.open("rb") if log.is_file() else None


def _rows(pages: _Pages, number: int) -> Iterator[tuple[int, list[Value]]]:
    """The rows on a page, none if it is not a table's leaf."""
    page = pages.page(number)
    start = 100 if number == 1 else 0
    if len(page) < start + 8 or page[start] != _LEAF:
        return
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    for cell in range(cells):
        pointer = start + 8 + 2 * cell
        try:
            yield _cell(pages, page, int.from_bytes(page[pointer : pointer + 2], "big"))
        except (_Broken, IndexError, ValueError, struct.error):
            continue


def _cell(pages: _Pages, page: bytes, at: int) -> tuple[int, list[Value]]:
    size, at = _varint(page, at)
    rowid, at = _varint(page, at)
    return rowid, _record(_payload(pages, page, at, size))


def _payload(pages: _Pages, page: bytes, at: int, size: int) -> bytes:
    """A cell's content, put together from the overflow pages that it goes on in."""
    most = pages.usable - 35
    if size <= most:
        here = page[at : at + size]
        if len(here) < size:
            raise _Broken
        return here
    least = (pages.usable - 12) * 32 // 255 - 23
    local = least + (size - least) % (pages.usable - 4)
    local = local if local <= most else least
    parts, left = [page[at : at + local]], size - local
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    seen: set[int] = set()
    while left > 0:
        more = pages.page(following)
        pages.chains -= 1
        if following in seen or len(more) < pages.size or pages.chains < 0:
            raise _Broken
        seen.add(following)
        parts.append(more[4 : min(4 + left, pages.usable)])
        left -= len(parts[-1])
        following = int.from_bytes(more[:4], "big")
    return b"".join(parts)


def _record(payload: bytes) -> list[Value]:
    end, at = _varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
        if len(kinds) > _MAX_COLUMNS:
            raise _Broken
    if at != end:
        raise _Broken
    values: list[Value] = []
    for kind in kinds:
        size = _SIZES[kind] if kind < 10 else (kind - 12) // 2
        content = payload[at : at + size]
        if len(content) < size or kind in (10, 11):
            raise _Broken
        values.append(_value(kind, content))
        at += size
    return values


def _value(kind: int, content: bytes) -> Value:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        return float(struct.unpack(">d", content)[0])
    if kind < 7:
        return int.from_bytes(content, "big", signed=True)
    return content.decode() if kind % 2 else content


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A variable-length number at `at`, and where it ends."""
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >= 1 << 63 else value, at + 9
