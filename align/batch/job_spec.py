"""What is asked of every document of a collection: to be drafted, or to be aligned with its translation.

A job is plain values: it travels to workers, and stands in the collection's `job.json`, whose keys are older than some
names here and stay as they are.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from align.batch.types import Worker
from align.errors import UsageError
from align.options import all_declared, deciding
from align.pipelines.options import DocumentOptions, PairOptions, TranslateOptions
from align.pipelines.quotes import DEFAULT
from align.progress import ignore

_REQUEST = (
    *("source_lang", "model", "engine", "device", "threads", "decoding", "quotes", "one_per_line", "score", "memories"),
    *("fuzzy", "cache", "glossary", "glossary_mode", "typography", "best_of"),
)
_ALIGNMENT = ("source_lang", "target_lang", "encoder", "max_bead", "skip", "one_per_line")
"""The keys of `job.json`, in their order."""


@dataclass(frozen=True, slots=True)
class DraftJob:
    """Draft every document into `target_lang`. `created` is the date of all pairs, those of a resumed run too."""

    options: TranslateOptions
    target_lang: str
    created: str
    reading: DocumentOptions = DocumentOptions()

    @property
    def source_lang(self) -> str:
        """The language of the documents."""
        return self.options.source_lang

    def open(self, threads: int) -> Worker:
        """See JobSpec. Drafts are kept by the collection, so the cache for single stories is not used."""
        from align.batch.worker import DocumentReader, Drafter
        from align.checkpoints.checkpoint_store import find_model
        from align.pipelines.setup import open_job

        options = replace(self.options, threads=threads, cache=False)
        model = find_model(options.model, options.source_lang, self.target_lang)
        job = open_job(options, model, self.target_lang, self.created, ignore)
        return Drafter(job, DocumentReader(self.reading, options.one_per_line))


@dataclass(frozen=True, slots=True)
class AlignJob:
    """Align every document with its translation, in the languages that `options` name."""

    options: PairOptions
    created: str
    reading: DocumentOptions = DocumentOptions()

    @property
    def source_lang(self) -> str:
        """The language of the documents."""
        return self.options.source_lang or ""

    @property
    def target_lang(self) -> str:
        """The language of their translations."""
        return self.options.target_lang or ""

    def open(self, threads: int) -> Worker:
        """See JobSpec. The encoder uses the cores that the worker may use."""
        from align.batch.worker import DocumentReader, Pairer
        from align.pipelines.setup import open_alignment

        job = open_alignment(self.options, self.created, ignore)
        return Pairer(job, DocumentReader(self.reading, self.options.one_per_line))


def job_to_json(job: DraftJob | AlignJob) -> dict[str, Any]:
    """The job as plain values, for the folder to remember."""
    if isinstance(job, AlignJob):
        return {"does": "pair", **_alignment(job), "created": job.created, **asdict(job.reading)}
    return {
        "does": "draft",
        "request": _request(job.options),
        "target_lang": job.target_lang,
        "created": job.created,
        **asdict(job.reading),
    }


def job_from_json(values: dict[str, Any]) -> DraftJob | AlignJob:
    """The inverse of `job_to_json`. Raises KeyError, TypeError or ValueError for what is none."""
    try:
        return _job(dict(values))
    except UsageError as error:  # a value that no command writes
        raise ValueError(str(error)) from error


def _job(values: dict[str, Any]) -> DraftJob | AlignJob:
    does, created = values.pop("does"), values.pop("created")
    reading = DocumentOptions(**{name: values.pop(name, None) for name in ("encoding", "text_column")})
    if does == "pair":
        return AlignJob(PairOptions(**{"quotes": "keep", **values}), created, reading)
    request = dict(values["request"])
    decoding, memories = request.pop("decoding"), request.pop("memories")
    options = TranslateOptions(
        **request, memory=tuple(memories), beam=decoding["beam"], batch_tokens=decoding["batch_tokens"]
    )
    return DraftJob(options, values["target_lang"], created, reading)


def deciding_values(job: DraftJob | AlignJob) -> dict[str, Any]:
    """The options of a job on which its result depends, under the names that collections remember them by."""
    if isinstance(job, AlignJob):
        return {**_alignment(job), **asdict(job.reading)}
    request = _request(job.options)
    request |= request.pop("decoding")
    decide = deciding(type(job.options)) | {"source_lang", "memories", "length_penalty"}
    values = {"target_lang": job.target_lang, **asdict(job.reading)}
    return values | {name: value for name, value in request.items() if name in decide}


def _request(options: TranslateOptions) -> dict[str, Any]:
    """The options as `job.json` has them, in its order: those of the beam search apart, `memories` for `memory`, and
    those that older collections do not know only where they are set."""
    values = asdict(options) | {"memories": options.memory, "decoding": asdict(options.decoding)}
    values["quotes"] = options.quotes or DEFAULT
    elsewhere = {*_REQUEST, "memory", "beam", "batch_tokens"}
    later = [one for one in all_declared(type(options)) if one.name not in elsewhere]
    return {key: values[key] for key in (*_REQUEST, *(one.name for one in later if values[one.name] != one.default))}


def _alignment(job: AlignJob) -> dict[str, Any]:
    """The options of aligning as `job.json` has them; those that older collections do not know only where they are
    set. These left quotations whole."""
    values = asdict(job.options)
    values["quotes"] = None if values["quotes"] == "keep" else DEFAULT
    return {key: values[key] for key in (*_ALIGNMENT, *(key for key in values if values[key])) if key in values}
