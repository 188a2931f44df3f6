"""How much the aligner's constants matter: strict F1 on the gold sets with one of them halved or doubled, say.

    python benchmarks/alignment_constants.py [--gold ../shared/data/alignment-gold] [--only MARGIN NEAREST …]

A row for each constant and other value: how strict F1 moves, in points (hundredths), over the sets pooled; on the set
where it falls most and on the one where it rises most; and pooled over the sets aligned as languages that the encoder
does not know (`letters`). The sets are pud_std, pud_noisy, ntrex_noisy, tb_dev and tb_dev2; where the texts' length
matters, also long. Rows come on standard error while they are measured: all take an hour of one core.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

for _library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"  # before numpy is imported

from alignment import GOLD, LANGUAGES, documents  # noqa: E402
from measuring import Row, complain, show  # noqa: E402

from align.alignment import aligner, anchors, bead_scoring, bilingual_lexicon, evidence, side_features  # noqa: E402
from align.alignment.aligner import align_segments  # noqa: E402
from align.alignment.beads import Bead, Counts, count_matches  # noqa: E402
from align.encoders.base import load_encoder  # noqa: E402

SETS = ("pud_std", "pud_noisy", "ntrex_noisy", "tb_dev", "tb_dev2")
LONG = "long"


@dataclass(frozen=True)
class Constant:
    """A module's constant, or a field of its Weights, and the values to try."""

    module: ModuleType
    name: str
    values: tuple[float, ...]
    field: str = ""
    encoded: bool = True  # whether it says anything where the encoder knows the languages
    letters: bool = True  # and where it does not
    long: bool = False  # whether the set `long` is measured, too

    @property
    def label(self) -> str:
        return f"{self.name}.{self.field}" if self.field else self.name

    @property
    def value(self) -> float:
        held = getattr(self.module, self.name)
        return float(getattr(held, self.field) if self.field else held)

    def set(self, value: float) -> None:
        held = getattr(self.module, self.name)
        if self.field:
            setattr(self.module, self.name, replace(held, **{self.field: value}))
        else:
            setattr(self.module, self.name, type(held)(value))


def constants() -> Iterator[Constant]:
    yield Constant(aligner, "USUAL_NULLS", (0.025, 0.1))
    yield Constant(aligner, "USUAL_NULLS_WEIGHT", (10, 40))
    yield Constant(aligner, "WORTH_CHOOSING", (0.0, 0.1, 0.3, 0.4, 0.5))
    yield Constant(aligner, "WORTH_LEARNING", (0.5, 0.99), encoded=False)
    yield Constant(aligner, "SECTION", (500, 1000), letters=False, long=True)
    yield Constant(aligner, "ROUNDS_ENCODED", (2,), letters=False)
    yield Constant(aligner, "ROUNDS_LETTERS", (1, 3), encoded=False)
    yield Constant(anchors, "NEAREST", (1, 2, 8), letters=False, long=True)
    yield Constant(anchors, "WINDOW", (60, 125, 500), letters=False, long=True)
    yield Constant(anchors, "MARGIN", (3, 12), letters=False, long=True)
    yield Constant(anchors, "SEARCHED_WHOLE", (2500, 1_000_000), letters=False, long=True)
    yield Constant(bead_scoring, "RIVALS", (1, 6, 24))
    yield Constant(bead_scoring, "MOST_GROWTH", (0.025, 0.1), letters=False)
    yield Constant(evidence, "BELIEF", (0, 20), letters=False)
    yield Constant(bead_scoring, "LENGTH_VARIANCE", (3.4, 13.6))
    yield Constant(bead_scoring, "FARTHEST", (4.0, 18.0))
    yield Constant(side_features, "ANCHORS_FOR_RATIO", (5, 20, 1_000_000))
    yield Constant(bilingual_lexicon, "LEAST_WEIGHT", (0.0, 0.5))
    yield Constant(bilingual_lexicon, "LEAST_DICE", (0.2, 0.6))
    yield Constant(bilingual_lexicon, "MOST_PROPOSED", (100, 1000))
    yield Constant(bilingual_lexicon, "EM_ITERATIONS", (1, 2, 8))
    yield Constant(bilingual_lexicon, "TRANSLATION_GAIN", (1.0, 3.0))
    yield Constant(bilingual_lexicon, "LEAST_SIMILARITY", (0.0, 0.1))
    for name, known in (("ENCODED", True), ("LETTERS", False)):
        for field in getattr(aligner, name).__slots__:
            if field != "breaks":  # no gold set has paragraphs
                yield Constant(
                    aligner, name, _around(field, getattr(getattr(aligner, name), field)), field, known, not known
                )


