"""The comments of a workbook's cells: XLSX (notes and threads, ECMA-376 part 1, 18.7) and ODS (office:annotation)."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from align.io.spreadsheets.parts import (
    OFFICE,
    local_name,
    opened_archive,
    parse_xml,
    related,
    repeats,
    rows_of,
    sheet_parts,
)
from align.io.spreadsheets.workbook_cells import column_letters, parse_cell_reference
from align.localization import N_

_THREAD = "[Threaded comment]"
"""The beginning of the note that replaces a thread in programs without threads."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment by `author` (empty where the file has no name) on a cell of a sheet: `row` from 1, `cell` as `F3`."""

    sheet: str
    row: int
    cell: str
    author: str
    text: str

    def __str__(self) -> str:
        return f"{self.author}: {self.text}" if self.author else self.text


def read_comments(data: bytes, name: str) -> list[Comment]:
    """Read the comments in the bytes of a workbook called `name`, sheet by sheet; none in formats other than XLSX and
    ODS.

    The archive must have been checked (`open_book`). Raises FormatError for one that is broken.
    """
    with opened_archive(data, name, N_("the comments")) as opened:
        if opened is None:
            return []
        archive, names = opened
        if "xl/workbook.xml" in names and any("omment" in part for part in names):
            return list(_xlsx(archive, names))
        if "content.xml" in names and b"<office:annotation" in (content := archive.read("content.xml")):
            return list(_ods(parse_xml(content)))
    return []


def _xlsx(archive: zipfile.ZipFile, names: Collection[str]) -> Iterator[Comment]:
    people = {
        person.get("id"): person.get("displayName", "")
        for part in sorted(names)
        if part.startswith("xl/persons/")
        for person in parse_xml(archive.read(part)).iter("{*}person")
    }
    for sheet, part in sheet_parts(archive):
        found = [] if part not in names else sorted(related(archive, part).values())
        for kind, source in found:
            if source in names and kind in ("comments", "threadedComment"):
                tree = parse_xml(archive.read(source))
                read = _notes(tree) if kind == "comments" else _threads(tree, people)
                for cell, author, text in read:
                    row, _ = parse_cell_reference(cell)
                    if row and text:
                        yield Comment(sheet, row, cell, author, text)


def _notes(tree: Any) -> Iterator[tuple[str, str, str]]:
    authors = [_text(author) for author in tree.iter("{*}author")]
    for note in tree.iter("{*}comment"):
        number = note.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        text = "".join(part.text or "" for part in note.iter("{*}t")).strip()
        if not text.startswith(_THREAD):
            text = text.removeprefix(f"{author}:").strip() if author else text  # Excel puts the name before the text
            yield note.get("ref", ""), author, text


def _threads(tree: Any, people: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for one in tree.iter("{*}threadedComment"):
        text = "".join(part.text or "" for part in one.iter("{*}text")).strip()
        yield one.get("ref", ""), people.get(one.get("personId"), ""), text


def _ods(tree: Any) -> Iterator[Comment]:
    for table in tree.iterfind(".//{*}spreadsheet/{*}table"):
        row = 0
        for line in rows_of(table):
            column = 0
            for cell in line:
                for note in cell.iter(f"{OFFICE}annotation"):
                    author = next((_text(one) for one in note if local_name(one) == "creator"), "")
                    text = "\n".join(_text(one) for one in note if local_name(one) == "p").strip()
                    if text:
                        name = next((v for key, v in table.attrib.items() if key.endswith("}name")), "")
                        yield Comment(name, row + 1, f"{column_letters(column)}{row + 1}", author, text)
                column += repeats(cell, "number-columns-repeated")
            row += repeats(line, "number-rows-repeated")


def _text(element: Any) -> str:
    return "".join(element.itertext())
