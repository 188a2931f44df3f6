"""The whole of `align pair` in one screen: read both sides → segment → align → name the pairs → check them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from align.alignment.align_options import AlignOptions
from align.alignment.alignment_report import AlignmentReport, input_warnings, moved_warnings
from align.alignment.bead_pairs import Naming, to_pairs
from align.alignment.beads import Bead
from align.alignment.moved_blocks import MovedBlock
from align.alignment.reordering import align_and_look
from align.corpus.pair import Pair, Signature
from align.document import Document, Segment
from align.encoders.base import SentenceEncoder, supports
from align.errors import InputError, UsageError, option_name
from align.languages.identification import UNKNOWN, identify_language
from align.languages.tags import canonical_tag
from align.localization import _
from align.pipelines.signatures import sign_alignment

if TYPE_CHECKING:
    from align.glossary import Glossary
    from align.pipelines.crossing import Sides
    from align.pipelines.keeping import KeptCorpus
    from align.pipelines.placement import PlacedPair


@dataclass(frozen=True, slots=True)
class AlignmentJob:
    """What is asked of a run. Languages that are not given are recognised, document by document.

    `anchors` is a regular expression: the segments that match it on both sides, in order, are fixed points. `reorder`
    aligns blocks that stand elsewhere in the other text. The pairs
    are checked, for the terms of `glossary`, too; with `typography` their targets are set as their language has it.
    Beads that were confirmed in the corpus `keep` are fixed, and its pairs leave texts, decisions and notes.
    """

    encoder: SentenceEncoder
    created: str
    source_lang: str | None = None
    target_lang: str | None = None
    quotes: str = "split"
    one_per_line: bool = False
    max_bead: int = 6
    skip: float | None = None
    anchors: str | None = None
    reorder: bool = False
    glossary: Glossary | None = None
    typography: bool = False
    keep: KeptCorpus | None = None


@dataclass(frozen=True, slots=True)
class PairedDocument:
    """Two texts and how they belong together; `warnings` are lines about what looks wrong with them.

    `earlier` are the pairs of the corpus that is kept, in these texts; `confirmed` says how many of them were fixed.
    `moved` are the blocks that stand in another place of the target.
    """

    name: str
    other: str
    languages: tuple[str, str]
    source: list[Segment]
    target: list[Segment]
    beads: list[Bead]
    report: AlignmentReport
    signature: Signature
    warnings: tuple[str, ...] = ()
    earlier: tuple[PlacedPair, ...] = ()
    confirmed: frozenset[Sides] = frozenset()
    moved: tuple[MovedBlock, ...] = ()


@dataclass(slots=True)
class _Side:
    segments: list[Segment]
    language: str
    looks: str  # the language it looks like, where that is sure


def pair_documents(source: Document, target: Document, job: AlignmentJob) -> PairedDocument:
    """Align two documents. Every segment of both is in exactly one bead.

    Raises UsageError for a language that is neither given nor recognised and for an `anchors` that is no regular
    expression or that fixes points across a block that `reorder` moves, InputError for anchors that do not match as
    often on both sides.
    """
    left = _segmented(source, job.source_lang, "source_lang", job)
    right = _segmented(target, job.target_lang, "target_lang", job)
    names, languages = (source.id, target.id), (left.language, right.language)
    kept = job.keep.keep(source, target, (left.segments, right.segments)) if job.keep else None
    if kept:
        left, right = replace(left, segments=kept.source), replace(right, segments=kept.target)
    options = AlignOptions(
        max_bead=job.max_bead,
        skip=job.skip,
        anchors=_anchors(job.anchors, names, left.segments, right.segments),
        confirmed=kept.fixed.beads if kept else (),
    )
    found = align_and_look(
        left.segments,
        right.segments,
        source_lang=left.language,
        target_lang=right.language,
        encoder=job.encoder,
        options=options,
        reorder=job.reorder,
    )
    beads = kept.fixed.expanded(found.beads) if kept else found.beads
    moved = () if kept else tuple(found.moved)  # which are numbered without what is kept as a whole
    report = AlignmentReport.of(beads)
    remarks = [*(kept.remarks if kept else ()), *input_warnings(names, languages, (left.looks, right.looks), report)]
    return PairedDocument(
        *names,
        languages,
        left.segments,
        right.segments,
        beads,
        report,
        sign_alignment(languages, options, job),
        (*remarks, *(() if job.reorder else moved_warnings(names, moved))),
        tuple(kept.earlier) if kept else (),
        kept.fixed.kept if kept else frozenset(),
        moved,
    )


def pairs_of(document: PairedDocument, stem: str, job: AlignmentJob) -> Iterator[Pair]:
    """The pairs of an aligned document, one a bead, in order, with the flags of the checks."""
    from align.typography import typeset_pairs

    naming = Naming(stem, document.name, *document.languages, job.created)
    pairs = to_pairs(document.beads, document.source, document.target, naming)
    if job.typography:
        pairs = typeset_pairs(pairs)
    if job.keep:
        pairs = job.keep.carrier(document.earlier).carry(document.beads, pairs)
    return check_as_aligned(pairs, document.languages, job)


def check_as_aligned(pairs: Iterable[Pair], languages: tuple[str, str], job: AlignmentJob) -> Iterator[Pair]:
    """Check the pairs of an alignment."""
    from align.checks import CheckOptions, check_pairs

    known = supports(job.encoder, *languages)
    skip = frozenset() if known else frozenset({"low-similarity"})  # such a score says nothing of the meaning
    return check_pairs(pairs, CheckOptions(job.glossary, skip=skip))


def _segmented(document: Document, given: str | None, parameter: str, job: AlignmentJob) -> _Side:
    from align.segmentation import split

    found, sure = identify_language(document.text)
    if not given and found == UNKNOWN:
        hint = _("give it with {option}", option=option_name(parameter))
        raise UsageError(
            _("the language of {document} cannot be recognised", document=document.id), path=document.id, hint=hint
        )
    language = canonical_tag(given) if given else found
    segments = split(replace(document, language=language), quotes=job.quotes, one_per_line=job.one_per_line)
    return _Side(segments, language, found if sure > 0.8 else language)


def _anchors(expression: str | None, names: Sequence[str], *sides: Sequence[Segment]) -> tuple[tuple[int, int], ...]:
    """The fixed points that the expression finds, as (source, target) segment numbers."""
    if not expression:
        return ()
    try:
        pattern = re.compile(expression)
    except re.error as error:
        raise UsageError(
            _(
                "{option} {expression!r} is no regular expression: {error}",
                option=option_name("anchors"),
                expression=expression,
                error=error,
            )
        ) from error
    left, right = ([i for i, segment in enumerate(side) if pattern.search(segment.flat)] for side in sides)
    if len(left) != len(right) or not left:
        problem = _(
            "{option} matches {n} segments of {source} and {others} segments of {target}",
            option=option_name("anchors"),
            n=len(left),
            source=names[0],
            others=len(right),
            target=names[1],
        )
        raise InputError(problem, hint=_("it must match the same number, at least one, on both sides"))
    return tuple(zip(left, right, strict=True))
