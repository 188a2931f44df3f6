"""The texts that a workbook shows for its numbers, as far as they are certain: `5%` is the number 0.05 with a format.

What somebody types as text becomes a number in the hands of a spreadsheet program. An ODS file keeps the text that was
shown beside the number. An XLSX file keeps the format (ECMA-376 part 1, 18.8.30); what is shown for it depends on the
program's language, except for whole numbers and whole percentages. XLS and XLSB files are not looked into.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any

from align.io.spreadsheets.parts import (
    OFFICE,
    TABLE,
    cells_of,
    local_name,
    opened_archive,
    parse_xml,
    repeats,
    rows_of,
    sheet_parts,
)
from align.io.spreadsheets.workbook_cells import parse_cell_reference
from align.localization import N_

Position = tuple[str, int, int]
"""Sheet, row from 1 and column from 0."""
_LARGEST = 10**15
"""A spreadsheet program keeps 15 digits of a number: those of a longer one are not what was typed."""
_BUILT_IN = {"0": "General", "1": "0", "9": "0%", "49": "@"}
"""The formats that no file defines and whose texts are certain; the others have separators or are dates."""
_MOST_REPEATED = 64


class NumberTexts:
    """The texts shown for the numbers of the workbook in `data`, which is looked into when the first is asked for.

    Its archive must have been checked (`open_book`).
    """

    def __init__(self, data: bytes, name: str):
        self._data, self._name = data, name

    def shown(self, sheet: str, row: int, column: int, value: float) -> str | None:
        """The text shown for the number `value`, or None where that is not certain. Raises FormatError for a broken
        file.

        `row` counts from 1, `column` from 0.
        """
        texts, formats = self._found
        at = sheet, row, column
        if at in texts:
            return texts[at]
        if formats is None or abs(value) >= _LARGEST:
            return None
        style = formats.get(at, "General")
        if style == "0%":
            percent = round(value * 100, 9)
            return f"{percent:.0f}%" if percent == int(percent) else None
        return f"{value:.0f}" if style in ("General", "0", "@") and value == int(value) else None

    @cached_property
    def _found(self) -> tuple[dict[Position, str], dict[Position, str] | None]:
        """The texts that are known, and the formats of the other numbers; None in place of these if they are not."""
        with opened_archive(self._data, self._name, N_("the number formats")) as opened:
            if opened is not None:
                archive, names = opened
                if "xl/workbook.xml" in names:
                    formats = None if "xl/workbook.bin" in names else dict(_xlsx(archive, names))
                    return {}, formats
                if "content.xml" in names:
                    return dict(_ods(parse_xml(archive.read("content.xml")))), {}
        return {}, None


def _xlsx(archive: zipfile.ZipFile, names: Collection[str]) -> Iterator[tuple[Position, str]]:
    """The formats of all numbers in cells."""
    formats = _cell_formats(archive) if "xl/styles.xml" in names else []
    for sheet, part in sheet_parts(archive):
        for cell in cells_of(archive.read(part)) if part in names else ():
            style = cell.get("s", "0")
            if cell.get("t", "n") == "n" and style.isdecimal() and int(style) < len(formats):
                yield (sheet, *parse_cell_reference(cell.get("r", ""))), formats[int(style)]


def _cell_formats(archive: zipfile.ZipFile) -> list[str]:
    """The number format of each cell style, "" for a built-in one that is none of `_BUILT_IN`."""
    tree = parse_xml(archive.read("xl/styles.xml"))
    defined = {one.get("numFmtId"): one.get("formatCode", "") for one in tree.iter("{*}numFmt")}
    styles = [one for table in tree.iter("{*}cellXfs") for one in table.iter("{*}xf")]
    numbers = [one.get("numFmtId", "0") for one in styles]
    return [defined.get(number, _BUILT_IN.get(number, "")) for number in numbers]


def _ods(tree: Any) -> Iterator[tuple[Position, str]]:
    """The texts of all numbers in cells, percentages and amounts of money among them."""
    for table in tree.iterfind(".//{*}spreadsheet/{*}table"):
        row = 1
        for line in rows_of(table):
            column = 0
            for cell in line:
                times = repeats(cell, "number-columns-repeated")
                if cell.get(f"{OFFICE}value") is not None:
                    text = "\n".join("".join(one.itertext()) for one in cell if local_name(one) == "p")
                    for offset in range(min(times, _MOST_REPEATED)):
                        yield (table.get(f"{TABLE}name", ""), row, column + offset), text
                column += times
            row += repeats(line, "number-rows-repeated")
