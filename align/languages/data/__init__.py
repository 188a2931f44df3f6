"""Number words by language: plain tables, one language a file, which `align.languages.number_words` loads by code."""

from __future__ import annotations

from fractions import Fraction

from align.languages.numerals import Value

ONE_AND_A_HALF = Fraction(3, 2)
HALVES: tuple[Value, ...] = (Fraction(1, 2), 50, 30, ONE_AND_A_HALF)
"""What a word for half may stand for: per cent, minutes, one and a half."""
QUARTERS: tuple[Value, ...] = (Fraction(1, 4), 25, 4, 15, Fraction(3, 4), 75)
THIRDS: tuple[Value, ...] = (Fraction(1, 3), Fraction(2, 3))


def words(line: str) -> list[str]:
    """Split a line into words, which keeps the tables readable."""
    return line.split()
