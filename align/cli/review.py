"""`align review`: a corpus out to a spreadsheet, or to a table in Word."""

from __future__ import annotations

import itertools
import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli.convert import comma_list, progress_of
from align.cli.options import say
from align.localization import LANGUAGES, _, language, ngettext

if TYPE_CHECKING:
    from align.review import ReviewSelection


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Workbook (.xlsx), table in Word (.docx) or table (.csv); CORPUS.xlsx if not given.",
)
@click.option("--input-format", metavar="NAME", help="Format of CORPUS, where its suffix does not say.")
@click.option("--format", "format_", type=click.Choice(["xlsx", "docx", "csv"]), help="Format of FILE, for -o -.")
@click.option(
    "--sort",
    type=click.Choice(["document", "risk"]),
    default="document",
    show_default=True,
    help="Order of the rows of a sheet: as in the document, or the most doubtful first (not of an alignment).",
)
@click.option("--status", "statuses", multiple=True, callback=comma_list, metavar="LIST", help="Only these statuses.")
@click.option(
    "--doubtful",
    is_flag=True,
    help="Only what is flagged, uncertain, of low quality or has one side, with the two pairs around each.",
)
@click.option(
    "--sure",
    type=click.FloatRange(0, 1),
    metavar="CONFIDENCE",
    help="Only aligned pairs of two sides with at least this confidence (0 to 1) and nothing doubtful.",
)
@click.option(
    "--headings",
    type=click.Choice(LANGUAGES),
    default=language,
    show_default=False,
    help="Language of the sheet; that of messages if not given.",
)
@click.option(
    "--glossary", metavar="FILE", help="Terms: a column has those of each source, and flags say which was expected."
)
@click.option(
    "--unlocked",
    is_flag=True,
    help="Do not lock the columns that must not change; in an alignment none are.",
)
def review(
    corpus: str,
    output: str | None,
    input_format: str | None,
    format_: str | None,
    sort: str,
    statuses: list[str],
    doubtful: bool,
    sure: float | None,
    headings: str,
    glossary: str | None,
    unlocked: bool,
) -> None:
    """Write CORPUS to a workbook, or a table in Word, for review by people; `align merge` brings it back.

    The workbook has a sheet that says how to work and counts the progress, and a sheet for each document (one for all,
    if there are more than 40). Locked columns have no password. In an unlocked sheet rows can be sorted, too.

    In the sheet of an alignment (a corpus made by `align pair`) the texts of both sides can be moved between rows, rows
    inserted and deleted, and a column offers words that mend a row. A thick line shows where pairs were left out.

    In Word (.docx) there is a table for each document, with what to do above it. Tracked changes are read as if they
    were accepted, comments come back as notes; nothing is locked, and a row whose source was changed is listed.

    \b
    align review story.jsonl -o review.xlsx
    align review story.jsonl -o review.docx
    align review story.jsonl -o review.xlsx --sort risk --status draft --headings ru
    align review story.jsonl -o review.xlsx --glossary terms.xlsx
    align review pairs.jsonl -o wrong.xlsx --doubtful
    align review pairs.jsonl -o right.xlsx --sure 0.95
    """
    from align.cli.terminal import bar
    from align.corpus import STATUSES, read_corpus
    from align.errors import UsageError
    from align.glossary import open_glossary
    from align.review import ReviewOptions, ReviewSelection, write_review

    unknown = [status for status in statuses if status not in STATUSES]
    if unknown:
        raise UsageError(
            _("--status {status} is not one of {statuses}", status=unknown[0], statuses=", ".join(STATUSES))
        )
    selection = ReviewSelection(statuses, doubtful, sure)
    if output is None:
        if corpus == "-":
            raise UsageError(_("standard input has no name"), path=corpus, hint=_("say where to write with -o"))
        output = str(Path(corpus).with_suffix(f".{format_ or 'xlsx'}"))
    if output != "-" and corpus != "-" and Path(output).resolve() == Path(corpus).resolve():
        raise UsageError(_("{output} is the input", output=output), path=output, hint=_("name another output with -o"))
    command, command_in_sheet = merge_commands(corpus, output, input_format)
    read = read_corpus(corpus, input_format, warn=say)
    terms = open_glossary(glossary, read.source_lang, read.target_lang, say) if glossary else None
    options = ReviewOptions(sort == "risk", headings, not unlocked, command_in_sheet, glossary=terms)
    with bar(_("writing")) as progress:
        read.pairs = progress_of(read.pairs, progress)
        count = write_review(read, output, options, format_, say, selection)
    said = _written(count, output, selection or None, doubtful)
    if output != "-":
        say(_("{said}; then: {command}", said=said, command=command))
    elif selection:
        say(said)


def _written(count: int, output: str, selection: ReviewSelection | None, doubtful: bool) -> str:
    """How many pairs a review has, of how many, and where."""
    if selection is None:
        return ngettext("{n:,} pair to review in {output}", "{n:,} pairs to review in {output}", count, output=output)
    total = selection.total
    if output == "-":
        said = _("{n:,} of {total:,} pairs to review", n=count, total=total)
    else:
        said = _("{n:,} of {total:,} pairs to review in {output}", n=count, total=total, output=output)
    if not doubtful:
        return said
    return said + _(
        " ({chosen:,} doubtful, {neighbours:,} around them)",
        chosen=selection.chosen,
        neighbours=selection.neighbours,
    )


def merge_commands(corpus: str, review: str, input_format: str | None) -> tuple[str, str]:
    """The command that merges a review into its corpus: for this folder, and without folders for the sheet, which
    travels."""
    format_ = ["--input-format", input_format] if input_format else []
    output = _output_options(corpus, in_place=not input_format)
    source = "CORPUS" if corpus == "-" else corpus

    def command(*files: str) -> str:
        return " ".join(["align merge", *map(command_word, files), *map(_quote, [*format_, *output])])

    return command(source, review), command(Path(source).name, Path(review).name)


def _output_options(corpus: str, in_place: bool) -> list[str]:
    """The options for the reviewed corpus: reviewed.jsonl or, where that exists, the next free name. A corpus that came
    out of such a review is written over; a backup stays."""
    names = (f"reviewed{f'-{n}' if n > 1 else ''}.jsonl" for n in itertools.count(1))
    own_name = Path(corpus).name
    if in_place and re.fullmatch(r"reviewed(-\d+)?\.jsonl", own_name):
        return ["--in-place"]
    return ["-o", next(name for name in names if name != own_name and not os.path.lexists(name))]


def command_word(file: str) -> str:
    """A file's name as it is typed in a shell."""
    return _quote(_not_an_option(file))


def _not_an_option(file: str) -> str:
    """A file's name that no command takes for an option."""
    return f".{os.sep}{file}" if file.startswith("-") else file


def _quote(word: str) -> str:
    """Quote a word for a shell, with double quotes, which all shells know, where that will do."""
    if re.fullmatch(r"[\w@%+=:,./\\-]+" if os.name == "nt" else r"[\w@%+=:,./-]+", word):
        return word
    if os.name == "nt" or not re.search(r'["$`\\!]', word):
        return f'"{word}"'
    return shlex.quote(word)
