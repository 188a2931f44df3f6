"""The lattice between fixed points: each gap is searched by itself, with scores that know the text on both sides.

Only paths are cut at fixed points. What a bead scores depends on its neighbours outside the gap too, on words and
lengths that the whole section teaches, and what a null bead costs on the share of unaligned segments in all gaps and
confirmed beads. Cut into sections at the same places a gap of nine sentences would learn no words: see the table in
docs/alignment-algorithm.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from align.alignment.anchors import band
from align.alignment.arrays import Anchor, BeadShape, Doubles, Ints, Rectangle, Size
from align.alignment.bead_scoring import BeadScorer
from align.alignment.fixed_points import FixedPoints
from align.alignment.lattice import NullCosts, Posterior, Tile, best_path, posterior

LikelyStep: TypeAlias = tuple[BeadShape, int, int, float]
"""A bead on a path: its shape, the source and target positions where it ends, its probability: 1 where it is fixed, at
most LIKELIEST where it was searched for."""
LIKELIEST = 1 - 1e-7
"""What single precision still tells from 1."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch between two fixed points, and the scores of the beads in it: none where one side is empty.

    Tiles count positions from the gap's beginning.
    """

    place: Rectangle
    tiles: list[Tile]

    @property
    def size(self) -> Size:
        """Segments of both sides."""
        rows, columns = self.place
        return rows[1] - rows[0], columns[1] - columns[0]


@dataclass(frozen=True, slots=True)
class SectionPosterior:
    """Probabilities of all beads of a section: those of each gap (None where one side is empty), and of each segment
    being unaligned."""

    gaps: list[tuple[Rectangle, Posterior | None]]
    source_null: Doubles  # [I]
    target_null: Doubles  # [J]


def score_gaps(
    fixed: FixedPoints, anchors: Sequence[Anchor], scorer: BeadScorer, shapes: Sequence[BeadShape]
) -> list[Gap]:
    """Score the beads in the band around `anchors`, gap by gap; minus infinity for those with a lone segment."""
    gaps = []
    for place in fixed.gaps:
        (top, bottom), (left, right) = place
        tiles = []
        if bottom > top and right > left:
            inside = [(i - top, j - left) for i, j in anchors if top <= i < bottom and left <= j < right]
            for rows, columns in band(inside, bottom - top, right - left):
                tile = scorer.tile((rows[0] + top, rows[1] + top), (columns[0] + left, columns[1] + left))
                tiles.append(Tile(rows, columns, tile.scores))
            _forbid(tiles, shapes, fixed.within(*place))
        gaps.append(Gap(place, tiles))
    return gaps


def _forbid(tiles: Sequence[Tile], shapes: Sequence[BeadShape], gap: FixedPoints) -> None:
    """Give minus infinity to the beads that hold a lone segment."""
    if not (gap.lone[0] or gap.lone[1]):
        return
    # lone segments before each position
    before = [np.concatenate([[0], np.cumsum(gap.is_lone(side))]) for side in (0, 1)]
    for tile in tiles:
        _forbid_in(tile, shapes, before)


def _forbid_in(tile: Tile, shapes: Sequence[BeadShape], before: Sequence[Ints]) -> None:
    rows, columns = np.arange(*tile.rows), np.arange(*tile.columns)
    for shape, (x, y) in enumerate(shapes):
        row_holds = before[0][rows] > before[0][np.maximum(rows - x, 0)]
        column_holds = before[1][columns] > before[1][np.maximum(columns - y, 0)]
        tile.scores[shape][row_holds[:, None] | column_holds[None]] = -np.inf


def gap_posteriors(
    gaps: Sequence[Gap], shapes: Sequence[BeadShape], costs: NullCosts, temperature: float, size: Size
) -> SectionPosterior:
    """Compute the probabilities of all beads of a section of `size`; `costs` and `temperature` as for `posterior`."""
    source_null, target_null = np.zeros(size[0]), np.zeros(size[1])
    found: list[tuple[Rectangle, Posterior | None]] = []
    for gap in gaps:
        rows, columns = gap.place
        result = posterior(gap.tiles, shapes, costs, temperature, gap.size) if gap.tiles else None
        source_null[slice(*rows)] = result.source_null if result else 1.0
        target_null[slice(*columns)] = result.target_null if result else 1.0
        found.append((gap.place, result))
    return SectionPosterior(found, source_null, target_null)


def choose_beads(
    fixed: FixedPoints, probabilities: SectionPosterior, shapes: Sequence[BeadShape], threshold: float
) -> list[LikelyStep]:
    """Choose the path with the greatest sum of p - `threshold` over its beads, half of that for null beads; through all
    fixed points."""
    path: list[LikelyStep] = []
    for number, (place, found) in enumerate(probabilities.gaps):
        path += _through(fixed.within(*place), place, found, shapes, threshold)
        if number < len(fixed.blocks):
            rows, columns = fixed.blocks[number]
            if rows[1] > rows[0]:
                path.append(((rows[1] - rows[0], columns[1] - columns[0]), rows[1], columns[1], 1.0))
    return path


def _through(
    gap: FixedPoints, place: Rectangle, found: Posterior | None, shapes: Sequence[BeadShape], threshold: float
) -> list[LikelyStep]:
    """The best path through the gap at `place`, in positions of the section."""
    (top, bottom), (left, right) = place
    if not found:
        deleted: list[LikelyStep] = [((1, 0), i + 1, left, 1.0) for i in range(top, bottom)]
        return deleted + [((0, 1), bottom, j + 1, 1.0) for j in range(left, right)]
    gains = [Tile(tile.rows, tile.columns, tile.scores - threshold) for tile in found.tiles]
    _forbid(gains, shapes, gap)  # a forbidden bead is not merely unlikely
    source_null, target_null = (found.source_null - threshold) / 2, (found.target_null - threshold) / 2
    tile_of_row = {i: tile for tile in found.tiles for i in range(*tile.rows)}
    path: list[LikelyStep] = []
    for (x, y), i, j in best_path(gains, shapes, source_null, target_null, gap.size):
        if x and y:
            tile = tile_of_row[i]
            p = float(tile.scores[shapes.index((x, y)), i - tile.rows[0], j - tile.columns[0]])
        else:
            p = float(found.source_null[i - 1] if x else found.target_null[j - 1])
        path.append(((x, y), top + i, left + j, min(p, LIKELIEST)))
    return path
