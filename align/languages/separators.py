"""The decimal mark and the separators of thousands that a language writes, from CLDR through Babel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from align.languages.tags import primary_subtag

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_INDIAN = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}")


@dataclass(frozen=True, slots=True)
class Separators:
    """`decimal` is the mark before decimals, `group` that between thousands where it is a point or comma, else empty.
    Spaces between thousands are understood in every language."""

    decimal: str
    group: str

    def read(self, number: str) -> str:
        """The digits of a number with points and commas as this language reads it, with a decimal point and without
        zeros at its end; empty for what is no number here.

        >>> Separators(",", "").read("1,204"), Separators(".", ",").read("1,204"), Separators(",", "").read("3.5")
        ('1.204', '1204', '')
        """
        whole, mark, decimals = number.partition(self.decimal)
        if mark and not decimals.isdecimal():
            return ""
        if not whole.isdecimal():
            grouped = _GROUPED.fullmatch(whole)
            separator = grouped[1] if grouped else "," if _INDIAN.fullmatch(whole) else ""
            if not self.group or separator != self.group:
                return ""
        decimals = decimals.rstrip("0")
        return re.sub("[.,]", "", whole) + (f".{decimals}" if decimals else "")


def grouped_digits(number: str) -> str:
    """The digits of a whole number in groups of three, whatever the separator; empty for another number."""
    return re.sub("[.,]", "", number) if _GROUPED.fullmatch(number) else ""


@lru_cache(maxsize=64)
def separators(language: str) -> Separators | None:
    """The separators of a BCP-47 code, with those of its region where it has one; None for an unknown language."""
    from babel import Locale, UnknownLocaleError

    for code in (language.replace("-", "_"), primary_subtag(language)):
        try:
            symbols = Locale.parse(code).number_symbols
        except (UnknownLocaleError, ValueError):
            continue
        latin = symbols.get("latn", symbols)
        group = str(latin.get("group", ""))
        return Separators(str(latin.get("decimal", ".")), group if group in ".," else "")
    return None
