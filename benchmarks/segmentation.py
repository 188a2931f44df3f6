"""Sentence boundaries against gold: ours beside sentencex, razdel, syntok and pysbd, in one table.

    python benchmarks/segmentation.py [--data ../shared/data/segmentation-gold] [--json]

The gold is JSON lines, `{"paragraph": text, "sentences": [texts in order]}`; a boundary is the offset at which a
sentence after the first begins. Precision, recall and F1 (in %) are over the boundaries inside paragraphs, all
paragraphs of a set together. Ours runs with `--quotes split`, since the gold (Universal Dependencies) splits inside
quotations; `keep` is given for comparison. Every splitter gets the same paragraphs one by one. Speed is sentences of
the gold a second of processor time (one core), the best of three runs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from align.document import Document, Paragraph
from align.segmentation import split, splitter_signature

Splitter = Callable[[str], set[int]]
SETS = ("en-gum", "en-gum-news", "en-ewt", "ru-taiga")
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "segmentation-gold"


class Gold(NamedTuple):
    """A paragraph and the offsets at which its second and later sentences begin."""

    paragraph: str
    boundaries: frozenset[int]


class Row(NamedTuple):
    """What one splitter reached on one set; speed in sentences a second."""

    set: str
    splitter: str
    precision: float
    recall: float
    f1: float
    speed: float


def read_gold(path: Path) -> list[Gold]:
    gold = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            starts, at = [], 0
            for sentence in record["sentences"]:
                start = record["paragraph"].index(sentence, at)
                starts.append(start)
                at = start + len(sentence)
            gold.append(Gold(record["paragraph"], frozenset(starts[1:])))
    return gold


def ours(language: str, quotes: str) -> Splitter:
    def starts(text: str) -> set[int]:
        document = Document("-", text, (Paragraph(0, len(text)),), language)
        return {segment.start for segment in split(document, quotes=quotes)}

    return starts


def sentencex(language: str) -> Splitter:
    from sentencex import get_sentence_boundaries

    def starts(text: str) -> set[int]:
        return {_visible(found["text"], found["start_index"]) for found in get_sentence_boundaries(language, text)}

    return starts


def razdel(language: str) -> Splitter:
    from razdel import sentenize

    return lambda text: {found.start for found in sentenize(text)}


def syntok(language: str) -> Splitter:
    from syntok import segmenter

    return lambda text: {sentence[0].offset for part in segmenter.process(text) for sentence in part}


def pysbd(language: str) -> Splitter:
    from pysbd import Segmenter

    segmenter = Segmenter(language=language, clean=False, char_span=True)
    return lambda text: {_visible(found.sent, found.start) for found in segmenter.segment(text)}


PEERS: dict[str, Callable[[str], Splitter]] = {
    "sentencex": sentencex,
    "razdel": razdel,
    "syntok": syntok,
    "pysbd": pysbd,
}


def score(name: str, splitter: str, gold: list[Gold], starts: Splitter, runs: int = 3) -> Row:
    """Run a splitter a few times over a set and compare its boundaries with the gold."""
    seconds = []
    for _ in range(runs):
        began = time.process_time()
        answers = [starts(paragraph) for paragraph, _ in gold]
        seconds.append(time.process_time() - began)
    right = found = wanted = 0
    for (paragraph, boundaries), answer in zip(gold, answers, strict=True):
        inner = {start for start in answer if paragraph[:start].strip()}
        right += len(inner & boundaries)
        found += len(inner)
        wanted += len(boundaries)
    sentences = wanted + len(gold)
    return Row(
        name,
        splitter,
        100 * right / max(1, found),
        100 * right / max(1, wanted),
        200 * right / max(1, found + wanted),
        sentences / min(seconds),
    )


def measure(data: Path) -> list[Row]:
    """All rows that can be had; what is missing is said on standard error."""
    rows = []
    for name in SETS:
        path = data / f"{name}.jsonl"
        if not path.is_file():
            print(f"{path} is not here: {name} is left out", file=sys.stderr)
            continue
        gold, language = read_gold(path), name[:2]
        for quotes in ("split", "keep"):
            rows.append(score(name, f"align --quotes {quotes}", gold, ours(language, quotes)))  # noqa: PERF401  as below
        for peer, build in PEERS.items():
            try:
                starts = build(language)
            except ImportError:
                print(f"{peer} is not installed: pip install 'align-bitext[bench]'", file=sys.stderr)
                continue
            rows.append(score(name, f"{peer} {version(peer)}", gold, starts))
    return rows


def _visible(sentence: str, start: int) -> int:
    """Where a sentence's first visible character is: some splitters count the blanks before it in."""
    return start + len(sentence) - len(sentence.lstrip())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the gold sets")
    parser.add_argument("--json", action="store_true", help="one object a row")
    options = parser.parse_args()
    rows = measure(options.data)
    if not rows:
        print(f"no gold set is in {options.data}: name the folder with --data", file=sys.stderr)
        return 1
    if options.json:
        for row in rows:
            print(json.dumps(row._asdict()))
        return 0
    print(f"align: {splitter_signature('en')}, {splitter_signature('ru')}; P, R, F1 in %; speed a second of one core")
    print(f"{'set':<12} {'splitter':<22} {'P':>6} {'R':>6} {'F1':>6} {'sent/s':>9}")
    for row in rows:
        figures = f"{row.precision:6.2f} {row.recall:6.2f} {row.f1:6.2f} {row.speed:9,.0f}"
        print(f"{row.set:<12} {row.splitter:<22} {figures}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
