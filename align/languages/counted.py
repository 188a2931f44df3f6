"""What the numbers of a sentence count: a currency, a unit, a percentage, and whether they are below zero.

Words in every language come from CLDR through Babel; `align.languages.data.counted_words` has signs, abbreviations and
what CLDR lacks. Both sides' words are reduced to families (`dollar`, `km`), so that they can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from os.path import commonprefix
from typing import Any

from align.languages.data import counted_words as data
from align.languages.locales import locale_of
from align.languages.normalization import fold_word
from align.languages.numerals import Quantity, Value
from align.languages.quantities import Quantities
from align.languages.scripts import script_of
from align.languages.tags import primary_subtag
from align.languages.word_forms import WordForms

Families = frozenset[str]
_NONE: Families = frozenset()
_MONEY = frozenset(data.CURRENCIES)

_WORDS_AFTER = 4
"""Words after a number among which its currency is: 5 billion new Canadian dollars."""
_REACH = 60
"""Characters on either side of a number that are looked at."""
_NEXT_WORD = re.compile(r"(?:\.?[\s\u00a0\u202f\u2009]|['’‑-]|\.[\s\u00a0])?\s?([^\W\d_]+)")
_AFTER_SIGN = re.compile(r"[\s\u00a0\u202f]?(r\$|us\$|[$€£¥￥₽₴₹₩₺₪₸฿₫₦₱%٪％℃℉])")
_BEFORE_SIGN = re.compile(r"(r\$|[$€£¥￥₽₴₹₩₺₪₸฿₫₦₱%])[\s\u00a0\u202f]?[-−]?\Z")
_BEFORE_WORD = re.compile(rf"(?<![a-zа-я])({'|'.join(sorted(data.PREFIXES, key=len, reverse=True))}|[a-z]{{3}})[.\s\u00a0]{{0,2}}\Z")
_DEGREES = re.compile(r"[\s\u00a0\u202f-]?[°º][\s\u00a0]?([cfсمف]?)(?!\w)")
_MINUS = re.compile(r"(?:\A|(?<=[\s(\[«\"„“'\u3000-\u9fff\uac00-\ud7a3]))[-−–‑](?:r\$|us\$|[$€£¥￥₽₴₹₩₺₪][\s\u00a0]?)?\Z|[$€£¥₽]\s?[-−]\Z")
_RANGE = re.compile(r"\d\S{0,6}[\s\u00a0][-−–‑]\Z")
_SCRIPTS_WITHOUT_WORDS = frozenset({"Hans", "Hant", "Jpan", "Kore", "Thai", "Deva", "Beng", "Khmr", "Laoo", "Mymr"})
_REFINED: dict[str, Families] = {
    "percent": frozenset({"point"}),
    "degree": frozenset({"celsius", "fahrenheit"}),
}
"""What the word after one of these makes of it: percentage points, degrees Fahrenheit."""
_LINK = re.compile(r"\s(?:de|na)(?=\s)")
"""Words that link a figure with what it counts: Romanian 20 de euro, Filipino 20 na milya."""
_EUROPE = ("europ", "европ", "європ", "eurov", "evrop")
_VOWELS = re.compile("[aeiouyаеёиоуыэюяіїєάέήίόύώαεηιουω]")


@dataclass(frozen=True, slots=True)
class Counted:
    """The families of currencies and units that a number may count; both where the word is ambiguous (pounds).

    `sure` is false where the word is oftener something else, or too short to be sure of. `negative` says that a minus
    sign stands before the number.
    """

    currency: Families = _NONE
    unit: Families = _NONE
    sure: bool = True
    negative: bool = False


@dataclass(slots=True)
class CountedWords:
    """The words of a language for units and currencies, folded: their forms, and for each family what a text that
    mentions it has in it."""

    words: WordForms[Families] = field(default_factory=WordForms)
    mentions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    glued: re.Pattern[str] | None = None
    phrases: re.Pattern[str] | None = None
    unsure: frozenset[str] = _NONE
    codes: dict[str, str] = field(default_factory=dict)

    def families(self, word: str) -> Families:
        """The families of a folded word; none for another word."""
        if word.startswith(_EUROPE) and not word.startswith(("euros", "euroa", "europe")) and len(word) > 5:
            return _NONE
        return self.words.get(word) or _NONE

    def mentioned(self, families: Families, text: str) -> bool:
        """Whether a folded text says one of the families anywhere, perhaps inside a compound."""
        return any(word in text for family in families for word in self.mentions.get(family, ()))


@dataclass(frozen=True, slots=True)
class CountedText:
    """The numbers of a text with what they count, in their order and by their values (or names, see `Quantity`)."""

    text: str
    words: CountedWords
    numbers: list[tuple[Quantity, Counted]]
    by_value: dict[Value | str, list[tuple[Quantity, Counted]]]

    def equals(self, number: Quantity) -> list[tuple[Quantity, Counted]]:
        """What the numbers of this text count that are equal to a number of another text."""
        names = (*number.values, number.name) if number.name else number.values
        found = {id(other): (other, counts) for name in names for other, counts in self.by_value.get(name, ())}
        return list(found.values())


def read_counted(quantities: Quantities, language: str) -> CountedText:
    """Find what each number of a text counts."""
    words = counted_words(language)
    numbers = [(number, _counted(quantities.folded, number, words)) for number in quantities.numbers]
    by_value: dict[Value | str, list[tuple[Quantity, Counted]]] = {}
    for found in numbers:
        for name in {*found[0].values, *((found[0].name,) if found[0].name else ())}:
            by_value.setdefault(name, []).append(found)
    return CountedText(quantities.folded, words, numbers, by_value)


def _counted(text: str, number: Quantity, known: CountedWords) -> Counted:
    before = text[max(0, number.start - _REACH) : number.start]
    end = number.end - number.ending
    negative = number.digits and bool(_MINUS.search(before)) and not _RANGE.search(before)
    currency, unit, sure = _after(text[end : end + _REACH], known)
    if number.ending and not currency and not unit:
        currency, unit, sure = _after(text[number.end : number.end + _REACH], known)
    if not currency:
        first = _before(before, known)
        currency, unit = (first & _MONEY) or currency, (first - _MONEY) or unit
        sure = sure or bool(first)
    if number.percent and not unit:
        unit = frozenset({"percent"})
    return Counted(currency, unit, sure, negative)


def _before(text: str, known: CountedWords) -> Families:
    if match := _BEFORE_SIGN.search(text):
        return frozenset(data.SYMBOLS[match[1]])
    if match := _BEFORE_WORD.search(text):
        family = data.PREFIXES.get(match[1]) or known.codes.get(match[1], "")
        return frozenset({family}) if family else _NONE
    return _NONE


def _after(text: str, known: CountedWords) -> tuple[Families, Families, bool]:
    """The currency and the unit that the text after a number begins with, and whether they are surely meant."""
    if match := _DEGREES.match(text):
        return _NONE, frozenset({data.DEGREES.get(match[1], "degree")}), True
    if match := _AFTER_SIGN.match(text):
        families = frozenset(data.SYMBOLS[match[1].removeprefix("us")])
        return families & _MONEY, families - _MONEY, True
    for pattern in (known.phrases, known.glued):
        if pattern and (match := pattern.match(text)):
            families = known.words.exact[match[1]]
            return families & _MONEY, families - _MONEY, True
    unit, sure, position, squared = _NONE, True, 0, False
    if link := _LINK.match(text):
        position = link.end()
    for at in range(_WORDS_AFTER):
        match = _NEXT_WORD.match(text, position)
        if match is None:
            break
        word, position = match[1], match.end()
        families = known.families(word)
        if not unit:
            vague = not families and len(word) < 3 and (at == 0 or squared) and word not in data.SQUARE
            sure = sure and not vague and word not in known.unsure
        if families & _MONEY and not unit:
            return families & _MONEY, families - _MONEY, sure and families.isdisjoint(data.UNSURE_CURRENCIES)
        if families and (at == 0 or squared):
            unit, squared = families, False
            if unit.isdisjoint(_REFINED.keys()):
                break
        elif unit:
            return _NONE, _REFINED.get(min(unit), _NONE) & families or unit, sure
        else:
            squared = at < 2 and word.startswith(data.SQUARE)
    return _NONE, unit, sure


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
        for family, forms in _unit_forms(locale):
            single = [form for form in forms if " " not in form]
            phrases.update(form for form in forms if " " in form and family == "percent")
            found.setdefault(family, {}).update(dict.fromkeys(single))
    for words, family in data.WORDS.get(code, {}).items():
        found.setdefault(family, {}).update(dict.fromkeys(words.split()))
    return _built(language, found, phrases)


def _built(language: str, found: dict[str, dict[str, None]], phrases: set[str]) -> CountedWords:
    meanings: dict[str, set[str]] = {}
    for family, forms in found.items():
        for form in forms:
            meanings.setdefault(form, set()).add(family)
    for form, family in data.SHORT.items():
        meanings.setdefault(form, {family})
    for form, families in data.EAST_ASIAN_KILO.items():
        meanings[form] = set(families)
    codes = {code: family for family, members in data.CURRENCIES.items() for code in data.CODES & {*members}}
    codes = {code.lower(): family for code, family in codes.items()}
    known = CountedWords(unsure=data.UNSURE.get(primary_subtag(language), _NONE), codes=codes)
    for family, forms in found.items():
        stem = commonprefix(list(forms)) if len(forms) > 1 else ""
        if len(stem) > 3:
            known.words.stems[stem] = known.words.stems.get(stem, _NONE) | {family}
        long = (form for form in forms if len(form) > 2 or not form.isascii())
        known.mentions[family] = tuple([stem] if len(stem) > 3 else long)
    for sign, families in data.SYMBOLS.items():
        for family in families:
            known.mentions[family] = (*known.mentions.get(family, ()), sign)
    for form, family in (*data.SHORT.items(), *codes.items(), *data.PREFIXES.items()):
        known.mentions[family] = (*known.mentions.get(family, ()), form)
        meanings.setdefault(form, {family})
    for family in ("celsius", "fahrenheit"):
        known.mentions[family] = (*known.mentions.get(family, ()), "°", "º")
    for form, families in meanings.items():
        known.words.exact[form] = frozenset(families)
    known.words.exact |= dict.fromkeys(phrases, frozenset({"percent"}))
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
            yield family, sorted(form for form in forms if len(form) > 1 or not form.isascii() and form > "\u0600")
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
            found.update([word for word in words if word[:4] in known][:1] if known else words[:1] if first else words[-1:])
        if not found:  # Danish schweizerfranc, but burundisk franc
            found = {words[0] if first else words[-1] for words in others}
        yield family, {word for word in found if len(word) > 1 and word.upper() not in codes}
