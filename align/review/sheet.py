"""One worksheet of the review workbook: its columns, its rows, and the rules that follow the reviewer's work."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from align.corpus.fields import rounded
from align.corpus.fingerprints import PairFingerprint, delicate, writable
from align.corpus.formats.jsonl import pair_to_json
from align.corpus.pair import STATUSES, Corpus, Pair
from align.difference import wdiff_text
from align.errors import OutputError
from align.review.cells import LIMIT, too_long
from align.review.counting import SPELLINGS_COLUMN, all_spellings, row_is, state_of_row, word_count
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
from align.review.match_columns import RichText, match_spans
from align.review.review_options import ReviewOptions
from align.review.strings import STATUS_WORDS


class SheetFormats:
    """The formats that all sheets of a workbook share: of cells, of rich text, of cells whose row changes."""

    def __init__(self, book: Any, header: Corpus):
        self.cells = SheetStyles(book, header.source_lang, header.target_lang)
        self.rich_text = RichText(book)
        struck = book.add_format({"font_strikeout": True, "font_color": FAINT})
        unclear = book.add_format({"bg_color": UNCLEAR_FILL, "font_color": UNCLEAR_INK})
        fills = [("final", "changed", CHANGED_FILL), *(("status", key, fill) for key, fill in STATUS_FILL.items())]
        self.conditional: list[tuple[str, str, Any]] = [
            ("final", "rejected", struck),
            ("status", "unclear", unclear),
            *((key, state, book.add_format({"bg_color": fill})) for key, state, fill in fills),
        ]
        """Column, state of the row (`counting.row_is`), and how the cell looks then."""


class Sheet:
    """A worksheet that is being filled, a row for each pair.

    `row` is the next row (from 0, which has the headings). The summary shows the rest: pairs (`counts`) and words of
    their sources (`words`) by status, pairs by level of risk (`levels`) and by flag; `matches` counts pairs for which
    a translation memory had something, `truncated` those whose unknown keys were too long for a cell.
    """

    def __init__(
        self, work: Any, name: str, file: str, formats: SheetFormats, review: ReviewOptions, show_document: bool
    ):
        """Lay out the columns of `work`, an empty worksheet called `name`; `file` is named in errors."""
        self.name = name
        self.row = 1
        self.counts: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.levels: Counter[str] = Counter()
        self.flags: Counter[str] = Counter()
        self.matches = 0
        self.truncated = 0
        self._work = work
        self._file = file
        self._formats = formats
        self._review = review
        self._lay_out(show_document)

    def _lay_out(self, show_document: bool) -> None:
        work, headings = self._work, self._review.headings
        for index, column in enumerate(COLUMNS):
            hidden = column.hidden and not (show_document and column.key == "doc")
            work.set_column(index, index, column.width, None, {"hidden": hidden})
            work.write_string(0, index, headings[column.key], self._formats.cells.header(column))
        work.set_column(SPELLINGS_COLUMN, SPELLINGS_COLUMN, 8, None, {"hidden": True})
        work.write_string(0, SPELLINGS_COLUMN, all_spellings())
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

    def write(self, pair: Pair) -> None:
        """Write one row. Raises OutputError for a text that no cell can hold."""
        work, row, level = self._work, self.row, level_of(risk_of(pair))
        cells = self._cells(pair)
        match = match_spans(pair, self._review)
        cells[INDEX["memory"]] = writable(wdiff_text(match))
        wrapped = {key: str(cells[INDEX[key]] or "") for key in ("source", "final", "flags", "note", "memory")}
        work.set_row(row, row_height(wrapped, pair.kind in ("headline", "subheading")))
        for index, cell in enumerate(cells):
            style = self._formats.cells.cell(COLUMNS[index], level, pair.kind)
            if cell is None or cell == "":
                work.write_blank(row, index, None, style)
            elif index == INDEX["memory"] and self._formats.rich_text.write(work, row, index, match, style):
                continue
            elif isinstance(cell, str):
                self._check_length(cell, COLUMNS[index].key, pair)
                work.write_string(row, index, cell, style)
            elif index == INDEX["state"]:
                work.write_formula(row, index, f"={state_of_row(row + 1, pair.status)}", style, cell)
            else:
                work.write_number(row, index, cell, style)
        self.row += 1
        self.counts[pair.status] += 1
        self.words[pair.status] += int(cells[INDEX["words"]] or 0)
        self.levels[level] += 1
        self.flags.update(set(pair.flags))
        self.matches += bool(match)

    def _check_length(self, text: str, key: str, pair: Pair) -> None:
        if too_long(text):
            raise OutputError.at(
                self._file,
                None,
                f"the {key} of pair {pair.id} has {len(text):,} characters and a cell holds {LIMIT:,}",
                "split the segment, or leave the pair out with align convert",
            )

    def _cells(self, pair: Pair) -> list[str | float | None]:
        """The cells of a row, in the order of COLUMNS."""
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
            str(PairFingerprint.of_pair(pair)),
            self._hidden_data(pair),
            word_count(pair.source),
            STATUSES.index(pair.status),
        ]

    def _hidden_data(self, pair: Pair) -> str:
        """All fields of the pair as JSON; the texts only where a spreadsheet program may change them."""
        fields = pair_to_json(pair)
        for key, text in (("source", pair.source), ("target", pair.target), ("note", pair.note)):
            if not delicate(text):
                del fields[key]
        data = json.dumps(fields, separators=(",", ":"))
        if too_long(data):
            self.truncated += 1
            data = json.dumps({key: fields[key] for key in fields if key not in pair.extra}, separators=(",", ":"))
        return "" if too_long(data) else data

    def finish(self) -> None:
        """Set what concerns whole columns: filters, the drop-down, colours that follow the work, protection."""
        work, last = self._work, max(self.row - 1, 1)
        if self.matches:
            work.set_column(INDEX["memory"], INDEX["memory"], COLUMNS[INDEX["memory"]].width)
        work.autofilter(0, 0, last, INDEX["note"])
        words = [*STATUS_WORDS[self._review.language].values()]
        choices: dict[str, Any] = {"validate": "list", "source": words, "show_error": False}  # others may be typed
        work.data_validation(1, INDEX["status"], last, INDEX["status"], choices)
        for key, state, look in self._formats.conditional:
            rule = {"type": "formula", "criteria": f"={row_is(state)}", "format": look}
            work.conditional_format(1, INDEX[key], last, INDEX[key], rule)
        if self._review.locked:
            allowed = ("autofilter", "sort", "format_columns", "format_rows", "select_locked_cells")
            work.protect("", dict.fromkeys(allowed, True))
