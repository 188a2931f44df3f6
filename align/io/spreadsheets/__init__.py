"""Workbooks of any kind: measured before they are opened, read cell by cell as text."""

from align.io.spreadsheets.workbook_cells import (
    SPREADSHEETS,
    Cell,
    LockedError,
    as_text,
    column_letters,
    is_workbook,
    numbered_rows,
    open_book,
    parse_cell_reference,
)

__all__ = [
    "SPREADSHEETS",
    "Cell",
    "LockedError",
    "as_text",
    "column_letters",
    "is_workbook",
    "numbered_rows",
    "open_book",
    "parse_cell_reference",
]
