"""Numbers that belong together: ranges that share a magnitude, sums of magnitudes, seasons of two years."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from operator import attrgetter

from align.languages.number_words import Lexicon
from align.languages.numerals import Quantity

_DASHES = frozenset("-‐‑–—−")
_CENTURY = re.compile(r"\b(?:1[0-9]|20)\d\d\s?[-–—/]\s?\d\d(?!\d)")


def combine_neighbours(text: str, numbers: list[Quantity], words: Lexicon) -> None:
    """Give the numbers of a text, in their order, the readings that come from their neighbours."""
    if len(numbers) > 1:
        _spread_magnitudes(text, numbers, words)
        for match in _CENTURY.finditer(text):
            _complete_year(numbers, match)


def _spread_magnitudes(text: str, numbers: list[Quantity], words: Lexicon) -> None:
    """Read `15 to 20 million` as 15 (or 15 million) and 20 million, and `1 million 200 thousand` as one number too."""
    for before, after in pairwise(numbers):
        gap = text[before.end : after.start].strip(" \u00a0$€£").lower()
        if before.magnitude == 1 < after.magnitude and (gap in words.ranges or gap in _DASHES):
            before.values = (*(value * after.magnitude for value in before.values), *before.values)
        elif gap == "" and _is_mixed(before, after):
            total = before.values[0] + after.values[0]
            before.values = after.values = (total, *after.values)
        elif before.magnitude > after.magnitude > 1 and before.values and (not gap or gap in words.fillers):
            rest = after.values or after.parts
            if not rest:
                continue
            total = before.values[0] + rest[0]
            before.values += (total,)
            after.values += (total,)


def _is_mixed(before: Quantity, after: Quantity) -> bool:
    """Whether two numbers are a whole one and a fraction: 5 1/4."""
    whole = before.digits and len(before.values) == 1 and isinstance(before.values[0], int) and before.values[0] < 100
    return whole and "/" in after.text and len(after.values) == 1 and 0 < after.values[0] < 1


def _complete_year(numbers: list[Quantity], span: re.Match[str]) -> None:
    """Give the second half of `2016/17` its century as another reading."""
    first, last = (bisect_left(numbers, offset, key=attrgetter("start")) for offset in span.span())
    inside = numbers[first:last]
    if len(inside) == 2 and all(number.digits and number.values for number in inside):
        inside[1].values += (inside[0].values[0] // 100 * 100 + inside[1].values[0],)
