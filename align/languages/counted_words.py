"""The words of a language for units and currencies, reduced to families that can be compared across languages.

They are CLDR's, through Babel; `align.languages.data.counted_words` has signs, abbreviations and what CLDR lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from align.languages.data import counted_words as data
from align.languages.locales import locale_of
from align.languages.normalization import fold_word
from align.languages.scripts import script_of
from align.languages.tags import primary_subtag
from align.languages.word_forms import WordForms, common_stem

Families = frozenset[str]
NONE: Families = frozenset()

_SCRIPTS_WITHOUT_WORDS = frozenset({"Hans", "Hant", "Jpan", "Kore", "Thai", "Deva", "Beng", "Khmr", "Laoo", "Mymr"})
_EUROPE = ("europ", "европ", "європ", "eurov", "evrop")
_VOWELS = re.compile("[aeiouyаеёиоуыэюяіїєάέήίόύώαεηιουω]")


@dataclass(slots=True)
class CountedWords:
    """The words of a language for units and currencies, folded: their forms, and for each family what a text that
    mentions it has in it."""

    words: WordForms[Families] = field(default_factory=WordForms)
    mentions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    glued: re.Pattern[str] | None = None
    phrases: re.Pattern[str] | None = None
    unsure: frozenset[str] = NONE
    codes: dict[str, str] = field(default_factory=dict)

    def families(self, word: str) -> Families:
        """The families of a folded word; none for another word."""
        if word.startswith(_EUROPE) and not word.startswith(("euros", "euroa", "europe")) and len(word) > 5:
            return NONE
        return self.words.get(word) or NONE

    def mentioned(self, families: Families, text: str) -> bool:
        """Whether a folded text says one of the families anywhere, perhaps inside a compound."""
        return any(word in text for family in families for word in self.mentions.get(family, ()))


@lru_cache(maxsize=64)
def counted_words(language: str) -> CountedWords:
    """Collect the words of a BCP-47 code; for an unknown language only signs and abbreviations."""
    code = primary_subtag(language)
    found: dict[str, dict[str, None]] = {}
    phrases: set[str] = set()
    locale = locale_of(language)
    if locale is not None:
        for family, forms in _currency_forms(locale):
            found.setdefault(family, {}).update(dict.fromkeys(forms))
        for family, texts in _unit_forms(locale):
            phrases.update(text for text in texts if " " in text and family == "percent")
            found.setdefault(family, {}).update(dict.fromkeys(text for text in texts if " " not in text))
    for words, family in data.WORDS.get(code, {}).items():
        found.setdefault(family, {}).update(dict.fromkeys(words.split()))
    return _built(language, found, phrases)


def _built(language: str, found: dict[str, dict[str, None]], phrases: set[str]) -> CountedWords:
    codes = {
        code.lower(): family for family, members in data.CURRENCIES.items() for code in members if code in data.CODES
    }
    known = CountedWords(unsure=data.UNSURE.get(primary_subtag(language), NONE), codes=codes)
    meanings: dict[str, Families] = {}
    mentions: dict[str, list[str]] = {}
    for family, forms in found.items():
        meanings |= {form: meanings.get(form, NONE) | {family} for form in forms}
        stem = common_stem(list(forms)) if len(forms) > 1 else ""
        if len(stem) > 3:
            known.words.stems[stem] = known.words.stems.get(stem, NONE) | {family}
            mentions[family] = [stem]
        else:
            mentions[family] = [form for form in forms if len(form) > 2 or not form.isascii()]
    meanings |= {form: frozenset(families) for form, families in data.EAST_ASIAN_KILO.items()}
    for form, family in (*data.SHORT.items(), *codes.items(), *data.PREFIXES.items()):
        meanings.setdefault(form, frozenset({family}))
        mentions.setdefault(family, []).append(form)
    for sign, families in (*data.SYMBOLS.items(), *((sign, ("celsius", "fahrenheit")) for sign in "°º")):
        for family in families:
            mentions.setdefault(family, []).append(sign)
    known.mentions = {family: tuple(words) for family, words in mentions.items()}
    known.words.exact = meanings | dict.fromkeys(phrases, frozenset({"percent"}))
    known.phrases = _alternatives(phrases)
    if script_of(language) in _SCRIPTS_WITHOUT_WORDS:
        known.glued = _alternatives(form for form in meanings if not form.isascii())
    return known


def _alternatives(forms: Iterable[str]) -> re.Pattern[str] | None:
    names = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True) if form)
    return re.compile(rf"[\s\u00a0\u202f余多]?(?:平方|立方|個|个)?({names})") if names else None


def _unit_forms(locale: Any) -> Iterator[tuple[str, list[str]]]:
    """The forms of each family's unit in a language; those of percent may be phrases (pour cent)."""
    from babel.units import UnknownUnitError, format_unit

    scales: dict[str, set[str]] = {}
    for unit, family in data.UNITS.items():
        forms: set[str] = set()
        for length, number in (*(("long", number) for number in (1, 2, 5, 11, 100, 1.5)), ("short", 5)):
            try:
                text = fold_word(format_unit(number, unit, length=length, locale=locale))
            except UnknownUnitError:
                continue
            form = re.sub(r"[\d.,٫\u200e\u200f\u061c%٪]", " ", text).replace("\u00a0", " ").strip()
            if length == "long" or len(form) > 2 or (len(form) > 1 and not _VOWELS.search(form)):
                forms.add(" ".join(form.split()))
        if family in ("celsius", "fahrenheit"):
            scales[family] = {word for form in forms for word in form.split()}
        elif family == "ton":
            yield family, [word for form in forms for word in form.split() if not word.startswith(data.METRIC)]
        else:
            yield family, sorted(form for form in forms if len(form) > 1 or (not form.isascii() and form > "\u0600"))
    celsius, fahrenheit = scales["celsius"], scales["fahrenheit"]
    yield "celsius", sorted(celsius - fahrenheit)
    yield "fahrenheit", sorted(fahrenheit - celsius)
    yield "degree", sorted(word for word in celsius & fahrenheit if len(word) > 3)


def _currency_forms(locale: Any) -> Iterator[tuple[str, set[str]]]:
    """The forms of each family's word: of `канадских долларов` only that which other dollars have too."""
    from babel.numbers import get_currency_name

    def names(code: str) -> list[list[str]]:
        texts = (get_currency_name(code, count, locale=locale) for count in (1, 2, 5, 11, 1.5))
        return [re.split(r"[\s\u00a0-]+", fold_word(text)) for text in texts]

    dollars = [word[:4] for word in names("USD")[0]]
    canadian = [word[:4] for word in names("CAD")[0]]
    shared = [at for at, word in enumerate(canadian) if word in dollars]
    first = bool(shared) and shared[0] == 0
    for family, codes in data.CURRENCIES.items():
        forms, others = names(codes[0]), names(codes[1]) if len(codes) > 1 else []
        known = {word[:4] for words in others[:1] for word in words}
        found: set[str] = set()
        for words in forms:
            words = [word for word in words if not word.startswith(data.NEW)]
            found.update(
                [word for word in words if word[:4] in known][:1] if known else words[:1] if first else words[-1:]
            )
        if not found:  # Danish schweizerfranc, but burundisk franc
            found = {words[0] if first else words[-1] for words in others}
        yield family, {word for word in found if len(word) > 1 and word.upper() not in codes}
