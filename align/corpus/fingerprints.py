"""Fingerprints: the state of a pair when it was exported, in a cell or an attribute, by which an edit is recognised.

Changes that spreadsheet programs and CAT tools make to a text on the way are no edits: LibreOffice and Excel turn
`\\r\\n` into `\\n`; ODS and XML lose control characters, ODS tabs too; XLSX writes these as `_x0007_` (ECMA-376 part 1,
ST_Xstring), which not every reader decodes. `as_displayed` is what remains of a text in every case, and hashes are made
of that.
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
    """Whether a program may change `text`, so that its exact form has to be stored as well."""
    return bool(_DELICATE.search(text))


def writable(text: str) -> str:
    """Replace what UTF-8 cannot hold: a lone surrogate becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def text_hash(text: str) -> str:
    """A short hash of a text as displayed: 12 hexadecimal digits of SHA-256."""
    return hashlib.sha256(as_displayed(text).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class PairFingerprint:
    """The state of a pair when its row or unit was written: hashes of its texts, and its status.

    With it, a person's changes to a row are found even if the corpus has changed since, or the draft's column is gone.
    """

    source: str
    target: str
    status: str
    note: str

    @classmethod
    def of(cls, source: str, target: str, status: str, note: str) -> PairFingerprint:
        """Make the fingerprint of a pair's texts."""
        return cls(text_hash(source), text_hash(target), status, text_hash(note))

    @classmethod
    def of_pair(cls, pair: Pair) -> PairFingerprint:
        """Make the fingerprint of a pair."""
        return cls.of(pair.source, pair.target, pair.status, pair.note)

    def __str__(self) -> str:
        return f"{self.source}-{self.target}-{self.status}-{self.note}"

    @classmethod
    def parse(cls, text: str) -> PairFingerprint | None:
        """Parse a fingerprint; None for any other text."""
        match = re.fullmatch("([0-9a-f]{12})-([0-9a-f]{12})-([a-z]+)-([0-9a-f]{12})", text.strip())
        return cls(*match.groups()) if match else None
