"""Run by LibreOffice's own Python: open a review sheet, type into it as a person does, save it. Not a test itself.

    python3 type_in_libreoffice.py IN.xlsx OUT.xlsx CELLS.json

CELLS is a list of `[source of the row, heading of the column, text]`. Locked cells stay locked.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not start")


def fill(context, controller, sheet, cells):
    """Type through the user interface, so that the program treats the texts as it treats a person's."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    headings = [sheet.getCellByPosition(column, 0).String for column in range(last.EndColumn + 1)]
    if "Source" not in headings:
        return
    source = headings.index("Source")
    rows = {sheet.getCellByPosition(source, row).String: row for row in range(1, last.EndRow + 1)}
    controller.setActiveSheet(sheet)
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    for text, heading, typed in cells:
        controller.select(sheet.getCellByPosition(headings.index(heading), rows[text]))
        dispatcher.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, (prop("StringName", typed),))
    controller.select(sheet.getCellByPosition(source, 1))


def main():
    source, target, cells = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"align{Path(profile).name}"
        options = (f"-env:UserInstallation=file://{profile}", "--headless", "--norestore")
        office = subprocess.Popen(["soffice", *options, f"--accept=pipe,name={pipe};urp;"])
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            book = desktop.loadComponentFromURL(source.resolve().as_uri(), "_blank", 0, (prop("Hidden", True),))
            for sheet in book.Sheets:
                fill(context, book.CurrentController, sheet, cells)
            book.CurrentController.setActiveSheet(book.Sheets.getByIndex(0))
            book.calculateAll()
            book.storeToURL(target.resolve().as_uri(), (prop("FilterName", "Calc MS Excel 2007 XML"),))
            book.close(True)
            desktop.terminate()
        finally:
            try:
                office.wait(20)
            except subprocess.TimeoutExpired:
                office.kill()


main()
