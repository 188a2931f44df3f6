"""The cells of a workbook, whatever program saved it: XLSX, XLSM, XLSB, XLS and ODS, read by calamine."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from align.errors import FormatError
from align.io.spreadsheets.size_guard import check_archive
from align.localization import N_, _

SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
"""The suffixes of workbooks."""


def is_workbook(data: bytes) -> bool:
    """Whether some bytes begin as a workbook does, whatever its file is called: a zip archive, or OLE for XLS."""
    return data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


class LockedError(FormatError):
    """A workbook has a password."""


Cell: TypeAlias = str | float | int | bool | datetime.date | datetime.time | datetime.timedelta


def open_book(data: bytes, name: str) -> Any:
    """Open the workbook in some bytes. Raises FormatError for other bytes, or for one that no memory would hold."""
    import python_calamine

    check_archive(data, name)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise LockedError(_("{name} has a password", name=name), path=name, hint=_("save it without one")) from error
    except BaseException as error:
        raise broken_book(name, error) from error


def broken_book(name: str, error: BaseException) -> FormatError:
    """The FormatError for what calamine raises: it has a class for each of its parsers, and panics in addition."""
    if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
        raise error
    return FormatError(
        _("{name} is not a spreadsheet that can be read ({error})", name=name, error=error),
        path=name,
        hint=_("Save it as XLSX again"),
    )


def numbered_rows(book: Any, sheet: str, name: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Iterate over the rows of a sheet with their numbers from 1; columns begin at A."""
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


def as_text(cell: Cell) -> tuple[str, str]:
    """A cell as text, and a complaint where that may not be what was typed: for a date or a yes/no, not for a
    number."""
    if isinstance(cell, str):
        return cell, ""
    if isinstance(cell, bool):
        return str(cell).upper(), N_("a yes/no value instead of text")
    if isinstance(cell, (int, float)):
        return (str(int(cell)) if abs(cell) < 1e15 and cell == int(cell) else repr(cell)), ""
    if isinstance(cell, datetime.timedelta):
        return str(cell), N_("a time instead of text")
    return cell.isoformat(), N_("a date or time instead of text")


def parse_cell_reference(reference: str) -> tuple[int, int]:
    """Parse a cell reference to the row, from 1, and the column, from 0; 0 and -1 where it names none.

    >>> parse_cell_reference("F3"), parse_cell_reference("AB12")
    ((3, 5), (12, 27))
    """
    column = 0
    for letter in filter(str.isalpha, reference.upper()):
        column = 26 * column + ord(letter) - 64
    return int("".join(filter(str.isdecimal, reference)) or 0), column - 1


def column_letters(index: int) -> str:
    """The name of a column: A, B … Z, AA …, from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
