"""Marks: how a pair was when it left for a person, in a cell or an attribute, so that an edit is known by itself.

What spreadsheet programs and CAT tools do to a text on the way is no edit: LibreOffice and Excel turn `\\r\\n` into
`\\n`; ODS and XML lose control characters, ODS tabs too; XLSX writes these as `_x0007_` (ECMA-376 part 1, ST_Xstring),
which not every reader decodes. `as_displayed` is what is left of a text in every case, and digests are made of that.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from align.corpus.pair import Pair

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_BREAK = re.compile("\r\n?")
_LOST = re.compile("[\x00-\x09\x0b-\x1f\ufffe\uffff]")
_DELICATE = re.compile("[\x00-\x09\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
_SURROGATE = re.compile("[\ud800-\udfff]")


def as_displayed(text: str) -> str:
    """The part of `text` that every program keeps.

    >>> as_displayed("a\\r\\nb\\x07\\tc_x0007_")
    'a\\nbc'
    """
    if not _DELICATE.search(text):
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return _SURROGATE.sub("\ufffd", _LOST.sub("", _BREAK.sub("\n", text)))


def delicate(text: str) -> bool:
    """Whether a program may change `text`, so that the exact form has to travel beside it."""
    return bool(_DELICATE.search(text))


def writable(text: str) -> str:
    """`text` as UTF-8 can hold it: half a character (a lone surrogate) becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def text_hash(text: str) -> str:
    """A short hash of what is seen of a text: 12 hexadecimal digits of SHA-256."""
    return hashlib.sha256(as_displayed(text).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class PairFingerprint:
    """Which source a row or unit belongs to, and how its pair was when it was written.

    With it, a row tells what a person changed even if the corpus has changed since, or the draft's column is gone.
    """

    source: str
    target: str
    status: str
    note: str

    @classmethod
    def of(cls, source: str, target: str, status: str, note: str) -> PairFingerprint:
        """The mark of a pair's texts."""
        return cls(text_hash(source), text_hash(target), status, text_hash(note))

    @classmethod
    def of_pair(cls, pair: Pair) -> PairFingerprint:
        """The mark of a pair as it is."""
        return cls.of(pair.source, pair.target, pair.status, pair.note)

    def __str__(self) -> str:
        return f"{self.source}-{self.target}-{self.status}-{self.note}"

    @classmethod
    def parse(cls, text: str) -> PairFingerprint | None:
        """A mark back from its text; None where that is something else."""
        match = re.fullmatch("([0-9a-f]{12})-([0-9a-f]{12})-([a-z]+)-([0-9a-f]{12})", text.strip())
        return cls(*match.groups()) if match else None
