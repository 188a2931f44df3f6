"""Beads, the field's file of them, and its strict and lax scores.

A file has one bead a line, `[0, 1]:[2]`, zero-based, with an optional score after a second colon; `[]` is an empty
side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from align.corpus.fields import integer
from align.errors import FormatError
from align.localization import _


@dataclass(frozen=True, slots=True)
class Bead:
    """Source and target segments (indices from 0, ascending) that belong together; `score` (0 to 1) is how well they
    fit, 0 for an empty side; `confidence` the probability that this very bead is right, as the aligner sees it."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float = 0.0
    confidence: float = 1.0

    @property
    def type(self) -> str:
        """The field's name of its shape: `1-1`, `2-1`, `0-1`."""
        return f"{len(self.source)}-{len(self.target)}"

    def __str__(self) -> str:
        return f"{list(self.source)}:{list(self.target)}:{self.score:.4f}"


_LINE = re.compile(r"\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::\s*([-+.\deE]+|nan)?)?")


def read_beads(lines: Iterable[str], name: str = "-") -> Iterator[Bead]:
    """Read bead lines; blank lines are passed over. Raises FormatError with the number of a line that is no bead."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _bead(line)
        except ValueError as error:
            shown = line.strip()[:40]
            raise FormatError(
                _(
                    "{name}, line {number}: {text!r} is no bead. Write it as [0, 1]:[2]",
                    name=name,
                    number=number,
                    text=shown,
                )
            ) from error


def _bead(line: str) -> Bead:
    """The bead in a line. Raises ValueError where there is none, or a number that is not one."""
    match = _LINE.fullmatch(line.strip())
    if not match:
        raise ValueError(line)
    source, target = (tuple(sorted(integer(i) for i in re.findall(r"\d+", side))) for side in match.groups()[:2])
    return Bead(source, target, float(match[3] or 0.0))


@dataclass(frozen=True, slots=True)
class Counts:
    """What precision and recall are made of; counts of several documents add up."""

    predicted: int = 0
    strict: int = 0
    lax: int = 0
    gold: int = 0
    found_strict: int = 0
    found_lax: int = 0
    null: int = 0
    found_null: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def scores(self) -> dict[str, float]:
        """Precision, recall and F1, strict and lax, and the recall of the gold's null beads; from 0 to 1."""
        strict = _prf(self.strict, self.predicted, self.found_strict, self.gold)
        lax = _prf(self.lax, self.predicted, self.found_lax, self.gold)
        return {
            **{f"strict_{name}": value for name, value in zip(("precision", "recall", "f1"), strict, strict=True)},
            **{f"lax_{name}": value for name, value in zip(("precision", "recall", "f1"), lax, strict=True)},
            "null_recall": self.found_null / self.null if self.null else 1.0,
        }


def count_matches(gold: Sequence[Bead], predicted: Sequence[Bead]) -> Counts:
    """Count as Thompson and Koehn 2019 do (https://aclanthology.org/D19-1136, the `score.py` of Vecalign).

    A predicted bead is strictly right when the same bead is in the gold, laxly right when it shares a linked source and
    target segment with a gold bead. Precision counts every predicted bead, null beads included, where a null bead is
    right only if the gold has the very same; recall leaves null beads out on both sides.
    """
    predicted_all, predicted_links = _index(predicted)
    gold_all, gold_links = _index(gold)
    right = [(bead in gold_all, _overlaps(bead, gold_links) or bead in gold_all) for bead in _sides(predicted)]
    found = [(bead in predicted_all, _overlaps(bead, predicted_links)) for bead in _sides(gold) if bead[0] and bead[1]]
    nulls = [bead for bead in _sides(gold) if not (bead[0] and bead[1])]
    return Counts(
        predicted=len(right),
        strict=sum(strict for strict, __ in right),
        lax=sum(lax for __, lax in right),
        gold=len(found),
        found_strict=sum(strict for strict, __ in found),
        found_lax=sum(lax for __, lax in found),
        null=len(nulls),
        found_null=sum(bead in predicted_all for bead in nulls),
    )


_Sides = tuple[tuple[int, ...], tuple[int, ...]]


def _sides(beads: Iterable[Bead]) -> list[_Sides]:
    """The different beads without scores; the field's scorer drops repeated ones and those with two empty sides."""
    return list(dict.fromkeys((bead.source, bead.target) for bead in beads if bead.source or bead.target))


def _index(beads: Iterable[Bead]) -> tuple[set[_Sides], dict[int, set[int]]]:
    """The set of beads, and for each linked source segment the target segments it is linked to."""
    sides = _sides(beads)
    links: dict[int, set[int]] = {}
    for source, target in sides:
        for i in source:
            links.setdefault(i, set()).update(target)
    return set(sides), links


def _overlaps(bead: _Sides, links: dict[int, set[int]]) -> bool:
    return any(not links.get(i, set()).isdisjoint(bead[1]) for i in bead[0])


def _prf(right: int, predicted: int, found: int, gold: int) -> tuple[float, float, float]:
    precision = right / predicted if predicted else 0.0
    recall = found / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right and found else 0.0
