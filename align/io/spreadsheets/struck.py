"""Struck-through text in a workbook's cells: what a person deleted without track changes (XLSX and ODS)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from typing import Any

from align.io.spreadsheets.parts import (
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

CellTexts = dict[tuple[str, int, int], str]
"""Sheet, row from 1 and column from 0 → the text of the cell without what is struck through."""

_LINES = tuple(
    f"{{urn:oasis:names:tc:opendocument:xmlns:style:1.0}}text-line-through-{kind}" for kind in ("style", "type")
)
"""Either says that there is a line; LibreOffice writes only the second for a part of a cell."""


def without_struck(data: bytes, name: str) -> CellTexts:
    """Find the cells in the bytes of a workbook called `name` that have struck-through text; none in formats other than
    XLSX and ODS. The archive must have been checked (`open_book`). Raises FormatError for one that is broken."""
    with opened_archive(data, name, N_("the formats")) as opened:
        if opened is None:
            return {}
        archive, names = opened
        if "xl/workbook.xml" in names:
            return dict(_xlsx(archive, names))
        if "content.xml" in names and b"line-through-" in (content := archive.read("content.xml")):
            return dict(_ods(parse_xml(content)))
    return {}


def _xlsx(archive: zipfile.ZipFile, names: Collection[str]) -> Iterator[tuple[tuple[str, int, int], str]]:
    """Find struck text in the sheets that can have any: going through a large sheet takes a while."""
    strings = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
    shared = list(parse_xml(strings).iter("{*}si")) if strings else []
    styles = _struck_styles(archive) if "xl/styles.xml" in names else set()
    for sheet, part in sheet_parts(archive):
        content = archive.read(part) if part in names else b""
        if _STRIKE not in strings and _STRIKE not in content and not _uses_one(content, styles):
            continue
        for cell in cells_of(content):
            text = _unstruck(cell, shared, cell.get("s", "") in styles)
            if text is not None:
                yield (sheet, *parse_cell_reference(cell.get("r", ""))), text


_STRIKE = b"strike"
_FORMAT = re.compile(rb' s="([0-9]{1,9})"')


def _uses_one(content: bytes, styles: set[str]) -> bool:
    """Whether a cell of a sheet has one of the formats; there may be any number of both."""
    return bool(styles) and any(match[1].decode() in styles for match in _FORMAT.finditer(content))


def _unstruck(cell: Any, shared: list[Any], whole: bool) -> str | None:
    """The text of a cell without what is struck, None where nothing is."""
    value = cell.findtext("{*}v") or ""
    if cell.get("t") == "s" and value.isdecimal() and int(value) < len(shared):
        item = shared[int(value)]
    else:
        item = cell.find("{*}is")
    if item is None:
        return "" if whole and value else None
    runs = [
        (_is_struck(run.find("{*}rPr"), whole), "".join(t.text or "" for t in run.iter("{*}t")))
        for run in item.iter("{*}r")
    ]
    runs = runs or [(whole, "".join(t.text or "" for t in item.iter("{*}t")))]
    if not any(struck and text.strip() for struck, text in runs):
        return None
    return " ".join("".join(text for struck, text in runs if not struck).split(" ")).strip()


def _is_struck(properties: Any, cell_is_struck: bool) -> bool:
    """Whether a run is struck through; one without properties inherits from its cell."""
    if properties is None:
        return cell_is_struck
    strike = properties.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _struck_styles(archive: zipfile.ZipFile) -> set[str]:
    """The numbers of the cell formats whose font is struck through."""
    tree = parse_xml(archive.read("xl/styles.xml"))
    fonts = [_is_struck(font, False) for table in tree.iter("{*}fonts") for font in table.iter("{*}font")]
    formats = [one for table in tree.iter("{*}cellXfs") for one in table.iter("{*}xf")]
    found = set()
    for number, one in enumerate(formats):
        font = one.get("fontId", "0")
        if font.isdecimal() and int(font) < len(fonts) and fonts[int(font)]:
            found.add(str(number))
    return found


def _ods(tree: Any) -> Iterator[tuple[tuple[str, int, int], str]]:
    struck = {}
    for style in tree.iter("{*}style"):
        lines = [one.get(line) for one in style for line in _LINES if one.get(line)]
        if lines:
            name = next((str(value) for key, value in style.attrib.items() if key.endswith("}name")), "")
            struck[name] = any(line != "none" for line in lines)
    for table in tree.iterfind(".//{*}spreadsheet/{*}table"):
        row = 0
        for line in rows_of(table):
            column = 0
            for cell in line:
                runs = [
                    run
                    for one in cell
                    if local_name(one) == "p"
                    for run in _runs(one, struck.get(_style(cell), False), struck)
                ]
                if any(is_struck and text.strip() for is_struck, text in runs):
                    text = " ".join("".join(text for is_struck, text in runs if not is_struck).split(" ")).strip()
                    yield (table.get(f"{TABLE}name", ""), row + 1, column), text
                column += repeats(cell, "number-columns-repeated")
            row += repeats(line, "number-rows-repeated")


def _runs(element: Any, is_struck: bool, struck: dict[str, bool]) -> Iterator[tuple[bool, str]]:
    """The texts of a paragraph in their order, and whether each is struck through."""
    yield is_struck, element.text or ""
    for one in element:
        if local_name(one) == "s":
            yield is_struck, " "
        yield from _runs(one, struck.get(_style(one), is_struck), struck)
        yield is_struck, one.tail or ""


def _style(element: Any) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.endswith("}style-name")), "")
