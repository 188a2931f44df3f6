"""The review workbook: a summary, a sheet for each document, a row for each pair. Written with XlsxWriter, row by row.

Memory stays flat (`constant_memory`): only the first pairs are kept back, until it is known whether the corpus has few
documents (a sheet each) or many (one sheet), and whether its translations are drafts. Sorting by risk keeps all pairs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any, BinaryIO

from align.corpus.fields import rounded
from align.corpus.fingerprints import PairFingerprint, delicate, writable
from align.corpus.format_options import FormatOptions
from align.corpus.formats.jsonl import pair_to_json
from align.corpus.pair import STATUSES, Corpus, Pair
from align.difference import in_signs
from align.errors import OutputError
from align.review.cells import LIMIT, too_long
from align.review.counting import SPELT_AT, row_is, spelt, state_of_row, word_count
from align.review.layout import (
    CHANGED_FILL,
    COLUMNS,
    FAINT,
    INDEX,
    STATUS_FILL,
    UNCLEAR_FILL,
    UNCLEAR_INK,
    SheetStyles,
    level_of,
    risk_of,
    row_height,
)
from align.review.match_columns import RichText, match_pieces
from align.review.review_options import KEPT_BACK, ReviewOptions
from align.review.sheet import Sheet
from align.review.sheet_names import SheetNames
from align.review.strings import STATUS_WORDS
from align.review.summary import write_summary

MOST_SHEETS = 40
"""Documents that get a sheet each; a corpus with more has all its pairs on one sheet."""
LAST_ROW = 1_048_575
"""The last row of a sheet, from 0."""


class Writer:
    """Writes pairs to a review workbook."""

    def __init__(
        self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions, review: ReviewOptions | None = None
    ):
        import xlsxwriter

        self._name = name
        self._header = header
        self._review = review or ReviewOptions()
        self._book = xlsxwriter.Workbook(
            _Sink(stream),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.set_properties({"title": "Review", "created": _moment(header.created)})
        self._names = SheetNames()
        self._summary = self._book.add_worksheet(self._names.new(self._review.text("summary")))
        self._styles = SheetStyles(self._book, header.source_lang, header.target_lang)
        self._rich = RichText(self._book)
        self._looks = self._changing()
        self._sheets: dict[str, Sheet] = {}
        self._all: list[Sheet] = []
        self._kept: list[Pair] | None = []
        self._documents: set[str] = set()
        self._single = False
        self._flags: Counter[str] = Counter()
        self._cut = 0

    def _changing(self) -> list[tuple[str, str, Any]]:
        """How cells look as the work goes on: their column, the condition, the look."""
        struck = self._book.add_format({"font_strikeout": True, "font_color": FAINT})
        unclear = self._book.add_format({"bg_color": UNCLEAR_FILL, "font_color": UNCLEAR_INK})
        looks = [("final", "rejected", struck), ("status", "unclear", unclear)]
        fills = [("final", "changed", CHANGED_FILL), *(("status", key, fill) for key, fill in STATUS_FILL.items())]
        return looks + [(key, when, self._book.add_format({"bg_color": fill})) for key, when, fill in fills]

    def write(self, pair: Pair) -> None:
        """Add one pair. Raises OutputError for a text that no cell can hold."""
        if self._kept is None:
            self._put(pair)
            return
        self._kept.append(pair)
        self._documents.add(pair.doc)
        if not self._review.by_risk and (len(self._documents) > MOST_SHEETS or len(self._kept) >= KEPT_BACK):
            self._release()

    def close(self) -> list[str]:
        """Finish the sheets, write the summary, end the file."""
        if self._kept is not None:
            self._release()
        for sheet in self._all:
            self._finish(sheet)
        write_summary(self._book, self._summary, self._all, self._flags, self._header, self._review)
        self._summary.activate()
        self._end()
        if self._cut:
            return [f"{self._name}: the keys that align does not know were too long for a cell in {self._cut} rows"]
        return []

    def _end(self) -> None:
        """Pack the archive. XlsxWriter wraps what the system says of a full disk; here it comes as it is."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else error
            raise OSError(getattr(cause, "errno", None), getattr(cause, "strerror", None) or str(error)) from error

    def _release(self) -> None:
        """Choose between a sheet a document and one sheet, and the headings, and write what was kept back."""
        kept, self._kept = self._kept or [], None
        self._review = self._review.of(kept)
        self._single = len(self._documents) > MOST_SHEETS
        self._documents = set()
        pairs: Iterable[Pair] = sorted(kept, key=risk_of, reverse=True) if self._review.by_risk else kept
        if not self._single:  # documents in their order, though the worst pair may be in the last
            for pair in kept:
                self._sheet(pair)
        for pair in pairs:
            self._put(pair)

    def _sheet(self, pair: Pair) -> Sheet:
        document = "" if self._single else pair.doc
        sheet = self._sheets.get(document)
        if sheet is None and len(self._sheets) >= MOST_SHEETS + 1:
            document, sheet = "", self._sheets.get("")
        if sheet is None or sheet.row > LAST_ROW:
            title = document or self._review.text("all documents")
            name = self._names.new(document.replace("\\", "/").rpartition("/")[2] or title)
            sheet = self._sheets[document] = Sheet(self._book.add_worksheet(name, _fitting()), name, title)
            self._all.append(sheet)
            self._begin(sheet, several=document == "")
        return sheet

    def _begin(self, sheet: Sheet, several: bool) -> None:
        work, words = sheet.work, self._review.headings
        for index, column in enumerate(COLUMNS):
            hidden = column.hidden and not (several and column.key == "doc")
            work.set_column(index, index, column.width, None, {"hidden": hidden})
            work.write_string(0, index, words[column.key], self._styles.header(column))
        work.set_column(SPELT_AT, SPELT_AT, 8, None, {"hidden": True})
        work.write_string(0, SPELT_AT, spelt())
        work.set_row(0, 26)
        work.freeze_panes(1, 0)
        work.set_zoom(90)
        work.hide_gridlines(2)
        work.set_landscape()
        work.set_paper(9)
        work.fit_to_pages(1, 0)
        work.repeat_rows(0)
        work.set_margins(0.4, 0.4, 0.5, 0.5)
        work.set_footer("&C&8&A  ·  &P / &N")

    def _put(self, pair: Pair) -> None:
        """Write one row."""
        sheet = self._sheet(pair)
        level = level_of(risk_of(pair))
        cells = self._row(pair)
        match = match_pieces(pair, self._review)
        cells[INDEX["memory"]] = writable(in_signs(match))
        sheet.matches += bool(match)
        tall = {key: str(cells[INDEX[key]] or "") for key in ("source", "final", "flags", "note", "memory")}
        sheet.work.set_row(sheet.row, row_height(tall, pair.kind in ("headline", "subheading")))
        for index, text in enumerate(cells):
            style = self._styles.cell(COLUMNS[index], level, pair.kind)
            if text is None or text == "":
                sheet.work.write_blank(sheet.row, index, None, style)
            elif index == INDEX["memory"] and self._rich.write(sheet.work, sheet.row, index, match, style):
                continue
            elif isinstance(text, str):
                if too_long(text):
                    what = f"the {COLUMNS[index].key} of pair {pair.id}"
                    raise OutputError(
                        f"{self._name}: {what} has {len(text):,} characters and a "
                        f"cell holds {LIMIT:,}: split the segment, or leave the pair out with align convert"
                    )
                sheet.work.write_string(sheet.row, index, text, style)
            elif index == INDEX["state"]:
                sheet.work.write_formula(sheet.row, index, f"={state_of_row(sheet.row + 1, pair.status)}", style, text)
            else:
                sheet.work.write_number(sheet.row, index, text, style)
        sheet.row += 1
        sheet.counts[pair.status] += 1
        sheet.words[pair.status] += int(cells[INDEX["words"]] or 0)
        sheet.levels[level] += 1
        self._flags.update(set(pair.flags))

    def _row(self, pair: Pair) -> list[str | float | None]:
        """The cells of a row, in the order of COLUMNS."""
        mark = PairFingerprint.of_pair(pair)
        return [
            writable(pair.id),
            pair.n,
            pair.kind,
            writable(pair.source),
            writable(pair.target),
            writable(pair.target),
            STATUS_WORDS[self._review.language][pair.status],
            rounded(pair.score),
            writable(self._review.flags(pair.flags)),
            writable(pair.note),
            "",
            writable(pair.doc),
            str(mark),
            self._data(pair),
            word_count(pair.source),
            STATUSES.index(pair.status),
        ]

    def _data(self, pair: Pair) -> str:
        """All fields of the pair as JSON; the texts only where a spreadsheet program may change them."""
        fields = pair_to_json(pair)
        for key, text in (("source", pair.source), ("target", pair.target), ("note", pair.note)):
            if not delicate(text):
                del fields[key]
        data = json.dumps(fields, separators=(",", ":"))
        if too_long(data):
            self._cut += 1
            data = json.dumps({key: fields[key] for key in fields if key not in pair.extra}, separators=(",", ":"))
        return "" if too_long(data) else data

    def _finish(self, sheet: Sheet) -> None:
        """What concerns whole columns: filters, the drop-down, colours that follow the work, protection."""
        work, last = sheet.work, max(sheet.row - 1, 1)
        if sheet.matches:
            work.set_column(INDEX["memory"], INDEX["memory"], COLUMNS[INDEX["memory"]].width)
        work.autofilter(0, 0, last, INDEX["note"])
        words = [*STATUS_WORDS[self._review.language].values()]
        choices: dict[str, Any] = {"validate": "list", "source": words, "show_error": False}  # others may be typed
        work.data_validation(1, INDEX["status"], last, INDEX["status"], choices)
        for key, when, look in self._looks:
            rule = {"type": "formula", "criteria": f"={row_is(when)}", "format": look}
            work.conditional_format(1, INDEX[key], last, INDEX[key], rule)
        if self._review.locked:
            allowed = ("autofilter", "sort", "format_columns", "format_rows", "select_locked_cells")
            work.protect("", dict.fromkeys(allowed, True))


