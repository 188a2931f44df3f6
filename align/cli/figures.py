"""Numbers and counts as the commands show them, in the language that is in force."""

from __future__ import annotations

from typing import Any

from align.localization import N_, _, language, wording

_BY_STATUS = {
    "approved": N_("{n:,} approved"),
    "edited": N_("{n:,} edited"),
    "draft": N_("{n:,} draft"),
    "rejected": N_("{n:,} rejected"),
    "empty": N_("{n:,} empty"),
}


def figure(value: float, form: str = ",") -> str:
    """A number as the language writes it: `1,234`, or as `form` says, such as `.1%`."""
    return wording(language())(f"{{value:{form}}}", value=value)


def with_status(count: int, status: str) -> str:
    """How many pairs or units have a status, or why they are left out: `12 approved`."""
    return _(_BY_STATUS.get(status, "{n:,} {status}"), n=count, status=status)


def counts_in_words(counts: Any) -> str:
    """Pairs of a name, which stays as it is, and a number: `wrong-number 3, untranslated 1`."""
    return ", ".join(f"{name} {figure(count)}" for name, count in counts)
