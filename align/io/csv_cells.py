"""Cells of CSV that a spreadsheet program opens: what it would run as a formula or turn into a number is kept a text.

Such a cell gets an apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection), and so does one that
has apostrophes before such a text; reading takes one away again, so that every text comes back as it went.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"[=+\-@\t\r\n\x00＝＋－＠]|[\s.,:;/()%$€£₽-]*\d[\d\s.,:;/()%$€£₽eE+-]*\Z|(?i:true|false)\Z")


def protected(text: str) -> str:
    """`text` for a cell that a spreadsheet program opens: an apostrophe in front of what is not safe as it stands.

    >>> protected("=1+1"), protected("'tis"), protected("00123")
    ("'=1+1", "'tis", "'00123")
    """
    return f"'{text}" if _DANGEROUS.match(text.lstrip("'")) else text


def unprotected(text: str) -> str:
    """The text behind `protected`."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text.lstrip("'")) else text
