"""What was typed in a reviewed file and cannot be applied."""

from __future__ import annotations

from dataclasses import dataclass

from align.localization import _
from align.review.sheet_rows import SheetRow
from align.review.wording import quoted


@dataclass(frozen=True, slots=True)
class UnappliedEdit:
    """Something that was typed and not applied: why, where, and the text itself."""

    reason: str
    row: SheetRow
    text: str = ""

    def __str__(self) -> str:
        text = self.text or self.row.cells.get("final", "")
        shown = " ".join(text.split())
        where, name = self.row.where, self.row.cells.get("id", "")
        if name:
            said = _("{where} (id {id}): {reason}", where=where, id=name, reason=self.reason)
        else:
            said = _("{where} (id none): {reason}", where=where, reason=self.reason)
        return f"{said}: {quoted(shown, 80)}" if shown else said
