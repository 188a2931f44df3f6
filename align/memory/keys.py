"""Makes the keys by which a text is found in a memory: that of its template without numbers and dates, and its words.

Two sources with the same key are the same to a translator: Unicode composition, runs of white space, and the shapes of
quotation marks, apostrophes, dashes and dots make no difference. Case does: `US` is not `us`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from align.languages.normalization import memory_key
from align.languages.scripts import MEMORY_WORDS

_WORD = re.compile(rf"[{MEMORY_WORDS}]|\d+(?:[.,]\d+)*|[^\W\d_{MEMORY_WORDS}]+(?:['-][^\W\d_{MEMORY_WORDS}]+)*")


def words(text: str) -> list[str]:
    """Split the normal form `text` into words and numbers, in lower case; punctuation is left out.

    >>> words("The port's 2 cranes cost $1.5 million.")
    ['the', "port's", '2', 'cranes', 'cost', '1.5', 'million']
    """
    return _WORD.findall(text.lower())


@lru_cache(maxsize=64)
def placeables(language: str) -> re.Pattern[str]:
    """Make the pattern of what may change in a text while its wording stays the same: numbers in digits (group
    `number`), months and weekdays as the language writes them (group `date`)."""
    from align.languages.number_words import lexicon

    number_words = lexicon(language)
    dates = [
        word for word, roles in number_words.entries.items() if any(role in ("month", "weekday") for role, _ in roles)
    ]
    names = sorted((word for word in dates if len(word) > 2), key=len, reverse=True)
    if number_words.capital_dates:  # May and March are months, may and march are not
        names = [name.capitalize() for name in names]
    grouped = r"\d{1,3}(?: \d{3})+(?!\d)(?:,\d+)?|" if number_words.decimal_comma else ""
    pattern = rf"(?P<number>{grouped}\d+(?:[.,]\d+)*)"
    return re.compile(pattern + (rf"|\b(?P<date>{'|'.join(names)})\b" if names else ""))


def template_key(text: str, language: str) -> int | None:
    """The key of the normal form `text` without its numbers, months and weekdays; None for a text that has none."""
    template, count = placeables(language).subn(lambda match: "0" if match["number"] else "\x00", text)
    return memory_key(template) if count else None
