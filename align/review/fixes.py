"""The column *Fix* of an alignment's sheet: what a reviewer chooses in it instead of cutting and pasting cells."""

from __future__ import annotations

from typing import Literal

from align.review.strings import normal

Fix = Literal["join", "source-up", "source-down", "translation-up", "translation-down", "unlink"]

FIX_WORDS: dict[str, dict[Fix, str]] = {
    "en": {
        "join": "join with next",
        "source-up": "source up",
        "source-down": "source down",
        "translation-up": "translation up",
        "translation-down": "translation down",
        "unlink": "unlink",
    },
    "ru": {
        "join": "объединить со следующей",
        "source-up": "исходный текст выше",
        "source-down": "исходный текст ниже",
        "translation-up": "перевод выше",
        "translation-down": "перевод ниже",
        "unlink": "разъединить",
    },
}
"""The words of the drop-down, by language."""


def fix_key(word: str) -> Fix | None:
    """The fix that a word, or the beginning of one, names in either language; None where it names none, or several.

    >>> fix_key("Join with next"), fix_key("объ"), fix_key("source u"), fix_key("source")
    ('join', 'join', 'source-up', None)
    """
    typed = normal(word)
    meant = {fix for words in FIX_WORDS.values() for fix, full in words.items() if typed and full.startswith(typed)}
    return meant.pop() if len(meant) == 1 else None
