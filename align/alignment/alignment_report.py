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
from align.localization import _, language, ngettext

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
        yield _(
            "{source} and {target} are both in {language}: is one of them the wrong file?",
            source=names[0],
            target=names[1],
            language=language_name(looks[0], language()),
        )
    elif looks != expected and looks == expected[::-1]:
        first, second = (language_name(look, language()) for look in looks)
        yield _(
            "the sides look swapped: {source} is in {first}, {target} in {second}",
            source=names[0],
            first=first,
            target=names[1],
            second=second,
        )
    else:
        for name, look, code in zip(names, looks, expected, strict=True):
            if look != code:
                yield _(
                    "{name} looks {look}, not {language}: check --from and --to",
                    name=name,
                    look=language_name(look, language()),
                    language=language_name(code, language()),
                )
    sizes = sorted((report.source_segments, report.target_segments))
    if sizes[1] > LOPSIDED * max(1, sizes[0]):
        yield _(
            "{source} has {n} segments and {target} {target_n}: what has no counterpart is kept, alone",
            source=names[0],
            n=report.source_segments,
            target=names[1],
            target_n=report.target_segments,
        )
    if report.unrelated:
        yield _(
            "{source} and {target} hardly fit (mean score {score:.2f}, translations reach 0.7): "
            "are they translations of each other?",
            source=names[0],
            target=names[1],
            score=report.score,
        )


def moved_warnings(names: tuple[str, str], moved: Sequence[MovedBlock]) -> Iterator[str]:
    """Yield a line for each block that seems to stand elsewhere in the target, for MOST_MOVED and the rest in one."""
    for source, target in (block.places for block in moved[:MOST_MOVED]):
        yield _(
            "segments {places} of {source} seem to stand at segments {target_places} of {target}: "
            "{option} aligns them there",
            places=source,
            source=names[0],
            target_places=target,
            target=names[1],
            option=option_name("reorder"),
        )
    more = len(moved) - MOST_MOVED
    if more > 0:
        yield ngettext(
            "… and {n} more block of {source} in another place of {target}",
            "… and {n} more blocks of {source} in another place of {target}",
            more,
            source=names[0],
            target=names[1],
        )
