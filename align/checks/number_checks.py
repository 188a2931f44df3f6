"""Numbers and dates: everything said in digits on one side must be said, in digits or words, on the other."""

from __future__ import annotations

from calendar import day_name, month_name
from collections import Counter

from align.checks.view import View
from align.languages.measures import converted, same_measures
from align.languages.numerals import LONGEST, Quantity, Value
from align.languages.quantities import Quantities


def numbers_differ(view: View) -> str | None:
    """Digits without a partner on the other side, or number words that differ on both."""
    source, target = view.source_quantities, view.target_quantities
    if not source.numbers and not target.numbers:
        return None
    missing = _unmatched(source, target)
    added = _unmatched(target, source)
    if missing and added:
        if view.pair.source_lang.startswith("en"):
            missing, added = converted(view.source, missing, added)
        elif view.pair.target_lang.startswith("en"):
            added, missing = converted(view.target, added, missing)
    digits_missing = [number for number in missing if number.digits]
    digits_added = [number for number in added if number.digits]
    crossed = _crossed(source, target)
    if crossed and not digits_missing and not digits_added:
        return f"percent on one side only: {crossed}"
    if not digits_missing and not digits_added and not (any(map(_tells, missing)) and any(map(_tells, added))):
        return None
    return _sentence(missing, added)


def _crossed(source: Quantities, target: Quantities) -> str:
    """Percentages that changed places with plain numbers: per cent here, plain there, and another the other way."""
    sides = []
    for quantities in (source, target):
        percent = {value for number in quantities.numbers if number.percent for value in number.values}
        sides.append((percent, {value for number in quantities.numbers for value in number.values} - percent))
    (ours, our_plain), (theirs, their_plain) = sides
    lost, won = ours & their_plain, theirs & our_plain
    if not lost or not won:
        return ""
    return _listed([number for number in source.numbers if not (lost | won).isdisjoint(number.values)])


def dates_differ(view: View) -> str | None:
    """A month that the other side does not have, or weekdays that differ."""
    source, target = view.source_quantities, view.target_quantities
    for ours, theirs in ((source, target), (target, source)):
        lost = ours.months - theirs.months - theirs.unsure_months
        if lost and not lost <= theirs.support():
            return "on one side only: " + ", ".join(month_name[month] for month in sorted(lost))
    if source.weekdays and target.weekdays:
        known = source.weekdays | source.unsure_weekdays
        if not (target.weekdays <= known and source.weekdays <= target.weekdays | target.unsure_weekdays):
            days = (", ".join(day_name[day] for day in sorted(side.weekdays)) for side in (source, target))
            return " against ".join(days)
    return None


def order_differs(view: View) -> str | None:
    """The same numbers stand in another order: often good style, sometimes two figures that changed places."""
    numbers = [number for number in view.source_quantities.numbers if _tells(number)]
    source = [number.first for number in numbers]
    target = [number.first for number in view.target_quantities.numbers if _tells(number)]
    if len(source) < 2 or len(target) < 2:
        return None
    if view.pair.source_lang.startswith("en") and source != target:
        same = same_measures(view.source, view.source_quantities.numbers, view.target_quantities.numbers)
        target = [same.get(value, value) for value in target]
    ours, theirs = Counter(source), Counter(target)
    if [value for value in source if ours[value] == theirs[value]] == [
        value for value in target if ours[value] == theirs[value]
    ]:
        return None
    return "moved: " + _listed([number for number in numbers if ours[number.first] == theirs[number.first]])


def _unmatched(ours: Quantities, theirs: Quantities) -> list[Quantity]:
    support, whole = theirs.support(), theirs.whole()
    whole |= theirs.months  # the 11 of 22.11.2016 may be a November
    return [number for number in ours.numbers if not _matched(number, support, whole)]


def _matched(number: Quantity, support: set[Value | str], whole: set[Value | str]) -> bool:
    if number.name in support or any(value in support for value in number.values):
        return True
    return bool(number.parts) and all(part in whole for part in number.parts)


def _tells(number: Quantity) -> bool:
    """Whether a number must be on both sides: the words one and two, first and second come and go."""
    return number.digits or number.values[0] > 2


def _sentence(missing: list[Quantity], added: list[Quantity]) -> str:
    sides = (("not in the translation", missing), ("not in the source", added))
    return "; ".join(f"{what}: {_listed(found)}" for what, found in sides if found)


def _listed(numbers: list[Quantity]) -> str:
    texts = [number.text if len(number.text) <= LONGEST else number.text[:LONGEST] + "…" for number in numbers[:8]]
    return ", ".join(texts) + (" …" if len(numbers) > 8 else "")
