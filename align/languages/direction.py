"""Languages that are written from right to left."""

from __future__ import annotations

from align.languages.scripts import script_of

_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})


def is_right_to_left(language: str) -> bool:
    """Whether a language (BCP-47) is written from right to left, by its script or its likely one.

    >>> [is_right_to_left(code) for code in ("ar", "he-IL", "ur", "az-Arab", "az", "ru")]
    [True, True, True, True, False, False]
    """
    return script_of(language) in _RIGHT_TO_LEFT