class _Sink:
    """The stream below a workbook's archive. After a write that failed, or when it was closed under the archive, it
    takes everything and keeps count only: the archive, which nobody closes then, would complain on standard error when
    it is collected."""

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self._failed = False
        self._at = 0

    def write(self, data: bytes) -> int:
        self._at += len(data)
        self._tried(lambda: self._stream.write(data))
        return len(data)

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset if self._gone else self._stream.seek(offset, whence)  # a pipe cannot, and is written to
        return self._at

    def flush(self) -> None:
        self._tried(self._stream.flush)

    @property
    def _gone(self) -> bool:
        return self._failed or self._stream.closed

    def _tried(self, act: Callable[[], object]) -> None:
        if self._gone:
            return
        try:
            act()
        except OSError:
            self._failed = True
            raise


def _fitting() -> Any:
    """A worksheet class whose rows have a height and still grow with their text.

    XlsxWriter marks every height as set by hand, and Excel then leaves the row alone for ever. A height without that
    mark is what Excel itself writes: used at first, fitted anew when a cell of the row is edited.
    """
    from xlsxwriter.worksheet import Worksheet

    class Fitting(Worksheet):  # type: ignore[misc]
        def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
            if tag == "row":
                attributes = [item for item in attributes if item[0] != "customHeight"]
            super()._xml_start_tag_unencoded(tag, attributes)

    return Fitting


def _moment(created: str) -> datetime:
    """The date in the file's properties: the corpus's own, so that the same corpus gives the same bytes."""
    try:
        return datetime.strptime(created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=timezone.utc)
