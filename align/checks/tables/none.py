"""A language without number words of its own here: digits, months and weekdays are still compared."""

from __future__ import annotations

NUMBERS: dict[str, float] = {}
MULTIPLIERS: dict[str, float] = {}
MAGNITUDES: dict[str, float] = {}
SUFFIXES: dict[str, tuple[float, ...]] = {}
LOOSE: dict[str, tuple[float, ...]] = {}
PREFIXES: dict[str, float] = {}
FILLERS: frozenset[str] = frozenset()
RANGES: frozenset[str] = frozenset()
MONTHS: dict[str, int] = {}
ENDINGS: dict[str, tuple[str, ...]] = {}
AMBIGUOUS: frozenset[str] = frozenset()
DATE_LEADS: frozenset[str] = frozenset()
VIGESIMAL = False
