"""Strict and lax F1 of aligners on gold sets, with their seconds; and how time and memory grow with the text.

    python benchmarks/alignment.py [--gold ../shared/data/alignment-gold] [--set pud_std …] [--growth 2000 5000 …]
    python benchmarks/alignment.py --confidence [--letters] [--gold ../shared/data/alignment-gold FOLDER]
    python benchmarks/alignment.py --confirmed 10 [--set pud_noisy …]
    python benchmarks/alignment.py --moved [--set long …] [--letters]

Seconds are processor seconds of one core, embedding apart from all the rest.

* `align, letters` is our aligner as it works for languages that the encoder does not know: length, numbers, names and a
  lexicon learnt from the text.
* `Bertalign` (Liu and Zhu 2022) and `Vecalign` (Thompson and Koehn 2019) are their own search code, of the packages
  bertalign and sentalign, with our encoder's vectors of sentences and of neighbours joined, blocks of up to five
  sentences in all, and otherwise their defaults. `python benchmarks/environment.py` installs them.
* `galechurch` is the package of that name. hunalign is run if it is on the PATH (Debian, PyPI and npm have no package
  of it), without a dictionary and with -realign.

`made_gold.py` makes sets of other kinds of text. `--gold` takes several folders of sets.

With `--confidence`: how many beads are strictly right by the confidence that the aligner has in them, and what a floor
under each band would flag: how much, how much of that is wrong, and how much of all that is wrong. Then, for each set,
how far posteriors and confidences are from the truth (expected calibration error, Brier score); at last the slope and
offset for `align/alignment/calibration.py`, fitted to all. The confidences of the tables are those of a calibration
fitted to all sets but the one that is looked at; with `--shipped` those that the program has. `--every 4` looks at
every fourth document, which takes a minute and is enough for the constants.

With `--confirmed 10`: every tenth bead of the gold is confirmed, and the others are scored: as they are when nothing is
confirmed, when each stretch between two confirmed beads is aligned as a text of its own, and when the aligner knows the
confirmed beads.

With `--moved`: strict F1 where parts of the target were put in another order, without and with `--reorder`; how many
parts have most of their beads then; how many blocks were said to be moved, and how many of them do not belong together
(`moved_texts.py`). Then the blocks that are found in the texts as they are, beside the translation of another text of
their set, and beside their own with its sentences in random order, where each is a false alarm. `--letters`: as
languages that the encoder does not know.

The growth table repeats the set `long` until it has so many lines on each side, each size in a process of its own.
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
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from itertools import pairwise
from math import ceil
from operator import attrgetter
from pathlib import Path
from typing import Any

for _library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"  # before numpy is imported

from measuring import SHARED, Row, complain, peak, show  # noqa: E402
from moved_texts import false_alarms, moved_rows  # noqa: E402
from reliability import judged, report  # noqa: E402

from align.alignment.align_options import AlignOptions  # noqa: E402
from align.alignment.aligner import align_segments  # noqa: E402
from align.alignment.beads import Bead, Counts, count_matches, read_beads  # noqa: E402
from align.alignment.calibration import ENCODED_CALIBRATION, LETTERS_CALIBRATION  # noqa: E402
from align.encoders.base import load_encoder  # noqa: E402

GOLD = SHARED / "alignment-gold"
LANGUAGES = {"tb_dev": ("de", "fr"), "tb_dev2": ("de", "fr")}
LONGEST = 5
"""Sentences of a block, both sides together, that the peers may form."""
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

    def overlaps(self, texts: list[str]) -> Any:
        return self._timed(self._encoder.overlaps, texts)

    def _timed(self, work: Callable[[list[str]], Any], texts: list[str]) -> Any:
        start = time.process_time()
        result = work(texts)
        self.seconds += time.process_time() - start
        return result


def with_encoder(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    watch = Stopwatch()
    beads = align_segments(source, target, source_lang=languages[0], target_lang=languages[1], encoder=watch)
    return beads, watch.seconds


def with_letters(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    return align_segments(source, target, source_lang="und"), 0.0


def gale_church(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    import galechurch

    return list(read_beads(galechurch.align(source, target).to_pharaoh_lines())), 0.0


def layers(encoder: Any, texts: Sequence[str]) -> Any:
    """Vectors as both peers want them, shape (layers, texts, dimensions): in `[k, i]` the texts `i - k` to `i` joined,
    and the vector of the word PAD where that would begin before the first."""
    vectors = encoder.overlaps(texts).vectors(0, len(texts), LONGEST).transpose(1, 0, 2).copy()
    for k in range(1, LONGEST):
        vectors[k, :k] = encoder.encode(["PAD"])
    return vectors


@cache
def bertalign_kernels() -> Any:
    """Bertalign's search as a module by itself: its package would load a language model."""
    package = find_spec("bertalign")
    spec = package and spec_from_file_location("bertalign_kernels", Path(str(package.origin)).with_name("corelib.py"))
    if not (spec and spec.loader):
        raise ImportError("bertalign is not installed")
    module = module_from_spec(spec)
    sys.modules["bertalign_kernels"] = module
    spec.loader.exec_module(module)
    return module


