"""The rows of a review table in a word processor's document, made of what its readers tell (`word_docx`, `word_odt`).

A row is found again by its mark, a hidden text in its first cell, wherever the row was moved to; where that is gone, by
its number and its source, as a row that was copied out of a spreadsheet is. What no row can take (two rows that were
merged, a cell that was divided, text outside the table) is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from align.corpus.fields import json_object
from align.corpus.fingerprints import text_hash
from align.localization import N_, _, language
from align.review.sheet_rows import COMMENTS, SheetRow
from align.review.strings import HEADINGS, column_keys

_MARK = re.compile(r"\[align (\{[^\n]*?\})\]")
_OWN = re.compile(r"\[align ([0-9a-f]{12})\]")
_NUMBER = re.compile(r"\d{1,9}")
_SPACES = re.compile(" {2,}")
CHANGES_ACCEPTED = N_("{name} has tracked changes, which are read as if they were accepted")
TRANSLATION_KEYS = ("n", "source", "final", "status", "flags", "note")
ALIGNMENT_KEYS = ("n", "source", "final", "fix", "status", "flags", "note")
MERGED_ABOVE = N_("in a cell that was merged with the one above")
MERGED_BELOW = N_("in a cell that was merged with the one below")
KEYS: tuple[tuple[str | None, ...], ...] = (TRANSLATION_KEYS, ALIGNMENT_KEYS)
"""The columns of our tables."""
_MOST_COLUMNS = 64
"""Columns that a cell reaches over at most: a table of Word has 63."""


def row_mark(pair_id: str, document: str, fingerprint: str, flags: str) -> str:
    """The hidden text of a row: the pair's id, document and fingerprint, and a hash of what stands under *Flags*."""
    about = {"id": pair_id, "doc": document, "mark": fingerprint, "flags": _flags_hash(flags)}
    written = json.dumps(about, separators=(",", ":")).replace("]", "\\u005d")  # which ends the mark
    return f"[align {written}]"


def own_mark(text: str) -> str:
    """The hidden text of a paragraph outside the table that is ours, by which text that was added to it is noticed."""
    return f"[align {text_hash(_one_line(text))}]"


def _flags_hash(flags: str) -> str:
    return text_hash(_one_line(flags))


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(slots=True)
class _WordCell:
    """A cell: its first column and how many it reaches over, its text and what is hidden in it, and why its text cannot
    be relied on, if so."""

    column: int
    span: int
    shown: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    problem: str = ""
    struck: bool = False

    def text(self) -> str:
        """What a person sees in it, without the line breaks at its ends."""
        text = _MARK.sub("", "".join(self.shown)).strip("\n")
        return _SPACES.sub(" ", text).strip() if self.struck else text

    def marks(self) -> list[str]:
        """The marks in it, be they hidden or, where a program does not know hidden text, among what is seen."""
        return [match[1] for parts in (self.hidden, self.shown) for match in _MARK.finditer("".join(parts))]


