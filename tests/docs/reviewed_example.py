"""Makes `examples/reviewed/` again: `python tests/docs/reviewed_example.py`, with LibreOffice and python3-uno.

A review sheet belongs to the corpus it was made from, drafts and all, and drafts change with the model and a little
with the processor. So the two are kept together. When `examples/port.txt` or the sheet's layout changes, this drafts
the story anew, writes its sheet, and types in LibreOffice what the reviewer of the sheet at hand decided, found by the
source. New weights of the bundled model need no new sheet.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from align.review import read_table

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
REVIEWED = EXAMPLES / "reviewed"
STORY, CORPUS, SHEET = "port.txt", "port.jsonl", "review.xlsx"
LIBREOFFICE_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True)
class Decision:
    """What the reviewer made of a row; the rejected have no text."""

    final: str
    status: str
    note: str


def decisions(workbook: Path) -> dict[str, Decision]:
    """What a reviewer decided, by the source text."""
    rows = (row.cells for row in read_table(workbook).rows)
    return {
        row["source"]: Decision("" if row["status"] == "rejected" else row["final"], row["status"], row.get("note", ""))
        for row in rows
    }


def typing(fresh: Path, made: dict[str, Decision]) -> list[tuple[str, str, str]]:
    """The cells that the reviewer fills in a fresh sheet: source of the row, heading of the column, text.

    As a person does: a text that is changed needs no status, one that is right as it stands is approved. Raises
    KeyError for a source that nobody has reviewed.
    """
    cells = []
    for row in (row.cells for row in read_table(fresh).rows):
        source, decision = row["source"], made[row["source"]]
        if decision.status == "rejected":
            cells.append((source, "Status", "rejected"))
        elif decision.final == row["draft"]:
            cells.append((source, "Status", "approved"))
        else:
            cells.append((source, "Final translation", decision.final))
        if decision.note:
            cells.append((source, "Note", decision.note))
    return cells


def align(folder: Path, *arguments: str) -> None:
    """Run `align` in a folder."""
    subprocess.run([sys.executable, "-m", "align", *arguments], cwd=folder, check=True)


def draft(folder: Path) -> None:
    """The corpus and the empty sheet of the story, by the commands of the tutorial and the bundled model."""
    shutil.copy(EXAMPLES / STORY, folder)
    align(folder, "translate", STORY, "--to", "ru", "--model", "en-ru-starter", "-o", CORPUS)
    align(folder, "review", CORPUS, "-o", SHEET)


def main() -> None:
    """Make both files anew from what the reviewer decided in the sheet at hand."""
    made = decisions(REVIEWED / SHEET)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draft(folder)
        (folder / "cells.json").write_text(json.dumps(typing(folder / SHEET, made)), encoding="utf-8")
        script = Path(__file__).with_name("type_in_libreoffice.py")
        back = folder / "back.xlsx"
        subprocess.run([LIBREOFFICE_PYTHON, script, folder / SHEET, back, folder / "cells.json"], check=True)
        shutil.copyfile(folder / CORPUS, REVIEWED / CORPUS)
        shutil.copyfile(back, REVIEWED / SHEET)


if __name__ == "__main__":
    main()
