"""`align analyse`: what a quote is made from."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from align.corpus import write_corpus
from align.corpus.pair import Corpus, Pair
from align.pipelines.analysis import BANDS, fuzzy_band
from tests.command import answer

KNOWN = (
    "The port opened on Friday.",
    "The new terminal handles four million tons of coal and grain a year for the whole northern coast of the country.",
    "Ships from 12 countries came.",
)
STORY = """The port opened on Friday.

The new terminal handles four million tons of coal and grain a year for the whole northern coast of the region.

Ships from 14 countries came.

Nothing of this is known.

Nothing of this is known.
"""


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """A memory of three approved units."""
    pairs = [
        Pair(f"old-{n:04d}", "old.txt", n, text, f"Перевод {text[11:14]}", "en", "ru", status="approved")
        for n, text in enumerate(KNOWN, 1)
    ]
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), tmp_path / "old.jsonl")
    answer("memory", "add", tmp_path / "tm.sqlite", tmp_path / "old.jsonl")
    return tmp_path / "tm.sqlite"


def counts(found: bytes) -> dict[str, int]:
    """The segments of each band that has some."""
    bands = json.loads(found)["bands"]
    return {band: count["segments"] for band, count in bands.items() if count["segments"]}


def test_each_segment_is_in_the_band_of_its_best_match(tmp_path: Path, memory: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    found = answer("analyse", tmp_path / "story.txt", "--memory", memory, "--json")
    assert found.returncode == 0, found.stderr
    assert counts(found.stdout) == {"exact": 1, "95-99": 2, "repetition": 1, "new": 1}


def test_a_text_known_between_the_same_neighbours_is_a_context_match(tmp_path: Path, memory: Path) -> None:
    (tmp_path / "old.txt").write_text("\n\n".join(KNOWN) + "\n", "utf-8")
    (tmp_path / "other.txt").write_text(f"Elsewhere it rained.\n\n{KNOWN[1]}\n", "utf-8")
    assert counts(answer("analyse", tmp_path / "old.txt", "--memory", memory, "--json").stdout) == {"context": 3}
    found = answer("analyse", tmp_path / "other.txt", "--memory", memory, "--json").stdout
    assert counts(found) == {"exact": 1, "new": 1}


def test_a_repetition_counts_across_files_and_words_are_summed(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("It rained in the port.\n", "utf-8")
    found = json.loads(answer("analyse", "one.txt", "two.txt", "--json", cwd=tmp_path).stdout)
    one, two = found["files"]
    assert one["bands"]["new"] == {"segments": 1, "words": 5, "characters": 22}
    assert two["bands"]["repetition"] == one["total"] == two["total"]
    assert found["total"] == {"segments": 2, "words": 10, "characters": 44}


def test_the_csv_has_a_row_for_each_file_and_band(tmp_path: Path) -> None:
    (tmp_path / "=one.txt").write_text("It rained.\n", "utf-8")
    answer("analyse", "=one.txt", "-o", "quote.csv", cwd=tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "quote.csv").read_text("utf-8-sig"))))
    assert len(rows) == 2 * len(BANDS)
    assert rows[len(BANDS) - 1] == {
        "file": "'=one.txt",
        "band": "new",
        "segments": "1",
        "words": "2",
        "characters": "10",
    }


def test_the_table_says_what_each_file_has(tmp_path: Path, memory: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("It rained in the port.\n", "utf-8")
    shown = answer("analyse", "one.txt", "two.txt", "--memory", memory, cwd=tmp_path).stdout.decode()
    assert "repetitions" in shown
    assert "two.txt" in shown


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("story.txt", "-o", "quote.docx"), 2, "the counts are written to a .csv or .json"),
        (("story.txt", "-o", "story.txt"), 2, "story.txt"),
        (("gone.txt",), 1, "gone.txt"),
        (("story.txt", "--memory", "gone.sqlite"), 1, "gone.sqlite"),
        (("story.txt", "--memory", "story.txt"), 1, "story.txt"),
        (("story.txt", "--memory", "tm.sqlite", "--from", "de"), 1, "holds no units of these languages"),
        (("empty.txt",), 1, "there is nothing to segment in it"),
    ],
)
def test_bad_days(tmp_path: Path, memory: Path, arguments: tuple[str, ...], status: int, message: str) -> None:
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    found = answer("analyse", *arguments, cwd=tmp_path)
    assert (found.returncode, message in found.stderr.decode()) == (status, True), found.stderr


def test_one_bad_file_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "bad.docx").write_bytes(b"no archive")
    found = answer("analyse", "story.txt", "bad.docx", "--json", cwd=tmp_path)
    assert found.returncode == 1
    assert json.loads(found.stdout)["total"]["segments"] == 5
    assert "bad.docx" in found.stderr.decode()


@pytest.mark.parametrize(
    ("percent", "band"), [(99, "95-99"), (95, "95-99"), (94, "85-94"), (84, "75-84"), (74, "50-74"), (49, "new")]
)
def test_the_borders_of_the_bands(percent: int, band: str) -> None:
    assert fuzzy_band(percent) == band


def test_quotations_are_counted_as_they_would_be_drafted(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text('"It is cold. It will snow," he said.\n', "utf-8")
    whole = answer("analyse", "story.txt", "--quotes", "keep", "--json", cwd=tmp_path).stdout
    divided = answer("analyse", "story.txt", "--json", cwd=tmp_path).stdout
    assert [json.loads(found)["total"]["segments"] for found in (whole, divided)] == [1, 2]