class WordRows:
    """Takes a document's tables, paragraphs and texts as they come. `rows` and `remarks` are what came of them.

    Tables inside a cell belong to its text.
    """

    def __init__(self, name: str):
        self.rows: list[SheetRow] = []
        self.remarks: list[str] = []
        self.headings_found = False
        self._name = name
        self._tables = 0
        self._number = 0  # that of the pair in the row before
        self._keys: dict[int, str | None] = {}
        self._headings: dict[int, str] = {}
        self._cells: list[_WordCell] | None = None
        self._cell: _WordCell | None = None
        self._outside = _WordCell(0, 1)
        self._comments: list[str] = []
        self._sheet = ""  # a name for each table after the first
        self._headed = 0  # tables that have headings
        self._column = 0
        self._problems_above: dict[str, str] | None = None  # of the row before

    # what a document consists of

    def begin_table(self) -> None:
        self._tables += 1

    def end_table(self) -> None:
        self._tables -= 1

    def begin_row(self, first_column: int = 0) -> None:
        if self._tables == 1:
            self._cells, self._comments = [], []
            self._column = first_column

    def end_row(self, deleted: bool = False) -> None:
        """End a row; one that is `deleted` by a tracked change is none."""
        if self._tables != 1 or self._cells is None:
            return
        cells, comments, self._cells, self._cell = self._cells, self._comments, None, None
        if deleted:
            self.remarks += [self._unplaced(comment) for comment in comments]
            return
        self._take(cells, comments)

    def begin_cell(self, span: int = 1, problem: str = "") -> None:
        """Begin a cell, which has no text of its own where `problem` says that it is a part of another one."""
        if self._tables == 1 and self._cells is not None:
            span = min(max(span, 1), _MOST_COLUMNS)
            self._cell = _WordCell(self._column, span, problem=problem)
            self._cells.append(self._cell)
            self._column += span

    def widen(self, span: int) -> None:
        """Let the cell reach over so many columns, as is said after its beginning."""
        if self._tables == 1 and self._cell is not None and self._cells is not None:
            span = min(max(span, 1), _MOST_COLUMNS)
            self._column += span - self._cell.span
            self._cell.span = span

    def end_cell(self) -> None:
        if self._tables == 1:
            self._cell = None

    def end_paragraph(self, joined: bool = False) -> None:
        """End a paragraph; with `joined` the next one goes on in its line, as its mark was deleted."""
        if self._cell is not None:
            if not joined:
                self._cell.shown.append("\n")
        elif not self._tables:
            self._end_outside()

    def text(self, text: str) -> None:
        """Add a text that a person sees."""
        (self._cell or self._outside).shown.append(text)

    def hidden(self, text: str) -> None:
        """Add a text that nobody sees: marks are looked for in it."""
        (self._cell or self._outside).hidden.append(text)

    def struck(self, text: str) -> None:
        """Note that text was struck through, which is left out as if it were deleted."""
        if self._cell is not None:
            self._cell.struck = self._cell.struck or bool(text.strip())

    def problem(self, reason: str) -> None:
        """Note why the text of the cell, which is `reason`, cannot be relied on."""
        if self._cell is not None:
            self._cell.problem = self._cell.problem or reason

    def comment(self, comment: str) -> None:
        """Add a comment at this place."""
        if not comment.strip():
            return
        if self._cells is not None:
            self._comments.append(comment)
        else:
            self.remarks.append(self._unplaced(comment))

    # what becomes of them

    def _take(self, cells: list[_WordCell], comments: list[str]) -> None:
        texts = [cell.text() for cell in cells]
        marks = [mark for cell in cells for mark in cell.marks()]
        if not marks and {"source", "final"}.issubset(keys := column_keys(texts)):
            self._take_headings(cells, texts, keys)
            self.remarks += [self._unplaced(comment) for comment in comments]
            return
        if not (marks or comments or any(text.strip() for text in texts)):
            return
        if marks and not self._keys:  # the row of the headings was deleted
            self._keys = next((dict(enumerate(own)) for own in KEYS if len(own) == len(cells)), {})
            self.headings_found = bool(self._keys)
        row = self._row(cells, texts, marks)
        if comments:
            row[COMMENTS] = "\n".join(comments)
        self._add(row, cells, texts, marks)

    def _take_headings(self, cells: list[_WordCell], texts: list[str], keys: list[str | None]) -> None:
        self._headed += 1
        self._sheet = _("table {number}", number=self._headed) if self._headed > 1 else ""
        if self._headed == 2:
            self.rows = [_of_document(row) for row in self.rows]
        self.headings_found = True
        self._keys, self._headings, self._number = {}, {}, 0
        before: str | None = None
        for cell, text, key in zip(cells, texts, keys, strict=True):
            key = before = before if cell.problem and not text else key  # a part of the cell before it
            for column in range(cell.column, cell.column + cell.span):
                self._keys[column], self._headings[column] = key, text

    def _row(self, cells: list[_WordCell], texts: list[str], marks: list[str]) -> dict[str, str]:
        """The texts of a row by column. Several cells under one heading are one, with a line for each."""
        row: dict[str, str] = {}
        for cell, text in zip(cells, texts, strict=True):
            key = self._keys.get(cell.column)
            if key is not None and (text or key not in row):
                row[key] = f"{row[key]}\n{text}" if row.get(key) else text
        number = _NUMBER.search(row.get("n", ""))
        row["n"] = number[0] if number else ""
        about = _about(marks[0]) if marks else {}
        row.update({key: about[key] for key in ("id", "doc", "mark") if key in about})
        return row

    def _add(self, row: dict[str, str], cells: list[_WordCell], texts: list[str], marks: list[str]) -> None:
        seen: set[str] = set()
        problems: dict[str, str] = {}
        extras: dict[str, str] = {}
        for cell, text in zip(cells, texts, strict=True):
            key = self._keys.get(cell.column)
            if key is None:
                if text.strip():
                    extras[self._headings.get(cell.column) or _("column {name}", name=cell.column + 1)] = text
                continue
            if key in seen and not text:
                continue
            if cell.problem == _(MERGED_ABOVE) and self._problems_above is not None:
                self._problems_above.setdefault(key, _(MERGED_BELOW))
            if cell.problem or key in seen:
                problems[key] = cell.problem or _("in a cell that was divided")
            seen.add(key)
        flags = row.pop("flags", "")
        about = _about(marks[0]) if marks else {}
        if flags.strip() and about.get("flags") != _flags_hash(flags) and (marks or not row.get("source")):
            extras[
                next((h for c, h in self._headings.items() if self._keys[c] == "flags"), None)
                or HEADINGS[language()]["flags"]
            ] = flags
        broken = _("it was merged with another one") if len(set(marks)) > 1 else ""
        if row.get("n"):
            shown = _("No. {number}", number=row["n"])
        elif self._number:
            shown = _("the row below No. {number}", number=self._number)
        else:
            shown = _("row {number}", number=1)
        self._number = int(row.get("n") or self._number)
        self._problems_above = problems
        made = SheetRow(self._name, self._sheet, self._number, row, problems, extras, broken, shown=shown)
        self.rows.append(_of_document(made) if self._sheet else made)

    def _end_outside(self) -> None:
        """Remark on a paragraph outside the table that is not as we wrote it."""
        outside, self._outside = self._outside, _WordCell(0, 1)
        hidden = "".join([*outside.hidden, *outside.shown])
        text = _one_line(_OWN.sub("", "".join(outside.shown)))
        own = _OWN.search(hidden)
        if text and (own is None or own[1] != text_hash(text)):
            shown = text if len(text) <= 100 else f"{text[:99]}…"
            remark = _(
                "{name} has text outside the table, which belongs to no pair: “{text}”", name=self._name, text=shown
            )
            self.remarks.append(remark)

    def _unplaced(self, comment: str) -> str:
        text = _one_line(comment)
        return _("{name} has a comment that belongs to no pair: “{text}”", name=self._name, text=text)


def _of_document(row: SheetRow) -> SheetRow:
    """The row, called by its document too, as numbers begin anew in each."""
    document = row.cells.get("doc")
    return replace(row, shown=_("{row} of {document}", row=row.shown, document=document)) if document else row


def _about(mark: str) -> Mapping[str, str]:
    """What a mark says; nothing where it is damaged."""
    try:
        about = json_object(mark)
    except ValueError:
        return {}
    return {key: value for key, value in about.items() if isinstance(value, str)}
