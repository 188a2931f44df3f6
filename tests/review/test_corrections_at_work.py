"""The six faults of alignments, corrected in the sheet by a real program, come home as the right beads."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from align.cli import main
from align.corpus import Corpus, read_corpus, write_corpus
from tests.faulty_alignment import FaultyAlignment, assert_conserved, faulty_alignment
from tests.review.test_round_trip import libreoffice

SIZES = [24, 300]


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


def cells_moved(made: FaultyAlignment) -> list[tuple[str, ...]]:
    """What a reviewer does who cuts, pastes and types; from below, so that the rows above keep their numbers."""
    row = {fault: index + 2 for fault, index in made.first.items()}
    s, t = made.source, made.target
    moves: list[tuple[str, ...]] = []
    at = row["crossing"]
    moves += [
        ("insert row", f"A{at + 1}"),
        ("type", f"C{at}", s("crossing", 0)),
        ("type", f"C{at + 1}", s("crossing", 1)),
    ]
    moves += [("type", f"D{at}", t("crossing", 1)), ("type", f"D{at + 1}", t("crossing", 0))]
    at = row["alone"]
    moves += [("type", f"C{at}", s("alone", 0, 1)), ("delete row", f"A{at + 1}")]
    at = row["swapped"]
    moves += [("cut", f"D{at}", "AB1"), ("cut", f"D{at + 1}", f"D{at}"), ("cut", "AB1", f"D{at + 1}")]
    at = row["shifted"]
    moves += [("cut", f"D{at + 1}", f"D{at}"), ("cut", f"D{at + 2}", f"D{at + 1}")]
    moves += [("type", f"D{at + 2}", t("shifted", 2)), ("type", f"D{at + 3}", t("shifted", 3))]
    at = row["split"]
    moves += [("cut", f"D{at + 1}", f"D{at}"), ("delete row", f"A{at + 1}")]
    at = row["joined"]
    moves += [
        ("insert row", f"A{at + 1}"),
        ("type", f"C{at + 1}", s("joined", 1)),
        ("type", f"D{at + 1}", t("joined", 1)),
    ]
    moves += [("type", f"C{at}", s("joined", 0)), ("type", f"D{at}", t("joined", 0))]
    return moves


def words_chosen(made: FaultyAlignment) -> list[tuple[str, str, str]]:
    """What a reviewer types who moves nothing: the row, the column's key, and the text."""
    row = {fault: index + 2 for fault, index in made.first.items()}
    s, t = made.source, made.target
    typed = [(row["split"], "fix", "join with next"), (row["alone"] + 1, "fix", "source up")]
    typed += [(row["shifted"] + n, "fix", "translation up") for n in (1, 2, 3)]
    typed += [(row["shifted"] + 3, "final", f"{t('shifted', 2)} || {t('shifted', 3)}")]
    typed += [(row["swapped"], "fix", "exchange with next")]
    for fault, order in (("joined", (0, 1)), ("crossing", (1, 0))):
        typed += [(row[fault], "source", f"{s(fault, 0)} || {s(fault, 1)}")]
        typed += [(row[fault], "final", " || ".join(t(fault, n) for n in order))]
    return [(str(number), key, text) for number, key, text in typed]


