"""`align export`: the translation as a document."""

from __future__ import annotations

import click

from align.cli.export_summary import summary
from align.cli.options import flags, language_codes, refuse_inputs, say
from align.export.export_formats import FORMATS, export_format
from align.export.options import ExportOptions


@click.command()
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...")
@click.option("-o", "--output", metavar="FILE", help="The document to write, such as story.ru.docx or '{doc}.ru.docx'.")
@click.option(
    "--format", "format_", type=click.Choice(list(FORMATS)), help="Format of FILE, where its suffix does not say."
)
@click.option("--input-format", metavar="NAME", help="Format of CORPUS, where its suffix does not say.")
@click.option("--from", "source", default="", metavar="LANG", help="Source language, where CORPUS has several.")
@click.option("--to", "target", default="", metavar="LANG", help="Target language, where CORPUS has several.")
@flags(ExportOptions, "options")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def export(
    corpora: tuple[str, ...],
    output: str | None,
    format_: str | None,
    input_format: str | None,
    source: str,
    target: str,
    options: ExportOptions,
    as_json: bool,
) -> None:
    """Put the translation of CORPUS together as a document, in the order and with the paragraphs of its source.

    FILE is a text, Markdown, a web page, a Word document or an OpenDocument text: .txt, .md, .html, .docx, .odt.

    \b
    align export story.jsonl -o story.ru.docx
    align export stories.jsonl -o 'out/{doc}.ru.docx'
    align export story.jsonl -o story.ru.txt --only approved
    """
    from pathlib import Path

    from align.cli.visible import print_json
    from align.corpus import read_corpus
    from align.errors import UsageError
    from align.export import export_documents
    from align.io.atomic import guarded
    from align.work_guard import DocumentGuard

    if output is None:
        raise UsageError("say where the document goes: -o story.ru.docx")
    if output == "-" and as_json:
        raise UsageError("--json and -o - both want standard output", hint="give the document a file")
    known = export_format(output, format_)
    refuse_inputs(corpora, [output])
    codes = language_codes(source, target)
    read = [(read_corpus(name, input_format, **codes, warn=say), Path(name).parent) for name in corpora]
    with guarded(DocumentGuard(click.get_current_context().find_root().obj)):
        done = export_documents(read, output, format_, options)
    for warning in done.warnings:
        say(warning)
    if as_json:
        print_json(done.as_json())
    else:
        for line in summary(done, known.marks, options.mark):
            say(line)
