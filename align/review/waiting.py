"""Rows that wait for their pairs: matched by id and source, else by source, number and document.

The column of the ids may have been deleted from a sheet, and CAT tools give units ids of their own, or none.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from align.corpus.fingerprints import PairFingerprint, text_hash
from align.corpus.pair import Pair
from align.document import document_path
from align.review.sheet_rows import SheetRow, displayed_id
from align.review.typed_text import alike_key


class Waiting:
    """The rows of all reviewed files. Each belongs to one pair, except units that name no position in a document: they
    apply to their source wherever it occurs."""

    def __init__(self, rows: Iterable[SheetRow]):
        self._rows = list(rows)
        self._by_id: dict[str, list[SheetRow]] = {}
        self._by_source: dict[str | None, list[SheetRow]] = {}
        self._without_id: dict[tuple[str, str], list[SheetRow]] = {}
        self._files = len({row.file for row in self._rows})
        self._matched: set[int] = set()  # by identity: equal rows are two rows
        self._blocks = _blocks(self._rows)
        self._blocks_of: dict[str, list[int]] = {}  # by the id of their pair
        self._blocks_in: dict[str, list[int]] = {}  # and by its document
        for number, block in enumerate(self._blocks):
            self._blocks_of.setdefault(block.name, []).append(number)
            self._blocks_in.setdefault(block.document, []).append(number)
        for row in self._rows:
            if row.replaces:
                continue  # it says itself where it belongs
            name = row.id
            if name:
                self._by_id.setdefault(_id_key(name), []).append(row)
            elif row.what == "row":
                self._without_id.setdefault((row.file, row.sheet), []).append(row)
            if row.what == "unit" or (not name and (row.cells.get("source", "").strip() or row.cells.get("n"))):
                self._by_source.setdefault(source_key(row), []).append(row)

    def take(self, pair: Pair) -> list[SheetRow]:
        """Find the rows that show this pair; they wait no more."""
        by_id = self._with_id(displayed_id(pair.id))
        found = [row for row in by_id if self._is_waiting(row) and belongs(row, pair)]
        files = {row.file for row in found}
        if self._by_source and len(files) < self._files:
            found += self._with_source(pair, files)
        self._matched.update(map(id, found))
        return found

    def _with_id(self, name: str) -> list[SheetRow]:
        """The rows with an id; else those of a copied sheet with its number, in which a spreadsheet program has taken
        `000007` for 7."""
        rows = self._by_id.get(_id_key(name), [])
        copied = (row for row in rows if not (row.cells.get("mark") or row.id.startswith("0")))
        return [row for row in rows if row.id == name] or list(copied)

    def _with_source(self, pair: Pair, files: set[str]) -> list[SheetRow]:
        """The rows with the pair's source, of files other than these: one row of a sheet, all units of a CAT tool."""
        found: list[SheetRow] = []
        for key in (text_hash(pair.source), alike_key(pair.source)):
            found += self._under(self._by_source.get(key, []), pair, files)
        return found

    def _under(self, rows: list[SheetRow], pair: Pair, files: set[str]) -> list[SheetRow]:
        """Those of `rows` that the pair takes; `files` is added to."""
        found = []
        index = 0
        while index < len(rows) and len(files) < self._files:
            row = rows[index]
            if row.file in files or not self._is_waiting(row) or not _same_position(row, pair):
                index += 1
                continue
            found.append(row)
            if row.what == "row":
                files.add(row.file)
            if _applies_everywhere(row):
                index += 1
            else:
                del rows[index]  # it is near the front: a source may occur in thousands of rows
        return found

    def matched(self, rows: Iterable[SheetRow]) -> None:
        """Note that rows have been applied, or left over with a reason; they wait no more."""
        self._matched.update(map(id, rows))

    def sheets_of(self, names: Collection[str], document: str) -> Iterator[list[SheetRow]]:
        """Find, for each sheet in which pairs of these ids stand, their rows as the sheet has them: with those that
        were added below one of them, and those of the document whose pair is gone."""
        numbers = {number for name in names for number in self._blocks_of.get(name, ())}
        numbers |= set(self._blocks_in.get(document, ()) if document else ())
        blocks = [self._blocks[number] for number in sorted(numbers)]
        for _, of_sheet in itertools.groupby(blocks, key=lambda block: block.sheet):
            rows = [row for block in of_sheet for row in block.rows if id(row) not in self._matched]
            if any(PairFingerprint.parse(row.cells.get("mark", "")) for row in rows):
                yield rows

    def changes_of(self, homes: Mapping[str, int]) -> Iterator[tuple[list[int], list[SheetRow]]]:
        """Find the rows that name the pairs which they replace: with the indices of these, by their ids."""
        for _, group in itertools.groupby(
            (row for row in self._rows if row.replaces), key=lambda row: (row.file, row.replaces)
        ):
            rows = list(group)
            replaced = [homes[name] for name, _ in rows[0].replaces if name in homes]
            if replaced:
                yield replaced, rows

    @cached_property
    def _by_any_source(self) -> dict[str | None, list[SheetRow]]:
        """The rows by the source of their fingerprint, and by a form of the one that stands in them."""
        rows: dict[str | None, list[SheetRow]] = {}
        for row in self._rows:
            for key in () if row.replaces else {source_key(row), alike_key(row.cells.get("source", ""))}:
                rows.setdefault(key, []).append(row)
        return rows

    def near(self, pair: Pair) -> list[SheetRow]:
        """The rows that are not matched so far and that look as if they had been this pair's: by id or by source."""
        by_source = (self._by_any_source.get(key, ()) for key in (text_hash(pair.source), alike_key(pair.source)))
        rows = (*self._with_id(displayed_id(pair.id)), *itertools.chain.from_iterable(by_source))
        return [row for row in rows if id(row) not in self._matched]

    def added(self, sheets: Collection[tuple[str, str]]) -> list[SheetRow]:
        """The rows without an id, of these sheets of these files, that are not matched so far."""
        found: list[SheetRow] = []
        for sheet in sheets:
            self._without_id[sheet] = [row for row in self._without_id.get(sheet, ()) if id(row) not in self._matched]
            found += self._without_id[sheet]
        return found

    def rest(self) -> Iterator[SheetRow]:
        """The rows that no pair has matched."""
        return (row for row in self._rows if id(row) not in self._matched)

    def _is_waiting(self, row: SheetRow) -> bool:
        return id(row) not in self._matched or _applies_everywhere(row)


