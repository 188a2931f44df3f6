"""The pictures of the page, as inline SVG: the score histogram and the alignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from align.checks.confidence import SCORE_FINE

BINS = 20
MAX_RIBBONS = 300
"""A document with more pairs than this has neighbours drawn as one band."""

_WIDTH, _HEIGHT = 1000, 74
_RANKS = {"": 0, "hint": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Band:
    """A pair in the picture of an alignment: its spans in the source and the target, in characters.

    `number` is that of its row, from 1. A missing side has an empty span. `severity` is that of its most severe flag.
    """

    number: int
    source: tuple[int, int]
    target: tuple[int, int]
    severity: str


def histogram(counts: Sequence[int], middle: float) -> str:
    """Draw the distribution of the scores from 0 to 1: `counts` in bins of equal width, a dashed line at the median."""
    width, height, foot = 520, 150, 18
    top = max(counts) or 1
    step = width / len(counts)
    bars = []
    for index, count in enumerate(counts):
        low, high = index / len(counts), (index + 1) / len(counts)
        tall = (height - foot) * count / top
        if count:
            tall = max(tall, 1.5)
        label = f"{count:,} pairs from {low:.2f} to {high:.2f}"
        bars.append(
            f'<rect class="bar{" low" if high <= SCORE_FINE else ""}" x="{index * step + 1:.1f}" '
            f'y="{height - foot - tall:.1f}" width="{step - 2:.1f}" height="{tall:.1f}" rx="1.5" tabindex="0" '
            f'role="button" data-low="{low:g}" data-high="{high:g}"><title>{label}</title></rect>'
        )
    marks = "".join(
        f'<text x="{share * width:.0f}" y="{height - 3}" text-anchor="{anchor}">{share:g}</text>'
        for share, anchor in ((0, "start"), (0.25, "middle"), (0.5, "middle"), (0.75, "middle"), (1, "end"))
    )
    line = f'<line class="middle" x1="{middle * width:.1f}" x2="{middle * width:.1f}" y1="0" y2="{height - foot}"/>'
    axis = f'<line class="axis" x1="0" x2="{width}" y1="{height - foot}" y2="{height - foot}"/>'
    return (
        f'<svg class="histogram" viewBox="0 0 {width} {height}" role="img" aria-label="Histogram of the scores">'
        f"{axis}{''.join(bars)}{line}{marks}</svg>"
    )


def ribbons(bands: Sequence[Band], source_label: str, target_label: str) -> str:
    """Draw the alignment of a document: the source above, the target below, a band for each pair, a link to its row.

    An unaligned segment ends in a point. Where bands cross, the order of the sentences changed. The labels must be
    free of markup.
    """
    merged = merge_neighbours(bands)
    source_end = max((band.source[1] for band in merged), default=0) or 1
    target_end = max((band.target[1] for band in merged), default=0) or 1
    shapes = "".join(_ribbon(band, _WIDTH / source_end, _WIDTH / target_end) for band in merged)
    rails = "".join(f'<line class="rail" x1="0" x2="{_WIDTH}" y1="{y}" y2="{y}"/>' for y in (0, _HEIGHT))
    labels = (
        f'<text x="0" y="-5">{source_label}</text><text x="0" y="{_HEIGHT + 13}">{target_label}</text>'
        if source_label
        else ""
    )
    return (
        f'<svg class="ribbons" viewBox="0 -16 {_WIDTH} {_HEIGHT + 34}" role="img" aria-label="The alignment">'
        f"{shapes}{rails}{labels}</svg>"
    )


def _ribbon(band: Band, source_scale: float, target_scale: float) -> str:
    a, b = _edges(band.source, source_scale)
    c, d = _edges(band.target, target_scale)
    unaligned = " alone" if band.source[0] == band.source[1] or band.target[0] == band.target[1] else ""
    half = _HEIGHT / 2
    path = (
        f"M{a:.1f} 0L{b:.1f} 0C{b:.1f} {half:g} {d:.1f} {half:g} {d:.1f} {_HEIGHT}"
        f"L{c:.1f} {_HEIGHT}C{c:.1f} {half:g} {a:.1f} {half:g} {a:.1f} 0Z"
    )
    return f'<a href="#p{band.number}" tabindex="-1"><path class="{band.severity}{unaligned}" d="{path}"/></a>'


def _edges(span: tuple[int, int], scale: float) -> tuple[float, float]:
    """The left and right edges in the picture, with a hair's breadth between neighbours."""
    left, right = span[0] * scale, span[1] * scale
    return (left, right - 0.8) if right - left > 1.6 else (left, right)


def merge_neighbours(bands: Sequence[Band]) -> list[Band]:
    """Merge neighbours into about `MAX_RIBBONS` bands at most, each with the number of its most severe pair; none over
    a place where the target does not go on, at the edge of a block that was moved."""
    size = -(-len(bands) // MAX_RIBBONS) if bands else 1
    if size == 1:
        return list(bands)
    in_target = sorted(range(len(bands)), key=lambda k: bands[k].target)
    follower = dict(pairwise(in_target))
    groups: list[list[Band]] = []
    for k, band in enumerate(bands):
        if k == 0 or len(groups[-1]) == size or follower.get(k - 1) != k:
            groups.append([])
        groups[-1].append(band)
    merged = []
    for group in groups:
        worst = max(group, key=lambda band: _RANKS.get(band.severity, 0))
        merged.append(
            Band(worst.number, _hull([b.source for b in group]), _hull([b.target for b in group]), worst.severity)
        )
    return merged


def _hull(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    full = [span for span in spans if span[0] < span[1]] or list(spans)
    return min(start for start, _ in full), max(end for _, end in full)
