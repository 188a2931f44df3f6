"""Signatures of corpora: what made the pairs, in one line, enough to make them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.corpus.pair import Signature
from align.encoders.base import supports

if TYPE_CHECKING:
    from align.alignment.align_options import AlignOptions
    from align.pipelines.align import AlignmentJob
    from align.pipelines.translate import TranslationJob


def sign_drafts(job: TranslationJob) -> Signature:
    """What makes the pairs of a job: enough to make them again."""
    from align._version import __version__
    from align.segmentation import splitter_signature

    memory = (("memory", job.memory.signature),) if job.memory else ()
    glossary = (("glossary", job.terminology.signature),) if job.terminology else ()
    typography = (("typography", "on"),) if job.typography else ()
    return Signature(
        (
            ("align", __version__),
            ("pair", f"{job.source_lang}-{job.target_lang}"),
            ("split", "one-per-line" if job.one_per_line else splitter_signature(job.source_lang)),
            ("quotes", job.quotes),
            ("model", job.checkpoint),
            ("engine", job.engine.signature),
            ("decoding", job.decoding.signature),
            ("score", job.scorer.signature if job.scorer else "none"),
            *memory,
            *glossary,
            *typography,
            ("quality", job.estimator.version if job.estimator else "none"),
        )
    )


def sign_alignment(languages: tuple[str, str], options: AlignOptions, job: AlignmentJob) -> Signature:
    """What made the pairs of a document: versions, splitters, encoder, the aligner's options."""
    from align._version import __version__
    from align.segmentation import splitter_signature

    glossary = (("glossary", f"check-{job.glossary.signature}"),) if job.glossary else ()
    typography = (("typography", "on"),) if job.typography else ()
    reorder = (("order", "moved-blocks"),) if job.reorder else ()
    quotes = (("quotes", job.quotes),) if job.quotes != "keep" else ()  # as in releases without this option
    splitters = list(dict.fromkeys(splitter_signature(language) for language in languages))
    return Signature(
        (
            ("align", __version__),
            ("pair", "-".join(languages)),
            ("split", "one-per-line" if job.one_per_line else ",".join(splitters)),
            *quotes,
            ("encoder", job.encoder.signature if supports(job.encoder, *languages) else "letters-1"),
            ("beads", options.signature),
            *reorder,
            *glossary,
            *typography,
        )
    )
