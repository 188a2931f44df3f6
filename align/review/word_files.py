"""Which reviewed files are documents of a word processor, and their rows."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from align.errors import FormatError, InputError
from align.io.byte_source import ByteSource
from align.io.spreadsheets import LockedError
from align.io.word_parts import main_part
from align.io.zip_archives import Zip
from align.localization import _, language
from align.review.sheet_rows import Table
from align.review.strings import HEADINGS, TRANSLATION

WORD_SUFFIXES = frozenset({".docx", ".docm", ".odt"})
_OLD = frozenset({".doc", ".rtf", ".wps", ".pages"})
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"


def is_word_file(data: bytes, name: str) -> bool:
    """Whether some bytes are a word processor's document, by the suffix of `name` or by what they hold. Raises
    FormatError for one in a format that is not read."""
    suffix = Path(name).suffix.lower()
    if suffix in _OLD or data.startswith(b"{\\rtf"):
        raise FormatError(
            _("{name} is in a format that is not read", name=name), path=name, hint=_("save it as DOCX or ODT")
        )
    if suffix in WORD_SUFFIXES and data.startswith(b"\xd0\xcf\x11\xe0"):
        raise LockedError(_("{name} has a password", name=name), path=name, hint=_("save it without one"))
    return suffix in WORD_SUFFIXES or _is_odt(data) or (data.startswith(b"PK\3\4") and _has_document(data, name))


def _is_odt(data: bytes) -> bool:
    return _ODT in data[:200]


def _has_document(data: bytes, name: str) -> bool:
    with contextlib.suppress(InputError):
        package = Zip(ByteSource(name, name, io.BytesIO(data)))
        return "xl/workbook.xml" not in package and main_part(package, name) in package
    return False


def word_table(data: bytes, name: str) -> Table:
    """Read the rows in the bytes of a document called `name`. Raises InputError for one that is damaged, locked or a
    bomb, FormatError for one that has no review table."""
    from align.review.word_docx import read_docx
    from align.review.word_odt import read_odt

    found = read_odt(data, name) if _is_odt(data) or Path(name).suffix.lower() == ".odt" else read_docx(data, name)
    if not found.headings_found:
        problem = _(
            "{name} has no table with the headings {source} and {translation}",
            name=name,
            source=HEADINGS[language()]["source"],
            translation=TRANSLATION[language()],
        )
        raise FormatError(
            problem,
            path=name,
            hint=_("give the reviewed file"),
        )
    return Table(iter(found.rows), found.remarks)
