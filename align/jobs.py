"""What a person asks of drafting, and the Job that is opened from it: the same for a few stories and for a collection.

A Request is plain values, so that it can be sent to another process; a Job holds a loaded engine and open files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from align.corpus.pair import Signature
from align.pipeline import Job, Scorer
from align.translation.engine import Decoding

if TYPE_CHECKING:
    from align.translation.store import LocalModel

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """How documents of one language are to be drafted. `threads` 0 is all cores; `score` asks for similarity scores."""

    source_lang: str
    model: str = "auto"
    engine: str = "ctranslate2"
    device: str = "auto"
    threads: int = 0
    decoding: Decoding = Decoding()
    quotes: str = "keep"
    one_per_line: bool = False
    score: bool = True


def open_job(request: Request, model: LocalModel, target_lang: str, created: str, say: Say) -> Job:
    """Load what `request` needs to draft into `target_lang` with `model` (of `find_model`). `created` is a date.

    `say` gets a line on what cannot be had and is done without. Raises ModelError for a checkpoint that does not load.
    """
    from align.translation import open_engine
    from align.translation.conversion import content_hash

    return Job(
        source_lang=request.source_lang,
        target_lang=target_lang,
        engine=open_engine(request.engine, model, request.device, request.threads),
        model=model.name,
        checkpoint=f"{model.name}@{content_hash(model.path)}",
        created=created,
        decoding=request.decoding,
        quotes=request.quotes,
        one_per_line=request.one_per_line,
        scorer=open_scorer(request.source_lang, target_lang, say) if request.score else None,
    )


def open_scorer(source_lang: str, target_lang: str, say: Say) -> Scorer | None:
    """How pairs are scored: the bundled encoder, where it knows both languages."""
    from align.alignment.encoders import knows, load_encoder
    from align.alignment.similarity import score_pairs

    encoder = load_encoder()
    if not knows(encoder, source_lang, target_lang):
        say(f"pairs are not scored: the sentence encoder does not know {source_lang} and {target_lang}")
        return None
    return Scorer(encoder.signature, partial(score_pairs, encoder=encoder))


def sign(job: Job) -> Signature:
    """What makes the pairs of a job: enough to make them again."""
    from align import __version__
    from align.segmentation import splitter_signature

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
        )
    )
