"""No command writes over a person's work: the person edits, repeats a command, and every text is still there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.comments import Comment

from align.cli import cli
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.review.reviewer_work import work_in

STORY = "Prices fell in January.\n\nThe port was closed on Friday.\n\nTalks will go on in Moscow.\n"
SOURCES = [line for line in STORY.split("\n") if line]
PAIRS = [Pair(f"story-{n}", "story.txt", n, source, f"Перевод {n}.", "en", "ru") for n, source in enumerate(SOURCES, 1)]
REVIEWED = [
    replace(PAIRS[0], target="Цены в январе упали.", status="edited", origin="post-edited"),
    replace(PAIRS[1], status="approved", note="спросить у редактора"),
    replace(PAIRS[2], status="rejected"),
]
SHOWN = "1 edited, 1 approved, 1 rejected, 1 note"
WITH_STATUS = ("jsonl", "tmx", "xlf", "tsv", "csv")


def align(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def corpus(path: Path, pairs: list[Pair]) -> Path:
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), path)
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "story.ru.txt").write_text(
        "Цены упали.\n\nПорт закрыли.\n\nПереговоры продолжатся.\n", encoding="utf-8"
    )
    corpus(tmp_path / "drafts.jsonl", PAIRS)
    return tmp_path


WRITERS: dict[str, list[str]] = {
    "translate": ["translate", "story.txt", "--to", "ru", "--best-of", "1", "-o"],
    "pair": ["pair", "story.txt", "story.ru.txt", "--from", "en", "--to", "ru", "-o"],
    "convert": ["convert", "drafts.jsonl"],
    "filter": ["filter", "drafts.jsonl", "-o"],
    "sort": ["sort", "drafts.jsonl", "--by", "length", "-o"],
    "memory export": ["memory", "export", "empty.sqlite"],
    "report": ["report", "drafts.jsonl", "-o"],
    "split": ["split", "story.txt", "-o"],
}


@pytest.mark.parametrize("name", list(WRITERS))
def test_no_writer_replaces_a_reviewed_corpus(folder: Path, name: str) -> None:
    if name == "memory export":
        unit = corpus(folder / "unit.jsonl", [replace(PAIRS[0], status="approved")])
        assert align("memory", "add", "empty.sqlite", unit).exit_code == 0
    kept = corpus(folder / ("work.tmx" if name == "memory export" else "work.jsonl"), REVIEWED)
    before = kept.read_bytes()
    refused = align(*WRITERS[name], kept.name)
    assert refused.exit_code == 1 and kept.read_bytes() == before
    assert f"{kept.name} holds work that would be lost: {SHOWN}." in str(refused.exception)
    assert f"--force: the old one is then kept as {kept.name}.bak" in str(refused.exception)
    assert sorted(path.name for path in folder.iterdir() if ".part" in path.name or ".bak" in path.name) == []
    forced = align(*WRITERS[name], kept.name, "--force")
    assert forced.exit_code == 0, forced.output
    assert kept.read_bytes() != before and (folder / f"{kept.name}.bak").read_bytes() == before
    assert f"the old file is kept as {kept.name}.bak" in forced.output


@pytest.mark.parametrize("suffix", WITH_STATUS)
def test_work_is_found_in_every_format_that_holds_it(folder: Path, suffix: str) -> None:
    kept = corpus(folder / f"work.{suffix}", REVIEWED)
    assert str(work_in(kept)) == SHOWN
    assert align("convert", "drafts.jsonl", kept).exit_code == 1
    assert not work_in(corpus(folder / f"drafts.{suffix}", PAIRS))


@pytest.mark.parametrize("suffix", WITH_STATUS)
def test_the_same_work_may_be_written_again(folder: Path, suffix: str) -> None:
    """Tomorrow's export holds what today's holds, and more."""
    corpus(folder / "reviewed.jsonl", REVIEWED)
    for _ in range(2):
        assert align("convert", "reviewed.jsonl", f"memory.{suffix}").exit_code == 0
    more = [REVIEWED[0], REVIEWED[1], replace(REVIEWED[2], status="approved")]
    corpus(folder / "reviewed.jsonl", more)
    assert align("convert", "reviewed.jsonl", f"memory.{suffix}").exit_code == 1  # the rejection is gone
    corpus(
        folder / "reviewed.jsonl", [*REVIEWED, replace(PAIRS[0], id="story-4", n=4, source="New.", status="approved")]
    )
    assert align("convert", "reviewed.jsonl", f"memory.{suffix}").exit_code == 0
    assert not list(folder.glob("*.bak*"))


def test_what_a_memory_approved_is_nobodys_work_on_this_corpus(folder: Path) -> None:
    match = {"memory": {"match": "exact", "percent": 100, "file": "tm.sqlite", "unit": 1}}
    known = replace(PAIRS[0], status="approved", origin="tm")
    kept = corpus(folder / "work.jsonl", [replace(known, extra=match), *PAIRS[1:]])
    assert align("convert", "drafts.jsonl", kept).exit_code == 0
    corpus(kept, [known, *PAIRS[1:]])  # but in another tool's memory every unit is somebody's
    assert align("convert", "drafts.jsonl", kept).exit_code == 1


def test_backups_are_numbered(folder: Path) -> None:
    for expected in ("work.jsonl.bak", "work.jsonl.bak1", "work.jsonl.bak2"):
        corpus(folder / "work.jsonl", [replace(REVIEWED[0], note=expected), *REVIEWED[1:]])
        assert align("convert", "drafts.jsonl", "work.jsonl", "--force").exit_code == 0
        assert next(iter(read_corpus(folder / expected, "jsonl"))).note == expected


def edit(path: Path, change: Callable[[Any, dict[str, int], int], None]) -> None:
    """Change the row of the first pair in a review workbook, as its reviewer would."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows(max_row=20):
            headings = {str(cell.value): cell.column for cell in row}
            if "Final translation" in headings:
                change(sheet, headings, row[0].row + 1)
                book.save(path)
                return
    raise AssertionError("no headings")


