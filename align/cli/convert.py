"""`align convert`: from one corpus format to another, with filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

import click

from align.cli.options import TmxOptions, language_codes, refuse_inputs, say, tmx_options, typography_option
from align.localization import N_, _

if TYPE_CHECKING:
    from align.corpus import Pair
    from align.corpus.pair_selection import Selection
    from align.progress import Progress


def comma_list(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """Parse `--status approved,edited --status draft` as one list."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


@click.command()
@click.argument("input_", metavar="IN")
@click.argument("output", metavar="OUT")
@click.option("--input-format", metavar="NAME", help="Format of IN, where its suffix does not say.")
@click.option("--format", "format_", metavar="NAME", help="Format of OUT, where its suffix does not say.")
@click.option("--from", "source", default="", metavar="LANG", help="Source language to take, or to give a plain table.")
@click.option("--to", "target", default="", metavar="LANG", help="Target language to take, or to give a plain table.")
@click.option(
    "--status", "statuses", multiple=True, callback=comma_list, metavar="LIST", help="Keep these statuses only."
)
@click.option("--min-score", type=float, help="Leave out pairs scored lower, or not at all.")
@click.option(
    "--without-flag", "flags", multiple=True, callback=comma_list, metavar="LIST", help="Leave out flagged pairs."
)
@click.option("--dedupe", is_flag=True, help="Keep the first of pairs with the same source and target.")
@click.option(
    "--split",
    "parts",
    multiple=True,
    callback=comma_list,
    metavar="LIST",
    help="Write OUT.train and parts of their own documents: dev=2000 (pairs), test=5% (of the documents).",
)
@click.option("--seed", default="", metavar="TEXT", help="Another seed makes another split.")
@click.option(
    "--leaks",
    type=click.Choice(["count", "aside"]),
    default="count",
    show_default=True,
    help="Pairs nearly the same as one of dev or test: count them, or put them aside in OUT.leaked.",
)
@click.option(
    "--split-train-dev",
    "share",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    is_flag=False,
    flag_value=0.1,
    hidden=True,
    help="The first name of --split dev=SHARE.",
)
@typography_option()
@tmx_options()
@click.option("--json", "as_json", is_flag=True, help="Print what was read, left out and written as JSON.")
def convert(
    input_: str,
    output: str,
    input_format: str | None,
    format_: str | None,
    source: str,
    target: str,
    statuses: list[str],
    min_score: float | None,
    flags: list[str],
    dedupe: bool,
    parts: list[str],
    seed: str,
    leaks: str,
    share: float | None,
    typography: bool,
    tmx: TmxOptions,
    as_json: bool,
) -> None:
    """Convert a corpus between JSONL, TMX, TSV, CSV, XLSX, XLIFF 1.2, Moses and Parquet; filter it; split it.

    The order of the pairs stays. What each filter left out is counted on standard error. A reviewed workbook gives its
    edits; plain TSV and XLSX need --from and --to. Targets alone are written to .txt, one a line. all.moses stands for
    two plain files, all.en and all.ru. --split never divides a document.

    \b
    align convert story.jsonl story.tmx --status approved,edited --tmx-lang ru=ru-RU
    align convert memory.tmx - --format tsv --from en --to ru | head
    align convert all.jsonl all.moses --min-score 0.5 --without-flag any --dedupe --split dev=2000,test=2000
    """
    from align.account import Account
    from align.cli.terminal import bar
    from align.cli.visible import print_json
    from align.corpus import STATUSES, format_of, read_corpus, write_corpus
    from align.corpus.pair_selection import Selection
    from align.errors import InputError, UsageError
    from align.progress import ignore
    from align.typography import typeset_pairs, with_typography

    unknown = [status for status in statuses if status not in STATUSES]
    if unknown:
        raise UsageError(
            _("--status {status} is not one of {statuses}", status=unknown[0], statuses=", ".join(STATUSES))
        )
    if output == "-" and as_json:
        raise UsageError(_("--json and - both want standard output"), hint=_("give the corpus a file"))
    format_of(output, format_, writing=True)
    refuse_inputs([input_], [output])
    codes = language_codes(source, target)
    selection = Selection(statuses, min_score, flags, dedupe)
    account = Account()
    warn = ignore if as_json else say
    if parts or share is not None:
        from align.cli.convert_split import write_split
        from align.curation.splits import SplitSize
        from align.curation.two_pass import reread

        sizes = [SplitSize.parse(part) for part in parts] or [SplitSize("dev", share=share or 0.0)]

        def keep(pairs: Iterable[Pair]) -> Iterator[Pair]:
            nonlocal selection
            selection = Selection(statuses, min_score, flags, dedupe)
            return typeset_pairs(selection.keep(pairs)) if typography else selection.keep(pairs)

        with reread([input_], input_format, **codes, warn=warn) as inputs:
            write_split(inputs, keep, output, format_, tmx, sizes, seed, leaks == "aside")
            account = inputs.account(input_)
    else:
        corpus = read_corpus(input_, input_format, **codes, warn=warn)
        account = corpus.account
        with bar(_("converting")) as progress:
            if typography:
                corpus.pairs, corpus.signature = typeset_pairs(corpus.pairs), with_typography(corpus.signature)
            kept = iter(selection.keep(corpus.pairs))
            first = next(kept, None)
            if first is None:
                raise InputError(
                    _(
                        "nothing was written to {output}: {reason}",
                        output=output,
                        reason=_why_nothing(input_, selection),
                    ),
                    path=input_,
                )
            corpus.pairs = progress_of(chain((first,), kept), progress)
            write_corpus(corpus, output, format_, warn=say, **tmx)
    if as_json:
        dropped = {rule: count for rule, count in selection.dropped.items() if count}
        print_json({"file": output, "written": selection.kept, "left_out": dropped, "account": account.as_json()})
    else:
        _report_counts(selection)


def progress_of(pairs: Iterable[Pair], progress: Progress) -> Iterator[Pair]:
    """Yield the pairs and advance the progress bar, a few hundred at a time."""
    number = 0
    for number, pair in enumerate(pairs, 1):
        yield pair
        if number % 500 == 0:
            progress.advance(500)
    progress.advance(number % 500)


def _why_nothing(corpus: str, selection: Selection) -> str:
    """The reason why no pair is left."""
    total = sum(selection.dropped.values())
    if not total:
        return _("{corpus} holds no pairs", corpus=corpus)
    return _(
        "none of the {total:,} pairs of {corpus} is left ({counts})",
        total=total,
        corpus=corpus,
        counts=_left_out(selection),
    )


_BY_RULE = {
    "status": N_("{n:,} by status"),
    "score": N_("{n:,} by score"),
    "flag": N_("{n:,} by flag"),
    "duplicate": N_("{n:,} by duplicate"),
}


def _left_out(selection: Selection) -> str:
    """`18 by status, 2 by flags`."""
    from align.corpus.pair_selection import RULES

    return ", ".join(_(_BY_RULE[rule], n=selection.dropped[rule]) for rule in RULES if selection.dropped[rule])


def _report_counts(selection: Selection) -> None:
    """Report how many pairs were written and what each filter left out, where one left out any."""
    if selection.dropped:
        total = selection.kept + sum(selection.dropped.values())
        say(
            _(
                "{kept:,} of {total:,} pairs written; left out: {left_out}",
                kept=selection.kept,
                total=total,
                left_out=_left_out(selection),
            )
        )
