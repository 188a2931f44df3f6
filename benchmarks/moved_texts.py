"""Texts whose parts stand in another order in the target, made of gold alignments, with the gold to match."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from align.alignment.beads import Bead

Cuts = list[int]
"""Numbers of the beads, null ones not counted, that parts begin with; from 0 to the number of all."""


@dataclass(frozen=True, slots=True)
class MovedText:
    """Two texts and the beads that are right."""

    source: list[str]
    target: list[str]
    gold: list[Bead]


@dataclass(frozen=True, slots=True)
class Move:
    """A way to move parts of a text: what it is called, and, for a number of beads, the parts and their new order."""

    name: str
    parts: Callable[[int, random.Random], tuple[Cuts, list[int]]]


def moved(source: list[str], target: list[str], gold: Sequence[Bead], cuts: Cuts, order: Sequence[int]) -> MovedText:
    """The text whose target has the parts between `cuts` in another order: `order[k]` is the part that comes k-th."""
    linked = [bead for bead in gold if bead.source and bead.target]
    places = [0, *(linked[cut].target[0] if cut < len(linked) else len(target) for cut in cuts[1:-1]), len(target)]
    spans = list(pairwise(places))
    old = [j for part in order for j in range(*spans[part])]
    new = {j: place for place, j in enumerate(old)}
    beads = [replace(bead, target=tuple(new[j] for j in bead.target)) for bead in gold]
    return MovedText(source, [target[j] for j in old], beads)


def _halves(count: int, chance: random.Random) -> tuple[Cuts, list[int]]:
    return [0, count // 2, count], [1, 0]


def _block(size: int) -> Callable[[int, random.Random], tuple[Cuts, list[int]]]:
    """Move `size` beads over at least half as many others, or over all that there are."""

    def parts(count: int, chance: random.Random) -> tuple[Cuts, list[int]]:
        first = chance.randrange(0, count - size + 1)
        before, after = first, count - size - first
        over = chance.randrange(min(size // 2, max(before, after)), max(before, after) + 1)
        if after >= before:
            return [0, first, first + size, first + size + over, count], [0, 2, 1, 3]
        return [0, first - over, first, first + size, count], [0, 2, 1, 3]

    return parts


def _shuffled(pieces: int, size: int = 0) -> Callable[[int, random.Random], tuple[Cuts, list[int]]]:
    """Shuffle the text in so many parts; with a `size`, in parts of about so many beads."""

    def parts(count: int, chance: random.Random) -> tuple[Cuts, list[int]]:
        number = pieces or max(2, count // size)
        even = count / number
        cuts = [round(even * (k + chance.uniform(-0.2, 0.2))) for k in range(1, number)]
        order = list(range(number))
        while order == list(range(number)):
            chance.shuffle(order)
        return [0, *cuts, count], order

    return parts


MOVES = [
    Move("halves swapped", _halves),
    Move("block of 30", _block(30)),
    Move("block of 60", _block(60)),
    Move("block of 150", _block(150)),
    Move("5 chapters shuffled", _shuffled(5)),
    Move("stories of 30 shuffled", _shuffled(0, 30)),
]
