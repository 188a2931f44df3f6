"""What a text is found by: its exact key, its frame without numbers, its words.

Two sources with the same key are the same to a translator: Unicode composition, runs of white space, and the shapes of
quotation marks, apostrophes, dashes and dots make no difference. Case does: `US` is not `us`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from align.languages.normalization import memory_key

_ALONE = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts that put no blanks between words (Thai, Lao, Khmer, kana, Han): there a letter counts as a word."""
_WORD = re.compile(rf"[{_ALONE}]|\d+(?:[.,]\d+)*|[^\W\d_{_ALONE}]+(?:['-][^\W\d_{_ALONE}]+)*")


def words(text: str) -> list[str]:
    """The words and numbers of the normal form `text`, in small letters; punctuation is left out.

    >>> words("The port's 2 cranes cost $1.5 million.")
    ['the', "port's", '2', 'cranes', 'cost', '1.5', 'million']
    """
    return _WORD.findall(text.lower())


@lru_cache(maxsize=64)
def slots(language: str) -> re.Pattern[str]:
    """What may change in a text while its wording stays: numbers in digits (group `number`), months and weekdays as the
    language writes them (group `date`)."""
    from align.languages.number_words import lexicon

    known = lexicon(language)
    dates = [word for word, roles in known.entries.items() if any(role in ("month", "weekday") for role, _ in roles)]
    names = sorted((word for word in dates if len(word) > 2), key=len, reverse=True)
    if known.capital_dates:  # May and March are months, may and march are not
        names = [name.capitalize() for name in names]
    grouped = r"\d{1,3}(?: \d{3})+(?!\d)(?:,\d+)?|" if known.decimal_comma else ""
    pattern = rf"(?P<number>{grouped}\d+(?:[.,]\d+)*)"
    return re.compile(pattern + (rf"|\b(?P<date>{'|'.join(names)})\b" if names else ""))


def frame(text: str, language: str) -> int | None:
    """The key of the normal form `text` without its numbers, months and weekdays; None for a text that has none."""
    bare, count = slots(language).subn(lambda match: "0" if match["number"] else "\x00", text)
    return memory_key(bare) if count else None
