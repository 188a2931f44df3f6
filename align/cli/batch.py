"""`align batch`: a whole collection in, a corpus in shards out; a run can be broken off and resumed."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.options import TmxOptions, flags, from_option, language_list, say, tmx_options
from align.cli.project_defaults import is_of_project
from align.cli.visible import print_json
from align.localization import _
from align.pipelines.options import DocumentOptions, PairOptions, TranslateOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.batch.collection import RunStats
    from align.batch.folder import Folder
    from align.batch.job_spec import AlignJob, DraftJob
    from align.batch.sources import How, Sources
    from align.batch.types import Pool


@dataclass(frozen=True, slots=True)
class _CollectionInputs:
    """The documents that are named, and how they go together."""

    names: list[str]
    source: str
    target: str
    list_file: str | None
    pair: bool | None
    match: bool

    @property
    def are_named(self) -> bool:
        """Whether there are any; otherwise a collection is resumed with those that it has."""
        return bool(self.names or self.list_file)


@dataclass(frozen=True, slots=True)
class _Machines:
    """Where the work is done: on this machine or on a Ray cluster, by how many workers, each on so many cores."""

    runner: str
    ray_address: str | None
    workers: int | None
    threads: int


def _runner_of(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """`--engine ray` means `--runner ray`: the engine that drafts stays CTranslate2, whatever it runs on."""
    context.meta["on_ray"] = value == "ray"
    return "ctranslate2" if value == "ray" else value


@click.command()
@click.argument("inputs", nargs=-1)
@click.option("--to", "target", metavar="LANG", help="Target language.")
@from_option("en")
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder for the shards and the manifest.")
@click.option("--list", "list_file", metavar="FILE", help="Documents, one on each line; or source, tab, target.")
@click.option("--pair/--draft", "pair", default=None, help="Align translations, or draft; told by the names otherwise.")
@click.option("--match", is_flag=True, help="INPUTS are two folders: find out which documents belong together.")
@click.option("--format", "formats", multiple=True, metavar="NAME", help="A format beside JSON Lines: tmx, tsv …")
@click.option("--retry", is_flag=True, help="Do only the documents that failed.")
@click.option("--fresh", is_flag=True, help="Throw away what DIR has and begin anew.")
@click.option("--workers", type=click.IntRange(1), help="Processes, each with a model; as many as cores by default.")
@click.option(
    "--runner",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where the workers run: on this machine, or on a Ray cluster.",
)
@click.option("--ray-address", metavar="ADDRESS", help="A Ray cluster that exists: auto, or HOST:6379.")
@click.option("--shard-size", type=click.FloatRange(0.001), default=8.0, show_default=True, help="MB of input a shard.")
@flags(
    TranslateOptions,
    "drafting",
    leave_out=("cache",),  # for single stories: what a collection has drafted is in its folder
    values={"engine": ("ray",)},
    callbacks={"engine": _runner_of},
)
@flags(
    PairOptions,
    "aligning",
    leave_out=("quotes", "one_per_line", "anchors", "glossary", "typography", "keep"),
    helps=dict.fromkeys(("max_bead", "skip", "reorder", "encoder"), "When aligning, see pair."),
)
@flags(DocumentOptions, "reading")
@tmx_options()
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def batch(
    context: click.Context,
    inputs: tuple[str, ...],
    target: str | None,
    source: str,
    output: str,
    list_file: str | None,
    pair: bool | None,
    match: bool,
    formats: tuple[str, ...],
    retry: bool,
    fresh: bool,
    workers: int | None,
    runner: str,
    ray_address: str | None,
    shard_size: float,
    drafting: TranslateOptions,
    aligning: PairOptions,
    reading: DocumentOptions,
    tmx: TmxOptions,
    as_json: bool,
) -> None:
    """Draft or align all documents in INPUTS (folders, globs, files) and write a corpus in shards to DIR.

    Documents in one language are drafted; those whose translation is beside them (a.en.txt and a.ru.txt, en/a.txt and
    ru/a.txt) are aligned with it. DIR gets part-00000.jsonl and so on, in the order of the input; manifest.jsonl, a
    line a document; failures.tsv. The same command goes on after an interruption, and does what failed or has changed
    again; so does -o DIR alone.

    \b
    align batch stories/ --to ru -o corpus --format tmx
    align batch archive/ --to ru -o corpus             (archive/en/… and archive/ru/…)
    align batch english/ russian/ --match --to ru -o corpus
    align batch -o corpus --retry
    """
    from align.batch.folder import Folder
    from align.batch.lifecycle import on_this_machine, resume
    from align.batch.scheduler import run
    from align.cli.batch_line import print_batch_summary, progress_line
    from align.errors import InputError, UsageError

    started = time.monotonic()
    machines = _Machines("ray" if context.meta["on_ray"] else runner, ray_address, workers, drafting.threads)
    named = _CollectionInputs(list(inputs), language_list([source])[0], target or "", list_file, pair, match)
    named = _checked(named, machines, fresh)
    set_texts = drafting.typography and not is_of_project(context, "typography")
    jobs = _Jobs(named, drafting, replace(aligning, typography=set_texts), reading)
    shape = _shape(formats, tmx, shard_size)
    folder = Folder(Path(output))
    with folder.locked():
        if fresh:
            folder.clear()
        if folder.is_begun and named.are_named:
            jobs = jobs.going_on(folder)
        job = _begin(folder, named, jobs, shape) if named.are_named else None
        if not folder.is_begun:
            raise UsageError(_("{output} holds no collection to go on with: name the documents", output=output))
        wanted, collection = resume(folder)
        collection.choose(only_failed=retry)
        if collection.stats.changed:
            say(
                _(
                    "documents that have changed since they were done, to be done again: {changed:,}",
                    changed=collection.stats.changed,
                )
            )
        if collection.stats.wanted:
            with progress_line() as on_progress:
                run(collection, _pool(on_this_machine(wanted, job), machines), on_progress)
        else:
            collection.finish()
    summary = _summary(collection.stats, time.monotonic() - started, output)
    if as_json:
        print_json(summary)
    else:
        print_batch_summary(summary)
    if failed := collection.stats.failed:
        raise InputError(
            _(
                "{failed:,} of {documents:,} documents failed: {failures} says why; when it is "
                "mended: align batch -o {output} --retry",
                failed=failed,
                documents=collection.stats.documents,
                failures=folder.failures,
                output=output,
            )
        )


def _checked(named: _CollectionInputs, machines: _Machines, fresh: bool) -> _CollectionInputs:
    """The inputs with their languages as canonical tags; UsageError for options that do not fit together."""
    from align.errors import UsageError

    if machines.ray_address and machines.runner != "ray":
        raise UsageError(_("--ray-address goes with --runner ray"))
    if not named.are_named:
        if named.match or fresh:
            raise UsageError(_("name the documents"))
        return named
    if not named.target:
        raise UsageError(_("--to LANG is missing: the language to draft into, or the language of the translations"))
    named = replace(named, target=language_list([named.target])[0])
    if named.target == named.source:
        raise UsageError(_("--from and --to are both {source}: there is nothing to translate", source=named.source))
    if named.match and (len(named.names) != 2 or named.list_file):
        raise UsageError(_("--match takes two folders: align batch english/ russian/ --match --to ru -o corpus"))
    if named.list_file and named.names:
        raise UsageError(_("name the documents, or a --list of them, not both"))
    return named


def _begin(folder: Folder, named: _CollectionInputs, jobs: _Jobs, shape: dict[str, Any]) -> DraftJob | AlignJob:
    """Begin the collection, or add what is new to it."""
    from align.batch.lifecycle import RunSpec, create

    if named.match and folder.is_begun:
        say(_("the documents were matched when the collection was begun: it goes on with those"))
        wanted = RunSpec(jobs.align(), **shape)
        create(folder, wanted, [])
        return wanted.work
    sources = _sources(folder, named, jobs)
    for note in sources.notes:
        say(note)
    wanted = RunSpec(jobs.align() if sources.how == "pair" else jobs.draft(), **shape)
    had = folder.is_begun
    new, gone = create(folder, wanted, sources.entries)
    if had and new:
        say(_("new documents, added after those that {path} has: {new:,}", path=folder.path, new=new))
    if gone:
        say(
            _(
                "documents of {path} that are not named any more, whose pairs stay (or --fresh): {gone:,}",
                path=folder.path,
                gone=gone,
            )
        )
    return wanted.work


def _sources(folder: Folder, named: _CollectionInputs, jobs: _Jobs) -> Sources:
    from align.batch.sources import find_names, find_sources, listed_sources

    if named.list_file:
        return listed_sources(named.list_file)
    if named.match:
        from align.batch.matched import matched_sources
        from align.cli.terminal import bar

        source, target = (find_names([name], folder.path) for name in named.names)
        with bar(_("matching")) as progress:
            return matched_sources(source, target, jobs.align(), progress)
    names = find_names(named.names, folder.path)
    how: dict[bool | None, How | None] = {None: None, True: "pair", False: "draft"}
    return find_sources(names, (named.source, named.target), how[named.pair])


def _shape(formats: Sequence[str], tmx: TmxOptions, shard_size: float) -> dict[str, Any]:
    """The part of RunSpec that is about the files; `shard_size` is in MB."""
    from align.corpus import format_of

    known = [format_of("-", name, writing=True).name for name in formats]
    return {
        "formats": tuple(dict.fromkeys(name for name in known if name != "jsonl")),
        **tmx,
        "shard_bytes": int(shard_size * 1e6),
    }


@dataclass(frozen=True, slots=True)
class _Jobs:
    """The two jobs that a collection can be, as the options ask for them. Files that are named can be found again from
    anywhere."""

    named: _CollectionInputs
    drafting: TranslateOptions
    aligning: PairOptions
    reading: DocumentOptions

    def going_on(self, folder: Folder) -> _Jobs:
        """The same jobs, with quotations treated as in what the folder has, unless something else is asked for."""
        from align.pipelines.quotes import quotes_to_go_on

        quotes = quotes_to_go_on(self.drafting.quotes, folder.quotes(), str(folder.path), say)
        return replace(self, drafting=replace(self.drafting, quotes=quotes))

    def align(self) -> AlignJob:
        """Align documents with their translations."""
        from align.batch.job_spec import AlignJob
        from align.corpus.timestamps import now

        options = replace(
            self.aligning,
            source_lang=self.named.source,
            target_lang=self.named.target,
            quotes=self.drafting.quotes,
            one_per_line=self.drafting.one_per_line,
            glossary=_absolute(self.drafting.glossary),
        )
        return AlignJob(options, now(), self.reading)

    def draft(self) -> DraftJob:
        """Draft documents."""
        from align.batch.job_spec import DraftJob
        from align.checkpoints.checkpoint_store import find_model
        from align.cli.translate import starter_note
        from align.corpus.timestamps import now

        model = find_model(self.drafting.model, self.named.source, self.named.target)
        if model.is_starter and self.drafting.model == "auto":
            say(starter_note())
        options = replace(
            self.drafting,
            source_lang=self.named.source,
            cache=False,
            memory=tuple(map(_absolute, self.drafting.memory)),
            glossary=_absolute(self.drafting.glossary),
        )
        return DraftJob(options, self.named.target, now(), self.reading)


def _absolute(name: str) -> str:
    return name and str(Path(name).resolve())


def _pool(job: DraftJob | AlignJob, machines: _Machines) -> Pool:
    """Workers on this machine or on Ray, one core each by default; a GPU has one."""
    from align.batch.job_spec import DraftJob
    from align.batch.pool import LocalPool, local_workers

    gpu = isinstance(job, DraftJob) and job.options.device == "cuda"
    if machines.runner == "ray":
        from align.batch.ray_pool import RayPool

        return RayPool(job, machines.ray_address, machines.workers, machines.threads or 1, int(gpu))
    cores = machines.threads or local_workers()
    workers = machines.workers or (1 if gpu else cores)
    return LocalPool(job, workers, max(1, cores // workers))


def _summary(stats: RunStats, seconds: float, output: str) -> dict[str, Any]:
    return {
        "documents": stats.documents,
        "done_now": stats.finished,
        "failed": stats.failed,
        "alone": stats.unpaired,
        "doubtful": stats.doubtful,
        "pairs": stats.pairs,
        "sentences": stats.segments,
        "words": stats.words,
        "seconds": round(seconds, 2),
        "words_per_second": round(stats.words_now / seconds, 1) if seconds else 0.0,
        "output": output,
    }
