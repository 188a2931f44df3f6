"""Comma-separated values for spreadsheets (RFC 4180): UTF-8 with a byte-order mark, so that Excel sees the encoding.

Cells that a spreadsheet would run as a formula or turn into a number or date are protected (`align.io.csv_cells`).
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from itertools import zip_longest
from typing import BinaryIO

from align.corpus.fields import FIELDS, half_characters, pair_to_text
from align.corpus.format_options import FormatOptions
from align.corpus.formats.bilingual_table import TableKind, read_table
from align.corpus.pair import Corpus, Pair
from align.io.csv_cells import protected, unprotected

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
        return half_characters(self._name, self._replaced)

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
    """Read the corpus in a comma-separated stream; see `align.corpus.formats.bilingual_table`."""
    return read_table(stream, name, options, TableKind("", _values, even=True))


def _values(cells: list[str], own: bool) -> list[str]:
    """The texts of a row: in align's own tables without the apostrophes that protect them."""
    if not own:
        return cells
    return [
        text if key in _NUMBERS else unprotected(text)
        for key, text in zip_longest(FIELDS, cells[: len(FIELDS)], fillvalue="")
    ][: len(cells)] + cells[len(FIELDS) :]
