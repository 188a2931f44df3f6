"""Two folders of documents whose names say nothing: which belong together, as entries of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from align.batch.plan import PlanEntry
from align.batch.sources import Sources
from align.errors import AlignError, UsageError
from align.localization import _
from align.pipelines.documents import one_document
from align.pipelines.quotes import DEFAULT

if TYPE_CHECKING:
    from align.batch.job_spec import AlignJob
    from align.document import Segment
    from align.progress import Progress


def matched_sources(
    source: Sequence[str], target: Sequence[str], job: AlignJob, progress: Progress | None = None
) -> Sources:
    """Pair the documents `source` with those of `target` by what they say; what has no partner stays unpaired.

    Raises UsageError where the sentence encoder does not know the languages. A document that cannot be read has no
    partner.
    """
    from align.alignment.document_matching import match_documents
    from align.encoders.base import load_encoder, supports

    encoder = load_encoder(job.options.encoder)
    if not supports(encoder, job.source_lang, job.target_lang):
        raise UsageError(
            _(
                "--match: the sentence encoder does not know {source_lang} and {target_lang}; give "
                "the pairs with --list",
                source_lang=job.source_lang,
                target_lang=job.target_lang,
            )
        )
    languages = {**dict.fromkeys(source, job.source_lang), **dict.fromkeys(target, job.target_lang)}
    found = match_documents(
        source,
        target,
        lambda name: _segments(name, languages[name], job),
        source_lang=job.source_lang,
        target_lang=job.target_lang,
        encoder=encoder,
        progress=progress,
    )
    partner = {match.source: match for match in found}
    entries = [
        PlanEntry(name, target[match.target], match.score) if (match := partner.get(i)) else PlanEntry(name, alone=True)
        for i, name in enumerate(source)
    ]
    taken = {match.target for match in found}
    unpaired = [PlanEntry(name, alone=True) for j, name in enumerate(target) if j not in taken]
    note = _(
        "documents that belong together: {n:,}; without a partner: {source_alone:,} of {sources:,} and "
        "{target_alone:,} of {targets:,}",
        n=len(found),
        source_alone=len(source) - len(found),
        sources=len(source),
        target_alone=len(unpaired),
        targets=len(target),
    )
    return Sources("pair", entries + unpaired, (note,))


def _segments(name: str, language: str, job: AlignJob) -> list[Segment]:
    """The segments of a document; none of one that cannot be read."""
    from align.segmentation import split

    one_per_line = job.options.one_per_line
    try:
        document = one_document(name, job.reading, one_per_line, lambda remark: None)
    except AlignError:
        return []
    document = replace(document, language=language)
    return split(document, quotes=job.options.quotes or DEFAULT, one_per_line=one_per_line)
