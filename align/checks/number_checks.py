"""Checks numbers and dates: what is in digits on one side must be on the other, in digits or words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from align.checks.detail import MORE, Details, at_most, on_sides, one
from align.checks.pair_view import PairView
from align.languages.counted import CountedText
from align.languages.data.counted_words import IMPERIAL
from align.languages.figure_dates import same_date, year_first, years
from align.languages.measures import MAX_MEASURES, is_converted, same_measures, without_conversions
from align.languages.numerals import LONGEST, Date, Quantity, Value
from align.languages.quantities import Quantities
from align.languages.tags import primary_subtag

_LAST_YEAR = 2100
_TO = re.compile(r"\bto (?:about |around |nearly |almost |over )?[$€£¥]?\Z")
_FROM = re.compile(r"\bfrom (?:about |around |nearly |almost |over )?[$€£¥]?\Z")
_ORIGIN = re.compile(r"(?<!\w)(?:[СсЗз]|[Сс]о|[Іі]з|[Вв]ід) (?:почти |примерно |майже )?[$€£¥]?\Z")
"""What stands before the number from which something rose or fell, in Russian and Ukrainian."""
_IN_YEAR = re.compile(r"[\s\u00a0](?:году|года|год|г\.|році|року|roku)(?!\w)")
"""What stands after a year in the Slavic languages."""


def numbers_differ(view: PairView) -> Details | None:
    """Digits have no counterpart on the other side, or number words differ on both."""
    source, target = view.source_quantities, view.target_quantities
    if not source.numbers and not target.numbers:
        return None
    missing = _unmatched(source, target)
    added = _unmatched(target, source)
    if missing and view.pair.source_lang.startswith("en"):  # 5 miles (8 km): one of the two is enough
        missing = _without_repeated_measures(source, missing)
    if missing and added:
        if primary_subtag(view.pair.source_lang) == "en":
            missing, added = without_conversions(source.text, missing, added, _imperial(view.target_counted))
        elif primary_subtag(view.pair.target_lang) == "en":
            added, missing = without_conversions(target.text, added, missing, _imperial(view.source_counted))
    digits_missing = [number for number in missing if number.digits]
    digits_added = [number for number in added if number.digits]
    swapped = _swapped_percentages(source, target)
    if swapped and not digits_missing and not digits_added:
        return one("percent", numbers=swapped)
    words_differ = any(map(_needs_counterpart, missing)) and any(map(_needs_counterpart, added))
    if not digits_missing and not digits_added and not words_differ:
        return None
    return on_sides(_texts(missing), _texts(added))


def _without_repeated_measures(source: Quantities, missing: list[Quantity]) -> list[Quantity]:
    """Leave out the imperial measures that the English source has in metric units too, which is not missing."""
    gone = {number.start for number in missing}
    kept = [number for number in source.numbers if number.start not in gone]
    return [
        number for at, number in enumerate(missing) if at >= MAX_MEASURES or not is_converted(source.text, number, kept)
    ]


def _imperial(side: CountedText) -> set[int]:
    """Where the numbers begin that count miles, pounds and the like: they are no conversions of such."""
    return {number.start for number, counts in side.numbers if not counts.unit.isdisjoint(IMPERIAL)}


def _swapped_percentages(source: Quantities, target: Quantities) -> tuple[str, ...]:
    """List percentages that changed places with plain numbers: one is a percentage in the source only, another in the
    target only."""
    source_percent, source_plain = _percentages(source)
    target_percent, target_plain = _percentages(target)
    lost, gained = source_percent & target_plain, target_percent & source_plain
    if not lost or not gained:
        return ()
    return _texts([number for number in source.numbers if not (lost | gained).isdisjoint(number.values)])


def _percentages(quantities: Quantities) -> tuple[set[Value], set[Value]]:
    """The values that are percentages, and those that are not."""
    percent = {value for number in quantities.numbers if number.percent for value in number.values}
    return percent, {value for number in quantities.numbers for value in number.values} - percent


def dates_differ(view: PairView) -> Details | None:
    """A month is on one side only, or weekdays differ."""
    source, target = view.source_quantities, view.target_quantities
    for side, other in ((source, target), (target, source)):
        unmatched = side.months - other.months - other.unsure_months
        if unmatched and not unmatched <= other.support():
            return one(f"months in {'source' if side is source else 'target'}", months=tuple(sorted(unmatched)))
    if source.weekdays and target.weekdays:
        known = source.weekdays | source.unsure_weekdays
        if not (target.weekdays <= known and source.weekdays <= target.weekdays | target.unsure_weekdays):
            return one("weekdays", source=tuple(sorted(source.weekdays)), target=tuple(sorted(target.weekdays)))
    return None


def order_differs(view: PairView) -> Details | None:
    """The same numbers are in another order: often good style, sometimes two figures that changed places."""
    numbers = [number for number in view.source_quantities.numbers if _needs_counterpart(number)]
    source = [number.first for number in _as_slavic_languages_order(view, numbers)]
    target = [number.first for number in view.target_quantities.numbers if _needs_counterpart(number)]
    if view.source_quantities.months and year_first(view.pair.source_lang) != year_first(view.pair.target_lang):
        source, target = ([value for value in values if not _in_dates(value)] for values in (source, target))
    if len(source) < 2 or len(target) < 2:
        return None
    if primary_subtag(view.pair.source_lang) == "en" and source != target:
        same = same_measures(
            view.source_quantities.text, view.source_quantities.numbers, view.target_quantities.numbers
        )
        target = [same.get(value, value) for value in target]
    in_source, in_target = Counter(source), Counter(target)
    shared = {value for value, count in in_source.items() if count == in_target[value]}
    kinds = _kinds(view, shared)
    if _became_a_year(view, shared):
        return one("moved", numbers=_texts(number for number in numbers if number.first in shared))

    def in_order(numbers: list[Value | str], kind: str) -> list[Value | str]:
        return [value for value in numbers if value in shared and kinds.get(value, kind) == kind]

    moved = any(in_order(source, kind) != in_order(target, kind) for kind in {"", *kinds.values()})
    if not moved:
        return None
    return one("moved", numbers=_texts(number for number in numbers if number.first in shared))


def _as_slavic_languages_order(view: PairView, numbers: list[Quantity]) -> list[Quantity]:
    """Exchange the numbers of an English `to 3 from 5` where the translation has them as `с 5 до 3`."""
    text, other = view.source_quantities.text, view.target_quantities
    if not view.pair.source_lang.startswith("en") or " from " not in text:
        return numbers
    starts = {number.first: number.start for number in other.numbers}
    ordered = list(numbers)
    for at, (result, origin) in enumerate(pairwise(numbers)):
        start = starts.get(origin.first, -1)
        if (
            0 <= start < starts.get(result.first, -1)
            and _ORIGIN.search(other.text, max(0, start - 20), start)
            and _FROM.search(text, result.end, origin.start)
            and _TO.search(text, max(0, result.start - 20), result.start)
        ):
            ordered[at : at + 2] = origin, result
    return ordered


def _kinds(view: PairView, shared: set[Value | str]) -> dict[Value | str, str]:
    """What numbers count, where it is the same on both sides, or that they may be years: dollars and years may change
    places, and what counts nothing known keeps its place among them all."""
    source, target = (
        {number.first: min((counts.currency | counts.unit) - {"year"}, default="") for number, counts in side.numbers}
        for side in (view.source_counted, view.target_counted)
    )
    same = {value: source[value] for value in shared if value in source and source[value] == target.get(value)}
    return {value: kind or "year" for value, kind in same.items() if kind or _may_be_year(value)}


def _became_a_year(view: PairView, shared: set[Value | str]) -> bool:
    """Whether the translation has a number as a year that can be none, as in `в 299 200 году`, and another that can be
    one as no year: the two have changed places."""
    text = view.target_counted.text
    wrong = right = False
    for number, _ in view.target_counted.numbers:
        if number.first in shared:
            is_year, may_be = _IN_YEAR.match(text, number.end) is not None, _may_be_year(number.first)
            wrong |= is_year and not may_be and isinstance(number.first, int) and number.first > _LAST_YEAR
            right |= may_be and not is_year
    return wrong and right


def _may_be_year(value: Value | str) -> bool:
    return isinstance(value, int) and 1900 <= value < _LAST_YEAR


def _in_dates(value: Value | str) -> bool:
    """Whether a number may be a day or a year, which languages put in different orders."""
    return not isinstance(value, str) and (value <= 31 or 1000 <= value < 2200)


def _unmatched(side: Quantities, other: Quantities) -> list[Quantity]:
    support, whole = other.support(), other.whole()
    whole |= other.months  # the 11 of 22.11.2016 may be a November
    return [number for number in side.numbers if not _matched(number, support, whole, other)]


def _matched(number: Quantity, support: set[Value | str], whole: set[Value | str], other: Quantities) -> bool:
    if number.name in support or any(value in support for value in number.values):
        return True
    if number.dates and any(_date_matched(date, support, other) for date in number.dates):
        return True
    return bool(number.parts) and all(part in whole for part in number.parts)


def _date_matched(date: Date, support: set[Value | str], other: Quantities) -> bool:
    """Whether the other side has a date in figures, or its month in words with its day and year."""
    if any(same_date(date, figures) for number in other.numbers for figures in number.dates):
        return True
    _, month, day = date
    named = month in other.months or month in other.unsure_months
    return named and day in support and any(value in support for value in years(date))


def _needs_counterpart(number: Quantity) -> bool:
    """Whether a number must be on both sides: the words one and two, first and second come and go."""
    return number.digits or number.values[0] > 2


def _texts(numbers: Iterable[Quantity]) -> tuple[str, ...]:
    """The numbers as they are written, the first of them, each shortened where it is of no length to be read."""
    return at_most(number.text if len(number.text) <= LONGEST else number.text[:LONGEST] + MORE for number in numbers)
