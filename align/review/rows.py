"""Rows of a reviewed table, whatever program saved it: XLSX, ODS, XLS, CSV and TSV in any usual encoding.

Columns are found by their headings, in either language and any order; rows before the headings are passed over.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from align.errors import FormatError, InputError
from align.review.words import column_key

SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
CORPUS_KEY = "align-corpus"
"""Stands in a hidden row of the summary sheet, before the corpus's header as JSON."""
_NEEDED = frozenset({"id", "mark", "source"})
_HEADINGS_WITHIN = 50
"""Rows among which the headings must be."""

Cell: TypeAlias = str | float | int | bool | datetime.date | datetime.time | datetime.timedelta


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a reviewed table: its texts by column, what could not be taken as text, and what stands elsewhere.

    `number` counts from 1, as spreadsheet programs do. `extras` are texts in columns that are not ours, by heading.
    """

    file: str
    sheet: str
    number: int
    cells: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """Where a person finds the row."""
        sheet = f", sheet {self.sheet!r}" if self.sheet else ""
        return f"{self.file}{sheet}, row {self.number}"


@dataclass(slots=True)
class Table:
    """A reviewed file: its rows, and lines on the sheets that hold something and are not ours."""

    rows: Iterator[Row]
    remarks: list[str] = field(default_factory=list)


def read_table(path: str | Path) -> Table:
    """The rows of a reviewed file. Raises InputError if it cannot be read, FormatError if no sheet has our headings."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {(error.strerror or str(error)).lower()}. Check the name") from error
    return table_from(data, str(path), spreadsheet=Path(path).suffix.lower() in SPREADSHEETS)


def table_from(data: bytes, name: str, spreadsheet: bool) -> Table:
    """The rows in the bytes of a file called `name`."""
    remarks: list[str] = []
    if spreadsheet:
        sheets: Iterable[tuple[str, Iterator[tuple[int, Sequence[Cell]]]]] = _sheets(data, name)
    else:
        from align.review.delimited import read_delimited

        sheets = [("", read_delimited(data, name))]
    found = [_rows(name, sheet, numbered, remarks) for sheet, numbered in sheets]
    if not any(rows is not None for rows in found):
        detail = f" ({remarks[0]})" if remarks else ""
        raise FormatError(
            f"{name}: no table with the headings ID and Final translation{detail}. Give the reviewed file"
        )
    return Table((row for rows in found if rows is not None for row in rows), remarks)


def open_book(data: bytes, name: str) -> Any:
    """The workbook in some bytes. Raises FormatError where it is none, or one that no memory would hold."""
    import python_calamine

    from align.review.archive import check_archive

    check_archive(data, name)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise FormatError(f"{name} has a password: save it without one") from error
    except BaseException as error:
        raise broken_book(name, error) from error


def broken_book(name: str, error: BaseException) -> FormatError:
    """The one line for what calamine raises: it has a class for each of its parsers, and panics beside them."""
    if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
        raise error
    return FormatError(f"{name} is not a spreadsheet that can be read ({error}). Save it as XLSX again")


def numbered_rows(book: Any, sheet: str, name: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows of a sheet with their numbers from 1; columns begin at A."""
    try:
        opened = book.get_sheet_by_name(sheet)
        rows = opened.iter_rows()
    except BaseException as error:
        raise broken_book(name, error) from error
    before = [""] * (opened.start[1] if opened.start else 0)
    number = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except BaseException as error:
            raise broken_book(name, error) from error
        number += 1
        yield number, [*before, *row]


def _sheets(data: bytes, name: str) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[Cell]]]]]:
    book = open_book(data, name)
    for sheet in book.sheet_names:
        yield sheet, numbered_rows(book, sheet, name)


def _rows(
    name: str, sheet: str, numbered: Iterator[tuple[int, Sequence[Cell]]], remarks: list[str]
) -> Iterator[Row] | None:
    """The rows under the headings; None where there are none, with a remark unless the sheet is our summary."""
    first: Sequence[Cell] = ()
    for number, cells in numbered:
        if CORPUS_KEY in cells:
            return None
        keys = [column_key(as_text(cell)[0]) for cell in cells]
        if "final" in keys and not _NEEDED.isdisjoint(keys):
            return _body(name, sheet, numbered, keys, [as_text(cell)[0] for cell in cells])
        if {"id", "status"}.issubset(keys):
            remarks.append(
                f"{name}{_of_sheet(sheet)} has no column Final translation and was not read: "
                "put the column back, or its heading"
            )
            return None
        first = first or [cell for cell in cells if cell != ""]
        if number >= _HEADINGS_WITHIN:
            break
    if first:
        shown = ", ".join(as_text(cell)[0][:20] for cell in first[:4])
        remarks.append(f"{name}{_of_sheet(sheet)} has no headings that are known and was not read; it begins: {shown}")
    return None


def _of_sheet(sheet: str) -> str:
    return f", sheet {sheet!r}," if sheet else ""


def _body(
    name: str,
    sheet: str,
    numbered: Iterator[tuple[int, Sequence[Cell]]],
    keys: Sequence[str | None],
    headings: Sequence[str],
) -> Iterator[Row]:
    for number, cells in numbered:
        texts: dict[str, str] = {}
        problems: dict[str, str] = {}
        extras: dict[str, str] = {}
        for index, cell in enumerate(cells):
            key = keys[index] if index < len(keys) else None
            text, problem = as_text(cell)
            if key is not None and key not in texts:
                texts[key] = text
                if problem:
                    problems[key] = problem
            elif text:
                extras[(headings[index] if index < len(headings) else "") or f"column {letters(index)}"] = text
        if any(texts.values()) or extras:
            yield Row(name, sheet, number, texts, problems, extras)


def as_text(cell: Cell) -> tuple[str, str]:
    """A cell as text, and what is wrong with that: a date or a yes/no is not what was typed, a number nearly always."""
    if isinstance(cell, str):
        return cell, ""
    if isinstance(cell, bool):
        return str(cell).upper(), "a yes/no value instead of text"
    if isinstance(cell, (int, float)):
        return (str(int(cell)) if abs(cell) < 1e15 and cell == int(cell) else repr(cell)), ""
    if isinstance(cell, datetime.timedelta):
        return str(cell), "a time instead of text"
    return cell.isoformat(), "a date or time instead of text"


def letters(index: int) -> str:
    """The name of a column: A, B … Z, AA …, from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
