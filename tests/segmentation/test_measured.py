"""The measuring data beside the repository: the wire story and the gold boundaries. Only facts of them stand here."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from types import ModuleType

import pytest

from align.readers import read_document
from align.segmentation import parse_dateline, split

BENCHMARK = Path(__file__).resolve().parent.parent.parent / "benchmarks" / "segmentation.py"

STORY = "tass-bout-2016-11-22.en.txt"
STORY_SHA256 = "c9252f7f26bd9ded5fa29d07777e18bcfe4c4af4d231cae03d45744788792a3d"
KEPT = (
    *(0, 10, 82, 181, 210, 420, 524, 645, 710, 869, 1076, 1216, 1309, 1411, 1569, 1734, 1876, 1912, 2185, 2348, 2515),
    *(2602, 2723, 3047, 3171, 3348, 3388, 3476),
)
"""Where the story's segments begin, decided by reading it: quotations of several sentences whole."""
INSIDE_QUOTATIONS = (1476, 2059, 2147, 2816, 2913)
"""Where the sentences inside those quotations begin."""


@pytest.mark.parametrize(("quotes", "starts"), [("keep", KEPT), ("split", tuple(sorted((*KEPT, *INSIDE_QUOTATIONS))))])
def test_every_boundary_of_the_wire_story_is_right(shared: Path, quotes: str, starts: tuple[int, ...]) -> None:
    """The page's crumb, headline, subheadings, dateline and every sentence, in both ways with quotations."""
    document = replace(read_document(shared / "wire" / STORY), language="en")
    assert hashlib.sha256(document.text.encode()).hexdigest() == STORY_SHA256
    segments = split(document, quotes=quotes)
    assert tuple(segment.start for segment in segments) == starts
    kinds = [kind for kind, _ in groupby(segment.kind for segment in segments)]
    assert kinds == ["crumb", "headline", "subheading", "dateline", "sentence", "subheading", "sentence"]
    for before, after in pairwise(segments):
        assert document.text[before.end : after.start].isspace()


def test_the_wire_story_has_one_dateline(shared: Path) -> None:
    """Place, date and agency are read; the agency's name inside the sentence is not."""
    segments = split(read_document(shared / "wire" / STORY))
    dateline = parse_dateline(next(segment.text for segment in segments if segment.kind == "dateline"))
    assert dateline is not None
    assert (dateline.cities, dateline.month, dateline.day, dateline.year) == (("MOSCOW",), 11, 22, None)
    assert dateline.agency == "TASS"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("segmentation_benchmark", BENCHMARK)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize("name", ["en-gum", "en-gum-news", "en-ewt", "ru-taiga"])
def test_no_peer_finds_the_gold_boundaries_better(shared: Path, benchmark: ModuleType, name: str) -> None:
    """F1 is at least that of sentencex, razdel, syntok and pysbd, as far as they are installed, on every set."""
    gold = benchmark.read_gold(shared / "segmentation-gold" / f"{name}.jsonl")
    ours = benchmark.score(name, "ours", gold, benchmark.ours(name[:2], "split"), runs=1)
    for peer, build in benchmark.PEERS.items():
        if importlib.util.find_spec(peer):
            theirs = benchmark.score(name, peer, gold, build(name[:2]), runs=1)
            assert ours.f1 >= theirs.f1, peer


def test_the_benchmark_says_what_is_missing(
    benchmark: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without gold sets gives no table but a line for each set."""
    assert benchmark.measure(tmp_path) == []
    assert "en-ewt is left out" in capsys.readouterr().err


def test_the_benchmark_counts_boundaries_inside_paragraphs(benchmark: ModuleType, tmp_path: Path) -> None:
    """One boundary of two found, none wrong: precision 100, recall 50."""
    path = tmp_path / "en-gum.jsonl"
    record = {"paragraph": "It rained. It snowed and we left", "sentences": ["It rained.", "It snowed", "and we left"]}
    path.write_text(json.dumps(record) + "\n")
    row = benchmark.score("en-gum", "ours", benchmark.read_gold(path), benchmark.ours("en", "split"), runs=1)
    assert (row.precision, row.recall) == (100.0, 50.0)
