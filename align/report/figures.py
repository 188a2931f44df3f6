"""The pictures of the page, as inline SVG: the score histogram and the alignment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from align.checks.confidence import SCORE_FINE
from align.report.strings import PageWords

BINS = 20
MAX_RIBBONS = 300
"""A document with more pairs than this has neighbours drawn as one band."""

_WIDTH, _HEIGHT = 1000, 74
_ENGLISH = PageWords()
_DECIDED = {"approved": "confirmed", "edited": "corrected", "rejected": "rejected"}
_RANKS = {"confirmed": 0, "corrected": 1, "rejected": 1, "": 2, "hint": 2, "warning": 3, "error": 4}
LEGEND = {
    "": "is pair",
    "warning": "is uncertain",
    "error": "is error",
    "confirmed": "is confirmed",
    "corrected": "is corrected",
    "rejected": "is rejected",
    "alone": "is alone",
}
"""What the colours of the bands mean, by their class: keys of `align.report.strings`."""


@dataclass(frozen=True, slots=True)
class Band:
    """A pair in the picture of an alignment: its spans in the source and the target, in characters.

    `number` is that of its row, from 1. A missing side has an empty span. `severity` is that of its most severe flag,
    or of the band of its quality. What a person has decided on, as `status` says, is shown instead.
    """

    number: int
    source: tuple[int, int]
    target: tuple[int, int]
    severity: str
    status: str = "draft"

    @property
    def look(self) -> str:
        """The class of its colour: what was decided, or how doubtful it is; a hint is no doubt."""
        return _DECIDED.get(self.status, self.severity)

    @property
    def alone(self) -> bool:
        """Whether it has only one side."""
        return self.source[0] == self.source[1] or self.target[0] == self.target[1]


def histogram(counts: Sequence[int], middle: float, words: PageWords = _ENGLISH) -> str:
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
        label = escape(words.text("bar", n=count, low=words.decimal(low), high=words.decimal(high)))
        bars.append(
            f'<rect class="bar{" low" if high <= SCORE_FINE else ""}" x="{index * step + 1:.1f}" '
            f'y="{height - foot - tall:.1f}" width="{step - 2:.1f}" height="{tall:.1f}" rx="1.5" tabindex="0" '
            f'role="button" aria-label="{label}" data-low="{low:g}" data-high="{high:g}"><title>{label}</title></rect>'
        )
    marks = "".join(
        f'<text x="{share * width:.0f}" y="{height - 3}" text-anchor="{anchor}">{words.decimal(share, "g")}</text>'
        for share, anchor in ((0, "start"), (0.25, "middle"), (0.5, "middle"), (0.75, "middle"), (1, "end"))
    )
    line = f'<line class="middle" x1="{middle * width:.1f}" x2="{middle * width:.1f}" y1="0" y2="{height - foot}"/>'
    axis = f'<line class="axis" x1="0" x2="{width}" y1="{height - foot}" y2="{height - foot}"/>'
    return (
        f'<svg class="histogram" viewBox="0 0 {width} {height}" role="group" '
        f'aria-label="{escape(words.text("histogram"))}">'
        f"{axis}{''.join(bars)}{line}{marks}</svg>"
    )


def ribbons(
    bands: Sequence[Band], source_label: str, target_label: str, doc: str = "", words: PageWords = _ENGLISH
) -> str:
    """Draw the alignment of a document: the source above, the target below, a band for each pair, a link to its row.

    An unaligned segment ends in a point. Where bands cross, the order of the sentences changed.
    """
    merged = merge_neighbours(bands)
    source_end = max((band.source[1] for band in merged), default=0) or 1
    target_end = max((band.target[1] for band in merged), default=0) or 1
    shapes = "".join(_ribbon(band, _WIDTH / source_end, _WIDTH / target_end, words) for band in merged)
    lines = "".join(f'<line class="rail" x1="0" x2="{_WIDTH}" y1="{y}" y2="{y}"/>' for y in (0, _HEIGHT))
    labels = "".join(
        f'<text x="0" y="{y}">{escape(label)}</text>'
        for label, y in ((source_label, -5), (target_label, _HEIGHT + 13))
        if label
    )
    return (
        f'<svg class="ribbons" viewBox="0 -16 {_WIDTH} {_HEIGHT + 34}" role="group" '
        f'aria-label="{escape(words.text("alignment", doc=doc))}">'
        f'<g class="bands">{shapes}</g>{lines}{labels}</svg>'
    )


def legend(looks: Iterable[str], words: PageWords) -> str:
    """The legend of the bands' colours, for those of `LEGEND` that are named."""
    shown = set(looks)
    keys = "".join(
        f'<span class="{look or "plain"}">{escape(words.text(key))}</span>'
        for look, key in LEGEND.items()
        if look in shown
    )
    return f'<p class="legend"><span>{escape(words.text("legend"))}:</span> {keys}</p>\n'


def looks_of(bands: Iterable[Band]) -> set[str]:
    """The colours that a picture of these bands has."""
    return {"" if band.look == "hint" else band.look for band in bands} | {"alone" for band in bands if band.alone}


def _ribbon(band: Band, source_scale: float, target_scale: float, words: PageWords) -> str:
    a, b = _edges(band.source, source_scale)
    c, d = _edges(band.target, target_scale)
    half = _HEIGHT / 2
    path = (
        f"M{a:.1f} 0L{b:.1f} 0C{b:.1f} {half:g} {d:.1f} {half:g} {d:.1f} {_HEIGHT}"
        f"L{c:.1f} {_HEIGHT}C{c:.1f} {half:g} {a:.1f} {half:g} {a:.1f} 0Z"
    )
    look = f"{band.look} alone" if band.alone else band.look
    name = escape(words.text("pair number", n=band.number))
    return f'<a href="#p{band.number}" tabindex="-1" aria-label="{name}"><path class="{look}" d="{path}"/></a>'


def _edges(span: tuple[int, int], scale: float) -> tuple[float, float]:
    """The left and right edges in the picture, with a hair's breadth between neighbours."""
    left, right = span[0] * scale, span[1] * scale
    return (left, right - 0.8) if right - left > 1.6 else (left, right)


def merge_neighbours(bands: Sequence[Band]) -> list[Band]:
    """Merge neighbours into about `MAX_RIBBONS` bands at most, each with the number and the look of its most doubtful
    pair; none over a place where the target does not go on, at the edge of a block that was moved. A band is decided on
    only where all its pairs are."""
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
        worst = max(group, key=lambda band: _RANKS.get(band.look, 2))
        spans = _hull([band.source for band in group]), _hull([band.target for band in group])
        merged.append(replace(worst, source=spans[0], target=spans[1]))
    return merged


def _hull(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    full = [span for span in spans if span[0] < span[1]] or list(spans)
    return min(start for start, _ in full), max(end for _, end in full)
