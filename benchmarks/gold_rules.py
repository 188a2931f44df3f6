"""Rules that make two texts, and the beads that are right, out of pairs of lines that translate each other.

A pair is a line of each side. Rules join, cut, list or shift the lines of pairs that follow each other; steps then
leave lines out or put in what only one side has. What is right follows from what a rule did, never from what the lines
say:

* a line cut on one side is 1-n, lines joined on one side are m-1;
* a line cut on both sides is 2-2 where the cuts lie far apart in it, so that no part is the translation of another;
* where a line ends in the middle of the next sentence on one side only, both sentences are one bead;
* a line that was taken out, or put in, on one side is a null bead.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import itemgetter

from align.alignment.beads import Bead

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """The lines of a bead: of each side, those that belong together."""

    lines: tuple[list[str], list[str]]

    @classmethod
    def of(cls, side: int, lines: list[str], others: list[str]) -> Unit:
        """`lines` on `side`, `others` on the other."""
        return cls((lines, others) if side == 0 else (others, lines))


Rule = Callable[[Sequence[Pair], random.Random], tuple[list[Unit], int] | None]
"""The next pairs → units and how many pairs went into them; None where the rule does not apply."""
Step = Callable[[list[Unit], Sequence[Pair], random.Random], list[Unit]]
"""Units of a text and pairs that follow it → the units changed."""

LEAST = 12
"""Characters that a part of a line must have."""
LONG = 50
"""Characters of a line that is cut where parts must not translate each other: in a short one a word decides."""
APART = 0.4
"""How far apart the cuts of both sides must lie, as a share of the line, so that no part translates another."""
MIDDLE = (0.35, 0.65)
"""Where a line may be cut, as a share of it, that goes on into the next line: each part says something of its own."""
CLAUSE = re.compile(r"[,;:.…!?]['\"»”)]*\s+|\s+[–—-]\s+")
ALIKE = str.maketrans("ecolhbnuitfasвшищпнлдгтьйае", "cec1bhunjfteeпщцшнпплтгъиоо")
"""Letters, and what a scanner reads them for."""
STRONG = re.compile(r"[;:.…!?]['\"»”)]*\s+(?=\S)")


def texts(units: Sequence[Unit]) -> tuple[list[str], list[str], list[Bead]]:
    """The lines of both sides and the gold beads, one for each unit."""
    source, target = ([line for unit in units for line in unit.lines[side]] for side in (0, 1))
    ends = [[0, *accumulate(len(unit.lines[side]) for unit in units)] for side in (0, 1)]
    spans = [[tuple(range(begin, end)) for begin, end in pairwise(side)] for side in ends]
    return source, target, [Bead(i, j) for i, j in zip(*spans, strict=True)]


def plain(pairs: Sequence[Pair], chance: random.Random) -> tuple[list[Unit], int]:
    return [Unit(([pairs[0][0]], [pairs[0][1]]))], 1


def joined(count: int, side: int, dash: str = "") -> Rule:
    """`count` lines are one on a side; with a `dash` before each, as turns of a conversation are joined."""

    def rule(pairs: Sequence[Pair], chance: random.Random) -> tuple[list[Unit], int] | None:
        if len(pairs) < count:
            return None
        line = " ".join(dash + pair[side] for pair in pairs[:count])
        return [Unit.of(side, [line], [pair[1 - side] for pair in pairs[:count]])], count

    return rule


def cut(parts: int, side: int, *, anywhere: bool = False) -> Rule:
    """A line is `parts` lines on a side: cut after clauses, or `anywhere` between words."""

    def rule(pairs: Sequence[Pair], chance: random.Random) -> tuple[list[Unit], int] | None:
        lines = _in_parts(pairs[0][side], parts, chance, anywhere)
        return lines and ([Unit.of(side, lines, [pairs[0][1 - side]])], 1)

    return rule


def cut_apart(pairs: Sequence[Pair], chance: random.Random) -> tuple[list[Unit], int] | None:
    """A line is two on both sides, cut at places that lie far apart."""
    if min(map(len, pairs[0])) < LONG:
        return None
    places = [_word_ends(line) for line in pairs[0]]
    shares = [[place / len(line) for place in side] for side, line in zip(places, pairs[0], strict=True)]
    choices = [
        (i, j)
        for i, share in zip(places[0], shares[0], strict=True)
        for j, other in zip(places[1], shares[1], strict=True)
        if abs(share - other) >= APART
    ]
    if not choices:
        return None
    i, j = chance.choice(choices)
    return [Unit((_cut_at(pairs[0][0], i), _cut_at(pairs[0][1], j)))], 1


def cut_alike(pairs: Sequence[Pair], chance: random.Random) -> tuple[list[Unit], int] | None:
    """A line is two on both sides, cut at the only end of a sentence or a strong mark (; :) that is within both."""
    found = [[m for m in STRONG.finditer(line) if LEAST <= m.end() <= len(line) - LEAST] for line in pairs[0]]
    if any(len(marks) != 1 for marks in found):
        return None
    marks = [side[0] for side in found]
    shares = [mark.end() / len(line) for mark, line in zip(marks, pairs[0], strict=True)]
    if marks[0][0][0] != marks[1][0][0] or abs(shares[0] - shares[1]) > 0.1:
        return None
    (a, b), (c, d) = (_cut_at(line, mark.end()) for mark, line in zip(marks, pairs[0], strict=True))
    return [Unit(([a], [c])), Unit(([b], [d]))], 1


def run_on(side: int) -> Rule:
    """Two sentences whose first line, on a side, goes on into the second sentence, or ends before the first does."""

    def rule(pairs: Sequence[Pair], chance: random.Random) -> tuple[list[Unit], int] | None:
        if len(pairs) < 2:
            return None
        which = chance.randrange(2)  # the sentence that is cut
        line = pairs[which][side]
        places = [place for place in _word_ends(line) if MIDDLE[0] <= place / len(line) <= MIDDLE[1]]
        if len(line) < LONG or not places:
            return None
        first, second = _cut_at(line, chance.choice(places))
        lines = [f"{pairs[0][side]} {first}", second] if which else [first, f"{second} {pairs[1][side]}"]
        return [Unit.of(side, lines, [pair[1 - side] for pair in pairs[:2]])], 2

    return rule


def listed(side: int) -> Rule:
    """Two to four short lines are points of a list, and one sentence with semicolons on a side."""

    def rule(pairs: Sequence[Pair], chance: random.Random) -> tuple[list[Unit], int] | None:
        count = chance.randint(2, 4)
        points = pairs[:count]
        if len(points) < count or any(len(line) > 90 for pair in points for line in pair):
            return None
        sign = chance.choice(("- ", "• ", "* "))
        sentence = "; ".join(pair[side].rstrip(" .;,") for pair in points) + "."
        return [Unit.of(side, [sentence], [sign + pair[1 - side] for pair in points])], count

    return rule


def applied(pairs: Sequence[Pair], rules: Sequence[tuple[float, Rule]], chance: random.Random) -> list[Unit]:
    """Units of all pairs: at each place a rule by its share, and `plain` for the rest or where it does not apply."""
    units: list[Unit] = []
    place = 0
    while place < len(pairs):
        ahead, drawn = pairs[place : place + 6], chance.random()
        rule: Rule = plain
        for share, other in rules:
            drawn -= share
            if drawn < 0:
                rule = other
                break
        made, used = rule(ahead, chance) or plain(ahead, chance)
        units += made
        place += used
    return units


def left_out(share: float, longest: int, sides: Sequence[int] = (0, 1)) -> Step:
    """About `share` of the units lose their lines on one of `sides`, 1 to `longest` at a time; never where a repeated
    line leaves open which one is missing."""

    def step(units: list[Unit], more: Sequence[Pair], chance: random.Random) -> list[Unit]:
        wanted = _count(share * len(units), chance)
        for _ in range(20 * (wanted + 1)):
            if wanted <= 0:
                break
            size = min(chance.randint(1, longest), wanted, len(units))
            side, begin = chance.choice(sides), chance.randrange(len(units) - size + 1)
            run = units[begin : begin + size]
            alone = [Unit.of(1 - side, [line], []) for unit in run for line in unit.lines[1 - side]]
            changed = [*units[:begin], *alone, *units[begin + size :]]
            if all(all(unit.lines) for unit in run) and not ambiguous(changed):
                units, wanted = changed, wanted - size
        return units

    return step


def ambiguous(units: Sequence[Unit]) -> bool:
    """Whether a run of lines without a counterpart could as well begin a line earlier or later, since that is the same
    line again."""
    for side in (0, 1):
        lines = [(line, bool(unit.lines[1 - side])) for unit in units for line in unit.lines[side]]
        begin = 0
        for linked, group in groupby(lines, key=itemgetter(1)):
            end = begin + len(list(group))
            if not linked:
                later = end < len(lines) and lines[end][0] == lines[begin][0]
                if later or (begin and lines[begin - 1][0] == lines[end - 1][0]):
                    return True
            begin = end
    return False


def put_in(share: float, lines: tuple[Sequence[str], Sequence[str]]) -> Step:
    """Between about `share` of the units a line that only one side has, of those for that side."""

    def step(units: list[Unit], more: Sequence[Pair], chance: random.Random) -> list[Unit]:
        places = set(chance.sample(range(len(units) + 1), min(len(units), _count(share * len(units), chance))))
        result: list[Unit] = []
        for place, unit in enumerate([*units, None]):
            if place in places:
                side = chance.randrange(2)
                result.append(Unit.of(side, [chance.choice(lines[side])], []))
            result += [unit] if unit else []
        return result

    return step


def other_ending(least: float, most: float) -> Step:
    """The text ends, after that share of its units more, with pairs that follow it: some on one side, the next ones on
    the other. Both are about the same, and none translates another."""

    def step(units: list[Unit], more: Sequence[Pair], chance: random.Random) -> list[Unit]:
        counts = [max(2, round(len(units) * chance.uniform(least, most))) for _ in (0, 1)]
        source, target = more[: counts[0]], more[counts[0] : sum(counts)]
        alone = [Unit(([pair[0]], [])) for pair in source] + [Unit(([], [pair[1]])) for pair in target]
        return [*units, *alone]

    return step


def misread(least: float, most: float) -> Step:
    """As of a scan: that share of the words, another one in each document, have a letter wrong or lack one."""

    def step(units: list[Unit], more: Sequence[Pair], chance: random.Random) -> list[Unit]:
        share = chance.uniform(least, most)

        def read(line: str) -> str:
            return " ".join(_misread(word, chance) if chance.random() < share else word for word in line.split())

        return [Unit(([*map(read, unit.lines[0])], [*map(read, unit.lines[1])])) for unit in units]

    return step


def _misread(word: str, chance: random.Random) -> str:
    if len(word) < 2:
        return word
    place = chance.randrange(len(word))
    letter = word[place]
    seen = letter.translate(ALIKE)
    return word[:place] + (seen if seen != letter else chance.choice(("", letter + "."))) + word[place + 1 :]


def _count(expected: float, chance: random.Random) -> int:
    """A whole number, `expected` on average."""
    return int(expected) + (chance.random() < expected % 1)


def _word_ends(line: str) -> list[int]:
    """Where a line may be cut between words."""
    return [m.end() for m in re.finditer(r"\s+", line) if LEAST <= m.end() <= len(line) - LEAST]


def _clause_ends(line: str) -> list[int]:
    return [m.end() for m in CLAUSE.finditer(line) if LEAST <= m.end() <= len(line) - LEAST]


def _in_parts(line: str, parts: int, chance: random.Random, anywhere: bool) -> list[str] | None:
    places = _word_ends(line) if anywhere else _clause_ends(line)
    if len(places) < parts - 1:
        return None
    ends = [0, *sorted(chance.sample(places, parts - 1)), len(line)]
    lines = [line[begin:end].strip() for begin, end in pairwise(ends)]
    return lines if all(len(part) >= LEAST - 1 for part in lines) else None


def _cut_at(line: str, place: int) -> list[str]:
    return [line[:place].strip(), line[place:].strip()]
