"""A parser of the numbers, months and weekdays of a sentence, in digits and in words.

A number may allow several readings: `1,234` is 1234 in English and 1.234 in Russian, `3 p.m.` is 3 or 15, `the '90s` 90
or 1990. The check of numbers passes when one of them is found on the other side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter
from unicodedata import normalize

from align.languages.normalization import fold_word
from align.languages.number_words import Lexicon, lexicon
from align.languages.numerals import (
    SPACES,
    Quantity,
    Value,
    parse_code,
    parse_grouped,
    parse_plain,
    roman_value,
    western_digits,
)

_GROUP = rf"[{SPACES}‐‑-]"
_YEARS = rf"(?:(?:1\d|20)\d\d{_GROUP}){{2}}(?:1\d|20)\d\d(?!\d)"
_TOKEN = re.compile(
    rf"(?P<code>(?!{_YEARS})(?:(?<=[a-z][a-z])\d\d{_GROUP})?\d{{4}}(?:{_GROUP}\d{{4}}){{2,}}(?:{_GROUP}\d{{1,3}})?(?!\d))"
    rf"|(?P<grouped>\d{{1,3}}(?:[{SPACES}'’]\d{{3}})+(?!\d)(?:[.,]\d+(?![.,]?\d))?)"
    r"|(?P<digits>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+)"
)
_TIME = re.compile(r"\b(\d{1,2})(?:[:.]\d\d)?\s?[ap]\.?\s?m\b", re.IGNORECASE)
_MINUTES = re.compile(r":([0-5]\d)(?!\d)")
_ZONE = re.compile(r"\s?(?:GMT|BST|UTC|CET|EST|EDT|ET|PST|PT|MSK|hours)\b")
_DECADE = re.compile(r"['’]?s\b|[-‐‑](?:х|е|ых|ые)\b")
_CENTURY = re.compile(r"\b(?:1[0-9]|20)\d\d\s?[-–—/]\s?\d\d(?!\d)")
_PERCENT = re.compile(r"[\s-]?(?:%|٪|percent|per cent|процент|Prozent|pour ?cent)")
_ROMAN_STARTS = frozenset("lxviхі")
_JOINTS = frozenset({"", "-", "\u2010", "\u2011", *SPACES})
_DASHES = frozenset("-‐‑–—−")
_FRACTIONS = {character: Fraction(normalize("NFKC", character).replace("⁄", "/")) for character in "½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"}
_LONE_FRACTION = re.compile(rf"(?<!\d)[{''.join(_FRACTIONS)}]")


@dataclass(slots=True)
class Quantities:
    """The numbers, months and weekdays of a sentence.

    `approximate` holds values that vague words (half, a dozen, VIII) may stand for; `months` (1 to 12) and `weekdays`
    (0 is Monday) those that are certainly meant, `unsure` months and weekdays that may be ordinary words (may, march,
    sun).
    """

    numbers: list[Quantity] = field(default_factory=list)
    approximate: set[Value] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    unsure_months: set[int] = field(default_factory=set)
    unsure_weekdays: set[int] = field(default_factory=set)

    def support(self) -> set[Value | str]:
        """All values and names that a number of the other side may match."""
        return self.whole().union(part for number in self.numbers for part in number.parts)

    def whole(self) -> set[Value | str]:
        """The same without the parts of numbers that have a value as a whole: 5.3 supports neither 3 nor 5."""
        found: set[Value | str] = {*self.approximate}
        for number in self.numbers:
            found.update(number.values or ((number.name,) if number.name else number.parts))
        return found


def read_quantities(text: str, language: str) -> Quantities:
    """Read `text` (one line) in `language` (a BCP-47 code)."""
    words = lexicon(language)
    reader = _QuantityParser(text, words)
    folded = fold_word(text)
    if len(folded) != len(text):  # a letter whose small form is longer: rare enough to leave the text unfolded
        folded = text
    entries, heads, nothing_open = words.entries, words.prefix_heads, True
    for match in _TOKEN.finditer(folded):
        token = match[0]
        if match.lastgroup != "word":
            reader.digits(western_digits(token), match.start(), match.end(), match.lastgroup or "")
            nothing_open = False
        elif token in entries or token[:3] in heads or token[0] in _ROMAN_STARTS or not nothing_open:
            reader.word(token, match.start(), match.end())
            nothing_open = reader.open is None
        reader.before = token
    return reader.finish()


class _QuantityParser:
    """Assembles the tokens of a sentence to numbers, from left to right.

    The open number in words is `total + group`: `total` is what a magnitude has closed (two thousand), `group` what is
    still under it (five hundred and six).
    """

    def __init__(self, text: str, words: Lexicon):
        self.text = text
        self.words = words
        self.found = Quantities()
        self.open: Quantity | None = None
        self.total: Value = 0
        self.group: Value = 0
        self.before = ""
        self.skip = 0
        self.hours = {match.start(1) for match in _TIME.finditer(text)} if _has_clock(text) else set()

    def finish(self) -> Quantities:
        """Close the last number and combine neighbours: ranges, sums, years."""
        self._close()
        numbers = self.found.numbers
        if len(numbers) > 1:
            _spread_magnitudes(self.text, numbers, self.words)
        for match in _CENTURY.finditer(self.text) if len(numbers) > 1 else ():
            _complete_year(numbers, match)
        self.found.approximate.update(_FRACTIONS[character] for character in _LONE_FRACTION.findall(self.text))
        return self.found

    def digits(self, token: str, start: int, end: int, kind: str) -> None:
        """Begin a number in digits; `kind` is its group of `_TOKEN`."""
        self._close()
        if start < self.skip:
            return
        if kind == "digits":
            number = parse_plain(token, start, end, "," if self.words.decimal_comma else ".")
        else:
            number = (parse_grouped if kind == "grouped" else parse_code)(token, start, end)
        value = number.values[0] if number.values else -1
        after = self.text[end : end + 9]
        if 0 <= value <= 24 and len(number.values) == 1 and (clock := _MINUTES.match(after)):
            minutes = Fraction(int(clock[1]), 100)
            number.end = self.skip = end + clock.end()
            number.values = tuple(hour + minutes for hour in (value, value % 12, value % 12 + 12))
        elif start in self.hours:
            number.values += (value % 12, value % 12 + 12)
        elif value % 10 == 0 and 0 <= value < 2100 and after and _DECADE.match(after):
            number.values += (value % 100, value % 100 + 1900)
        elif len(token) == 4 and token.isdecimal() and _ZONE.match(after):
            number.parts = divmod(int(token), 100)
        if number.values and after[:1] in _FRACTIONS:
            number.parts = (value, _FRACTIONS[after[0]])
            number.values = (sum(number.parts),)
        self.open = number

    def word(self, token: str, start: int, end: int) -> None:
        """Process a folded word: part of a number, a month, an approximate value, or (mostly) nothing of interest."""
        for role, value in self.words.entries.get(token, ()):
            if role == "number":
                self._number(value, token, start, end)
            elif role == "multiplier":
                self._multiplier(value, token, start, end)
            elif role == "magnitude":
                self._magnitude(int(value), token, start, end)
            elif role == "approximate":
                self.found.approximate.add(value)
            else:
                self._calendar(role, int(value), token, start, end)
        if len(token) > 5 and token[:3] in self.words.prefix_heads:
            self._compound(token)
        elif len(token) < 7 and (value := roman_value(self.text[start:end])):
            self.found.approximate.add(value)
        elif self.open and self.open.digits and self.open.end == start and token in self.words.suffixes:
            factors = self.words.suffixes[token]
            self.open.values = tuple(value * factor for value in self.open.values for factor in factors)
        elif self.open and self.open.digits and len(token) < 4 and self.text[self.open.end : start] in ("", "-", "‑"):
            self.open.end = end  # an ordinal or case ending: 22nd, 2-х

    def _joins(self, start: int) -> bool:
        """Whether a token at `start` continues the open number."""
        if self.open is None:
            return False
        gap = self.text[self.open.end : start]
        return gap in _JOINTS or (len(gap) < 7 and gap.strip().lower() in self.words.fillers)

    def _number(self, value: Value, token: str, start: int, end: int) -> None:
        if self.open and not self.open.digits and self._joins(start):
            step = 100 if self.group % 100 == 0 else 10 if self.group % 10 == 0 else 1
            score = self.words.vigesimal and self.group in (60, 80) and value < 20
            if self.words.vigesimal and self.group == 4 and value == 20:
                self._extend(80, end)
                return
            if 0 < value < (step if self.group else self.open.magnitude) or score:
                self._extend(self.group + value, end)
                return
        self._begin(value, token, start, end)

    def _multiplier(self, value: Value, token: str, start: int, end: int) -> None:
        if self.open and self._joins(start) and not self.open.digits and 0 < self.group < 100:
            self._extend(self.group * value, end)
        else:
            self._begin(value, token, start, end)

    def _magnitude(self, factor: int, token: str, start: int, end: int) -> None:
        number = self.open
        if number is None or not self._joins(start) or (number.magnitude > 1 and not self.group):
            self._begin(0, token, start, end)
            self.total = factor
        elif number.digits:
            number.values = tuple(value * factor for value in number.values)
            number.parts = () if number.values else number.parts  # 1.5.2 million is no single number
        else:
            self.total += (self.group or 1) * factor
            self.group = 0
        if self.open:
            self.open.magnitude = factor
            self.open.end = end

    def _begin(self, value: Value, token: str, start: int, end: int) -> None:
        self._close()
        self.open = Quantity(token, start, end, (), digits=False)
        self.total, self.group = 0, value

    def _extend(self, group: Value, end: int) -> None:
        assert self.open is not None
        self.group = group
        self.open.end = end

    def _close(self) -> None:
        number = self.open
        if number is None:
            return
        if not number.digits:
            number.values = (self.total + self.group,)
        number.percent = number.digits and bool(_PERCENT.match(self.text, number.end))
        number.text = self.text[number.start : number.end]
        self.found.numbers.append(number)
        self.open = None

    def _calendar(self, role: str, value: int, token: str, start: int, end: int) -> None:
        sure = token not in self.words.ambiguous or self.before in self.words.date_leads
        if self.text[start].isupper() != self.words.capital_dates and start > 0:
            sure = False  # a name (Марта), a verb (march)
        sure = sure or self._by_a_number(start, end)
        if role == "month":
            (self.found.months if sure else self.found.unsure_months).add(value)
        else:
            (self.found.weekdays if sure else self.found.unsure_weekdays).add(value)

    def _by_a_number(self, start: int, end: int) -> bool:
        return (
            self.text[end : end + 3].strip(" .")[:1].isdigit() or self.text[max(0, start - 2) : start].strip().isdigit()
        )

    def _compound(self, word: str) -> None:
        """Add the numbers at the front of a compound: двадцатипятилетний, fünfjährig."""
        value: Value = 0
        while hit := next(((front, number) for front, number in self.words.prefixes if word.startswith(front)), None):
            value += hit[1]
            self.found.approximate.add(hit[1])
            word = word[len(hit[0]) :]
        if value:
            self.found.approximate.add(value)


def _has_clock(text: str) -> bool:
    return "m" in text or "M" in text


def _spread_magnitudes(text: str, numbers: list[Quantity], words: Lexicon) -> None:
    """Read `15 to 20 million` as 15 (or 15 million) and 20 million, and `1 million 200 thousand` as one number too."""
    for before, after in pairwise(numbers):
        gap = text[before.end : after.start].strip(" \u00a0$€£").lower()
        if before.magnitude == 1 < after.magnitude and (gap in words.ranges or gap in _DASHES):
            before.values = (*(value * after.magnitude for value in before.values), *before.values)
        elif before.magnitude > after.magnitude > 1 and before.values and (not gap or gap in words.fillers):
            rest = after.values or after.parts
            if not rest:
                continue
            total = before.values[0] + rest[0]
            before.values += (total,)
            after.values += (total,)


def _complete_year(numbers: list[Quantity], span: re.Match[str]) -> None:
    """Give the second half of `2016/17` its century as another reading."""
    first, last = (bisect_left(numbers, offset, key=attrgetter("start")) for offset in span.span())
    inside = numbers[first:last]
    if len(inside) == 2 and all(number.digits and number.values for number in inside):
        inside[1].values += (inside[0].values[0] // 100 * 100 + inside[1].values[0],)
