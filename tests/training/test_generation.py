"""Pairs that a model writes: which side is the machine's, what is left out, and going on."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from align.checkpoints.checkpoint_store import open_folder
from align.errors import InputError
from align.training import generation
from align.training.data import read_examples
from align.training.generation import generate

TEXTS = ["The port was closed on Friday.", "", "Prices fell by 12% in January.", "word " * 400, "Talks will go on."]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines.txt.xz"
    path.write_bytes(lzma.compress("".join(f"{text}\n" for text in TEXTS).encode()))
    return path


def test_each_line_becomes_a_row_and_no_use_an_empty_side(starter: Path, lines: Path, tmp_path: Path) -> None:
    heard: list[int] = []
    generate(open_folder(starter), lines, tmp_path / "made.tsv", "made", threads=1, on_progress=heard.append)
    rows = (tmp_path / "made.tsv").read_text(encoding="utf-8").splitlines()
    assert [row.split("\t")[0] for row in rows] == [text.strip() for text in TEXTS] and heard == [5]
    assert [bool(row.split("\t")[1]) for row in rows] == [True, False, True, False, True]
    assert {pair.tag for pair in read_examples(tmp_path / "made.tsv")} == {"made"}
    assert "12" in rows[2].split("\t")[1]


def test_a_broken_run_goes_on_after_its_last_whole_row(
    starter: Path, lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "CHUNK", 2)
    whole, broken = tmp_path / "whole.tsv", tmp_path / "broken.tsv"
    generate(open_folder(starter), lines, whole, "made", threads=1)
    content = whole.read_bytes()
    broken.write_bytes(content[: len(content) // 2])
    generate(open_folder(starter), lines, broken, "made", threads=1)
    assert broken.read_bytes() == content


def test_back_translation_puts_the_machine_on_the_source_side(starter: Path, lines: Path, tmp_path: Path) -> None:
    generate(open_folder(starter), lines, tmp_path / "made.tsv", "made", back=True, threads=1)
    first, *_ = read_examples(tmp_path / "made.tsv")
    assert first.target == TEXTS[0] and "пятниц" in first.source


def test_the_first_column_of_a_table_will_do(starter: Path, tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("Talks will go on.\tПереговоры продолжатся.\tnews\n", encoding="utf-8")
    generate(open_folder(starter), tmp_path / "pairs.tsv", tmp_path / "made.tsv", "made", threads=1)
    (pair,) = read_examples(tmp_path / "made.tsv")
    assert pair.source == "Talks will go on." and pair.tag == "made"


def test_a_text_that_is_not_there_or_no_text_is_one_line(starter: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        generate(open_folder(starter), tmp_path / "none.txt", tmp_path / "made.tsv", "made", threads=1)
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(InputError, match="UTF-8"):
        generate(open_folder(starter), tmp_path / "bytes.txt", tmp_path / "made.tsv", "made", threads=1)
