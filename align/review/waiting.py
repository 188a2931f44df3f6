"""Rows that wait for their pairs: matched by id and source, else by source, number and document.

The column of the ids may have been deleted from a sheet, and CAT tools give units ids of their own, or none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from align.corpus.fingerprints import PairFingerprint, as_displayed, text_hash
from align.corpus.pair import Pair
from align.review.sheet_rows import SheetRow


class Waiting:
    """The rows of all reviewed files. Each belongs to one pair, except units that name no place in a document: they
    speak of their source wherever it stands."""

    def __init__(self, rows: Iterable[SheetRow]):
        self._rows = list(rows)
        self._by_id: dict[str, list[SheetRow]] = {}
        self._by_source: dict[str, list[SheetRow]] = {}
        self._nameless: dict[tuple[str, str], list[SheetRow]] = {}
        self._files = len({row.file for row in self._rows})
        self._near: dict[str, list[SheetRow]] = {}
        self._taken: set[int] = set()  # by identity: equal rows are two rows
        for row in self._rows:
            name = as_displayed(row.cells.get("id", ""))
            for source in {source_digest(row), text_hash(row.cells.get("source", ""))}:
                self._near.setdefault(source, []).append(row)
            if name:
                self._by_id.setdefault(name, []).append(row)
            elif row.what == "row":
                self._nameless.setdefault((row.file, row.sheet), []).append(row)
            if row.what == "unit" or not name:
                self._by_source.setdefault(source_digest(row), []).append(row)

    def take(self, pair: Pair) -> list[SheetRow]:
        """The rows that show this pair; they wait no more."""
        mine = [row for row in self._by_id.get(as_displayed(pair.id), ()) if self._free(row) and belongs(row, pair)]
        files = {row.file for row in mine}
        if self._by_source and len(files) < self._files:
            mine += self._shown(pair, files)
        self._taken.update(map(id, mine))
        return mine

    def _shown(self, pair: Pair, files: set[str]) -> list[SheetRow]:
        """The rows with the pair's source, of files other than these: one row of a sheet, all units of a CAT tool."""
        rows, found = self._by_source.get(text_hash(pair.source), []), []
        place = 0
        while place < len(rows) and len(files) < self._files:
            row = rows[place]
            if row.file in files or not self._free(row) or not _fits(row, pair):
                place += 1
                continue
            found.append(row)
            if row.what == "row":
                files.add(row.file)
            if _everywhere(row):
                place += 1
            else:
                del rows[place]  # it is near the front: a source may stand in thousands of rows
        return found

    def near(self, pair: Pair) -> list[SheetRow]:
        """The rows that no pair has taken so far and that look as if they had been this one's: by id or by source."""
        rows = (*self._by_id.get(as_displayed(pair.id), ()), *self._near.get(text_hash(pair.source), ()))
        return [row for row in rows if id(row) not in self._taken]

    def added(self, sheets: Collection[tuple[str, str]]) -> list[SheetRow]:
        """The rows without an id, of these sheets of these files, that no pair has taken so far."""
        found: list[SheetRow] = []
        for sheet in sheets:
            self._nameless[sheet] = [row for row in self._nameless.get(sheet, ()) if id(row) not in self._taken]
            found += self._nameless[sheet]
        return found

    def rest(self) -> Iterator[SheetRow]:
        """The rows that no pair has taken."""
        return (row for row in self._rows if id(row) not in self._taken)

    def _free(self, row: SheetRow) -> bool:
        return id(row) not in self._taken or _everywhere(row)


def belongs(row: SheetRow, pair: Pair) -> bool:
    """Whether a row shows this pair's source: by its mark, or by the source's text where the mark is gone."""
    return source_digest(row) == text_hash(pair.source)


def source_digest(row: SheetRow) -> str:
    """The digest of the source that a row shows, "" where it shows none."""
    mark = PairFingerprint.parse(row.cells.get("mark", ""))
    if mark is not None:
        return mark.source
    return text_hash(row.cells["source"]) if "source" in row.cells else ""


def _fits(row: SheetRow, pair: Pair) -> bool:
    return row.cells.get("n", "") in ("", str(pair.n)) and row.cells.get("doc", "") in ("", pair.doc)


def _everywhere(row: SheetRow) -> bool:
    """Whether a unit says nothing of where its source stands."""
    return row.what == "unit" and not row.cells.get("n") and not row.cells.get("doc")
