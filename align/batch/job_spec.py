"""What is asked of every document of a collection: to be drafted, or to be aligned with its translation."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from align.batch.types import Worker

if TYPE_CHECKING:
    from align.pipelines.setup import Request


@dataclass(frozen=True, slots=True)
class DraftJob:
    """Draft every document into `target_lang`. `created` is the date of all pairs, those of a resumed run too."""

    request: Request
    target_lang: str
    created: str
    encoding: str | None = None
    text_column: str | None = None

    def open(self, threads: int) -> Worker:
        """See Work. Drafts are kept by the collection, so the cache for single stories is left alone."""
        from align.batch.worker import DocumentReader, Drafter
        from align.checkpoints.checkpoint_store import find_model
        from align.pipelines.setup import open_job

        request = replace(self.request, threads=threads, cache=False)
        model = find_model(request.model, request.source_lang, self.target_lang)
        job = open_job(request, model, self.target_lang, self.created, _unheard)
        return Drafter(job, DocumentReader(self.encoding, self.text_column, request.one_per_line))


@dataclass(frozen=True, slots=True)
class AlignJob:
    """Align every document with its translation."""

    source_lang: str
    target_lang: str
    created: str
    encoder: str = "use"
    max_bead: int = 6
    skip: float | None = None
    one_per_line: bool = False
    encoding: str | None = None
    text_column: str | None = None

    def open(self, threads: int) -> Worker:
        """See Work. The aligner uses one core, whatever it is given."""
        from align.batch.worker import DocumentReader, Pairer
        from align.encoders.base import load_encoder
        from align.pipelines.align import AlignmentJob

        job = AlignmentJob(
            encoder=load_encoder(self.encoder),
            created=self.created,
            source_lang=self.source_lang,
            target_lang=self.target_lang,
            one_per_line=self.one_per_line,
            max_bead=self.max_bead,
            skip=self.skip,
        )
        return Pairer(job, DocumentReader(self.encoding, self.text_column, self.one_per_line))


def work_to_json(work: DraftJob | AlignJob) -> dict[str, Any]:
    """The work as plain values, for the folder to remember."""
    return {"does": "draft" if isinstance(work, DraftJob) else "pair", **asdict(work)}


def work_from_json(values: dict[str, Any]) -> DraftJob | AlignJob:
    """The inverse of `work_to_json`."""
    values = dict(values)
    if values.pop("does") == "pair":
        return AlignJob(**values)
    from align.pipelines.setup import Request
    from align.translation.engine import Decoding

    request = dict(values.pop("request"))
    request["memories"] = tuple(request["memories"])
    return DraftJob(Request(**{**request, "decoding": Decoding(**request["decoding"])}), **values)


def _unheard(line: str) -> None:
    """What a worker does without was said once, by the run."""
