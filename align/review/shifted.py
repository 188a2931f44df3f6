"""Translations that were moved to another row while they stay in their own: one sentence would stand twice.

Who shifts a column of translations by a row, or pastes one into the wrong row, changes texts row by row; where the last
row of the chain is left as it was, or cannot be applied, its text would be the translation of two sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from align.corpus.marks import Mark, digest, seen
from align.review.rows import Row

SHORTEST = 15
"""Characters from which a text is hardly that of two sentences by chance, as `Да.` is."""


def repeated(rows: Sequence[Row]) -> dict[int, str]:
    """The places of rows whose new translation another row of their document has and keeps, and why each is refused.

    A row that is refused keeps its old text, which another row may have taken: that one is refused too.
    """
    before = [_before(row) for row in rows]
    after = [_after(row) for row in rows]
    takers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, text in enumerate(after):
        if text and text != before[place]:
            takers[_doc(rows[place]), text].append(place)
    refused: dict[int, str] = {}
    keepers = [place for place, text in enumerate(after) if not text or text == before[place]]
    while keepers:
        keeper = keepers.pop()
        for place in takers.get((_doc(rows[keeper]), before[keeper]), ()):
            if place not in refused and place != keeper and _source(rows[place]) != _source(rows[keeper]):
                other = rows[keeper].cells.get("id") or f"row {rows[keeper].number}"
                refused[place] = f"its translation is that of {other}, which has it still, so that it would stand twice"
                keepers.append(place)
    return refused


def _before(row: Row) -> str:
    """The digest of the translation that was written into the row."""
    mark = Mark.parse(row.cells.get("mark", ""))
    return mark.target if mark else digest(row.cells.get("draft", ""))


def _after(row: Row) -> str:
    """The digest of the translation that is in the row now, "" for one that cannot be applied or is too short."""
    final = row.cells.get("final", "")
    usable = "final" not in row.problems and not row.broken and len(seen(final).strip()) >= SHORTEST
    return digest(final) if usable else ""


def _doc(row: Row) -> str:
    return row.cells.get("doc", "")


def _source(row: Row) -> str:
    mark = Mark.parse(row.cells.get("mark", ""))
    return mark.source if mark else digest(row.cells.get("source", ""))
