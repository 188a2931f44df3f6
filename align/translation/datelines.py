"""Datelines by rule: `MOSCOW, November 22. /TASS/.` → `МОСКВА, 22 ноября. /ТАСС/.`

Dates are CLDR's, through Babel; places and agencies the gazetteer's, and a place that it lacks goes to the model. What
stands between them is kept, in the punctuation marks of the target language.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from align.segmentation.dateline import Dateline, Part, parse_dateline
from align.translation.gazetteer import name_in

Translate = Callable[[str], str]

_STORY = " The story begins."
"""What follows a dateline: the parser believes a bare `LONDON —` only at the head of running text."""
_LEAP_YEAR = 2000  # a date without a year may be 29 February
_FULL_WIDTH = ((", ", "，"), (",", "，"), (". ", "。"), (".", "。"))
_ARABIC_SCRIPT = frozenset({"ar", "fa", "ur"})
_EM_DASH = frozenset({"ru", "uk", "be", "bg", "kk"})
_AND = re.compile(r"\s+(?:and|и)\s+", re.IGNORECASE)


def render_dateline(text: str, target_lang: str, translate_city: Translate | None = None) -> str | None:
    """The dateline `text` in `target_lang`; None when it is none, has an impossible date, or CLDR lacks the language.

    `translate_city` is asked for the places that the tables lack; without it they stay as they are.

    >>> render_dateline("MOSCOW, November 22. /TASS/.", "ru")
    'МОСКВА, 22 ноября. /ТАСС/.'
    """
    from babel import Locale, UnknownLocaleError

    text = text.rstrip()
    dateline = parse_dateline(text + _STORY)
    if dateline is None or dateline.end < len(text):
        return None
    try:
        locale = Locale.parse(target_lang.replace("-", "_"))
        written = [_write(part, text, dateline, locale, translate_city) for part in dateline.parts]
    except (UnknownLocaleError, ValueError):
        return None
    line, at = "", 0
    for part, words in zip(dateline.parts, written, strict=True):
        line = _join(line, _between(text[at : part.start], locale)) + words
        at = part.end
    return _join(line, _between(text[at:], locale)).strip()


def _write(part: Part, text: str, dateline: Dateline, locale: Any, translate: Translate | None) -> str:
    name = text[part.start : part.end]
    if part.role == "date":
        return _date(dateline, locale)
    if part.role == "agency":
        return name_in(str(locale), name, "agency") or name
    found = name_in(str(locale), name, part.role) or name_in(str(locale), name, "country")
    if found is None and translate is not None:
        plain = name_in("en", name, part.role) or name if name.isascii() else name  # Fla. is Florida to a model
        found = _believable(translate(plain.title() if plain.isupper() else plain), plain)
    if found is None:
        return name
    return _upper(found, locale.language) if part.role == "city" and name.isupper() else found


def _date(dateline: Dateline, locale: Any) -> str:
    """Raises ValueError for a day that its month does not have."""
    from babel.dates import format_date, format_skeleton

    day = datetime.date(dateline.year or _LEAP_YEAR, dateline.month or 1, dateline.day or 1)
    if dateline.day is None:
        return str(format_skeleton("yMMMM" if dateline.year else "LLLL", day, locale=locale))
    if dateline.year:
        long = format_date(day, format="long", locale=locale)
        return " ".join(long.split())  # CLDR has narrow blanks, which a translation memory would not match
    return str(format_skeleton("MMMMd", day, locale=locale))


def _believable(answer: str, name: str) -> str | None:
    """A model's answer for a place, unless it is empty or rambles, as models do with a bare name."""
    answer = " ".join(answer.split()).rstrip(".")
    return answer if answer and len(answer.split()) <= len(name.split()) + 3 else None


def _upper(name: str, language: str) -> str:
    """`name` in capitals as its language writes them: İ in Turkish, no accents in Greek, no change in Georgian."""
    if language in ("tr", "az"):
        name = name.replace("i", "İ")
    if language == "el":
        name = name.translate(str.maketrans("άέήίόύώ", "αεηιουω"))
    return name if language == "ka" else name.upper()


def _between(gap: str, locale: Any) -> str:
    """The punctuation and the `and` between two parts, in the target's own."""
    pair = locale.list_patterns["standard"]["2"].replace("{0}", "").replace("{1}", "")
    gap = _AND.sub(lambda match: pair.upper() if match[0].isupper() else pair, gap)
    if locale.language in ("zh", "ja"):
        for western, full_width in _FULL_WIDTH:
            gap = gap.replace(western, full_width)
    if locale.language in _ARABIC_SCRIPT:
        gap = gap.replace(",", "،")
    if locale.language in _EM_DASH:
        gap = re.sub(r"(?<=\s)(?:--?|–)(?=\s|$)", "—", gap)
    return gap


def _join(line: str, gap: str) -> str:
    """`line` and `gap` with one full stop where both have one: `2026 г.` before `. /ТАСС/`."""
    return line + (gap[1:] if line.endswith(".") and gap.startswith(".") else gap)
