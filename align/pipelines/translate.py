"""The whole of `align translate` in one screen: read → segment → recall → draft the rest → score → check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from align.corpus.pair import Pair
from align.corpus.paragraphs import paragraph_record
from align.document import Document, ParagraphKind, Segment
from align.pipelines.ids import DocumentStems
from align.progress import Progress, Silent
from align.quality import QUALITY
from align.translation.capitals import Cased, cased_segments
from align.translation.drafting import Translation, draft_segments
from align.translation.engine import Decoding, Engine
from align.typography import OpenQuotations, typeset_pair

if TYPE_CHECKING:
    from align.memory import Match, MemoryLookup
    from align.quality.estimator import Estimator
    from align.review.kept import Kept
    from align.translation.terminology import Terminology

WINDOW = 4096
"""Segments drafted at once: enough for full batches of every length, few enough to keep memory flat."""


@dataclass(frozen=True, slots=True)
class PairScorer:
    """Says how well (source, target) texts fit, from 0 to 1; `signature` names what says so."""

    signature: str
    score: Callable[[Sequence[tuple[str, str]]], list[float]]


@dataclass(frozen=True, slots=True)
class TranslationJob:
    """What is asked of a run: languages, engine and its options. `align.pipelines.setup` opens one.

    `model` names the checkpoint, `checkpoint` also its content (`en-ru-starter@6b1f…`); `created` is a date. `memory`
    is asked before anything is drafted; an engine that remembers its drafts is `align.translation.caching`'s. Drafts
    are led to the terms of `terminology`, and checked for them; with `typography` they are set as their language has
    it. `scorer` says how well the sides of a pair fit, `estimator` how good a draft is. Pairs that are in `kept` come
    before all else. `resources` are the files that `close` closes.
    """

    source_lang: str
    target_lang: str
    engine: Engine
    model: str
    created: str
    decoding: Decoding = Decoding()
    quotes: str = "split"
    one_per_line: bool = False
    scorer: PairScorer | None = None
    estimator: Estimator | None = None
    checkpoint: str = ""
    memory: MemoryLookup | None = None
    terminology: Terminology | None = None
    typography: bool = False
    kept: Kept | None = None
    resources: ExitStack = field(default_factory=ExitStack, repr=False, compare=False)

    def close(self) -> None:
        """Close the files that were opened for the job: memories, and the drafts that are kept."""
        self.resources.close()


def translate(documents: Iterable[Document], job: TranslationJob, progress: Progress | None = None) -> Iterator[Pair]:
    """Yield the pairs of `documents` in order; nothing is read further ahead than one window of segments."""
    from align.checks import CheckOptions, check_pairs

    progress = progress or Silent()
    pending, quotations = segmented(documents, job, progress), OpenQuotations()
    pairs = chain.from_iterable(translated(window, job, progress, quotations) for window in windows(pending))
    options = CheckOptions(glossary=job.terminology.glossary if job.terminology else None)
    return check_pairs(scored(pairs, job.scorer), options)


@dataclass(frozen=True, slots=True)
class PendingSegment:
    """A segment on its way: the id and document of its pair, its number there, and the texts before and after it.
    `block` is the kind of its paragraph in the file, `cased` what is drafted of one with words in capitals."""

    id: str
    doc: str
    n: int
    segment: Segment
    before: str = ""
    after: str = ""
    block: ParagraphKind = "text"
    cased: Cased | None = None


def segmented(documents: Iterable[Document], job: TranslationJob, progress: Progress) -> Iterator[PendingSegment]:
    """Split each document; two of the same file name get ids of their own (`port-0001`, `port.2-0001`)."""
    from align.segmentation import split

    stems = DocumentStems()
    for document in documents:
        document = replace(document, language=job.source_lang)
        stem = stems.stem(document.id)
        segments = split(document, quotes=job.quotes, one_per_line=job.one_per_line)
        progress.found(len(segments))
        texts = ["", *(segment.flat for segment in segments), ""]
        cased = cased_segments(segments, job.source_lang)
        for n, segment in enumerate(segments, start=1):
            text_id = f"{stem}-{n:04d}"
            block = document.paragraphs[segment.paragraph].kind
            yield PendingSegment(text_id, document.id, n, segment, texts[n - 1], texts[n + 1], block, cased.get(n))


def windows(pending: Iterable[PendingSegment]) -> Iterator[list[PendingSegment]]:
    """Cut the stream into lists of `WINDOW` segments."""
    stream = iter(pending)
    while window := list(islice(stream, WINDOW)):
        yield window


def translated(
    window: Sequence[PendingSegment], job: TranslationJob, progress: Progress, quotations: OpenQuotations
) -> Iterator[Pair]:
    """Take what was reviewed, recall what the memory has, and draft the rest of a window together, so that batches fill
    across documents. `quotations` are those that earlier pairs have opened."""
    known: list[Pair | None] = []
    fresh: list[Pair] = []
    rest: list[PendingSegment] = []
    for pending in window:
        pair = undrafted(pending, job)
        kept = job.kept.take(pair) if job.kept else None
        match = memory_match(pending, job.memory) if job.memory and not kept else None
        if match:
            pair = replace(pair, extra={**pair.extra, **match.to_extra()})
            kept = match.applied(pair) if match.replaces else None
        known.append(kept)
        fresh.append(pair)
        if kept:
            progress.advance(1)
        else:
            rest.append(pending)
    segments, cased = [pending.segment for pending in rest], [pending.cased for pending in rest]
    drafted = draft_segments(
        segments, job.engine, job.target_lang, job.decoding, progress, job.terminology, cased, job.estimator
    )
    drafts = iter(drafted)
    for pair, kept in zip(fresh, known, strict=True):
        whole = kept or with_draft(pair, next(drafts), job)
        depth = quotations.before(whole)
        yield typeset_pair(whole, depth) if job.typography and not kept else whole


def undrafted(pending: PendingSegment, job: TranslationJob) -> Pair:
    """The pair of a segment, its translation still empty."""
    return Pair(
        id=pending.id,
        doc=pending.doc,
        n=pending.n,
        source=pending.segment.flat,
        target="",
        source_lang=job.source_lang,
        target_lang=job.target_lang,
        kind=pending.segment.kind,
        source_span=((pending.segment.start, pending.segment.end),),
        created=job.created,
        extra=paragraph_record(pending.segment.paragraph, pending.block),
    )


def memory_match(pending: PendingSegment, memory: MemoryLookup) -> Match | None:
    """The best match of a segment. A dateline must be known as it stands: rules write a new one better."""
    from align.memory.recall import LookupContext

    place = LookupContext(pending.segment.flat, pending.before, pending.after)
    return memory.best(place, changed=pending.segment.kind != "dateline")


def with_draft(pair: Pair, translation: Translation, job: TranslationJob) -> Pair:
    """Put the draft into a pair."""
    return replace(
        pair,
        target=translation.text,
        origin=translation.origin,
        logprob=translation.logprob,
        flags=translation.flags,
        model=job.model if translation.origin == "mt" else "",
        extra=pair.extra if translation.quality is None else {**pair.extra, QUALITY: translation.quality},
    )


def scored(pairs: Iterable[Pair], scorer: PairScorer | None, batch: int = 512) -> Iterator[Pair]:
    """Score how well the sides of each pair fit, `batch` at a time; without a scorer the pairs pass as they are."""
    waiting: list[Pair] = []
    for pair in chain(pairs, (None,)):
        if pair is not None:
            waiting.append(pair)
        if waiting and (pair is None or len(waiting) >= batch):
            scores = scorer.score([(p.source, p.target) for p in waiting]) if scorer else [None] * len(waiting)
            yield from (replace(p, score=score) for p, score in zip(waiting, scores, strict=True))
            waiting = []
