"""CSV and TSV: one document a row, its text in a column. Read as a stream.

CSV is that of RFC 4180, with the delimiter that its header shows (comma, semicolon as spreadsheets write it in half of
Europe, tab). TSV has no quoting by its definition (IANA, text/tab-separated-values), but spreadsheets quote in it: a
file whose rows have equal numbers of cells without quoting is read without it, any other as quoted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from align.document import Document
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.csv_cells import allow_long_cells
from align.io.delimited import DELIMITERS, SAMPLE_ROWS, separator_line, without_quotes
from align.io.limits import LARGEST_TEXT, megabytes, nothing_to_segment
from align.localization import _
from align.readers.read_options import ReadOptions
from align.readers.records import decoded_lines, record_document, record_documents, text_column


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the documents of a table; the id ends with the number of the row, the header being row 1.

    The first row is the header, unless `text_column` is a number: then it is the number of the column, from 1, in a
    table without a header. Raises InputError for a row without that column, and when no row has a text.
    """
    lines, encoding = decoded_lines(source, options)
    rows = _rows(source, lines)
    first = next(rows, [])
    header, begins = _header(first, options, source)
    name = text_column(header, options, source.shown)
    position = header.index(name)

    def document_of(id: str, row: Sequence[str]) -> Document | None:
        if len(row) <= position:
            raise InputError(
                _(
                    "{id} has {count} cells, and the text should be in number {position}",
                    id=id,
                    count=len(row),
                    position=position + 1,
                ),
                path=id,
                hint=_("mend the row"),
            )
        return record_document(id, row[position], dict(zip(header, row, strict=False)), encoding, options)

    numbered = enumerate(chain([first] if begins == 1 else [], rows), start=begins)
    yield from record_documents(source, options, ((number, row) for number, row in numbered if any(row)), document_of)


def _header(first: Sequence[str], options: ReadOptions, source: ByteSource) -> tuple[list[str], int]:
    """The names of the columns, and the number of the first row of data: without a header they are numbers."""
    if not any(first):
        raise nothing_to_segment(source.shown)
    wanted = options.text_column or ""
    if wanted.isascii() and wanted.isdigit() and wanted not in first:
        return [str(n) for n in range(1, len(first) + 1)], 1
    return list(first), 2


def _rows(source: ByteSource, lines: Iterator[str]) -> Iterator[list[str]]:
    """Parse the rows of the table. Raises InputError for a row longer than LARGEST_TEXT and for broken quoting."""
    sample = list(islice(lines, SAMPLE_ROWS))
    named = separator_line(sample[0]) if sample else ""
    sample = sample[bool(named) :]
    delimiter = named or ("\t" if source.suffix == ".tsv" else _delimiter(sample))
    quoted = delimiter != "\t" or not _is_even(sample)
    feed = _RowLines(chain(sample, lines), source.shown)
    allow_long_cells(LARGEST_TEXT)
    rows = csv.reader(feed, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    try:
        for row in rows:
            feed.size = 0
            yield row if quoted else [without_quotes(cell) for cell in row]
    except csv.Error as error:
        raise InputError.at(
            source.shown, rows.line_num, _("{error}; save the table again as CSV", error=error)
        ) from None


class _RowLines:
    """Lines for the csv module, which alone would collect without end the lines of a quotation that never closes."""

    def __init__(self, lines: Iterator[str], shown: str):
        self._lines, self._shown = lines, shown
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.size += len(line)
            if self.size > LARGEST_TEXT:
                raise InputError(
                    _(
                        "{shown} has a row longer than {megabytes}",
                        shown=self._shown,
                        megabytes=megabytes(LARGEST_TEXT),
                    ),
                    path=self._shown,
                    hint=_("a quotation mark may be missing"),
                )
            yield line


def _delimiter(sample: Sequence[str]) -> str:
    """The most frequent delimiter of the header; a comma when it has none."""
    header = sample[0] if sample else ""
    return max(DELIMITERS, key=header.count)


def _is_even(sample: Sequence[str]) -> bool:
    """Whether the lines have the same number of tabs: then no cell is quoted to hold a tab or a line break."""
    return len({line.count("\t") for line in sample if line.strip()}) <= 1
