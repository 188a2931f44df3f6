"""What the numbers of a sentence count: a currency, a unit, a percentage, and whether they are below zero.

Both sides' words are reduced to families (`dollar`, `km`), so that they can be compared; see
`align.languages.counted_words`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from align.languages.counted_words import NONE, CountedWords, Families, counted_words
from align.languages.data import counted_words as data
from align.languages.numerals import Quantity, Value
from align.languages.quantities import Quantities

_MONEY = frozenset(data.CURRENCIES)

_WORDS_AFTER = 4
"""Words after a number among which its currency is: 5 billion new Canadian dollars."""
_REACH = 60
"""Characters on either side of a number that are looked at."""
_NEXT_WORD = re.compile(r"(?:\.?[\s\u00a0\u202f\u2009]|['’‑-]|\.[\s\u00a0])?\s?([^\W\d_]+)")
_AFTER_SIGN = re.compile(r"[\s\u00a0\u202f]?(r\$|us\$|[$€£¥￥₽₴₹₩₺₪₸฿₫₦₱%٪％℃℉])")
_BEFORE_SIGN = re.compile(r"(r\$|[$€£¥￥₽₴₹₩₺₪₸฿₫₦₱%])[\s\u00a0\u202f]?[-−]?\Z")
_BEFORE_WORD = re.compile(
    rf"(?<![a-zа-я])({'|'.join(sorted(data.PREFIXES, key=len, reverse=True))}|[a-z]{{3}})[.\s\u00a0]{{0,2}}\Z"
)
_DEGREES = re.compile(r"[\s\u00a0\u202f-]?[°º][\s\u00a0]?([cfсمف]?)(?!\w)")
_MINUS = re.compile(
    r"(?:\A|(?<=[\s(\[«\"„“'\u3000-\u9fff\uac00-\ud7a3]))[-−–‑](?:r\$|us\$|[$€£¥￥₽₴₹₩₺₪][\s\u00a0]?)?\Z|[$€£¥₽]\s?[-−]\Z"
)
_RANGE = re.compile(r"\d\S{0,6}[\s\u00a0][-−–‑]\Z")
_REFINED: dict[str, Families] = {
    "percent": frozenset({"point"}),
    "degree": frozenset({"celsius", "fahrenheit"}),
}
"""What the word after one of these makes of it: percentage points, degrees Fahrenheit."""
_LINK = re.compile(r"\s(?:de|na)(?=\s)")
"""Words that link a figure with what it counts: Romanian 20 de euro, Filipino 20 na milya."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The families of currencies and units that a number may count; both where the word is ambiguous (pounds).

    `sure` is false where the word is oftener something else, or too short to be sure of. `negative` says that a minus
    sign stands before the number.
    """

    currency: Families = NONE
    unit: Families = NONE
    sure: bool = True
    negative: bool = False


Found = tuple[str, Counted]
"""The half of the day of a number, and what it counts."""


@dataclass(frozen=True, slots=True)
class CountedText:
    """The numbers of a text with what they count, in their order; by their values (or names, see `Quantity`), every
    combination once."""

    text: str
    words: CountedWords
    numbers: list[tuple[Quantity, Counted]]
    by_value: dict[Value | str, dict[Found, None]]
    said: dict[Families, bool] = field(default_factory=dict)

    def equals(self, number: Quantity) -> list[Found]:
        """What the numbers of this text count that are equal to a number of another text."""
        found: dict[Found, None] = {}
        for name in _names(number):
            found |= self.by_value.get(name, {})
        return list(found)

    def mentions(self, families: Families) -> bool:
        """Whether the text says one of the families anywhere."""
        if families not in self.said:
            self.said[families] = self.words.mentioned(families, self.text)
        return self.said[families]


def read_counted(quantities: Quantities, language: str) -> CountedText:
    """Find what each number of a text counts."""
    words = counted_words(language)
    numbers = [(number, _counted(quantities.folded, number, words)) for number in quantities.numbers]
    by_value: dict[Value | str, dict[Found, None]] = {}
    for number, counts in numbers:
        for name in _names(number):
            by_value.setdefault(name, {})[number.half, counts] = None
    return CountedText(quantities.folded, words, numbers, by_value)


def _names(number: Quantity) -> tuple[Value | str, ...]:
    return (*number.values, number.name) if number.name else number.values


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
        return frozenset({family}) if family else NONE
    return NONE


def _after(text: str, known: CountedWords) -> tuple[Families, Families, bool]:
    """The currency and the unit that the text after a number begins with, and whether they are surely meant."""
    if match := _DEGREES.match(text):
        return NONE, frozenset({data.DEGREES.get(match[1], "degree")}), True
    if match := _AFTER_SIGN.match(text):
        families = frozenset(data.SYMBOLS[match[1].removeprefix("us")])
        return families & _MONEY, families - _MONEY, True
    for pattern in (known.phrases, known.glued):
        if pattern and (match := pattern.match(text)):
            families = known.words.exact[match[1]]
            return families & _MONEY, families - _MONEY, True
    return _in_words(text, known)


def _in_words(text: str, known: CountedWords) -> tuple[Families, Families, bool]:
    """The same where it is said in words: a unit in the first, or after `square`; a currency in one of the first."""
    unit, sure, squared = NONE, True, False
    link = _LINK.match(text)
    position = link.end() if link else 0
    for at in range(_WORDS_AFTER):
        match = _NEXT_WORD.match(text, position)
        if match is None:
            break
        word, position = match[1], match.end()
        families = known.families(word)
        if unit:
            return NONE, _REFINED.get(min(unit), NONE) & families or unit, sure
        vague = not families and len(word) < 3 and (at == 0 or squared) and word not in data.SQUARE
        sure = sure and not vague and word not in known.unsure
        if families & _MONEY:
            return families & _MONEY, families - _MONEY, sure and families.isdisjoint(data.UNSURE_CURRENCIES)
        if families and (at == 0 or squared):
            unit, squared = families, False
            if unit.isdisjoint(_REFINED.keys()):
                break
        else:
            squared = at < 2 and word.startswith(data.SQUARE)
    return NONE, unit, sure