@dataclass(slots=True)
class _RowBlock:
    """A row with an id, and those without one that stand below it; above the first row with an id, those with it."""

    sheet: tuple[str, str]
    rows: list[SheetRow]
    name: str = ""
    document: str = ""


def _blocks(rows: Iterable[SheetRow]) -> list[_RowBlock]:
    """The blocks of all sheets, in order."""
    blocks: dict[tuple[str, str], list[_RowBlock]] = {}
    for row in rows:
        if row.what != "row":
            continue
        of_sheet = blocks.setdefault((row.file, row.sheet), [])
        if not of_sheet or (row.id and of_sheet[-1].name):
            of_sheet.append(_RowBlock((row.file, row.sheet), []))
        of_sheet[-1].rows.append(row)
        if row.id:
            of_sheet[-1].name, of_sheet[-1].document = row.id, row.cells.get("doc", "")
    return [block for of_sheet in blocks.values() for block in of_sheet]


def _id_key(name: str) -> str:
    return name.lstrip("0") if name.isdecimal() else name


def belongs(row: SheetRow, pair: Pair) -> bool:
    """Whether a row shows this pair's source: by its fingerprint, or a text that reads alike where that is gone."""
    shown = source_key(row)
    return shown == text_hash(pair.source) or shown == alike_key(pair.source)


def source_key(row: SheetRow) -> str | None:
    """The source that a row shows: its hash by the fingerprint, else a form of its text; None where it shows none."""
    fingerprint = PairFingerprint.parse(row.cells.get("mark", ""))
    if fingerprint is not None:
        return fingerprint.source
    return alike_key(row.cells["source"]) if "source" in row.cells else None


def _same_position(row: SheetRow, pair: Pair) -> bool:
    docs = ("", pair.doc, document_path(pair.doc))  # the last is what an XLIFF has that has lost align's attributes
    return row.cells.get("n", "") in ("", str(pair.n)) and row.cells.get("doc", "") in docs


def _applies_everywhere(row: SheetRow) -> bool:
    """Whether a unit names no position of its source."""
    return row.what == "unit" and not row.cells.get("n") and not row.cells.get("doc")
