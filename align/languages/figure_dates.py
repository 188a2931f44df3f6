"""Dates in figures: 24.11.2026, 11/24/2026, 2026-11-24, 24/11/26, in whatever order of day and month.

Which order is meant, a text rarely shows: both are read where both can be, and the other side decides.
"""

from __future__ import annotations

from functools import lru_cache

from align.languages.locales import locale_of
from align.languages.numerals import Date

DATE = r"(?<![\d./-])(?:\d{4}|\d{1,2})(?P<joint>\.\s?|[/-])\d{1,2}(?P=joint)(?:\d{4}|\d{1,2})(?!\d|[./-]\d)"
"""What may be a date; most of it has to be looked at."""


def read_date(pieces: list[str]) -> tuple[Date, ...]:
    """The dates that three runs of digits may mean; none for what cannot be one.

    >>> read_date(["7", "4", "1976"])
    ((1976, 4, 7), (1976, 7, 4))
    """
    first, middle, last = map(int, pieces)
    orders = []
    if len(pieces[0]) != 4:
        orders += [(last, middle, first), (last, first, middle)]
    if len(pieces[2]) <= 2 and len(pieces[0]) in (2, 4):
        orders += [(first, middle, last), (first, last, middle)]
    years = [piece for piece in (pieces[0], pieces[2]) if len(piece) == 4]
    if len(years) == 2 or not all(1000 <= int(year) < 2200 for year in years):
        return ()
    if not years and len(pieces[2]) != 2:  # 1.2.3 is a section
        return ()
    return tuple(dict.fromkeys(order for order in orders if 1 <= order[1] <= 12 and 1 <= order[2] <= 31))


def same_date(one: Date, other: Date) -> bool:
    """Whether two dates are one; a year of two digits has any century."""
    return one[1:] == other[1:] and same_year(one[0], other[0])


def same_year(one: int, other: int) -> bool:
    """Whether two years are one, if one of them may lack its century."""
    return one == other or (min(one, other) < 100 and one % 100 == other % 100)


def years(date: Date) -> tuple[int, ...]:
    """The years that the year of a date may be: 26 is 2026 or 1926 too."""
    return (date[0],) if date[0] >= 100 else (date[0], date[0] + 2000, date[0] + 1900)


@lru_cache(maxsize=64)
def year_first(language: str) -> bool:
    """Whether a language writes the year before the day, according to CLDR."""
    locale = locale_of(language)
    if locale is None:
        return False
    pattern = locale.date_formats["long"].pattern
    return bool("y" in pattern and pattern.index("y") < pattern.index("d"))
