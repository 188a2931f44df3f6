"""Tables of delimited text, whatever program saved them: rows of cells out of bytes, as a stream.

The encoding is that of the byte-order mark, or the one that `align.io.text_encoding` finds in the first text that is
not ASCII; a first line `sep=;`, as Excel writes and reads it, names the delimiter; without it that one is taken which
makes known headings, or a table, of the first rows. CSV is that of RFC 4180. Tab-separated text has no quoting by its
definition (IANA, text/tab-separated-values), but spreadsheets quote in it: where quoting, and nothing else, makes rows
of equal length, it is read as quoted.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from align.errors import EncodingError, FormatError, option_name
from align.io.bounded import ADVICE, LONGEST
from align.io.csv_cells import allow_long_cells
from align.io.text_encoding import BYTE_ORDER_MARKS, decode, refuse_foreign
from align.localization import _

DELIMITERS = ",;\t|"
SAMPLE_ROWS = 50
"""Rows at the beginning from which the delimiter and the quoting are told."""
_HEAD = 1 << 16
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)

Known = Callable[[Sequence[str]], int]
"""How many of the cells of a row are headings that are known."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written: its delimiter, and whether quotation marks around a cell are no part of it."""

    delimiter: str
    quoted: bool


def table_rows(
    stream: BinaryIO, name: str, promised: str = "", known: Known = lambda cells: 0
) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a table with the numbers of the lines in which they begin; empty lines are none.

    `promised` is the delimiter by the file's name, which another one replaces where the rows have none. `name` is what
    messages call the file. Raises FormatError, with the line, for a quotation mark that is not closed, a line that is
    not of the encoding, a row that is too long; EncodingError for what is no text.
    """
    lines = decoded_lines(stream, name)
    sample = list(islice(lines, SAMPLE_ROWS))
    named = separator_line(sample[0]) if sample else ""
    if named:
        del sample[0]
    dialect = dialect_of(sample, named or (promised if any(promised in line for line in sample) else ""), known)
    if not promised:
        dialect = Dialect(dialect.delimiter, quoted=True)
    yield from parsed_rows(chain(sample, lines), name, dialect, first_line=2 if named else 1)


def separator_line(line: str) -> str:
    """The delimiter that a first line names, as Excel's `sep=;` does; "" for another line."""
    match = _SEPARATOR_LINE.fullmatch(line)
    return match[1] if match else ""


def dialect_of(sample: Sequence[str], delimiter: str = "", known: Known = lambda cells: 0) -> Dialect:
    """Tell how a table is written from its first lines; `delimiter` where it is known."""
    if not delimiter:
        delimiter = max(DELIMITERS, key=lambda mark: _evidence(sample, mark, known))
    quoted = delimiter != "\t" or _is_quoted(sample)
    return Dialect(delimiter, quoted)


def _evidence(sample: Sequence[str], delimiter: str, known: Known) -> tuple[int, int, int]:
    """What speaks for a delimiter: known headings in one of the first rows, rows of one length, its number in the
    first line."""
    rows = _lenient_rows(sample, delimiter)
    headings = max(map(known, rows[:5]), default=0)
    lengths = {len(row) for row in rows if row}
    even = min(lengths) if len(lengths) == 1 else 0
    return headings if headings > 1 else 0, int(even > 1), sample[0].count(delimiter) if sample else 0


