"""CLDR's locale of a language tag, for what a language writes whatever its region."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from align.languages.tags import normal_tag


@lru_cache(maxsize=128)
def locale_of(language: str) -> Any:
    """The `babel.Locale` of a BCP-47 code without its region, in the script that it names (sr-Latn is not sr); None
    for an unknown language."""
    from babel import Locale, UnknownLocaleError

    code, *parts = normal_tag(language).split("-")
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), "")
    for name in ([f"{code}_{script}"] if script else []) + [code]:
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return None
