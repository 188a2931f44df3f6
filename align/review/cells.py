"""What spreadsheet programs do to a text, and how a row proves which pair it belongs to and what was changed in it.

LibreOffice and Excel turn `\\r\\n` into `\\n`; ODS loses tabs and control characters; XLSX writes these as `_x0007_`
(ECMA-376 part 1, ST_Xstring), which not every reader decodes. None of that is an edit. `seen` is what is left of a text
in every case, and all comparing of cells is done with it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

LIMIT = 32_767
"""UTF-16 code units that a cell of Excel holds."""

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_BREAK = re.compile("\r\n?")
_LOST = re.compile("[\x00-\x09\x0b-\x1f\ufffe\uffff]")
_DELICATE = re.compile("[\x00-\x09\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
_SURROGATE = re.compile("[\ud800-\udfff]")


def seen(text: str) -> str:
    """The part of `text` that every spreadsheet program keeps.

    >>> seen("a\\r\\nb\\x07\\tc_x0007_")
    'a\\nbc'
    """
    if not _DELICATE.search(text):
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return _SURROGATE.sub("\ufffd", _LOST.sub("", _BREAK.sub("\n", text)))


def delicate(text: str) -> bool:
    """Whether a spreadsheet program may change `text`, so that the exact form has to travel beside it."""
    return bool(_DELICATE.search(text))


def writable(text: str) -> str:
    """`text` as UTF-8 can hold it: half a character (a lone surrogate) becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def too_long(text: str) -> bool:
    """Whether a text does not fit into a cell. Excel counts UTF-16 code units: an emoji is two."""
    return 2 * len(text) > LIMIT and len(text.encode("utf-16-le", "surrogatepass")) > 2 * LIMIT


def digest(text: str) -> str:
    """A short hash of what is seen of a text: 12 hexadecimal digits of SHA-256."""
    return hashlib.sha256(seen(text).encode()).hexdigest()[:12]


class BrokenRow(list[str]):
    """The cells of a row of which nothing can be relied on, and why."""

    def __init__(self, cells: Iterable[str], reason: str):
        super().__init__(cells)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Mark:
    """The hidden cell of a row: which source it belongs to, and how its pair was when the row was written.

    With it, a row tells what a person changed even if the corpus has changed since, or the draft's column is gone.
    """

    source: str
    target: str
    status: str
    note: str

    @classmethod
    def of(cls, source: str, target: str, status: str, note: str) -> Mark:
        """The mark of a pair's texts."""
        return cls(digest(source), digest(target), status, digest(note))

    def __str__(self) -> str:
        return f"{self.source}-{self.target}-{self.status}-{self.note}"

    @classmethod
    def parse(cls, text: str) -> Mark | None:
        """A mark back from its cell; None where the cell holds something else."""
        match = re.fullmatch("([0-9a-f]{12})-([0-9a-f]{12})-([a-z]+)-([0-9a-f]{12})", text.strip())
        return cls(*match.groups()) if match else None
