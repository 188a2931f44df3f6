"""`align export`: the translation as a document."""

from __future__ import annotations

import click
from click.core import ParameterSource

from align.cli.export_summary import summary
from align.cli.options import TmxOptions, flags, language_codes, refuse_inputs, say, tmx_options
from align.export.export_formats import FORMATS, export_format
from align.export.options import ExportOptions
from align.localization import _

_OF_A_DOCUMENT = ("--format", "--only", "--mark", "--like", "--bilingual", "--typography")
_OF_A_PROJECT = ("--glossary", "--reviewer", "--tmx-lang")
"""Options that change nothing but a document or an OmegaT project."""


@click.command()
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...")
@click.option("-o", "--output", metavar="FILE", help="The document to write, such as story.ru.docx or '{doc}.ru.docx'.")
@click.option(
    "--format", "format_", type=click.Choice(list(FORMATS)), help="Format of FILE, where its suffix does not say."
)
@click.option("--omegat", metavar="DIR", help="Make the OmegaT project DIR, or add CORPUS to it.")
@click.option("--glossary", metavar="FILE", help="Terms for the OmegaT project.")
@click.option("--input-format", metavar="NAME", help="Format of CORPUS, where its suffix does not say.")
@click.option("--from", "source", default="", metavar="LANG", help="Source language, where CORPUS has several.")
@click.option("--to", "target", default="", metavar="LANG", help="Target language, where CORPUS has several.")
@flags(ExportOptions, "options")
@tmx_options(tools=False)
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def export(
    corpora: tuple[str, ...],
    output: str | None,
    omegat: str | None,
    glossary: str | None,
    format_: str | None,
    input_format: str | None,
    source: str,
    target: str,
    options: ExportOptions,
    tmx: TmxOptions,
    as_json: bool,
) -> None:
    """Put the translation of CORPUS together as a document, in the order and with the paragraphs of its source.

    FILE is a text, Markdown, a web page, a Word document or an OpenDocument text: .txt, .md, .html, .docx, .odt.
    With --like it is the source's own file, in which the translation takes the place of the text and all else stays;
    so are subtitles (.srt, .vtt), whose source is found by the name that CORPUS has for it.
    --omegat makes a project of the sources, what was reviewed, drafts as matches, and rules that segment as align does;
    to a project that exists it adds a story, and leaves what was translated there as it is.

    \b
    align export story.jsonl -o story.ru.docx
    align export stories.jsonl -o 'out/{doc}.ru.docx'
    align export story.jsonl -o story.ru.txt --only approved
    align export story.jsonl -o story.ru.docx --like story.docx
    align export film.jsonl -o film.ru.srt
    align export story.jsonl -o both.html --bilingual
    align export story.jsonl --omegat project --glossary terms.tsv
    """
    from pathlib import Path

    from align.cli.visible import print_json
    from align.corpus import read_corpus
    from align.errors import UsageError
    from align.export import export_documents
    from align.export.into_source import is_subtitles
    from align.export.source_choice import shows_marks
    from align.io.atomic import guarded
    from align.work_guard import DocumentGuard

    if omegat is not None:
        from align.cli.export_omegat import export_project

        if output is not None:
            raise UsageError(_("-o writes a document and --omegat a project"), hint=_("give one of them"))
        _refuse(_OF_A_DOCUMENT, "-o")
        export_project(corpora, omegat, glossary, input_format, language_codes(source, target), tmx, as_json)
        return
    if output is None:
        raise UsageError(_("say where the document goes: -o story.ru.docx"), hint=_("Or make a project: --omegat DIR"))
    _refuse(_OF_A_PROJECT, "--omegat")
    if output == "-" and as_json:
        raise UsageError(_("--json and -o - both want standard output"), hint=_("give the document a file"))
    into = bool(options.like) or (format_ is None and is_subtitles(output))
    marks = shows_marks(output) if into else export_format(output, format_).marks
    refuse_inputs([*corpora, *([options.like] if options.like else [])], [output])
    codes = language_codes(source, target)
    read = [(read_corpus(name, input_format, **codes, warn=say), Path(name).parent) for name in corpora]
    with guarded(DocumentGuard(click.get_current_context().find_root().obj)):
        done = export_documents(read, output, format_, options)
    for warning in done.warnings:
        say(warning)
    if as_json:
        print_json(done.as_json())
    else:
        for line in summary(done, marks, options.mark):
            say(line)


def _refuse(flags: tuple[str, ...], other: str) -> None:
    """Raise UsageError for one of `flags` on the command line, which go with the option `other` alone."""
    from align.errors import UsageError

    ctx = click.get_current_context()
    for parameter in ctx.command.params:
        given = ctx.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
        if given and (flag := next((one for one in parameter.opts if one in flags), None)):
            raise UsageError(_("{flag} goes with {other} only", flag=flag, other=other), hint=_("leave it out"))
