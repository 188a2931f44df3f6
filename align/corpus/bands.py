"""The bands of machine drafts in words, and as the notes that files for other tools have.

Which band a draft has is said by `align.checks.band`: a package above this one, which is found by its name when it is
needed, as the modules of formats are.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeAlias

from align.corpus.pair import QUALITY, Pair
from align.localization import Translated, language

Band: TypeAlias = Literal["usable", "work", "wrong"]
"""Likely usable as it stands or nearly so, needs work, likely wrong."""
BANDS: tuple[Band, ...] = ("usable", "work", "wrong")
BAND_WORDS: Translated[dict[Band, str]] = Translated(
    "band of a draft", {"usable": "likely usable", "work": "needs work", "wrong": "likely wrong"}
)
"""The word of each band, by language."""
AUTHOR = "align"
"""Who says so in a note. It stands before the words, so that a person's own note is not taken for one of these."""


def band_of(pair: Pair) -> Band | None:
    """The band of a draft; None for a pair that has none."""
    band: Band | None = _checks().band(pair) if pair.extra and QUALITY in pair.extra else None
    return band


def band_word(pair: Pair, language: str) -> str:
    """The band of a draft in words of a language; "" for a pair that has none."""
    band = band_of(pair)
    return BAND_WORDS[language][band] if band else ""


def band_note(pair: Pair) -> str:
    """The note on the band of a draft in the language that is in force; "" for a pair that has none.

    >>> from align.corpus.pair import Pair
    >>> band_note(Pair("1", "", 1, "Yes.", "Да.", "en", "ru", extra={"quality": 0.0}))
    'align: likely wrong'
    """
    word = band_word(pair, language())
    return f"{AUTHOR}: {word}" if word else ""


def native_quality(extra: Mapping[str, Any]) -> dict[str, float]:
    """The estimated quality as formats with a field for it hold it: a number from 0 to 1 of at most four decimals. What
    is none stays among the unknown keys."""
    value = extra.get(QUALITY)
    if isinstance(value, float) and 0 <= value <= 1 and round(value, 4) == value:
        return {QUALITY: value}
    return {}


def is_band_note(text: str) -> bool:
    """Whether a note is one of ours on a band, in any language, and so no person's.

    >>> is_band_note("align: нужна правка"), is_band_note("likely wrong"), is_band_note("align: ask the client")
    (True, False, False)
    """
    return text.startswith(f"{AUTHOR}: ") and text.strip() in _notes()


def is_band_word(text: str) -> bool:
    """Whether a text is the word of a band, in any language, in small letters or capitals."""
    return " ".join(text.casefold().split()) in _words()


@cache
def _words() -> frozenset[str]:
    return frozenset(word.casefold() for words in BAND_WORDS.values() for word in words.values())


@cache
def _notes() -> frozenset[str]:
    return frozenset(f"{AUTHOR}: {word}" for words in BAND_WORDS.values() for word in words.values())


@cache
def _checks() -> Any:
    return importlib.import_module("align.checks")
