"""A person does whatever one can do in a sheet: nothing is lost, doubled or given to another source unsaid.

Each case is a document of a workbook, edited at random by openpyxl: rows inserted, deleted, sorted and copied, cells
cut, pasted, shifted, typed over, struck through and commented. What stands in the sheet then, and what was written into
it, say what must be true after the merge, whatever `align` thinks of it.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from align.corpus import Corpus, Pair
from align.review import MergeResult, ReviewOptions, SheetRow, merge, read_table, write_review
from align.review.columns import TRANSLATION_COLUMNS

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

CASES = int(os.environ.get("ALIGN_EDIT_CASES", "800"))
"""How many documents are edited."""
DOCUMENTS, SENTENCES = 40, 5
AT = {column.key: place for place, column in enumerate(TRANSLATION_COLUMNS, 1)}
"""Columns as openpyxl counts them."""
VISIBLE = [AT[key] for key in ("id", "n", "kind", "source", "draft", "final", "status", "score", "flags", "note")]


def sentences(doc: int, n: int) -> list[str]:
    return [f"Первая часть {doc}-{n} говорит о порте.", f"Вторая часть {doc}-{n} говорит о море."]


def story(doc: int) -> list[Pair]:
    return [
        Pair(
            f"d{doc}-{n}",
            f"d{doc}.txt",
            n,
            f"The first part {doc}-{n} tells of the port. The second {doc}-{n} tells of the sea.",
            " ".join(sentences(doc, n)),
            "en",
            "ru",
        )
        for n in range(1, SENTENCES + 1)
    ]


@dataclass
class Editor:
    """A person in front of one sheet."""

    sheet: Any
    chance: random.Random
    doc: int
    done: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    gone: set[tuple[int, int]] = field(default_factory=set)

    def row(self) -> int:
        return self.chance.randint(2, max(2, self.sheet.max_row))

    def cell(self, row: int, key: str) -> Any:
        return self.sheet.cell(row, AT[key])

    def words(self) -> str:
        self.typed.append(f"набрано {self.doc}-{len(self.typed)} рукой проверяющего.")
        return self.typed[-1]

    # what one can do

    def type_final(self) -> None:
        self.cell(self.row(), "final").value = self.words()

    def add_to_final(self) -> None:
        cell = self.cell(self.row(), "final")
        cell.value = f"{cell.value or ''} {self.words()}".strip()

    def clear_final(self) -> None:
        self.cell(self.row(), "final").value = None

    def type_source(self) -> None:
        self.cell(self.row(), "source").value = self.words()

    def type_draft(self) -> None:
        self.cell(self.row(), "draft").value = self.words()

    def type_id(self) -> None:
        self.cell(self.row(), "id").value = self.chance.choice(["", "new", f"d{self.doc}-1"])

    def type_beside(self) -> None:
        self.sheet.cell(self.row(), len(AT) + 2).value = self.words()

    def set_status(self) -> None:
        self.cell(self.row(), "status").value = self.chance.choice(["approved", "r", "+", "edited", "может быть", ""])

    def type_note(self) -> None:
        self.remarks.append(f"примечание {self.doc}-{len(self.remarks)}")
        self.cell(self.row(), "note").value = self.remarks[-1]

    def comment(self) -> None:
        self.remarks.append(f"комментарий {self.doc}-{len(self.remarks)}")
        cell = self.cell(self.row(), self.chance.choice(["final", "source", "status"]))
        before = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(before + self.remarks[-1], "Анна")

    def strike_and_type(self) -> None:
        cell = self.cell(self.row(), "final")
        old = str(cell.value or "")
        cell.value = CellRichText(
            [TextBlock(InlineFont(strike=True), old or "x"), TextBlock(InlineFont(), self.words())]
        )

    def strike_cell(self) -> None:
        self.cell(self.row(), "final").font = Font(strike=True)

    def insert_row(self) -> None:
        self.sheet.insert_rows(self.row())

    def delete_row(self) -> None:
        if self.sheet.max_row > 3:
            self.sheet.delete_rows(self.row())

    def sort(self, columns: list[int] | None = None) -> None:
        """Put the rows, or some of their columns only, into another order."""
        columns = columns or list(range(1, len(AT) + 3))
        order = list(range(2, self.sheet.max_row + 1))
        self.chance.shuffle(order)
        cells = [
            [(self.sheet.cell(row, c).value, self.sheet.cell(row, c).font.strike) for c in columns] for row in order
        ]
        for row, values in enumerate(cells, 2):
            for column, (value, struck) in zip(columns, values, strict=True):
                self.sheet.cell(row, column).value = value
                self.sheet.cell(row, column).font = Font(strike=bool(struck))

    def sort_what_is_seen(self) -> None:
        self.sort(VISIBLE)

    def sort_a_column(self) -> None:
        self.sort([AT[self.chance.choice(["final", "source", "status", "id", "mark"])]])

    def copy_row(self) -> None:
        here, there = self.row(), self.sheet.max_row + 1
        for column in range(1, len(AT) + 1):
            self.sheet.cell(there, column).value = self.sheet.cell(here, column).value

    def cut(self) -> None:
        here, there = self.cell(self.row(), "final"), self.cell(self.row(), "final")
        if here is not there:
            there.value, here.value = here.value, None

    def copy(self) -> None:
        self.cell(self.row(), "final").value = self.cell(self.row(), "final").value

    def swap(self) -> None:
        here, there = self.cell(self.row(), "final"), self.cell(self.row(), "final")
        here.value, there.value = there.value, here.value

    def join(self) -> None:
        here, there = self.cell(self.row(), "final"), self.cell(self.row(), "final")
        if here is not there:
            there.value, here.value = f"{there.value or ''} {here.value or ''}".strip() or None, None

    def copy_to_the_end(self) -> None:
        here, there = self.cell(self.row(), "final"), self.cell(self.row(), "final")
        if here is not there:
            there.value = f"{there.value or ''} {here.value or ''}".strip() or None

    def shift(self) -> None:
        """Cells of translations up or down by one, as with *insert cells* and *delete cells*."""
        rows, key = list(range(2, self.sheet.max_row + 1)), self.chance.choice(["final", "final", "source"])
        start = self.chance.choice(rows)
        texts = [self.cell(row, key).value for row in rows if row >= start]
        texts = [None, *texts] if self.chance.random() < 0.5 else [*texts[1:], None]
        for row, text in enumerate(texts, start):
            self.cell(row, key).value = text

    def half_to_the_next(self) -> None:
        row = self.row()
        here, there = self.cell(row, "final"), self.cell(row + 1, "final")
        first, sign, second = str(here.value or "").partition(". ")
        if sign:
            here.value, there.value = f"{first}.", f"{second} {there.value or ''}".strip()

    def part_to_the_next(self) -> None:
        row = self.row()
        here, there = self.cell(row, "final"), self.cell(row + 1, "final")
        words = str(here.value or "").split()
        cut = self.chance.randint(0, len(words))
        here.value = " ".join(words[:cut]) or None
        there.value = " ".join([*words[cut:], str(there.value or "")]).strip() or None

    def half_to_a_new_row(self) -> None:
        """What every aligner teaches: insert a row, and divide both sides."""
        row = self.row()
        self.sheet.insert_rows(row + 1)
        for key in self.chance.choice([("final",), ("source", "final")]):
            here = self.cell(row, key)
            first, sign, second = str(here.value or "").partition(". ")
            if sign:
                here.value, self.cell(row + 1, key).value = f"{first}.", second

    def join_rows(self) -> None:
        """Both sides of the next row to this one; then the next one goes, or is rejected."""
        row = self.row()
        for key in self.chance.choice([("final",), ("source", "final")]):
            here, there = self.cell(row, key), self.cell(row + 1, key)
            here.value, there.value = f"{here.value or ''} {there.value or ''}".strip() or None, None
        if self.chance.random() < 0.5 and self.sheet.max_row > 3:
            self.sheet.delete_rows(row + 1)
        elif self.cell(row + 1, "id").value:
            self.cell(row + 1, "status").value = "rejected"


SIMPLE: list[Callable[[Editor], None]] = [
    Editor.type_final, Editor.add_to_final, Editor.strike_and_type, Editor.set_status, Editor.type_note, Editor.comment,
]  # fmt: skip
"""What every reviewer does, and what must arrive."""
ACTS: list[Callable[[Editor], None]] = [
    *SIMPLE, Editor.clear_final, Editor.type_source, Editor.type_draft, Editor.type_id, Editor.type_beside,
    Editor.strike_cell, Editor.insert_row, Editor.delete_row, Editor.sort, Editor.sort_what_is_seen,
    Editor.sort_a_column, Editor.copy_row, Editor.cut, Editor.copy, Editor.swap, Editor.join, Editor.copy_to_the_end,
    Editor.shift, Editor.shift, Editor.half_to_the_next, Editor.part_to_the_next, Editor.half_to_a_new_row,
    Editor.join_rows,
]  # fmt: skip


@dataclass
class Seen:
    """A row as a person sees it at the end."""

    id: str
    source: str
    final: str
    status: str


def shown(cell: Any) -> str:
    """The text of a cell that is not struck through."""
    runs = cell.value if isinstance(cell.value, CellRichText) else [cell.value if cell.value is not None else ""]
    return "".join(str(run) for run in runs if not (run.font if isinstance(run, TextBlock) else cell.font).strike)


def rows_of(sheet: Any) -> list[Seen]:
    return [
        Seen(*(shown(sheet.cell(row, AT[key])) for key in ("id", "source", "final", "status")))
        for row in range(2, sheet.max_row + 1)
    ]


def texts_of(row: SheetRow) -> str:
    return "\n".join([*map(str, row.cells.values()), *row.extras.values()])


@pytest.mark.parametrize("seed", range(-(-CASES // DOCUMENTS)))
@pytest.mark.slow
def test_nothing_is_lost_doubled_or_misplaced_unsaid(seed: int, tmp_path: Path) -> None:
    before = [pair for doc in range(DOCUMENTS) for pair in story(doc)]
    path = tmp_path / "review.xlsx"
    write_review(Corpus(before, source_lang="en", target_lang="ru"), path, ReviewOptions())
    book = openpyxl.load_workbook(path)
    chance = random.Random(seed)
    editors = []
    for doc in range(DOCUMENTS):
        editor = Editor(book[f"d{doc}.txt"], chance, doc)
        acts = chance.choices(SIMPLE if doc % 4 == 0 else ACTS, k=chance.randint(1, 1 if doc % 4 == 0 else 4))
        for act in acts:
            act(editor)
            editor.done.append(act.__name__)
        editors.append(editor)
    sheets = [rows_of(editor.sheet) for editor in editors]
    book.save(path)
    table = read_table(path)
    outcome = MergeResult()
    after = list(merge(before, table.rows, outcome))
    assert [(p.id, p.source, p.doc, p.n) for p in after] == [(p.id, p.source, p.doc, p.n) for p in before]
    listed = "\n".join([*(f"{left.text}\n{texts_of(left.row)}" for left in outcome.leftovers), *table.remarks])
    for editor, rows in zip(editors, sheets, strict=True):
        place = editor.doc * SENTENCES
        check(editor, rows, before[place : place + SENTENCES], after[place : place + SENTENCES], listed)


class Edited(Protocol):
    """What is known of a person's work on a document."""

    @property
    def doc(self) -> int: ...
    @property
    def done(self) -> list[str]: ...
    @property
    def typed(self) -> list[str]: ...
    @property
    def remarks(self) -> list[str]: ...


