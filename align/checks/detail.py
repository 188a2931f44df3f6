"""What a check found in a pair, as data: which number is missing, what a name became, which term was expected.

`align.checks.detail_words` puts it into words. Corpora hold the names of flags only: details are found again, so that
they always fit the text that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Value = str | float | tuple[str, ...] | tuple[int, ...]
"""Texts as they stand in the pair, codes (of languages, units, currencies), numbers of months (1 to 12) and weekdays
(0, Monday, to 6)."""

MOST = 8
"""Things of one kind that a detail names at most."""
MORE = "…"
"""What stands for the rest."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that was found: `kind` says what it is, and selects the sentence; `values` fill that in."""

    kind: str
    values: Mapping[str, Value]

    def as_json(self) -> dict[str, Any]:
        """Give the detail as `align check --json` prints it."""
        values = {name: list(value) if isinstance(value, tuple) else value for name, value in self.values.items()}
        return {"kind": self.kind, **values}


Details = tuple[Detail, ...]
"""What a check found; empty where there is nothing to add to the flag."""


def one(kind: str, **values: Value) -> Details:
    """A single detail."""
    return (Detail(kind, values),)


def in_own_words(text: str) -> Details:
    """The detail of a check that another distribution has registered, which says in its own words what it found."""
    return one("said", text=text) if text else ()


def at_most(things: Iterable[str], most: int = MOST) -> tuple[str, ...]:
    """The first of the things that a detail names, and a sign that there are more."""
    named = tuple(things)
    return named if len(named) <= most else (*named[:most], MORE)


def on_sides(missing: Iterable[str], added: Iterable[str]) -> Details | None:
    """Details of what the translation lacks, and of what it has alone; None where there is neither."""
    sides = (("missing", at_most(missing)), ("added", at_most(added)))
    return tuple(Detail(kind, {"found": found}) for kind, found in sides if found) or None
