"""Records of decisions are complete, the index lists them, and the tests that they name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
SECTIONS = ["Context", "Decision", "Alternatives", "Consequences"]


def head(record: Path) -> re.Match[str]:
    """Number, title, date and status, as a record begins with them."""
    found = re.match(
        r"# (?P<number>\d{4})\. (?P<title>[^\n]+)\n\n"
        r"Date: (?P<date>\d{4}-\d\d-\d\d)[^\n]* Status: (?P<status>[^\n]+)\.\n",
        record.read_text(encoding="utf-8"),
    )
    assert found, f"{record.name} does not begin with its number, title, date and status"
    return found


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_says_why_what_against_what_and_at_what_price(record: Path) -> None:
    assert record.name.startswith(f"{head(record)['number']}-")
    assert re.findall(r"^## (.+)$", record.read_text(encoding="utf-8"), re.MULTILINE) == SECTIONS


def test_the_index_lists_every_record_in_order() -> None:
    table = re.findall(
        r"^\| (\d{4}) \| \[(.+)\]\((.+)\) \| (.+) \| (.+) \|$", (FOLDER / "index.md").read_text("utf-8"), re.MULTILINE
    )
    heads = [(head(record), record.name) for record in RECORDS]
    assert table == [(one["number"], one["title"], name, one["date"], one["status"]) for one, name in heads]


def test_no_number_is_given_twice() -> None:
    numbers = [record.name[:4] for record in RECORDS]
    assert len(set(numbers)) == len(numbers)


def test_the_tests_that_keep_decisions_exist() -> None:
    named = {
        name for record in RECORDS for name in re.findall(r"`(tests/[\w/.]+)`", record.read_text(encoding="utf-8"))
    }
    assert named
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
