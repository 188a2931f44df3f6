"""The design page names every package, and what the pages for developers name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "CONTRIBUTING.md",
    "docs/design.md",
    *sorted(f"docs/extending/{p.name}" for p in ROOT.glob("docs/extending/*.md")),
]


def test_the_tree_names_every_package_and_module() -> None:
    page = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    named = re.findall(r"^  (\w+)(?:/|\.py) ", page, re.MULTILINE)
    there = {
        path.stem for path in (ROOT / "align").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert sorted(named) == sorted(there - {"__init__"})


@pytest.mark.parametrize("page", PAGES)
def test_the_paths_on_a_page_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:align|docs|tests|models|benchmarks|examples)/[\w/.-]*)`", text)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
