"""What the typography of a language is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

NBSP = "\u00a0"
"""No-break space."""
THIN = "\u202f"
"""Narrow no-break space (espace fine insécable)."""
BLANK = f"[ {NBSP}{THIN}]"
"""A space of any of the three widths, for regular expressions."""

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
"""A pattern and what takes the place of each match. A rule leaves alone what it has made."""


@dataclass(frozen=True, slots=True)
class Style:
    """The typography of a language.

    `outer` and `inner` are the quotation marks of the first and second level; `padding` is what stands inside the outer
    ones. Whole numbers of `grouped_from` digits or more are grouped by `group`, a decimal fraction begins with
    `decimal`. `rules` are applied in order.
    """

    outer: tuple[str, str]
    inner: tuple[str, str]
    rules: tuple[Rule, ...]
    padding: str = ""
    group: str = NBSP
    grouped_from: int = 5
    decimal: str = ","


def rule(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Rule:
    """A rule, its pattern compiled."""
    return re.compile(pattern), replacement


def before_units(units: str) -> Rule:
    """A number and its unit stay on one line. `units` are parted by blanks; a space that is not there is not added."""
    names = "|".join(re.escape(unit) for unit in sorted(units.split(), key=len, reverse=True))
    return rule(rf"(?<=\d) (?=(?:{names})(?!\w))", NBSP)