def _lenient_rows(sample: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return []


def _is_quoted(sample: Sequence[str]) -> bool:
    """Whether lines of tab-separated text are rows of one length only if they are read as quoted."""
    counts = {line.count("\t") for line in sample if line.strip()}
    if len(counts) <= 1:
        return False
    rows = _lenient_rows(sample, "\t")
    whole = rows[:-1] if len(sample) >= SAMPLE_ROWS else rows  # the last one may go on behind the sample
    return bool(whole) and len({len(row) for row in whole}) == 1 and len(whole[0]) > 1


def parsed_rows(
    lines: Iterator[str], name: str, dialect: Dialect, first_line: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """Parse the rows of a table of decoded lines; see `table_rows`."""
    if not dialect.quoted:
        for number, line in enumerate(lines, first_line):
            if text := line.rstrip("\r\n"):
                yield number, text.split(dialect.delimiter)
        return
    allow_long_cells(LONGEST)
    feed = _RowFeed(lines, name, first_line)
    rows = csv.reader(feed, delimiter=dialect.delimiter, strict=True)
    while True:
        feed.begin()
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise broken_row(error, name, feed.row_line) from error
        if row is None:
            return
        if row:
            yield feed.row_line, row


def broken_row(error: csv.Error, name: str, line: int) -> FormatError:
    """The error for a row that the csv module does not take, which begins in `line`."""
    if any(phrase in str(error) for phrase in QUOTATION_ERRORS):
        problem = _("not CSV: a quotation mark is not closed, or stands inside a cell and is not doubled")
    else:
        problem = _("not CSV ({error})", error=error)
    return FormatError.at(name, line, problem, _("Save the table as CSV again"))


QUOTATION_ERRORS = ("expected after", "unexpected end of data")
"""Parts of the csv module's messages on quotation marks that do not match."""


def without_quotes(cell: str) -> str:
    """Take off the quoting that spreadsheet programs put around a cell of tab-separated text with quotation marks."""
    inner = cell[1:-1]
    if len(cell) > 3 and cell[0] == cell[-1] == '"' and '""' in inner and '"' not in inner.replace('""', ""):
        return inner.replace('""', '"')
    return cell


class _RowFeed:
    """Lines for the csv module, which alone would collect without end the lines of a quotation that never closes.

    `row_line` is the number of the line in which the row begins that is read."""

    def __init__(self, lines: Iterator[str], name: str, first_line: int):
        self._lines, self._name = lines, name
        self._next = first_line
        self._size = 0
        self.row_line = first_line

    def begin(self) -> None:
        """Begin a row: the one before has ended."""
        self._size = 0
        self.row_line = self._next

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._next += 1
            self._size += len(line)
            if self._size >= LONGEST:
                hint = _("A quotation mark may be missing. {advice}", advice=_(ADVICE))
                raise FormatError.at(
                    self._name, self.row_line, _("a row is longer than {longest} MB", longest=LONGEST >> 20), hint
                )
            yield line


def decoded_lines(stream: BinaryIO, name: str) -> Iterator[str]:
    """Decode a stream line by line, with the line breaks, whichever those are.

    Raises FormatError for a line that is too long or not of the encoding of the beginning, EncodingError for what is no
    text.
    """
    head = stream.read(_HEAD)
    if _CONTROL.search(head):
        refuse_foreign(head, name)
    whole: Any = io.BufferedReader(_Prefixed(head, stream), _HEAD)
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), "")
    if not marked and b"\0" in head.partition(b"\n")[0]:
        end = len(head) // 2 * 2
        if len(head) == _HEAD and b"\n\0" in head:
            end = head.rindex(b"\n\0") + 2  # not in the middle of a character
        marked = decode(head[:end], name)[1]
    if marked not in ("", "utf-8-sig"):
        text = io.TextIOWrapper(whole, marked, "replace", newline="")  # the end may be half a character
        yield from _text_lines(text, name, marked)
        return
    only_returns = b"\r" in head and b"\n" not in head
    if only_returns:
        encoding = _encoding(head, name)
        yield from _text_lines(io.TextIOWrapper(whole, encoding, newline=""), name, encoding)
        return
    yield from _byte_lines(whole, name, "utf-8" if marked else "")


def _byte_lines(stream: BinaryIO, name: str, encoding: str) -> Iterator[str]:
    number = 0
    waiting: deque[bytes] = deque()  # lines that were read to tell the encoding
    while raw := waiting.popleft() if waiting else stream.readline(LONGEST):
        number += 1
        if len(raw) >= LONGEST and not raw.endswith(b"\n"):
            raise FormatError.at(name, number, _("longer than {longest} MB", longest=LONGEST >> 20), _(ADVICE))
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not encoding and not raw.isascii():
            size = len(raw)
            while size < _HEAD and (more := stream.readline(LONGEST)):
                waiting.append(more)
                size += len(more)
            encoding = "utf-8" if _is_utf8(raw) else _encoding(raw + b"".join(waiting), name)
        try:
            yield raw.decode(encoding or "ascii")
        except UnicodeDecodeError as error:
            raise _not_of(encoding, name, number) from error


def _text_lines(text: io.TextIOWrapper, name: str, encoding: str) -> Iterator[str]:
    number = 0
    try:
        while line := text.readline(LONGEST):
            number += 1
            if len(line) >= LONGEST:
                raise FormatError.at(name, number, _("longer than {longest} MB", longest=LONGEST >> 20), _(ADVICE))
            yield line
    except UnicodeError as error:
        raise _not_of(encoding, name, number + 1) from error


def _not_of(encoding: str, name: str, line: int) -> FormatError:
    shown = encoding.upper()
    return FormatError.at(name, line, _("not {shown}, as the lines before", shown=shown), _("Save the table as UTF-8"))


def _is_utf8(line: bytes) -> bool:
    """Whether a line that is not all ASCII is UTF-8: then the file is, whatever is wrong further below. Words in
    another encoding are never UTF-8 by chance."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _encoding(sample: bytes, name: str) -> str:
    """The encoding of lines that are not all ASCII."""
    try:
        return decode(sample, name)[1]
    except EncodingError as error:
        if error.line is not None:  # UTF-8 with broken bytes, of which the line is named when it is met
            return "utf-8"
        hint = _("Save the table as UTF-8") if option_name("encoding") in (error.hint or "") else error.hint
        raise EncodingError(_("{name} fits no encoding we know", name=name), path=name, hint=hint) from error


class _Prefixed(io.RawIOBase):
    """A stream of some bytes, followed by another stream, which it leaves open."""

    def __init__(self, first: bytes, then: BinaryIO):
        self._first, self._then = io.BytesIO(first), then

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._first.read(len(buffer)) or self._then.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
