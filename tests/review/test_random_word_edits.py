"""A person does whatever one can do in a review table in Word: nothing is lost, doubled or given to another source
unsaid.

As `test_random_edits` for the workbook, and with the same conditions: each case is a document's table, whose XML is
changed as Word changes it when texts are typed, tracked, struck through, cut, pasted and commented, and rows inserted,
deleted, sorted, copied and merged.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from align.corpus import Corpus
from align.review import MergeResult, ReviewOptions, merge, read_table, write_review
from tests.review.test_random_edits import DOCUMENTS, SENTENCES, Seen, check, story, texts_of
from tests.review.word_edits import FINAL, NOTE, SOURCE, STATUS, N, W, WordDocument, element, text_run

CASES = int(os.environ.get("ALIGN_EDIT_CASES", "200"))
_BY = 'w:id="9" w:author="Анна"'


def words_in(cell: Any) -> str:
    """What a person sees in a cell, who has accepted all changes: of what this test writes."""
    lines = []
    for paragraph in cell.findall(f"{W}p"):
        texts = []
        for text in paragraph.iter(f"{W}t"):
            around = {one.tag for one in text.iterancestors()}
            properties = text.getparent().find(f"{W}rPr")
            looks = set() if properties is None else {one.tag for one in properties}
            if not ({f"{W}del", f"{W}moveFrom"} & around or {f"{W}strike", f"{W}vanish"} & looks):
                texts.append(text.text or "")
        lines.append("".join(texts))
    return " ".join("\n".join(lines).strip("\n").split(" ")).strip()


@dataclass
class WordEditor:
    """A person in front of one table."""

    table: Any
    document: WordDocument
    chance: random.Random
    doc: int
    comments: list[tuple[str, str, str]]
    done: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[Any]:
        return list(self.table.findall(f"{W}tr")[1:])

    def row(self) -> Any:
        return self.chance.choice(self.rows)

    def cell(self, row: Any, column: int) -> Any:
        return row.findall(f"{W}tc")[column]

    def words(self) -> str:
        self.typed.append(f"набрано {self.doc}-{len(self.typed)} рукой проверяющего.")
        return self.typed[-1]

    def put(self, cell: Any, *paragraphs: str) -> None:
        for one in cell.findall(f"{W}p"):
            cell.remove(one)
        for inside in paragraphs or ("",):
            cell.append(element(f"<w:p>{inside}</w:p>"))

    def text(self, row: Any, column: int) -> str:
        return words_in(self.cell(row, column))

    def say(self, row: Any, column: int, text: str) -> None:
        self.put(self.cell(row, column), *(text_run(line) for line in text.split("\n")))

    # what one can do

    def type_final(self) -> None:
        self.say(self.row(), FINAL, self.words())

    def add_a_paragraph(self) -> None:
        self.cell(self.row(), FINAL).append(element(f"<w:p>{text_run(self.words())}</w:p>"))

    def type_with_changes_tracked(self) -> None:
        row = self.row()
        old, new = self.text(row, FINAL), self.words()
        deleted = f"<w:del {_BY}><w:r><w:delText>{old}</w:delText></w:r></w:del>"
        half = len(new) // 2
        inserted = f"<w:ins {_BY}>{text_run(new[:half])}{text_run(new[half:], '<w:i/>')}</w:ins>"
        self.put(self.cell(row, FINAL), deleted + inserted)

    def strike_and_type(self) -> None:
        row = self.row()
        self.put(self.cell(row, FINAL), text_run(self.text(row, FINAL), "<w:strike/>") + text_run(self.words()))

    def set_status(self) -> None:
        word = self.chance.choice(["approved", "r", "+", "edited", "может быть", ""])
        control = "<w:sdt><w:sdtPr><w:comboBox/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
        self.put(self.cell(self.row(), STATUS), control.format(text_run(word)))

    def type_note(self) -> None:
        self.remarks.append(f"примечание {self.doc}-{len(self.remarks)}")
        self.say(self.row(), NOTE, self.remarks[-1])

    def comment(self) -> None:
        self.remarks.append(f"комментарий {self.doc}-{len(self.remarks)}")
        number = str(len(self.comments))
        self.comments.append((number, "Анна", self.remarks[-1]))
        paragraph = self.cell(self.row(), self.chance.choice([FINAL, SOURCE, STATUS])).find(f"{W}p")
        paragraph.append(element(f'<w:r><w:commentReference w:id="{number}"/></w:r>'))

    def clear_final(self) -> None:
        self.put(self.cell(self.row(), FINAL))

    def strike_final(self) -> None:
        row = self.row()
        self.put(self.cell(row, FINAL), text_run(self.text(row, FINAL), "<w:dstrike/><w:strike/>"))

    def type_source(self) -> None:
        self.say(self.row(), SOURCE, self.words())

    def type_number(self) -> None:
        self.say(self.row(), N, self.chance.choice(["", "1", "7"]))  # and the mark is gone

    def insert_row(self) -> None:
        row = self.row()
        new = deepcopy(row)
        for cell in new.findall(f"{W}tc"):
            self.put(cell)
        row.addnext(new)

    def delete_row(self) -> None:
        if len(self.rows) > 2:
            self.table.remove(self.row())

    def delete_row_with_changes_tracked(self) -> None:
        if len(self.rows) > 2:
            self.row().find(f"{W}trPr").append(element(f"<w:del {_BY}/>"))

    def sort(self) -> None:
        rows = self.rows
        self.chance.shuffle(rows)
        for row in rows:
            self.table.append(row)

    def copy_row(self) -> None:
        self.table.append(deepcopy(self.row()))

    def cut(self) -> None:
        here, there = self.row(), self.row()
        if here is not there:
            self.say(there, FINAL, self.text(here, FINAL))
            self.put(self.cell(here, FINAL))

    def copy(self) -> None:
        self.say(self.row(), FINAL, self.text(self.row(), FINAL))

    def swap(self) -> None:
        here, there = self.row(), self.row()
        one, other = self.text(here, FINAL), self.text(there, FINAL)
        self.say(here, FINAL, other)
        self.say(there, FINAL, one)

    def join(self) -> None:
        here, there = self.row(), self.row()
        if here is not there:
            self.say(there, FINAL, f"{self.text(there, FINAL)} {self.text(here, FINAL)}".strip())
            self.put(self.cell(here, FINAL))

    def shift(self) -> None:
        rows, column = self.rows, self.chance.choice([FINAL, FINAL, SOURCE])
        start = self.chance.randrange(len(rows))
        texts = [self.text(row, column) for row in rows[start:]]
        texts = ["", *texts[:-1]] if self.chance.random() < 0.5 else [*texts[1:], ""]
        for row, text in zip(rows[start:], texts, strict=True):
            self.say(row, column, text)

    def half_to_a_new_row(self) -> None:
        row = self.row()
        self_text = self.text(row, FINAL)
        first, sign, second = self_text.partition(". ")
        new = deepcopy(row)
        for cell in new.findall(f"{W}tc"):
            self.put(cell)
        row.addnext(new)
        if sign:
            self.say(row, FINAL, f"{first}.")
            self.say(new, FINAL, second)

    def merge_cells(self) -> None:
        """Two cells of translations below each other, as Word merges them."""
        rows = self.rows
        at = self.chance.randrange(len(rows) - 1)
        upper, lower = self.cell(rows[at], FINAL), self.cell(rows[at + 1], FINAL)
        if upper.find(f"{W}tcPr/{W}vMerge") is None and lower.find(f"{W}tcPr/{W}vMerge") is None:
            self.say(rows[at], FINAL, f"{words_in(upper)}\n{words_in(lower)}")
            self.put(lower)
            upper.find(f"{W}tcPr").append(element('<w:vMerge w:val="restart"/>'))
            lower.find(f"{W}tcPr").append(element("<w:vMerge/>"))

    def merge_rows(self) -> None:
        rows = self.rows
        at = self.chance.randrange(len(rows) - 1)
        for upper, lower in zip(rows[at].findall(f"{W}tc"), rows[at + 1].findall(f"{W}tc"), strict=True):
            for paragraph in lower.findall(f"{W}p"):
                upper.append(paragraph)
        self.table.remove(rows[at + 1])


SIMPLE: list[Callable[[WordEditor], None]] = [
    WordEditor.type_final, WordEditor.add_a_paragraph, WordEditor.type_with_changes_tracked, WordEditor.strike_and_type,
    WordEditor.set_status, WordEditor.type_note, WordEditor.comment,
]  # fmt: skip
"""What every reviewer does, and what must arrive."""
ACTS: list[Callable[[WordEditor], None]] = [
    *SIMPLE, WordEditor.clear_final, WordEditor.strike_final, WordEditor.type_source, WordEditor.type_number,
    WordEditor.insert_row, WordEditor.delete_row, WordEditor.delete_row_with_changes_tracked, WordEditor.sort,
    WordEditor.copy_row, WordEditor.cut, WordEditor.copy, WordEditor.swap, WordEditor.join, WordEditor.shift,
    WordEditor.half_to_a_new_row, WordEditor.merge_cells, WordEditor.merge_rows,
]  # fmt: skip


def rows_of(editor: WordEditor) -> list[Seen]:
    """The rows as a person sees them at the end; of rows that became one, none."""
    seen = []
    for row in editor.rows:
        marks = [text.text for text in row.iter(f"{W}t") if (text.text or "").startswith("[align {")]
        if len(set(marks)) > 1 or row.find(f"{W}trPr/{W}del") is not None:
            continue
        name = marks[0].partition('"id":"')[2].partition('"')[0] if marks else ""
        seen.append(Seen(name, *(editor.text(row, column) for column in (SOURCE, FINAL, STATUS))))
    return seen


@pytest.mark.parametrize("seed", range(-(-CASES // DOCUMENTS)))
@pytest.mark.slow
def test_nothing_is_lost_doubled_or_misplaced_unsaid(seed: int, tmp_path: Path) -> None:
    before = [pair for doc in range(DOCUMENTS) for pair in story(doc)]
    path = tmp_path / "review.docx"
    write_review(Corpus(before, source_lang="en", target_lang="ru"), path, ReviewOptions())
    document = WordDocument(path)
    chance = random.Random(seed)
    comments: list[tuple[str, str, str]] = []
    editors = []
    for doc, table in enumerate(document.body.findall(f"{W}tbl")):
        editor = WordEditor(table, document, chance, doc, comments)
        acts = chance.choices(SIMPLE if doc % 4 == 0 else ACTS, k=chance.randint(1, 1 if doc % 4 == 0 else 4))
        for act in acts:
            act(editor)
            editor.done.append(act.__name__)
        editors.append(editor)
    document.comments(*comments)
    table_read = read_table(document.save())
    outcome = MergeResult()
    after = list(merge(before, table_read.rows, outcome))
    assert [(p.id, p.source, p.doc, p.n) for p in after] == [(p.id, p.source, p.doc, p.n) for p in before]
    listed = "\n".join([*(f"{left.text}\n{texts_of(left.row)}" for left in outcome.leftovers), *table_read.remarks])
    for editor in editors:
        place = editor.doc * SENTENCES
        check(editor, rows_of(editor), before[place : place + SENTENCES], after[place : place + SENTENCES], listed)
