"""`align translate`: a story in, a bilingual corpus out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.next_steps import after_drafting
from align.cli.options import (
    TmxOptions,
    flags,
    from_option,
    language_list,
    outputs_for,
    refuse_inputs,
    say,
    say_if_typed,
    tmx_options,
)
from align.cli.project_defaults import with_project
from align.cli.visible import print_json
from align.localization import N_, _
from align.pipelines.options import DocumentOptions, TranslateOptions

if TYPE_CHECKING:
    from align.checkpoints.checkpoint_store import LocalModel
    from align.corpus.pair import Pair
    from align.document import Document
    from align.pipelines.left_out import LeftOut
    from align.pipelines.quotes import Quotes
    from align.pipelines.translate import TranslationJob
    from align.review.kept import Kept


@dataclass(frozen=True, slots=True)
class _DraftOutputs:
    """What is written and shown: files (with `{lang}` for the language), their format, codes for TMX, the summary."""

    files: tuple[str, ...]
    format: str | None
    tmx: TmxOptions
    keep_reviewed: bool
    show: bool
    as_json: bool


@click.command()
@click.argument("files", nargs=-1)
@click.option("--to", "targets", multiple=True, required=True, metavar="LANG", help="Target language; may be repeated.")
@from_option("en")
@click.option("-o", "--output", "outputs", multiple=True, metavar="FILE", help="Where to write; may be repeated.")
@click.option("--format", "format_", metavar="NAME", help="Format of an output whose name does not tell: jsonl, tmx …")
@flags(TranslateOptions, "drafting")
@flags(DocumentOptions, "reading")
@tmx_options()
@click.option(
    "--keep-reviewed", is_flag=True, help="Keep what was reviewed in the output that is there; draft the rest."
)
@click.option("--show", is_flag=True, help="Print the pairs side by side.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def translate(
    files: tuple[str, ...],
    targets: tuple[str, ...],
    source: str,
    outputs: tuple[str, ...],
    format_: str | None,
    drafting: TranslateOptions,
    reading: DocumentOptions,
    tmx: TmxOptions,
    keep_reviewed: bool,
    show: bool,
    as_json: bool,
) -> None:
    """Segment FILES, draft their translation, and write a bilingual corpus.

    FILES are texts (plain, Markdown, HTML, DOCX, ODT, PDF, EPUB, subtitles, e-mail, JSON, CSV), folders or globs; - or
    nothing is standard input.

    \b
    align translate story.txt --to ru -o story.tmx
    align translate stories/*.txt --to ru --to de -o 'stories.{lang}.jsonl' -o 'stories.{lang}.tmx'
    align translate --to ru < story.txt
    """
    from align.errors import UsageError
    from align.pipelines.left_out import LeftOut
    from align.readers import find_documents

    languages = language_list(targets)
    (source,) = language_list([source])
    if source in languages:
        raise UsageError(_("--from and --to are both {source}: there is nothing to translate", source=source))
    if len(languages) > 1 and not all("{lang}" in name for name in outputs or ["{lang}"]):
        raise UsageError(_("several --to need {lang} in each output's name: -o 'story.{lang}.tmx'"))
    if as_json and (show or not outputs):
        raise UsageError(_("--json prints the summary: give the corpus a file with -o, and leave --show out"))
    names = find_documents(list(files) or ["-"])
    if len(languages) > 1 and "-" in names:
        raise UsageError(_("standard input can be read once only: give one --to, or a file"))
    say_if_typed(names)
    drafting = replace(drafting, source_lang=source)
    written = _DraftOutputs(outputs, format_, tmx, keep_reviewed, show, as_json)
    left_out = LeftOut()
    summaries = [_run(names, language, drafting, reading, written, left_out) for language in languages]
    if as_json:
        print_json([*map(with_project, summaries)] if len(summaries) > 1 else summaries[0])
    left_out.raise_if_any(say)


def _run(
    names: Sequence[str],
    target: str,
    drafting: TranslateOptions,
    reading: DocumentOptions,
    written: _DraftOutputs,
    left_out: LeftOut,
) -> dict[str, Any]:
    """Translate into one language; returns the summary."""
    from align.checkpoints.checkpoint_store import find_model
    from align.cli.terminal import PairCounts, bar, print_pairs, print_summary, stdout_is_terminal
    from align.corpus import Corpus, open_writers
    from align.corpus.timestamps import now
    from align.pipelines.setup import open_job
    from align.pipelines.signatures import sign_drafts
    from align.pipelines.translate import translate as pipeline

    started = time.monotonic()
    model = find_model(drafting.model, drafting.source_lang, target)
    outputs, format_ = outputs_for(written.files, written.format, target, show=written.show)
    refuse_inputs(names, outputs)
    show = written.show or (not outputs and stdout_is_terminal())
    if not outputs and not show:
        outputs, format_ = ["-"], "jsonl"
    with ExitStack() as stack:
        kept = None
        if written.keep_reviewed:
            kept, quotes = _reviewed(outputs, drafting.quotes)
            drafting = replace(drafting, quotes=quotes)
        job = replace(open_job(drafting, model, target, now(), say), kept=kept)
        stack.callback(job.close)
        signature = sign_drafts(job)
        header = Corpus((), signature, job.source_lang, target, job.created)
        counts = PairCounts()
        shown: list[Pair] = []
        writers = stack.enter_context(open_writers(outputs, header, format_, warn=say, **written.tmx))
        progress = stack.enter_context(bar(_("drafting")))
        read = _documents(names, job, reading, _notes(drafting, model), left_out)
        for pair in pipeline(read, job, progress):
            writers.write(pair)
            counts.add(pair)
            if show:
                shown.append(pair)
    if job.kept is not None:
        say(_("reviewed pairs kept as they were: {count}", count=job.kept.count))
    if show:
        print_pairs(shown, job.terminology.glossary if job.terminology else None)
    summary = counts.summary(time.monotonic() - started, signature=str(signature), outputs=outputs)
    if left_out.errors:
        summary["left_out"] = left_out.as_json()
    if left_out.accounts:
        summary["accounts"] = left_out.accounts_as_json()
    if not written.as_json:
        print_summary(summary)
        after_drafting(outputs)
    return summary


_USABLE = N_("about one sentence in three is usable as it stands or with small edits")
"""What the bundled model is worth, by the measurement that `models/en-ru-starter/README.md` names."""


def starter_note() -> str:
    """One line on the bundled model, for whoever did not choose it."""
    return _(
        "drafting with the bundled starter model, a small one: {usable}; for better drafts: align models get en-ru",
        usable=_(_USABLE),
    )


def _notes(drafting: TranslateOptions, model: LocalModel) -> list[str]:
    """The remarks on the run: the bundled model, and a language without rules of segmentation."""
    from align.segmentation import fallback_note

    starter = starter_note() if model.is_starter and drafting.model == "auto" else None
    return [note for note in (starter, fallback_note(drafting.source_lang)) if note]


def _reviewed(outputs: Sequence[str], asked: Quotes | None) -> tuple[Kept, Quotes]:
    """The reviewed pairs of the first of the outputs that is there and holds any, and what is done with quotations."""
    from align.corpus import read_corpus
    from align.pipelines.quotes import DEFAULT, quotes_of, quotes_to_go_on
    from align.review.kept import Kept
    from align.review.reviewer_work import work_in

    there = [name for name in outputs if name != "-" and work_in(Path(name))]
    if not there:
        return Kept(()), asked or DEFAULT
    corpus = read_corpus(there[0])
    return Kept(corpus), quotes_to_go_on(asked, quotes_of(corpus.signature), there[0], say)


def _documents(
    names: Sequence[str], job: TranslationJob, reading: DocumentOptions, notes: list[str], left_out: LeftOut
) -> Iterator[Document]:
    """Read the files, one at a time. The notes are printed when the first has turned out to be a text."""
    from align.pipelines.documents import documents

    for document in documents(names, reading, job.one_per_line, notes.append, left_out):
        while notes:
            say(notes.pop(0))
        yield document
    left_out.raise_if_all(say)
    while notes:
        say(notes.pop(0))
