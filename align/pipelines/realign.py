"""Align a corpus again around what was confirmed in it, without the files that it was made from.

The segments are taken from the pairs: each side of a pair is split by the lengths of its spans, where these add up to
it; a side whose wording a person has changed is one segment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from align.alignment.align_options import AlignOptions
from align.alignment.aligner import align_segments
from align.alignment.bead_pairs import Naming, to_pairs
from align.alignment.beads import Bead
from align.corpus.pair import Pair, Span
from align.corpus.side_segments import SideSegment, side_segments
from align.document import Kind, Segment
from align.pipelines.align import AlignmentJob, check_as_aligned
from align.pipelines.carrying import Carrier
from align.pipelines.crossing import fix_beads
from align.pipelines.placement import CONFIRMED, PlacedPair
from align.review.review_options import is_alignment


@dataclass(slots=True)
class Realigned:
    """What was done to the documents of a corpus. Filled while its pairs are taken.

    `confirmed` pairs were fixed; of the `others` so many are `changed`, made of other segments than before. `left_out`
    are confirmed pairs that cannot be kept beside the others, `unordered` documents whose pairs do not stand in the
    order of the text, so that they were left as they are.
    """

    documents: int = 0
    confirmed: int = 0
    others: int = 0
    changed: int = 0
    left_out: list[Pair] = field(default_factory=list)
    unordered: list[str] = field(default_factory=list)


def realign_corpus(pairs: Iterable[Pair], job: AlignmentJob, outcome: Realigned) -> Iterator[Pair]:
    """Align the documents of a corpus again in which something is confirmed, if they are alignments; the
    others pass as they are. One document is in memory at a time."""
    seen: set[str] = set()
    for name, document in groupby(pairs, key=lambda pair: pair.doc):
        run = list(document)
        if not any(pair.status in CONFIRMED for pair in run) or not is_alignment(run):
            yield from run
        elif name in seen or any(before.n > after.n for before, after in pairwise(run)):
            outcome.unordered.append(name)
            yield from run
        else:
            yield from realign(run, job, outcome)
        seen.add(name)


def realign(pairs: Sequence[Pair], job: AlignmentJob, outcome: Realigned) -> list[Pair]:
    """Align the pairs of one document, in the order of its text, again around those that are confirmed.

    These come out with all that they have, numbered anew; so do those of the others that are made of the same segments.
    A pair that is made of other segments than before is a draft, with the notes of those. Languages are those of the
    pairs; of the `job` count the encoder, the options of beads and the glossary.
    """
    languages = pairs[0].source_lang, pairs[0].target_lang
    source, target = _SideSegments.source_of(pairs, languages[0]), _SideSegments.target_of(pairs, languages[1])
    earlier = [PlacedPair(*one) for one in zip(pairs, source.members, target.members, strict=True)]
    fixed = fix_beads([one for one in earlier if one.confirmed])
    found = align_segments(
        source.segments,
        target.segments,
        source_lang=languages[0],
        target_lang=languages[1],
        encoder=job.encoder,
        options=AlignOptions(max_bead=job.max_bead, skip=job.skip, confirmed=fixed.beads),
    )
    beads = fixed.expanded(found)
    known = {(one.source, one.target) for one in earlier}
    outcome.documents += 1
    outcome.confirmed += len(fixed.kept)
    outcome.others += len(beads) - len(fixed.kept)
    outcome.changed += sum((bead.source, bead.target) not in known for bead in beads)
    outcome.left_out += [one.pair for one in fixed.left_out]
    return list(check_as_aligned(_new_pairs(pairs, earlier, beads, (source, target), job), languages, job))


def _new_pairs(
    pairs: Sequence[Pair],
    earlier: Sequence[PlacedPair],
    beads: Sequence[Bead],
    sides: tuple[_SideSegments, _SideSegments],
    job: AlignmentJob,
) -> Iterator[Pair]:
    """The pairs of the new beads, with what the earlier ones leave to them."""
    source, target = sides
    naming = Naming("", pairs[0].doc, pairs[0].source_lang, pairs[0].target_lang, job.created)
    origin = Counter(pair.origin for pair in pairs).most_common(1)[0][0]
    fresh = [
        replace(
            pair,
            id=pairs[source.owners[bead.source[0]] if bead.source else target.owners[bead.target[0]]].id,
            origin=origin,
            source_span=source.spans_of(bead.source),
            target_span=target.spans_of(bead.target),
        )
        for bead, pair in zip(beads, to_pairs(beads, source.segments, target.segments, naming), strict=True)
    ]
    ids = Counter(pair.id for pair in pairs)
    return Carrier(earlier, ids, {name for name, count in ids.items() if count == 1}).carry(beads, fresh)


@dataclass(slots=True)
class _SideSegments:
    """The segments of one side of a document's pairs, in the order of the text; of each its spans there (None where
    they are not known) and the number of its pair; and of each pair the numbers of its segments."""

    segments: list[Segment]
    spans: list[tuple[Span, ...] | None]
    owners: list[int]
    members: list[tuple[int, ...]]

    @classmethod
    def source_of(cls, pairs: Sequence[Pair], language: str) -> _SideSegments:
        """The source side. A pair without any text has a blank segment there, so that it is not lost."""
        cells = [
            (pair.source, pair.source_span, pair.kind, bool(pair.source.strip() or not pair.target.strip()))
            for pair in pairs
        ]
        return cls._of(cells, language)

    @classmethod
    def target_of(cls, pairs: Sequence[Pair], language: str) -> _SideSegments:
        """The target side."""
        return cls._of(
            [(pair.target, pair.target_span, pair.kind, bool(pair.target.strip())) for pair in pairs], language
        )

    @classmethod
    def _of(cls, cells: Sequence[tuple[str, tuple[Span, ...] | None, Kind, bool]], language: str) -> _SideSegments:
        there = [number for number, (_, _, _, filled) in enumerate(cells) if filled]
        if all(cells[number][1] for number in there):  # a pair may stand before another whose target comes first
            there.sort(key=lambda number: cells[number][1] or ())
        side = cls([], [], [], [()] * len(cells))
        for number in there:
            text, spans, kind, _ = cells[number]
            first = len(side.segments)
            for part, part_spans in side_segments(text, spans, language) or [SideSegment(text, spans)]:
                side.segments.append(Segment(part, kind, 0, 0, 0))
                side.spans.append(part_spans)
                side.owners.append(number)
            side.members[number] = tuple(range(first, len(side.segments)))
        return side

    def spans_of(self, members: Sequence[int]) -> tuple[Span, ...] | None:
        """The spans of some segments, None where one's are not known."""
        spans = [self.spans[k] for k in members]
        return tuple(span for some in spans if some for span in some) if spans and all(spans) else None
