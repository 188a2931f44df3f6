"""The review workbook as a corpus format: what `-o corpus.xlsx` writes, and what `align convert review.xlsx` reads.

Reading takes what people changed in the sheet; everything else of a pair comes from the hidden data of its row. A table
without the hidden columns is read as plain bitext: source and translation.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, BinaryIO

from align.account import Account
from align.corpus.fields import json_object
from align.corpus.fingerprints import as_displayed
from align.corpus.format_options import FormatOptions
from align.corpus.formats.bilingual_table import pair_in_row, pairs_in_rows
from align.corpus.formats.jsonl import pair_from_json
from align.corpus.pair import Corpus, Pair, Signature
from align.corpus.table_columns import find_columns
from align.errors import FormatError
from align.io.spreadsheets import as_text, numbered_rows, open_book
from align.io.spreadsheets.number_texts import NumberTexts
from align.localization import N_, _
from align.review.conservation import TranslationChange, in_use, refused_changes
from align.review.decisions import decide
from align.review.fixes import has_bar
from align.review.sheet_rows import CORPUS_KEY, SheetRow, table_from
from align.review.waiting import belongs
from align.review.workbook import Writer

__all__ = ["Writer", "read"]

_HINT = N_("Mend the cell, or use align merge, which lists such rows")
_CELLS_WITH = {
    "a number instead of text": N_("cells with a number instead of text"),
    "a yes/no value instead of text": N_("cells with a yes/no value instead of text"),
    "a time instead of text": N_("cells with a time instead of text"),
    "a date or time instead of text": N_("cells with a date or time instead of text"),
}


def read(stream: BinaryIO, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in a workbook. Raises FormatError, with sheet and row, for what cannot be taken as it stands."""
    data = stream.read()
    header = _header(data, name)
    try:
        table = table_from(data, name, spreadsheet=True)
    except FormatError:
        found = _bilingual_sheet(data, name, options)
        if found is None:
            raise
        return found
    header.pairs = _pairs(table.rows, header, options)
    header.source_lang = options.source_lang or header.source_lang
    header.target_lang = options.target_lang or header.target_lang
    return header


def _bilingual_sheet(data: bytes, name: str, options: FormatOptions) -> Corpus | None:
    """The corpus in the first sheet whose first row names the columns of both texts, as in tables of delimited text."""
    book = open_book(data, name)
    numbers = NumberTexts(data, name)
    account = Account()
    for sheet in book.sheet_names:
        rows = (row for row in _text_rows(book, sheet, name, numbers, account) if any(row[1]))
        __, first = next(rows, (0, []))
        columns = find_columns(first, options, name) if first else None
        if columns is not None:
            languages = FormatOptions(
                columns.source_lang or options.source_lang, columns.target_lang or options.target_lang
            )
            pairs = pairs_in_rows(rows, columns, name, languages, account)
            return Corpus(pairs, source_lang=languages.source_lang, target_lang=languages.target_lang, account=account)
    return None


def _text_rows(
    book: Any, sheet: str, name: str, numbers: NumberTexts, account: Account
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet as texts: of a number what the spreadsheet shows (`5%`). `account` has those that may have
    looked different."""
    for number, cells in numbered_rows(book, sheet, name):
        texts = []
        for column, cell in enumerate(cells):
            text, complaint = as_text(cell)
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                shown = numbers.shown(sheet, number, column, cell)
                text, complaint = (shown, "") if shown is not None else (text, "a number instead of text")
            if complaint:
                account.change(_CELLS_WITH[complaint], f"sheet {sheet!r}, row {number}")
            texts.append(text)
        yield number, texts


def _header(data: bytes, name: str) -> Corpus:
    """The header in the hidden first row of the summary; an empty one where there is none."""
    book = open_book(data, name)
    for sheet in book.sheet_names:
        __, cells = next(numbered_rows(book, sheet, name), (0, ()))
        if CORPUS_KEY in cells:
            try:
                return _parse_header([str(cell) for cell in cells])
            except ValueError as error:
                raise FormatError(
                    _(
                        "{name}, sheet {sheet!r}, row 1: what is known of the corpus is broken: {error}",
                        name=name,
                        sheet=sheet,
                        error=error,
                    ),
                    path=name,
                    line=1,
                    hint=_("Delete that row, or use align merge"),
                ) from error
    return Corpus(())


def _parse_header(cells: list[str]) -> Corpus:
    """The header in the cell after its key. Raises ValueError with a reason."""
    about = json_object("".join(cells[cells.index(CORPUS_KEY) + 1 :][:1]))
    texts = {key: about.get(key, "") for key in ("signature", "source_lang", "target_lang", "created")}
    extra = about.get("extra", {})
    if not isinstance(extra, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise ValueError(_("a text or table is something else"))
    return Corpus((), Signature.parse(texts.pop("signature")), **texts, extra=extra)


def _pairs(rows: Iterator[SheetRow], header: Corpus, options: FormatOptions) -> Iterator[Pair]:
    read = (_read_row(row, number, header, options) for number, row in enumerate(rows, 1))
    for __, of_document in itertools.groupby(read, key=lambda one: one[1].doc):
        run = list(of_document)
        texts = [TranslationChange(old.id, old.source, old.target, in_use(new), new.target) for _row, old, new in run]
        for index, reason in refused_changes(texts).items():
            raise _row_error(run[index][0], reason, _(_HINT))
        yield from (new for _row, _old, new in run)


def _row_error(row: SheetRow, problem: str, hint: str) -> FormatError:
    return FormatError(f"{row.where}: {problem}", path=row.file, line=row.number, hint=hint)


def _read_row(row: SheetRow, number: int, header: Corpus, options: FormatOptions) -> tuple[SheetRow, Pair, Pair]:
    """Read a row: with it come its pair as it was written and as it is now."""
    data = row.cells.get("data", "")
    if not data:
        pair = _plain_pair(row, number, header, options)
        return row, pair, pair
    pair = _written_pair(row, number, data, header)
    bar = "fix" in row.cells and has_bar(row) and not any("||" in text for text in (pair.source, pair.target))
    if row.cells.get("fix", "").strip() or bar:
        raise _row_error(row, _("texts are to be moved to other rows"), _("Use align merge, which does that"))
    if not belongs(row, pair):
        raise _row_error(row, _("the source was changed in the sheet"), _("Undo that, or use align merge"))
    decision = decide(row, pair)
    if decision.problems:
        raise _row_error(row, decision.problems[0], _(_HINT))
    return row, pair, decision.applied(pair)


def _written_pair(row: SheetRow, number: int, data: str, header: Corpus) -> Pair:
    """The pair as it was written. Its exact texts are in the data where a spreadsheet program might change them."""
    try:
        fields = json_object(data)
        for key, column in (("source", "source"), ("target", "draft"), ("note", "note")):
            fields.setdefault(key, row.cells.get(column, ""))
        return pair_from_json(number, fields, header)
    except (ValueError, TypeError) as error:
        raise _row_error(
            row, _("the hidden data is broken: {error}", error=error), _("Use align merge instead")
        ) from error


def _plain_pair(row: SheetRow, number: int, header: Corpus, options: FormatOptions) -> Pair:
    languages = FormatOptions(options.source_lang or header.source_lang, options.target_lang or header.target_lang)
    cells = {key: text for key, text in row.cells.items() if key in ("id", "n", "doc", "note") and text}
    cells |= {"source": row.cells.get("source", ""), "target": row.cells.get("final", "")}  # either may be empty
    return pair_in_row(
        {key: as_displayed(text) for key, text in cells.items()}, number, row.number, row.file, languages
    )
