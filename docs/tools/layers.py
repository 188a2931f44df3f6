"""Draws the layers of the program: `python docs/tools/layers.py` writes docs/pictures/layers.svg.

The floors are those of the layers contract in pyproject.toml, which import-linter enforces; the arrows are the imports
that the modules really have, wherever in a module they stand. An arrow that a longer way implies is left out
(transitive reduction), arrows to one package share a line, and an import that the contract forbids is red.

The layout follows Sugiyama, Tagawa and Toda 1981: a line has a place of its own on each floor that it passes through,
the order on a floor is improved by the barycentres of the neighbours, and coordinates follow by least squares. The same
program gives the same bytes.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "pictures" / "layers.svg"
PACKAGE = "align"

Edge = tuple[str, str]
"""Importing and imported box."""
Node = tuple[str, int]
"""A box on its floor, or the place where the line to a box passes through a floor above it."""

WIDTH, MARGIN = 920, 24
"""Pixels: the least width of the picture, and what stays free at its edges."""
BOX_HEIGHT, FLOOR_HEIGHT = 34, 74
CHARACTER, PADDING = 8.4, 34
"""Width of a letter of 15 px, and what a box adds to its name."""
BOX_GAP, LINE_GAP = 44, 18
"""Pixels between two boxes on a floor, and between a line and what stands beside it."""
ROUNDS = 60
"""Passes over the floors; the picture no longer changes after about 20."""


def floors(pyproject: Path) -> list[list[str]]:
    """The boxes of each floor, the highest floor first: names relative to the package, such as `cli`."""
    with pyproject.open("rb") as file:
        settings: dict[str, Any] = tomllib.load(file)
    contracts = settings["tool"]["importlinter"]["contracts"]
    contract = next(one for one in contracts if one["type"] == "layers")
    rows = [
        [name.strip(" ()").removeprefix(f"{PACKAGE}.") for name in layer.replace(":", "|").split("|")]
        for layer in contract["layers"]
    ]
    return [row for row in rows if row != ["__main__"]]


def imports(folder: Path, boxes: Sequence[str]) -> set[Edge]:
    """The imports between boxes of the modules below `folder`, lazy ones and those for types included."""
    edges = set()
    for path in folder.rglob("*.py"):
        importing = _box(path.relative_to(folder).with_suffix("").parts, boxes)
        for name in _imported(ast.parse(path.read_text(encoding="utf-8"))):
            package, *parts = name.split(".")
            imported = _box(parts, boxes) if package == PACKAGE else None
            if importing and imported and importing != imported:
                edges.add((importing, imported))
    return edges


def _imported(tree: ast.Module) -> Iterator[str]:
    """Full names of what a module imports; of `from a import b` it is `a.b`, whatever b is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _box(parts: Sequence[str], boxes: Sequence[str]) -> str | None:
    """The innermost box that a module belongs to."""
    names = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((name for name in names if name in boxes), None)


