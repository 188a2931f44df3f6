"""Reads glossary files: TSV, CSV, XLSX, ODS, TBX, and OmegaT's text files."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from align.errors import FormatError, InputError, UsageError
from align.glossary.columns import Entries, Remark, known_headings, parse_rows
from align.glossary.glossary import Glossary
from align.io.csv_cells import unprotected
from align.io.delimited import SAMPLE_ROWS, decoded_lines, dialect_of, parsed_rows, table_rows, without_quotes
from align.io.own_errors import reason
from align.localization import _
from align.progress import Warn

MAX_CELL = 131_072
"""Characters of a cell: what is longer is no term, but text after a quotation mark that is never closed."""
TABLES = (".tsv", ".tab", ".txt", ".csv")
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
TBX = (".tbx", ".xml")
SUFFIXES = (*TABLES, *SHEETS, *TBX)

OnRemark = Callable[[Remark], None]


def read_glossary(
    path: str | Path, source_lang: str = "", target_lang: str = "", on_remark: OnRemark | None = None
) -> Glossary:
    """Read the glossary in a file. The languages, where given, choose two of a multilingual file.

    Entries that cannot be used (no source, no translation) are left out and passed to `on_remark`. Raises InputError
    for a file that cannot be read, FormatError for one that is not what its name says or holds no term, UsageError for
    an unknown suffix.
    """
    entries = read_entries(path, source_lang, target_lang)
    if on_remark is not None:
        for remark in entries.remarks:
            on_remark(remark)
    if not entries.terms:
        hint = _("it needs two columns, source and target (see align glossary --help)")
        raise FormatError(_("{path} holds no terms", path=path), path=path, hint=hint)
    return Glossary(entries.terms, source_lang or entries.source_lang, target_lang or entries.target_lang, str(path))


def open_glossary(path: str | Path, source_lang: str, target_lang: str, warn: Warn) -> Glossary:
    """Read a glossary as `read_glossary` does, and warn in one line if entries cannot be used."""
    remarks: list[Remark] = []
    glossary = read_glossary(path, source_lang, target_lang, remarks.append)
    if unusable := sum(remark.error for remark in remarks):
        warn(
            _(
                "{path}: {n} of its entries cannot be used; align glossary check lists them",
                path=path,
                n=unusable,
            )
        )
    return glossary


def read_entries(path: str | Path, source_lang: str = "", target_lang: str = "") -> Entries:
    """Read the entries of a file one by one. Raises as `read_glossary` does, but not for a file without terms."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        hint = _("Save it as one of these")
        raise UsageError.at(path, None, _("a glossary is one of {suffixes}", suffixes=", ".join(SUFFIXES)), hint=hint)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        message = _("cannot read {path}: {reason}", path=path, reason=reason(error))
        raise InputError(message, path=path, hint=_("Check the name")) from error
    return _entries(data, str(path), suffix, source_lang, target_lang)


def _entries(data: bytes, name: str, suffix: str, source_lang: str, target_lang: str) -> Entries:
    if suffix in TBX:
        from align.glossary import tbx

        return tbx.read(io.BytesIO(data), name, source_lang, target_lang)
    rows = _sheet_rows(data, name) if suffix in SHEETS else _text_rows(data, name, suffix)
    return parse_rows(rows, source_lang, target_lang)


def _sheet_rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of the first sheet that has any."""
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
    if suffix == ".csv":
        for number, row in table_rows(io.BytesIO(data), name, known=known_headings):
            if max(map(len, row)) > MAX_CELL:
                problem = _("a cell is longer than {n:,} characters", n=MAX_CELL)
                raise FormatError.at(name, number, problem, hint=_("A quotation mark may be missing. Mend the row"))
            yield number, [unprotected(cell) for cell in row]
        return
    lines = list(decoded_lines(io.BytesIO(data), name))
    dialect = dialect_of(lines[:SAMPLE_ROWS], "\t")
    for number, row in parsed_rows(iter(lines), name, dialect):
        if not row[0].startswith("#"):  # a comment, as in OmegaT's glossaries
            yield number, [without_quotes(cell) for cell in row]
