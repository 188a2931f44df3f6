"""The words for thousand, million and the like in every language, from CLDR's compact number patterns through Babel.

Scripts that write the word onto the digits, or whose words are no runs of letters to a regular expression (Devanagari
has vowel signs), are matched by what follows the digits; East Asian numbers are put together from several such parts
(1亿2000万).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from align.languages.locales import locale_of
from align.languages.normalization import fold_word
from align.languages.numerals import LONGEST, Value, exact_value
from align.languages.scripts import script_of
from align.languages.word_forms import WordForms

_GLUED_SCRIPTS = frozenset(
    {"Deva", "Beng", "Taml", "Telu", "Gujr", "Guru", "Knda", "Mlym", "Orya", "Sinh", "Thai", "Laoo", "Khmr", "Mymr"}
)
_EAST_ASIAN = frozenset({"Hans", "Hant", "Hani", "Jpan", "Kore"})
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "십": 10, "백": 100, "천": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "만": 10**4, "亿": 10**8, "億": 10**8, "억": 10**8, "兆": 10**12, "조": 10**12}
_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "幾": -1}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_KILO = "(?!千[克米瓦卡赫帕焦伏字兆])"
"""Kilograms, kilometres and kilowatts are no thousands."""
_UNIT = rf"{_KILO}[{''.join(_SMALL)}{''.join(_LARGE)}]"
_PART = re.compile(rf"({_DIGITS})?\s?([{''.join(_SMALL)}]*)([{''.join(_LARGE)}]*)")
_EAST_NUMBER = re.compile(rf"(?:{_DIGITS})(?:(?:{_UNIT})+(?: ?(?:{_DIGITS})(?![\d.,]*[年月日%]))?)*")
_WEEKDAY = re.compile(
    "(?:星期|礼拜|禮拜|(?<![一二两三四五六七八九十几数])[周週])([一二三四五六日天])(?![次个名周年岁天])"
    "|([月火水木金土日]|[월화수목금토일])[曜요]"
)
_HAN_NUMBER = re.compile(rf"[{''.join(_HAN_DIGITS)}{''.join(_SMALL)}{''.join(_LARGE)}]+")
_SAMPLES = (1, 2, 5, 11, 100)
"""Numbers that between them have every plural form after them that CLDR's compact patterns have."""


@dataclass(frozen=True, slots=True)
class Magnitudes:
    """The magnitudes of a language: `words` in their forms, `letters` that may touch the digits (5M), and `glued`, a
    pattern of what may follow digits in scripts without words, with its factors."""

    words: WordForms[int] = field(default_factory=WordForms)
    letters: dict[str, int] = field(default_factory=dict)
    glued: re.Pattern[str] | None = None
    factors: dict[str, int] = field(default_factory=dict)
    east_asian: bool = False


@lru_cache(maxsize=64)
def magnitudes(language: str) -> Magnitudes:
    """Read CLDR's magnitudes of a BCP-47 code; none for an unknown language."""
    locale = locale_of(language)
    if locale is None:
        return Magnitudes()
    forms: dict[int, set[str]] = {}
    letters: dict[str, int] = {}
    for width in ("long", "short"):
        for factor, text in _patterns(locale.compact_decimal_formats.get(width, {})):
            if len(text) == 1 or (width == "short" and len(text) == 2 and text.isascii()):
                letters.setdefault(text, factor)
            elif " " not in text:
                forms.setdefault(factor, set()).add(text)
    script = script_of(language)
    if script in _GLUED_SCRIPTS:
        factors = {form: factor for factor, texts in forms.items() for form in texts}
        named = "|".join(map(re.escape, sorted(factors, key=len, reverse=True)))
        return Magnitudes(glued=re.compile(rf"\s?({named})") if factors else None, factors=factors)
    words: WordForms[int] = WordForms()
    for factor, texts in sorted(forms.items()):
        long = {text for text in texts if len(text) > 3}
        words.add(long, factor)
        words.add(texts - long, factor)
    return Magnitudes(words, letters, east_asian=script in _EAST_ASIAN)


def _patterns(formats: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """The factor and the folded word of each compact pattern: `00 тысяч` for 10000 is 1000 and тысяч."""
    for by_size in formats.values():
        for size, pattern in by_size.items():
            text = pattern.pattern.split(";")[0]
            zeros = text.count("0")
            word = re.sub(r"[0'.\u200e\u200f\u061c]", "", text).strip()
            if zeros and word and size[1:] and zeros <= len(size):
                yield int(size) // 10 ** (zeros - 1), fold_word(word)


def east_asian_number(text: str, start: int) -> tuple[int, Value] | None:
    """Read a number in digits with East Asian units at `start`: its end and value; None without such a unit.

    >>> east_asian_number("約1億2000万人", 1)
    (8, 120000000)
    """
    match = _EAST_NUMBER.match(text, start)
    if match is None or match.end() - start > LONGEST or match[0][-1:].isspace():
        return None
    total: Value = 0
    units = 0
    for part in _PART.finditer(match[0]):
        if not part[0].strip():
            continue
        whole, _, decimals = (part[1] or "1").replace(",", "").partition(".")
        value: Value = exact_value(whole, decimals)
        for unit in part[2] + part[3]:
            value *= _SMALL.get(unit) or _LARGE[unit]
            units += 1
        total += value
    return (match.end(), total) if units else None


def han_numbers(text: str) -> Iterator[Value]:
    """The numbers that a text has in Chinese numerals: 二十五 is 25, 二〇二六 is 2026."""
    for match in _HAN_NUMBER.finditer(text):
        if len(match[0]) <= 20:
            yield _han_value(match[0])


def east_asian_weekdays(text: str) -> Iterator[int]:
    """The days of the week of a Chinese, Japanese or Korean text, 0 for Monday.

    >>> [list(east_asian_weekdays(text)) for text in ("上周三和星期日", "一周三次", "水曜日")]
    [[2, 6], [], [2]]
    """
    for match in _WEEKDAY.finditer(text):
        yield (
            min(6, "一二三四五六日天".index(match[1]))
            if match[1]
            else "月火水木金土日월화수목금토일".index(match[2]) % 7
        )


def _han_value(numeral: str) -> Value:
    if all(char in _HAN_DIGITS for char in numeral):
        return int("".join(str(max(0, _HAN_DIGITS[char])) for char in numeral))
    total = group = digit = 0
    for char in numeral:
        if char in _HAN_DIGITS:
            digit = max(0, _HAN_DIGITS[char])
        elif char in _SMALL:
            group += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total = (
                (total + group + digit or 1) * _LARGE[char]
                if _LARGE[char] > 10**4
                else total + (group + digit or 1) * _LARGE[char]
            )
            group = digit = 0
    return total + group + digit
