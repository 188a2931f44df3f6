"""Checks how numbers are written: the thousands comma and the decimal point of English are others in most languages."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from align.checks.detail import Details, at_most, one
from align.checks.pair_view import PairView
from align.languages.figures import western_figures
from align.languages.numerals import LONGEST
from align.languages.separators import Separators, grouped_digits, separators
from align.languages.tags import primary_subtag
from align.typography.number_style import is_quantity

_WRITTEN = re.compile(r"(?<![\w.,/:-])(?:\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+)(?![\w/:-]|[.,]\d)")
_CLOCK = re.compile(r"\b(?:at|from|until|till|by|before|after|around|about|to) [012]?\d\.[0-5]\d\Z")
_ENGLISH_TIME = re.compile(r"(?<![\w.,])[01]?\d(?:[:.][0-5]\d)?[\s\u00a0]?[AaPp](?:m|M|\.\s?[Mm]\.?)(?!\w)")
_SHOWN = 5
"""Numbers that are named, at most."""


def format_differs(view: PairView) -> Details | None:
    """A number has the separators of the source's language, which mean something else in the translation's; or an
    hour is given in English halves of the day where the language counts to 24 or has words of its own."""
    if not view.has_quantities or primary_subtag(view.pair.source_lang) == primary_subtag(view.pair.target_lang):
        return None
    found = [*_misread_numbers(view), *_english_times(view)]
    return one("separators", numbers=at_most(found, _SHOWN)) if found else None


def _misread_numbers(view: PairView) -> list[str]:
    """The numbers that a reader of the translation's language reads as another value, or not at all."""
    theirs, ours = separators(view.pair.source_lang), separators(view.pair.target_lang)
    if theirs is None or ours is None or theirs == ours:
        return []
    written = [match[0] for match in _WRITTEN.finditer(western_figures(view.target))]
    if not written:
        return []
    source = western_figures(view.source)
    meant = {
        theirs.read(match[0])
        for match in _WRITTEN.finditer(source)
        if is_quantity(source, match.start(), match.end())
        and not _CLOCK.search(source, max(0, match.start() - 10), match.end())
    } - {""}
    counted = _right_with_magnitude(view, ours)
    return [
        number
        for number in written
        if number not in counted
        and ours.read(number) not in meant
        and not meant.isdisjoint((theirs.read(number), grouped_digits(number)))
    ]


def _right_with_magnitude(view: PairView, ours: Separators) -> set[str]:
    """The numbers that have the right value with the word after them: 1.500 millones for 1.5 billion."""
    values = {value for number in view.source_quantities.numbers for value in number.values}
    found = set()
    for number in view.target_quantities.numbers:
        if number.magnitude > 1 and (match := _WRITTEN.match(view.target_quantities.folded, number.start)):
            own = ours.read(match[0])
            if own and len(own) <= LONGEST and Fraction(own) * number.magnitude in values:
                found.add(match[0])
    return found


def _english_times(view: PairView) -> list[str]:
    if not _has_own_hours(view.pair.target_lang) or not _ENGLISH_TIME.search(view.source):
        return []
    return [match[0] for match in _ENGLISH_TIME.finditer(view.target)]


@lru_cache(maxsize=64)
def _has_own_hours(language: str) -> bool:
    """Whether CLDR's times of a language have no `AM` and `PM`."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(primary_subtag(language))
    except (UnknownLocaleError, ValueError):
        return False
    morning = str(locale.day_periods["format"]["abbreviated"]["am"])
    if "a" in locale.time_formats["short"].pattern:
        return morning[:1].casefold() != "a"
    return "." not in morning  # Spanish has a. m.
