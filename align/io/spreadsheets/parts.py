"""The parts of a workbook's archive: XLSX (ECMA-376) and ODS, for what calamine does not tell of a cell."""

from __future__ import annotations

import contextlib
import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from align.errors import FormatError
from align.localization import _

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@contextlib.contextmanager
def opened_archive(data: bytes, name: str, what: str) -> Iterator[tuple[zipfile.ZipFile, frozenset[str]] | None]:
    """Open the archive in the bytes of the workbook called `name`, with the names of its parts; None for XLS.

    It must have been checked (`open_book`). `what` is looked for in it. Raises FormatError where a part is broken.
    """
    from lxml import etree

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        yield None
        return
    try:
        with archive:
            yield archive, frozenset(archive.namelist())
    except (etree.LxmlError, KeyError, ValueError, OSError, RuntimeError, zipfile.BadZipFile) as error:
        raise FormatError(
            _("{what} of {name} cannot be read ({error})", what=_(what), name=name, error=error),
            path=name,
            hint=_("Save it again"),
        ) from error


def parse_xml(content: bytes) -> Any:
    """Parse a part. No entity is expanded and nothing is fetched."""
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def local_name(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


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


def sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets of an XLSX workbook in order: the name of each, and of its part ("" where the file has none)."""
    sheets = related(archive, "xl/workbook.xml")
    for sheet in parse_xml(archive.read("xl/workbook.xml")).iter("{*}sheet"):
        identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        __, part = sheets.get(identity, ("", ""))
        yield sheet.get("name", ""), part


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


def cells_of(content: bytes) -> Iterator[Any]:
    """The cells of an XLSX sheet, one at a time; a row is released at its end."""
    from lxml import etree

    options = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    for __, row in etree.iterparse(io.BytesIO(content), tag="{*}row", **options):
        yield from row.iter("{*}c")
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]
