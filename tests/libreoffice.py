"""What scripts for LibreOffice's own Python have in common: a workbook opened, changed as by a person, and saved.

    python3 libreoffice.py PIPE [end]

waits until the LibreOffice of that pipe answers, and opens a sheet there that keeps it from ending; or ends it.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".ods": "calc8",
    ".docx": "MS Word 2007 XML",
    ".odt": "writer8",
}


def prop(name: str, value: object) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def type_into(context: Any, controller: Any, cell: Any, text: str) -> None:
    """Type a text into a cell as a person does, through the user interface: number formats have their say."""
    controller.select(cell)
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    dispatcher.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, (prop("StringName", text),))


def edited_text(source: Path, target: Path, edit: Any) -> None:
    """Call `edit(context, document)` for the document of Writer in `source`, and save by the suffix of `target`."""
    with _office() as context:
        text = _desktop(context).loadComponentFromURL(source.resolve().as_uri(), "_blank", 0, (prop("Hidden", True),))
        edit(context, text)
        text.storeToURL(target.resolve().as_uri(), (prop("FilterName", FILTERS[target.suffix]),))
        text.close(True)


def edited(source: Path, target: Path, edit: Any) -> None:
    """Call `edit(context, controller, sheet)` for each sheet of `source`, and save by the suffix of `target`."""
    with _office() as context:
        book = _desktop(context).loadComponentFromURL(source.resolve().as_uri(), "_blank", 0, (prop("Hidden", True),))
        for sheet in book.Sheets:
            edit(context, book.CurrentController, sheet)
        book.CurrentController.setActiveSheet(book.Sheets.getByIndex(0))
        book.calculateAll()
        book.storeToURL(target.resolve().as_uri(), (prop("FilterName", FILTERS[target.suffix]),))
        book.close(True)


@contextlib.contextmanager
def _office() -> Iterator[Any]:
    """The LibreOffice that runs for the tests (see office.py), or one of this script's own."""
    if running := os.environ.get("ALIGN_OFFICE"):
        yield _connect(running)
        return
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"align{Path(profile).name}"
        options = (f"-env:UserInstallation=file://{profile}", "--headless", "--norestore")
        office = subprocess.Popen(["soffice", *options, f"--accept=pipe,name={pipe};urp;"])
        try:
            context = _connect(pipe)
            yield context
            _desktop(context).terminate()
        finally:
            try:
                office.wait(20)
            except subprocess.TimeoutExpired:
                office.kill()


def _desktop(context: Any) -> Any:
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def _connect(pipe: str) -> Any:
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001  those of UNO, before LibreOffice answers
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not start")


if __name__ == "__main__":
    desktop = _desktop(_connect(sys.argv[1]))
    if sys.argv[2:] == ["end"]:
        desktop.terminate()
    else:
        desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (prop("Hidden", True),))
