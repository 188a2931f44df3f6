"""Dates as datelines write them: `November 22`, `Nov. 22, 2016`, `3 Sept`, `22 ноября`, `Tuesday, 24.11.2026`."""

from __future__ import annotations

import re
from typing import NamedTuple

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan января янв januar jänner janvier janv enero ene gennaio gen janeiro січня",
            "february feb февраля фев februar février févr febrero febbraio fevereiro лютого",
            "march mar марта мар märz mars marzo março березня",
            "april apr апреля апр avril avr abril abr aprile квітня",
            "may мая май mai mayo maggio maio травня",
            "june jun июня июн juni juin junio giugno giu junho червня",
            "july jul июля июл juli juillet juil julio luglio lug julho липня",
            "august aug августа авг août agosto ago серпня",
            "september sept sep сентября сент сен septembre septiembre settembre setembro вересня",
            "october oct октября окт oktober okt octobre octubre ottobre ott outubro жовтня",
            "november nov ноября ноя нояб novembre noviembre novembro листопада",
            "december dec декабря дек dezember dez décembre déc diciembre dic dicembre dezembro грудня",
        ),
        start=1,
    )
    for name in names.split()
}

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "monday mon понедельник",
            "tuesday tue tues вторник",
            "wednesday wed среда",
            "thursday thu thur thurs четверг",
            "friday fri пятница",
            "saturday sat суббота",
            "sunday sun воскресенье",
        )
    )
    for name in names.split()
}
"""Days of the week, Monday is 0."""

_WEEKDAY = re.compile(rf"(?P<weekday>{'|'.join(WEEKDAYS)})\b\.?,?\s+", re.IGNORECASE)
_MONTH = r"(?P<month>[^\W\d_]{3,11})\.?"
_DAY = r"(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:,?\s+|/)(?P<year>(?:19|20)\d\d)(?!\d)(?:\s+года(?!\w)|\s+г\.)?)?"
_DATE_FORMS = (
    re.compile(rf"{_MONTH}\s+{_DAY}{_YEAR}"),
    re.compile(rf"{_DAY}\.?\s+(?:de\s+)?{_MONTH}{_YEAR}"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
)
_TIME = re.compile(
    r",?\s+\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s(?:GMT|UTC|MSK|E[SD]?T|CET|МСК)(?:[+-]\d{1,2})?)?(?![\w.:])"
)


class Date(NamedTuple):
    """A date that ends at offset `end`; `year` is None when it is not written, and so is `weekday` (Monday is 0)."""

    end: int
    month: int
    day: int
    year: int | None
    weekday: int | None = None


def date_at(text: str, at: int) -> Date | None:
    """Parse the date at offset `at`, with the day of the week before it; None where there is none. The full stop of an
    abbreviated month (`22 Nov.`) belongs to it."""
    day_name = _WEEKDAY.match(text, at)
    weekday = WEEKDAYS[day_name["weekday"].lower()] if day_name else None
    for form in _DATE_FORMS:
        match = form.match(text, day_name.end() if day_name else at)
        month = _month(match["month"]) if match else None
        if match is None or month is None or not 1 <= int(match["day"]) <= 31:
            continue
        end = match.end()
        if text[end - 1] == "." and not match["year"] and not _is_abbreviated(match["month"]):
            end -= 1
        return Date(end, month, int(match["day"]), int(match["year"]) if match["year"] else None, weekday)
    return None


def time_end(text: str, at: int) -> int:
    """Where the time of the day that follows a date at `at` ends (`, 14:05 GMT`); `at` where none does."""
    match = _TIME.match(text, at)
    return match.end() if match else at


def _month(written: str) -> int | None:
    if written.isdecimal():
        return int(written) if 1 <= int(written) <= 12 else None
    return MONTHS.get(written.lower())


def _is_abbreviated(month: str) -> bool:
    """Whether `Nov.` is an abbreviation whose full stop belongs to it."""
    return len(month) <= 4 and month.lower() not in {"may", "june", "july", "мая", "июня", "июля"}
