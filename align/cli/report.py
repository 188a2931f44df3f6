"""`align report`: a corpus as one web page."""

from __future__ import annotations

import click

from align.cli.options import refuse_inputs, say
from align.cli.visible import print_json
from align.localization import LANGUAGES, _, language, ngettext


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("-o", "--output", required=True, metavar="FILE", help="The page to write, such as page.html.")
@click.option("--title", default="", help="Heading of the page; else the name of the corpus file.")
@click.option("--format", "format_", metavar="NAME", help="Format of the corpus where its name does not tell.")
@click.option("--from", "source", default="", metavar="LANG", help="Source language, where the file has several.")
@click.option("--to", "target", default="", metavar="LANG", help="Target language, where the file has several.")
@click.option("--check", is_flag=True, help="Run the checks first; else the flags are shown as the corpus has them.")
@click.option("--edit", is_flag=True, help="Make the page an editor, which saves a file for `align merge`.")
@click.option(
    "--headings",
    type=click.Choice(LANGUAGES),
    default=language,
    show_default=False,
    help="Language of the page; that of messages if not given.",
)
@click.option("--glossary", metavar="FILE", help="Terms: flags say which was expected; with --check they are checked.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def report(
    corpus: str,
    output: str,
    title: str,
    format_: str | None,
    source: str,
    target: str,
    check: bool,
    edit: bool,
    headings: str,
    glossary: str | None,
    as_json: bool,
) -> None:
    """Write CORPUS as one web page: side by side, with search, filters, flags explained, and pictures.

    The page is a single file that needs no network. It prints well. With --edit the translations can be corrected on
    it, and where the corpus is an alignment of two texts also which sentences belong together; Save on the page gives
    a file of decisions that `align merge` brings home.

    \b
    align report story.jsonl -o story.html
    align report story.jsonl --edit -o story.html
    align report memory.tmx --check --title 'Harbour news' -o memory.html
    """
    from pathlib import Path

    from align.checks import CheckOptions, check_pairs
    from align.cli.review import merge_commands
    from align.corpus import read_corpus
    from align.errors import UsageError
    from align.glossary import open_glossary
    from align.report import EditorFiles, write_report

    if output == "-" and as_json:
        raise UsageError(_("--json and -o - both want standard output"), hint=_("give the page a file"))
    refuse_inputs([corpus], [output])
    read = read_corpus(corpus, format_, source_lang=source, target_lang=target, warn=say)
    terms = open_glossary(glossary, read.source_lang, read.target_lang, say) if glossary else None
    if check:
        read.pairs = check_pairs(read.pairs, CheckOptions(terms))
    title = title or ("" if corpus == "-" else Path(corpus).stem)
    editor = None
    if edit:
        name = "corpus" if corpus == "-" else Path(corpus).name
        decisions = f"{Path(name).stem}.decisions.json"
        command, command_on_page = merge_commands(corpus, decisions, format_)
        editor = EditorFiles(name, decisions, command_on_page)
    count = write_report(read, output, title, language=headings, editor=editor, glossary=terms)
    if as_json:
        print_json({"output": output, "pairs": count}, None)
    elif output != "-":
        if editor:
            said = ngettext(
                "{n:,} pair to edit in {output}: open it in a browser, and Save; then: {command}",
                "{n:,} pairs to edit in {output}: open it in a browser, and Save; then: {command}",
                count,
                output=output,
                command=command,
            )
        else:
            said = ngettext(
                "{n:,} pair in {output}: open it in your browser",
                "{n:,} pairs in {output}: open it in your browser",
                count,
                output=output,
            )
        say(said)
