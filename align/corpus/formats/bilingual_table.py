"""Pairs in the rows of a bilingual table, comma-separated or tab-separated, of align or of other programs.

Encoding, delimiter and quoting are found by `align.io.delimited`, columns by `align.corpus.table_columns`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import BinaryIO

from align.account import Account
from align.corpus.fields import FIELDS, pair_from_text
from align.corpus.format_options import FormatOptions, undeclared_languages
from align.corpus.pair import STATUSES, Corpus, Pair
from align.corpus.table_columns import TableColumns, find_columns, known_headings
from align.errors import FormatError
from align.io.delimited import SAMPLE_ROWS, table_rows
from align.languages.scripts import mostly_in, script_of
from align.localization import N_, _

Row = tuple[int, list[str]]
_ROWS_ABOVE = 5
"""Rows among which the headings are."""


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of table: the delimiter that its suffix promises ("" for any), what makes texts of the cells of a row (of
    align's own table, if so), and whether all rows must have the cells that the first has."""

    delimiter: str
    values: Callable[[list[str], bool], list[str]]
    even: bool


def read_table(stream: BinaryIO, name: str, options: FormatOptions, kind: TableKind) -> Corpus:
    """Read the corpus in a table. Raises FormatError with the line number, UsageError for unnamed languages."""
    account = Account()
    pairs = _pairs(stream, name, options, kind, account)
    return Corpus(pairs, source_lang=options.source_lang, target_lang=options.target_lang, account=account)


def _pairs(stream: BinaryIO, name: str, options: FormatOptions, kind: TableKind, account: Account) -> Iterator[Pair]:
    rows: Iterator[Row] = table_rows(stream, name, kind.delimiter, known_headings)
    sample = list(islice(rows, SAMPLE_ROWS))
    if not sample:
        return
    columns, above = _headings(sample, options, name)
    if columns is not None:
        if titles := [line for line, cells in sample[:above] if any(cell.strip() for cell in cells)]:
            account.leave_out(N_("rows above the headings"), f"line {titles[0]}", len(titles))
        del sample[: above + 1]
    elif not kind.even or _is_bitext(sample, options):
        columns = TableColumns(("source", "target"))
    else:
        hint = _('Name them so, or by their languages ("en" and "ru", "English" and "Russian")')
        problem = _('the first row must name the columns, among them "source" and "target"')
        raise FormatError.at(name, None, problem, hint)
    options = replace(
        options,
        source_lang=columns.source_lang or options.source_lang,
        target_lang=columns.target_lang or options.target_lang,
    )
    own = columns.keys[: len(FIELDS)] == FIELDS
    filled = (row for row in chain(sample, rows) if any(cell.strip() for cell in row[1]))
    for n, (line, cells) in enumerate(filled, 1):
        if kind.even and len(cells) < len(columns.keys):
            problem = _("{found} columns where the header has {wanted}", found=len(cells), wanted=len(columns.keys))
            raise FormatError.at(name, line, problem)
        texts = kind.values(cells, own)
        yield pair_in_row(_by_column(columns, texts, line, name, account), n, line, name, options)


def _headings(sample: Sequence[Row], options: FormatOptions, name: str) -> tuple[TableColumns | None, int]:
    """The columns, if one of the first rows names them, and how many rows are above it: empty ones and titles, such as
    `Table 1` of Apple's Numbers."""
    for above, (__, cells) in enumerate(sample[:_ROWS_ABOVE]):
        columns = find_columns(cells, options, name)
        if columns is not None:
            return columns, above
        if sum(bool(cell.strip()) for cell in cells) > 1:
            break
    return None, 0


def pairs_in_rows(
    rows: Iterable[Row], columns: TableColumns, name: str, options: FormatOptions, account: Account
) -> Iterator[Pair]:
    """Make the pairs of the rows below the headings of a table of another program, with the numbers of its rows."""
    for n, (line, cells) in enumerate(rows, 1):
        texts = [*cells, *([""] * (len(columns.keys) - len(cells)))]  # spreadsheets end a row with its last text
        yield pair_in_row(_by_column(columns, texts, line, name, account), n, line, name, options)


def _by_column(columns: TableColumns, texts: list[str], line: int, name: str, account: Account) -> dict[str, str]:
    values = dict(zip(columns.keys, texts, strict=False))
    if "source" not in values or "target" not in values:
        raise FormatError.at(name, line, _("{count} column(s) where source and target are needed", count=len(texts)))
    status = values.get("status", "")
    if columns.keys[: len(FIELDS)] != FIELDS and status not in ("", *STATUSES):
        if status.strip().lower() not in STATUSES:
            account.change(N_("statuses that are not known, read as drafts"), f"line {line}")
        values["status"] = status.strip().lower() if status.strip().lower() in STATUSES else "draft"
    if any(texts[len(columns.keys) :]):
        account.leave_out(N_("cells outside the columns of the table"), f"line {line}")
    return values


def _is_bitext(rows: Sequence[Row], options: FormatOptions) -> bool:
    """Whether a table without headings is surely source and target: two columns, each in the script of its language,
    and the scripts differ."""
    scripts = [script_of(code) if code else None for code in (options.source_lang, options.target_lang)]
    if None in scripts or scripts[0] == scripts[1]:
        return False
    return all(
        len(cells) == 2 and all(mostly_in(cell, script or "") for cell, script in zip(cells, scripts, strict=True))
        for __, cells in rows
    )


def pair_in_row(values: dict[str, str], n: int, line: int, name: str, options: FormatOptions) -> Pair:
    """Make the `n`-th pair of a table, from the row in `line`, by column; what the table leaves open comes from `n` and
    the options. Bitext without statuses is a draft of unknown origin: nothing says that it was reviewed.

    Raises FormatError with the line, and UsageError where nothing names the languages.
    """
    values.setdefault("id", f"{n:06d}")
    values.setdefault("n", str(n))
    for key, language in (("source_lang", options.source_lang), ("target_lang", options.target_lang)):
        values[key] = values.get(key) or language
        if not values[key]:
            raise undeclared_languages(name)
    if "status" not in values and "origin" not in values:
        values["status"], values["origin"] = "draft", "unknown"
    unknown = {key: text for key, text in values.items() if key not in FIELDS and key and text}
    try:
        return pair_from_text(values, unknown)
    except ValueError as error:
        raise FormatError.at(name, line, str(error), _("Mend or remove this line")) from error
