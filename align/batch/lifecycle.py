"""Create a collection, add to it, or resume it: what decides its result is written down once and held to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from align._version import __version__
from align.batch.collection import Collection
from align.batch.file_transfer import file_hash
from align.batch.folder import Folder
from align.batch.job_spec import AlignJob, DraftJob, deciding_values, job_from_json, job_to_json
from align.batch.plan import CollectionPlan, PlanEntry
from align.corpus.format_options import FormatOptions

_MACHINE = ("threads", "device", "batch_tokens", "cache")
"""Options of a request that change the speed and not the result."""


@dataclass(frozen=True, slots=True)
class RunSpec:
    """What a run is asked for: the work, the formats beside JSON Lines, and the size of a shard in bytes of input."""

    work: DraftJob | AlignJob
    formats: tuple[str, ...] = ()
    tmx_langs: Mapping[str, str] = field(default_factory=dict)
    shard_bytes: int = 8_000_000
    tmx_for: str = ""
    reviewer: str = ""

    def settings(self) -> dict[str, Any]:
        """Every option that the result depends on, and what the checkpoint's name stands for today."""
        values = deciding_values(self.work)
        if isinstance(self.work, DraftJob):
            values |= _drafts(self.work)
        for name in ("memories", "glossary"):
            if name in values:
                files = [values[name]] if isinstance(values[name], str) else values[name]
                values[name] = [f"{file} ({file_hash([file])[:16]})" for file in files if file]
        return {
            "align": __version__,
            "task": "draft" if isinstance(self.work, DraftJob) else "pair",
            **values,
            "formats": list(self.formats),
            "tmx_langs": dict(self.tmx_langs),
            "shard_bytes": self.shard_bytes,
            **{name: value for name in ("tmx_for", "reviewer") if (value := getattr(self, name))},
        }


def create(folder: Folder, wanted: RunSpec, entries: Sequence[PlanEntry]) -> tuple[int, int]:
    """Begin a collection in `folder`, or add to the one that is there: how many documents of `entries` are new, and how
    many that the folder has are not among `entries`.

    Raises UsageError when it was begun with options that give another result.
    """
    settings = wanted.settings()
    if folder.is_begun:
        folder.agree(settings)
        return CollectionPlan.open(folder.plan).add(entries, wanted.shard_bytes)
    folder.clear()
    counts = CollectionPlan(folder.plan).add(entries, wanted.shard_bytes)
    folder.begin(settings, job_to_json(wanted.work))
    return counts


def resume(folder: Folder) -> tuple[RunSpec, Collection]:
    """The collection in `folder` and what it was begun with.

    Raises UsageError when that would not give the same result today: another version of align, another checkpoint.
    """
    settings, work = folder.begun()
    try:
        wanted = RunSpec(
            job_from_json(work),
            tuple(settings["formats"]),
            dict(settings["tmx_langs"]),
            int(settings["shard_bytes"]),
            *(str(settings.get(name, "")) for name in ("tmx_for", "reviewer")),
        )
        today = wanted.settings()
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise folder.broken() from error
    folder.agree(today)
    tmx = FormatOptions(tmx_langs=wanted.tmx_langs, tmx_for=wanted.tmx_for, reviewer=wanted.reviewer)
    return wanted, Collection(folder, CollectionPlan.open(folder.plan), wanted.formats, tmx)


def on_this_machine(wanted: RunSpec, work: DraftJob | AlignJob | None) -> DraftJob | AlignJob:
    """The work that was begun, with today's device and batch size, which do not change its result."""
    begun = wanted.work
    if not (isinstance(begun, DraftJob) and isinstance(work, DraftJob)):
        return begun
    today = work.options
    return replace(begun, options=replace(begun.options, device=today.device, batch_tokens=today.batch_tokens))


def _drafts(work: DraftJob) -> dict[str, Any]:
    """What decides the drafts and is not among the options, or only if they say so: it may be the model's own."""
    from align.checkpoints.checkpoint_store import find_model
    from align.checkpoints.conversion import content_hash
    from align.pipelines.setup import candidates

    model = find_model(work.options.model, work.source_lang, work.target_lang)
    return {"checkpoint": f"{model.name}@{content_hash(model.path)}", "best_of": candidates(work.options, model)}
