"""`align review`: a corpus out to a spreadsheet."""

from __future__ import annotations

import click

from align.cli.convert import comma_list, progress_of
from align.cli.options import say


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("-o", "--output", metavar="FILE", help="Workbook (.xlsx) or table (.csv); CORPUS.xlsx if not given.")
@click.option("--input-format", metavar="NAME", help="Format of CORPUS, where its suffix does not say.")
@click.option("--format", "format_", type=click.Choice(["xlsx", "csv"]), help="Format of FILE, for -o -.")
@click.option(
    "--sort",
    type=click.Choice(["document", "risk"]),
    default="document",
    show_default=True,
    help="Order of the rows of a sheet: as in the document, or the most doubtful first.",
)
@click.option("--status", "statuses", multiple=True, callback=comma_list, metavar="LIST", help="Only these statuses.")
@click.option(
    "--headings", type=click.Choice(["en", "ru"]), default="en", show_default=True, help="Language of the sheet."
)
@click.option("--unlocked", is_flag=True, help="Do not lock the columns that must not change.")
def review(
    corpus: str,
    output: str | None,
    input_format: str | None,
    format_: str | None,
    sort: str,
    statuses: list[str],
    headings: str,
    unlocked: bool,
) -> None:
    """Write CORPUS to a workbook for review by people; `align merge` brings it back.

    The workbook has a sheet that says how to work and counts the progress, and a sheet for each document (one for all,
    if there are more than 40). Locked columns have no password. In an unlocked sheet rows can be sorted, too.

    \b
    align review story.jsonl -o review.xlsx
    align review story.jsonl -o review.xlsx --sort risk --status draft --headings ru
    """
    from pathlib import Path

    from align.cli.terminal import bar
    from align.corpus import STATUSES, read_corpus
    from align.corpus.selection import Selection
    from align.errors import UsageError
    from align.review import ReviewOptions, write_review

    unknown = [status for status in statuses if status not in STATUSES]
    if unknown:
        raise UsageError(f"--status {unknown[0]} is not one of {', '.join(STATUSES)}")
    if output is None:
        if corpus == "-":
            raise UsageError("standard input has no name: say where to write with -o")
        output = str(Path(corpus).with_suffix(f".{format_ or 'xlsx'}"))
    if output != "-" and corpus != "-" and Path(output).resolve() == Path(corpus).resolve():
        raise UsageError(f"{output} is the input: name another output with -o")
    read = read_corpus(corpus, input_format)
    with bar("writing") as progress:
        read.pairs = progress_of(Selection(statuses).keep(read.pairs), progress)
        count = write_review(read, output, ReviewOptions(sort == "risk", headings, not unlocked), format_, say)
    if output != "-":
        say(f"{count:,} pairs to review in {output}; then: align merge {corpus} {output} -o reviewed.jsonl")
