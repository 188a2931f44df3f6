"""Run by LibreOffice's own Python: move texts in the sheet of an alignment as a reviewer does. Not a test itself.

    python3 libreoffice_moves.py IN OUT MOVES.json

MOVES is a list of what is done one after the other in the sheet with a column *Fix* or *Segments*: `["cut", "D18",
"D16"]` cuts a cell and pastes it, `["insert row", "A5"]` puts a row above, `["insert cell", "D8"]` shifts a column down
from there, `["delete row", "A5"]`, `["type", "E4", "text"]`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.libreoffice import edited, prop, type_into


def move(context: Any, controller: Any, sheet: Any) -> None:
    controller.setActiveSheet(sheet)
    if sheet.getCellByPosition(1, 0).String not in ("Segments", "Сегменты"):
        return
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)

    def do(command: str, cell: str = "", *options: Any) -> None:
        if cell:
            go = (prop("ToPoint", cell),)
            dispatcher.executeDispatch(controller.Frame, ".uno:GoToCell", "", 0, go)
        dispatcher.executeDispatch(controller.Frame, command, "", 0, options)

    for what, cell, *more in moves:
        if what == "cut":
            do(".uno:Cut", cell)
            do(".uno:Paste", more[0])
        elif what == "insert row":
            do(".uno:InsertRowsBefore", cell)
        elif what == "delete row":
            do(".uno:DeleteRows", cell)
        elif what == "insert cell":
            do(".uno:InsertCell", cell, prop("Flags", "V"))
        else:
            type_into(context, controller, sheet.getCellRangeByName(cell), more[0])


source, target, plan = map(Path, sys.argv[1:4])
moves = json.loads(plan.read_text("utf-8"))
edited(source, target, move)
