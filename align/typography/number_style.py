"""Writes numbers in the notation of the target language, where the source proves that they are in another.

`1,200` is twelve hundred in English and one and a fifth in French: the text itself does not show which. A number is
rewritten only if the source, in a language of decimal points, has it character for character, and not as part of a name
(Windows 3.11, Article 5.1) or a time of day (12.30 p.m.).
"""

from __future__ import annotations

import re
from collections import Counter

from align.languages.separators import separators
from align.typography.style import NBSP, THIN, Style

_NUMBER = re.compile(
    rf"(?<![\w.,/:-])(?<!\d[{NBSP}{THIN}])(?<!º[ {NBSP}])"  # a number after n.º is a name in Spanish
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\w/:-]|[.,]\d)"
)
_IN_SOURCE = re.compile(r"(?<![\w.,/:-])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![/:]|[.,]\d)")
_NAME = re.compile(
    r"(?:\b(?:version|ver|v|release|no|section|article|paragraph|chapter|rule|item|part|figure|fig|table|step|page|clause)"
    r"s?\.?|§|№)\s*\Z",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[^\W\d_]*[A-ZА-ЯЁ][\w-]*[ -]\Z")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
"""What no word has that only begins a sentence: iOS."""
_TIME = re.compile(r"\s*(?:[ap]\.?m\b|GMT|UTC|MSK|o'clock|hours)", re.IGNORECASE)
_CONTEXT = 100
"""Characters before a number that are searched for the name it may be part of."""


def set_numbers(text: str, source: str, source_lang: str, style: Style) -> str:
    """Rewrite the numbers of `text` that `source` has, too, as the style writes them: `12,500.5` → `12 500,5`."""
    if not source or not _NUMBER.search(text) or not _has_decimal_point(source_lang):
        return text
    proven = _unambiguous_numbers(source)
    return _NUMBER.sub(lambda match: _formatted(match[0], style) if match[0] in proven else match[0], text)


def _unambiguous_numbers(source: str) -> set[str]:
    """Find the numbers of the source that are surely quantities, and no other of which has the same digits."""
    quantities: dict[str, bool] = {}
    for match in _IN_SOURCE.finditer(source):
        sure = is_quantity(source, match.start(), match.end())
        quantities[match[0]] = quantities.get(match[0], True) and sure
    same_digits = Counter(re.sub("[.,]", "", number) for number in quantities)
    return {number for number, sure in quantities.items() if sure and same_digits[re.sub("[.,]", "", number)] == 1}


def is_quantity(source: str, start: int, end: int) -> bool:
    """Whether the number at `start:end` of an English text is surely one, not part of a name or a time of day."""
    first = max(0, start - _CONTEXT)
    before = source[first:start]
    capital = _CAPITAL.search(before)
    name = _NAME.search(before) or (capital and (first + capital.start() > 0 or _INNER_CAPITAL.search(capital[0])))
    return not name and not _TIME.match(source, end)


def _formatted(number: str, style: Style) -> str:
    whole, point, fraction = number.replace(",", "").partition(".")
    if len(whole) >= style.grouped_from and not whole.startswith("0"):
        whole = in_groups(whole, style.group)
    return whole + (style.decimal + fraction if point else "")


def in_groups(digits: str, separator: str) -> str:
    """Separate the digits of a whole number in groups of three.

    >>> in_groups("1234567", " ")
    '1 234 567'
    """
    first = len(digits) % 3 or 3
    return separator.join([digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))])


def _has_decimal_point(language: str) -> bool:
    known = separators(language)
    return known is not None and known.decimal == "."