def bertalign(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    import numpy as np

    kernels = bertalign_kernels()
    watch = Stopwatch()
    vectors = [layers(watch, side)[: LONGEST - 1] for side in (source, target)]
    lengths = [
        np.array([[len(" ".join(side[max(0, i - k) : i + 1]).encode()) for i in range(len(side))] for k in range(4)])
        for side in (source, target)
    ]
    m, n = len(source), len(target)
    types = kernels.get_alignment_types(2)
    w, path = kernels.find_first_search_path(m, n)
    pointers = kernels.first_pass_align(
        m, n, w, path, types, *kernels.find_top_k_sents(vectors[0][0], vectors[1][0], k=3)
    )
    anchors = kernels.first_back_track(m, n, pointers, path, types)
    types = kernels.get_alignment_types(LONGEST)
    w, path = kernels.find_second_search_path(anchors, 5, m, n)
    ratio = float(np.sum(lengths[0][0]) / np.sum(lengths[1][0]))
    pointers = kernels.second_pass_align(
        *vectors, *lengths, w, path, types, ratio, -0.1, margin=True, len_penalty=True
    )  # fmt: skip
    found = kernels.second_back_track(m, n, pointers, path, types)
    return [Bead(tuple(rows), tuple(columns)) for rows, columns in found], watch.seconds


def vecalign(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    import numpy as np
    from sentalign.dp_utils import make_alignment_types
    from sentalign.dp_utils import vecalign as search

    np.random.seed(42)
    watch = Stopwatch()
    stack = search(
        vecs0=layers(watch, source),
        vecs1=layers(watch, target),
        final_alignment_types=make_alignment_types(LONGEST),
        del_percentile_frac=0.2,
        width_over2=ceil(LONGEST / 2) + 5,
        max_size_full_dp=300,
        costs_sample_size=20_000,
        num_samps_for_norm=100,
    )
    found = stack[0]["final_alignments"]
    return [Bead(tuple(map(int, rows)), tuple(map(int, columns))) for rows, columns in found], watch.seconds


def hunalign(source: list[str], target: list[str], languages: tuple[str, str]) -> tuple[list[Bead], float]:
    """hunalign's ladder: a line `source index <tab> target index <tab> quality` for each rung between beads."""
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("dictionary", "source", "target")]
        for name, text in zip(names, ([], source, target), strict=True):
            name.write_text("".join(f"{line}\n" for line in text), "utf-8")
        command = ["hunalign", "-realign", *map(str, names)]
        ladder = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    rungs = [tuple(map(int, line.split("\t")[:2])) for line in ladder]
    return [Bead(tuple(range(i, i_next)), tuple(range(j, j_next))) for (i, j), (i_next, j_next) in pairwise(rungs)], 0.0


def documents(folder: Path, step: int = 1) -> Iterable[tuple[list[str], list[str], list[Bead]]]:
    """Every `step`-th document of a set: source, target, gold."""
    for document in sorted(folder.iterdir())[::step]:
        source, target, gold = (
            (document / part).read_text("utf-8").removesuffix("\n").split("\n")
            for part in ("src.txt", "tgt.txt", "gold.txt")
        )
        yield source, target, list(read_beads(gold))


def languages_of(folder: Path, *, letters: bool = False) -> tuple[str, str]:
    """The languages of a set, or that of no encoder."""
    return ("und", "und") if letters else LANGUAGES.get(folder.name, ("en", "ru"))


def measure(folder: Path, align: Aligner) -> dict[str, float]:
    """Scores of one set, its documents' counts pooled, and seconds."""
    counts, embedding = Counts(), 0.0
    start = time.process_time() + sum(os.times()[2:4])
    for source, target, gold in documents(folder):
        beads, seconds = align(source, target, languages_of(folder))
        counts += count_matches(gold, beads)
        embedding += seconds
    total = time.process_time() + sum(os.times()[2:4]) - start
    return {**counts.scores(), "embedding": embedding, "search": total - embedding}


def aligners() -> dict[str, Aligner]:
    """Those that can be run here."""
    known: dict[str, Aligner] = {"align": with_encoder, "align, letters": with_letters, "galechurch": gale_church}
    peers: dict[str, Aligner] = {"bertalign": bertalign, "sentalign": vecalign}
    for package, align in peers.items():
        if find_spec(package):
            known[align.__name__.capitalize()] = align
        else:
            complain(f"{package} is not installed: python benchmarks/environment.py")
    if shutil.which("hunalign"):
        known["hunalign"] = hunalign
    else:
        complain("hunalign is not on the PATH: it is left out")
    return known


def scores(folders: list[Path]) -> list[Row]:
    known = aligners()
    for align in known.values():
        align(["Warm.", "Up."] * 3, ["Тепло.", "Оно."] * 3, ("en", "ru"))  # models are loaded, code is compiled
    rows = []
    for folder in folders:
        for aligner, align in known.items():
            found = measure(folder, align)
            row: Row = {"set": folder.name, "aligner": aligner}
            row |= {key: f"{found[f'{key}_f1']:.3f}" for key in ("strict", "lax")}
            row["null recall"] = f"{found['null_recall']:.3f}"
            rows.append(row | {"embedding s": found["embedding"], "search s": found["search"]})
    return rows


SIDES = attrgetter("source"), attrgetter("target")


def around(source: list[str], target: list[str], languages: tuple[str, str], known: list[Bead]) -> list[Bead]:
    """Align around the beads that are `known`."""
    options = AlignOptions(confirmed=tuple(known))
    return align_segments(source, target, source_lang=languages[0], target_lang=languages[1], options=options)


def piecewise(source: list[str], target: list[str], languages: tuple[str, str], known: list[Bead]) -> list[Bead]:
    """Align what lies between the beads that are `known`, each stretch as a text of its own."""
    linked = sorted((bead.source, bead.target) for bead in known if bead.source and bead.target)
    ends = [(0, 0), *((rows[-1] + 1, columns[-1] + 1) for rows, columns in linked)]
    begins = [*((rows[0], columns[0]) for rows, columns in linked), (len(source), len(target))]
    lone = [{k for bead in known if not (bead.source and bead.target) for k in side(bead)} for side in SIDES]
    found = list(known)
    for (i, j), (i_next, j_next) in zip(ends, begins, strict=True):
        rows = [k for k in range(i, i_next) if k not in lone[0]]
        columns = [k for k in range(j, j_next) if k not in lone[1]]
        stretch = [source[k] for k in rows], [target[k] for k in columns]
        beads = align_segments(*stretch, source_lang=languages[0], target_lang=languages[1])
        found += [Bead(tuple(rows[k] for k in b.source), tuple(columns[k] for k in b.target)) for b in beads]
    return found


def without(beads: Sequence[Bead], known: Sequence[Bead]) -> list[Bead]:
    """The beads with a segment that is in none of those that are known."""
    rows, columns = ({k for bead in known for k in side(bead)} for side in SIDES)
    return [bead for bead in beads if not (rows.issuperset(bead.source) and columns.issuperset(bead.target))]


def every(step: int, beads: Sequence[Bead], first: int) -> list[Bead]:
    """Every `step`-th bead from number `first` on, without those that have a hole or cross one before."""
    chosen: list[Bead] = []
    ends = [0, 0]
    for bead in sorted(beads, key=lambda bead: (bead.source or (0,), bead.target))[first::step]:
        runs = all(side(bead) == tuple(range(side(bead)[0], side(bead)[-1] + 1)) for side in SIDES if side(bead))
        linked = bool(bead.source and bead.target)
        if runs and not (linked and (bead.source[0] < ends[0] or bead.target[0] < ends[1])):
            chosen.append(bead)
            ends = [bead.source[-1] + 1, bead.target[-1] + 1] if linked else ends
    return chosen


def confirmed(folders: list[Path], step: int) -> list[Row]:
    """Strict F1 of the beads that are not confirmed, where every `step`-th is, by what is made of those."""
    ways = {
        "nothing confirmed": lambda *text: around(*text[:3], []),
        "stretches between": piecewise,
        "confirmed": around,
    }
    rows = []
    for folder in folders:
        for label, languages in (("align", languages_of(folder)), ("align, letters", ("und", "und"))):
            counts = {way: Counts() for way in ways}
            for source, target, beads in documents(folder):
                known = every(step, beads, step - 1)
                for way, align in ways.items():
                    found = align(source, target, languages, known)
                    counts[way] += count_matches(without(beads, known), without(found, known))
            row: Row = {"set": folder.name, "aligner": label, "scored": counts["confirmed"].gold}
            rows.append(row | {way: f"{count.scores()['strict_f1']:.3f}" for way, count in counts.items()})
    return rows


def reliability(folders: list[Path], *, step: int, letters: bool, shipped: bool, as_json: bool) -> None:
    """Print how right the beads of every `step`-th document are by their confidence (`reliability.py`)."""
    sets = {folder.name: judged(documents(folder, step), languages_of(folder, letters=letters)) for folder in folders}
    calibration = LETTERS_CALIBRATION if letters else ENCODED_CALIBRATION
    report(sets, calibration if shipped else None, lambda rows: show(rows, as_json))


def growth(gold: Path, sizes: list[int]) -> list[Row]:
    rows = []
    for size in sizes:
        command = [sys.executable, __file__, "--gold", str(gold), "--one", str(size)]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        pace = (found["embedding s"] + found["search s"]) / size * 1000
        rows.append({"lines a side": size, **found, "s a 1,000 lines": pace})
    return rows


def one(gold: Path, size: int) -> None:
    """Align `size` lines of the set `long`, repeated, and print seconds and peak memory as JSON."""
    source, target, _ = next(iter(documents(gold / "long")))
    source, target = ((text * (size // len(text) + 1))[:size] for text in (source, target))
    start = time.process_time()
    beads, embedding = with_encoder(source, target, ("en", "ru"))
    total = time.process_time() - start
    assert sum(len(bead.source) for bead in beads) == size == sum(len(bead.target) for bead in beads)
    print(json.dumps({"embedding s": embedding, "search s": total - embedding, "MB": peak()}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", default=[GOLD], help="folders of sets")
    parser.add_argument("--set", dest="sets", nargs="*", help="default: all; none for the growth table alone")
    parser.add_argument("--growth", type=int, nargs="*", default=[2000, 5000, 10_000, 20_000])
    parser.add_argument("--confidence", action="store_true", help="only: how right beads are by their confidence")
    parser.add_argument("--confirmed", type=int, metavar="N", help="only: the rest where every N-th bead is confirmed")
    parser.add_argument("--moved", action="store_true", help="only: texts whose parts stand in another order")
    parser.add_argument(
        "--letters", action="store_true", help="with --confidence, --moved: languages that the encoder does not know"
    )
    parser.add_argument(
        "--shipped", action="store_true", help="with --confidence: as align says it, not as fitted to the other sets"
    )
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="with --confidence: every N-th document alone"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.gold[0], options.one)
        return
    if missing := [gold for gold in options.gold if not gold.is_dir()]:
        parser.error(f"{missing[0]} is not a folder of gold sets: name one with --gold")
    every = [folder for gold in options.gold for folder in sorted(gold.iterdir()) if folder.is_dir()]
    folders = [folder for folder in every if options.sets is None or folder.name in options.sets]
    if unknown := sorted(set(options.sets or ()) - {folder.name for folder in every}):
        parser.error(f"there is no set {unknown[0]}: {', '.join(folder.name for folder in every)}")
    if options.confirmed:
        show(confirmed(folders, options.confirmed), options.json)
        return
    if options.confidence:
        if len(folders) < 2 and not options.shipped:
            parser.error("--confidence fits to other sets than it looks at: name two sets at least, or --shipped")
        how = {"letters": options.letters, "shipped": options.shipped, "as_json": options.json}
        reliability(folders, step=options.every, **how)
        return
    if options.moved:
        languages = {folder.name: languages_of(folder, letters=options.letters) for folder in folders}
        texts = {folder.name: list(documents(folder)) for folder in folders}
        show([row for name in texts for row in moved_rows(name, texts[name], languages[name])], options.json)
        show(false_alarms(texts, languages), options.json)
        return
    if folders:
        show(scores(folders), options.json)
    if options.growth:
        show(growth(options.gold[0], options.growth), options.json)


if __name__ == "__main__":
    main()
