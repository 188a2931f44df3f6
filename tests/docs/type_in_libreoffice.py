"""Run by LibreOffice's own Python: open a review sheet, type into it as a person does, save it. Not a test itself.

    python3 type_in_libreoffice.py IN.xlsx OUT.xlsx CELLS.json

CELLS is a list of `[source of the row, heading of the column, text]`. Locked cells stay locked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.libreoffice import edited, type_into


def fill(context: Any, controller: Any, sheet: Any, cells: Any) -> None:
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
    for text, heading, typed in cells:
        type_into(context, controller, sheet.getCellByPosition(headings.index(heading), rows[text]), typed)
    controller.select(sheet.getCellByPosition(source, 1))


source, target, plan = map(Path, sys.argv[1:4])
cells = json.loads(plan.read_text("utf-8"))
edited(source, target, lambda context, controller, sheet: fill(context, controller, sheet, cells))
