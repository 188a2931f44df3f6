"""Fits the weights of the aligner to gold alignments: `ENCODED` of `align/alignment/weights.py`.

    python benchmarks/made_gold.py --out MADE
    python benchmarks/fit_alignment_weights.py [--gold ../shared/data/alignment-gold MADE]
    python benchmarks/fit_alignment_weights.py --hold-out 'tb_dev/*' 'pud_*/*[02468]'

What is led uphill (Adam) is the strict F1 that is expected of a path drawn by its weight, the mean over the sets: a
gold set counts as GOLD_SHARES says and a made one MADE_SHARE, so that no kind of text rules. With R the right beads of
two sides that are expected, r the right null beads, N all beads, and G the gold's of two sides, it is (2 R + r) / (N +
G): null beads count in precision and not in recall, as in `align evaluate alignment`. The gradient is that of an
expectation over paths, from sums over the lattice with the gains a little up and a little down (`pruned_lattices.py`).
The temperature, the extension of null runs and how null costs follow a text are left as they are, and weights that are
0 stay 0.

With --hold-out, documents whose set/name matches a pattern are left out, and are then aligned by the program, with the
weights that are there and with those that were fitted without them. Five minutes of one core without made sets.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from fnmatch import fnmatch
from pathlib import Path

for _library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"  # before numpy is imported

import numpy as np  # noqa: E402
from alignment import GOLD, documents, languages_of  # noqa: E402
from measuring import Row, complain, show  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from pruned_lattices import PrunedDocument, PrunedLattices  # noqa: E402

from align.alignment import aligner  # noqa: E402
from align.alignment.align_options import AlignOptions  # noqa: E402
from align.alignment.aligner import USUAL_NULLS, align_segments, null_share  # noqa: E402
from align.alignment.anchors import band, find_anchors  # noqa: E402
from align.alignment.bead_scoring import BeadScorer  # noqa: E402
from align.alignment.beads import Bead, Counts, count_matches  # noqa: E402
from align.alignment.bilingual_lexicon import Vocabulary, build_lexicons  # noqa: E402
from align.alignment.evidence import CosineEvidence  # noqa: E402
from align.alignment.fixed_points import FixedPoints  # noqa: E402
from align.alignment.lattice import NullCosts, Tile, posterior  # noqa: E402
from align.alignment.side_features import SideFeatures, comparable_lengths  # noqa: E402
from align.alignment.weights import ENCODED, Weights  # noqa: E402
from align.encoders.base import load_encoder, overlaps  # noqa: E402

Numbers = NDArray[np.float64]
GOLD_SHARES = {"pud_std": 1.0, "pud_noisy": 2.0, "ntrex_std": 3.0, "ntrex_noisy": 6.0, "tb_dev": 2.0, "tb_dev2": 2.0}
"""How much a gold set counts: as much as it has beads that are hard; `long` is made of the others."""
MADE_SHARE = 0.7
FITTED = tuple(
    field.name
    for field in fields(Weights)
    if field.name not in ("breaks", "null_cost", "extension", "null_shift", "temperature")
    and getattr(ENCODED, field.name)
)
"""The factors of a bead's features; the cost of null beads is fitted besides."""
MOST = AlignOptions().max_bead
SHAPES = [(x, y) for x in range(1, MOST) for y in range(1, MOST + 1 - x)]
KEPT, WIDE = 1e-6, 6.0
"""A bead is kept whose posterior is above this at so many times the temperature, or that the gold has."""
START = replace(
    ENCODED,
    cosine=0.82,
    equal_length=0.04,
    rivals=0.26,
    growth=0.0,
    shrink_penalty=2.6,
    coverage=0.26,
    outside=0.35,
    length=0.026,
    single=0.0,
    offset=-0.17,
    level=0.0,
    spread=0.0,
    null_cost=0.07,
)
"""Where the fit begins: roughly, by hand, so that nothing is known of a text that is left out. The weights that were in
force before any were fitted are others (`alignment_evidence.py`)."""
RIDGE = 0.002
"""What the square of a weight's way from START costs, in the unit of the weight that is there: scores that grow as a
whole only make the temperature smaller, and a few documents say little on a weight that hardly matters."""
NUDGE = 0.05
"""By how much of a gain, in log weight, the sums are tilted up and down for the gradient."""
ROUNDS, STEPS, RATE = 4, 40, 0.05
"""Rounds, in each of which the null costs follow the texts anew; steps of a round; the length of a first step, as a
share of a fitted weight."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", default=[GOLD], help="folders of sets")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every N-th document of a made set [1]")
    parser.add_argument("--hold-out", nargs="+", default=[], metavar="SET/NAME", help="documents that are left out")
    parser.add_argument("--json", action="store_true", help="the rows for a program")
    arguments = parser.parse_args()
    names = [(folder, name) for folder in arguments.gold for name in names_of(folder, arguments.every)]
    held_out = [(folder, name) for folder, name in names if any(fnmatch(name, p) for p in arguments.hold_out)]
    if arguments.hold_out and not held_out:
        parser.error(f"no document is called {' or '.join(arguments.hold_out)}")
    trained = [prune(folder, name) for folder, name in names if (folder, name) not in held_out]
    complain(f"{len(trained)} documents, {sum(len(document.ends) for document in trained):,} beads kept")
    weights = fit(trained)
    rows: list[Row] = [
        {"weight": name, "now": getattr(ENCODED, name), "fitted": round(getattr(weights, name), 4)}
        for name in (*FITTED, "null_cost")
    ]
    show(rows, arguments.json)
    if held_out:
        show(list(measured(held_out, weights)), arguments.json)
    return 0


def names_of(folder: Path, every: int) -> list[str]:
    """The documents of a folder of sets, as set/name; of a set that is made every so many-th."""
    sets = sorted(path for path in folder.iterdir() if path.is_dir() and path.name != "long")
    steps = {path: 1 if path.name in GOLD_SHARES else every for path in sets}
    return [f"{path.name}/{document.name}" for path in sets for document in sorted(path.iterdir())[:: steps[path]]]


def prune(folder: Path, name: str) -> PrunedDocument:
    """Read a document, measure the features of its beads, and keep those that matter."""
    source, target, gold = read(folder, name)
    texts = [[" ".join(text.split()) for text in side] for side in (source, target)]
    encoder, longest = load_encoder(), max(map(max, SHAPES))
    vectors = [overlaps(encoder, side).vectors(0, len(side), longest) for side in texts]
    single = [side[:, 0].astype(np.float16).astype(np.float32) for side in vectors]
    size = len(texts[0]), len(texts[1])
    anchors = find_anchors(lambda a, b: single[0][a:b], lambda a, b: single[1][a:b], FixedPoints.of((), (), size))
    lengths = comparable_lengths(texts[0], texts[1], anchors, ())
    sides = [SideFeatures(vectors[k], lengths[k], Vocabulary(texts[k]), None) for k in (0, 1)]
    lexicons = build_lexicons(sides[0].words, sides[1].words, anchors, ())
    evidence = CosineEvidence.of(vectors[0][:, 0], vectors[1][:, 0], anchors)

    def tiles(weights: Weights) -> list[Tile]:
        scorer = BeadScorer(sides[0], sides[1], lexicons, SHAPES, weights, evidence)
        return [scorer.tile(rows, columns) for rows, columns in band(anchors, *size)]

    wide = NullCosts(ENCODED.null_cost, ENCODED.null_cost)
    found = posterior(tiles(ENCODED), SHAPES, wide, WIDE * ENCODED.temperature, size).tiles
    right_beads = {
        (shape, bead.source[-1] + 1, bead.target[-1] + 1)
        for bead in gold
        if bead.source and bead.target and (shape := (len(bead.source), len(bead.target))) in SHAPES
    }
    nothing = replace(ENCODED, **{field.name: 0.0 for field in fields(Weights)})
    by_weight = [tiles(replace(nothing, **{name: 1.0})) for name in FITTED]
    ends, shapes, features, right = [], [], [], []
    for number, tile in enumerate(found):
        kept = tile.scores > KEPT
        for shape, i, j in right_beads:
            if tile.rows[0] <= i < tile.rows[1] and tile.columns[0] <= j < tile.columns[1]:
                kept[SHAPES.index(shape), i - tile.rows[0], j - tile.columns[0]] = True
        shape_index, row, column = np.nonzero(kept)
        rows, columns = row + tile.rows[0], column + tile.columns[0]
        ends.append(np.column_stack([rows, columns]))
        shapes.append(np.array(SHAPES)[shape_index])
        features.append(np.column_stack([each[number].scores[kept] for each in by_weight]))
        keys = zip(map(tuple, shapes[-1].tolist()), rows.tolist(), columns.tolist(), strict=True)
        right.append(np.array([key in right_beads for key in keys], float))
    widths = [(tile.columns, tile.rows[1] - tile.rows[0]) for tile in found]
    nulls = tuple(np.zeros(count) for count in size)
    for bead in gold:
        if not bead.target and len(bead.source) == 1:
            nulls[0][bead.source[0]] = 1.0
        if not bead.source and len(bead.target) == 1:
            nulls[1][bead.target[0]] = 1.0
    return PrunedDocument(
        name.split("/")[0],
        np.repeat([columns[0] for columns, _ in widths], [rows for _, rows in widths]),
        np.repeat([columns[1] for columns, _ in widths], [rows for _, rows in widths]),
        np.concatenate(ends),
        np.concatenate(shapes),
        np.concatenate(features).astype(np.float64),
        np.concatenate(right),
        (nulls[0], nulls[1]),
        sum(bool(bead.source and bead.target) for bead in gold),
    )


def read(folder: Path, name: str) -> tuple[list[str], list[str], list[Bead]]:
    """The source, the target and the gold of a document."""
    kind, document = name.split("/")
    place = sorted(path.name for path in (folder / kind).iterdir()).index(document)
    return list(documents(folder / kind))[place]


class Objective:
    """The expected strict F1 of all sets, and its gradient by the weights: FITTED, then the cost of null beads."""

    def __init__(self, documents: Sequence[PrunedDocument]):
        self._lattices = PrunedLattices(documents)
        order = self._lattices.edges
        self._features = np.concatenate([document.features for document in documents])[order]
        self._right = np.concatenate([document.right for document in documents])[order]
        self._nulls = np.concatenate([side for document in documents for side in document.nulls])
        self._kinds = sorted(set(self._lattices.kinds))
        kind = np.array([self._kinds.index(name) for name in self._lattices.kinds])
        self._kind = kind
        self._gold = np.bincount(kind, [document.gold for document in documents])
        self._shares = np.array([GOLD_SHARES.get(name, MADE_SHARE) for name in self._kinds])
        self._sizes = [(len(d.nulls[0]), len(d.nulls[1])) for d in documents]
        self._shifts = np.zeros(len(documents))

    def follow(self, weights: Numbers) -> None:
        """Have the cost of null beads of each document follow its share of unaligned sentences."""
        expected = self._lattices.expected(*self._scores(weights, np.zeros(len(self._shifts))))
        start, shifts = 0, []
        for source, target in self._sizes:
            middle, end = start + source, start + source + target
            share = null_share(expected.nulls[start:middle], expected.nulls[middle:end])
            shifts.append(ENCODED.null_shift * np.log(USUAL_NULLS / share))
            start = end
        self._shifts = np.array(shifts)

    def at(self, weights: Numbers) -> float:
        """The objective with null costs that follow the texts by the same weights."""
        self.follow(weights)
        return self.value(weights)[0]

    def value(self, weights: Numbers) -> tuple[float, Numbers]:
        """The objective and its gradient."""
        lattices, temperature = self._lattices, ENCODED.temperature
        scores, opening, extension = self._scores(weights, self._shifts)
        expected = lattices.expected(scores, opening, extension)
        edge_kind, null_kind = self._kind[lattices.edge_document], self._kind[lattices.null_document]
        right = np.bincount(edge_kind, expected.beads * self._right, len(self._kinds))
        right_nulls = np.bincount(null_kind, expected.nulls * self._nulls, len(self._kinds))
        found = np.bincount(edge_kind, expected.beads, len(self._kinds))
        found += np.bincount(null_kind, expected.nulls, len(self._kinds))
        f1 = (2 * right + right_nulls) / (found + self._gold)
        gains, null_gains = 2 * self._right - f1[edge_kind], self._nulls - f1[null_kind]
        up, down = (
            lattices.expected(scores + step * gains, opening, extension, step * null_gains) for step in (NUDGE, -NUDGE)
        )
        factor = self._shares / (found + self._gold) / (2 * NUDGE * temperature)
        beads = (up.beads - down.beads) * factor[edge_kind]
        runs = up.opened - down.opened + ENCODED.extension * (up.extended - down.extended)
        null_cost = -(runs * factor[self._kind]).sum()
        return float((self._shares * f1).sum()), np.append(self._features.T @ beads, null_cost)

    def _scores(self, weights: Numbers, shifts: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """The log weights of the beads, and of null beads that open and extend a run."""
        cost = (weights[-1] + shifts) / ENCODED.temperature
        return self._features @ weights[:-1] / ENCODED.temperature, -cost, -ENCODED.extension * cost


def fit(documents: Sequence[PrunedDocument]) -> Weights:
    """The weights to which the objective leads uphill from START."""
    objective, began = Objective(documents), time.process_time()
    start, fitted = (np.array([getattr(w, name) for name in (*FITTED, "null_cost")]) for w in (START, ENCODED))
    weights, scale = start.copy(), np.abs(fitted)
    complain(f"with the weights that are there: {objective.at(fitted):.4f}")
    for number in range(ROUNDS):
        objective.follow(weights)
        first, second = np.zeros(len(weights)), np.zeros(len(weights))
        for step in range(1, STEPS + 1):
            value, gradient = objective.value(weights)
            gradient = gradient * scale - 2 * RIDGE * (weights - start) / scale
            first, second = 0.9 * first + 0.1 * gradient, 0.98 * second + 0.02 * gradient**2
            move = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.98**step)) + 1e-9)
            weights = weights + RATE / (number + 1) * (1 - (step - 1) / STEPS) * scale * move
        complain(f"round {number + 1}: {value:.4f}, {time.process_time() - began:.0f} s")
    return replace(ENCODED, **dict(zip((*FITTED, "null_cost"), weights.tolist(), strict=True)))


def measured(names: Sequence[tuple[Path, str]], fitted: Weights) -> Iterator[Row]:
    """How the program aligns the documents, set by set, with the weights that are there and with those `fitted`."""
    encoder = load_encoder()
    for kind in sorted({name.split("/")[0] for _, name in names}):
        row: Row = {"held out": kind, "documents": 0}
        for label, weights in (("now", ENCODED), ("fitted", fitted)):
            aligner.ENCODED = weights  # type: ignore[attr-defined]
            counts = Counts()
            for folder, name in names:
                if name.startswith(f"{kind}/"):
                    source, target, gold = read(folder, name)
                    languages = languages_of(folder / kind)
                    beads = align_segments(
                        source, target, source_lang=languages[0], target_lang=languages[1], encoder=encoder
                    )
                    counts += count_matches(gold, beads)
                    row["documents"] += label == "now"
            scores = counts.scores()
            row |= {f"F1 {label}": scores["strict_f1"], f"null recall {label}": scores["null_recall"]}
        aligner.ENCODED = ENCODED  # type: ignore[attr-defined]
        yield row


if __name__ == "__main__":
    raise SystemExit(main())
