"""What the reasons of a merge have in common: words that a reviewer typed, in quotation marks, and what is refused."""

from __future__ import annotations

from align.localization import N_, _, language
from align.localization.phrases import QUOTES
from align.review.sheet_rows import SheetRow

_NOTHING_OF = {
    "row": N_("nothing of the row is applied: {reason}"),
    "unit": N_("nothing of the unit is applied: {reason}"),
    "change": N_("nothing of the change is applied: {reason}"),
}


def quoted(text: str, most: int = 60) -> str:
    """A text in quotation marks, shortened to so many characters."""
    return QUOTES[language()].format(text if len(text) <= most else f"{text[: most - 3]}…")


def nothing_of(row: SheetRow, reason: str) -> str:
    """Say that nothing of a row, or of what comes in the place of one, is applied."""
    return _(_NOTHING_OF[row.what], reason=reason)
