"""Workbooks of any kind: measured before they are opened, read cell by cell as text."""

from align.io.spreadsheets.workbook_cells import (
    SPREADSHEETS,
    Cell,
    LockedError,
    as_text,
    is_workbook,
    letters,
    numbered_rows,
    open_book,
    place,
)

__all__ = [
    "SPREADSHEETS",
    "Cell",
    "LockedError",
    "as_text",
    "is_workbook",
    "letters",
    "numbered_rows",
    "open_book",
    "place",
]
