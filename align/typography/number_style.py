"""Numbers in the notation of the target language, where the source proves that they are in another.

`1,200` is twelve hundred in English and one and a fifth in French: a text alone does not tell. A number is put right
only if the source, in a language of decimal points, has it letter for letter, and is not part of a name there (Windows
3.11, Article 5.1) or a time of day (12.30 p.m.).
"""

from __future__ import annotations

import re
from functools import lru_cache

from align.typography.style import NBSP, THIN, Style

_NUMBER = re.compile(
    rf"(?<![\w.,/:-])(?<!\d[{NBSP}{THIN}])(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+)(?![\w/:-]|[.,]\d)"
)
_IN_SOURCE = re.compile(r"(?<![\w.,/:-])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![/:]|[.,]\d)")
_NAME = re.compile(
    r"(?:\b(?:version|ver|v|release|no|section|article|paragraph|chapter|rule|item|part)\.?|§|№)\s*\Z", re.IGNORECASE
)
_CAPITAL = re.compile(r"[^\W\d_]*[A-ZА-ЯЁ][\w-]*[ -]\Z")
_TIME = re.compile(r"\s*(?:[ap]\.?m\b|GMT|UTC|MSK|o'clock|hours)", re.IGNORECASE)
_AROUND = 100
"""So many signs before a number are looked at for what it belongs to."""


def set_numbers(text: str, source: str, source_lang: str, style: Style) -> str:
    """`text` with the numbers that stand alike in `source` as the style writes them: `12,500.5` → `12 500,5`."""
    if not source or not _NUMBER.search(text) or not _has_points(source_lang):
        return text
    known = _numbers_of(source)
    return _NUMBER.sub(lambda match: _written(match[0], style) if match[0] in known else match[0], text)


def _numbers_of(source: str) -> set[str]:
    found: dict[str, bool] = {}
    for match in _IN_SOURCE.finditer(source):
        first = max(0, match.start() - _AROUND)
        before = source[first : match.start()]
        capital = _CAPITAL.search(before)
        name = _NAME.search(before) or (capital and first + capital.start() > 0)
        found[match[0]] = found.get(match[0], True) and not (name or _TIME.match(source, match.end()))
    digits: dict[str, int] = {}
    for number in found:
        plain = number.replace(",", "").replace(".", "")
        digits[plain] = digits.get(plain, 0) + 1
    return {number for number, sure in found.items() if sure and digits[re.sub("[.,]", "", number)] == 1}


def _written(number: str, style: Style) -> str:
    whole, point, fraction = number.replace(",", "").partition(".")
    if len(whole) >= style.grouped_from and not whole.startswith("0"):
        whole = in_groups(whole, style.group)
    return whole + (style.decimal + fraction if point else "")


def in_groups(digits: str, separator: str) -> str:
    """The digits of a whole number, each three of them parted.

    >>> in_groups("1234567", " ")
    '1 234 567'
    """
    first = len(digits) % 3 or 3
    return separator.join([digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))])


@lru_cache(maxsize=64)
def _has_points(language: str) -> bool:
    """Whether CLDR knows a language to write a decimal point."""
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(language.replace("-", "_")).number_symbols
    except (UnknownLocaleError, ValueError):
        return False
    return bool(symbols.get("latn", symbols).get("decimal") == ".")
