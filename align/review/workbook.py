"""The review workbook: a summary, a sheet for each document, a row for each pair. Written with XlsxWriter, row by row.

Memory stays flat (`constant_memory`): only the first pairs are kept back, until it is known whether the corpus has few
documents (a sheet each) or many (one sheet), and what kind of translations they are. Sorting by risk keeps all pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, BinaryIO

from align.corpus.format_options import FormatOptions
from align.corpus.pair import Corpus, Pair
from align.io.own_errors import temporary_errors
from align.io.spreadsheets.workbook_file import WorkbookFile
from align.localization import ngettext
from align.review.explained_rows import explained, explained_alone
from align.review.layout import risk_of
from align.review.review_options import KEPT_BACK, ReviewOptions
from align.review.sheet import LAST_ROW, Sheet, SheetFormats
from align.review.sheet_names import SheetNames
from align.review.summary import write_summary

if TYPE_CHECKING:
    from align.checks.explaining import FoundDetails

MOST_SHEETS = 40
"""Documents that get a sheet each; a corpus with more has all its pairs on one sheet."""
SHARED = ""
"""The key of the sheet for pairs of any document, in the place of a document's name."""


class Writer:
    """Writes pairs to a review workbook."""

    def __init__(
        self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions, review: ReviewOptions | None = None
    ):
        self._name = name
        self._header = header
        self._review = review or ReviewOptions()
        self._file = WorkbookFile(stream)
        self._book = self._file.book
        self._book.set_properties({"title": "Review", "created": _created(header.created)})
        self._names = SheetNames()
        self._summary = self._book.add_worksheet(self._names.new(self._review.text("summary")))
        self._formats = SheetFormats(self._book, header)
        self._kept: list[tuple[Pair, bool, FoundDetails | None]] = []
        self._documents: set[str] = set()
        self._sheets: _Sheets | None = None
        """None until the sheets are chosen: so long pairs are kept back."""

    def write(self, pair: Pair, after_gap: bool = False, details: FoundDetails | None = None) -> None:
        """Add one pair, which a line parts from the one before where pairs between them were left out. `details` is
        what was found, by flag; None: it is looked for. Raises OutputError for a text that no cell can hold."""
        if self._sheets is not None:
            found = explained_alone(pair, details, self._review)
            with temporary_errors():
                self._sheets.of(pair).write(pair, after_gap, found)
            return
        self._kept.append((pair, after_gap, details))
        self._documents.add(pair.doc)
        if not self._review.by_risk and len(self._kept) >= KEPT_BACK:
            self._write_kept()

    def close(self) -> list[str]:
        """Finish the sheets, write the summary, end the file."""
        sheets = (self._sheets or self._write_kept()).in_order
        with temporary_errors():
            for sheet in sheets:
                sheet.finish()
            flags = sum((sheet.flags for sheet in sheets), Counter[str]())
            write_summary(self._book, self._summary, sheets, flags, self._header, self._review)
            self._summary.activate()
        self._file.close()
        if truncated := sum(sheet.truncated for sheet in sheets):
            return [
                ngettext(
                    "{name}: the keys that align does not know were too long for a cell in {n} row",
                    "{name}: the keys that align does not know were too long for a cell in {n} rows",
                    truncated,
                    name=self._name,
                )
            ]
        return []

    def _write_kept(self) -> _Sheets:
        """Choose between a sheet a document and one sheet, and the headings, and write what was kept back."""
        kept, self._kept = self._kept, []
        self._review = self._review.of([pair for pair, _, _ in kept])
        rows = explained(kept, self._review)
        if self._review.alignment:
            self._formats.cells.keep_text_in_bare_cells()
        single = len(self._documents) > MOST_SHEETS
        self._documents = set()
        sheets = self._sheets = _Sheets(self._new_sheet, single)
        if not single:  # documents in their order, though the worst pair may be in the last
            for pair, _, _ in rows:
                sheets.of(pair)
        if self._review.sorted_by_risk:
            rows.sort(key=lambda row: risk_of(row[0]), reverse=True)
            rows = [(pair, False, found) for pair, _, found in rows]
        with temporary_errors():
            for pair, after_gap, found in rows:
                sheets.of(pair).write(pair, after_gap, found)
        return sheets

    def _new_sheet(self, document: str) -> Sheet:
        wanted = document.replace("\\", "/").rpartition("/")[2]
        name = self._names.new(wanted or document or self._review.text("all documents"))
        work = self._book.add_worksheet(name, _self_fitting_sheet())
        return Sheet(work, name, self._name, self._formats, self._review, show_document=document == SHARED)


class _Sheets:
    """The sheets of a workbook by document, and the choice of the one that a pair goes to."""

    def __init__(self, new: Callable[[str], Sheet], single: bool):
        """`new` makes the sheet of a document; with `single` all pairs go to the shared one."""
        self.in_order: list[Sheet] = []
        self._new = new
        self._single = single
        self._open: dict[str, Sheet] = {}

    def of(self, pair: Pair) -> Sheet:
        """The sheet for a pair: its document's, or the shared one; a new one where there is none or it is full."""
        document = SHARED if self._single or self._comes_too_late(pair.doc) else pair.doc
        sheet = self._open.get(document)
        if sheet is None or sheet.row > LAST_ROW:
            sheet = self._open[document] = self._new(document)
            self.in_order.append(sheet)
        return sheet

    def _comes_too_late(self, document: str) -> bool:
        """Whether a document first seen after the choice was made finds no room for a sheet of its own."""
        return document not in self._open and len(self._open) > MOST_SHEETS


def _self_fitting_sheet() -> Any:
    """Make a worksheet class whose rows have a height and still grow with their text.

    XlsxWriter marks every height as set by hand, and Excel then leaves the row alone for ever. A height without that
    mark is what Excel itself writes: used at first, fitted again when a cell of the row is edited.
    """
    from xlsxwriter.worksheet import Worksheet

    class Fitting(Worksheet):  # type: ignore[misc]
        def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
            if tag == "row":
                attributes = [item for item in attributes if item[0] != "customHeight"]
            super()._xml_start_tag_unencoded(tag, attributes)

    return Fitting


def _created(created: str) -> datetime:
    """The date in the file's properties: the corpus's own, so that the same corpus gives the same bytes."""
    try:
        return datetime.strptime(created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=timezone.utc)
