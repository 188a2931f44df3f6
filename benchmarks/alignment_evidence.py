"""How the aligner's weights, which follow the texts, compare with fixed ones: strict F1 on news and on yearbooks.

    python benchmarks/alignment_evidence.py [--gold ../shared/data/alignment-gold] [--set tb_dev2 …]

A row for each set and way: strict F1, null beads that were predicted and that are in the gold, and the recall of the
latter. The ways are the aligner as it is; without one of its parts; and with the fixed weights that it had before, as
they were and with the changes of one knob that helped some texts and harmed others:

* `no evidence`: offsets do not follow the level and the spread of the texts' own anchors (`evidence.py`).
* `no runs`: each null bead of a run costs as much as the first.
* `no words`: the lexicon says nothing.
* `fixed`: the weights of before; a bead's rivals are the sentences just beside it.
* `fixed, skip 0.11`, and `fixed, no words`, which has no offset and a null cost of 0.1.

Then the difference to the fixed weights in points, with its 95 % interval by a bootstrap over documents (10,000
resamples; the documents of all sets of a kind together). A set of one document has no interval.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

for _library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"  # before numpy is imported

import numpy as np  # noqa: E402
from alignment import GOLD, LANGUAGES, documents  # noqa: E402
from alignment_constants import Remembering  # noqa: E402
from measuring import Row, show  # noqa: E402

from align.alignment import aligner, bead_scoring  # noqa: E402
from align.alignment.aligner import align_segments  # noqa: E402
from align.alignment.beads import Bead, Counts, count_matches  # noqa: E402
from align.alignment.weights import ENCODED, Weights  # noqa: E402

FIXED = Weights(
    cosine=1.0,
    equal_length=0.0,
    rivals=0.3,
    growth=0.0,
    shrink_penalty=3.0,
    coverage=0.4,
    worst_coverage=0.2,
    outside=0.4,
    length=0.03,
    breaks=0.1,
    merge_penalty=0.0,
    single=0.0,
    offset=-0.24,
    level=0.0,
    spread=0.0,
    null_cost=0.055,
    extension=1.0,
    null_shift=0.06,
    temperature=0.03,
)
SILENT = {"coverage": 0.0, "worst_coverage": 0.0, "outside": 0.0}
RESAMPLES = 10_000
NOW, BEFORE = "now", "fixed"


@dataclass(frozen=True)
class Way:
    """Weights for languages that the encoder knows, and among how many sentences to each side a bead has rivals."""

    weights: Weights
    rivals: int = bead_scoring.RIVALS

    @contextmanager
    def in_force(self) -> Iterator[None]:
        before = aligner.ENCODED, bead_scoring.RIVALS
        aligner.ENCODED, bead_scoring.RIVALS = self.weights, self.rivals  # type: ignore[misc]
        try:
            yield
        finally:
            aligner.ENCODED, bead_scoring.RIVALS = before  # type: ignore[misc]


WAYS = {
    NOW: Way(ENCODED),
    "no evidence": Way(replace(ENCODED, level=0.0, spread=0.0)),
    "no runs": Way(replace(ENCODED, extension=1.0)),
    "no words": Way(replace(ENCODED, **SILENT)),
    BEFORE: Way(FIXED, 1),
    "fixed, skip 0.11": Way(replace(FIXED, null_cost=0.11), 1),
    "fixed, no words": Way(replace(FIXED, **SILENT, offset=0.0, null_cost=0.1), 1),
}


@dataclass(frozen=True)
class Measured:
    """What one way makes of one document."""

    counts: Counts
    nulls: int


def measure(gold: Path, name: str, ways: dict[str, Way]) -> dict[str, list[Measured]]:
    """Of each way what it makes of each document of a set."""
    languages = LANGUAGES.get(name, ("en", "ru"))
    found: dict[str, list[Measured]] = {label: [] for label in ways}
    for source, target, known in documents(gold / name):
        encoder = Remembering()
        for label, way in ways.items():
            with way.in_force():
                beads = align_segments(
                    source, target, source_lang=languages[0], target_lang=languages[1], encoder=encoder
                )
            found[label].append(Measured(count_matches(known, beads), nulls(beads)))
    return found


def nulls(beads: Sequence[Bead]) -> int:
    return sum(not (bead.source and bead.target) for bead in beads)


def strict(measured: Sequence[Measured]) -> float:
    return sum((one.counts for one in measured), Counts()).scores()["strict_f1"]


def interval(before: Sequence[Measured], now: Sequence[Measured]) -> tuple[float, float]:
    """The 95 % interval of the difference of strict F1, in points, over resampled documents."""
    drawn = np.random.default_rng(1).integers(len(now), size=(RESAMPLES, len(now)))
    low, high = np.percentile(100 * (_resampled(now, drawn) - _resampled(before, drawn)), [2.5, 97.5])
    return float(low), float(high)


def _resampled(measured: Sequence[Measured], drawn: Any) -> Any:
    """Strict F1 of the documents that were `drawn` [resamples, documents]."""
    counts = np.array(
        [(one.counts.strict, one.counts.predicted, one.counts.found_strict, one.counts.gold) for one in measured]
    )
    right, predicted, found, gold = counts[drawn].sum(axis=1).T
    precision, recall = right / predicted, found / gold
    return 2 * precision * recall / (precision + recall)


def rows(found: dict[str, dict[str, list[Measured]]]) -> Iterator[Row]:
    for name, ways in found.items():
        for label, measured in ways.items():
            counts = sum((one.counts for one in measured), Counts())
            yield {
                "set": name,
                "way": label,
                "strict F1": f"{counts.scores()['strict_f1']:.3f}",
                "nulls": f"{sum(one.nulls for one in measured)}/{counts.null}",
                "null recall": f"{counts.scores()['null_recall']:.2f}",
            }


def differences(found: dict[str, dict[str, list[Measured]]]) -> Iterator[Row]:
    """The difference of now and before, set by set and for all German and French documents together."""
    groups = {name: [name] for name in found}
    yearbooks = [name for name in found if name in LANGUAGES]
    groups |= {" and ".join(yearbooks): yearbooks} if len(yearbooks) > 1 else {}
    for label, names in groups.items():
        before, now = ([one for name in names for one in found[name][way]] for way in (BEFORE, NOW))
        row: Row = {"sets": label, "documents": len(now), "now - fixed": f"{100 * (strict(now) - strict(before)):+.2f}"}
        low, high = interval(before, now)
        yield row | {"95 %": f"{low:+.2f} to {high:+.2f}" if len(now) > 1 else ""}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--set", dest="sets", nargs="*", help="default: all")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.gold.is_dir():
        parser.error(f"{options.gold} is not a folder of gold sets: name one with --gold")
    names = options.sets or sorted(folder.name for folder in options.gold.iterdir() if folder.is_dir())
    found = {name: measure(options.gold, name, WAYS) for name in names}
    show(list(rows(found)), options.json)
    show(list(differences(found)), options.json)


if __name__ == "__main__":
    main()
