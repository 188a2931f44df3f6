"""Writes a glossary as TSV, CSV, XLSX or TBX, by the suffix. The tables have the headings that the reader knows."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import BinaryIO

from align.errors import UsageError, option_name
from align.glossary import tbx
from align.glossary.glossary import Glossary
from align.glossary.term import Term
from align.io.atomic import atomic_output
from align.io.csv_cells import protected
from align.localization import _

COLUMNS = ("source", "target", "forbidden", "case", "note")
WRITABLE_SUFFIXES = (".tsv", ".csv", ".xlsx", ".tbx")


def write_glossary(glossary: Glossary, path: str | Path) -> None:
    """Write a glossary; `-` is TSV on standard output. Raises UsageError for an unknown suffix, and for TBX without
    languages."""
    suffix = ".tsv" if str(path) == "-" else Path(path).suffix.lower()
    if suffix not in WRITABLE_SUFFIXES:
        message = _("a glossary is written as {suffixes}", suffixes=", ".join(WRITABLE_SUFFIXES))
        raise UsageError.at(path, None, message, hint=_("Name the output so"))
    if suffix == ".tbx" and not (glossary.source_lang and glossary.target_lang):
        hint = _(
            "say {source_option} and {target_option}",
            source_option=option_name("source_lang"),
            target_option=option_name("target_lang"),
        )
        raise UsageError.at(path, None, _("TBX names its languages"), hint=hint)
    with atomic_output(path) as stream:
        if suffix == ".tsv":
            for row in ([*COLUMNS], *map(row_of, glossary.terms)):
                stream.write(("\t".join(" ".join(cell.split()) for cell in row) + "\n").encode())
        elif suffix == ".csv":
            _csv(glossary, stream)
        elif suffix == ".xlsx":
            stream.write(_xlsx(glossary))
        else:
            tbx.write(stream, glossary)


def row_of(term: Term) -> list[str]:
    """Write a term as the cells of a row, in the order of COLUMNS."""
    case = "" if term.case == "auto" else term.case
    return [term.source, " | ".join(term.targets), " | ".join(term.forbidden), case, term.note]


def _csv(glossary: Glossary, stream: BinaryIO) -> None:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows([protected(cell) for cell in row_of(term)] for term in glossary.terms)
    stream.write(codecs.BOM_UTF8 + text.getvalue().encode())


def _xlsx(glossary: Glossary) -> bytes:
    """The workbook in memory: an archive that is given up half way would complain when it is collected."""
    import xlsxwriter

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet("glossary")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 2, 36)
        sheet.set_column(4, 4, 60)
        for row, cells in enumerate([[*COLUMNS], *map(row_of, glossary.terms)]):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, bold if row == 0 else None)
    return made.getvalue()