EDITS: dict[str, tuple[Callable[..., None], str]] = {
    "a text": (lambda sheet, at, n: sheet.cell(n, at["Final translation"], "Иначе."), "1 edited"),
    "a status": (lambda sheet, at, n: sheet.cell(n, at["Status"], "approved"), "1 approved"),
    "a status in Russian": (lambda sheet, at, n: sheet.cell(n, at["Status"], "отклонено"), "1 rejected"),
    "a note": (lambda sheet, at, n: sheet.cell(n, at["Note"], "проверить"), "1 note"),
    "a comment": (lambda sheet, at, n: setattr(sheet.cell(n, at["Source"]), "comment", Comment("?", "A")), "1 comment"),
}


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("name", list(EDITS))
def test_a_workbook_with_work_in_it_is_not_written_over(folder: Path, name: str) -> None:
    change, shown = EDITS[name]
    for _ in range(2):  # untouched, it may be
        assert align("review", "drafts.jsonl", "-o", "review.xlsx").exit_code == 0
    edit(folder / "review.xlsx", change)
    before = (folder / "review.xlsx").read_bytes()
    refused = align("review", "drafts.jsonl", "-o", "review.xlsx")
    assert refused.exit_code == 1 and (folder / "review.xlsx").read_bytes() == before
    assert f"review.xlsx holds work that would be lost: {shown}." in str(refused.exception)
    assert align("merge", "drafts.jsonl", "review.xlsx", "--in-place").exit_code == 0
    assert align("review", "drafts.jsonl", "-o", "review.xlsx").exit_code == 0  # it holds them too now
    assert align("review", "drafts.jsonl", "-o", "review.xlsx", "--force").exit_code == 0


