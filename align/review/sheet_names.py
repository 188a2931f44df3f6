"""Names of worksheets, as Excel allows them: at most 31 characters, none of `[]:*?/\\`, each once whatever its case."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]+")
_MAX_LENGTH = 31


class SheetNames:
    """Finds names for sheets, each once."""

    def __init__(self) -> None:
        self._used = {"history"}  # Excel keeps this one for itself

    def new(self, wanted: str) -> str:
        """Find a name close to the one wanted: truncated, cleaned, numbered if it was used before."""
        clean = _truncate(_FORBIDDEN.sub(" ", wanted).strip(" '"), _MAX_LENGTH) or "Sheet"
        name, number = clean, 1
        while name.casefold() in self._used:
            number += 1
            name = f"{_truncate(clean, _MAX_LENGTH - len(str(number)) - 3)} ({number})"
        self._used.add(name.casefold())
        return name


def _truncate(text: str, longest: int) -> str:
    """Cut `text` to a length in UTF-16 code units, which is how Excel counts."""
    while len(text.encode("utf-16-le")) // 2 > longest:
        text = text[:-1]
    return text.rstrip(" '")
