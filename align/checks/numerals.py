"""Numerals as they are written: digits with points, commas and spaces, and Roman numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass

SPACES = " \u00a0\u2009\u202f"
"""What stands between groups of three digits: space, no-break space, thin space, narrow no-break space."""

_ROMAN = re.compile(r"(?=[LXVI])L?X{0,3}(?:IX|IV|V?I{0,3})\Z")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}
_CYRILLIC_ROMAN = str.maketrans("ХІ", "XI")


@dataclass(slots=True)
class Quantity:
    """A number `text[start:end]` with the readings it allows; the numbers in `parts` may together stand for it.

    `digits` is false for a number in words. `magnitude` is the factor that the word after it names (million: 1e6).
    """

    text: str
    start: int
    end: int
    values: tuple[float, ...]
    parts: tuple[float, ...] = ()
    digits: bool = True
    magnitude: float = 1
    percent: bool = False


def plain(token: str, start: int, end: int, point: str) -> Quantity:
    """A run of digits with points and commas: an integer, a decimal, grouped thousands, or several numbers.

    `point` is the decimal sign of the language.
    """
    pieces = re.split("[.,]", token)
    if len(pieces) == 1:
        return Quantity(token, start, end, (float(token),))
    parts = tuple(map(float, pieces))
    decimal = float("".join(pieces[:-1]) + "." + pieces[-1])
    thousands = 0 < len(pieces[0]) < 4 and pieces[0] != "0" and all(len(piece) == 3 for piece in pieces[1:])
    if thousands:
        whole = float("".join(pieces))
        if len(pieces) > 2 or pieces[1] == "000" or point not in token:
            return Quantity(token, start, end, (whole,))
        return Quantity(token, start, end, (decimal, whole))
    if len(pieces) == 2:
        return Quantity(token, start, end, (decimal,), parts)
    signs = [sign for sign in token if sign in ".,"]
    if all(len(piece) == 3 for piece in pieces[1:-1]) and signs[-1] not in signs[:-1]:
        return Quantity(token, start, end, (decimal,))
    return Quantity(token, start, end, (), parts)


def grouped(token: str, start: int, end: int) -> Quantity:
    """Thousands grouped by spaces, perhaps with decimals; or just numbers that stand side by side."""
    pieces = re.split(rf"[{SPACES}'’]", token)
    value = float("".join(pieces).replace(",", "."))
    if any(piece.startswith("0") for piece in pieces[1:]):
        return Quantity(token, start, end, (value,))
    return Quantity(token, start, end, (value,), tuple(float(piece.replace(",", ".")) for piece in pieces))


def roman(token: str) -> float:
    """The value of a Roman numeral up to 89, 0 for anything else. Cyrillic look-alikes are taken as well."""
    token = token.translate(_CYRILLIC_ROMAN)
    if not _ROMAN.match(token) or token == "I":
        return 0
    values = [_ROMAN_DIGITS[letter] for letter in token]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
