"""Whether a dictionary has a word, and whether a word in capitals is an acronym: simplemma's lists (Barbaresi 2021)."""

from __future__ import annotations

import re
from functools import lru_cache

from align.languages.data.capital_words import ACRONYMS, ALWAYS_CAPITALISED, TITLES
from align.languages.tags import primary_subtag

_VOWEL = re.compile("[aeiouyàâäåæéèêëíîïóôöøœúûüýаеёиоуыэюяіїєαεηιουω]", re.IGNORECASE)
_CODES = dict.fromkeys(("bs", "hr", "sr", "sh"), "hbs") | {"no": "nb", "fil": "tl"}


@lru_cache(maxsize=1 << 15)
def knows_word(language: str, word: str) -> bool | None:
    """Whether the dictionary of `language` has `word` as it is written; None for a language without one."""
    import simplemma

    code = _CODES.get(primary_subtag(language), primary_subtag(language))
    if code not in _languages():
        return None
    return bool(simplemma.is_known(word, lang=code) or simplemma.lemmatize(word, lang=code) != word)


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return frozenset(SUPPORTED_LANGUAGES)


def is_acronym(word: str) -> bool:
    """Whether a word in capitals is an acronym: a known one, one with points, or one without a vowel."""
    return word in ACRONYMS or "." in word or (len(word) > 1 and not _VOWEL.search(word))


def is_shouted_word(word: str, language: str) -> bool:
    """Whether a word in capitals is an ordinary word of `language`: no acronym, no name."""
    lower = word.lower()
    if not word.isupper() or len(word) < 2 or is_acronym(word) or lower in ALWAYS_CAPITALISED or lower in TITLES:
        return False
    known = knows_word(language, lower)
    return len(word) > 3 if known is None else known