def assert_home(made: FaultyAlignment, corpus: Path, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The merged corpus has the right beads, and nothing is left over."""
    home = corpus.with_name("home.jsonl")
    assert run("merge", corpus, sheet, "-o", home, "--strict") == 0
    pairs = list(read_corpus(home))
    assert [(pair.source, pair.target) for pair in pairs] == made.gold
    assert_conserved(made, pairs)
    assert "the alignment has changed in 6 places" in capsys.readouterr().err
    known = {(pair.source, pair.target) for pair in made.pairs}
    assert all(pair.status == ("draft" if (pair.source, pair.target) in known else "edited") for pair in pairs)


def started(folder: Path, size: int, suffix: str, language: str = "en") -> tuple[FaultyAlignment, Path, Path]:
    made = faulty_alignment(size)
    corpus, sheet = folder / "story.jsonl", folder / f"sheet{suffix}"
    write_corpus(Corpus(made.pairs, source_lang="en", target_lang="ru"), corpus)
    assert run("review", corpus, "-o", sheet, "--headings", language) == 0
    return made, corpus, sheet


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
@pytest.mark.parametrize("size", SIZES)
def test_cells_that_are_cut_and_pasted_in_libreoffice(
    size: int, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, corpus, sheet = started(tmp_path, size, ".xlsx")
    back = tmp_path / f"back{suffix}"
    libreoffice(sheet, back, cells_moved(made), "libreoffice_moves.py")
    assert_home(made, corpus, back, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_words_that_are_chosen_in_libreoffice(size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, corpus, sheet = started(tmp_path, size, ".xlsx", "ru")
    letters = {"source": "C", "final": "D", "fix": "E"}
    moves = [("type", f"{letters[key]}{row}", text) for row, key, text in words_chosen(made)]
    libreoffice(sheet, tmp_path / "back.xlsx", moves, "libreoffice_moves.py")
    assert_home(made, corpus, tmp_path / "back.xlsx", capsys)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("size", SIZES)
def test_the_same_over_csv(size: int, encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, corpus, sheet = started(tmp_path, size, ".csv")
    rows = list(csv.reader(io.StringIO(sheet.read_text("utf-8-sig"), newline="")))
    at = {"source": rows[0].index("Source"), "final": rows[0].index("Translation"), "fix": rows[0].index("Fix")}
    for row, key, text in words_chosen(made):
        rows[int(row) - 1][at[key]] = text
    if encoding == "cp1251":  # has no en dash for a count of segments that is read by nobody, but Excel writes it so
        rows = [[cell.replace("–", "-") for cell in row] for row in rows]
    with sheet.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    assert_home(made, corpus, sheet, capsys)


def test_a_corrected_sheet_is_work_until_it_is_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A repeated command does not write over it; after the merge a sheet of the merged corpus has all that it had."""
    made, corpus, sheet = started(tmp_path, 24, ".csv")
    rows = list(csv.reader(io.StringIO(sheet.read_text("utf-8-sig"), newline="")))
    at = {"source": rows[0].index("Source"), "final": rows[0].index("Translation"), "fix": rows[0].index("Fix")}
    for row, key, text in words_chosen(made):
        rows[int(row) - 1][at[key]] = text
    with sheet.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert run("review", corpus, "-o", sheet) == 1
    assert "edited" in capsys.readouterr().err
    assert run("merge", corpus, sheet, "--in-place") == 0
    assert run("review", corpus, "-o", sheet) == 0


def test_a_dry_run_shows_what_would_be_rearranged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, corpus, sheet = started(tmp_path, 24, ".csv")
    text = sheet.read_text("utf-8-sig")
    lines = text.splitlines()
    fix = lines[0].split(",").index("Fix")
    cells = lines[made.first["split"] + 1].split(",")
    cells[fix] = "join"
    lines[made.first["split"] + 1] = ",".join(cells)
    sheet.write_text(os.linesep.join(lines), "utf-8-sig")
    capsys.readouterr()
    assert run("merge", corpus, sheet, "--dry-run") == 0
    out, err = capsys.readouterr()
    names = [made.pairs[made.first["split"] + n].id for n in (0, 1)]
    assert f"{names[0]}, {names[1]}  2 pairs → 1  (" in out
    assert f"  + {made.source('split', 0)} | {made.target('split', 0)}" in out
    assert "the alignment would change in 1 place: 2 pairs → 1" in err
    assert "it would be 1 edited" in err


@pytest.mark.parametrize("heading", ["Source", "Translation", "ID", "Check"])
def test_a_sheet_that_has_lost_a_column_is_not_read(
    heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it words under Fix would be passed over, bars taken for text: nothing is applied, and that is said."""
    _, corpus, sheet = started(tmp_path, 24, ".csv")
    rows = list(csv.reader(io.StringIO(sheet.read_text("utf-8-sig"), newline="")))
    at = rows[0].index(heading)
    rows[3][rows[0].index("Fix")] = "join"
    with sheet.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([row[:at] + row[at + 1 :] for row in rows])
    assert run("merge", corpus, sheet, "-o", tmp_path / "home.jsonl") == 1
    assert f"has no column {heading}, by which moved texts are found" in capsys.readouterr().err
    assert not (tmp_path / "home.jsonl").exists()
