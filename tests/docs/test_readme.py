"""README is short, and what it shows is what the program drafts and the benchmarks measured."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from align import split
from align.corpus.bands import BAND_WORDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CARD = (ROOT / "models" / "en-ru-starter" / "README.md").read_text(encoding="utf-8")
WORDS_AT_MOST = 1000


def shown_pairs() -> dict[int, tuple[str, str]]:
    """Number → source and target of the rows of the table that `align translate --show` prints in README."""
    block = re.search(r"^```text\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert block
    columns = re.search(r"^ +en +ru$", block[1], re.MULTILINE)
    assert columns
    left, right = columns[0].index("en"), columns[0].index("ru")
    pairs: dict[int, tuple[str, str]] = {}
    number = 0
    for line in block[1].splitlines():
        if line[:left].strip().isdecimal():
            number = int(line[:left])
        source, target = line[left:right].strip(), line[right:].strip()
        if number and not target.startswith(("low-confidence", *BAND_WORDS["en"].values())) and line != "…":
            before = pairs.get(number, ("", ""))
            pairs[number] = (f"{before[0]} {source}".strip(), f"{before[1]} {target}".strip())
    return pairs


def test_readme_has_fewer_than_a_thousand_words() -> None:
    assert len(README.split()) < WORDS_AT_MOST


def test_the_rows_shown_are_segments_of_the_example_story() -> None:
    segments = dict(enumerate(split(ROOT / "examples" / "port.txt"), 1))
    pairs = shown_pairs()
    assert len(pairs) > 3
    assert {number: source for number, (source, _) in pairs.items()} == {n: segments[n].flat for n in pairs}


def test_the_drafts_shown_are_those_of_the_model_card() -> None:
    """The card says what the bundled model writes; datelines are rendered by rule and not in it."""
    drafts = [pair for pair in shown_pairs().values() if "/TASS/" not in pair[0]]
    assert len(drafts) > 2
    assert [pair for pair in drafts if f"| {pair[0]} | {pair[1]} |" not in CARD] == []


def test_every_figure_of_readme_stands_in_the_benchmarks() -> None:
    table = README.partition("## Measured")[2].partition("\n## ")[0]
    figures = [
        figure
        for line in table.splitlines()
        if line.startswith("| ")
        for figure in re.findall(r"\d[\d,.]*\d", line.partition(" | ")[2])
    ]
    measured = set(re.findall(r"\d[\d,.]*\d", (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")))
    assert len(figures) > 10
    assert [figure for figure in figures if figure not in measured] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "benchmarks/README.md"])
def test_links_of_the_pages_outside_the_site_lead_to_files(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    files = [urlsplit(link).path for link in links if not urlsplit(link).scheme and urlsplit(link).path]
    assert files
    assert [file for file in files if not (path.parent / file).exists()] == []
