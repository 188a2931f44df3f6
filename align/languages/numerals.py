"""Numerals as they are written: digits with points, commas and spaces, and Roman numerals.

Digits are read exactly, as integers and fractions: as a float, an account number of 20 digits becomes another one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

Value = int | Fraction
"""The exact value of a number."""

Date = tuple[int, int, int]
"""Year, month and day; a year of two digits is below 100."""

LONGEST = 100
"""Digits of a number that is calculated with, at most: no quantity has more, and Python parses them in quadratic
time."""

SPACES = " \u00a0\u2009\u202f"
"""Separators of groups of three digits: space, no-break space, thin space, narrow no-break space."""

_INDIAN = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?")
"""Thousands grouped as in India: 12,34,567."""
_ROMAN = re.compile(r"(?=[LXVI])L?X{0,3}(?:IX|IV|V?I{0,3})\Z")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}
_CYRILLIC_ROMAN = str.maketrans("ХІ", "XI")


@dataclass(slots=True)
class Quantity:
    """A number `text[start:end]` with the readings it allows; the numbers in `parts` may together stand for it.

    `name` is set where only the same digits are the same number: they begin with zeros (007), or there are more than
    LONGEST.
    `ending` is the length of the letters that touch the digits, if there are any. `dates` are the readings of a date
    in figures. `half` is the half of the day, `am` or `pm`, that is named beside an hour.
    `digits` is false for a number in words. `magnitude` is the factor that the word after it names (million: 10⁶).
    """

    text: str
    start: int
    end: int
    values: tuple[Value, ...]
    parts: tuple[Value, ...] = ()
    name: str = ""
    digits: bool = True
    magnitude: int = 1
    percent: bool = False
    ending: int = 0
    dates: tuple[Date, ...] = ()
    half: str = ""

    @property
    def first(self) -> Value | str:
        """The first reading, or else its name, its text where it is a date, or its first part."""
        return self.values[0] if self.values else self.name or (self.text if self.dates else self.parts[0])


def exact_value(whole: str, decimals: str = "") -> Value:
    """The value of the digits before and after a decimal separator, together at most LONGEST."""
    return Fraction(int(whole + decimals), 10 ** len(decimals)) if decimals else int(whole)


def western_digits(digits: str) -> str:
    """Convert digits of any script to 0 to 9; other characters stay."""
    return (
        digits if digits.isascii() else "".join(str(unicodedata.decimal(character, character)) for character in digits)
    )


def parse_plain(token: str, start: int, end: int, point: str) -> Quantity:
    """Parse a run of digits with points and commas: an integer, a decimal, grouped thousands, or several numbers.

    `point` is the decimal separator of the language.
    """
    pieces = re.split("[.,]", token)
    if len(pieces) == 1:
        return _number(token, start, end, token)
    front, last = "".join(pieces[:-1]), pieces[-1]
    parts = tuple(map(int, pieces)) if max(map(len, pieces)) <= LONGEST else ()
    thousands = 0 < len(pieces[0]) < 4 and pieces[0] != "0" and all(len(piece) == 3 for piece in pieces[1:])
    if thousands:
        if len(pieces) > 2 or last == "000" or point not in token:
            return _number(token, start, end, front + last)
        return Quantity(token, start, end, (exact_value(front, last), int(front + last)))
    if len(pieces) == 2:
        return _number(token, start, end, front, last, parts)
    if _INDIAN.fullmatch(token):
        whole, _, decimals = token.replace(",", "").partition(".")
        return _number(token, start, end, whole, decimals)
    separators = [character for character in token if character in ".,"]
    if all(len(piece) == 3 for piece in pieces[1:-1]) and separators[-1] not in separators[:-1]:
        return _number(token, start, end, front, last)
    return Quantity(token, start, end, (), parts, "" if parts else token)


def parse_grouped(token: str, start: int, end: int) -> Quantity:
    """Parse thousands grouped by spaces, perhaps with decimals; or just adjacent numbers."""
    pieces = re.split(rf"[{SPACES}'’]", token.replace(",", "."))
    whole, _, decimals = "".join(pieces).partition(".")
    if len(whole + decimals) > LONGEST or any(piece.startswith("0") for piece in pieces[1:]):
        return _number(token, start, end, whole, decimals)
    last, _, _ = pieces[-1].partition(".")
    return _number(token, start, end, whole, decimals, (*map(int, pieces[:-1]), exact_value(last, decimals)))


def parse_code(token: str, start: int, end: int) -> Quantity:
    """Parse digits in groups of four, as the numbers of cards and accounts (IBAN, ISO 13616) are written, as one
    number."""
    return _number(token, start, end, re.sub(r"\D", "", token))


def _number(
    token: str, start: int, end: int, whole: str, decimals: str = "", parts: tuple[Value, ...] = ()
) -> Quantity:
    """Make a number, or a name of digits. A zero before a single digit makes no name: 09:00, 05.11."""
    if len(whole + decimals) > LONGEST or (len(whole) > 2 and whole[0] == "0" and not decimals):
        return Quantity(token, start, end, (), parts, f"{whole}.{decimals}" if decimals else whole)
    return Quantity(token, start, end, (exact_value(whole, decimals),), parts)


def roman_value(token: str) -> int:
    """The value of a Roman numeral up to 89, 0 for anything else. Cyrillic look-alikes are accepted."""
    token = token.translate(_CYRILLIC_ROMAN)
    if not _ROMAN.match(token) or token == "I":
        return 0
    values = [_ROMAN_DIGITS[letter] for letter in token]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
