"""`align pair`: two existing texts in, a bilingual corpus out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.figures import counts_in_words, figure
from align.cli.next_steps import after_drafting
from align.cli.options import TmxOptions, flags, refuse_inputs, say, tmx_options
from align.cli.visible import print_json
from align.localization import _
from align.pipelines.left_out import LeftOut
from align.pipelines.options import DocumentOptions, PairOptions

if TYPE_CHECKING:
    from align.alignment.alignment_report import AlignmentReport
    from align.alignment.moved_blocks import MovedBlock
    from align.corpus import Pair
    from align.pipelines.align import AlignmentJob, PairedDocument


@dataclass(frozen=True, slots=True)
class _AlignmentOutputs:
    """What is written and shown: files, their format, codes for TMX, a plot, the summary."""

    files: tuple[str, ...]
    format: str | None
    tmx: TmxOptions
    plot: str | None
    as_json: bool

    @property
    def beads_only(self) -> bool:
        """Whether it is beads that are written, and no corpus."""
        return self.format == "beads"


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
@flags(PairOptions, "aligning")
@flags(DocumentOptions, "reading")
@tmx_options()
@click.option("--plot", metavar="PNG", help="Draw the alignment path with its uncertain stretches (one document).")
@click.option("--strict", is_flag=True, help="Exit with status 1 when the texts do not fit each other.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def pair(
    source: str | None,
    target: str | None,
    source_lang: str | None,
    target_lang: str | None,
    outputs: tuple[str, ...],
    format_: str | None,
    list_file: str | None,
    aligning: PairOptions,
    reading: DocumentOptions,
    tmx: TmxOptions,
    plot: str | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Align SOURCE with TARGET, its translation, and write a bilingual corpus.

    SOURCE and TARGET are two texts, or two folders whose files have the same names. Every segment of both sides is in
    exactly one bead (1-1, 1-2, 2-1 …, or alone: 1-0, 0-1), and each bead has a score. The pairs are checked: flags mark
    what has no counterpart, what the aligner was not sure of, and what does not fit.

    \b
    align pair story.en.txt story.ru.txt -o story.tmx -o story.jsonl
    align pair en/ ru/ --from en --to ru -o stories.tmx
    align pair a.txt b.txt --one-per-line --format beads
    align pair story.en.txt story.ru.txt --keep reviewed.jsonl -o again.jsonl
    """
    from align.errors import UsageError

    left_out = LeftOut()
    files = _files(source, target, list_file, left_out)
    if plot and len(files) > 1:
        raise UsageError(_("--plot draws one document: name two files"))
    if as_json and not outputs:
        raise UsageError(_("--json prints the summary: give the result a file with -o"))
    if format_ == "beads" and len(outputs) > 1:
        raise UsageError(_("--format beads writes one file: name one -o, and run again for a corpus"))
    refuse_inputs([name for names in files for name in names], outputs)
    aligning = replace(aligning, source_lang=source_lang, target_lang=target_lang)
    written = _AlignmentOutputs(outputs, format_, tmx, plot, as_json)
    summary = _align_files(files, aligning, reading, written, left_out)
    if left_out.errors:
        summary["left_out"] = left_out.as_json()
    if as_json:
        print_json(summary)
    else:
        after_drafting(outputs)
    left_out.raise_if_any(say)
    if strict and summary["warnings"]:
        from align.errors import QualityError

        raise QualityError(f"--strict: {summary['warnings'][0]}")


def _files(source: str | None, target: str | None, list_file: str | None, left_out: LeftOut) -> list[tuple[str, str]]:
    """The pairs of files that are named; files of a folder that are in none are left out."""
    from align.alignment.file_pairing import listed_files, match_files, without_counterpart
    from align.errors import UsageError
    from align.readers import read_text

    if list_file:
        if source or target:
            raise UsageError(_("name two texts or a --list of them, not both"))
        return listed_files(read_text(list_file).splitlines(), list_file)
    if not source or not target:
        raise UsageError(_("name two texts: align pair SOURCE TARGET"))
    if source == target == "-":
        raise UsageError(_("standard input can be one side only"))
    pairs, rest = match_files(source, target)
    if not pairs:
        raise without_counterpart(rest)
    for name in rest:
        left_out.add(without_counterpart([name]))
    return pairs


