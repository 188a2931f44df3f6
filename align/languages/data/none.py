"""The table of languages without number words: digits, months and weekdays are still compared."""

from __future__ import annotations

from align.languages.numerals import Value

NUMBERS: dict[str, int] = {}
MULTIPLIERS: dict[str, int] = {}
MAGNITUDES: dict[str, int] = {}
SUFFIXES: dict[str, tuple[int, ...]] = {}
APPROXIMATE: dict[str, tuple[Value, ...]] = {}
PREFIXES: dict[str, Value] = {}
FILLERS: frozenset[str] = frozenset()
RANGES: frozenset[str] = frozenset()
MONTHS: dict[str, int] = {}
PHRASES: dict[str, int] = {}
WEEKDAYS: dict[str, int] = {}
ENDINGS: dict[str, tuple[str, ...]] = {}
AMBIGUOUS: frozenset[str] = frozenset()
DATE_LEADS: frozenset[str] = frozenset()
VIGESIMAL = False
UNITS_FIRST = False
MONTH_ENDINGS: dict[str, tuple[str, ...]] = {}
