"""Draws how right beads are by their confidence: `python docs/tools/reliability.py` writes pictures/reliability.svg.

The figures are those of the table in docs/how-it-works.md, which `python benchmarks/alignment.py --confidence` prints:
a bar a band, as long as the share of its beads that are right, and a tick where the mean confidence would have it end.
The same table gives the same bytes.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-it-works.md"
PICTURE = ROOT / "docs" / "pictures" / "reliability.svg"
ROW = re.compile(r"^\| ([\d.]+ to [\d.]+) \| ([\d,]+) \| ([\d.]+) % \| ([\d.]+) % \|$", re.MULTILINE)

LEFT, LONGEST, LINE, TOP = 96, 380, 30, 34
"""Pixels: where bars begin, how long that of 100 % is, how far bars are apart, and where the first one stands."""
STYLE = """
    .ground { fill: #ffffff } .bar { fill: #88a5c9 } .tick { stroke: #b5532a; stroke-width: 3 }
    .grid { stroke: #d8dce4; stroke-width: 1 }
    .t { font-size: 14px; fill: #20242c } .s { font-size: 12px; fill: #4c566a }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #1f232b } .bar { fill: #5d7ba3 } .tick { stroke: #ff9d6b } .grid { stroke: #3a4150 }
      .t { fill: #eceff4 } .s { fill: #b6bfd0 }
    }
"""


@dataclass(frozen=True, slots=True)
class Band:
    """Beads of a band of confidence: how many, and in percent their mean confidence and how many are right."""

    name: str
    beads: str
    said: float
    right: float


def bands(page: str) -> list[Band]:
    """The bands of the table, the surest first."""
    found = [Band(name, beads, float(said), float(right)) for name, beads, said, right in ROW.findall(page)]
    return sorted(found, key=lambda band: band.said, reverse=True)


def svg(rows: list[Band]) -> str:
    """Draw the bands as bars."""
    height, width = TOP + LINE * len(rows) + 40, LEFT + LONGEST + 190
    bottom = TOP + LINE * len(rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="Helvetica, Arial, '
        'sans-serif" role="img" aria-label="How many beads of each band of confidence are right">',
        f"  <style>{STYLE}  </style>",
        f'  <rect class="ground" width="{width}" height="{height}" rx="10"/>',
    ]
    for percent in range(0, 101, 20):
        x = place(percent)
        lines.append(f'  <path class="grid" d="M{x} {TOP - 6}V{bottom}"/>')
        lines.append(f'  <text class="s" x="{x}" y="{bottom + 16}" text-anchor="middle">{percent} %</text>')
    lines.append(f'  <text class="s" x="{LEFT - 12}" y="20" text-anchor="end">confidence</text>')
    lines.append(f'  <text class="s" x="{LEFT}" y="20">bar: beads that are right; tick: as the confidence says</text>')
    for number, band in enumerate(rows):
        y = TOP + LINE * number
        lines.append(f'  <text class="t" x="{LEFT - 12}" y="{y + 16}" text-anchor="end">{band.name}</text>')
        lines.append(f'  <rect class="bar" x="{LEFT}" y="{y}" width="{place(band.right) - LEFT:g}" height="22"/>')
        lines.append(f'  <path class="tick" d="M{place(band.said)} {y - 2}V{y + 24}"/>')
        said = f"{band.right:g} % of {band.beads} right"
        lines.append(f'  <text class="s" x="{LEFT + LONGEST + 14}" y="{y + 16}">{said}</text>')
    return "\n".join([*lines, "</svg>", ""])


def place(percent: float) -> float:
    """Where a share lies on the horizontal axis."""
    return round(LEFT + LONGEST * percent / 100, 1)


def main() -> None:
    """Draw the picture, or that of a path given as an argument."""
    picture = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    picture.write_text(svg(bands(PAGE.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
