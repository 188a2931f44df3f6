"""Makes `examples/corrected/` again: `python tests/docs/corrected_example.py`, with LibreOffice and python3-uno.

The alignment of `examples/port.txt` with `examples/port.ru.txt`, four translations of which have slipped by a row, and
its sheet, in which LibreOffice has typed what a reviewer does about that.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from align.corpus import Pair, read_corpus, write_corpus
from align.corpus.pair import Span

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CORRECTED = EXAMPLES / "corrected"
CORPUS, SHEET = "port.jsonl", "port.xlsx"
LIBREOFFICE_PYTHON = "/usr/bin/python3"
SLIPPED = range(11, 15)
"""The pairs, from 0, whose translations have slipped."""
LONG = 8
"""The pair, from 0, that could be two."""


def slipped(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs with some translations moved down by one, as an aligner might leave them after a sentence that it did
    not find again: the first of these pairs has none, the last has two."""
    before = [pairs[index] for index in SLIPPED]
    texts = ["", *(pair.target for pair in before[:-2]), f"{before[-2].target} {before[-1].target}"]
    spans: list[tuple[Span, ...]] = [pair.target_span or () for pair in before]
    moved = [(), *spans[:-2], spans[-2] + spans[-1]]
    made = list(pairs)
    for index, text, span in zip(SLIPPED, texts, moved, strict=True):
        flags = ("uncertain-alignment",) if text else ("empty-target", "uncertain-alignment")
        one = replace(pairs[index], target=text, target_span=span or None, flags=flags)
        made[index] = replace(one, score=0.31 if text else None, extra={"confidence": 0.62})
    return made


def reviewed(pairs: Sequence[Pair]) -> list[tuple[str, str, str]]:
    """What the reviewer types: a word in three rows, bars in two, and the status of what is right."""
    row = {index: index + 2 for index in range(len(pairs))}
    last = SLIPPED[-1]
    typed = [("type", f"E{row[index]}", "translation up") for index in SLIPPED[1:]]
    typed.append(("type", f"D{row[last]}", pairs[last].target.replace("она. ", "она. || ")))
    typed.append(("type", f"C{row[LONG]}", pairs[LONG].source.replace("rubles and", "rubles || and")))
    typed.append(("type", f"D{row[LONG]}", pairs[LONG].target.replace("рублей. ", "рублей. || ")))
    right = [index for index, pair in enumerate(pairs) if pair.source and pair.target and index not in (LONG, *SLIPPED)]
    return typed + [("type", f"F{row[index]}", "approved") for index in right]


def make(folder: Path) -> None:
    """Write the corpus and the sheet."""

    def align(*arguments: str | Path) -> None:
        subprocess.run([sys.executable, "-m", "align", *arguments], check=True)

    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for text in ("port.txt", "port.ru.txt"):
            shutil.copy(EXAMPLES / text, work)
        subprocess.run(
            [sys.executable, "-m", "align", "pair", "port.txt", "port.ru.txt", "-o", CORPUS], check=True, cwd=work
        )
        corpus = read_corpus(work / CORPUS)
        pairs = corpus.pairs = slipped(list(corpus))
        write_corpus(corpus, folder / CORPUS)
        align("review", folder / CORPUS, "-o", work / SHEET)
        (work / "moves.json").write_text(json.dumps(reviewed(pairs)), "utf-8")
        script = Path(__file__).resolve().parents[1] / "review" / "libreoffice_moves.py"
        subprocess.run(
            [LIBREOFFICE_PYTHON, script, work / SHEET, folder / SHEET, work / "moves.json"], check=True, timeout=240
        )


if __name__ == "__main__":
    CORRECTED.mkdir(exist_ok=True)
    make(CORRECTED)
