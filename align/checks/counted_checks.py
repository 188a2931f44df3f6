"""Checks what figures count: a currency, a unit, a sign that changed or went missing while the figure stayed the same.

A number is compared with those of equal value on the other side. A converted measure has another figure, and is
compared by `align.checks.number_checks`.
"""

from __future__ import annotations

from typing import Literal

from align.checks.detail import Details, one
from align.checks.pair_view import PairView
from align.languages.counted import CountedText
from align.languages.counted_words import Families
from align.languages.data.counted_words import FREE, MINUS_WORDS
from align.languages.measures import is_converted
from align.languages.numerals import Quantity
from align.languages.tags import primary_subtag

_TOLERANT = frozenset({"degree"})
"""Families that any other of their kind may stand for."""


def currency_differs(view: PairView) -> Details | None:
    """A sum of money is in another currency, or in none."""
    return _differs(view, "currency") if view.has_quantities else None


def unit_differs(view: PairView) -> Details | None:
    """A measure or a percentage is in another unit, or in none; an hour is in the other half of the day."""
    return _differs(view, "unit") or _half_differs(view) if view.has_quantities else None


def sign_differs(view: PairView) -> Details | None:
    """A number is below zero on one side only."""
    if not view.has_quantities:
        return None
    source, target = view.source_counted, view.target_counted
    for side, other in ((source, target), (target, source)):
        for number, counts in side.numbers:
            if not counts.negative or (side is target and number.start == 1):  # an item of a list
                continue
            equals = other.equals(number)
            if equals and not any(equal.negative for _, equal in equals):
                if _says_minus(other.text):
                    return None
                return one("minus in source" if side is source else "minus in target", number=number.text)
    return None


def _says_minus(text: str) -> bool:
    return any(word in text for word in MINUS_WORDS)


def _differs(view: PairView, kind: Literal["currency", "unit"]) -> Details | None:
    """Find a number of the source whose equals in the translation all count something else of this kind, or nothing."""
    for number, counts in view.source_counted.numbers:
        wanted = counts.currency if kind == "currency" else counts.unit
        if not wanted or not counts.sure:
            continue
        equals = [equal for _, equal in view.target_counted.equals(number)]
        if counts.currency and counts.unit:  # pounds are money or weight
            wanted = counts.currency | counts.unit
            found = [equal.currency | equal.unit for equal in equals]
        else:
            found = [equal.currency if kind == "currency" else equal.unit for equal in equals]
        if not equals or any(_compatible(wanted, families) for families in found):
            continue
        if kind == "unit" and (_converted(view, number) or _in_compound(view, number, wanted)):
            continue
        if all(found):
            return one("counts other", number=number.text, source=_named(wanted), target=_named(found[0]))
        unclear = kind == "unit" and not all(equal.sure for equal in equals)
        if not unclear and _lost(wanted, view.target_counted):
            return one("counts nothing", number=number.text, source=_named(wanted))
    return None


def _converted(view: PairView, number: Quantity) -> bool:
    """Whether the translation has the measure in metric units, and its figure for something else."""
    english = primary_subtag(view.pair.source_lang) == "en"
    return english and is_converted(view.source_quantities.text, number, view.target_quantities.numbers)


def _in_compound(view: PairView, number: Quantity, wanted: Families) -> bool:
    """Whether the translation may have a length of time in one word, as in пятилетний."""
    return not wanted.isdisjoint(FREE) and not view.target_quantities.approximate.isdisjoint(number.values)


def _lost(wanted: Families, target: CountedText) -> bool:
    """Whether what is counted should be said in the translation and is not, anywhere."""
    if not wanted.isdisjoint(FREE) or wanted.isdisjoint(target.words.mentions):
        return False
    return not target.mentions(wanted)


def _compatible(wanted: Families, found: Families) -> bool:
    return not wanted.isdisjoint(found) or (bool(found) and not _TOLERANT.isdisjoint(wanted | found))


def _half_differs(view: PairView) -> Details | None:
    """Find an hour that is in the other half of the day."""
    for number, _ in view.source_counted.numbers:
        halves = {half for half, _ in view.target_counted.equals(number)} if number.half else set()
        if halves and "" not in halves and number.half not in halves:
            return one("counts other", number=number.text, source=number.half, target=tuple(sorted(halves)))
    return None


def _named(families: Families) -> tuple[str, ...]:
    return tuple(sorted(families))
