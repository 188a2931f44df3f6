"""Comma-separated values for spreadsheets (RFC 4180): UTF-8 with a byte-order mark, so that Excel sees the encoding.

Cells that a spreadsheet would run as a formula or turn into a number or date are protected (`align.io.csv_cells`).
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from align.account import Account
from align.corpus.fields import FIELDS, pair_to_text
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tsv_table import pair_in_row
from align.corpus.pair import Corpus, Pair
from align.errors import FormatError
from align.io.bounded import LONGEST, BoundedText
from align.io.csv_cells import allow_long_cells, protected, unprotected

_NUMBERS = frozenset({"n", "score", "logprob"})


class Writer:
    """Writes a header row and a row for each pair."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions):
        self._stream = stream
        self._name = name
        self._replaced = 0
        self._row = io.StringIO(newline="")
        self._csv = csv.writer(self._row)
        self._stream.write(codecs.BOM_UTF8)
        self._write_row(FIELDS)

    def write(self, pair: Pair) -> None:
        """Add one row."""
        cells = pair_to_text(pair)
        self._write_row([text if key in _NUMBERS else protected(text) for key, text in cells.items()])

    def close(self) -> list[str]:
        """Return a warning about what UTF-8 could not hold; nothing is left to write."""
        return [f"{self._name}: {self._replaced} rows had half a character, replaced"] if self._replaced else []

    def _write_row(self, cells: Sequence[str]) -> None:
        self._csv.writerow(cells)
        row = self._row.getvalue()
        self._row.seek(0)
        self._row.truncate()
        try:
            self._stream.write(row.encode())
        except UnicodeEncodeError:  # a lone surrogate
            self._replaced += 1
            self._stream.write(row.encode("utf-8", "replace"))


def read(stream: BinaryIO, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in a comma-separated stream whose header names at least `source` and `target`.

    Raises FormatError with the line number.
    """
    corpus = Corpus((), source_lang=options.source_lang, target_lang=options.target_lang)
    corpus.pairs = _pairs(stream, name, options, corpus.account)
    return corpus


def _pairs(stream: BinaryIO, name: str, options: FormatOptions, account: Account) -> Iterator[Pair]:
    allow_long_cells(LONGEST)
    lines = BoundedText(stream, name)
    rows = csv.reader(iter(lines), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        if not {"source", "target"} <= set(header):
            raise FormatError.at(name, None, 'the first row must name the columns, among them "source" and "target"')
        is_own_table = header[: len(FIELDS)] == list(FIELDS)
        n = 0
        for row in rows:
            lines.begin()
            if not row:
                continue
            n += 1
            if len(row) < len(header):
                raise FormatError.at(name, rows.line_num, f"{len(row)} columns where the header has {len(header)}")
            if any(row[len(header) :]):
                account.leave_out("cells without a heading", f"line {rows.line_num}")
            values = dict(zip(header, row, strict=False))
            if is_own_table:
                values = {key: text if key in _NUMBERS else unprotected(text) for key, text in values.items()}
            yield pair_in_row(values, n, rows.line_num, name, options)
    except csv.Error as error:
        raise FormatError.at(name, rows.line_num, f"not CSV ({error})", "Save the table as CSV again") from error
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{name}, after line {rows.line_num}: not UTF-8",
            path=name,
            line=rows.line_num,
            hint="Save the table as CSV UTF-8",
        ) from error
