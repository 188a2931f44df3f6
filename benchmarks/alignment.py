"""Strict and lax F1 of aligners on gold sets, with their seconds; and how time and memory grow with the text.

    python benchmarks/alignment.py [--gold ../shared/data/alignment-gold] [--set pud_std …] [--growth 2000 5000 …]

Seconds are processor seconds of one core, embedding apart from all the rest. "letters" is our aligner as it works for
languages that the encoder does not know: length, numbers, names and a lexicon learnt from the text. galechurch is the
package of that name. hunalign is run if it is on the PATH (Debian, PyPI and npm have no package of it), without a
dictionary and with -realign. The growth table repeats the set `long` until it has so many lines on each side, each size
in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")  # before numpy is imported

from align.alignment.aligner import align_segments  # noqa: E402
from align.alignment.beads import Bead, Counts, count_matches, read_beads  # noqa: E402
from align.alignment.encoders import load_encoder  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "data" / "alignment-gold"
LANGUAGES = {"tb_dev": ("de", "fr")}
PUBLISHED = """Published strict / lax F1 on the Text+Berg test documents (de-fr), which are not among these sets:
  Vecalign with LASER 0.902 / 0.986    SentAlign with LaBSE 0.932 / 0.964    Bertalign with LaBSE 0.936 / 0.989"""
Aligner = Callable[[list[str], list[str], tuple[str, str]], tuple[list[Bead], float]]
"""Texts and languages → beads, and the processor seconds of them that went into embedding."""


class Stopwatch:
    """The bundled encoder with the time it takes."""

    def __init__(self) -> None:
        self._encoder: Any = load_encoder()
        self.name, self.signature, self.languages = self._encoder.name, self._encoder.signature, self._encoder.languages
        self.seconds = 0.0

    def encode(self, texts: list[str]) -> Any:
        return self._timed(self._encoder.encode, texts)

    def join(self, texts: list[str]) -> Any:
        return self._timed(self._encoder.join, texts)

    def _timed(self, work: Callable[[list[str]], Any], texts: list[str]) -> Any:
        start = time.process_time()
        result = work(texts)
        self.seconds += time.process_time() - start
        return result


def ours(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    watch = Stopwatch()
    beads = align_segments(source, target, source_lang=languages[0], target_lang=languages[1], encoder=watch)
    return beads, watch.seconds


def letters(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    return align_segments(source, target, source_lang="und"), 0.0


def gale_church(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    import galechurch

    return list(read_beads(galechurch.align(source, target).to_pharaoh_lines())), 0.0


def hunalign(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    """hunalign's ladder: a line `source index <tab> target index <tab> quality` for each rung between beads."""
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("dictionary", "source", "target")]
        for name, text in zip(names, ([], source, target), strict=True):
            name.write_text("".join(f"{line}\n" for line in text), "utf-8")
        command = ["hunalign", "-realign", *map(str, names)]
        ladder = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    rungs = [tuple(map(int, line.split("\t")[:2])) for line in ladder]
    return [Bead(tuple(range(i, k)), tuple(range(j, o))) for (i, j), (k, o) in pairwise(rungs)], 0.0


def documents(folder: Path) -> Iterable[tuple[list[str], list[str], list[Bead]]]:
    for document in sorted(folder.iterdir()):
        source, target, gold = (
            (document / part).read_text("utf-8").removesuffix("\n").split("\n")
            for part in ("src.txt", "tgt.txt", "gold.txt")
        )
        yield source, target, list(read_beads(gold))


def measure(folder: Path, align: Aligner) -> dict[str, float]:
    """Scores of one set, its documents' counts pooled, and seconds."""
    counts, embedding = Counts(), 0.0
    start = time.process_time() + sum(os.times()[2:4])
    for source, target, gold in documents(folder):
        beads, seconds = align(source, target, LANGUAGES.get(folder.name, ("en", "ru")))
        counts += count_matches(gold, beads)
        embedding += seconds
    total = time.process_time() + sum(os.times()[2:4]) - start
    return {**counts.scores(), "embedding": embedding, "search": total - embedding}


def table(gold: Path, names: list[str]) -> None:
    aligners: dict[str, Aligner] = {"align": ours, "align, letters": letters, "galechurch": gale_church}
    if shutil.which("hunalign"):
        aligners["hunalign"] = hunalign
    align_segments(["Warm."], ["Тепло."], source_lang="en", target_lang="ru")
    print(f"{'set':12} {'aligner':15} {'strict':>7} {'lax':>7} {'nulls':>7} {'embed s':>8} {'search s':>8}")
    for name in names:
        for aligner, align in aligners.items():
            result = measure(gold / name, align)
            cells = f"{result['strict_f1']:7.4f} {result['lax_f1']:7.4f} {result['null_recall']:7.3f}"
            print(f"{name:12} {aligner:15} {cells} {result['embedding']:8.2f} {result['search']:8.2f}", flush=True)
    print(PUBLISHED)


def growth(gold: Path, sizes: list[int]) -> None:
    print(f"{'lines':>7} {'embed s':>8} {'search s':>8} {'s/1000':>7} {'MB':>6}")
    for size in sizes:
        command = [sys.executable, __file__, "--gold", str(gold), "--one", str(size)]
        result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        pace = (result["embedding"] + result["search"]) / size * 1000
        cells = f"{result['embedding']:8.2f} {result['search']:8.2f} {pace:7.2f} {result['megabytes']:6.0f}"
        print(f"{size:7} {cells}", flush=True)


def one(gold: Path, size: int) -> None:
    """Align `size` lines of the set `long`, repeated, and print seconds and peak memory as JSON."""
    import resource

    source, target, _ = next(iter(documents(gold / "long")))
    source, target = ((text * (size // len(text) + 1))[:size] for text in (source, target))
    start = time.process_time()
    beads, embedding = ours(source, target, ("en", "ru"))
    total = time.process_time() - start
    assert sum(len(bead.source) for bead in beads) == size == sum(len(bead.target) for bead in beads)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"embedding": embedding, "search": total - embedding, "megabytes": megabytes}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--set", dest="sets", nargs="*", help="default: all; none for the growth table alone")
    parser.add_argument("--growth", type=int, nargs="*", default=[2000, 5000, 10_000, 20_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.gold, options.one)
        return
    if not options.gold.is_dir():
        parser.error(f"{options.gold} is not a folder of gold sets: name one with --gold")
    every = sorted(folder.name for folder in options.gold.iterdir() if folder.is_dir())
    names = every if options.sets is None else options.sets
    if names:
        table(options.gold, names)
    if options.growth:
        growth(options.gold, options.growth)


if __name__ == "__main__":
    main()
