"""Dates as datelines write them: `November 22`, `Nov. 22, 2016`, `3 Sept`, `22 ноября`."""

from __future__ import annotations

import re
from typing import NamedTuple

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan января янв",
            "february feb февраля фев",
            "march mar марта мар",
            "april apr апреля апр",
            "may мая май",
            "june jun июня июн",
            "july jul июля июл",
            "august aug августа авг",
            "september sept sep сентября сент сен",
            "october oct октября окт",
            "november nov ноября ноя нояб",
            "december dec декабря дек",
        ),
        start=1,
    )
    for name in names.split()
}

_MONTH = r"(?P<month>[^\W\d_]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d)(?!\d))?"
_DATE_FORMS = (
    re.compile(rf"{_MONTH}\s+{_DAY}{_YEAR}"),
    re.compile(rf"{_DAY}\s+{_MONTH}{_YEAR}"),
)


class Date(NamedTuple):
    """A date that ends at offset `end`; `year` is None when it is not written."""

    end: int
    month: int
    day: int
    year: int | None


def date_at(text: str, at: int) -> Date | None:
    """Parse the date at offset `at`; None where there is none. The full stop of an abbreviated month (`22 Nov.`)
    belongs to it."""
    for form in _DATE_FORMS:
        match = form.match(text, at)
        month = MONTHS.get(match["month"].lower()) if match else None
        if match is None or month is None or not 1 <= int(match["day"]) <= 31:
            continue
        end = match.end()
        if text[end - 1] == "." and not _is_abbreviated(match["month"]):
            end -= 1
        return Date(end, month, int(match["day"]), int(match["year"]) if match["year"] else None)
    return None


def _is_abbreviated(month: str) -> bool:
    """Whether `Nov.` is an abbreviation whose full stop belongs to it."""
    return len(month) <= 4 and month.lower() not in {"may", "june", "july", "мая", "июня", "июля"}
