"""The first sheet of a review workbook: instructions, live counts of what there is to do, what the flags mean."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from align.corpus.bands import BAND_WORDS, BANDS
from align.corpus.pair import STATUSES, Corpus
from align.io.spreadsheets import column_letters
from align.review.counting import rows_that_are, words_that_are
from align.review.fix_guide import write_fix_guide
from align.review.layout import (
    BAND_FILL,
    CHANGED_FILL,
    FAINT,
    FIX_FILL,
    FIX_INK,
    HEADER_EDIT_FILL,
    HOLE_FILL,
    INK,
    RISK_FILL,
    STATUS_FILL,
    STRUCK_FILL,
    UNCLEAR_FILL,
    UNCLEAR_INK,
)
from align.review.page import Page
from align.review.review_options import ReviewOptions
from align.review.sheet import Sheet
from align.review.sheet_rows import CORPUS_KEY
from align.review.strings import STATUS_WORDS


def write_summary(
    book: Any, work: Any, sheets: Sequence[Sheet], flags: Counter[str], header: Corpus, review: ReviewOptions
) -> None:
    """Fill the summary sheet, top down (the workbook keeps no rows in memory)."""
    _Summary(book, work, header, review).write(sheets, flags)


class _Summary:
    def __init__(self, book: Any, work: Any, header: Corpus, review: ReviewOptions):
        self._book = book
        self._work = work
        self._header = header
        self._review = review
        self._page = Page(book, work)

    def write(self, sheets: Sequence[Sheet], flags: Counter[str]) -> None:
        self._write_header_data()
        self._write_title(sheets)
        self._write_steps(any(sheet.gaps for sheet in sheets))
        if self._review.alignment:
            write_fix_guide(self._page, self._review)
        self._write_progress(sheets)
        if self._review.shows_bands and any(sheet.bands for sheet in sheets):
            self._write_bands(sheets)
        self._write_colours(sheets)
        self._write_flags(flags)
        self._page.end_of_print()
        self._write_provenance()
        if self._review.locked:
            self._work.protect("", {"select_locked_cells": True, "format_columns": True})

    def _write_title(self, sheets: Sequence[Sheet]) -> None:
        languages = " → ".join(code for code in (self._header.source_lang, self._header.target_lang) if code)
        title = f"{self._review.text('title')}  ·  {languages}" if languages else self._review.text("title")
        self._page.set_height(34)
        self._work.write_string(self._page.row, 1, title, self._page.look(size=20, bold=True))
        self._page.row += 1
        total = sum(sum(sheet.counts.values()) for sheet in sheets)
        line = self._review.text("subtitle").format(pairs=total, sheets=len(sheets), date=self._header.created[:10])
        self._work.write_string(self._page.row, 1, line.strip(" ·"), self._page.look(color=FAINT))
        self._page.row += 2

    def _write_steps(self, gaps: bool) -> None:
        self._page.heading(self._review.text("how"))
        words = STATUS_WORDS[self._review.language]
        steps = list(self._review.steps)
        if gaps and self._review.alignment:
            steps.insert(2, self._review.text("gap step"))
        for number, step in enumerate(steps, 1):
            self._page.paragraph(f"{number}.  {step.format(**words, merge=self._review.merge)}")
        self._page.row += 1

    def _write_progress(self, sheets: Sequence[Sheet]) -> None:
        """Write two tables, of pairs and of words: a line for each sheet, with live formulas, and a total."""
        self._page.heading(self._review.text("progress"))
        more = [self._review.text(key) for key in ("high", "medium", "unclear")]
        self._write_table("pairs", sheets, more)
        self._write_table("words", sheets, [])

    def _write_table(self, unit: str, sheets: Sequence[Sheet], more: Sequence[str]) -> None:
        words = STATUS_WORDS[self._review.language]
        heads = [self._review.text("sheet"), self._review.text(unit), *(words[status] for status in STATUSES)]
        self._page.heads([*heads, self._review.text("done"), *more])
        first = self._page.row
        for sheet in sheets:
            self._write_line(sheet, unit)
        if len(sheets) > 1:
            self._write_total(sheets, unit, first)
        bar = {"type": "data_bar", "bar_color": "#8FC7A3", "bar_solid": True, "min_type": "num", "max_type": "num"}
        self._work.conditional_format(first, 7, self._page.row - 1, 7, bar | {"min_value": 0, "max_value": 1})
        if more:
            look = self._book.add_format({"bg_color": UNCLEAR_FILL, "font_color": UNCLEAR_INK})
            rule = {"type": "cell", "criteria": ">", "value": 0, "format": look}
            self._work.conditional_format(first, 10, self._page.row - 1, 10, rule)
        self._page.row += 1

    def _write_line(self, sheet: Sheet, unit: str) -> None:
        """Write the line of a sheet. Formulas come with their values before the work begins."""
        name = sheet.name.replace("'", "''")
        letters = map(self._review.columns.letter, ("state", "words"))
        states, words = (f"'{name}'!${at}$2:${at}${max(sheet.row, 2)}" for at in letters)
        row, number = self._page.row + 1, self._page.look(align="center", ruled=True)
        link = self._page.look(color="#1F5FA8", ruled=True, underline=True)
        self._work.write_url(self._page.row, 1, f"internal:'{name}'!A1", link, string=sheet.name)
        if unit == "pairs":
            numbers, all_of_them = sheet.counts, f"COUNT({states})"
            each = [rows_that_are(status, states) for status in STATUSES[1:]]
        else:
            numbers, all_of_them = sheet.words, f"SUM({words})"
            each = [words_that_are(status, states, words) for status in STATUSES[1:]]
        formulas = [all_of_them, f"C{row}-E{row}-F{row}-G{row}", *each]
        values = [sum(numbers.values()), *(numbers[status] for status in STATUSES)]
        for column, (formula, value) in enumerate(zip(formulas, values, strict=True), 2):
            self._work.write_formula(self._page.row, column, f"={formula}", number, value)
        self._write_share(self._page.row, values[0], values[1])
        if unit == "pairs":
            for column, level in ((8, "high"), (9, "medium")):
                self._work.write_number(self._page.row, column, sheet.levels[level], number)
            self._work.write_formula(self._page.row, 10, f"={rows_that_are('unclear', states)}", number, 0)
        self._page.row += 1

    def _write_total(self, sheets: Sequence[Sheet], unit: str, first: int) -> None:
        look = self._page.look(bold=True, align="center", top=True)
        self._work.write_string(self._page.row, 1, self._review.text("total"), self._page.look(bold=True, top=True))
        numbers = sum((sheet.counts if unit == "pairs" else sheet.words for sheet in sheets), Counter())
        values = dict(enumerate([sum(numbers.values()), *(numbers[status] for status in STATUSES)], 2))
        if unit == "pairs":
            levels = sum((sheet.levels for sheet in sheets), Counter())
            values |= {8: levels["high"], 9: levels["medium"], 10: 0}
        for column, value in values.items():
            name = column_letters(column)
            formula = f"=SUM({name}{first + 1}:{name}{self._page.row})"
            self._work.write_formula(self._page.row, column, formula, look, value)
        self._write_share(self._page.row, values[2], values[3], bold=True)
        self._page.row += 1

    def _write_share(self, row: int, total: int, drafts: int, bold: bool = False) -> None:
        look = self._page.look(align="center", ruled=not bold, top=bold, bold=bold, number="0%")
        formula = f"=IF(C{row + 1}=0,0,1-D{row + 1}/C{row + 1})"
        self._work.write_formula(row, 7, formula, look, 1 - drafts / total if total else 0)

    def _write_bands(self, sheets: Sequence[Sheet]) -> None:
        """Write a line for each band of drafts: how many there are, how many of them are drafts still (a live formula),
        and what it means."""
        self._page.heading(self._review.text("bands"))
        draft = STATUS_WORDS[self._review.language]["draft"]
        self._page.heads([self._review.headings["band"], self._review.text("pairs"), draft])
        number = self._page.look(align="center", ruled=True)
        for band in BANDS:
            count, word = sum(sheet.bands[band] for sheet in sheets), BAND_WORDS[self._review.language][band]
            look = self._page.look(fill=BAND_FILL[band], ruled=True)
            self._work.write_string(self._page.row, 1, word, look)
            self._work.write_number(self._page.row, 2, count, number)
            self._work.write_formula(self._page.row, 3, f"={self._drafts_of(word, sheets)}", number, count)
            self._work.write_string(self._page.row, 4, self._review.text(f"{band} means"), self._page.look(indent=1))
            self._page.row += 1
        self._page.row += 1

    def _drafts_of(self, word: str, sheets: Sequence[Sheet]) -> str:
        """The formula for how many rows have this under *Quality* and are drafts; nothing where a reviewer has deleted
        the column."""
        counted = []
        for sheet in sheets:
            name, last = sheet.name.replace("'", "''"), max(sheet.row, 2)
            bands, states = (
                f"'{name}'!${at}$2:${at}${last}" for at in map(self._review.columns.letter, ("band", "state"))
            )
            counted.append(f'COUNTIFS({bands},"{word}",{states},{STATUSES.index("draft")})')
        return f'IFERROR({"+".join(counted)},"")'

    def _write_colours(self, sheets: Sequence[Sheet]) -> None:
        self._page.heading(self._review.text("colours"))
        rows = [(RISK_FILL["high"], INK, "high"), (RISK_FILL["medium"], INK, "medium")]
        if self._review.alignment:
            rows += [(HOLE_FILL, INK, "hole"), (CHANGED_FILL, INK, "changed"), (FIX_FILL, FIX_INK, "fix")]
            rows += [(STRUCK_FILL, FAINT, "gone")]
        else:
            rows += [(CHANGED_FILL, INK, "changed")]
        rows += [(fill, INK, status) for status, fill in STATUS_FILL.items()]
        unclear = "unclear word" if self._review.alignment else "unclear"
        rows += [(UNCLEAR_FILL, UNCLEAR_INK, unclear), (HEADER_EDIT_FILL, "#FFFFFF", "green")]
        if any(sheet.gaps for sheet in sheets):
            rows += [("", INK, "gap")]
        if any(sheet.paragraphs for sheet in sheets):
            rows += [("", INK, "line")]
        names = {str(status): word for status, word in STATUS_WORDS[self._review.language].items()}
        for fill, color, what in rows:
            meaning = self._review.text(f"{what} means").format(draft=self._review.headings["draft"])
            name = names.get(what) or self._review.text(what)
            self._work.write_string(self._page.row, 1, name, self._page.look(fill=fill, color=color, ruled=True))
            self._work.write_string(self._page.row, 2, meaning, self._page.look(indent=1))
            self._page.row += 1
        self._page.row += 1

    def _write_flags(self, flags: Counter[str]) -> None:
        if not flags:
            return
        self._page.heading(self._review.text("flags"))
        for flag, count in sorted(flags.items(), key=lambda item: (-item[1], item[0])):
            self._work.write_string(self._page.row, 1, flag, self._page.look(ruled=True))
            self._work.write_number(self._page.row, 2, count, self._page.look(align="center", ruled=True))
            self._work.write_string(self._page.row, 3, self._review.flag(flag), self._page.look(indent=1))
            self._page.row += 1
        self._page.row += 1

    def _write_provenance(self) -> None:
        """Write the corpus's signature in small print."""
        if self._header.signature.parts:
            self._page.heading(self._review.text("made"))
            for name, value in self._header.signature.parts:
                self._work.write_string(self._page.row, 1, name, self._page.look(color=FAINT, size=9))
                self._work.write_string(self._page.row, 2, value, self._page.look(color=FAINT, size=9))
                self._page.row += 1

    def _write_header_data(self) -> None:
        """Write the corpus's header as data, in a hidden row, for `align convert review.xlsx` to restore."""
        header = {
            "signature": str(self._header.signature),
            "source_lang": self._header.source_lang,
            "target_lang": self._header.target_lang,
            "created": self._header.created,
            "extra": dict(self._header.extra),
        }
        self._work.set_row(self._page.row, None, None, {"hidden": True})
        self._work.write_string(self._page.row, 1, CORPUS_KEY, self._page.look())
        self._work.write_string(self._page.row, 2, json.dumps(header), self._page.look())
        self._page.row += 1
