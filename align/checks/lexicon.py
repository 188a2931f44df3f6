"""The number words, months and weekdays of a language, for `align.checks.quantities`.

Months and weekdays come from CLDR through Babel, for every language it knows. Number words come from
`align.checks.tables`; a language without a table is compared by its digits, months and weekdays alone.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

TABLES = frozenset({"de", "en", "fr", "ru"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the reader of quantities knows of a language; every word is folded (see `fold`).

    `entries` names for each word its roles (number, multiplier, magnitude, loose, month, weekday) and their values.
    `suffixes` are letters that may touch the digits (15m), `prefixes` the fronts of compounds (пятилетний).
    """

    entries: Mapping[str, tuple[tuple[str, float], ...]]
    suffixes: Mapping[str, tuple[float, ...]]
    prefixes: tuple[tuple[str, float], ...]
    prefix_heads: frozenset[str]
    fillers: frozenset[str]
    ranges: frozenset[str]
    ambiguous: frozenset[str]
    vigesimal: bool


def fold(word: str) -> str:
    """The form that words are looked up in: lower case, `ё` as `е`."""
    return word.lower().replace("ё", "е")


@lru_cache(maxsize=64)
def lexicon(language: str) -> Lexicon:
    """The lexicon of a BCP-47 code; the region is not looked at. Unknown languages get an empty one."""
    code = language.replace("_", "-").split("-")[0].lower()
    table = importlib.import_module(f"align.checks.tables.{code if code in TABLES else 'none'}")
    prefixes = tuple(sorted(table.PREFIXES.items(), key=lambda item: -len(item[0])))
    return Lexicon(
        entries=_entries(code, table),
        suffixes=table.SUFFIXES,
        prefixes=prefixes,
        prefix_heads=frozenset(prefix[:3] for prefix, _ in prefixes),
        fillers=table.FILLERS,
        ranges=table.RANGES,
        ambiguous=table.AMBIGUOUS,
        vigesimal=table.VIGESIMAL,
    )


def _entries(code: str, table: ModuleType) -> dict[str, tuple[tuple[str, float], ...]]:
    """All words of a language in one table: what each may be (its roles) and the value."""
    entries: dict[str, tuple[tuple[str, float], ...]] = {}
    months, weekdays = _calendar(code, table.ENDINGS)
    for role, words in (
        ("number", table.NUMBERS),
        ("multiplier", table.MULTIPLIERS),
        ("magnitude", table.MAGNITUDES),
        ("month", months),
        ("weekday", weekdays),
    ):
        for word, value in words.items():
            entries[fold(word)] = (*entries.get(fold(word), ()), (role, value))
    for word, values in table.LOOSE.items():
        entries[fold(word)] = (*entries.get(fold(word), ()), *(("loose", round(value, 4)) for value in values))
    return entries


def _calendar(code: str, endings: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, int], dict[str, int]]:
    """Months (1 to 12) and weekdays (0 is Monday) with their inflected forms."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return {}, {}
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for names, forms in ((locale.months, months), (locale.days, weekdays)):
                for number, name in names[context][width].items():
                    for form in _inflected(name, endings if width == "wide" else {}):
                        forms.setdefault(form, number)
    return months, weekdays


def _inflected(name: str, endings: Mapping[str, tuple[str, ...]]) -> list[str]:
    word = fold(name).rstrip(".")
    if not word.isalpha():  # a language that writes its months as numbers: the digits are read anyway
        return []
    return [word] + [word[:-1] + ending for ending in endings.get(word[-1], ())]
