"""Which language the heading of a column names: by code, or by its name in the languages of those who make tables."""

from __future__ import annotations

import re
from functools import lru_cache

from align.errors import UsageError
from align.languages.identification import RECOGNISED
from align.languages.tags import canonical_tag, primary_subtag

_NAMED_IN = ("en", "ru", "uk", "de", "fr", "es", "pl")
"""Languages in which names of languages are known, besides their own."""
_OWN_NAMES = {
    "english": "en",
    "русский": "ru",
    "українська": "uk",
    "беларуская": "be",
    "deutsch": "de",
    "français": "fr",
    "español": "es",
    "castellano": "es",
    "italiano": "it",
    "português": "pt",
    "polski": "pl",
    "čeština": "cs",
    "slovenčina": "sk",
    "nederlands": "nl",
    "svenska": "sv",
    "norsk": "nb",
    "dansk": "da",
    "suomi": "fi",
    "magyar": "hu",
    "română": "ro",
    "български": "bg",
    "српски": "sr",
    "hrvatski": "hr",
    "türkçe": "tr",
    "ελληνικά": "el",
    "עברית": "he",
    "العربية": "ar",
    "فارسی": "fa",
    "中文": "zh",
    "简体中文": "zh-Hans",
    "繁體中文": "zh-Hant",
    "日本語": "ja",
    "한국어": "ko",
    "қазақша": "kk",
    "ქართული": "ka",
    "հայերեն": "hy",
}
"""Names of languages in themselves."""
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(.+?)\s*[(\[](.+)[)\]]")
_SCRIPTS = {
    **dict.fromkeys(("simplified", "упрощенный", "упрощенное письмо", "hans"), "Hans"),
    **dict.fromkeys(("traditional", "традиционный", "традиционное письмо", "hant"), "Hant"),
    **dict.fromkeys(("latin", "latinica", "латиница", "latn"), "Latn"),
    **dict.fromkeys(("cyrillic", "кириллица", "cyrl"), "Cyrl"),
}


@lru_cache(maxsize=1024)
def language_of_heading(heading: str) -> str:
    """The BCP 47 tag of the language that a heading names, "" for none.

    A code counts, perhaps with a region, where it has two letters, or three and is that of a language which is met
    often: other words of three letters are words.

    >>> [language_of_heading(text) for text in ("EN", "ru_RU", "rus", "Английский", "English (US)", "Deutsch", "new")]
    ['en', 'ru-RU', 'ru', 'en', 'en-US', 'de', '']
    """
    name = " ".join(heading.split()).strip(" :*")
    if not name or len(name) > 60:
        return ""
    return _code(name) or _name(_folded(name)) or _with_brackets(name)


def _code(name: str) -> str:
    if not _CODE.fullmatch(name):
        return ""
    try:
        tag = canonical_tag(name)
    except UsageError:
        return ""
    language = tag.partition("-")[0]
    return tag if len(re.split("[-_]", name)[0]) == 2 or language in RECOGNISED else ""


def _name(folded: str) -> str:
    return _OWN_NAMES.get(folded) or _names().get(folded, "")


def _with_brackets(name: str) -> str:
    """`English (US)`, `Chinese (Simplified)`; what else is in the brackets says nothing."""
    match = _IN_BRACKETS.fullmatch(name)
    if match is None:
        return ""
    tag = _code(match[1]) or _name(_folded(match[1]))
    inside = _folded(match[2])
    if not tag:  # Source (English) is for who knows what a source is
        return ""
    code = _code(match[2])
    if primary_subtag(code) == primary_subtag(tag):
        return code
    if script := _SCRIPTS.get(inside):
        return f"{tag.partition('-')[0]}-{script}"
    region = _regions().get(inside) or (inside.upper() if len(inside) == 2 else "")
    try:
        return canonical_tag(f"{tag}-{region}") if region else tag
    except UsageError:
        return tag


def _folded(name: str) -> str:
    folded = name.casefold().replace("ё", "е").strip()
    return re.sub(r"\s+(?:язык|language|мова)$|^(?:язык|language)[: ]+", "", folded)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """The names of languages that have codes, the first language of `_NAMED_IN` first."""
    from babel import Locale

    names: dict[str, str] = {}
    for language in _NAMED_IN:
        for code, name in Locale(language).languages.items():
            names.setdefault(_folded(str(name)), str(code).replace("_", "-"))
    return names


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    from babel import Locale

    names = {
        _folded(str(name)): str(code)
        for language in ("ru", "en")
        for code, name in Locale(language).territories.items()
        if len(code) == 2
    }
    return names | {"usa": "US", "сша": "US", "рф": "RU", "uk": "GB"}
