"""Run by LibreOffice's own Python: open a workbook, do to it what a reviewer does, save it. Not a test itself.

    python3 libreoffice_edit.py IN OUT EDITS.json

EDITS is `{"cells": {"old final text": "new text", …}, "sort": true, "statuses": {"id": "word"}, "delete": ["id", …]}`.
Sheets are unprotected, the cells found and typed over, the rows sorted by source text, backwards, some of them deleted,
and the file saved by the suffix of OUT.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import TableSortField

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not start")


def type_into(context, controller, cell, text):
    """Type a text into a cell as a person does, through the user interface: number formats have their say."""
    controller.select(cell)
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    dispatcher.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, (prop("StringName", text),))


def edit(context, controller, sheet, edits):
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


def main():
    source, target, edits = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"align{Path(profile).name}"
        office = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--norestore",
                f"--accept=pipe,name={pipe};urp;",
            ]
        )
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            book = desktop.loadComponentFromURL(source.resolve().as_uri(), "_blank", 0, (prop("Hidden", True),))
            for sheet in book.Sheets:
                edit(context, book.CurrentController, sheet, edits)
            book.storeToURL(target.resolve().as_uri(), (prop("FilterName", FILTERS[target.suffix]),))
            book.close(True)
            desktop.terminate()
        finally:
            try:
                office.wait(20)
            except subprocess.TimeoutExpired:
                office.kill()


main()
