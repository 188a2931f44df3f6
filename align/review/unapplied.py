"""What was typed in a reviewed file and cannot be applied."""

from __future__ import annotations

from dataclasses import dataclass

from align.review.sheet_rows import SheetRow


@dataclass(frozen=True, slots=True)
class UnappliedEdit:
    """Something that was typed and not applied: why, where, and the text itself."""

    reason: str
    row: SheetRow
    text: str = ""

    def __str__(self) -> str:
        text = self.text or self.row.cells.get("final", "")
        shown = " ".join(text.split())
        shown = f": “{shown[:77]}…”" if len(shown) > 80 else f": “{shown}”" if shown else ""
        return f"{self.row.where} (id {self.row.cells.get('id', '') or 'none'}): {self.reason}{shown}"
