"""Turns beads into the pairs of a corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from align.alignment.beads import Bead
from align.checks.confidence import CONFIDENCE
from align.corpus.pair import Pair
from align.corpus.paragraphs import paragraph_record
from align.document import Segment
from align.languages.scripts import is_unspaced


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
    """Yield one pair a bead, in order, the segments of each side joined; an unaligned segment's other side is empty.
    Nothing of either text is lost."""
    for n, bead in enumerate(beads, start=1):
        source_side, target_side = [source[i] for i in bead.source], [target[j] for j in bead.target]
        yield Pair(
            id=f"{naming.stem}-{n:04d}",
            doc=naming.doc,
            n=n,
            source=_joined(source_side, naming.source_lang),
            target=_joined(target_side, naming.target_lang),
            source_lang=naming.source_lang,
            target_lang=naming.target_lang,
            kind=(source_side or target_side)[0].kind,
            source_span=tuple((segment.start, segment.end) for segment in source_side) or None,
            target_span=tuple((segment.start, segment.end) for segment in target_side) or None,
            origin="human",
            status="draft",
            score=bead.score if source_side and target_side else None,
            created=naming.created,
            extra={CONFIDENCE: bead.confidence, **(paragraph_record(source_side[0].paragraph) if source_side else {})},
        )


def _joined(segments: Sequence[Segment], language: str) -> str:
    space = "" if is_unspaced(language) else " "
    return space.join(segment.flat for segment in segments if segment.flat)