def reduced(edges: Iterable[Edge]) -> set[Edge]:
    """The edges of an acyclic graph that no longer way implies."""
    below: dict[str, set[str]] = {}
    for above, under in edges:
        below.setdefault(above, set()).add(under)

    def reachable(start: str) -> set[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            new = below.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    return {(a, b) for a in below for b in below[a] if not any(b in reachable(other) for other in below[a] - {b})}


@dataclass
class Layout:
    """Where boxes and lines stand. `x` is filled by `settle`: the middle of each node."""

    floors: list[list[Node]]
    links: set[tuple[Node, Node]]
    boxes: set[Node]
    x: dict[Node, float] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Sequence[Sequence[str]], edges: Iterable[Edge]) -> Layout:
        """Boxes on their floors, and links from floor to floor, those to one box on one line."""
        floor = {name: number for number, row in enumerate(names) for name in row}
        rows: list[list[Node]] = [[(name, number) for name in row] for number, row in enumerate(names)]
        boxes = {node for row in rows for node in row}
        links = set()
        for above, under in sorted(edges):
            node = (above, floor[above])
            for number in range(floor[above] + 1, floor[under] + 1):
                passing = (under, number)
                if passing not in rows[number]:
                    rows[number].append(passing)
                links.add((node, passing))
                node = passing
        return cls(rows, links, boxes)

    @property
    def picture_width(self) -> int:
        """Enough for the fullest floor."""
        needs = (sum(self.width(node) for node in row) + BOX_GAP * (len(row) - 1) for row in self.floors)
        return max(WIDTH, round(max(needs)) + 2 * MARGIN)

    def width(self, node: Node) -> float:
        """Pixels of a box; a line has none."""
        return round(len(node[0]) * CHARACTER + PADDING) if node in self.boxes else 0.0

    def settle(self) -> None:
        """Order each floor and find the coordinates, downwards and upwards in turn."""
        neighbours: dict[Node, list[Node]] = {node: [] for row in self.floors for node in row}
        for above, under in sorted(self.links):
            neighbours[above].append(under)
            neighbours[under].append(above)
        for row in self.floors:
            self._place(row, [0.0] * len(row))
        best, fewest = self.floors, self.crossings()
        for turn in range(ROUNDS):
            self.floors = [list(row) for row in self.floors]
            for row in self.floors[:: 1 if turn % 2 else -1]:
                wanted = {node: self._wanted(node, neighbours[node], turn) for node in row}
                row.sort(key=lambda node: (wanted[node], node))
                self._place(row, [wanted[node] for node in row])
            if self.crossings() < fewest:
                best, fewest = [list(row) for row in self.floors], self.crossings()
        self.floors = best
        for row in self.floors:
            self._place(row, [0.0] * len(row))
        for turn in range(ROUNDS):
            for row in self.floors[:: 1 if turn % 2 else -1]:
                self._place(row, [self._wanted(node, neighbours[node], -1) for node in row])
        edges = [self.x[node] + side * self.width(node) / 2 for node in self.x for side in (-1, 1)]
        shift = (min(edges) + max(edges)) / 2
        self.x = {node: x - shift for node, x in self.x.items()}

    def _wanted(self, node: Node, neighbours: Sequence[Node], turn: int) -> float:
        """The mean of the neighbours: of all if `turn` is negative, else of those on the side that was placed last."""
        side = node[1] + (-1 if turn % 2 else 1)
        near = [other for other in neighbours if turn < 0 or other[1] == side] or neighbours
        return sum(self.x[other] for other in near) / len(near) if near else 0.0

    def _place(self, row: Sequence[Node], wanted: Sequence[float]) -> None:
        """Put `row` as near as its order and its widths allow to where it wants to be: least squares by pooling
        neighbours that would overlap (Ayer et al. 1955). The middle of the picture is 0."""
        offsets = [0.0]
        for left, right in pairwise(row):
            gap = BOX_GAP if {left, right} <= self.boxes else LINE_GAP
            offsets.append(offsets[-1] + (self.width(left) + self.width(right)) / 2 + gap)
        pools: list[list[float]] = []  # sum of what is wanted, size
        for want, offset in zip(wanted, offsets, strict=True):
            pools.append([want - offset, 1])
            while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
                total, size = pools.pop()
                pools[-1][0] += total
                pools[-1][1] += size
        room = self.picture_width / 2 - MARGIN
        least = self.width(row[0]) / 2 - room
        most = room - offsets[-1] - self.width(row[-1]) / 2
        places = [min(max(total / size, least), most) for total, size in pools for _ in range(int(size))]
        self.x.update((node, place + offset) for node, place, offset in zip(row, places, offsets, strict=True))

    def crossings(self) -> int:
        """Pairs of links between the same floors that cross."""
        at = {node: place for row in self.floors for place, node in enumerate(row)}
        lines = sorted((above[1], at[above], at[under]) for above, under in self.links)
        return sum(
            one[0] == other[0] and one[1] < other[1] and one[2] > other[2]
            for number, one in enumerate(lines)
            for other in lines[number + 1 :]
        )


STYLE = """
    .ground { fill: #ffffff } .floor { fill: #f4f5f7 } .box { fill: #f8f0dc; stroke: #3b4252; stroke-width: 1.4 }
    .file { fill: none } .t { font-size: 15px; font-weight: 600; fill: #20242c } .s { font-size: 12px; fill: #4c566a }
    .a { stroke: #7b8496; stroke-width: 1.1; fill: none } .h { fill: #7b8496 } .up { stroke: #c0392b; stroke-width: 2 }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #1f232b } .floor { fill: #262b35 } .box { fill: #3d475a; stroke: #98a2b8 } .file { fill: none }
      .t { fill: #eceff4 } .s { fill: #b6bfd0 } .a { stroke: #8d97ab } .h { fill: #8d97ab } .up { stroke: #ff7b6b }
    }
"""


