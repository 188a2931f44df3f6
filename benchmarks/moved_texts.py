"""Texts whose parts stand in another order in the target, made of gold alignments; and how they are aligned."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from measuring import Row

from align.alignment.aligner import align_segments
from align.alignment.arrays import Span
from align.alignment.beads import Bead, Counts, count_matches
from align.alignment.moved_blocks import MovedBlock
from align.alignment.reordering import align_and_look

Cuts = list[int]
"""Numbers of the beads, null ones not counted, that parts begin with; from 0 to the number of all."""


Text = tuple[list[str], list[str], list[Bead]]
"""The sentences of a source and a target, and the beads that are right."""


@dataclass(frozen=True, slots=True)
class MovedText:
    """Two texts, the beads that are right, and of each part its source sentences."""

    source: list[str]
    target: list[str]
    gold: list[Bead]
    parts: list[Span]


@dataclass(frozen=True, slots=True)
class Move:
    """A way to move parts of a text: what it is called, and, for a number of beads, the parts and their new order."""

    name: str
    least: int  # beads of a text
    parts: Callable[[int, random.Random], tuple[Cuts, list[int]]]


def moved(text: Text, move: Move, seed: int) -> MovedText | None:
    """The text with parts of its target in another order; None if it is too short for the move."""
    source, target, gold = text
    linked = [bead for bead in gold if bead.source and bead.target]
    if len(linked) < move.least:
        return None
    cuts, order = move.parts(len(linked), random.Random(seed))
    cuts = sorted(set(cuts))
    begins = [linked[cut] for cut in cuts[1:-1]]
    spans = list(pairwise([0, *(bead.target[0] for bead in begins), len(target)]))
    old = [j for part in order if part < len(spans) for j in range(*spans[part])]
    new = {j: place for place, j in enumerate(old)}
    beads = [replace(bead, target=tuple(new[j] for j in bead.target)) for bead in gold]
    parts = list(pairwise([0, *(bead.source[0] for bead in begins), len(source)]))
    return MovedText(source, [target[j] for j in old], beads, parts)


def _halves(count: int, chance: random.Random) -> tuple[Cuts, list[int]]:
    return [0, count // 2, count], [1, 0]


def _block(size: int) -> Callable[[int, random.Random], tuple[Cuts, list[int]]]:
    """Move `size` beads over at least half as many others, or over all that there are."""

    def parts(count: int, chance: random.Random) -> tuple[Cuts, list[int]]:
        first = chance.randrange(0, count - size + 1)
        before, after = first, count - size - first
        over = chance.randrange(size // 2, max(before, after))
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
    Move("halves swapped", 60, _halves),
    Move("a block of 30", 90, _block(30)),
    Move("a block of 60", 150, _block(60)),
    Move("a block of 150", 330, _block(150)),
    Move("5 chapters shuffled", 100, _shuffled(5)),
    Move("stories of 30 shuffled", 60, _shuffled(0, 30)),
]


@dataclass(slots=True)
class _Tally:
    """What was found in the texts of a set."""

    texts: int = 0
    in_order: Counts = field(default_factory=Counts)  # before anything was moved
    without: Counts = field(default_factory=Counts)
    reordered: Counts = field(default_factory=Counts)
    seconds: float = 0.0  # of aligning without reordering
    seconds_reordered: float = 0.0
    parts: int = 0
    parts_found: int = 0
    blocks: int = 0
    false: int = 0

    def add(self, text: Text, move: MovedText, languages: tuple[str, str]) -> None:
        source_lang, target_lang = languages
        before = align_segments(text[0], text[1], source_lang=source_lang, target_lang=target_lang)
        start = time.process_time()
        without = align_segments(move.source, move.target, source_lang=source_lang, target_lang=target_lang)
        middle = time.process_time()
        found = align_and_look(move.source, move.target, source_lang=source_lang, target_lang=target_lang, reorder=True)
        self.seconds += middle - start
        self.seconds_reordered += time.process_time() - middle
        self.texts += 1
        self.in_order += count_matches(text[2], before)
        self.without += count_matches(move.gold, without)
        self.reordered += count_matches(move.gold, found.beads)
        self.parts += len(move.parts)
        self.parts_found += sum(_found(part, move.gold, found.beads) for part in move.parts)
        self.blocks += len(found.moved)
        self.false += sum(not _true(block, move.gold) for block in found.moved)

    def row(self) -> Row:
        scores = (self.in_order, self.without, self.reordered)
        in_order, without, reordered = (f"{counts.scores()['strict_f1']:.3f}" for counts in scores)
        return {
            "texts": self.texts,
            "in order": in_order,
            "moved": without,
            "--reorder": reordered,
            "parts found": f"{self.parts_found} of {self.parts}",
            "blocks": self.blocks,
            "false": self.false,
            "s": self.seconds,
            "s --reorder": self.seconds_reordered,
        }


def _found(part: Span, gold: Sequence[Bead], beads: Sequence[Bead]) -> bool:
    """Whether most beads of a part are there."""
    there = {(bead.source, bead.target) for bead in beads}
    wanted = [bead for bead in gold if bead.source and bead.target and part[0] <= bead.source[0] < part[1]]
    return 2 * sum((bead.source, bead.target) in there for bead in wanted) > len(wanted)


def _true(block: MovedBlock, gold: Sequence[Bead]) -> bool:
    """Whether most beads that begin in the source of a block end in its target."""
    inside = [
        bead for bead in gold if bead.source and bead.target and block.source[0] <= bead.source[0] < block.source[1]
    ]
    return 2 * sum(block.target[0] <= bead.target[0] < block.target[1] for bead in inside) > len(inside)


def moved_rows(name: str, texts: Sequence[Text], languages: tuple[str, str]) -> list[Row]:
    """A row for each move of a set's texts: strict F1 before the move, after it, and aligned with --reorder."""
    rows = []
    for move in MOVES:
        tally = _Tally()
        for seed, text in enumerate(texts):
            changed = moved(text, move, seed)
            if changed:
                tally.add(text, changed, languages)
        if tally.texts:
            rows.append({"set": name, "move": move.name, **tally.row()})
    return rows


def false_alarms(sets: dict[str, list[Text]], languages: dict[str, tuple[str, str]]) -> list[Row]:
    """How many blocks are said to be moved in texts as they are, beside another text's translation, and beside their
    own with its sentences in random order."""
    counts = {kind: [0, 0] for kind in ("as they are", "unrelated", "in random order")}
    for name, kept in sets.items():
        source_lang, target_lang = languages[name]
        for m, (source, own, _) in enumerate(kept):
            targets = [("as they are" if m == n else "unrelated", target) for n, (_, target, _) in enumerate(kept)]
            for kind, target in [*targets, ("in random order", random.Random(m).sample(own, len(own)))]:
                found = align_and_look(source, target, source_lang=source_lang, target_lang=target_lang)
                counts[kind][0] += 1
                counts[kind][1] += len(found.moved)
    return [{"texts": kind, "number": number, "blocks": blocks} for kind, (number, blocks) in counts.items()]