def _align_files(
    files: Sequence[tuple[str, str]],
    aligning: PairOptions,
    reading: DocumentOptions,
    written: _AlignmentOutputs,
    left_out: LeftOut,
) -> dict[str, Any]:
    """Align every document, write what was asked for, and return the summary."""
    from align.alignment.alignment_report import AlignmentReport
    from align.cli.terminal import PairCounts, bar, print_pairs, stdout_is_terminal
    from align.corpus import Corpus, open_writers
    from align.corpus.timestamps import now
    from align.pipelines.align import pairs_of
    from align.pipelines.ids import DocumentStems
    from align.pipelines.setup import open_alignment

    started, job = time.monotonic(), open_alignment(aligning, now(), say)
    show = not (written.files or written.format) and stdout_is_terminal()
    shown: list[Pair] = []
    outputs = list(written.files) or ([] if show else ["-"])
    format_ = written.format or ("jsonl" if outputs == ["-"] else None)
    total, stems, warnings, signature, counts = AlignmentReport(), DocumentStems(), list[str](), "", PairCounts()
    names, kept = list[str](), 0
    moved: list[MovedBlock] = []
    with ExitStack() as stack:
        progress = stack.enter_context(bar(_("aligning")))
        progress.found(len(files))
        writers = None
        for document in _documents(files, job, reading, left_out):
            progress.advance(1)
            total += document.report
            warnings += document.warnings
            names.append(document.name)
            kept += len(document.confirmed)
            moved += document.moved
            signature = str(document.signature)
            if written.plot:
                from align.alignment.path_plot import draw_path

                draw_path(
                    document.beads, written.plot, f"{document.name} – {document.other}", confirmed=document.confirmed
                )
            if written.beads_only:
                _write_beads(document, outputs[0], many=len(files) > 1)
                continue
            if writers is None:
                header = Corpus((), document.signature, *document.languages, job.created)
                writers = stack.enter_context(open_writers(outputs, header, format_, warn=say, **written.tmx))
            for one in pairs_of(document, stems.stem(document.name), job):
                writers.write(one)
                counts.add(one)
                if show:
                    shown.append(one)
    if show:
        print_pairs(shown, job.glossary)
    warnings += _say_what_is_kept(job, names, kept)
    summary = _summary(total, len(files), time.monotonic() - started, warnings)
    if not written.beads_only:
        summary |= {"flagged": counts.flagged, "flags": dict(sorted(counts.flags.items()))}
    summary |= {"kept": kept} if job.keep else {}
    summary |= {"moved": [block.numbers for block in moved], "signature": signature, "outputs": outputs}
    if not written.as_json:
        _print_summary(summary)
    return summary


def _say_what_is_kept(job: AlignmentJob, documents: Sequence[str], count: int) -> list[str]:
    """Say how many confirmed pairs were kept; returns what is to be remarked on, which it says too."""
    if not job.keep:
        return []
    say(_("reviewed pairs kept as they were: {count}", count=count))
    elsewhere = job.keep.elsewhere(documents)
    if elsewhere:
        say(elsewhere)
    return [elsewhere] if elsewhere else []


def _documents(
    files: Sequence[tuple[str, str]], job: AlignmentJob, reading: DocumentOptions, left_out: LeftOut
) -> Iterator[PairedDocument]:
    """Read and align one pair of files after the other, and print the remarks on them; what cannot be is left out."""
    from align.errors import AlignError
    from align.pipelines.align import pair_documents
    from align.pipelines.documents import one_document

    for names in files:
        try:
            source, target = (one_document(name, reading, job.one_per_line, say) for name in names)
            document = pair_documents(source, target, job)
        except AlignError as error:
            if len(files) == 1 and not left_out.errors:
                raise
            left_out.add(error)
            continue
        for warning in document.warnings:
            say(warning)
        left_out.done += 1
        yield document
    left_out.raise_if_all(say)


def _write_beads(document: PairedDocument, output: str, many: bool) -> None:
    from align.errors import OutputError
    from align.io.atomic import STDOUT, atomic_output

    path = output
    if many and output != STDOUT:
        folder = Path(output)
        if folder.exists() and not folder.is_dir():
            raise OutputError(_("{output} is a file: several documents need a folder for their beads", output=output))
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
    table.add_row(_("documents"), figure(summary["documents"]))
    table.add_row(_("segments"), f"{figure(summary['source_segments'])} : {figure(summary['target_segments'])}")
    table.add_row(_("beads"), counts_in_words(summary["beads"].items()))
    table.add_row(_("mean score"), figure(summary["score"], ".2f"))
    shown = ", ".join(stretches[:12]) + (" …" if len(stretches) > 12 else "")
    where = _(" (beads {numbers})", numbers=shown) if stretches and summary["documents"] == 1 else ""
    table.add_row(_("uncertain stretches"), f"{len(stretches)}{where}")
    table.add_row(_("seconds"), figure(summary["seconds"]))
    if summary["moved"]:
        table.add_row(_("moved blocks"), figure(len(summary["moved"])))
    if "flags" in summary:
        flags = counts_in_words(summary["flags"].items())
        table.add_row(_("flagged"), figure(summary["flagged"]) + (f" ({flags})" if flags else ""))
    for output in summary["outputs"]:
        table.add_row(_("written"), output)
    Console(stderr=True).print(table)
