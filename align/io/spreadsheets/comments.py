"""The comments of a workbook's cells: XLSX (notes and threads, ECMA-376 part 1, 18.7) and ODS (office:annotation)."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from align.errors import FormatError
from align.io.spreadsheets.workbook_cells import column_letters, parse_cell_reference

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
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "content.xml" not in names and not any("omment" in part for part in names):
                return []
            if "xl/workbook.xml" in names:
                return list(_xlsx(archive, names))
            if "content.xml" in names and b"<office:annotation" in (content := archive.read("content.xml")):
                return list(_ods(parse_xml(content)))
    except zipfile.BadZipFile:
        pass  # XLS, or nothing that holds comments
    except (etree.LxmlError, KeyError, ValueError, OSError, RuntimeError, NotImplementedError) as error:
        raise FormatError(
            f"the comments of {name} cannot be read ({error})", path=name, hint="Save it again"
        ) from error
    return []


def parse_xml(content: bytes) -> Any:
    """Parse a part. No entity is expanded and nothing is fetched."""
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def local_name(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _xlsx(archive: zipfile.ZipFile, names: set[str]) -> Iterator[Comment]:
    people = {
        person.get("id"): person.get("displayName", "")
        for part in sorted(names)
        if part.startswith("xl/persons/")
        for person in parse_xml(archive.read(part)).iter("{*}person")
    }
    sheets = related(archive, "xl/workbook.xml")
    for sheet in parse_xml(archive.read("xl/workbook.xml")).iter("{*}sheet"):
        identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        _, part = sheets.get(identity, ("", ""))
        found = [] if part not in names else sorted(related(archive, part).values())
        for kind, source in found:
            if source in names and kind in ("comments", "threadedComment"):
                tree = parse_xml(archive.read(source))
                read = _notes(tree) if kind == "comments" else _threads(tree, people)
                for cell, author, text in read:
                    row, _ = parse_cell_reference(cell)
                    if row and text:
                        yield Comment(sheet.get("name", ""), row, cell, author, text)


def related(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to: type and name by id."""
    folder, file = posixpath.split(part)
    links = f"{folder}/_rels/{file}.rels"
    if links not in archive.namelist():
        return {}
    return {
        one.get("Id", ""): (
            one.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in parse_xml(archive.read(links)).iter("{*}Relationship")
    }


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
                for note in cell.iter("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"):
                    author = next((_text(one) for one in note if local_name(one) == "creator"), "")
                    text = "\n".join(_text(one) for one in note if local_name(one) == "p").strip()
                    if text:
                        name = next((v for key, v in table.attrib.items() if key.endswith("}name")), "")
                        yield Comment(name, row + 1, f"{column_letters(column)}{row + 1}", author, text)
                column += repeats(cell, "number-columns-repeated")
            row += repeats(line, "number-rows-repeated")


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of an ODS table, in groups or not, but none of a table inside one of its cells."""
    for one in table:
        name = local_name(one)
        if name == "table-row":
            yield one
        elif name in ("table-row-group", "table-rows", "table-header-rows"):
            yield from rows_of(one)


def repeats(element: Any, attribute: str) -> int:
    """The number of times that an ODS cell or row is repeated, by its `attribute`."""
    value = next((value for key, value in element.attrib.items() if key.endswith(f"}}{attribute}")), "1")
    return int(value) if value.isdecimal() else 1


def _text(element: Any) -> str:
    return "".join(element.itertext())
