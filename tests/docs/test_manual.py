"""Man pages are made from the commands' help, and every roff formatter takes them without a word."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from align.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("man") / "man1"
    subprocess.run([sys.executable, str(ROOT / "docs" / "tools" / "manual.py"), str(folder)], check=True)
    return sorted(folder.iterdir())


def test_every_command_has_a_page(pages: list[Path]) -> None:
    assert {page.name for page in pages} == {"align.1", *(f"align-{command}.1" for command in COMMANDS)}


@pytest.mark.parametrize(
    "formatter", [["mandoc", "-T", "lint", "-W", "warning"], ["groff", "-ww", "-k", "-man", "-Tutf8", "-z"]]
)
def test_formatters_have_nothing_to_remark(pages: list[Path], formatter: list[str]) -> None:
    if not shutil.which(formatter[0]):
        pytest.skip(f"{formatter[0]} is not on this machine")
    for page in pages:
        result = subprocess.run([*formatter, str(page)], capture_output=True, encoding="utf-8")
        assert (result.returncode, result.stdout + result.stderr) == (0, ""), page.name


def test_a_page_reads_as_its_help_does(pages: list[Path]) -> None:
    page = next(page for page in pages if page.name == "align-merge.1").read_text(encoding="utf-8")
    assert "Write over CORPUS; the original stays beside it" in page
    assert "align merge story.jsonl review.xlsx \\-\\-dry\\-run" in page
