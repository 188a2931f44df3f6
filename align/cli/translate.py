"""`align translate`: a story in, a bilingual corpus out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.drafting_options import drafting_options, request_from, starter_note
from align.cli.options import (
    from_option,
    language_list,
    outputs_for,
    refuse_inputs,
    say,
    text_column_option,
    tmx_languages,
    tmx_languages_option,
)
from align.cli.visible import print_json

if TYPE_CHECKING:
    from align.corpus.pair import Pair
    from align.document import Document
    from align.pipelines.translate import TranslationJob
    from align.review.kept import Kept


@click.command()
@click.argument("files", nargs=-1)
@click.option("--to", "targets", multiple=True, required=True, metavar="LANG", help="Target language; may be repeated.")
@from_option("en")
@click.option("-o", "--output", "outputs", multiple=True, metavar="FILE", help="Where to write; may be repeated.")
@click.option("--format", "format_", metavar="NAME", help="Format of an output whose name does not tell: jsonl, tmx …")
@drafting_options
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is guessed wrongly.")
@text_column_option()
@tmx_languages_option()
@click.option(
    "--keep-reviewed", is_flag=True, help="Keep what was reviewed in the output that is there; draft the rest."
)
@click.option("--show", is_flag=True, help="Print the pairs side by side.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def translate(files: tuple[str, ...], targets: tuple[str, ...], **options: Any) -> None:
    """Segment FILES, draft their translation, and write a bilingual corpus.

    FILES are texts (plain, Markdown, HTML, DOCX, ODT, PDF, EPUB, subtitles, JSONL, CSV), folders or globs; - or
    nothing is standard input.

    \b
    align translate story.txt --to ru -o story.tmx
    align translate stories/*.txt --to ru --to de -o 'stories.{lang}.jsonl' -o 'stories.{lang}.tmx'
    align translate --to ru < story.txt
    """
    from align.errors import UsageError
    from align.readers import find_documents

    languages = language_list(targets)
    options["source"] = language_list([options["source"]])[0]
    if options["source"] in languages:
        raise UsageError(f"--from and --to are both {options['source']}: there is nothing to translate")
    if len(languages) > 1 and not all("{lang}" in name for name in options["outputs"] or ["{lang}"]):
        raise UsageError("several --to need {lang} in each output's name: -o 'story.{lang}.tmx'")
    if options["as_json"] and (options["show"] or not options["outputs"]):
        raise UsageError("--json prints the summary: give the corpus a file with -o, and leave --show out")
    names = find_documents(list(files) or ["-"])
    if len(languages) > 1 and "-" in names:
        raise UsageError("standard input can be read once only: give one --to, or a file")
    summaries = [_run(names, language, **options) for language in languages]
    if options["as_json"]:
        print_json(summaries if len(summaries) > 1 else summaries[0])


def _run(names: Sequence[str], target: str, **options: Any) -> dict[str, Any]:
    """Translate into one language; returns the summary."""
    from align.checkpoints.checkpoint_store import find_model
    from align.cli.terminal import PairCounts, bar, print_pairs, print_summary, stdout_is_terminal
    from align.corpus import Corpus, open_writers
    from align.corpus.timestamps import now
    from align.pipelines.setup import open_job
    from align.pipelines.signatures import sign_drafts
    from align.pipelines.translate import translate as pipeline

    started = time.monotonic()
    request = request_from(options)
    model = find_model(request.model, request.source_lang, target)
    outputs, format_ = outputs_for(options["outputs"], options["format_"], target, show=options["show"])
    refuse_inputs(names, outputs)
    show = options["show"] or (not outputs and stdout_is_terminal())
    if not outputs and not show:
        outputs, format_ = ["-"], "jsonl"
    job = open_job(request, model, target, now(), say)
    if options["keep_reviewed"]:
        job = replace(job, kept=_reviewed(outputs))
    signature = sign_drafts(job)
    header = Corpus((), signature, job.source_lang, target, job.created)
    note = starter_note(model) if model.is_starter and request.model == "auto" else None
    tally = PairCounts()
    shown: list[Pair] = []
    with (
        open_writers(outputs, header, format_, tmx_languages(options["tmx_langs"]), say) as writers,
        bar("drafting") as progress,
    ):
        documents = _documents(names, job, options, note)
        for pair in pipeline(documents, job, progress):
            writers.write(pair)
            tally.add(pair)
            if show:
                shown.append(pair)
    if job.kept is not None:
        say(f"reviewed pairs kept as they were: {job.kept.count}")
    if show:
        print_pairs(shown)
    summary = tally.summary(time.monotonic() - started, signature=str(signature), outputs=outputs)
    if not options["as_json"]:
        print_summary(summary)
    return summary


def _reviewed(outputs: Sequence[str]) -> Kept:
    """The reviewed pairs of the first of the outputs that is there and holds any."""
    from align.corpus import read_corpus
    from align.review.kept import Kept
    from align.review.reviewer_work import work_in

    there = [name for name in outputs if name != "-" and work_in(Path(name))]
    return Kept(read_corpus(there[0]) if there else ())


def _documents(
    names: Sequence[str], job: TranslationJob, options: dict[str, Any], drafting: str | None
) -> Iterator[Document]:
    """Read the files, one at a time. The line `drafting` is said when the first has turned out to be a text."""
    from align.readers import encoding_note, read_documents
    from align.segmentation import fallback_note

    notes = [note for note in (drafting, fallback_note(job.source_lang)) if note]
    for name in names:
        for document in read_documents(
            name,
            encoding=options["encoding"],
            one_per_line=job.one_per_line,
            text_column=options["text_column"],
        ):
            if (note := encoding_note(document)) and not options["encoding"]:
                notes.append(note)
            while notes:
                say(notes.pop(0))
            yield document
