"""Cells of CSV that stay text in a spreadsheet program, which would run them as formulas or turn them into numbers.

Such a cell gets an apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection), and so does one that
has apostrophes before such a text; reading removes one, so that every text round-trips.
"""

from __future__ import annotations

import csv
import re

_DANGEROUS = re.compile(r"[=+\-@\t\r\n\x00＝＋－＠]|[\s.,:;/()%$€£₽-]*\d[\d\s.,:;/()%$€£₽eE+-]*\Z|(?i:true|false)\Z")


def protected(text: str) -> str:
    """Put an apostrophe in front of a text that is not safe in a spreadsheet program as it is.

    >>> protected("=1+1"), protected("'tis"), protected("00123")
    ("'=1+1", "'tis", "'00123")
    """
    return f"'{text}" if _DANGEROUS.match(text.lstrip("'")) else text


def unprotected(text: str) -> str:
    """Undo `protected`."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text.lstrip("'")) else text


def allow_long_cells(characters: int) -> None:
    """Let the csv module take cells of so many characters.

    The limit is the whole process's, so it is never lowered: another reader may be in the middle of a file.
    """
    csv.field_size_limit(max(csv.field_size_limit(), characters))
