"""Agreement: what changes in a sentence along with its numbers and dates (noun forms, names of months and weekdays).

In Russian a noun takes its form from the number before it: 15 миллионов, 21 миллион, 2 миллиона. Languages differ in
how many such classes of numbers they have (CLDR's plural rules say which); inside one class nothing else changes.
Across classes a noun is corrected if its forms are known and its case is clear, and left to a person if not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING

from align.languages.number_words import Lexicon, lexicon
from align.languages.numerals import LONGEST
from align.languages.russian_inflection import CASES, NOUNS, noun_after_number, weekday_in_place
from align.languages.tags import primary_subtag

if TYPE_CHECKING:
    from babel.plural import PluralRule

Edit = tuple[int, int, str]
"""Replace `start:end` of a text by a string."""

_NEXT = re.compile(r"[\s-]*([^\W\d_]+)(\.?)")
_BEFORE = re.compile(r"([^\W\d_]+)\W*$")
_AROUND = 100
"""Characters before a number in which the word in front of it is searched for."""
_YEAR = re.compile(r"1\d{3}|20\d\d|2100")
_SHORT = 4
"""Letters of an abbreviation, at most: a word before a full stop, or one without a vowel (руб., млн)."""
_VOWELS = frozenset("aeiouyаеёиоуыэюяіїєäöüéèêàâîïôûáíóú")


def agree_with_number(text: str, start: int, end: int, old: str, new: str, language: str) -> list[Edit] | None:
    """Find the edits around the number at `start:end` of a translation that follow when `new` replaces `old` (both as
    `plural_class` takes them).

    None where they are not clear.
    """
    if plural_class(old, language) == plural_class(new, language):
        return []
    match = _NEXT.match(text, end)
    if match is None or _keeps_its_form(match, old, new, language):
        return []
    if not _is_russian(language) or match[1].lower() not in NOUNS or max(len(old), len(new)) > LONGEST:
        return None
    before = _BEFORE.search(text, max(0, start - _AROUND), start)
    classes = (plural_class(old, language), plural_class(new, language))
    word = noun_after_number(match[1].lower(), *classes, before[1].lower() if before else "")
    return None if word is None else [(match.start(1), match.end(1), word)]


def plural_class(number: str, language: str) -> str:
    """CLDR's plural category, such as `one`, `few`, `many`, `other`, of a number in digits with a decimal point.

    For an unknown language, and for very long numbers, every number is a class of its own.

    >>> [plural_class(number, "ru") for number in ("21", "2", "15", "1.5")]
    ['one', 'few', 'many', 'other']
    """
    rule = _plural_rule(language)
    if rule is None or len(number) > LONGEST:
        return number
    with localcontext(Context(prec=LONGEST)):  # else Babel rounds to 28 digits
        return str(rule(Decimal(number) if "." in number else int(number)))


@lru_cache(maxsize=64)
def _plural_rule(language: str) -> PluralRule | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("_", "-"), sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return None


def _keeps_its_form(match: re.Match[str], old: str, new: str, language: str) -> bool:
    """Whether the word after a number is the same after any number: an abbreviation, a month, `год` after a year's
    number."""
    word = match[1].lower()
    short = len(word) <= _SHORT and (match[2] == "." or not _VOWELS & set(word))
    short = short and not (_is_russian(language) and word in NOUNS)  # 5 дней. is the end of a sentence
    roles = {role for role, _ in lexicon(language).entries.get(word, ())}
    years = word in ("год", "года", "году", "годом", "годе") and all(map(_YEAR.fullmatch, (old, new)))
    return short or "month" in roles or years


def rename_dates(text: str, dates: Mapping[tuple[str, int], int], language: str) -> list[Edit] | None:
    """Find the edits that replace the months and weekdays of a translation as `dates` says.

    `{("month", 11): 12}` makes November December. None where a name is not found, or its form is not clear.
    """
    edits: list[Edit] = []
    known = lexicon(language)
    for (role, old), new in dates.items():
        if old == new:
            continue
        found = [m for m in re.finditer(r"[^\W\d_]+", text) if (role, old) in known.entries.get(_fold(m[0]), ())]
        if not found:
            return None
        for match in found:
            renamed = _renamed(text, match, role, old, new, language, known)
            if renamed is None:
                return None
            edits += renamed
    return edits


def _renamed(
    text: str, match: re.Match[str], role: str, old: int, new: int, language: str, known: Lexicon
) -> list[Edit] | None:
    """Replace the name in `match`, of month or weekday `old`, by that of `new` in the same form."""
    if role == "weekday" and _is_russian(language):
        return weekday_in_place(text, match.start(), match.end(), old, new)
    word = _fold(match[0])
    for form, new_form in zip(_forms(role, old, language), _forms(role, new, language), strict=True):
        if form == word:
            upper, capital = match[0].isupper(), match[0][0].isupper()
            name = new_form.upper() if upper else new_form.capitalize() if capital else new_form
            return [(match.start(), match.end(), name)]
    return None


def _forms(role: str, number: int, language: str) -> list[str]:
    """The names of a month (1 to 12) or weekday (0 is Monday), every language's list in one order of forms."""
    from babel import Locale

    locale = Locale.parse(language.replace("_", "-"), sep="-")
    names = locale.months if role == "month" else locale.days
    forms = [
        _fold(names[context][width][number]).rstrip(".")
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
    ]
    if _is_russian(language):
        from align.languages.data.ru import ENDINGS

        name = forms[1]
        forms += [name[:-1] + ending for ending in ENDINGS[name[-1]][: CASES - 1]]
    return forms


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е")


def _is_russian(language: str) -> bool:
    return primary_subtag(language) == "ru"
