"""Run by LibreOffice's own Python: open a workbook, do to it what a reviewer does, save it. Not a test itself.

    python3 libreoffice_edit.py IN OUT EDITS.json

EDITS is `{"cells": {"old final text": "new text", …}, "sort": true, "statuses": {"id": "word"}, "delete": ["id", …]}`.
Sheets are unprotected, the cells found and typed over, the rows sorted by source text, backwards, some of them deleted,
and the file saved by the suffix of OUT.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import uno
from com.sun.star.table import TableSortField

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.libreoffice import edited, prop, type_into


def edit(context: Any, controller: Any, sheet: Any, edits: Any) -> None:
    controller.setActiveSheet(sheet)
    sheet.unprotect("")
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last_row, last_column = cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn
    headings = [sheet.getCellByPosition(column, 0).String for column in range(last_column + 1)]
    if "Final translation" not in headings:
        return
    final, ids, status = (headings.index(name) for name in ("Final translation", "ID", "Status"))
    for row in range(1, last_row + 1):
        cell = sheet.getCellByPosition(final, row)
        if cell.String in edits["cells"]:
            type_into(context, controller, cell, edits["cells"][cell.String])
        word = edits.get("statuses", {}).get(sheet.getCellByPosition(ids, row).String)
        if word:
            type_into(context, controller, sheet.getCellByPosition(status, row), word)
    if edits.get("sort"):
        field = TableSortField()
        field.Field, field.IsAscending = headings.index("Source"), False
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        cells = sheet.getCellRangeByPosition(0, 1, last_column, last_row)
        cells.sort((prop("SortFields", fields), prop("ContainsHeader", False)))
    for row in range(last_row, 0, -1):
        if sheet.getCellByPosition(ids, row).String in edits.get("delete", ()):
            sheet.Rows.removeByIndex(row, 1)


source, target, plan = map(Path, sys.argv[1:4])
edits = json.loads(plan.read_text("utf-8"))
edited(source, target, lambda context, controller, sheet: edit(context, controller, sheet, edits))
