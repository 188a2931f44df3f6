"""What an alignment looks like from afar, and what is odd about two texts that should be translations of each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from align.alignment.beads import Bead
from align.alignment.moved_blocks import MovedBlock
from align.checks.confidence import UNCERTAIN
from align.errors import option_name
from align.languages.tags import language_name

UNRELATED = 0.3
"""Mean score under which two texts are hardly translations of each other: translations of news reach 0.7 to 0.9."""
MOST_MOVED = 5
"""Moved blocks that are named in lines of their own."""
LOPSIDED = 5
"""How many times as many segments one side may have before it is remarked on. Chosen by hand."""


@dataclass(slots=True)
class UncertainSpan:
    """Beads `first` to `last` (numbers from 1, both included) next to each other whose confidence is low."""

    first: int
    last: int


@dataclass(slots=True)
class AlignmentReport:
    """The figures of an alignment; reports of several documents add up by `+=`."""

    source_segments: int = 0
    target_segments: int = 0
    types: Counter[str] = field(default_factory=Counter)
    score_sum: float = 0.0
    uncertain: list[UncertainSpan] = field(default_factory=list)

    @classmethod
    def of(cls, beads: Sequence[Bead]) -> AlignmentReport:
        """The report of one document's beads."""
        report = cls()
        for n, bead in enumerate(beads, start=1):
            size = len(bead.source) + len(bead.target)
            report.source_segments += len(bead.source)
            report.target_segments += len(bead.target)
            report.types[bead.type] += 1
            report.score_sum += bead.score * size
            if bead.confidence < UNCERTAIN:
                if report.uncertain and report.uncertain[-1].last == n - 1:
                    report.uncertain[-1].last = n
                else:
                    report.uncertain.append(UncertainSpan(n, n))
        return report

    def __iadd__(self, other: AlignmentReport) -> AlignmentReport:
        self.source_segments += other.source_segments
        self.target_segments += other.target_segments
        self.types.update(other.types)
        self.score_sum += other.score_sum
        self.uncertain += other.uncertain
        return self

    @property
    def score(self) -> float:
        """Mean score over all segments of both sides, unaligned ones counted as 0."""
        return self.score_sum / max(1, self.source_segments + self.target_segments)

    @property
    def unrelated(self) -> bool:
        """Whether the texts are hardly translations of each other."""
        return self.score < UNRELATED


def input_warnings(
    names: tuple[str, str], languages: tuple[str, str], recognised: tuple[str, str], report: AlignmentReport
) -> Iterator[str]:
    """Yield a line for each thing that is odd about two texts: swapped sides, the wrong or the same language, lopsided
    lengths, sides that do not fit.

    `languages` are those that the texts are taken for, `recognised` those that they look like.
    """
    expected = [code.split("-")[0] for code in languages]
    looks = [code.split("-")[0] for code in recognised]
    if looks[0] == looks[1]:
        yield f"{names[0]} and {names[1]} are both in {language_name(looks[0])}: is one of them the wrong file?"
    elif looks != expected and looks == expected[::-1]:
        first, second = (language_name(look) for look in looks)
        yield f"the sides look swapped: {names[0]} is in {first}, {names[1]} in {second}"
    else:
        for name, look, language in zip(names, looks, expected, strict=True):
            if look != language:
                yield f"{name} looks {language_name(look)}, not {language_name(language)}: check --from and --to"
    sizes = sorted((report.source_segments, report.target_segments))
    if sizes[1] > LOPSIDED * max(1, sizes[0]):
        yield (
            f"{names[0]} has {report.source_segments} segments and {names[1]} {report.target_segments}: "
            "what has no counterpart is kept, alone"
        )
    if report.unrelated:
        yield (
            f"{names[0]} and {names[1]} hardly fit (mean score {report.score:.2f}, translations reach 0.7): "
            "are they translations of each other?"
        )


def moved_warnings(names: tuple[str, str], moved: Sequence[MovedBlock]) -> Iterator[str]:
    """Yield a line for each block that seems to stand elsewhere in the target, for MOST_MOVED and the rest in one."""
    for source, target in (block.places for block in moved[:MOST_MOVED]):
        yield (
            f"segments {source} of {names[0]} seem to stand at segments {target} of {names[1]}: "
            f"{option_name('reorder')} aligns them there"
        )
    more = len(moved) - MOST_MOVED
    if more > 0:
        yield f"… and {more} more {'block' if more == 1 else 'blocks'} of {names[0]} in another place of {names[1]}"
