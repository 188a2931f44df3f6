"""The names of places and news agencies by language, from CLDR (exemplar cities, countries) and `datelines.toml`."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any, Literal

from align.io.toml import parse_toml
from align.languages.normalization import fold_name

Role = Literal["city", "region", "country", "agency"]

_SECTIONS = {"city": "cities", "region": "regions", "agency": "agencies"}
_NOT_CITIES = re.compile(r"\bо-ва?\b|,|[Uu]nknown")
"""Exemplar "cities" that are islands to CLDR (`о-в Сахалин`), include their state, or are none."""


def name_in(language: str, name: str, role: Role) -> str | None:
    """Look up the name in `language` (a Babel locale) of `name`, an English or Russian name in any case; or None.

    >>> name_in("ru", "ST. PETERSBURG", "city"), name_in("de", "МОСКВА", "city"), name_in("ru", "Fla.", "region")
    ('Санкт-Петербург', 'Moskau', 'Флорида')
    """
    key = _english_keys(role).get(fold_name(name), fold_name(name))
    found = _names(language, role).get(key)
    if found is None and not name.isascii() and _in_latin_letters(language):
        return _names("en", role).get(key)  # РИА Новости is RIA Novosti in Hungarian too
    return found


@functools.cache
def names_of(language: str) -> dict[str, str]:
    """The names of towns and countries in `language`: keys of the English names → names. Empty for a language that
    CLDR does not know."""
    from babel import UnknownLocaleError

    try:
        return _names(language, "city") | _names(language, "country")
    except (UnknownLocaleError, ValueError):
        return {}


@functools.cache
def _names(language: str, role: Role) -> dict[str, str]:
    """Map keys of English names to names in `language`."""
    from babel import Locale

    locale = Locale.parse(language)
    if role == "country":
        english = Locale("en").territories
        return {fold_name(english[code]): name for code, name in locale.territories.items() if code in english}
    found = _exemplar_cities(locale) if role == "city" else {}
    own = tables()[_SECTIONS[role]]
    if locale.language == "en":
        return {fold_name(name): name for name in own["ru"]} | found
    return found | {fold_name(name): translation for name, translation in own.get(_table_name(locale), {}).items()}


@functools.cache
def _english_keys(role: Role) -> dict[str, str]:
    """Map keys of other spellings, and of Russian names, to keys of the usual English names."""
    aliases = {fold_name(other): fold_name(name) for other, name in tables()["aliases"].items()}
    russian = {fold_name(name): english for english, name in reversed(_names("ru", role).items())}
    return russian | aliases


def _exemplar_cities(locale: Any) -> dict[str, str]:
    """Read CLDR's exemplar cities of time zones, by the keys of their English names.

    Languages in Latin letters omit those that they spell as English does.
    """
    from babel import Locale

    english_zones, zones = Locale("en").time_zones, locale.time_zones
    all_zones = Locale("ru").time_zones  # a language in other letters omits none
    same_letters = _in_latin_letters(str(locale))
    found = {}
    for zone in all_zones:
        english = english_zones.get(zone, {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
        name = zones.get(zone, {}).get("city") or (english if same_letters else "")
        if name and not _NOT_CITIES.search(english + name):
            found[fold_name(english)] = name
    return found


def _in_latin_letters(language: str) -> bool:
    from babel import Locale
    from babel.core import get_global

    locale = Locale.parse(language)
    return "_Latn_" in get_global("likely_subtags").get(locale.language, "") and locale.script in (None, "Latn")


def _table_name(locale: Any) -> str:
    traditional = locale.script == "Hant" or locale.territory in {"TW", "HK", "MO"}
    return f"{locale.language}_Hant" if locale.language == "zh" and traditional else str(locale.language)


@functools.cache
def tables() -> dict[str, Any]:
    """Read `datelines.toml`: aliases, and cities, regions and agencies by language."""
    return parse_toml(Path(__file__).with_name("datelines.toml").read_text(encoding="utf-8"))
