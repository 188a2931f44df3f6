"""The review sheet as CSV: written for spreadsheet programs, read in whatever encoding and separator they saved it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from align.corpus.fields import number_text
from align.corpus.fingerprints import PairFingerprint, text_hash, writable
from align.corpus.format_options import FormatOptions
from align.corpus.pair import Corpus, Pair
from align.difference import wdiff_text
from align.errors import FormatError
from align.io.csv_cells import allow_long_cells, protected, unprotected
from align.io.delimited import QUOTATION_ERRORS, SAMPLE_ROWS, decoded_lines, dialect_of, separator_line
from align.localization import _
from align.review.beads import bead_of
from align.review.cells import BrokenRow
from align.review.doubts import confidence_of, reasons
from align.review.explained_rows import explained, explained_alone
from align.review.layout import risk_of
from align.review.match_columns import match_spans
from align.review.review_options import KEPT_BACK, ReviewOptions
from align.review.strings import STATUS_WORDS, column_key

if TYPE_CHECKING:
    from align.checks.explaining import FoundDetails

_KEYS = ("id", "n", "kind", "source", "draft", "final", "status", "score", "flags", "note", "memory", "doc", "mark")
"""In the order that scripts know from older releases; nothing is hidden here, nor is there a screen to fit."""
_ALIGNMENT_KEYS = (
    *("n", "bead", "source", "final", "fix", "status", "confidence", "score", "flags", "note"),
    *("id", "doc", "mark"),
)
_NUMERIC_KEYS = frozenset({"n", "score", "confidence"})


class DelimitedWriter:
    """Writes pairs as a review table in CSV: UTF-8 with a byte-order mark; nothing in it runs as a formula."""

    def __init__(
        self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions, review: ReviewOptions | None = None
    ):
        self._stream = stream
        self._review = review or ReviewOptions()
        self._kept: list[tuple[Pair, bool, FoundDetails | None]] | None = []
        """Pairs that are kept back; None when the headings have been written."""
        self._keys: tuple[str, ...] = _KEYS
        self._stream.write(codecs.BOM_UTF8)

    def write(self, pair: Pair, after_gap: bool = False, details: FoundDetails | None = None) -> None:
        """Add one row. A gap before it shows in the numbers only. `details` is what was found, by flag; None: it is
        looked for."""
        if self._kept is None:
            self._write_row(pair, explained_alone(pair, details, self._review))
            return
        self._kept.append((pair, after_gap, details))
        if not self._review.by_risk and len(self._kept) >= KEPT_BACK:
            self._write_kept()

    def close(self) -> list[str]:
        """Write what was kept back."""
        if self._kept is not None:
            self._write_kept()
        return []

    def _write_kept(self) -> None:
        """Write the headings, which the pairs kept back decide, and these pairs."""
        kept, self._kept = self._kept or [], None
        self._review = self._review.of([row[0] for row in kept])
        if self._review.alignment:
            self._keys = _ALIGNMENT_KEYS
            if any(match_spans(row[0], self._review) for row in kept):
                self._keys += ("memory",)
        if self._review.glossary is not None:
            self._keys += ("terms",)
        if self._review.shows_bands:
            self._keys += ("band",)
        self._write_cells([self._review.headings[key] for key in self._keys])
        rows = explained(kept, self._review)
        if self._review.sorted_by_risk:
            rows.sort(key=lambda row: risk_of(row[0]), reverse=True)
        for pair, __, found in rows:
            self._write_row(pair, found)

    def _write_row(self, pair: Pair, details: FoundDetails) -> None:
        cells = {
            "id": pair.id,
            "n": str(pair.n),
            "bead": bead_of(pair),
            "kind": pair.kind,
            "source": pair.source,
            "draft": pair.target,
            "final": pair.target,
            "fix": "",
            "status": STATUS_WORDS[self._review.language][pair.status],
            "confidence": number_text(confidence_of(pair)),
            "score": number_text(pair.score),
            "band": self._review.band(pair),
            "flags": self._review.flags(reasons(pair) if self._review.alignment else pair.flags, details),
            "terms": self._review.terms(pair),
            "note": pair.note,
            "memory": wdiff_text(match_spans(pair, self._review)),
            "doc": pair.doc,
            "mark": str(PairFingerprint.of_pair(pair)),
        }
        texts = ((key, cells[key]) for key in self._keys)
        self._write_cells([text if key in _NUMERIC_KEYS else protected(writable(text)) for key, text in texts])

    def _write_cells(self, cells: Sequence[str]) -> None:
        line = io.StringIO(newline="")
        csv.writer(line).writerow(cells)
        self._stream.write(line.getvalue().encode())


def read_delimited(data: bytes, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Read the rows of a CSV or TSV file with their numbers, apostrophes before dangerous texts taken away.

    A row whose quotation marks do not match is a BrokenRow, and reading goes on in the next line: without that, an
    unclosed quotation mark would make texts of that row and the next ones one cell. Raises EncodingError where no
    encoding fits, FormatError for what is no table.
    """
    allow_long_cells(1 << 27)
    lines = _Lines(decoded_lines(io.BytesIO(data), name))
    number = int(bool(named := lines.named_separator()))
    separator = dialect_of(lines.sample(), named, _count_known).delimiter
    headings: list[str | None] = []  # of the columns, from their row on
    while not lines.at_end:
        number += 1
        first = lines.index
        try:
            row = [unprotected(cell) for cell in next(csv.reader(lines, delimiter=separator, strict=True))]
            odd = len(row) > len(headings) or any(
                _looks_like_row(line, separator, len(headings)) for line in lines.since(first + 1)
            )
            broken = bool(headings) and odd and not _matches_fingerprint(row, headings)
        except csv.Error as error:
            if not any(phrase in str(error) for phrase in QUOTATION_ERRORS):
                problem = _("not a table of separated values ({error})", error=error)
                raise FormatError.at(name, None, problem, _("Save it as CSV again")) from error
            broken = True
        if broken:
            lines.index = first + 1
            cells = next(csv.reader(lines.since(first), delimiter=separator))
            yield number, BrokenRow((unprotected(cell) for cell in cells), _("its quotation marks do not match"))
        else:
            keys = [column_key(cell) for cell in row]
            headings = headings or (keys if len(keys) - keys.count(None) > 1 else [])
            yield number, row


