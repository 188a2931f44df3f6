r"""Tab-separated values for scripts: one pair a line, a header that names the columns, no quotation marks.

Tabs, line breaks and backslashes inside a field are written `\t`, `\n`, `\r` and `\\` (as in PostgreSQL's COPY and
"linear TSV"), so that `cut`, `paste` and `wc -l` work. A table without the header of align is plain bitext: the first
column is the source and the second the target, unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from align.account import Account
from align.corpus.fields import FIELDS, pair_from_text, pair_to_text
from align.corpus.format_options import FormatOptions, undeclared_languages
from align.corpus.pair import Corpus, Pair
from align.errors import FormatError
from align.io.bounded import bounded_lines

_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPE = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"\\([\\tnr])")
_PLAIN = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


class Writer:
    """Writes a header line and a line for each pair."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions):
        self._stream = stream
        self._replaced = 0
        self._name = name
        self._row(list(FIELDS))

    def write(self, pair: Pair) -> None:
        """Add one line."""
        self._row([_SPECIAL.sub(lambda match: _ESCAPE[match[0]], text) for text in pair_to_text(pair).values()])

    def close(self) -> list[str]:
        """Return a warning about what UTF-8 could not hold; nothing is left to write."""
        return [f"{self._name}: {self._replaced} lines had half a character, replaced"] if self._replaced else []

    def _row(self, cells: list[str]) -> None:
        line = "\t".join(cells) + "\n"
        try:
            self._stream.write(line.encode())
        except UnicodeEncodeError:  # a lone surrogate
            self._replaced += 1
            self._stream.write(line.encode("utf-8", "replace"))


def read(stream: BinaryIO, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in a tab-separated stream. Raises FormatError with the line number, UsageError for unnamed
    languages."""
    corpus = Corpus((), source_lang=options.source_lang, target_lang=options.target_lang)
    corpus.pairs = _pairs(stream, name, options, corpus.account)
    return corpus


def _pairs(stream: BinaryIO, name: str, options: FormatOptions, account: Account) -> Iterator[Pair]:
    rows = _rows(stream, name)
    first = next(rows, None)
    if first is None:
        return
    header = [cell.strip().lower() for cell in first[1]]
    if not {"source", "target"} <= set(header):
        header = ["source", "target"]
        rows = chain([first], rows)
    is_own_table = header[: len(FIELDS)] == list(FIELDS)
    for n, (number, cells) in enumerate(rows, 1):
        if any(cells[len(header) :]):
            account.leave_out("cells without a heading", f"line {number}")
        values = dict(zip(header, cells, strict=False))
        if "source" not in values or "target" not in values:
            raise FormatError.at(name, number, f"{len(cells)} column(s) where source and target are needed")
        if is_own_table:
            values = {key: _ESCAPED.sub(lambda match: _PLAIN[match[1]], text) for key, text in values.items()}
        yield pair_in_row(values, n, number, name, options)


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
        raise FormatError.at(name, line, str(error), "Mend or remove this line") from error


def _rows(stream: BinaryIO, name: str) -> Iterator[tuple[int, list[str]]]:
    for number, raw in bounded_lines(stream, name):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise FormatError.at(name, number, "not UTF-8", "Save the table as UTF-8") from error
        line = line.rstrip("\r\n")
        if line:
            yield number, line.split("\t")
