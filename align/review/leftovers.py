"""The side file of a merge: everything that was typed and not applied, as a table that a person can work through."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from pathlib import Path

from align.corpus.fingerprints import writable
from align.io.atomic import atomic_output
from align.io.csv_cells import protected
from align.localization import Translated, language
from align.review.sheet_rows import COMMENTS
from align.review.unapplied import UnappliedEdit

HEADINGS = Translated(
    "heading of a column in leftovers.csv",
    ("Reason", "File", "Sheet", "Row", "ID", "Text", "Source", "Final translation", "Status", "Note"),
)


def side_file(output: str) -> Path:
    """The file that takes the leftovers of a merge into `output`.

    >>> side_file("work/reviewed.jsonl").as_posix()
    'work/reviewed.leftovers.csv'
    """
    path = Path(output)
    return path.with_name(f"{path.stem}.leftovers.csv")


def write_leftovers(leftovers: Iterable[UnappliedEdit], path: Path) -> None:
    """Write the leftovers as CSV for spreadsheet programs, which only this user can read: nobody has named the file.
    Raises OutputError where that fails."""
    table = io.StringIO(newline="")
    rows = csv.writer(table)
    rows.writerow(HEADINGS[language()])
    for leftover in leftovers:
        row, get = leftover.row, leftover.row.cells.get
        where = [protected(writable(text)) for text in (leftover.reason, row.file, row.sheet)]
        note = "\n".join(filter(None, (get("note", ""), get(COMMENTS, ""))))
        texts = [get("id", ""), leftover.text, *(get(key, "") for key in ("source", "final", "status")), note]
        rows.writerow([*where, row.number, *(protected(writable(text)) for text in texts)])
    with atomic_output(path, private=True) as stream:
        stream.write(codecs.BOM_UTF8 + table.getvalue().encode())
