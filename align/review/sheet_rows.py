"""Rows of a reviewed table, whatever program saved it: XLSX, ODS, XLS, DOCX, ODT, CSV and TSV in any usual encoding.

Columns are found by their headings, in either language and any order; rows before the headings are passed over.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from align.corpus.bands import is_band_word
from align.corpus.fingerprints import as_displayed
from align.errors import FormatError, InputError
from align.io.spreadsheets import SPREADSHEETS, Cell, as_text, column_letters, is_workbook, numbered_rows, open_book
from align.io.spreadsheets.comments import Comment, read_comments
from align.io.spreadsheets.number_texts import NumberTexts, Position
from align.io.spreadsheets.struck import without_struck
from align.localization import N_, _, language
from align.review.cells import BrokenRow
from align.review.strings import HEADINGS, TRANSLATION, column_keys

CORPUS_KEY = "align-corpus"
"""Stands in a hidden row of the summary sheet, before the corpus's header as JSON."""
COMMENTS = "comments"
"""The key of a row's cells under which the comments of its cells are, a line each, with their authors' names."""
REVIEWER, REVIEWED = "reviewer", "reviewed"
"""The keys of the cells of a unit by a CAT tool that say who changed it, and when."""
_TEXTS = frozenset({"source", "draft", "final", "note"})
"""The columns whose numbers a person typed, or a spreadsheet program made of a text."""
_NEEDED = frozenset({"id", "mark", "source"})
_HEADINGS_WITHIN = 50
"""Rows among which the headings must be."""
_CALLED = {"row": N_("row {number}"), "unit": N_("unit {number}"), "change": N_("change {number}")}


def displayed_id(name: str) -> str:
    """The id of a pair as a sheet may have it: without the blanks that a form or a paste leaves around it, letters
    composed (NFC)."""
    return unicodedata.normalize("NFC", as_displayed(name)).strip()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a reviewed table: its texts by column, what could not be taken as text, and what stands elsewhere.

    `number` counts from 1, as spreadsheet programs do. `extras` are texts in unknown columns, by heading. `broken` is
    the reason why nothing of the row can be relied on, if so. `what` is `unit` for what a CAT tool gave back, `change`
    for what the editor did. `replaces` are the ids of the pairs in whose place it comes, each with its fingerprint.
    `shown` is what a person calls the row where the program shows no numbers of rows.
    """

    file: str
    sheet: str
    number: int
    cells: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, str] = field(default_factory=dict)
    broken: str = ""
    what: str = "row"
    replaces: tuple[tuple[str, str], ...] = ()
    shown: str = ""

    @property
    def id(self) -> str:
        """The id of the pair that the row shows, "" of a row that was added."""
        return displayed_id(self.cells.get("id", ""))

    @property
    def where(self) -> str:
        """Where a person finds the row."""
        if self.sheet and not self.shown:
            return _("{file}, sheet {sheet!r}, {row}", file=self.file, sheet=self.sheet, row=self.called)
        return f"{self.file}, {self.called}"

    @property
    def called(self) -> str:
        """What a person calls the row: its number, as its program shows it."""
        return self.shown or _(_CALLED[self.what], number=self.number)


@dataclass(slots=True)
class Table:
    """A reviewed file: its rows, and lines on sheets that hold something else."""

    rows: Iterator[SheetRow]
    remarks: list[str] = field(default_factory=list)


def read_table(path: str | Path) -> Table:
    """Read the rows of a reviewed file. Raises InputError if that fails, FormatError if no sheet has the headings."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            _("cannot read {path}: {reason}", path=path, reason=reason), path=path, hint=_("Check the name")
        ) from error
    workbook = Path(path).suffix.lower() in SPREADSHEETS or is_workbook(data)
    return table_from(data, str(path), spreadsheet=workbook)


def table_from(data: bytes, name: str, spreadsheet: bool) -> Table:
    """Read the rows in the bytes of a file called `name`. Raises FormatError if no sheet has the headings."""
    from align.review.word_files import is_word_file, word_table

    if is_word_file(data, name):
        return word_table(data, name)
    remarks: list[str] = []
    if spreadsheet:
        book = open_book(data, name)  # measures it, too
        sheets: Iterable[tuple[str, Iterator[tuple[int, Sequence[Cell]]]]] = _sheets(book, data, name)
        comments = read_comments(data, name)
        numbers = NumberTexts(data, name)
    else:
        from align.review.delimited import read_delimited

        sheets, comments, numbers = [("", read_delimited(data, name))], [], None
    found = []
    for sheet, numbered in sheets:
        of_sheet = [comment for comment in comments if comment.sheet == sheet]
        found.append(_rows_under_headings(name, sheet, numbered, remarks, of_sheet, numbers))
    if not any(rows is not None for rows in found):
        problem = _("no table with the headings ID and Final translation")
        if remarks:
            problem = _("no table with the headings ID and Final translation ({remark})", remark=remarks[0])
        raise FormatError.at(name, None, problem, _("Give the reviewed file"))
    return Table((row for rows in found if rows is not None for row in rows), remarks)


def _sheets(book: Any, data: bytes, name: str) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[Cell]]]]]:
    clean = without_struck(data, name)
    for sheet in book.sheet_names:
        of_sheet = {(row, column): text for (where, row, column), text in clean.items() if where == sheet}
        yield sheet, _replace_cells(numbered_rows(book, sheet, name), of_sheet)


