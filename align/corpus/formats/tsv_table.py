r"""Tab-separated values for scripts: one pair a line, a header that names the columns, no quotation marks.

Tabs, line breaks and backslashes inside a field are written `\t`, `\n`, `\r` and `\\` (as in PostgreSQL's COPY and
"linear TSV"), so that `cut`, `paste` and `wc -l` work. A table without the header of align is plain bitext, unescaped;
without any, the first column is the source and the second the target.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from align.corpus.fields import FIELDS, half_characters, pair_to_text
from align.corpus.format_options import FormatOptions
from align.corpus.formats.bilingual_table import TableKind, read_table
from align.corpus.pair import Corpus, Pair
from align.io.delimited import without_quotes

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
        return half_characters(self._name, self._replaced)

    def _row(self, cells: list[str]) -> None:
        line = "\t".join(cells) + "\n"
        try:
            self._stream.write(line.encode())
        except UnicodeEncodeError:  # a lone surrogate
            self._replaced += 1
            self._stream.write(line.encode("utf-8", "replace"))


def read(stream: BinaryIO, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in a tab-separated stream; see `align.corpus.formats.bilingual_table`."""
    return read_table(stream, name, options, TableKind("\t", _values, even=False))


def _values(cells: list[str], own: bool) -> list[str]:
    """The texts of a row: escapes are those of align's own tables, quoting is that of spreadsheet programs."""
    if own:
        return [_ESCAPED.sub(lambda match: _PLAIN[match[1]], cell) for cell in cells]
    return [without_quotes(cell) for cell in cells]
