"""`align datasheet`: a README for a corpus, with its contents and its sources."""

from __future__ import annotations

import click

from align.cli.options import refuse_inputs, say
from align.localization import _


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write it, such as README.md.")
@click.option("--title", default="", help="Name of the corpus; else that of its file.")
@click.option("--licence", "--license", default="unknown", metavar="TEXT", help="Licence of the whole: CC-BY-4.0.")
@click.option("--source", "sources", multiple=True, metavar="TEXT", help="'NAME; LICENCE; URL'; may be repeated.")
@click.option("--contact", default="", metavar="TEXT", help="Whom to ask.")
@click.option("--plot", metavar="FILE", help="Draw the histograms as well, as SVG or PNG (needs matplotlib).")
@click.option("--force", is_flag=True, help="Write over a file that align datasheet did not make.")
@click.option("--format", "format_", metavar="NAME", help="Format of the corpus where its name does not tell.")
@click.option("--from", "source_lang", default="", metavar="LANG", help="Source language, where the file has several.")
@click.option("--to", "target_lang", default="", metavar="LANG", help="Target language, where the file has several.")
def datasheet(
    corpus: str,
    output: str,
    title: str,
    licence: str,
    sources: tuple[str, ...],
    contact: str,
    plot: str | None,
    force: bool,
    format_: str | None,
    source_lang: str,
    target_lang: str,
) -> None:
    """Describe CORPUS in a README: counts, sources, licences, what was dropped and why, histograms, examples.

    Sources are also read from the corpus: "sources" in its header is a list of name, licence and url. What is not
    known is said to be unknown.

    \b
    align datasheet clean.jsonl -o README.md --licence CC-BY-4.0 --source 'Harbour news; CC-BY-4.0; https://…'
    align datasheet memory.tmx --plot histograms.svg -o README.md
    """
    from pathlib import Path

    from align.cli.convert import progress_of
    from align.cli.terminal import bar
    from align.corpus import read_corpus
    from align.curation.datasheet import Source
    from align.curation.datasheet import datasheet as sheet
    from align.curation.histograms import draw
    from align.curation.statistics import Statistics
    from align.io.atomic import atomic_output

    named = [Source.parse(text) for text in sources]
    refuse_inputs([corpus], [output, plot or "-"])
    if not force:
        _refuse_foreign(output)
    read = read_corpus(corpus, format_, source_lang=source_lang, target_lang=target_lang, warn=say)
    with bar(_("counting")) as progress:
        numbers = Statistics.of(progress_of(read, progress))
    file = "" if corpus == "-" else Path(corpus).name
    text = sheet(
        read,
        numbers,
        title or Path(corpus).stem.strip("-") or "Corpus",
        licence=licence,
        sources=named,
        contact=contact,
        file=file,
        picture=Path(plot).name if plot else "",
    )
    if plot:
        draw(numbers, plot)
    with atomic_output(output) as stream:
        stream.write(text.encode("utf-8", "replace"))


def _refuse_foreign(output: str) -> None:
    """Raise UsageError where a README that a person wrote would be lost."""
    from pathlib import Path

    from align.curation.datasheet import MARK
    from align.errors import UsageError
    from align.io.atomic import is_written_to

    path = Path(output)
    if is_written_to(path):
        return
    if path.is_file() and MARK not in path.read_text("utf-8", "replace"):
        problem = _("{output} is there and was not made by align datasheet", output=output)
        raise UsageError(problem, path=output, hint=_("name another file, or say --force"))
