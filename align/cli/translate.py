"""`align translate`: a story in, a bilingual corpus out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from align.cli.options import from_option, language_list, outputs_for, say, tmx_languages

if TYPE_CHECKING:
    from align.corpus.pair import Pair, Signature
    from align.pipeline import Job, Scorer
    from align.text import Document
    from align.translation.store import LocalModel


@click.command()
@click.argument("files", nargs=-1)
@click.option("--to", "targets", multiple=True, required=True, metavar="LANG", help="Target language; may be repeated.")
@from_option("en")
@click.option("-o", "--output", "outputs", multiple=True, metavar="FILE", help="Where to write; may be repeated.")
@click.option("--format", "format_", metavar="NAME", help="Format of an output whose name does not tell: jsonl, tmx …")
@click.option("--model", default="auto", metavar="NAME", help="A checkpoint's folder, catalogue name or hub id.")
@click.option("--engine", type=click.Choice(["ctranslate2", "transformers"]), default="ctranslate2", show_default=True)
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True)
@click.option("--threads", type=click.IntRange(0), default=0, help="Cores to use; 0 is all.")
@click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="Beam size of the search.")
@click.option("--batch-tokens", type=click.IntRange(1), default=2048, show_default=True, help="Tokens in a batch.")
@click.option("--quotes", type=click.Choice(["keep", "split"]), default="keep", show_default=True)
@click.option("--one-per-line", is_flag=True, help="The input is segmented already, one segment a line.")
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is guessed wrongly.")
@click.option("--tmx-lang", "tmx_langs", multiple=True, metavar="ru=ru-RU", help="Language codes to write in TMX.")
@click.option("--no-score", is_flag=True, help="Leave out the similarity score.")
@click.option("--show", is_flag=True, help="Print the pairs side by side.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def translate(files: tuple[str, ...], targets: tuple[str, ...], **options: Any) -> None:
    """Segment FILES, draft their translation, and write a bilingual corpus.

    FILES are text or Markdown files, folders or globs; - or nothing is standard input.

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
        import json

        click.echo(json.dumps(summaries if len(summaries) > 1 else summaries[0], ensure_ascii=False, indent=2))


def _run(names: Sequence[str], target: str, **options: Any) -> dict[str, Any]:
    """Translate into one language; returns the summary."""
    from align.cli.terminal import Tally, bar, print_pairs, print_summary, stdout_is_terminal
    from align.corpus import Corpus, open_writers
    from align.corpus.dates import now
    from align.pipeline import translate as pipeline
    from align.translation.store import find_model

    started = time.monotonic()
    model = find_model(options["model"], options["source"], target)
    outputs, format_ = outputs_for(options["outputs"], options["format_"], target, show=options["show"])
    show = options["show"] or (not outputs and stdout_is_terminal())
    if not outputs and not show:
        outputs, format_ = ["-"], "jsonl"
    if model.is_starter and options["model"] == "auto":
        say(_about_starter(model))
    job = _job(model, target, now(), options)
    signature = _signature(job, model)
    header = Corpus((), signature, job.source_lang, target, job.created)
    tally = Tally()
    shown: list[Pair] = []
    with (
        open_writers(outputs, header, format_, tmx_languages(options["tmx_langs"]), say) as writers,
        bar("drafting") as progress,
    ):
        documents = _documents(names, job, options["encoding"])
        for pair in pipeline(documents, job, progress):
            writers.write(pair)
            tally.add(pair)
            if show:
                shown.append(pair)
    if show:
        print_pairs(shown)
    summary = tally.summary(time.monotonic() - started, signature=str(signature), outputs=outputs)
    if not options["as_json"]:
        print_summary(summary)
    return summary


def _job(model: LocalModel, target: str, created: str, options: dict[str, Any]) -> Job:
    from align.pipeline import Job
    from align.translation import open_engine
    from align.translation.engine import Decoding

    engine = open_engine(options["engine"], model, options["device"], options["threads"])
    return Job(
        source_lang=options["source"],
        target_lang=target,
        engine=engine,
        model=model.name,
        created=created,
        decoding=Decoding(beam=options["beam"], batch_tokens=options["batch_tokens"]),
        quotes=options["quotes"],
        one_per_line=options["one_per_line"],
        scorer=None if options["no_score"] else _scorer(options["source"], target),
    )


def _scorer(source: str, target: str) -> Scorer | None:
    """How pairs are scored: the bundled encoder, where it knows both languages."""
    from functools import partial

    from align.alignment.encoders import knows, load_encoder
    from align.alignment.similarity import score_pairs
    from align.pipeline import Scorer

    encoder = load_encoder()
    if not knows(encoder, source, target):
        say(f"pairs are not scored: the sentence encoder does not know {source} and {target}")
        return None
    return Scorer(encoder.signature, partial(score_pairs, encoder=encoder))


def _signature(job: Job, model: LocalModel) -> Signature:
    from align import __version__
    from align.corpus.pair import Signature
    from align.segmentation import splitter_signature
    from align.translation.conversion import content_hash

    return Signature(
        (
            ("align", __version__),
            ("pair", f"{job.source_lang}-{job.target_lang}"),
            ("split", "one-per-line" if job.one_per_line else splitter_signature(job.source_lang)),
            ("quotes", job.quotes),
            ("model", f"{model.name}@{content_hash(model.path)}"),
            ("engine", job.engine.signature),
            ("decoding", job.decoding.signature),
            ("score", job.scorer.signature if job.scorer else "none"),
        )
    )


def _documents(names: Sequence[str], job: Job, encoding: str | None) -> Iterator[Document]:
    from align.readers import encoding_note, read_document
    from align.segmentation import fallback_note

    if note := fallback_note(job.source_lang):
        say(note)
    for name in names:
        document = read_document(name, encoding=encoding, one_per_line=job.one_per_line)
        if (note := encoding_note(document)) and not encoding:
            say(note)
        yield document


def _about_starter(model: LocalModel) -> str:
    chrf = model.card.get("chrf")
    measured = f" (chrF {chrf} on newstest2019)" if chrf else ""
    return f"drafting with the bundled starter model{measured}; for better drafts: align models get en-ru"