def svg(names: Sequence[Sequence[str]], edges: set[Edge], folders: set[str]) -> str:
    """The picture; `folders` are the boxes that are packages, not single modules."""
    floor = {name: number for number, row in enumerate(names) for name in row}
    down = {edge for edge in edges if floor[edge[0]] < floor[edge[1]]}
    layout = Layout.of(names, reduced(down))
    layout.settle()
    width, height = layout.picture_width, MARGIN + len(names) * FLOOR_HEIGHT + 20
    label = "The packages of align on their floors; arrows lead from a package to those that it imports"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="Helvetica, Arial, '
        f'sans-serif" role="img" aria-label="{label}">',
        f"  <style>{STYLE}  </style>",
        '  <defs><marker id="h" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="h" d="M0 0L10 5L0 10z"/></marker></defs>',
        f'  <rect class="ground" width="{width}" height="{height}" rx="10"/>',
    ]
    lines += [
        f'  <rect class="floor" x="8" y="{top(number) - 8}" width="{width - 16}" height="50" rx="8"/>'
        for number in range(len(names))
    ]
    lines += [f'  <path class="a" d="{path}"/>' for path in sorted(set(paths(layout)))]
    for above, under in sorted(edges - down):
        middle = [round(width / 2 + layout.x[name, floor[name]]) for name in (above, under)]
        path = f"M{middle[0]} {top(floor[above])}L{middle[1]} {top(floor[under]) + BOX_HEIGHT}"
        lines.append(f'  <path class="a up" d="{path}"/>')
    lines.append('  <g text-anchor="middle">')
    for row in layout.floors:
        lines += [box(layout, node, node[0] in folders) for node in row if node in layout.boxes]
    lines.append("  </g>")
    legend = (
        f"{len(folders)} packages and {len(floor) - len(folders)} single modules (outlines) on {len(names)} floors, "
        f"{len(edges)} imports between them. Arrows that a longer way implies are left out."
    )
    lines.append(f'  <text class="s" x="{MARGIN}" y="{height - 14}">{legend}</text>')
    return "\n".join([*lines, "</svg>", ""])


def top(floor: int) -> int:
    """The upper edge of the boxes of a floor."""
    return MARGIN + floor * FLOOR_HEIGHT


def box(layout: Layout, node: Node, folder: bool) -> str:
    """The box of a package or module, with its name."""
    middle, width = round(layout.picture_width / 2 + layout.x[node]), round(layout.width(node))
    left, upper = middle - width // 2, top(node[1])
    kind = "box" if folder else "box file"
    return (
        f'    <rect class="{kind}" x="{left}" y="{upper}" width="{width}" height="{BOX_HEIGHT}" rx="8"/>'
        f'<text class="t" x="{middle}" y="{upper + 22}">{node[0]}</text>'
    )


def paths(layout: Layout) -> Iterator[str]:
    """The curves between floors, with heads at boxes, and straight lines through the floors that are passed."""
    for above, under in layout.links:
        start, end = (layout.picture_width / 2 + layout.x[node] for node in (above, under))
        if above in layout.boxes:  # lines leave a box side by side, towards where they lead
            spread = layout.width(above) / 2 - 12
            start += max(-spread, min(spread, (end - start) / 6))
        upper, lower = top(above[1]) + BOX_HEIGHT, top(under[1])
        bend = (upper + lower) / 2
        curve = f"M{start:.0f} {upper}C{start:.0f} {bend:.0f} {end:.0f} {bend:.0f} {end:.0f} {lower}"
        if under in layout.boxes:
            yield f'{curve}" marker-end="url(#h)'
        else:
            yield curve
            yield f"M{end:.0f} {lower}V{lower + BOX_HEIGHT}"


def main() -> None:
    """Draw the layers of pyproject.toml."""
    names = floors(ROOT / "pyproject.toml")
    boxes = [name for row in names for name in row]
    folder = ROOT / PACKAGE
    folders = {name for name in boxes if folder.joinpath(*name.split(".")).is_dir()}
    picture = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    picture.write_text(svg(names, imports(folder, boxes), folders), encoding="utf-8")


if __name__ == "__main__":
    main()
