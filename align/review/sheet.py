"""One worksheet of the review workbook: its columns, its rows, and the rules that follow the reviewer's work."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from align.corpus.bands import band_of
from align.corpus.fields import rounded
from align.corpus.fingerprints import PairFingerprint, delicate, writable
from align.corpus.formats.jsonl import pair_to_json
from align.corpus.pair import STATUSES, Corpus, Pair
from align.corpus.paragraphs import paragraph_of
from align.difference import DiffSpan, wdiff_text
from align.errors import OutputError
from align.localization import _
from align.review.beads import bead_of
from align.review.cells import LIMIT, too_long
from align.review.counting import all_spellings, fix_spellings, state_of_row, word_count
from align.review.doubts import confidence_of, reasons
from align.review.fixes import FIX_WORDS
from align.review.layout import BAND_LEVEL, Above, Level, SheetStyles, level_of, risk_of, row_height
from align.review.match_columns import RichText, match_spans
from align.review.review_options import NO_DETAILS, ReviewOptions
from align.review.row_colours import LOOKS, colour_rules
from align.review.strings import STATUS_WORDS

if TYPE_CHECKING:
    from align.checks.explaining import FoundDetails

_READ = ("source", "final", "band", "flags", "note", "terms", "memory")
"""Columns whose texts decide how high a row is."""
SPARE = 500
"""Rows below the last pair of an alignment that lists and colours reach, for rows that reviewers add."""
LAST_ROW = 1_048_575
"""The last row of a sheet, from 0."""


class SheetFormats:
    """The formats that all sheets of a workbook share: of cells, of rich text, of cells whose row changes."""

    def __init__(self, book: Any, header: Corpus):
        self.cells = SheetStyles(book, header.source_lang, header.target_lang)
        self.rich_text = RichText(book)
        self.looks = {name: book.add_format(look) for name, look in LOOKS.items()}


class Sheet:
    """A worksheet that is being filled, a row for each pair.

    `row` is the next row (from 0, which has the headings). The summary shows the rest: pairs (`counts`) and words of
    their sources (`words`) by status, pairs by level of risk (`levels`), by flag and by band; `matches`
    counts pairs for which a translation memory had something, `truncated` those whose unknown keys were too long for a
    cell, `gaps` the lines between rows that are no neighbours, `paragraphs` the rows that begin a paragraph.
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
        self.bands: Counter[str] = Counter()
        self.matches = 0
        self.truncated = 0
        self.gaps = 0
        self.paragraphs = 0
        self._work = work
        self._file = file
        self._formats = formats
        self._review = review
        self._columns = review.columns
        self._document = ""
        self._paragraph: int | None = None
        self._lay_out(show_document)

    def _lay_out(self, show_document: bool) -> None:
        work, columns, headings, styles = self._work, self._columns, self._review.headings, self._formats.cells
        for index, column in enumerate(columns):
            hidden = column.hidden and not (show_document and column.key == "doc")
            below = styles.below(column) if self._review.alignment else None
            work.set_column(index, index, column.width, below, {"hidden": hidden})
            work.write_string(0, index, headings[column.key], styles.header(column))
        spellings = {columns.status_spellings: all_spellings()}
        if self._review.alignment:
            spellings[columns.fix_spellings] = fix_spellings()
        for index, text in spellings.items():
            work.set_column(index, index, 8, None, {"hidden": True})
            work.write_string(0, index, text)
        work.set_row(0, 26)
        work.freeze_panes(1, 0)
        work.hide_gridlines(2)
        work.set_landscape()
        work.set_paper(9)
        work.fit_to_pages(1, 0)
        work.repeat_rows(0)
        work.set_margins(0.4, 0.4, 0.5, 0.5)
        work.set_footer("&C&8&A  ·  &P / &N")

    def write(self, pair: Pair, after_gap: bool = False, details: FoundDetails = NO_DETAILS) -> None:
        """Write one row, with a line above it where the row before is not its neighbour in the text: `after_gap`, or in
        an alignment, of another document. `details` is what was found, by flag. Raises OutputError for a text that no
        cell can hold."""
        flagged = reasons(pair) if self._review.alignment else pair.flags
        level = level_of(risk_of(pair if flagged == pair.flags else replace(pair, flags=flagged)))
        after_gap = self.row > 1 and (after_gap or (self._review.alignment and pair.doc != self._document))
        same = self._paragraph if pair.doc == self._document else None
        paragraph = paragraph_of(pair) or same  # what has no source stands in no paragraph of it
        begins = self.row > 1 and paragraph != self._paragraph
        self._document, self._paragraph = pair.doc, paragraph
        match = match_spans(pair, self._review)
        cells = self._cells(pair) | {"memory": writable(wdiff_text(match))}
        cells["flags"] = writable(self._review.flags(flagged, details))
        # a sheet of drafts may be sorted: there the lines follow the rows (row_colours)
        above: Above = "gap" if after_gap else "paragraph" if begins and self._review.alignment else ""
        self._write_row(pair, [cells[column.key] for column in self._columns], match, level, above)
        self.row += 1
        self.gaps += after_gap
        self.paragraphs += begins and not after_gap
        self.counts[pair.status] += 1
        self.words[pair.status] += int(cells["words"] or 0)
        self.levels[level] += 1
        self.flags.update(set(flagged))
        if band := band_of(pair):
            self.bands[band] += 1
        self.matches += bool(match)

    def _write_row(
        self,
        pair: Pair,
        cells: Sequence[str | float | None],
        match: Sequence[DiffSpan],
        level: Level,
        above: Above,
    ) -> None:
        work, row, columns, band = self._work, self.row, self._columns, band_of(pair)
        texts = {key: str(cells[columns.index(key)] or "") for key in _READ if key in columns}
        work.set_row(row, row_height(texts, pair.kind in ("headline", "subheading"), columns))
        for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            shown = level if column.key != "band" else BAND_LEVEL[band] if band else "low"
            style = self._formats.cells.cell(column, shown, pair.kind, above)
            if cell is None or cell == "":
                work.write_blank(row, index, None, style)
            elif column.key == "memory" and self._formats.rich_text.write(work, row, index, match, style):
                continue
            elif isinstance(cell, str):
                self._check_length(cell, column.key, pair)
                work.write_string(row, index, cell, style)
            elif column.key == "state":
                work.write_formula(row, index, f"={state_of_row(columns, row + 1, pair.status)}", style, cell)
            else:
                work.write_number(row, index, cell, style)

    def _check_length(self, text: str, key: str, pair: Pair) -> None:
        if too_long(text):
            raise OutputError.at(
                self._file,
                None,
                _(
                    "the {key} of pair {id} has {n:,} characters and a cell holds {limit:,}",
                    key=key,
                    id=pair.id,
                    n=len(text),
                    limit=LIMIT,
                ),
                _("split the segment, or leave the pair out with align convert"),
            )

    def _cells(self, pair: Pair) -> dict[str, str | float | None]:
        """The cells of a row, those of all kinds of sheets, by column."""
        return {
            "id": writable(pair.id),
            "n": pair.n,
            "bead": bead_of(pair),
            "kind": pair.kind,
            "source": writable(pair.source),
            "before": writable(pair.source),
            "draft": writable(pair.target),
            "final": writable(pair.target),
            "fix": "",
            "status": STATUS_WORDS[self._review.language][pair.status],
            "confidence": rounded(confidence_of(pair)),
            "score": rounded(pair.score),
            "band": self._review.band(pair),
            "terms": writable(self._review.terms(pair)),
            "note": writable(pair.note),
            "doc": writable(pair.doc),
            "mark": str(PairFingerprint.of_pair(pair)),
            "data": self._hidden_data(pair),
            "paragraph": self._paragraph,
            "words": word_count(pair.source),
            "state": STATUSES.index(pair.status),
        }

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
        """Set what concerns whole columns: filters, drop-downs, colours that follow the work, protection.

        The sheet of an alignment is not protected: Excel deletes no row of a protected sheet that has a locked cell,
        and a cell that was cut leaves a locked one behind, into which nothing can be pasted.
        """
        work, columns, last = self._work, self._columns, max(self.row - 1, 1)
        if self.matches:
            work.set_column(columns.index("memory"), columns.index("memory"), columns["memory"].width)
        work.autofilter(0, 0, last, len(columns) - 1)  # all, for the rows are sorted within it
        work.print_area(0, 0, last, self._last_printed())
        if self._review.alignment:
            last = min(last + SPARE, LAST_ROW)
            self._offer("fix", [*FIX_WORDS[self._review.language].values()], last)
        self._offer("status", [*STATUS_WORDS[self._review.language].values()], last)
        for key, condition, look in colour_rules(columns, last + 1):
            rule = {"type": "formula", "criteria": f"={condition}", "format": self._formats.looks[look]}
            work.conditional_format(1, columns.index(key), last, columns.index(key), rule)
        if self._review.locked and not self._review.alignment:
            allowed = ("autofilter", "sort", "format_columns", "format_rows", "select_locked_cells")
            work.protect("", dict.fromkeys(allowed, True))

    def _last_printed(self) -> int:
        """The last column on paper: what a reviewer reads and writes, and terms and matches if there are some."""
        if self.matches:
            return self._columns.index("memory")
        return self._columns.index("note" if self._columns["terms"].hidden else "terms")

    def _offer(self, key: str, words: Sequence[str], last: int) -> None:
        """Offer words in a list at each cell of a column; others may be typed."""
        choices: dict[str, Any] = {"validate": "list", "source": list(words), "show_error": False}
        self._work.data_validation(1, self._columns.index(key), last, self._columns.index(key), choices)
