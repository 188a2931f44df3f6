"""Run by LibreOffice's own Python: open a review table in Writer, do to it what a reviewer does, save it. Not a test.

    python3 libreoffice_table.py IN OUT EDITS.json

EDITS is a list of acts on the first table, whose rows are named by their numbers in the first column: `["type", number,
column, text]`, `["track", bool]`, `["add", number, column, text]` at the end of a cell, `["strike", number, column]`,
`["comment", number, column, author, text]`, `["insert", number, column, text]` a row below, `["delete", number]`,
`["sort", column]`, `["below", text]` a paragraph at the end of the document.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import uno

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.libreoffice import edited_text, prop


def cell_of(table: Any, number: str, column: int) -> Any:
    return table.getCellByPosition(column, row_of(table, number))


def row_of(table: Any, number: str) -> int:
    for row in range(1, table.Rows.Count):
        if table.getCellByPosition(0, row).String.partition("[")[0] == number:
            return row
    raise SystemExit(f"there is no row {number}")


def replaced(cell: Any, text: str) -> None:
    """Select all of a cell, and type."""
    cursor = cell.createTextCursor()
    cursor.gotoStart(False)
    cursor.gotoEnd(True)
    cell.insertString(cursor, text, True)


def edit(context: Any, document: Any, acts: Any) -> None:
    table = document.TextTables.getByIndex(0)
    for act, *given in acts:
        if act == "track":
            document.RecordChanges = given[0]
        elif act == "type":
            replaced(cell_of(table, given[0], given[1]), given[2])
        elif act == "add":
            cell = cell_of(table, given[0], given[1])
            cell.insertString(cell.getEnd(), given[2], False)
        elif act == "break":
            cell = cell_of(table, given[0], given[1])
            cell.insertControlCharacter(cell.getEnd(), 0, False)
        elif act == "strike":
            cursor = cell_of(table, given[0], given[1]).createTextCursor()
            cursor.gotoStart(False)
            cursor.gotoEnd(True)
            cursor.CharStrikeout = 1
        elif act == "comment":
            cell = cell_of(table, given[0], given[1])
            note = document.createInstance("com.sun.star.text.textfield.Annotation")
            note.Author, note.Content = given[2], given[3]
            cell.insertTextContent(cell.getEnd(), note, False)
        elif act == "insert":
            row = row_of(table, given[0]) + 1
            table.Rows.insertByIndex(row, 1)
            table.getCellByPosition(given[1], row).String = given[2]
        elif act == "delete":
            table.Rows.removeByIndex(row_of(table, given[0]), 1)
        elif act == "sort":
            sort(table, given[0])
        elif act == "below":
            document.Text.insertString(document.Text.getEnd(), given[0], False)


def sort(table: Any, column: int) -> None:
    """Sort the rows below the heading by the text of a column, backwards."""
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = column + 1, False
    field.FieldType = uno.Enum("com.sun.star.table.TableSortFieldType", "ALPHANUMERIC")
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    last = table.getCellByPosition(table.Columns.Count - 1, table.Rows.Count - 1).CellName
    table.getCellRangeByName(f"A2:{last}").sort((prop("SortFields", fields), prop("IsSortColumns", False)))


source, target, plan = map(Path, sys.argv[1:4])
acts = json.loads(plan.read_text("utf-8"))
edited_text(source, target, lambda context, document: edit(context, document, acts))
