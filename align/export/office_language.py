"""Languages as office programs know them, which look for a dictionary by language and country."""

from __future__ import annotations

from typing import NamedTuple

from align.languages.direction import is_right_to_left
from align.languages.scripts import script_of
from align.languages.tags import normal_tag

_EAST_ASIAN = frozenset({"zh", "ja", "ko", "yue"})
_COMPLEX = frozenset(
    {"Beng", "Deva", "Gujr", "Guru", "Khmr", "Knda", "Laoo", "Mlym", "Mymr", "Sinh", "Taml", "Telu", "Thai"}
)
"""Scripts that have fonts and languages of their own in office programs, as those from right to left have."""
_OF_SEVERAL_SCRIPTS = frozenset({"az", "bs", "sr", "uz"})
"""Languages whose script office programs want to be told; of Chinese the country tells it."""


class OfficeLanguage(NamedTuple):
    """A language: its subtags (the script only where it is needed), and the group of scripts by which office programs
    keep fonts and languages apart: `western`, `asian` or `complex`."""

    language: str
    script: str
    country: str
    group: str
    right_to_left: bool

    @property
    def tag(self) -> str:
        """`ru-RU`, `zh-CN`, `sr-Cyrl-RS`."""
        return "-".join(filter(None, (self.language, self.script, self.country)))


def office_language(code: str) -> OfficeLanguage:
    """The language of a BCP-47 code, with the country that most of its readers live in, where it names none (CLDR,
    likely subtags).

    >>> [office_language(code).tag for code in ("ru", "en-GB", "zh-Hant", "sr", "tlh")]
    ['ru-RU', 'en-GB', 'zh-TW', 'sr-Cyrl-RS', 'tlh']
    """
    from babel.core import get_global

    language, *rest = normal_tag(code).split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    country = next((part for part in rest if len(part) == 2 or (len(part) == 3 and part.isdecimal())), "")
    likely = get_global("likely_subtags")
    full = str(likely.get("_".join(filter(None, (language, script)))) or likely.get(language) or "").split("_")
    if not country and len(full) > 2:
        country = full[2]
    right_to_left = is_right_to_left(code)
    is_complex = right_to_left or script_of(code) in _COMPLEX
    group = "asian" if language in _EAST_ASIAN else "complex" if is_complex else "western"
    named = script or (full[1] if len(full) > 1 else "") if language in _OF_SEVERAL_SCRIPTS else ""
    return OfficeLanguage(language, named, country, group, right_to_left)
