"""Comments of cells come back as notes, with the names of those who wrote them, and none is lost in silence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from align.corpus import Corpus, Pair, write_corpus
from align.errors import FormatError
from align.io.spreadsheets.comments import read_comments
from align.review import MergeResult, merge
from align.review.sheet_rows import read_table, table_from
from tests.office import office

PAIRS = [Pair(f"p-{n}", "a.txt", n, f"Source {n}.", f"Перевод {n}.", "en", "ru") for n in range(1, 5)]

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


def commented(folder: Path, comments: dict[tuple[int, str], Comment], note: str = "") -> Path:
    """A review workbook of the pairs with comments at (row of a pair, heading); row 0 is that of the headings."""
    path = folder / "review.xlsx"
    write_corpus(Corpus(PAIRS, source_lang="en", target_lang="ru"), path)
    book = openpyxl.load_workbook(path)
    sheet = book["a.txt"]
    at = {str(cell.value): cell.column for cell in sheet[1]}
    for (row, heading), comment in comments.items():
        sheet.cell(row + 1, at[heading]).comment = comment
    if note:
        sheet.cell(2, at["Note"], note)
    book.save(path)
    return path


def merged(path: Path, pairs: list[Pair] = PAIRS) -> tuple[list[Pair], list[str], list[str]]:
    outcome = MergeResult()
    table = read_table(path)
    after = list(merge(pairs, table.rows, outcome))
    return after, [str(left) for left in outcome.leftovers], table.remarks


def test_comments_become_notes_with_the_names_of_their_authors(tmp_path: Path) -> None:
    path = commented(
        tmp_path,
        {
            (1, "Source"): Comment("Проверьте имя", "Анна"),
            (1, "Flags"): Comment("и дату", "Борис"),
            (3, "Final translation"): Comment("Is this right?\nI doubt it.", "Anna"),
        },
        note="мой",
    )
    after, left, remarks = merged(path)
    assert [pair.note for pair in after] == [
        "мой\nАнна: Проверьте имя\nБорис: и дату",
        "",
        "Anna: Is this right?\nI doubt it.",
        "",
    ]
    assert not left and not remarks
    assert [pair.status for pair in after] == ["draft"] * 4


def test_merging_twice_adds_nothing_and_a_note_of_the_corpus_stays(tmp_path: Path) -> None:
    path = commented(tmp_path, {(2, "Source"): Comment("check", "Anna")})
    once, *_ = merged(path)
    assert merged(path, once)[0] == once
    noted = [PAIRS[0], Pair(**{**{f: getattr(PAIRS[1], f) for f in PAIRS[1].__slots__}, "note": "старая"}), *PAIRS[2:]]
    assert merged(path, noted)[0][1].note == "старая\nAnna: check"


def test_a_comment_that_belongs_to_no_pair_is_told(tmp_path: Path) -> None:
    path = commented(tmp_path, {(0, "Source"): Comment("all good", "Anna"), (9, "Source"): Comment("the end", "")})
    after, left, remarks = merged(path)
    assert after == PAIRS
    assert len(remarks) == 1 and "sheet 'a.txt', has a comment at" in remarks[0] and "“Anna: all good”" in remarks[0]
    assert len(left) == 1 and "row 10" in left[0]


THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="D3" dT="2026-11-27T10:00:00" personId="{1}" id="{a}"><text>Which port?</text>'
    "</threadedComment>"
    '<threadedComment ref="D3" dT="2026-11-27T11:00:00" personId="{2}" id="{b}" parentId="{a}"><text>Северный</text>'
    "</threadedComment></ThreadedComments>"
)
PEOPLE = (
    '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<person displayName="Anna" id="{1}"/><person displayName="Борис" id="{2}"/></personList>'
)


def test_threads_are_read_once_with_all_who_wrote(tmp_path: Path) -> None:
    """Excel keeps a thread beside a note that says to get a newer Excel."""
    note = Comment("[Threaded comment]\n\nYour version of Excel …\n\nComment:\n    Which port?", "tc={a}")
    path = commented(tmp_path, {(2, "Source"): note})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rels = next(name for name in parts if name.startswith("xl/worksheets/_rels/") and b"comments" in parts[name])
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    link = f'<Relationship Id="t1" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    parts["xl/threadedComments/threadedComment1.xml"] = THREAD.encode()
    parts["xl/persons/person.xml"] = PEOPLE.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert merged(path)[0][1].note == "Anna: Which port?\nБорис: Северный"


@pytest.mark.slow
def test_comments_that_libreoffice_saved_as_ods_come_back(tmp_path: Path) -> None:
    path = commented(tmp_path, {(1, "Source"): Comment("one", "Anna"), (4, "Note"): Comment("four", "Борис")})
    after, left, _ = merged(office.convert(path, "ods", tmp_path))
    assert ["one" in after[0].note, "four" in after[3].note, after[1].note, left] == [True, True, "", []]


def test_a_workbook_without_comments_is_not_looked_through(tmp_path: Path) -> None:
    data = commented(tmp_path, {}).read_bytes()
    assert read_comments(data, "review.xlsx") == read_comments(b"no archive", "a.xls") == []


@pytest.mark.parametrize(
    "broken", [b"<comments", b"<!DOCTYPE a [<!ENTITY b 'c'>]><comments>&b;</comments>", b"\xff\xfe"]
)
def test_broken_comments_are_one_line(tmp_path: Path, broken: bytes) -> None:
    path = commented(tmp_path, {(1, "Source"): Comment("one", "Anna")})
    made = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(made, "w") as other:
        for name in archive.namelist():
            other.writestr(name, broken if "comment" in name and name.endswith(".xml") else archive.read(name))
    with pytest.raises(FormatError) as refused:
        table_from(made.getvalue(), "review.xlsx", spreadsheet=True)
    assert "\n" not in str(refused.value) and "ave it again" in str(refused.value)
