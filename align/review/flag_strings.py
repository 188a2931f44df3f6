"""The flags of `align.checks` in words for sheet and page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align.checks.detail import Details


def in_words(flag: str, language: str, details: Details = ()) -> str:
    """What was found in a pair; where that names nothing, what the flag means, as one sentence.

    >>> in_words("number-mismatch", "ru")
    'Числу на одной стороне нет соответствия на другой.'
    >>> from align.checks import Detail
    >>> in_words("number-mismatch", "ru", (Detail("missing", {"found": ("12",)}),))
    'Нет в переводе: 12'
    """
    from align.checks import MEASURED, describe, details_in_words

    if details and flag not in MEASURED:
        return details_in_words(details, language)
    return describe(flag, language)