class _Lines:
    """The lines of a text, one after the other; `index` is that of the next one."""

    def __init__(self, lines: Iterable[str]):
        self._lines = list(lines)
        self.index = 0

    def named_separator(self) -> str:
        """Read a first line that names the separator of the table; "" where it is another one."""
        named = separator_line(self._lines[0]) if self._lines else ""
        self.index += bool(named)
        return named

    def sample(self) -> list[str]:
        """The next lines, which show how the table is written."""
        return self._lines[self.index : self.index + SAMPLE_ROWS]

    @property
    def at_end(self) -> bool:
        return self.index >= len(self._lines)

    def since(self, first: int) -> list[str]:
        """The lines from `first` to the one that was read last."""
        return self._lines[first : self.index]

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at_end:
            raise StopIteration
        self.index += 1
        return self._lines[self.index - 1]


def _looks_like_row(line: str, separator: str, width: int) -> bool:
    """Whether a line inside a cell looks like a row of the table of so many columns."""
    try:
        return len(next(csv.reader([line], delimiter=separator, strict=True))) >= width
    except csv.Error:
        return line.count(separator) >= width - 1


def _matches_fingerprint(row: Sequence[str], headings: Sequence[str | None]) -> bool:
    """Whether the row's fingerprint and source belong together, as those of two rows that became one do not."""
    cells = dict(zip(headings, row, strict=False))
    fingerprint = PairFingerprint.parse(cells.get("mark", ""))
    return fingerprint is not None and fingerprint.source == text_hash(cells.get("source", ""))


def _count_known(row: Sequence[str]) -> int:
    """How many of the cells are headings of a review sheet."""
    return sum(column_key(cell) is not None for cell in row)
