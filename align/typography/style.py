"""The typography of a language as data: its quotation marks, its numbers, its rules for everything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

NBSP = "\u00a0"
"""No-break space."""
THIN = "\u202f"
"""Narrow no-break space (espace fine insécable)."""
SPACE = f"[ {NBSP}{THIN}]"
"""A space of any of the three widths, for regular expressions."""

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
"""A pattern and what takes the place of each match. A rule does not match its own result."""


@dataclass(frozen=True, slots=True)
class Style:
    """The typography of a language.

    `outer` and `inner` are the quotation marks of the first and second level; `padding` is the space inside the outer
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
    """Make a rule: compile its pattern."""
    return re.compile(pattern), replacement


def before_units(units: str) -> Rule:
    """Make the rule that keeps a number and its unit on one line. `units` are separated by spaces; a missing space
    between number and unit is not added."""
    names = "|".join(re.escape(unit) for unit in sorted(units.split(), key=len, reverse=True))
    return rule(rf"(?<=\d) (?=(?:{names})(?!\w))", NBSP)
