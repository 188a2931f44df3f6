"""`align batch`: a whole collection in, a corpus in shards out; a run can be broken off and gone on with."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.drafting_options import drafting_options, request_from, starter_note
from align.cli.options import from_option, language_list, say, text_column_option, tmx_languages, tmx_languages_option
from align.cli.visible import print_json

if TYPE_CHECKING:
    from align.batch.collection import RunStats
    from align.batch.folder import Folder
    from align.batch.job_spec import AlignJob, DraftJob
    from align.batch.sources import Sources
    from align.batch.types import Pool


def _drafting(command: Any) -> Any:
    """The options of drafting, as a collection has them.

    `--engine ray` means `--runner ray`: the engine that drafts stays CTranslate2, whatever it runs on. The cache of
    drafts is for single stories: what a collection has drafted is in its folder.
    """
    drafting_options(command)
    options = command.__click_params__
    engine = next(option for option in options if option.name == "engine")
    place = options.index(engine)
    options[place] = click.Option(
        ["--engine"], type=click.Choice([*engine.type.choices, "ray"]), default=engine.default, show_default=True
    )
    options[:] = [option for option in options if option.name != "no_cache"]
    return command


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
@click.option("--runner", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@click.option("--ray-address", metavar="ADDRESS", help="A Ray cluster that exists: auto, or HOST:6379.")
@click.option("--shard-size", type=click.FloatRange(0.001), default=8.0, show_default=True, help="MB of input a shard.")
@_drafting
@click.option("--max-bead", type=click.IntRange(2, 12), default=6, show_default=True, help="When aligning, see pair.")
@click.option("--skip", type=click.FloatRange(0, 1), metavar="COST", help="When aligning, see pair.")
@click.option("--encoder", default="use", show_default=True, metavar="NAME", help="When aligning, see pair.")
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is guessed wrongly.")
@text_column_option()
@tmx_languages_option()
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def batch(inputs: tuple[str, ...], output: str, **options: Any) -> None:
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

    if options["engine"] == "ray":
        options |= {"engine": "ctranslate2", "runner": "ray"}
    started = time.monotonic()
    options["source"] = language_list([options["source"]])[0]
    names = list(inputs)
    begins = _checked(names, options)
    folder = Folder(Path(output))
    with folder.locked():
        if options["fresh"]:
            folder.clear()
        work = _begin(folder, names, options) if begins else None
        if not folder.is_begun:
            raise UsageError(f"{output} holds no collection to go on with: name the documents")
        wanted, collection = resume(folder)
        collection.choose(only_failed=options["retry"])
        if collection.tally.changed:
            say(f"documents that have changed since they were done, to be done again: {collection.tally.changed:,}")
        if collection.tally.wanted:
            with progress_line() as heard:
                run(collection, _pool(on_this_machine(wanted, work), options), heard)
        else:
            collection.settle()
    summary = _summary(collection.tally, time.monotonic() - started, output)
    if options["as_json"]:
        print_json(summary)
    else:
        print_batch_summary(summary)
    if failed := collection.tally.failed:
        raise InputError(
            f"{failed:,} of {collection.tally.documents:,} documents failed: {folder.failures} says why; "
            f"when it is mended: align batch -o {output} --retry"
        )


def _checked(inputs: list[str], options: dict[str, Any]) -> bool:
    """Whether documents are named; UsageError for options that do not fit together."""
    from align.errors import UsageError

    if options["ray_address"] and options["runner"] != "ray":
        raise UsageError("--ray-address goes with --runner ray")
    if not inputs and not options["list_file"]:
        if options["match"] or options["fresh"]:
            raise UsageError("name the documents")
        return False
    if not options["target"]:
        raise UsageError("--to LANG is missing: the language to draft into, or the language of the translations")
    options["target"] = language_list([options["target"]])[0]
    if options["target"] == options["source"]:
        raise UsageError(f"--from and --to are both {options['source']}: there is nothing to translate")
    if options["match"] and (len(inputs) != 2 or options["list_file"]):
        raise UsageError("--match takes two folders: align batch english/ russian/ --match --to ru -o corpus")
    if options["list_file"] and inputs:
        raise UsageError("name the documents, or a --list of them, not both")
    return True


def _begin(folder: Folder, inputs: list[str], options: dict[str, Any]) -> DraftJob | AlignJob:
    """Begin the collection, or add what is new to it."""
    from align.batch.lifecycle import RunSpec, create

    if options["match"] and folder.is_begun:
        say("the documents were matched when the collection was begun: it goes on with those")
        wanted = RunSpec(_pair_work(options), **_shape(options))
        create(folder, wanted, [])
        return wanted.work
    sources = _sources(folder, inputs, options)
    for note in sources.notes:
        say(note)
    work = _pair_work(options) if sources.how == "pair" else _draft_work(options)
    wanted = RunSpec(work, **_shape(options))
    had = folder.is_begun
    new, gone = create(folder, wanted, sources.entries)
    if had and new:
        say(f"new documents, added after those that {folder.path} has: {new:,}")
    if gone:
        say(f"documents of {folder.path} that are not named any more, whose pairs stay (or --fresh): {gone:,}")
    return wanted.work


def _sources(folder: Folder, inputs: list[str], options: dict[str, Any]) -> Sources:
    from align.batch.sources import find_names, find_sources, listed_sources

    languages = options["source"], options["target"]
    if options["list_file"]:
        return listed_sources(options["list_file"])
    if options["match"]:
        from align.batch.matched import matched_sources
        from align.cli.terminal import bar

        source, target = (find_names([name], folder.path) for name in inputs)
        with bar("matching") as progress:
            return matched_sources(source, target, _pair_work(options), progress)
    names = find_names(inputs, folder.path)
    return find_sources(names, languages, {None: None, True: "pair", False: "draft"}[options["pair"]])


def _shape(options: dict[str, Any]) -> dict[str, Any]:
    """The part of RunSpec that is about the files."""
    from align.corpus import format_of

    known = [format_of("-", name, writing=True).name for name in options["formats"]]
    return {
        "formats": tuple(dict.fromkeys(name for name in known if name != "jsonl")),
        "tmx_langs": tmx_languages(options["tmx_langs"]),
        "shard_bytes": int(options["shard_size"] * 1e6),
    }


def _pair_work(options: dict[str, Any]) -> AlignJob:
    from align.batch.job_spec import AlignJob
    from align.corpus.timestamps import now

    return AlignJob(
        source_lang=options["source"],
        target_lang=options["target"],
        created=now(),
        encoder=options["encoder"],
        max_bead=options["max_bead"],
        skip=options["skip"],
        one_per_line=options["one_per_line"],
        encoding=options["encoding"],
        text_column=options["text_column"],
    )


def _draft_work(options: dict[str, Any]) -> DraftJob:
    from align.batch.job_spec import DraftJob
    from align.checkpoints.checkpoint_store import find_model
    from align.corpus.timestamps import now

    model = find_model(options["model"], options["source"], options["target"])
    if model.is_starter and options["model"] == "auto":
        say(starter_note(model))
    memories = [str(Path(name).resolve()) for name in options["memories"]]
    glossary = options["glossary"] and str(Path(options["glossary"]).resolve())
    request = request_from(options | {"no_cache": True, "memories": memories, "glossary": glossary})
    return DraftJob(request, options["target"], now(), options["encoding"], options["text_column"])


def _pool(work: DraftJob | AlignJob, options: dict[str, Any]) -> Pool:
    """Workers here or on Ray, one core each if nothing else is said; a GPU has one."""
    from align.batch.job_spec import DraftJob
    from align.batch.pool import LocalPool, local_workers

    gpu = isinstance(work, DraftJob) and work.request.device == "cuda"
    workers, threads = options["workers"], options["threads"]
    if options["runner"] == "ray":
        from align.batch.ray_pool import RayPool

        return RayPool(work, options["ray_address"], workers, threads or 1, int(gpu))
    cores = threads or local_workers()
    workers = workers or (1 if gpu else cores)
    return LocalPool(work, workers, max(1, cores // workers))


def _summary(tally: RunStats, seconds: float, output: str) -> dict[str, Any]:
    return {
        "documents": tally.documents,
        "done_now": tally.settled,
        "failed": tally.failed,
        "alone": tally.alone,
        "doubtful": tally.doubtful,
        "pairs": tally.pairs,
        "sentences": tally.segments,
        "words": tally.words,
        "seconds": round(seconds, 2),
        "words_per_second": round(tally.words_now / seconds, 1) if seconds else 0.0,
        "output": output,
    }
