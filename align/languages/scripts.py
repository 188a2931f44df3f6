"""Scripts: that of a language, those of a text, and those that are written without spaces or densely.

A few packages each need a set of scripts as the inside of a regular expression's brackets. They differ on purpose:

| constant       | Thai, Lao | Khmer | Burmese | kana | Han           | used for                              |
| -------------- | --------- | ----- | ------- | ---- | ------------- | ------------------------------------- |
| `MEMORY_WORDS` | yes       | yes   | no      | yes  | all planes    | words of a memory's index: persisted  |
| `TERM_WORDS`   | yes       | yes   | yes     | yes  | basic plane   | words that a glossary's terms match   |
| `BILLED_WORDS` | no        | no    | no      | yes  | all planes    | word counts as word processors do     |
| `IDEOGRAPHS`   | no        | no    | no      | yes  | with radicals | the aligner's words of one character  |
| `SYLLABLES`    | yes       | no    | yes     | no   | no            | the aligner's words of two characters |
| `DENSE`        | no        | no    | no      | yes  | with Hangul   | characters that count threefold       |

`MEMORY_WORDS` must not change, which tests/test_persisted.py watches over; the others may, with a measurement.
"""

from __future__ import annotations

import re
from functools import lru_cache

from align.languages.tags import primary_subtag

LATIN = "Latn"

SCRIPTS: dict[str, str] = {
    LATIN: "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff",
    "Cyrl": "\u0400-\u052f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Armn": "\u0531-\u058f",
    "Hebr": "\u0590-\u05ff",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "Deva": "\u0900-\u097f",
    "Beng": "\u0980-\u09ff",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Thai": "\u0e00-\u0e7f",
    "Mymr": "\u1000-\u109f",
    "Geor": "\u10a0-\u10ff",
    "Khmr": "\u1780-\u17ff",
    "Jpan": "\u3040-\u30ff\u3400-\u9fff",
    "Kore": "\u1100-\u11ff\uac00-\ud7af\u3400-\u9fff",
    "Hans": "\u3400-\u9fff",
    "Hant": "\u3400-\u9fff",
}
"""Script code (ISO 15924) → its letters, as the inside of a regular expression's brackets."""

_LETTERS = re.compile(r"[^\W\d_]+")

_THAI_LAO, _BURMESE, _KHMER, _KANA = "\u0e00-\u0eff", "\u1000-\u109f", "\u1780-\u17ff", "\u3040-\u30ff"
_HAN, _HAN_COMPATIBILITY, _HAN_SUPPLEMENTS = "\u3400-\u4dbf\u4e00-\u9fff", "\uf900-\ufaff", "\U00020000-\U0003ffff"

MEMORY_WORDS = _THAI_LAO + _KHMER + _KANA + _HAN + _HAN_COMPATIBILITY + _HAN_SUPPLEMENTS
"""Each of these characters is a word of a memory's index; Burmese is one word up to the next space."""
TERM_WORDS = _THAI_LAO + _BURMESE + _KHMER + _KANA + _HAN + _HAN_COMPATIBILITY
"""Each of these characters is a word of a text in which terms are found."""
BILLED_WORDS = _KANA + "\u3400-\u9fff" + _HAN_COMPATIBILITY + _HAN_SUPPLEMENTS
"""Each of these characters is a word to pay for, as word processors count; Thai and its neighbours count by spaces."""
IDEOGRAPHS = "\u2e80-\u9fff"
"""Each of these characters is a word of the aligner's lexicon: radicals, kana, Han and the symbols between."""
SYLLABLES = _THAI_LAO + _BURMESE
"""Two of these characters are a word of the aligner's lexicon: one is too ambiguous to learn a translation of."""
DENSE = "\u3040-\u9fff\uac00-\ud7a3"
"""Each of these characters says as much as about three letters of an alphabet: kana, Han and Hangul."""

_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})


def is_unspaced(language: str) -> bool:
    """Whether a language is written without spaces between words."""
    return primary_subtag(language) in _UNSPACED


@lru_cache(maxsize=256)
def script_of(language: str) -> str | None:
    """The script of a BCP-47 code, by its own subtag or CLDR's likely subtags; None for an unknown language."""
    from babel.core import get_global

    parts = language.replace("-", "_").split("_")
    named = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if named:
        return named[0].title()
    likely = get_global("likely_subtags")
    full = likely.get("_".join(parts)) or likely.get(parts[0].lower())
    return str(full).split("_")[1] if full and full.count("_") > 1 else None


@lru_cache(maxsize=64)
def letters_of(script: str) -> re.Pattern[str] | None:
    """Compile a pattern for runs of letters of a script; None for a script that is not in `SCRIPTS`."""
    inside = SCRIPTS.get(script)
    return re.compile(f"[{inside}]+") if inside else None


def mostly_in(text: str, script: str) -> bool:
    """Whether at least half of the letters of `text` are of `script`; True for a script that is not in `SCRIPTS`."""
    pattern = letters_of(script)
    if pattern is None:
        return True
    own = 2 * sum(map(len, pattern.findall(text)))
    return own >= len(text) or own >= sum(map(len, _LETTERS.findall(text)))
