"""Measures that translators convert: miles to kilometres, Fahrenheit to Celsius.

A number that changed with its unit is no error as long as the new one is about right.
"""

from __future__ import annotations

import re
from collections.abc import Container
from fractions import Fraction

from align.languages.numerals import Quantity, Value

TOLERANCE = Fraction("0.12")
"""How far a rounded conversion may be off (200 miles are 322 kilometres, or 320, or 300)."""

MAX_MEASURES = 50
"""Numbers of a segment for which conversions are sought, at most; no sentence has more."""

_FACTORS: dict[str, tuple[Fraction, ...]] = {
    unit: tuple(map(Fraction, factors.split()))
    for units, factors in (
        ("mile miles mph mi", "1.609"),
        ("yard yards yd yds", "0.9144"),
        ("foot feet ft", "0.3048 30.48"),
        ("inch inches in", "2.54 25.4"),
        ("pound pounds lb lbs", "0.4536"),
        ("ounce ounces oz", "28.35"),
        ("gallon gallons", "3.785 4.546"),
        ("acre acres", "0.4047"),
    )
    for unit in units.split()
}
_NAMES = "|".join(sorted(_FACTORS.keys() - {"in"}, key=len, reverse=True))
_INCHES = r"in(?=\.?(?:\s(?:of|tall|wide|long|high|deep|thick|by|x)\b|\s?[,;)x×/]|\Z))"
"""The abbreviation, where it is not the preposition."""
_UNIT = re.compile(rf"[\s-]?(?:((?:{_NAMES})\b|{_INCHES})|(°\s?F|degrees|F\b|s\b))")
_NEXT = re.compile(r"\s?(?:-|–|to|and|or)\s?\d[\d.,]*")


def conversions(text: str, number: Quantity) -> tuple[Fraction, ...]:
    """The metric values of an English number; empty if no imperial unit follows it.

    The unit may stand after the next number only: 3 to 6 inches.
    """
    if not number.values:
        return ()
    end = number.end
    if further := _NEXT.match(text, end):
        end = further.end()
    unit = _UNIT.match(text, number.end) or _UNIT.match(text, end)
    if unit is None:
        return ()
    value = number.values[0]
    if unit[1]:
        return tuple(value * factor for factor in _FACTORS[unit[1]])
    return (Fraction(value - 32) / Fraction("1.8"),)


def without_conversions(
    text: str, missing: list[Quantity], added: list[Quantity], imperial: Container[int]
) -> tuple[list[Quantity], list[Quantity]]:
    """Remove from `missing` (of the English `text`) and `added` the pairs that are one measure in different units.

    Both are in the order of their texts, and so are the pairs that are removed. The numbers that begin at `imperial`
    were not converted.
    """
    kept, others, first = [], list(added), 0
    for at, number in enumerate(missing):
        wanted = conversions(text, number) if at < MAX_MEASURES else ()
        if not wanted:
            kept.append(number)
            continue

        def converts(other: Quantity, wanted: tuple[Fraction, ...] = wanted, number: Quantity = number) -> bool:
            return other.start not in imperial and _near(wanted, number, other)

        hit = next((at for at in range(first, len(others)) if converts(others[at])), None)
        if hit is None:
            kept.append(number)
        else:
            del others[hit]
            first = hit
    return kept, others


def same_measures(text: str, numbers: list[Quantity], others: list[Quantity]) -> dict[Value | str, Value]:
    """Map numbers of the other side to the numbers of the English `text` that they are conversions of."""
    known = {number.values[0] for number in numbers if number.values}
    strange = [other for other in others if other.values and other.values[0] not in known]
    return {
        other.values[0]: number.values[0]
        for number in numbers[:MAX_MEASURES]
        if (wanted := conversions(text, number))
        for other in strange
        if _near(wanted, number, other)
    }


def is_converted(text: str, number: Quantity, others: list[Quantity]) -> bool:
    """Whether one of the other side's numbers is about what a number of the English `text` is in metric units."""
    wanted = conversions(text, number)
    return bool(wanted) and any(_near(wanted, number, other) for other in others[:MAX_MEASURES] if other.values)


def _near(wanted: tuple[Fraction, ...], number: Quantity, other: Quantity) -> bool:
    """Whether another number is about one of those wanted, and not nearer to the number: 100 yards are not 101."""
    unchanged = Fraction(number.values[0])
    return any(
        abs(value - one) <= min(TOLERANCE * abs(one), abs(value - unchanged))
        for value in other.values
        for one in wanted
    )