def _replace_cells(
    rows: Iterator[tuple[int, Sequence[Cell]]], clean: Mapping[tuple[int, int], str]
) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield the rows without the text that is struck through in them: who strikes a wording has deleted it."""
    for number, cells in rows:
        yield number, [clean.get((number, column), cell) for column, cell in enumerate(cells)] if clean else cells


def _rows_under_headings(
    name: str,
    sheet: str,
    numbered: Iterator[tuple[int, Sequence[Cell]]],
    remarks: list[str],
    comments: Sequence[Comment],
    numbers: NumberTexts | None,
) -> Iterator[SheetRow] | None:
    """The rows under the headings; None where there are none, with a remark unless the sheet is the summary."""
    first: Sequence[Cell] = ()
    for number, cells in numbered:
        if CORPUS_KEY in cells:
            remarks += [_comment_remark(name, comment) for comment in comments]
            return None
        keys = column_keys([as_text(cell)[0] for cell in cells])
        if missing := _missing_in_alignment(keys):
            remark = _(
                "{place} has no column {missing}, by which moved texts are found, and was not read: put the column "
                "back, or its heading",
                place=_place(name, sheet),
                missing=missing,
            )
            remarks.append(remark)
            return None
        if "final" in keys and not _NEEDED.isdisjoint(keys):
            remarks += [_comment_remark(name, comment) for comment in comments if comment.row <= number]
            below = [comment for comment in comments if comment.row > number]
            return _read_body(name, sheet, numbered, keys, [as_text(cell)[0] for cell in cells], below, numbers)
        if {"id", "status"}.issubset(keys):
            remark = _(
                "{place} has no column Final translation and was not read: put the column back, or its heading",
                place=_place(name, sheet),
            )
            remarks.append(remark)
            return None
        first = first or [cell for cell in cells if cell != ""]
        if number >= _HEADINGS_WITHIN:
            break
    if first:
        shown = ", ".join(as_text(cell)[0][:20] for cell in first[:4])
        remark = _(
            "{place} has no headings that are known and was not read; it begins: {beginning}",
            place=_place(name, sheet),
            beginning=shown,
        )
        remarks.append(remark)
    return None


def _number_text(numbers: NumberTexts, at: Position, cell: float) -> tuple[str, str]:
    """The text that a cell shows for its number; the number and a complaint where that is not certain."""
    shown = numbers.shown(*at, cell)
    return (as_text(cell)[0], N_("a number instead of text")) if shown is None else (shown, "")


def _missing_in_alignment(keys: Sequence[str | None]) -> str:
    """The heading of a column that the sheet of an alignment needs and has not; "" where it has all, or is none."""
    if "status" not in keys or {"fix", "bead"}.isdisjoint(keys):
        return ""
    names = HEADINGS[language()]
    needed = {"final": TRANSLATION[language()]} | {key: names[key] for key in ("source", "id", "mark")}
    return next((heading for key, heading in needed.items() if key not in keys), "")


def _comment_remark(name: str, comment: Comment) -> str:
    text = " ".join(str(comment).split())
    place = _place(name, comment.sheet)
    return _(
        "{place} has a comment at {cell} that belongs to no pair: “{text}”", place=place, cell=comment.cell, text=text
    )


def _place(name: str, sheet: str) -> str:
    """A file, or a sheet of one, as what a sentence begins with."""
    return _("{name}, sheet {sheet!r},", name=name, sheet=sheet) if sheet else name


def _read_body(
    name: str,
    sheet: str,
    numbered: Iterator[tuple[int, Sequence[Cell]]],
    keys: Sequence[str | None],
    headings: Sequence[str],
    comments: Sequence[Comment],
    numbers: NumberTexts | None,
) -> Iterator[SheetRow]:
    comments_of: dict[int, list[str]] = {}
    for comment in comments:
        comments_of.setdefault(comment.row, []).append(str(comment))
    for number, cells in numbered:
        texts: dict[str, str] = {}
        problems: dict[str, str] = {}
        extras: dict[str, str] = {}
        for index, cell in enumerate(cells):
            key = keys[index] if index < len(keys) else None
            text, problem = as_text(cell)
            if numbers is not None and key in _TEXTS and isinstance(cell, (int, float)) and not problem:
                text, problem = _number_text(numbers, (sheet, number, index), cell)
            if key == "band" and text and not is_band_word(text):  # somebody's words, who found no better place
                extras[headings[index]] = text
            elif key is not None and key not in texts:
                texts[key] = text
                if problem:
                    problems[key] = _(problem)
            elif text:
                heading = headings[index] if index < len(headings) else ""
                extras[heading or _("column {name}", name=column_letters(index))] = text
        if number in comments_of:
            texts[COMMENTS] = "\n".join(comments_of.pop(number))
        broken = cells.reason if isinstance(cells, BrokenRow) else ""
        if any(texts.values()) or extras:
            yield SheetRow(name, sheet, number, texts, problems, extras, broken)
    for number, lines in sorted(comments_of.items()):  # below the last row
        yield SheetRow(name, sheet, number, {COMMENTS: "\n".join(lines)})
