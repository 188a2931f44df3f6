"""`align pair`: two existing texts in, a bilingual corpus out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.options import (
    refuse_inputs,
    say,
    text_column_option,
    tmx_languages,
    tmx_languages_option,
    typography_option,
)
from align.cli.visible import print_json

if TYPE_CHECKING:
    from align.alignment.alignment_report import AlignmentReport
    from align.corpus import Pair
    from align.pipelines.align import AlignmentJob, PairedDocument


@click.command()
@click.argument("source", required=False)
@click.argument("target", required=False)
@click.option("--from", "source_lang", metavar="LANG", help="Language of SOURCE; recognised if not given.")
@click.option("--to", "target_lang", metavar="LANG", help="Language of TARGET; recognised if not given.")
@click.option("-o", "--output", "outputs", multiple=True, metavar="FILE", help="Where to write; may be repeated.")
@click.option(
    "--format", "format_", metavar="NAME", help="beads ([0, 1]:[2]:score lines), or a corpus format: jsonl, tmx …"
)
@click.option("--list", "list_file", metavar="FILE", help="Pairs of files: source, tab, target on each line.")
@click.option("--one-per-line", is_flag=True, help="The texts are segmented already, one segment a line.")
@click.option("--max-bead", type=click.IntRange(2, 12), default=6, show_default=True, help="Most segments in a bead.")
@click.option(
    "--skip", type=click.FloatRange(0, 1), metavar="COST", help="Cost of a segment left alone; higher: fewer."
)
@click.option("--anchors", metavar="REGEX", help="Segments that match on both sides, in order, are fixed points.")
@click.option(
    "--encoder", default="use", show_default=True, metavar="NAME", help="use, or a sentence-transformers folder."
)
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is guessed wrongly.")
@text_column_option()
@click.option("--glossary", metavar="FILE", help="Flag pairs without the terms of this file: TSV, CSV, XLSX, TBX.")
@typography_option()
@tmx_languages_option()
@click.option("--plot", metavar="PNG", help="Draw the alignment path with its uncertain stretches (one document).")
@click.option("--strict", is_flag=True, help="Exit with status 1 when the texts do not fit each other.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def pair(source: str | None, target: str | None, **options: Any) -> None:
    """Align SOURCE with TARGET, its translation, and write a bilingual corpus.

    SOURCE and TARGET are two texts, or two folders whose files have the same names. Every segment of both sides is in
    exactly one bead (1-1, 1-2, 2-1 …, or alone: 1-0, 0-1), and each bead has a score. The pairs are checked: flags mark
    what has no counterpart, what the aligner was not sure of, and what does not fit.

    \b
    align pair story.en.txt story.ru.txt -o story.tmx -o story.jsonl
    align pair en/ ru/ --from en --to ru -o stories.tmx
    align pair a.txt b.txt --one-per-line --format beads
    """
    from align.errors import UsageError

    files = _files(source, target, options["list_file"])
    beads_only = options["format_"] == "beads"
    if options["plot"] and len(files) > 1:
        raise UsageError("--plot draws one document: name two files")
    if options["as_json"] and not options["outputs"]:
        raise UsageError("--json prints the summary: give the result a file with -o")
    if beads_only and len(options["outputs"]) > 1:
        raise UsageError("--format beads writes one file: name one -o, and run again for a corpus")
    refuse_inputs([name for names in files for name in names], list(options["outputs"]))
    summary = _align_files(files, beads_only, options)
    if options["as_json"]:
        print_json(summary)
    if options["strict"] and summary["warnings"]:
        from align.errors import QualityError

        raise QualityError(f"--strict: {summary['warnings'][0]}")


def _files(source: str | None, target: str | None, list_file: str | None) -> list[tuple[str, str]]:
    from align.alignment.file_pairing import listed_files, match_files
    from align.errors import UsageError
    from align.readers import read_text

    if list_file:
        if source or target:
            raise UsageError("name two texts or a --list of them, not both")
        return listed_files(read_text(list_file).splitlines(), list_file)
    if not source or not target:
        raise UsageError("name two texts: align pair SOURCE TARGET")
    if source == target == "-":
        raise UsageError("standard input can be one side only")
    return match_files(source, target)


def _align_files(files: Sequence[tuple[str, str]], beads_only: bool, options: dict[str, Any]) -> dict[str, Any]:
    """Align every document, write what was asked for, and return the summary."""
    from align.alignment.alignment_report import AlignmentReport
    from align.cli.terminal import PairCounts, bar, print_pairs, stdout_is_terminal
    from align.corpus import Corpus, open_writers
    from align.pipelines.align import pairs_of
    from align.pipelines.ids import DocumentStems

    started, job = time.monotonic(), _job(options)
    show = not (options["outputs"] or options["format_"]) and stdout_is_terminal()
    shown: list[Pair] = []
    outputs = list(options["outputs"]) or ([] if show else ["-"])
    format_ = options["format_"] or ("jsonl" if outputs == ["-"] else None)
    total, names, warnings, signature, tally = AlignmentReport(), DocumentStems(), list[str](), "", PairCounts()
    with ExitStack() as stack:
        progress = stack.enter_context(bar("aligning"))
        progress.found(len(files))
        writers = None
        for document in _documents(files, job, options["encoding"], options["text_column"]):
            progress.advance(1)
            total += document.report
            warnings += document.warnings
            signature = str(document.signature)
            if options["plot"]:
                from align.alignment.path_plot import draw_path

                draw_path(document.beads, options["plot"], f"{document.name} – {document.other}")
            if beads_only:
                _write_beads(document, outputs[0], many=len(files) > 1)
                continue
            if writers is None:
                header = Corpus((), document.signature, *document.languages, job.created)
                tmx = tmx_languages(options["tmx_langs"])
                writers = stack.enter_context(open_writers(outputs, header, format_, tmx, say))
            for one in pairs_of(document, names.stem(document.name), job):
                writers.write(one)
                tally.add(one)
                if show:
                    shown.append(one)
    if show:
        print_pairs(shown)
    summary = _summary(total, len(files), time.monotonic() - started, warnings)
    if not beads_only:
        summary |= {"flagged": tally.flagged, "flags": dict(sorted(tally.flags.items()))}
    summary |= {"signature": signature, "outputs": outputs}
    if not options["as_json"]:
        _print_summary(summary)
    return summary


def _job(options: dict[str, Any]) -> AlignmentJob:
    from align.corpus.timestamps import now
    from align.encoders.base import load_encoder
    from align.glossary import open_glossary
    from align.pipelines.align import AlignmentJob

    terms, languages = options["glossary"], (options["source_lang"] or "", options["target_lang"] or "")
    return AlignmentJob(
        encoder=load_encoder(options["encoder"]),
        created=now(),
        source_lang=options["source_lang"],
        target_lang=options["target_lang"],
        one_per_line=options["one_per_line"],
        max_bead=options["max_bead"],
        skip=options["skip"],
        anchors=options["anchors"],
        glossary=open_glossary(terms, *languages, say) if terms else None,
        typography=options["typography"],
    )


def _documents(
    files: Sequence[tuple[str, str]], job: AlignmentJob, encoding: str | None, text_column: str | None
) -> Iterator[PairedDocument]:
    """Read and align one pair of files after the other, and say what has to be said about them."""
    from align.pipelines.align import pair_documents
    from align.readers import encoding_note, read_document

    for names in files:
        source, target = (
            read_document(name, encoding=encoding, one_per_line=job.one_per_line, text_column=text_column)
            for name in names
        )
        for side in (source, target):
            if (note := encoding_note(side)) and not encoding:
                say(note)
        document = pair_documents(source, target, job)
        for warning in document.warnings:
            say(warning)
        yield document


def _write_beads(document: PairedDocument, output: str, many: bool) -> None:
    from align.errors import OutputError
    from align.io.atomic import STDOUT, atomic_output

    path = output
    if many and output != STDOUT:
        folder = Path(output)
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{output} is a file: several documents need a folder for their beads")
        folder.mkdir(exist_ok=True)
        path = str(folder / f"{Path(document.name).stem}.beads")
    with atomic_output(path) as stream:
        stream.writelines(f"{bead}\n".encode() for bead in document.beads)


def _summary(total: AlignmentReport, documents: int, seconds: float, warnings: list[str]) -> dict[str, Any]:
    return {
        "documents": documents,
        "source_segments": total.source_segments,
        "target_segments": total.target_segments,
        "beads": dict(total.types.most_common()),
        "score": round(total.score, 4),
        "uncertain": [[span.first, span.last] for span in total.uncertain],
        "seconds": round(seconds, 2),
        "warnings": warnings,
    }


def _print_summary(summary: dict[str, Any]) -> None:
    """The summary as a table on standard error, if it is a terminal."""
    import sys

    if not sys.stderr.isatty():
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    stretches = [f"{first}–{last}" if last > first else str(first) for first, last in summary["uncertain"]]
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    table.add_row("documents", f"{summary['documents']:,}")
    table.add_row("segments", f"{summary['source_segments']:,} : {summary['target_segments']:,}")
    table.add_row("beads", ", ".join(f"{kind} {count:,}" for kind, count in summary["beads"].items()))
    table.add_row("mean score", f"{summary['score']:.2f}")
    more = " …" if len(stretches) > 12 else ""
    shown = f" (beads {', '.join(stretches[:12])}{more})" if stretches and summary["documents"] == 1 else ""
    table.add_row("uncertain stretches", f"{len(stretches)}{shown}")
    table.add_row("seconds", f"{summary['seconds']:,}")
    if "flags" in summary:
        flags = ", ".join(f"{flag} {count:,}" for flag, count in summary["flags"].items())
        table.add_row("flagged", f"{summary['flagged']:,}" + (f" ({flags})" if flags else ""))
    for output in summary["outputs"]:
        table.add_row("written", output)
    Console(stderr=True).print(table)
