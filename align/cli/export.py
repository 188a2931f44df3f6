"""`align export`: the translation as a document."""

from __future__ import annotations

import click

from align.cli.options import refuse_inputs, say


@click.command()
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...")
@click.option("-o", "--output", required=True, metavar="FILE", help="The document to write, such as story.ru.txt.")
@click.option("--format", "format_", metavar="NAME", help="Format of the corpora where their names do not tell.")
def export(corpora: tuple[str, ...], output: str, format_: str | None) -> None:
    """Put the translation of CORPUS together as a document, in the order and with the paragraphs of its source.

    \b
    align export story.jsonl -o story.ru.txt
    """
    from align.corpus import read_corpus
    from align.export import stories
    from align.export.plain import plain_text
    from align.io.atomic import atomic_output

    refuse_inputs(corpora, [output])
    with atomic_output(output) as stream:
        for name in corpora:
            for story in stories(read_corpus(name, format_, warn=say)):
                stream.write(plain_text(story).encode())
