"""README, the pages and the model's card say one thing about the bundled starter, and it is what was measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CARD = "models/en-ru-starter/README.md"
MEASURED = json.loads((ROOT / CARD).with_name("align.json").read_text(encoding="utf-8"))
SPEAKING = ("README.md", "docs/index.md", "docs/translator.md", CARD)
"""Pages that tell a reader what to expect of the starter."""
ALL = sorted(
    {*SPEAKING, "CHANGELOG.md", *(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))}
)


def paragraphs(page: str) -> list[str]:
    """The paragraphs of a page, each on one line."""
    text = re.sub("(?m)^[ >]+", "", (ROOT / page).read_text(encoding="utf-8"))
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]


def of_use() -> str:
    """The card's sentence on how many drafts of a real story are of use."""
    found = re.search(r"Of the \d+ segments of a real news story[^.]*\.", "\n".join(paragraphs(CARD)))
    assert found, "the card no longer says how many drafts of a real news story are of use"
    return found[0]


@pytest.mark.parametrize("page", SPEAKING)
def test_the_starter_is_described_in_the_same_words(page: str) -> None:
    """The scores are those of align.json, which the program itself tells; how much is of use is the card's sentence."""
    scores = f"{MEASURED['chrf']} chrF and {MEASURED['bleu']} BLEU on {MEASURED['test']}"
    assert [said for said in (scores, of_use()) if said not in "\n".join(paragraphs(page))] == []


@pytest.mark.parametrize("page", ALL)
def test_no_page_keeps_the_score_of_an_older_starter(page: str) -> None:
    stale = [
        text
        for text in paragraphs(page)
        if re.search("starter|bundled", text) and "chrF" in text and "newstest2019" in text
        if not re.search(rf"(?<![\d.]){MEASURED['chrf']}(?![\d.]*\d)", text)
    ]
    assert stale == []
