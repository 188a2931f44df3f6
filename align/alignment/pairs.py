"""Beads to Pairs, and what can be said of an alignment as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from align.alignment.beads import Bead
from align.checks.confidence import CONFIDENCE, UNCERTAIN
from align.corpus.pair import Pair
from align.document import Segment

UNRELATED = 0.3
"""Mean score under which two texts are hardly translations of each other: translations of news reach 0.7 to 0.9."""
_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "km", "my"})


@dataclass(frozen=True, slots=True)
class Naming:
    """What the pairs of a document have in common: the stem of their ids, document, languages and date."""

    stem: str
    doc: str
    source_lang: str
    target_lang: str
    created: str = ""


def to_pairs(
    beads: Sequence[Bead], source: Sequence[Segment], target: Sequence[Segment], naming: Naming
) -> Iterator[Pair]:
    """One pair a bead, in order, the many sides joined; a null's other side is empty. Nothing of either text is
    lost."""
    for n, bead in enumerate(beads, start=1):
        here, there = [source[i] for i in bead.source], [target[j] for j in bead.target]
        yield Pair(
            id=f"{naming.stem}-{n:04d}",
            doc=naming.doc,
            n=n,
            source=_joined(here, naming.source_lang),
            target=_joined(there, naming.target_lang),
            source_lang=naming.source_lang,
            target_lang=naming.target_lang,
            kind=(here or there)[0].kind,
            source_span=tuple((segment.start, segment.end) for segment in here) or None,
            target_span=tuple((segment.start, segment.end) for segment in there) or None,
            origin="human",
            status="draft",
            score=bead.score if here and there else None,
            created=naming.created,
            extra={CONFIDENCE: bead.confidence},
        )


def _joined(segments: Sequence[Segment], language: str) -> str:
    blank = "" if language.split("-")[0] in _WITHOUT_SPACES else " "
    return blank.join(segment.flat for segment in segments if segment.flat)


@dataclass(slots=True)
class Stretch:
    """Beads `first` to `last` (numbers from 1) next to each other that are uncertain."""

    first: int
    last: int


@dataclass(slots=True)
class Report:
    """What an alignment looks like from afar; reports of several documents add up by `+=`."""

    source_segments: int = 0
    target_segments: int = 0
    types: Counter[str] = field(default_factory=Counter)
    score_sum: float = 0.0
    stretches: list[Stretch] = field(default_factory=list)

    @classmethod
    def of(cls, beads: Sequence[Bead]) -> Report:
        """The report of one document's beads."""
        report = cls()
        for n, bead in enumerate(beads, start=1):
            size = len(bead.source) + len(bead.target)
            report.source_segments += len(bead.source)
            report.target_segments += len(bead.target)
            report.types[bead.type] += 1
            report.score_sum += bead.score * size
            if bead.confidence < UNCERTAIN:
                if report.stretches and report.stretches[-1].last == n - 1:
                    report.stretches[-1].last = n
                else:
                    report.stretches.append(Stretch(n, n))
        return report

    def __iadd__(self, other: Report) -> Report:
        self.source_segments += other.source_segments
        self.target_segments += other.target_segments
        self.types.update(other.types)
        self.score_sum += other.score_sum
        self.stretches += other.stretches
        return self

    @property
    def score(self) -> float:
        """Mean score over all segments of both sides, those without a counterpart counted as 0."""
        return self.score_sum / max(1, self.source_segments + self.target_segments)

    @property
    def unrelated(self) -> bool:
        """Whether the texts are hardly translations of each other."""
        return self.score < UNRELATED
