"""Renders datelines by rule: `MOSCOW, November 22. /TASS/.` → `МОСКВА, 22 ноября. /ТАСС/.`

Dates are CLDR's, through Babel; places and agencies the gazetteer's, and a place that it lacks is translated by the
model. The punctuation between them is kept, in the marks of the target language.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from align.segmentation.dateline import Dateline, Part, parse_dateline
from align.segmentation.gazetteer import name_in
from align.translation.capitals import to_capitals

Translate = Callable[[str], str]

_STORY = " The story begins."
"""Text after a dateline: the parser accepts a bare `LONDON —` only at the beginning of running text."""
_LEAP_YEAR = 2000  # a date without a year may be 29 February
_FULL_WIDTH = ((", ", "，"), (",", "，"), (". ", "。"), (".", "。"))
_ARABIC_SCRIPT = frozenset({"ar", "fa", "ur"})
_EM_DASH = frozenset({"ru", "uk", "be", "bg", "kk"})
_AND = re.compile(r"\s+(?:and|и)\s+", re.IGNORECASE)


def render_dateline(text: str, target_lang: str, translate_city: Translate | None = None) -> str | None:
    """Render the dateline `text` in `target_lang`; None when it is none, has an impossible date, or CLDR lacks the
    language.

    `translate_city` translates the places that the tables lack; without it they stay as they are.

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
        rendered = [_render_part(part, text, dateline, locale, translate_city) for part in dateline.parts]
    except (UnknownLocaleError, ValueError):
        return None
    line, end = "", 0
    for part, words in zip(dateline.parts, rendered, strict=True):
        line = _join(line, _render_gap(text[end : part.start], locale)) + words
        end = part.end
    return _join(line, _render_gap(text[end:], locale)).strip()


def _render_part(part: Part, text: str, dateline: Dateline, locale: Any, translate: Translate | None) -> str:
    name = text[part.start : part.end]
    if part.role == "date":
        return _render_date(dateline, locale)
    if part.role == "agency":
        return name_in(str(locale), name, "agency") or name
    found = name_in(str(locale), name, part.role) or name_in(str(locale), name, "country")
    if found is None and translate is not None:
        plain = name_in("en", name, part.role) or name if name.isascii() else name  # Fla. is Florida to a model
        found = _plausible_or_none(translate(plain.title() if plain.isupper() else plain), plain)
    if found is None:
        return name
    return to_capitals(found, locale.language) if part.role == "city" and name.isupper() else found


def _render_date(dateline: Dateline, locale: Any) -> str:
    """Raises ValueError for a day that its month does not have."""
    day_name = f"{locale.days['format']['wide'][dateline.weekday]}, " if dateline.weekday is not None else ""
    return day_name + _render_day(dateline, locale)


def _render_day(dateline: Dateline, locale: Any) -> str:
    from babel.dates import format_date, format_skeleton

    day = datetime.date(dateline.year or _LEAP_YEAR, dateline.month or 1, dateline.day or 1)
    if dateline.day is None:
        return str(format_skeleton("yMMMM" if dateline.year else "LLLL", day, locale=locale))
    if dateline.year:
        long = format_date(day, format="long", locale=locale)
        return " ".join(long.split())  # CLDR has narrow spaces, which a translation memory would not match
    return str(format_skeleton("MMMMd", day, locale=locale))


def _plausible_or_none(draft: str, name: str) -> str | None:
    """Accept a model's draft of a place, unless it is empty or much longer, as models give for a bare name."""
    draft = " ".join(draft.split()).rstrip(".")
    return draft if draft and len(draft.split()) <= len(name.split()) + 3 else None


def _render_gap(gap: str, locale: Any) -> str:
    """Render the punctuation and the `and` between two parts as the target language has them."""
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
    """Join `line` and `gap` with one full stop where both have one: `2026 г.` before `. /ТАСС/`."""
    return line + (gap[1:] if line.endswith(".") and gap.startswith(".") else gap)
