"""Confirmed pairs as the beads that an alignment can keep: what crosses is joined to a block, or left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from align.alignment.beads import Bead
from align.pipelines.placement import PlacedPair

Sides = tuple[tuple[int, ...], tuple[int, ...]]
"""The source and target segments of a bead."""


@dataclass(slots=True)
class FixedBeads:
    """The `beads` that are fixed, in order. `blocks` are those that are made of several pairs, with these; `left_out`
    are pairs that cannot be kept beside the others."""

    beads: tuple[Bead, ...] = ()
    blocks: dict[Sides, list[PlacedPair]] = field(default_factory=dict)
    left_out: list[PlacedPair] = field(default_factory=list)

    @property
    def kept(self) -> frozenset[Sides]:
        """The sides of all pairs that are fixed, alone or in a block."""
        alone = {(bead.source, bead.target) for bead in self.beads} - self.blocks.keys()
        return frozenset(alone | {(pair.source, pair.target) for block in self.blocks.values() for pair in block})

    def expanded(self, beads: Iterable[Bead]) -> list[Bead]:
        """The beads of an alignment with the pairs of each block in its place; these get the block's score."""
        result: list[Bead] = []
        for bead in beads:
            block = self.blocks.get((bead.source, bead.target))
            result += [_part(bead, pair) for pair in block] if block else [bead]
        return result


def _part(block: Bead, pair: PlacedPair) -> Bead:
    score = block.score if pair.source and pair.target else 0.0
    return replace(block, source=pair.source, target=pair.target, score=score)


def fix_beads(confirmed: Sequence[PlacedPair]) -> FixedBeads:
    """Find beads that confirmed pairs fix.

    Pairs that share a segment with one before are left out. Pairs that cross, as where the translator has changed the
    order of sentences, are fixed as one block if they cover all from its first to its last segment on both sides; else
    those of their heaviest chain that rises on both sides, by the number of segments, are fixed one by one.
    """
    fixed = FixedBeads()
    apart = _apart(confirmed, fixed.left_out)
    linked = sorted((pair for pair in apart if pair.source and pair.target), key=lambda pair: pair.source)
    alone = [pair for pair in apart if not (pair.source and pair.target)]
    beads: list[PlacedPair] = []
    for group in _crossing_groups(linked):
        block = _block(group, alone) if len(group) > 1 else []
        if block:
            rows = tuple(sorted(i for pair in block for i in pair.source))
            fixed.blocks[rows, tuple(sorted(j for pair in block for j in pair.target))] = block
            alone = [pair for pair in alone if pair not in block]
            continue
        chain = heaviest_chain(group)
        beads += chain
        fixed.left_out += [pair for pair in group if pair not in chain]
    sides = [(pair.source, pair.target) for pair in [*beads, *alone]] + list(fixed.blocks)
    fixed.beads = tuple(Bead(source, target) for source, target in sorted(sides))
    return fixed


def _apart(pairs: Sequence[PlacedPair], left_out: list[PlacedPair]) -> list[PlacedPair]:
    """The pairs that share no segment with one before, and whose segments follow each other."""
    taken: tuple[set[int], set[int]] = (set(), set())
    apart = []
    for pair in pairs:
        sides = pair.source, pair.target
        hole = any(side and side != tuple(range(side[0], side[-1] + 1)) for side in sides)
        if hole or any(not seen.isdisjoint(side) for seen, side in zip(taken, sides, strict=True)):
            left_out.append(pair)
            continue
        apart.append(pair)
        for seen, side in zip(taken, sides, strict=True):
            seen.update(side)
    return apart


def _crossing_groups(linked: Sequence[PlacedPair]) -> list[list[PlacedPair]]:
    """Split pairs in the order of the source into runs whose targets all come after those of the run before."""
    furthest = list(accumulate((pair.target[-1] for pair in linked), max))
    nearest = list(accumulate((pair.target[0] for pair in reversed(linked)), min))[::-1]
    groups: list[list[PlacedPair]] = []
    for number, pair in enumerate(linked):
        if not number or furthest[number - 1] < nearest[number]:
            groups.append([])
        groups[-1].append(pair)
    return groups


def _block(group: Sequence[PlacedPair], alone: Sequence[PlacedPair]) -> list[PlacedPair]:
    """The pairs of a group and those without a counterpart among them, if they cover all from its first to its last
    segment on both sides; else none."""
    rows = range(group[0].source[0], group[-1].source[-1] + 1)
    columns = range(min(pair.target[0] for pair in group), max(pair.target[-1] for pair in group) + 1)
    inside = [pair for pair in alone if (pair.source or (-1,))[0] in rows or (pair.target or (-1,))[0] in columns]
    block = sorted([*group, *inside], key=lambda pair: (pair.source or (rows[-1],), pair.target))
    covered = sorted(i for pair in block for i in pair.source), sorted(j for pair in block for j in pair.target)
    return block if covered == (list(rows), list(columns)) else []


def heaviest_chain(pairs: Sequence[PlacedPair]) -> list[PlacedPair]:
    """Of pairs in the order of the source, the chain with the most segments that rises on the target side too."""
    weights: list[int] = []
    previous: list[int] = []
    for number, pair in enumerate(pairs):
        before = [k for k in range(number) if pairs[k].target[-1] < pair.target[0]]
        best = max(before, key=weights.__getitem__, default=-1)
        weights.append((weights[best] if best >= 0 else 0) + len(pair.source) + len(pair.target))
        previous.append(best)
    chain = []
    number = max(range(len(pairs)), key=weights.__getitem__)
    while number >= 0:
        chain.append(pairs[number])
        number = previous[number]
    return chain[::-1]
