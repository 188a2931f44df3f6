"""The half of the day that is named beside an hour: 5 p.m., 5 часов вечера, 下午5点. The words are CLDR's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from align.languages.locales import locale_of
from align.languages.normalization import fold_word
from align.languages.numerals import Quantity, Value
from align.languages.scripts import is_unspaced
from align.languages.tags import primary_subtag

_HALVES = {"am": "am", "pm": "pm", "morning": "am", "afternoon": "pm", "evening": "pm", "night": "night"}
_ENGLISH = r"(?P<am>a\.?\s?m\b\.?)|(?P<pm>p\.?\s?m\b\.?)"
_HOURS = (
    r"(?:час(?:а|ов|у|ам)?|ч\.?|годин[аиіу]?|uhr|heures?|h|hs|hrs?|horas?|ore|uur|godz\.?|hodin|o['’]clock|"
    "[点點时時시])"
)
_MINUTES = r"(?:[:.h]\s?[0-5]\d)?"
_DAYS = frozenset({"дня", "день"})
"""Words for the afternoon that mean a day after a bare number."""
_AROUND = 12
"""Characters before an hour in which the half of the day is sought."""


@dataclass(frozen=True, slots=True)
class _DayHalves:
    after: re.Pattern[str]
    before: re.Pattern[str] | None
    halves: dict[str, str]


def day_half(text: str, start: int, end: int, hour: Value, language: str) -> str:
    """The half of the day, `am`, `pm` or nothing, that `text` (folded) names beside the hour at `start:end`."""
    known = _day_halves(language)
    match = known.after.match(text, end)
    if match is None and known.before:
        match = known.before.search(text, max(0, start - _AROUND), start)
    if match is None:
        return ""
    groups = match.groupdict()
    if groups.get("am") or groups.get("pm"):
        return "am" if groups["am"] else "pm"
    half = known.halves[match["name"] or match["day"]]
    if half == "night":
        return "am" if hour < 6 or hour == 12 else "pm"
    return half


def set_half(number: Quantity, half: str) -> None:
    """Read an hour of which the half of the day is known: 5 p.m. is 17, or 5 where the other side says no more."""
    number.half = half
    (hour, *_) = number.values
    if hour > 12:
        return
    morning, evening = hour % 12, hour % 12 + 12
    if half == "am":
        number.values = (hour,) if hour < 12 else (hour, morning, morning + 24)
    else:
        number.values = (hour, evening)


@lru_cache(maxsize=64)
def _day_halves(language: str) -> _DayHalves:
    halves: dict[str, str] = {}
    locale = locale_of(language)
    periods = locale.day_periods if locale else {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for period, name in periods.get(context, {}).get(width, {}).items():
                half = _HALVES.get(period.rstrip("12"))
                if half and fold_word(name).replace(".", "").replace("\u00a0", " ").strip() not in ("am", "pm", "a m"):
                    halves.setdefault(fold_word(name), half)
    names = sorted(halves, key=len, reverse=True)
    days = "|".join(re.escape(name) for name in names if name in _DAYS)
    others = "|".join(re.escape(name) for name in names if name not in _DAYS)
    space = r"[\s\u00a0\u202f-]{0,2}"
    edge = "" if is_unspaced(language) else r"(?!\w)"
    after = rf"{_MINUTES}{space}(?:{_ENGLISH}|(?:{_HOURS}{space})?(?P<name>{others or '(?!)'}){edge}"
    after += rf"|{_HOURS}{space}(?P<day>{days or '(?!)'}){edge})"
    before = None
    if others and (is_unspaced(language) or primary_subtag(language) == "ko"):
        before = re.compile(rf"(?P<name>{others})\s?\Z")
    return _DayHalves(re.compile(after), before, halves)
