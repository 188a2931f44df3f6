"""The number words, months and weekdays of a language, for `align.languages.quantities`.

Months, weekdays and magnitudes (thousand, million) come from CLDR through Babel, for every language it knows. The
other number words come from `align.languages.data`; a language without a table is compared without them.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import ModuleType

from align.languages.locales import locale_of
from align.languages.magnitudes import Magnitudes, magnitudes
from align.languages.normalization import fold_word
from align.languages.numerals import Value
from align.languages.tags import primary_subtag
from align.languages.word_forms import WordForms

_PROCLITICS = {"ar": "وبل", "he": "בלמו"}
"""Letters of conjunctions and prepositions that are written onto the next word: bمليون, במרץ."""
_LINKS = {"ro": frozenset({"de"}), "ca": frozenset({"de"}), "gl": frozenset({"de"}), "fil": frozenset({"na"})}
"""Words between the figure and its magnitude: 20 de milioane."""
_COMPLETE = frozenset({"de", "en", "fr", "ru"})
"""The languages whose tables have their magnitudes and months in every form."""
TABLES = frozenset({"ar", "de", "en", "es", "fr", "pl", "ru", "uk"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language for the parser of quantities, folded by `fold_word`.

    `entries` names for each word its roles (number, multiplier, magnitude, approximate, month, weekday) and their
    values; `trigger_words` are those of them that are not merely approximate. `suffixes` are letters that may touch the
    digits (15m), `prefixes` the fronts of compounds (пятилетний). `stems` has the roles of words that are no entries
    but forms of one; `heads` are the first three letters of these and of the prefixes.
    """

    entries: Mapping[str, tuple[tuple[str, Value], ...]]
    trigger_words: frozenset[str]
    suffixes: Mapping[str, tuple[int, ...]]
    prefixes: tuple[tuple[str, Value], ...]
    prefix_heads: frozenset[str]
    heads: frozenset[str]
    stems: WordForms[tuple[str, int]]
    magnitudes: Magnitudes
    fillers: frozenset[str]
    ranges: frozenset[str]
    ambiguous: frozenset[str]
    phrases: re.Pattern[str] | None
    date_leads: frozenset[str]
    capital_dates: bool
    decimal_comma: bool
    vigesimal: bool
    units_first: bool

    def roles(self, word: str) -> tuple[tuple[str, Value], ...]:
        """The roles of a folded word: those of its entry, or of its stem."""
        found = self.entries.get(word)
        if found is None and word[:3] in self.heads and (role := self.stems.get(word)):
            return (role,)
        return found or ()


@lru_cache(maxsize=64)
def lexicon(language: str) -> Lexicon:
    """Load the lexicon of a BCP-47 code, whatever its region; an empty one for an unknown language."""
    code = primary_subtag(language)
    table = importlib.import_module(f"align.languages.data.{code if code in TABLES else 'none'}")
    prefixes = tuple(sorted(table.PREFIXES.items(), key=lambda item: -len(item[0])))
    calendar = _calendar(language, table)
    named = magnitudes(language)
    stems: WordForms[tuple[str, int]] = WordForms()
    if code not in _COMPLETE:
        stems.stems |= {stem: ("magnitude", factor) for stem, factor in named.words.stems.items()}
        for number, names in calendar.names.items():
            stems.add(names, ("unsure-month", number))
        stems.exact.clear()
    entries = _entries(table, calendar, named)
    _add_forms(stems, calendar, entries, table, code)
    prefix_heads = frozenset(prefix[:3] for prefix, _ in prefixes)
    return Lexicon(
        entries=entries,
        trigger_words=frozenset(
            word for word, roles in entries.items() if any(role != "approximate" for role, _ in roles)
        ),
        suffixes={letter: (factor, 1) if len(letter) == 1 else (factor,) for letter, factor in named.letters.items()}
        | table.SUFFIXES,
        prefixes=prefixes,
        prefix_heads=prefix_heads,
        heads=prefix_heads | stems.heads,
        stems=stems,
        magnitudes=named,
        fillers=table.FILLERS | _LINKS.get(code, frozenset()),
        ranges=table.RANGES,
        ambiguous=table.AMBIGUOUS | calendar.short,
        phrases=calendar.pattern(),
        date_leads=table.DATE_LEADS,
        capital_dates=calendar.capital,
        decimal_comma=calendar.decimal_comma,
        vigesimal=table.VIGESIMAL,
        units_first=table.UNITS_FIRST,
    )


