"""What Python's parser says is wrong with a JSON text, in the reader's language."""

from __future__ import annotations

import json

from align.localization import N_, _

_MESSAGES = (
    N_("Expecting value"),
    N_("Expecting property name enclosed in double quotes"),
    N_("Expecting ':' delimiter"),
    N_("Expecting ',' delimiter"),
    N_("Illegal trailing comma before end of object"),
    N_("Illegal trailing comma before end of array"),
    N_("Extra data"),
    N_("Invalid control character at"),
    N_("Unterminated string starting at"),
    N_("Invalid \\escape"),
    N_("Invalid \\uXXXX escape"),
)
"""Those of the standard library's decoder, for the catalogue."""


def json_message(error: json.JSONDecodeError) -> str:
    """What is wrong, without the place."""
    return _(error.msg.removesuffix(": "))


def json_fault(error: Exception) -> str:
    """What is wrong and where; another error is quoted as it is.

    >>> json_fault(json.JSONDecodeError("Expecting value", "[1,]", 3))
    'Expecting value: line 1 column 4 (char 3)'
    """
    if not isinstance(error, json.JSONDecodeError):
        return str(error)
    return _(
        "{message}: line {line} column {column} (char {offset})",
        message=json_message(error),
        line=error.lineno,
        column=error.colno,
        offset=error.pos,
    )
