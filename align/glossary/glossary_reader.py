"""Glossary files → Glossary: TSV, CSV, XLSX, ODS, TBX, and OmegaT's text files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from align.errors import FormatError, InputError, UsageError
from align.glossary.columns import Entries, Remark, entries_of
from align.glossary.glossary import Glossary
from align.io.csv_cells import unprotected

TABLES = (".tsv", ".tab", ".txt", ".csv")
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
TBX = (".tbx", ".xml")
SUFFIXES = (*TABLES, *SHEETS, *TBX)

Report = Callable[[Remark], None]


def read_glossary(
    path: str | Path, source_lang: str = "", target_lang: str = "", report: Report | None = None
) -> Glossary:
    """The glossary in a file. The languages, where given, choose two of a multilingual file.

    Entries that say nothing (no source, no translation) are left out and told to `report`. Raises InputError for a
    file that cannot be read, FormatError for one that is not what its name says or holds no term, UsageError for an
    unknown suffix.
    """
    entries = read_entries(path, source_lang, target_lang)
    if report is not None:
        for remark in entries.remarks:
            report(remark)
    if not entries.terms:
        raise FormatError(f"{path} holds no terms: it needs two columns, source and target (see align glossary --help)")
    return Glossary(entries.terms, source_lang or entries.source_lang, target_lang or entries.target_lang, str(path))


def open_glossary(path: str | Path, source_lang: str, target_lang: str, say: Callable[[str], None]) -> Glossary:
    """`read_glossary` for a command: `say` gets one line if entries cannot be used."""
    remarks: list[Remark] = []
    glossary = read_glossary(path, source_lang, target_lang, remarks.append)
    if unusable := sum(remark.error for remark in remarks):
        say(f"{path}: {unusable} of its entries cannot be used; align glossary check lists them")
    return glossary


def read_entries(path: str | Path, source_lang: str = "", target_lang: str = "") -> Entries:
    """The entries of a file as they stand in it. Raises as `read_glossary` does, but not for a file without terms."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"{path}: a glossary is one of {', '.join(SUFFIXES)}. Save it as one of these")
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {(error.strerror or str(error)).lower()}. Check the name") from error
    return _entries(data, str(path), suffix, source_lang, target_lang)


def _entries(data: bytes, name: str, suffix: str, source_lang: str, target_lang: str) -> Entries:
    if suffix in TBX:
        from align.glossary import tbx

        return tbx.read(io.BytesIO(data), name, source_lang, target_lang)
    rows = _sheet_rows(data, name) if suffix in SHEETS else _text_rows(data, name, suffix)
    return entries_of(rows, source_lang, target_lang)


def _sheet_rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that has any."""
    from align.io.spreadsheets import as_text, numbered_rows, open_book

    book = open_book(data, name)
    for sheet in book.sheet_names:
        found = False
        for number, cells in numbered_rows(book, sheet, name):
            texts = [unprotected(as_text(cell)[0]) for cell in cells]
            found = found or any(texts)
            yield number, texts
        if found:
            return


def _text_rows(data: bytes, name: str, suffix: str) -> Iterator[tuple[int, Sequence[str]]]:
    from align.io.text_encoding import decode

    text, _ = decode(data, name)
    if suffix == ".csv":
        separator = max(",;\t", key=text[:10_000].count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            for row in rows:
                yield rows.line_num, [unprotected(cell) for cell in row]
        except csv.Error as error:
            raise FormatError(
                f"{name}, line {rows.line_num}: not CSV ({error}). Save the table as CSV again"
            ) from error
        return
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):  # a comment, as in OmegaT's glossaries
            yield number, [_unquoted(cell) for cell in line.split("\t")]


def _unquoted(cell: str) -> str:
    """A cell without the quotation marks that spreadsheet programs put around one with quotation marks inside."""
    return cell[1:-1].replace('""', '"') if re.fullmatch(r'"(?:[^"]|"")*"', cell.strip()) and '""' in cell else cell
