"""Names of worksheets, as Excel allows them: at most 31 characters, none of `[]:*?/\\`, each once whatever its case."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]+")
_LONGEST = 31


class SheetNames:
    """Gives out names of sheets."""

    def __init__(self) -> None:
        self._taken = {"history"}  # Excel keeps this one for itself

    def new(self, wanted: str) -> str:
        """A name close to the one wanted: cut, cleaned, numbered if it was given before."""
        clean = _cut(_FORBIDDEN.sub(" ", wanted).strip(" '"), _LONGEST) or "Sheet"
        name, number = clean, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{_cut(clean, _LONGEST - len(str(number)) - 3)} ({number})"
        self._taken.add(name.casefold())
        return name


def _cut(text: str, longest: int) -> str:
    """`text` cut to a length in UTF-16 code units, which is how Excel counts."""
    while len(text.encode("utf-16-le")) // 2 > longest:
        text = text[:-1]
    return text.rstrip(" '")