def _add_forms(
    stems: WordForms[tuple[str, int]],
    calendar: _Calendar,
    entries: Mapping[str, tuple[tuple[str, Value], ...]],
    table: ModuleType,
    code: str,
) -> None:
    """Add the other cases of months, and words with the letters that are written onto them.

    They are no entries, whose months and weekdays make the keys of a memory's templates (see `align.memory.keys`).
    """
    for number, names in calendar.names.items():
        cases = (form for name in names for form in _inflected(name, table.MONTH_ENDINGS))
        stems.exact |= {form: ("unsure-month", number) for form in cases if form not in entries}
    stems.exact |= {fold_word(form): ("weekday", day) for form, day in table.WEEKDAYS.items() if form not in entries}
    for prefix in _PROCLITICS.get(code, ""):
        for word, ((role, value), *_) in entries.items():
            if role in ("number", "magnitude", "month") and prefix + word not in entries:
                stems.exact[prefix + word] = ("unsure-month" if role == "month" else role, int(value))


def _entries(table: ModuleType, calendar: _Calendar, named: Magnitudes) -> dict[str, tuple[tuple[str, Value], ...]]:
    """Collect all words of a language in one table: their roles and values."""
    entries: dict[str, tuple[tuple[str, Value], ...]] = {}
    for role, words in (
        ("number", table.NUMBERS),
        ("multiplier", table.MULTIPLIERS),
        ("magnitude", {**named.words.exact, **{fold_word(word): at for word, at in table.MAGNITUDES.items()}}),
        ("month", calendar.months),
        ("weekday", calendar.weekdays),
    ):
        for word, value in words.items():
            entries[fold_word(word)] = (*entries.get(fold_word(word), ()), (role, value))
    for word, values in table.APPROXIMATE.items():
        entries[fold_word(word)] = (*entries.get(fold_word(word), ()), *(("approximate", value) for value in values))
    return entries


@dataclass(slots=True)
class _Calendar:
    """Months (1 to 12) and weekdays (0 is Monday) in all their forms; `short` are those that are abbreviations only,
    `names` the full names of each month, `phrases` those names of months that are no runs of letters (tháng 9)."""

    months: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    names: dict[int, set[str]] = field(default_factory=dict)
    short: frozenset[str] = frozenset()
    phrases: dict[str, int] = field(default_factory=dict)
    capital: bool = False
    decimal_comma: bool = False

    def pattern(self) -> re.Pattern[str] | None:
        """A pattern of the names of months that are no runs of letters, each a group `m1` to `m12`."""
        months = (
            f"(?P<m{month}>{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})"
            for month in range(12, 0, -1)
            if (names := [name for name, number in self.phrases.items() if number == month])
        )
        alternatives = "|".join(months)
        return re.compile(rf"(?:{alternatives})(?!\d)") if alternatives else None


def _calendar(language: str, table: ModuleType) -> _Calendar:
    locale = locale_of(language)
    if locale is None:
        return _Calendar()
    calendar = _Calendar(capital=locale.months["format"]["wide"][1][:1].isupper())
    symbols = locale.number_symbols
    calendar.decimal_comma = symbols.get("latn", symbols).get("decimal") == ","
    full: set[str] = set()
    for width, inflections in (("wide", table.ENDINGS), ("abbreviated", {})):
        for context in ("format", "stand-alone"):
            for names, forms in ((locale.months, calendar.months), (locale.days, calendar.weekdays)):
                for number, name in names[context][width].items():
                    folded = fold_word(name).rstrip(".")
                    if forms is calendar.months and not folded.isalpha() and not folded[:1].isdigit():
                        calendar.phrases.setdefault(folded, number)
                    for form in _inflected(name, inflections):
                        forms.setdefault(form, number)
        full = full or {*calendar.months, *calendar.weekdays}
        if width == "wide":
            for name, number in calendar.months.items():
                calendar.names.setdefault(number, set()).add(name)
    calendar.months |= table.MONTHS
    calendar.phrases |= {fold_word(name): month for name, month in table.PHRASES.items()}
    calendar.short = frozenset({*calendar.months, *calendar.weekdays} - full)
    return calendar


def _inflected(name: str, endings: Mapping[str, tuple[str, ...]]) -> list[str]:
    word = fold_word(name).rstrip(".")
    if not word.isalpha() or len(word) < 2:  # a language that writes its months as numbers: the digits are read anyway
        return []
    return [word] + [word[:-1] + ending for ending in endings.get(word[-1], ())]