def _around(field: str, weight: float) -> tuple[float, float]:
    """Half of a weight and twice as much; of one that is 0, or that has no scale, values near it."""
    if not weight:
        return 0.03, 0.08
    return (weight - 0.05, weight + 0.05) if field == "offset" else (weight / 2, weight * 2)


class Remembering:
    """The bundled encoder, each text's overlaps encoded once."""

    def __init__(self) -> None:
        self._encoder: Any = load_encoder()
        self.name, self.signature, self.languages = self._encoder.name, self._encoder.signature, self._encoder.languages
        self._overlaps: dict[tuple[str, ...], RememberedOverlaps] = {}

    def encode(self, texts: Sequence[str]) -> Any:
        return self._encoder.encode(texts)

    def overlaps(self, texts: Sequence[str]) -> Any:
        key = tuple(texts)
        if key not in self._overlaps:
            self._overlaps[key] = RememberedOverlaps(self._encoder.overlaps(texts))
        return self._overlaps[key]


class RememberedOverlaps:
    def __init__(self, overlaps: Any):
        self._overlaps = overlaps
        self._found: dict[tuple[int, int, int], Any] = {}

    def vectors(self, start: int, stop: int, size: int) -> Any:
        if (start, stop, size) not in self._found:
            self._found[start, stop, size] = self._overlaps.vectors(start, stop, size)
        return self._found[start, stop, size]


class Bench:
    """The gold sets, read once."""

    def __init__(self, gold: Path):
        self._encoder = Remembering()
        self._sets = {name: list(documents(gold / name)) for name in (*SETS, LONG)}

    def encoded(self, long: bool) -> dict[str, Counts]:
        names = (*SETS, LONG) if long else SETS
        return {name: self._counts(name, LANGUAGES.get(name, ("en", "ru"))) for name in names}

    def letters(self) -> dict[str, Counts]:
        return {name: self._counts(name, ("und", "und")) for name in SETS}

    def _counts(self, name: str, languages: tuple[str, str]) -> Counts:
        counts = Counts()
        for source, target, gold in self._sets[name]:
            beads: list[Bead] = align_segments(
                source, target, source_lang=languages[0], target_lang=languages[1], encoder=self._encoder
            )
            counts += count_matches(gold, beads)
        return counts


def pooled(counts: dict[str, Counts], names: Iterable[str]) -> float:
    return sum((counts[name] for name in names), Counts()).scores()["strict_f1"]


def moves(gold: Path, only: Sequence[str]) -> Iterator[Row]:
    bench = Bench(gold)
    encoded, letters = bench.encoded(long=True), bench.letters()
    row: Row = dict.fromkeys(("constant", "value", "tried", "F1", "lowest", "highest", "letters"), "")
    yield row | {"constant": "all", "F1": f"{pooled(encoded, SETS):.4f}", "letters": f"{pooled(letters, SETS):.4f}"}
    for constant in constants():
        if only and constant.name not in only:
            continue
        value = constant.value
        for tried in constant.values:
            constant.set(tried)
            row = {"constant": constant.label, "value": f"{value:g}", "tried": f"{tried:g}"}
            if constant.encoded:
                found = bench.encoded(constant.long)
                by_set = {name: _moved(found, encoded, [name]) for name in found}
                low, high = min(by_set, key=by_set.__getitem__), max(by_set, key=by_set.__getitem__)
                row |= {"F1": f"{_moved(found, encoded, found):+.2f}"}
                row |= {"lowest": f"{by_set[low]:+.2f} {low}", "highest": f"{by_set[high]:+.2f} {high}"}
            if constant.letters:
                row |= {"letters": f"{_moved(bench.letters(), letters, SETS):+.2f}"}
            constant.set(value)
            yield row


def _moved(found: dict[str, Counts], before: dict[str, Counts], names: Iterable[str]) -> float:
    """How strict F1 over these sets moved, in points."""
    return 100 * (pooled(found, names) - pooled(before, names))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--only", nargs="*", default=[], help="names of constants; ENCODED and LETTERS are the weights")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = []
    for row in moves(options.gold, options.only):
        rows.append(row)
        complain("\t".join(row.values()))
    show(rows, options.json)


if __name__ == "__main__":
    main()
