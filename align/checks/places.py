"""Towns and countries in a text, in any language of CLDR: those of the tables that render datelines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from align.languages.scripts import is_unspaced
from align.languages.tags import primary_subtag

_CAPITALISED = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDINGS = re.compile(r"(?<=\w{3})(?:[аяоеёьйиыую]|ий|ия|ие|ая|ое|ые)\Z")
_LONGEST_ENDING = 3
_MAX_PLACE_WORDS = 3
_MORE_TOWNS = {
    "CN": "beijing", "US": "washington", "KR": "seoul", "IL": "tel aviv", "IN": "new delhi, delhi", "PK": "islamabad",
    "AU": "canberra", "CA": "ottawa", "BR": "brasilia", "BE": "brussels", "NL": "the hague", "TR": "ankara",
    "KZ": "astana", "AE": "abu dhabi", "UA": "kyiv, kiev", "CH": "bern", "MM": "naypyidaw", "VN": "hanoi",
}  # fmt: skip
"""Towns of governments for which CLDR has no time zone, by the codes of their countries."""


def places_in(text: str, language: str) -> Iterable[tuple[str, str]]:
    """The towns and countries named in a text: (as written, key)."""
    words = list(_CAPITALISED.finditer(text))
    at = 0
    while at < len(words):
        step = 1
        if words[at][0][0].isupper():
            for size in range(min(_MAX_PLACE_WORDS, len(words) - at), 0, -1):
                name = text[words[at].start() : words[at + size - 1].end()].removesuffix("'s").removesuffix("’s")
                if words[at + size - 1][0][0].isupper() and (key := place_key(language, name)):
                    yield name, key
                    step = size
                    break
        at += step


@lru_cache(maxsize=1 << 14)
def place_key(language: str, name: str) -> str:
    """The English name of a town or country that is called `name` in `language`; "" where the tables have none."""
    return _keys(primary_subtag(language)).get(fold(name), "")


@lru_cache(maxsize=16)
def _keys(language: str) -> dict[str, str]:
    """Folded names of places in a language → their English names."""
    from align.segmentation.gazetteer import names_of

    return {fold(name): english for english, name in names_of(language).items() if len(name) > 2}


def fold(name: str) -> str:
    """The name as names are compared: in small letters, ё as е."""
    return name.casefold().replace("ё", "е")


@lru_cache(maxsize=1 << 12)
def names_by_key(language: str) -> dict[str, str]:
    """The names of places in a language by their English keys."""
    from align.segmentation.gazetteer import names_of

    return names_of(language)


@lru_cache(maxsize=16)
def any_place(language: str) -> re.Pattern[str]:
    """A pattern of the names of all places in a language, the longest first."""
    shortest = 2 if is_unspaced(language) or language == "ko" else 4
    names = sorted({name for name in names_by_key(language).values() if len(name) >= shortest}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)) or r"(?!)")


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Folded English names of countries → their codes."""
    from babel import Locale

    return {fold(str(name)): code for code, name in Locale("en").territories.items()}


@lru_cache(maxsize=1)
def _countries_of_towns() -> dict[str, str]:
    """Folded English names of towns, as CLDR and the tables have them → the codes of their countries."""
    from babel import Locale
    from babel.core import get_global

    territories, zones = get_global("zone_territories"), Locale("en").time_zones
    towns = {zone: zones.get(zone, {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ") for zone in territories}
    return {fold(town): territories[zone] for zone, town in towns.items()} | {
        town: code for code, names in _MORE_TOWNS.items() for town in names.split(", ")
    }


def is_country(key: str) -> bool:
    """Whether a key is that of a country."""
    return key in _countries()


@lru_cache(maxsize=1 << 15)
def place_of_form(language: str, word: str) -> str:
    """The place of which `word` is a form: of one word, its ending may differ."""
    folded = fold(word)
    by_stem = _stems(language)
    if found := _keys(language).get(folded):
        return found
    for size in range(len(folded), max(3, len(folded) - _LONGEST_ENDING) - 1, -1):
        if found := by_stem.get(folded[:size]):
            return found
    return ""


@lru_cache(maxsize=16)
def _stems(language: str) -> dict[str, str]:
    inflected = language in (
        "ru",
        "uk",
        "be",
        "bg",
        "sr",
        "mk",
        "pl",
        "cs",
        "sk",
        "hr",
        "sl",
        "lv",
        "lt",
        "fi",
        "et",
        "hu",
    )
    names = {name: key for name, key in _keys(language).items() if " " not in name and "-" not in name}
    return {(stem(name) if inflected else name): key for name, key in names.items() if len(name) > 3}


def stem(name: str) -> str:
    """A name in a language with cases, without the letters that its cases change."""
    return _ENDINGS.sub("", name) if len(name) > 4 else name


def is_town_of(town: str, country: str) -> bool:
    """Whether a town lies in a country, both by their keys."""
    towns = _countries_of_towns()
    return town in towns and _countries().get(country) == towns[town]
