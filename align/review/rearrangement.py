"""What a reviewer did to the borders of cells: rows of a document beside its pairs, in stretches that belong together.

A row that was moved stands again where its id says; a row that was added stays below the one that it was added to. Then
pairs and rows are cut where both have a border, in the source and in the translation: at pairs whose row still has
their texts, at pairs that have no row and whose texts are in none, and wherever the texts say so. What lies between two
cuts is a stretch: as few pairs as possible, and the rows that hold their texts now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from align.corpus.pair import Pair
from align.languages.scripts import is_unspaced
from align.review.cell_borders import Place, bare, locate_borders, offsets
from align.review.fixes import SheetLine, apply_fixes
from align.review.sheet_rows import SheetRow

_FAR = 10
"""Lines to each side among which the texts of a pair without a row are looked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pairs `start` to `stop` (indices in their document), and the lines of a sheet that hold their texts."""

    start: int
    stop: int
    lines: tuple[SheetLine, ...]


def in_document_order(rows: Sequence[SheetRow], homes: Mapping[str, int]) -> list[SheetRow]:
    """Bring the rows of a sheet back into the order of their pairs; `homes` has the index of each pair by its id."""
    blocks: list[tuple[float, list[SheetRow]]] = []
    seen: set[str] = set()
    for row in rows:
        name = row.id
        if name in homes and name not in seen:
            seen.add(name)
            if blocks and blocks[0][0] == -1:  # rows that were added at the top stay above it
                blocks[0] = (homes[name] - 0.5, blocks[0][1])
            blocks.append((homes[name], [row]))
        elif blocks:
            blocks[-1][1].append(row)
        else:
            blocks.append((-1, [row]))
    return [row for _, block in sorted(blocks, key=lambda block: block[0]) for row in block]


def find_stretches(pairs: Sequence[Pair], rows: Sequence[SheetRow], homes: Mapping[str, int]) -> list[Stretch]:
    """Cut the pairs of a document, and the rows of one sheet that show some of them, into stretches, in order."""
    bars = not any("||" in pair.source or "||" in pair.target for pair in pairs)
    lines = apply_fixes(in_document_order(rows, homes), bars)
    at = _homes_of(lines, homes)
    cuts = sorted([*_same(pairs, lines, at), *_walls(pairs, lines, at)])
    stretches: list[Stretch] = []
    pair, line = 0, 0
    for start, stop, first, last in [*cuts, (len(pairs), len(pairs), len(lines), len(lines))]:
        stretches += _divided(pairs, pair, start, lines[line:first])
        if stop > start:
            stretches.append(Stretch(start, stop, tuple(lines[first:last])))
        pair, line = stop, last
    return stretches


def has_text_of(line: SheetLine, pair: Pair) -> bool:
    """Whether a line has the texts of a pair, but for white space."""
    return bare(line.source) == bare(pair.source) and bare(line.target) == bare(pair.target)


def _homes_of(lines: Sequence[SheetLine], homes: Mapping[str, int]) -> list[int | None]:
    """The index of the pair to which the id of each line belongs; None of a repeated id, or one without."""
    found: list[int | None] = []
    last = -1
    for line in lines:
        home = homes.get(line.rows[0].id) if line.rows else None
        known = home is not None and home > last
        found.append(home if known else None)
        last = home if home is not None and known else last
    return found


_Cut = tuple[int, int, int, int]
"""A pair, from index to index, and its lines: none, or one."""


def _same(pairs: Sequence[Pair], lines: Sequence[SheetLine], at: Sequence[int | None]) -> Iterator[_Cut]:
    """The lines that have the texts of their pairs still."""
    for index, (line, home) in enumerate(zip(lines, at, strict=True)):
        if home is not None and has_text_of(line, pairs[home]):
            yield home, home + 1, index, index + 1


def _walls(pairs: Sequence[Pair], lines: Sequence[SheetLine], at: Sequence[int | None]) -> Iterator[_Cut]:
    """The pairs that have no line, and no text in the lines around their place: they were left out of the sheet, or
    their row was deleted. Each with the index of the line that follows it."""
    known = [(index, home) for index, home in enumerate(at) if home is not None]
    for (before, low), (after, high) in pairwise([(-1, -1), *known, (len(lines), len(pairs))]):
        if high - low < 2:
            continue
        near = lines[max(0, before - _FAR) : after + _FAR]
        sides = [bare("".join(line.source for line in near)), bare("".join(line.target for line in near))]
        for index in range(low + 1, high):
            texts = bare(pairs[index].source), bare(pairs[index].target)
            if not any(text and text in side for text, side in zip(texts, sides, strict=True)):
                yield index, index + 1, after, after


def _divided(pairs: Sequence[Pair], start: int, stop: int, lines: Sequence[SheetLine]) -> Iterator[Stretch]:
    """Cut the pairs from `start` to `stop` and their lines wherever the texts of both sides have a border in common."""
    if start == stop and not lines:
        return
    inside = pairs[start:stop]
    syncs = {(0, 0), (len(lines), len(inside))}
    if inside and lines:
        sides = [
            ([pair.source for pair in inside], [line.source for line in lines], inside[0].source_lang),
            ([pair.target for pair in inside], [line.target for line in lines], inside[0].target_lang),
        ]
        borders = [offsets(before) for before, _, _ in sides]
        places = [locate_borders(before, after, not is_unspaced(language)) for before, after, language in sides]
        syncs |= _common_borders(borders, places)
    open_from = (0, 0)
    for sync in sorted(syncs)[1:]:
        (line, pair), (next_line, next_pair) = open_from, sync
        rest = lines[next_line:]
        if rest and rest[0].empty:  # an emptied row belongs to what was taken from it
            continue
        yield Stretch(start + pair, start + next_pair, tuple(lines[line:next_line]))
        open_from = sync


def _common_borders(borders: Sequence[list[int]], places: Sequence[list[Place | None]]) -> set[tuple[int, int]]:
    """The (line border, pair border) that are one place in both sides, as far as they go up together."""
    source, target = borders
    found: list[tuple[int, int]] = []
    for line, (in_source, in_target) in enumerate(zip(*places, strict=True)):
        if in_source is None or in_target is None:
            continue
        for pair in range(max(found[-1][1] if found else 0, bisect_left(source, in_source[0])), len(source)):
            if source[pair] > in_source[1]:
                break
            if in_source[0] <= source[pair] and in_target[0] <= target[pair] <= in_target[1]:
                found.append((line, pair))
    return set(found)
