"""What a reviewer did to the borders of cells: rows of a document beside its pairs, in stretches that belong together.

A row that was moved stands again where its id says; a row that was added stays below the one that it was added to. Then
pairs and rows are cut where both have a border, in the source and in the translation: at pairs whose row still has
their texts, at pairs that have no row and whose texts are in none, and wherever the texts say so. What lies between two
cuts is a stretch: as few pairs as possible, and the rows that hold their texts now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from align.corpus.pair import Pair
from align.languages.scripts import is_unspaced
from align.review.cell_borders import bare, locate_borders, offsets
from align.review.cell_contents import alike
from align.review.fixes import BAR, SheetLine, apply_fixes
from align.review.sheet_rows import SheetRow
from align.review.text_ties import Tied, find_ties

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


def find_stretches(
    pairs: Sequence[Pair], rows: Sequence[SheetRow], homes: Mapping[str, int]
) -> tuple[list[Stretch], list[SheetRow]]:
    """Cut the pairs of a document, and the rows of one sheet that show some of them, into stretches, in order.

    With them come the rows that are empty now, and whose pairs' texts are in no other row.
    """
    bars = not any(BAR in pair.source or BAR in pair.target for pair in pairs)
    every = apply_fixes(in_document_order(rows, homes), bars)
    lines = [line for line in every if not line.empty]
    at = _homes_of(lines, homes)
    ties = find_ties(pairs, lines, at)
    tied, moved, taken = Tied(ties, len(pairs), len(lines)), {pair for pair, _ in ties}, {line for _, line in ties}
    known = {(0, 0), (len(lines), len(pairs))}
    known |= {border for border in (*_same(pairs, lines, at), *_walls(pairs, lines, at)) if tied.allow(*border)}
    borders = set(known)
    for (line, pair), (next_line, next_pair) in pairwise(sorted(known)):
        if next_line - line > 1 or next_pair - pair > 1:
            group = _Group(pairs[pair:next_pair], lines[line:next_line], at[line:next_line], (line, pair))
            found = ((line + lines_in, pair + pairs_in) for lines_in, pairs_in in group.borders(moved, taken))
            borders |= {border for border in found if tied.allow(*border)}
    stretches: list[Stretch] = []
    line, pair = 0, 0
    for next_line, next_pair in sorted(borders)[1:]:
        if 0 < next_line < len(lines) and lines[next_line - 1].near is lines[next_line].near:
            continue  # the parts of a row belong together
        stretches.append(Stretch(pair, next_pair, tuple(lines[line:next_line])))
        line, pair = next_line, next_pair
    return _with_emptied(stretches, every, homes)


def _with_emptied(
    stretches: Sequence[Stretch], lines: Sequence[SheetLine], homes: Mapping[str, int]
) -> tuple[list[Stretch], list[SheetRow]]:
    """Add the emptied lines, for their notes: each to the stretch that has the texts of its pair, in other lines now;
    one that was added in the sheet to that of the line before it. The rows of the others are returned apart."""
    of_pair = {index: stretch for stretch in stretches if stretch.lines for index in range(stretch.start, stretch.stop)}
    of_line = {id(line): stretch for stretch in stretches for line in stretch.lines}
    emptied: dict[int, list[SheetLine]] = {}
    alone: list[SheetRow] = []
    before: Stretch | None = None
    for line in lines:
        before = of_line.get(id(line), before)
        if line.empty:
            known = [homes[row.id] for row in line.rows if row.id in homes]
            stretch = of_pair.get(known[0]) if known else before
            if stretch is not None and stretch.start < stretch.stop:
                emptied.setdefault(id(stretch), []).append(line)
            else:
                alone += line.rows
    return [replace(one, lines=(*one.lines, *emptied.get(id(one), ()))) for one in stretches], alone


def has_text_of(line: SheetLine, pair: Pair) -> bool:
    """Whether a line has the texts of a pair, but for white space."""
    if (line.source, line.target) == (pair.source, pair.target):
        return True
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


_Border = tuple[int, int]
"""A border between lines, and one between pairs, that are one place: each the number of those before it."""


def _same(pairs: Sequence[Pair], lines: Sequence[SheetLine], at: Sequence[int | None]) -> Iterator[_Border]:
    """The borders of the lines that have the texts of their pairs still."""
    for line, home in enumerate(at):
        if home is not None and has_text_of(lines[line], pairs[home]):
            yield line, home
            yield line + 1, home + 1


def _walls(pairs: Sequence[Pair], lines: Sequence[SheetLine], at: Sequence[int | None]) -> Iterator[_Border]:
    """The borders of the pairs that have no line, and no text in the lines around their place: they were left out of
    the sheet, or their row was deleted."""
    known = [(line, home) for line, home in enumerate(at) if home is not None]
    for (before, low), (after, high) in pairwise([(-1, -1), *known, (len(lines), len(pairs))]):
        if high - low < 2:
            continue
        near = lines[max(0, before - _FAR) : after + _FAR]
        sides = [bare("".join(line.source for line in near)), bare("".join(line.target for line in near))]
        for index in range(low + 1, high):
            texts = bare(pairs[index].source), bare(pairs[index].target)
            if not any(text and text in side for text, side in zip(texts, sides, strict=True)):
                yield after, index
                yield after, index + 1


@dataclass(frozen=True, slots=True)
class _Group:
    """Neighbouring pairs and lines of which it is not known yet which belong together; `start` has the indices
    of the first line and the first pair in their document."""

    pairs: Sequence[Pair]
    lines: Sequence[SheetLine]
    at: Sequence[int | None]
    start: tuple[int, int]

    def borders(self, moved: Collection[int], taken: Collection[int]) -> set[_Border]:
        """The borders inside the group: by where the texts are if none is missing; else at the lines that were only
        worded anew, too. `moved` are the pairs, `taken` the lines that are tied to another one than their own."""
        if not self.pairs or not self.lines:
            return set()
        found: set[_Border] = set()
        if not self._is_whole():
            found |= set(self._reworded(moved, taken))
        edges = sorted({(0, 0), *found, (len(self.lines), len(self.pairs))})
        for (line, pair), (next_line, next_pair) in pairwise(edges):
            pairs, lines = self.pairs[pair:next_pair], self.lines[line:next_line]
            if pairs and lines and max(len(pairs), len(lines)) > 1:
                found |= {
                    (line + inner_line, pair + inner_pair) for inner_line, inner_pair in _common_borders(pairs, lines)
                }
        return found

    def _is_whole(self) -> bool:
        """Whether both sides have all of their text, in order."""
        return all(
            "".join(bare(getattr(pair, side)) for pair in self.pairs)
            == "".join(bare(getattr(line, side)) for line in self.lines)
            for side in ("source", "target")
        )

    def _reworded(self, moved: Collection[int], taken: Collection[int]) -> Iterator[_Border]:
        """The borders of the lines whose translation a reviewer has worded anew: nothing shows that a text moved."""
        changes = [self._change(line) for line in range(len(self.lines))]
        for line, home in enumerate(self.at):
            if home is None or home in moved or line + self.start[0] in taken or not self.lines[line].target.strip():
                continue
            pair = self.pairs[home - self.start[1]]
            if not alike(bare(pair.source), bare(self.lines[line].source)):
                continue
            if not self._takes_part(line, changes):
                yield line, home - self.start[1]
                yield line + 1, home - self.start[1] + 1

    def _takes_part(self, line: int, changes: Sequence[tuple[Counter[str], Counter[str]]]) -> bool:
        """Whether a third of the words that a line has gained or lost are those that its neighbours have lost or
        gained: fewer are by chance."""
        gained, lost = changes[line]
        others = [changes[at] for at in range(max(0, line - 2), min(len(changes), line + 3)) if at != line]
        their_gain = sum((gain for gain, _ in others), Counter[str]())
        their_loss = sum((loss for _, loss in others), Counter[str]())
        shared = (gained & their_loss).total() + (lost & their_gain).total()
        return shared > 0 and shared * 3 >= gained.total() + lost.total()

    def _change(self, line: int) -> tuple[Counter[str], Counter[str]]:
        """The words of the translation that a line has gained, and those that it has lost."""
        home = self.at[line]
        before = "" if home is None else self.pairs[home - self.start[1]].target
        old, new = Counter(before.split()), Counter(self.lines[line].target.split())
        return new - old, old - new


def _common_borders(pairs: Sequence[Pair], lines: Sequence[SheetLine]) -> set[_Border]:
    """The borders that are one place in both sides, as far as the texts tell."""
    source = _SideBorders([pair.source for pair in pairs], [line.source for line in lines], pairs[0].source_lang)
    target = _SideBorders([pair.target for pair in pairs], [line.target for line in lines], pairs[0].target_lang)
    found: list[_Border] = []
    for line, (in_source, in_target) in enumerate(zip(source.places, target.places, strict=True)):
        if in_source is None or in_target is None:
            continue
        first = max(found[-1][1] if found else 0, bisect_left(source.borders, in_source[0]))
        for pair in range(first, len(source.borders)):
            if source.borders[pair] > in_source[1]:
                break
            if in_target[0] <= target.borders[pair] <= in_target[1]:
                found.append((line, pair))
    return set(found)


class _SideBorders:
    """A side of pairs and lines: the borders of the pairs, and the places of those of the lines."""

    def __init__(self, before: Sequence[str], after: Sequence[str], language: str):
        self.borders = offsets(before)
        self.places = locate_borders(before, after, not is_unspaced(language))