def test_a_reviewed_csv_is_not_written_over(folder: Path) -> None:
    assert align("review", "drafts.jsonl", "-o", "review.csv").exit_code == 0
    rows = list(csv.reader(io.StringIO((folder / "review.csv").read_text(encoding="utf-8-sig"))))
    rows[2][rows[0].index("Final translation")] = "Иначе."
    with (folder / "review.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert align("review", "drafts.jsonl", "-o", "review.csv").exit_code == 1
    assert "Иначе." in (folder / "review.csv").read_text(encoding="utf-8-sig")


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_a_merge_may_be_repeated_with_newer_decisions(folder: Path) -> None:
    align("review", "drafts.jsonl", "-o", "review.xlsx")
    for text in ("Иначе.", "Ещё иначе."):

        def change(sheet: Any, at: dict[str, int], n: int, text: str = text) -> None:
            sheet.cell(n, at["Final translation"], text)

        edit(folder / "review.xlsx", change)
        assert align("merge", "drafts.jsonl", "review.xlsx", "-o", "reviewed.jsonl").exit_code == 0
    assert next(iter(read_corpus(folder / "reviewed.jsonl"))).target == "Ещё иначе."
    corpus(folder / "reviewed.jsonl", REVIEWED)  # another reviewer's, of which this merge knows nothing
    refused = align("merge", "drafts.jsonl", "review.xlsx", "-o", "reviewed.jsonl")
    assert refused.exit_code == 1 and "1 approved, 1 rejected, 1 note" in str(refused.exception)


def test_other_files_are_written_over_as_ever(folder: Path) -> None:
    for name, content in {"page.html": "<p>", "notes.txt": "mine", "broken.jsonl": "{", "empty.tmx": ""}.items():
        (folder / name).write_text(content, encoding="utf-8")
    assert align("report", "drafts.jsonl", "-o", "page.html").exit_code == 0
    assert align("split", "story.txt", "-o", "notes.txt").exit_code == 0
    assert align("convert", "drafts.jsonl", "broken.jsonl").exit_code == 0
    assert align("convert", "drafts.jsonl", "empty.tmx").exit_code == 0


def reviewed_story(folder: Path, name: str = "story.jsonl") -> list[Pair]:
    """The story drafted into a file of this name and reviewed there: the first text edited, the second approved."""
    assert align("translate", "story.txt", "--to", "ru", "--best-of", "1", "-o", name).exit_code == 0
    first, second, third = read_corpus(folder / name)
    first = replace(first, target="Цены в январе упали.", status="edited", origin="post-edited", note="мой")
    pairs = [first, replace(second, status="approved"), third]
    corpus(folder / name, pairs)
    return pairs


@pytest.mark.parametrize("name", ["story.jsonl", "story.tmx"])
def test_reviewed_pairs_are_kept_and_the_rest_is_drafted(folder: Path, name: str) -> None:
    before = reviewed_story(folder, name)
    again = ("translate", "story.txt", "--to", "ru", "--best-of", "1", "-o", name)
    refused = align(*again)
    assert refused.exit_code == 1 and "; or add --keep-reviewed, which drafts only the rest" in str(refused.exception)
    (folder / "story.txt").write_text(f"It rained.\n\n{STORY}", encoding="utf-8")  # the story has grown
    kept = align(*again, "--keep-reviewed")
    assert kept.exit_code == 0 and "reviewed pairs kept as they were: 2" in kept.output
    rain, *after = read_corpus(folder / name)
    assert rain.status == "draft" and rain.target
    assert [(p.source, p.target, p.status, p.note, p.origin) for p in after] == [
        (p.source, p.target, p.status, p.note, p.origin) for p in before
    ]
    assert [p.id for p in (rain, *after)] == [f"story-000{n}" for n in (1, 2, 3, 4)]
    assert not list(folder.glob("*.bak"))


def test_a_reviewed_sentence_that_left_the_story_is_not_lost_in_silence(folder: Path) -> None:
    reviewed_story(folder)
    before = (folder / "story.jsonl").read_bytes()
    (folder / "story.txt").write_text("\n\n".join(SOURCES[1:]), encoding="utf-8")
    again = ("translate", "story.txt", "--to", "ru", "--best-of", "1", "-o", "story.jsonl", "--keep-reviewed")
    refused = align(*again)
    assert refused.exit_code == 1 and "holds work that would be lost: 1 edited, 1 note." in str(refused.exception)
    assert (folder / "story.jsonl").read_bytes() == before
    assert align(*again, "--force").exit_code == 0
    assert [p.status for p in read_corpus(folder / "story.jsonl")] == ["approved", "draft"]
    assert (folder / "story.jsonl.bak").read_bytes() == before


def test_of_the_same_sentence_twice_each_keeps_its_own_review(folder: Path) -> None:
    (folder / "story.txt").write_text("It rained.\n\nIt snowed.\n\nIt rained.\n", encoding="utf-8")
    again = ("translate", "story.txt", "--to", "ru", "--best-of", "1", "-o", "story.jsonl")
    assert align(*again).exit_code == 0
    first, second, third = read_corpus(folder / "story.jsonl")
    reviewed = [replace(first, target="Шёл дождь.", status="edited"), second, replace(third, status="rejected")]
    corpus(folder / "story.jsonl", reviewed)
    assert align(*again, "--keep-reviewed").exit_code == 0
    assert [(p.status, p.target) for p in read_corpus(folder / "story.jsonl")] == [
        (p.status, p.target) for p in reviewed
    ]


def test_nothing_reviewed_is_no_obstacle(folder: Path) -> None:
    again = ("translate", "story.txt", "--to", "ru", "--best-of", "1", "-o", "new.jsonl", "--keep-reviewed")
    for _ in range(2):
        done = align(*again)
        assert done.exit_code == 0 and "reviewed pairs kept as they were: 0" in done.output


def test_a_reviewed_corpus_with_a_broken_line_is_work_too(folder: Path) -> None:
    kept = corpus(folder / "work.jsonl", REVIEWED)
    with kept.open("ab") as stream:
        stream.write(b'{"id": "story-4", "source"')
    before = kept.read_bytes()
    refused = align("convert", "drafts.jsonl", kept)
    assert refused.exit_code == 1 and SHOWN in str(refused.exception) and kept.read_bytes() == before


def test_a_workbook_of_another_kind_is_not_written_over_unless_its_cells_stay(folder: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Term", "Translation"], ["berth", "причал"]):
        book.active.append(row)
    book.save(folder / "terms.xlsx")
    refused = align("review", "drafts.jsonl", "-o", "terms.xlsx")
    assert refused.exit_code == 1 and "terms.xlsx holds work that would be lost: 4 cells." in str(refused.exception)
    again = ("glossary", "convert", "terms.xlsx", "copy.xlsx")
    for _ in range(2):
        assert align(*again).exit_code == 0
    book.active.append(["quay", "набережная"])
    book.save(folder / "copy.xlsx")
    assert align(*again).exit_code == 1


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_a_sheet_without_its_column_of_translations_is_still_somebodys(folder: Path) -> None:
    """Merge refuses it too: what was set in it can be saved by putting the column back."""
    assert align("review", "drafts.jsonl", "-o", "review.xlsx").exit_code == 0

    def spoil(sheet: Any, at: dict[str, int], n: int) -> None:
        sheet.cell(n, at["Note"], "мой")
        sheet.delete_cols(at["Final translation"])

    edit(folder / "review.xlsx", spoil)
    assert align("review", "drafts.jsonl", "-o", "review.xlsx").exit_code == 1


def test_a_collection_keeps_what_was_reviewed_in_it(folder: Path) -> None:
    """Neither a document that has changed nor `--fresh` takes the review of a part away unasked."""
    other = folder / "other.txt"
    other.write_text("Trains were late on Monday.\n", encoding="utf-8")
    batch = ["batch", "story.txt", "other.txt", "--to", "ru", "-o", "all", "--best-of", "1", "--workers", "1"]
    assert align(*batch).exit_code == 0
    part = folder / "all" / "part-00000.jsonl"
    drafts = list(read_corpus(part))
    corpus(part, [replace(pair, target=f"Набрано рукой {n}.", status="edited") for n, pair in enumerate(drafts)])
    reviewed = part.read_bytes()

    refused = align(*batch, "--fresh")
    assert f"part-00000.jsonl holds work that would be lost: {len(drafts)} edited" in str(refused.exception)
    assert part.read_bytes() == reviewed

    other.write_text("Trains were late again on Tuesday.\n", encoding="utf-8")
    refused = align(*batch)
    assert "part-00000.jsonl holds work that would be lost: 1 edited" in str(refused.exception)
    assert part.read_bytes() == reviewed
    forced = align(*batch, "--force")
    assert forced.exit_code == 0 and "part-00000.jsonl.bak" in forced.output
    assert (folder / "all" / "part-00000.jsonl.bak").read_bytes() == reviewed
    after = list(read_corpus(part))
    assert [pair.target for pair in after[:-1]] == [f"Набрано рукой {n}." for n in range(len(drafts) - 1)]
    assert after[-1].status == "draft" and "Tuesday" in after[-1].source

    kept = part.read_bytes()
    assert align(*batch, "--fresh", "--force").exit_code == 0
    assert (folder / "all" / "part-00000.jsonl.bak").read_bytes() == reviewed
    assert (folder / "all" / "part-00000.jsonl.bak1").read_bytes() == kept
    assert {pair.status for pair in read_corpus(part)} == {"draft"}


@pytest.mark.parametrize("format_", ["jsonl", "tmx", "xliff", "tsv", "csv"])
def test_work_is_found_whatever_its_file_is_called(folder: Path, format_: str) -> None:
    """With `--format` a file may have any name: what it is, is told by how it begins."""
    whole = corpus(folder / f"whole.{format_}", REVIEWED)
    for name in ("work.dat", "work"):
        kept = folder / name
        kept.write_bytes(whole.read_bytes())
        refused = align("convert", "drafts.jsonl", kept, "--format", format_)
        assert f"{name} holds work that would be lost: {SHOWN}" in str(refused.exception)
        assert kept.read_bytes() == whole.read_bytes()
        assert align("convert", "whole." + format_, kept, "--format", format_).exit_code == 0


def test_a_sheet_of_any_name_is_kept_and_merged(folder: Path) -> None:
    """The command that `align review` prints works when it is typed."""
    assert align("review", "drafts.jsonl", "-o", "sheet.dat", "--format", "xlsx").exit_code == 0
    book = openpyxl.load_workbook(io.BytesIO((folder / "sheet.dat").read_bytes()))
    book["story.txt"]["C2"].value = "Цены упали в январе."
    book.save(folder / "sheet.dat")
    refused = align("review", "drafts.jsonl", "-o", "sheet.dat", "--format", "xlsx")
    assert "sheet.dat holds work that would be lost: 1 edited" in str(refused.exception)
    assert align("merge", "drafts.jsonl", "sheet.dat", "-o", "reviewed.jsonl").exit_code == 0
    assert next(iter(read_corpus("reviewed.jsonl"))).target == "Цены упали в январе."
