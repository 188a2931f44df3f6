"""`align sort`: the pairs of a corpus in another order, whatever its size."""

from __future__ import annotations

import click

from align.cli.options import TmxOptions, corpus_options, language_codes, refuse_inputs, say
from align.localization import _

ORDERS = ("score", "logprob", "quality", "length", "ratio", "source", "target", "document")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to write the sorted corpus.")
@click.option("--by", type=click.Choice(ORDERS), default="score", show_default=True, help="What to sort by.")
@click.option("--reverse", is_flag=True, help="The other way round; pairs that are equal keep their order.")
@corpus_options()
def sort(
    files: tuple[str, ...],
    output: str,
    by: str,
    reverse: bool,
    input_format: str | None,
    format_: str | None,
    source: str,
    target: str,
    tmx: TmxOptions,
) -> None:
    """Sort the corpora FILE... into one: the best scored first, or by another measure.

    score, logprob and quality: best first, pairs without one last; length: shortest first; ratio: sides of most equal
    length first; source, target: by alphabet; document: by document and number. A corpus larger than memory goes
    through temporary files (TMPDIR).

    \b
    align sort corpus.jsonl -o sorted.jsonl
    align sort a.tmx b.tmx -o both.tmx --by source
    align sort corpus.jsonl -o - --format tsv --by score --reverse | head    # the worst first
    """
    from align.cli.convert import progress_of
    from align.cli.terminal import bar
    from align.corpus import open_writers
    from align.curation import reread
    from align.curation.external_sort import ORDERS as KEYS
    from align.curation.external_sort import sort_pairs

    refuse_inputs(files, [output])
    codes = language_codes(source, target)
    with reread(files, input_format, **codes, warn=say) as inputs, bar(_("sorting")) as progress:
        ordered = sort_pairs(progress_of(inputs.pairs(), progress), KEYS[by], reverse)
        first = next(ordered, None)  # all has been read now: the header is known
        with open_writers([output], inputs.header(), format_, warn=say, **tmx) as out:
            if first is not None:
                out.write(first)
            for pair in ordered:
                out.write(pair)
