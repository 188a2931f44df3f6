"""`align merge`: bring reviews, from a spreadsheet or a CAT tool, back into their corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from align.cli.convert import progress_of
from align.cli.merge_realigned import aligned_again
from align.cli.next_steps import after_review
from align.cli.options import TmxOptions, refuse_inputs, say, tmx_options
from align.localization import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from align.corpus import Corpus
    from align.review import MergeResult, Table


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("reviews", metavar="REVIEW...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", help="Where to write the reviewed corpus.")
@click.option("--in-place", is_flag=True, help="Write over CORPUS; the original stays beside it as CORPUS.bak.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--strict", is_flag=True, help="Exit with status 1 if anything could not be applied.")
@click.option("--input-format", metavar="NAME", help="Format of CORPUS, where its suffix does not say.")
@click.option("--format", "format_", metavar="NAME", help="Format of FILE, where its suffix does not say.")
@click.option("--realign", is_flag=True, help="Align the rest of each text again around what was confirmed.")
@tmx_options()
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def merge(
    corpus: str,
    reviews: tuple[str, ...],
    output: str | None,
    in_place: bool,
    dry_run: bool,
    strict: bool,
    input_format: str | None,
    format_: str | None,
    realign: bool,
    tmx: TmxOptions,
    as_json: bool,
) -> None:
    """Bring reviewed tables (XLSX, ODS, DOCX, ODT, CSV, TSV), decisions saved by an editor page (JSON) and files of CAT
    tools (XLIFF, TMX) back into their CORPUS.

    Rows and units are matched by id and source, never by their place; sorted, filtered, moved and missing rows and
    columns do no harm. A changed text gets the status edited. In an alignment texts may also have been moved from cell
    to cell, and rows added: if nothing is missing, the cells are the new pairs. What cannot be applied (two reviewers
    who disagree, texts that do not add up, dates where text should be) is listed and kept in FILE.leftovers.csv.

    \b
    align merge story.jsonl review.xlsx --dry-run
    align merge story.jsonl anna.xlsx boris.ods -o reviewed.jsonl
    align merge story.jsonl review.docx -o reviewed.jsonl
    align merge story.jsonl story.decisions.json -o reviewed.jsonl
    align merge story.jsonl project-omegat.tmx -o reviewed.jsonl
    align merge pairs.jsonl review.xlsx --realign -o again.jsonl
    """
    from align.cli.merge_summary import report_merge
    from align.cli.terminal import bar
    from align.corpus import read_corpus, write_corpus
    from align.corpus.timestamps import now
    from align.errors import QualityError
    from align.pipelines.assessment import assessment
    from align.review import MergeResult
    from align.review import merge as merged

    _refuse_swapped(corpus, reviews)
    target = _target(corpus, output, in_place, dry_run, as_json)
    refuse_inputs(reviews, [target or "-"])
    read = read_corpus(corpus, input_format, warn=say)
    tables = [_read_review(path, read) for path in reviews]
    result = MergeResult(reviewer=tmx["reviewer"], moment=now())
    rows = (row for table in tables for row in table.rows)
    with bar(_("merging")) as progress:
        pairs, realigned = merged(read.pairs, rows, result, assessment(read.signature)), None
        if realign:
            pairs, realigned = aligned_again(pairs, read)
        read.pairs = progress_of(pairs, progress)
        if target is None:
            for __ in read.pairs:
                pass
        else:
            _write(
                corpus,
                target,
                in_place,
                lambda path: write_corpus(read, path, format_, warn=say, **tmx),
            )
    for table in tables:
        for remark in table.remarks:
            say(remark)
    side = _keep_leftovers(result, target)
    report_merge(result, side, dry_run, as_json, realigned)
    if not as_json:
        after_review(target)
    if strict and result.leftovers:
        problem = ngettext("{n} thing could not be applied", "{n} things could not be applied", len(result.leftovers))
        raise QualityError(problem, path=corpus, hint=_("see the list above"))


def _refuse_swapped(corpus: str, reviews: tuple[str, ...]) -> None:
    """Raise UsageError where a sheet stands in the corpus's place and a corpus in that of the sheet."""
    from pathlib import Path

    from align.errors import UsageError

    corpora = (".jsonl", ".ndjson")
    if Path(reviews[0]).suffix.lower() in corpora and Path(corpus).suffix.lower() not in corpora and len(reviews) == 1:
        problem = _(
            "{review} is a corpus, and {corpus} stands where the corpus belongs", review=reviews[0], corpus=corpus
        )
        raise UsageError(
            problem,
            path=corpus,
            hint=_("the corpus comes first: align merge {review} {corpus}", review=reviews[0], corpus=corpus),
        )


def _read_review(path: str, corpus: Corpus) -> Table:
    """Read the rows of a reviewed file, the changes of an editor page, or the units that a CAT tool gave back."""
    from pathlib import Path

    from align.review import read_table
    from align.review.cat_files import EXCHANGED, read_units
    from align.review.decisions_file import SUFFIX, read_decisions

    if Path(path).suffix.lower() == SUFFIX:
        return read_decisions(path)
    if Path(path).suffix.lower() in EXCHANGED:
        return read_units(path, corpus.source_lang, corpus.target_lang)
    return read_table(path)


def _target(corpus: str, output: str | None, in_place: bool, dry_run: bool, as_json: bool) -> str | None:
    """The file to write, or None for a dry run."""
    from pathlib import Path

    from align.errors import UsageError

    if dry_run:
        return None
    if in_place and (output or corpus == "-"):
        raise UsageError(_("--in-place writes over CORPUS"), hint=_("leave -o out, and name a file"))
    if in_place:
        return corpus
    if output is None:
        raise UsageError(
            _("say where the reviewed corpus goes: -o reviewed.jsonl, or --in-place, or --dry-run to look first")
        )
    if output == "-" and as_json:
        raise UsageError(_("--json prints on standard output"), hint=_("give the corpus a file with -o"))
    if output != "-" and corpus != "-" and Path(output).resolve() == Path(corpus).resolve():
        hint = _("name another file, or say --in-place (a backup stays)")
        raise UsageError(_("{output} is the corpus itself", output=output), path=output, hint=hint)
    return output


def _write(corpus: str, target: str, in_place: bool, write: Callable[[str], object]) -> None:
    """Write the corpus; in place, the original is kept next to it."""
    from pathlib import Path

    from align.io.atomic import guarded
    from align.work_guard import old_file_kept

    if not in_place:
        write(target)
        return
    with old_file_kept(Path(corpus)) as backup, guarded(None):  # which has what newer decisions replace
        write(target)
    say(_("the original is kept as {backup}", backup=backup))


def _keep_leftovers(result: MergeResult, target: str | None) -> str | None:
    """Write the side file, if anything is left over and the corpus goes to a file. Returns its name."""
    from align.io.atomic import is_written_to
    from align.review.leftovers import side_file, write_leftovers

    if not result.leftovers or target is None or is_written_to(target):
        return None
    path = side_file(target)
    write_leftovers(result.leftovers, path)
    return str(path)