def check(editor: Edited, rows: list[Seen], before: list[Pair], after: list[Pair], listed: str) -> None:
    """What must be true of a document after the merge."""
    story_so_far = f"document {editor.doc}: {editor.done}"
    live = [pair for pair in after if pair.status != "rejected"]
    everywhere = "\n".join(pair.target for pair in after)
    original = {pair.id: pair.target for pair in before}
    in_sheet = "\n".join(row.final for row in rows if row.final != original.get(row.id))  # or else it asks for nothing
    for sentence in (sentence for n in range(1, SENTENCES + 1) for sentence in sentences(editor.doc, n)):
        count = sum(sentence in pair.target for pair in live)
        assert count < 2, f"{story_so_far}: “{sentence}” stands in {count} pairs"
        if sentence in in_sheet:
            assert sentence in everywhere or sentence in listed, f"{story_so_far}: “{sentence}” is lost"
    for text in editor.typed:
        if text in in_sheet:
            assert text in everywhere or text in listed, f"{story_so_far}: “{text}” is lost"
    notes = "\n".join(pair.note for pair in after)
    for pair, was in zip(after, before, strict=True):
        mine = [row for row in rows if row.id in (pair.id, "") and row.source == pair.source]
        if pair.target != was.target:
            assert pair.target in [row.final for row in mine], f"{story_so_far}: {pair.id} has a text of another row"
            assert pair.status in ("edited", "rejected") and pair.origin == "post-edited"
    if editor.doc % 4 == 0:  # one simple act
        assert listed.count(f"d{editor.doc}.txt") == 0 or "status" in editor.done[0], story_so_far
        assert all(text in everywhere for text in editor.typed), story_so_far
        assert all(text in notes for text in editor.remarks), story_so_far
        wanted = Counter(pair.status for pair in after)
        assert wanted["edited"] >= (1 if editor.typed else 0), story_so_far
