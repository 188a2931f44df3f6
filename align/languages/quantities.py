"""A parser of the numbers, months and weekdays of a sentence, in digits and in words.

A number may allow several readings: `1,234` is 1234 in English and 1.234 in Russian, `3 p.m.` is 3 or 15, `the '90s` 90
or 1990. The check of numbers passes when one of them is found on the other side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from unicodedata import normalize

from align.languages.day_halves import day_half, set_half
from align.languages.figure_dates import DATE, read_date, years
from align.languages.figures import folded_figures
from align.languages.magnitudes import east_asian_number, east_asian_weekdays, han_numbers
from align.languages.number_spans import combine_neighbours
from align.languages.number_words import Lexicon, lexicon
from align.languages.numerals import (
    SPACES,
    Quantity,
    Value,
    parse_code,
    parse_grouped,
    parse_plain,
    roman_value,
)

_GROUP = rf"[{SPACES}‐‑-]"
_YEARS = rf"(?:(?:1\d|20)\d\d{_GROUP}){{2}}(?:1\d|20)\d\d(?!\d)"
_TOKEN = re.compile(
    rf"(?=\d)(?:(?P<date>{DATE})"
    rf"|(?P<code>(?!{_YEARS})(?:(?<=[a-z][a-z])\d\d{_GROUP})?\d{{4}}(?:{_GROUP}\d{{4}}){{2,}}(?:{_GROUP}\d{{1,3}})?(?!\d))"
    rf"|(?P<grouped>\d{{1,3}}(?:[{SPACES}'’]\d{{3}})+(?!\d)(?:[.,]\d+(?![.,]?\d))?)"
    r"|(?P<digits>\d+(?:[.,]\d+)*))"
    r"|(?P<word>[^\W\d_]+)"
)
_MINUTES = re.compile(r"(?::|\s?(?:h|uhr)\s?)([0-5]\d)(?!\d)|\s?[点點时時시]\s?([0-5]?\d)[分분]")
_SLASH = re.compile(r"/(\d{1,2})(?![\d/])")
_EAST_ASIAN_MONTH = re.compile(r"\s?[月월](?![間间曜])")
_MONEY = re.compile(r"\w+\s?[$€£]")
_SQUARE = re.compile(r"(?<!\w)(?:[kcm]?m|[ксм]?м)\Z")
"""The unit of a square or cubic measure that is written with a plain digit: km2."""
_NO_BREAK = frozenset({"", "\u00a0", "\u202f"})
_MARKS = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")
"""Marks of direction, which Arabic and Hebrew put around signs and digits."""
_ZONE = re.compile(r"\s?(?:GMT|BST|UTC|CET|EST|EDT|ET|PST|PT|MSK|hours)\b")
_DECADE = re.compile(r"['’]?s\b|[-‐‑](?:х|е|ых|ые)\b")
_PERCENT = re.compile(r"[\s-]?(?:%|٪|percent|per cent|процент|Prozent|pour ?cent)")
_FRENCH_ORDINAL = re.compile(r"(?<=[IVXL])(?:e|ᵉ|ème)\Z")
"""What makes an ordinal of a Roman numeral: XIXe siècle."""
_CLOSE = 6
"""Characters between half and the million that it is of, at most: half of a million."""
_ROMAN_STARTS = frozenset("lxviхі")
_JOINTS = frozenset({"", "-", "\u2010", "\u2011", *SPACES})
_FRACTIONS = {character: Fraction(normalize("NFKC", character).replace("⁄", "/")) for character in "½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"}
_LONE_FRACTION = re.compile(rf"(?<!\d)[{''.join(_FRACTIONS)}]")


@dataclass(slots=True)
class Quantities:
    """The numbers, months and weekdays of the sentence `text`, in which marks of direction are left out.

    `folded` is the same in small letters and with the digits 0 to 9.

    `approximate` holds values that vague words (half, a dozen, VIII) may stand for; `months` (1 to 12) and `weekdays`
    (0 is Monday) those that are certainly meant, `unsure` months and weekdays that may be ordinary words (may, march,
    sun).
    """

    text: str = ""
    folded: str = ""
    numbers: list[Quantity] = field(default_factory=list)
    approximate: set[Value] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    unsure_months: set[int] = field(default_factory=set)
    unsure_weekdays: set[int] = field(default_factory=set)

    def support(self) -> set[Value | str]:
        """All values and names that a number of the other side may match."""
        found = self.whole().union(part for number in self.numbers for part in number.parts)
        found.update(year for number in self.numbers for date in number.dates for year in years(date))
        return found

    def whole(self) -> set[Value | str]:
        """The same without the parts of numbers that have a value as a whole: 5.3 supports neither 3 nor 5."""
        found: set[Value | str] = {*self.approximate}
        for number in self.numbers:
            found.update(number.values or ((number.name,) if number.name else number.parts))
        return found


def read_quantities(text: str, language: str) -> Quantities:
    """Read `text` (one line) in `language` (a BCP-47 code)."""
    words = lexicon(language)
    text = _MARKS.sub("", text) if not text.isascii() else text
    reader = _QuantityParser(text, words, language)
    folded = reader.folded
    entries, heads, nothing_open = words.entries, words.heads, True
    for match in _TOKEN.finditer(folded):
        token = match[0]
        kind = match.lastgroup
        if kind == "word":
            if token in entries or token[:3] in heads or token[0] in _ROMAN_STARTS or not nothing_open:
                reader.word(token, match.start(), match.end())
                nothing_open = reader.open is None
        elif kind == "date":
            reader.date(token, match.start(), match.end(), match["joint"])
            nothing_open = False
        else:
            reader.digits(token, match.start(), match.end(), kind or "")
            nothing_open = False
        reader.before = token
    return reader.finish()


class _QuantityParser:
    """Assembles the tokens of a sentence to numbers, from left to right.

    The open number in words is `total + group`: `total` is what a magnitude has closed (two thousand), `group` what is
    still under it (five hundred and six).
    """

    def __init__(self, text: str, words: Lexicon, language: str):
        self.text = text
        self.folded = folded_figures(text, language)
        self.words = words
        self.language = language
        self.found = Quantities(text, self.folded)
        self.open: Quantity | None = None
        self.total: Value = 0
        self.group: Value = 0
        self.before = ""
        self.skip = 0
        self.shared: list[Value] = []
        self.shared_at = 0
        self.shares: list[Value] = []

    def finish(self) -> Quantities:
        """Close the last number and combine neighbours: ranges, sums, years."""
        self._close()
        numbers = self.found.numbers
        combine_neighbours(self.text, numbers, self.words)
        self.found.approximate.update(_FRACTIONS[character] for character in _LONE_FRACTION.findall(self.text))
        if self.words.phrases:
            self._named_months(self.words.phrases)
        if self.words.magnitudes.east_asian:
            self.found.approximate.update(han_numbers(self.text))
            self.found.weekdays.update(east_asian_weekdays(self.text))
        return self.found

    def _named_months(self, pattern: re.Pattern[str]) -> None:
        """Find the months whose names are no runs of letters; numbers inside (tháng 9) are no numbers."""
        spans = []
        for match in pattern.finditer(self.folded):
            self.found.months.add(int((match.lastgroup or "")[1:]))
            spans.append(match.span())
        if spans:
            inside = {at for start, end in spans for at in range(start, end)}
            self.found.numbers = [number for number in self.found.numbers if number.start not in inside]

    def date(self, token: str, start: int, end: int, joint: str) -> None:
        """Begin a date in figures, or the numbers that only look like one."""
        pieces = [piece.strip() for piece in token.split(joint)]
        dates = read_date(pieces)
        if dates:
            self._close()
            self.open = Quantity(token, start, end, (), tuple(map(int, pieces)), dates=dates)
        elif joint == ".":
            self.digits(token, start, end, "digits")
        else:
            for piece in re.finditer(r"\d+(?:/\d+)?" if joint == "-" else r"\d+", token):
                self.digits(piece[0], start + piece.start(), start + piece.end(), "digits")

    def digits(self, token: str, start: int, end: int, kind: str) -> None:
        """Begin a number in digits; `kind` is its group of `_TOKEN`."""
        self._close()
        if start < self.skip:
            return
        if token in ("2", "3") and _SQUARE.search(self.folded, max(0, start - 3), start):
            self.found.approximate.add(int(token))
            return
        if self.words.magnitudes.east_asian and self._east_asian(token, start, end):
            return
        if kind == "digits":
            number = parse_plain(token, start, end, "," if self.words.decimal_comma else ".")
        else:
            number = (parse_grouped if kind == "grouped" else parse_code)(token, start, end)
        self.open = number
        value = number.values[0] if number.values else -1
        after = self.folded[end : end + 9]
        if 0 <= value <= 24 and len(number.values) == 1 and not number.half:
            self._hour(number, after)
        if value % 10 == 0 and 0 <= value < 2100 and after and _DECADE.match(after):
            number.values += (value % 100, value % 100 + 1900)
        elif len(token) == 4 and token.isdecimal() and (token[0] == "0" or _ZONE.match(self.text, end)):
            number.parts = divmod(int(token), 100)
        if number.values and after[:1] in _FRACTIONS:
            number.parts = (value, _FRACTIONS[after[0]])
            number.values = (sum(number.parts),)
        if (glued := self.words.magnitudes.glued) and number.values and (match := glued.match(self.folded, end)):
            number.magnitude = self.words.magnitudes.factors[match[1]]
            number.values = tuple(value * number.magnitude for value in number.values)
            number.end = self.skip = match.end()

    def _hour(self, number: Quantity, after: str) -> None:
        """Read what may be an hour with its minutes (or the first half of 9/11), and the half of the day beside it."""
        hour = number.values[0]
        value = hour
        if clock := _MINUTES.match(after):
            minutes = int(clock[1] or clock[2])
            value += Fraction(minutes, 100)
            number.end = self.skip = number.end + clock.end()
            number.values = (value,) if hour > 12 else (value, hour % 12 + value - hour, hour % 12 + 12 + value - hour)
        elif (other := _SLASH.match(after)) and int(other[1]):
            number.parts = (hour, int(other[1]))
            number.values = (Fraction(int(hour), int(other[1])),) if hour < number.parts[1] else ()
            number.end = self.skip = number.end + other.end()
            return
        if half := day_half(self.folded, number.start, number.end, hour, self.language):
            set_half(number, half)
        elif clock and not _ZONE.match(self.text, number.end):
            number.parts = (hour, minutes)  # 3:30 may be a score

    def _east_asian(self, token: str, start: int, end: int) -> bool:
        """Read a month (11月), or a number with units (1亿2000万)."""
        if len(token) < 3 and 1 <= int(token) <= 12 and _EAST_ASIAN_MONTH.match(self.folded, end):
            self.found.months.add(int(token))
            self.found.approximate.add(int(token))
            return True
        if read := east_asian_number(self.folded, start):
            self.skip, value = read
            self.open = Quantity(token, start, self.skip, (value,))
        return read is not None

    def word(self, token: str, start: int, end: int) -> None:
        """Process a folded word: part of a number, a month, an approximate value, or (mostly) nothing of interest."""
        if start < self.skip:
            return
        roles = self.words.roles(token)
        for role, value in roles:
            if role == "number":
                self._number(value, token, start, end)
            elif role == "multiplier":
                self._multiplier(value, token, start, end)
            elif role == "magnitude":
                self._magnitude(int(value), token, start, end)
            elif role == "approximate":
                self.found.approximate.add(value)
                self._share(value, end)
            elif role == "unsure-month":
                self._unsure_month(int(value), start, end)
            else:
                month_too = role == "weekday" and any(other == "month" for other, _ in roles)
                self._calendar(role, int(value), token, start, end, unsure=month_too)
        self._other_word(token, start, end)

    def _share(self, value: Value, end: int) -> None:
        """Keep the values of half, a quarter or one and a half, for the million that may follow."""
        if end != self.shared_at:
            self.shared, self.shared_at = [], end
        if isinstance(value, Fraction) and value < 2:
            self.shared.append(value)

    def _other_word(self, token: str, start: int, end: int) -> None:
        """Process a word as a compound, a Roman numeral, or letters that touch the digits of the open number."""
        if len(token) > 5 and token[:3] in self.words.prefix_heads:
            self._compound(token)
        elif len(token) < 8 and (value := roman_value(_FRENCH_ORDINAL.sub("", self.text[start:end]))):
            self.found.approximate.add(value)
        elif self.open and self.open.digits and token in self.words.suffixes and self._touches(start):
            factors = self.words.suffixes[token]
            if self.text[start].isupper() and token != "k":
                factors = factors[:1]  # 5M is no measure
            self.open.end = end
            self.open.values = tuple(value * factor for value in self.open.values for factor in factors)
        elif self.open and self.open.digits and len(token) < 4 and self.text[self.open.end : start] in ("", "-", "‑"):
            self.open.ending = end - self.open.end  # an ordinal or case ending, or a unit: 22nd, 2-х, 5km
            self.open.end = end

    def _touches(self, start: int) -> bool:
        """Whether letters at `start` touch the open number, or are kept beside it."""
        if self.open is None:
            return False
        gap = self.text[self.open.end : start]
        return gap in _NO_BREAK or (gap == " " and self.text[start].isupper() and bool(_MONEY.match(self.text, start)))

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
            if self.words.units_first and 0 < self.group % 100 < 10 and 20 <= value < 100 and value % 10 == 0:
                self._extend(self.group + value, end)
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
        if (
            number
            and self._joins(start)
            and number.magnitude in (1000, 10**5)
            and number.magnitude < factor
            and not self.group
        ):
            self.total *= factor  # Spanish mil millones, thousands of millions; Indian lakh crore
            number.values = tuple(value * factor for value in number.values)
            factor *= number.magnitude
        elif number is None or not self._joins(start) or (number.magnitude > 1 and not self.group):
            self._begin(0, token, start, end)
            self.total = factor
            if 0 < start - self.shared_at <= _CLOSE:
                self.shares = [share * factor for share in self.shared]
        elif number.digits:
            number.values = tuple(value * factor for value in number.values)
            number.parts = () if number.values else number.parts  # 1.5.2 million is no single number
        else:
            self.total += (self.group or 1) * factor
            self.group = 0
        if self.open:
            self.open.magnitude = factor
            self.open.end = end
            self.open.ending = 0

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
            number.values = (*self.shares, self.total + self.group)
            self.shares = []
        number.percent = number.digits and bool(_PERCENT.match(self.text, number.end))
        number.text = self.text[number.start : number.end]
        hour = -1 if number.digits else number.values[0]
        if 0 < hour <= 12 and (half := day_half(self.folded, number.start, number.end, hour, self.language)):
            set_half(number, half)
        self.found.numbers.append(number)
        self.open = None

    def _calendar(self, role: str, value: int, token: str, start: int, end: int, unsure: bool) -> None:
        sure = token not in self.words.ambiguous or self.before in self.words.date_leads
        if self.text[start].isupper() != self.words.capital_dates and start > 0:
            sure = False  # a name (Марта), a verb (march)
        sure = (sure or self._by_a_number(start, end)) and not unsure
        if role == "month":
            (self.found.months if sure else self.found.unsure_months).add(value)
        else:
            (self.found.weekdays if sure else self.found.unsure_weekdays).add(value)

    def _unsure_month(self, month: int, start: int, end: int) -> None:
        months = self.found.months if self._by_a_number(start, end) else self.found.unsure_months
        months.add(month)

    def _by_a_number(self, start: int, end: int) -> bool:
        before = self.text[max(0, start - 2) : start]
        return self.text[end : end + 3].strip(" .")[:1].isdigit() or before.strip(" -\u00a0").isdigit()

    def _compound(self, word: str) -> None:
        """Add the numbers at the front of a compound: двадцатипятилетний, fünfjährig."""
        value: Value = 0
        while hit := next(((front, number) for front, number in self.words.prefixes if word.startswith(front)), None):
            value += hit[1]
            self.found.approximate.add(hit[1])
            word = word[len(hit[0]) :]
        if value:
            self.found.approximate.add(value)
