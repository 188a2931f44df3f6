"""`align filter`: flags noise and repetition in one corpus or many, and drops the pairs of the flags named."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from align.cli.convert import comma_list
from align.cli.figures import figure
from align.cli.options import TmxOptions, corpus_options, language_codes, refuse_inputs, say
from align.cli.visible import print_json
from align.localization import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.curation import FilterResult
    from align.curation.filtering import Score


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o", "--output", "outputs", multiple=True, metavar="FILE", help="Where what stays is written; repeatable."
)
@click.option("--drop", multiple=True, callback=comma_list, metavar="LIST", help="Flags whose pairs go.")
@click.option("--preset", type=click.Choice(["memory", "training"]), help="What to drop for a use; see below.")
@click.option("--min-score", type=float, help="Drop pairs scored lower, or not at all.")
@click.option("--score", "with_score", is_flag=True, help="Score the pairs that have no score, with the encoder.")
@click.option("--dropped", metavar="FILE", help="Where what goes is kept, with the reason as `dropped`.")
@click.option("--skip", multiple=True, callback=comma_list, metavar="LIST", help="Flags not to look for.")
@click.option(
    "--compare",
    type=click.Choice(["pair", "source", "target"]),
    default="pair",
    show_default=True,
    help="What duplicates share.",
)
@click.option(
    "--alike",
    type=click.FloatRange(0.5, 1),
    default=0.8,
    show_default=True,
    help="Near duplicates share this much of their letters (Jaccard index of 4-grams).",
)
@click.option(
    "--documents",
    type=click.IntRange(2),
    default=10,
    show_default=True,
    metavar="N",
    help="A text that stands in N documents is boilerplate.",
)
@click.option("--shortest", type=click.IntRange(0), default=3, show_default=True, help="Characters a side at least.")
@click.option("--longest", type=click.IntRange(1), default=1000, show_default=True, help="Characters a side at most.")
@corpus_options()
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def filter(
    files: tuple[str, ...],
    outputs: tuple[str, ...],
    drop: list[str],
    preset: str | None,
    min_score: float | None,
    with_score: bool,
    dropped: str | None,
    skip: list[str],
    compare: str,
    alike: float,
    documents: int,
    shortest: int,
    longest: int,
    input_format: str | None,
    format_: str | None,
    source: str,
    target: str,
    tmx: TmxOptions,
    as_json: bool,
) -> None:
    """Flag noise and repetition in the corpora FILE..., and drop the pairs of the flags named.

    Without --drop, --preset and --min-score nothing goes: the output has all pairs, with flags. Without -o nothing is
    written: the table says what would go. Flags are explained by align check --flags. Of duplicates the approved one
    stays, else the one of the best score, else the first; the others name it in duplicate_of.

    --preset memory drops what no translation memory wants: broken, empty, untranslated, exactly repeated.

    --preset training drops also what harms a model: near duplicates, boilerplate, odd lengths, low similarity.

    \b
    align filter corpus.jsonl
    align filter corpus.jsonl -o clean.jsonl --drop duplicate,near-duplicate,wrong-language --min-score 0.6
    align filter *.tmx -o all.jsonl --preset training --score --dropped dropped.jsonl
    """
    from align.cli.terminal import bar
    from align.curation import ALL_FLAGS, PRESETS, FilterOptions, Limits, filter_corpus, reread
    from align.errors import UsageError

    written = [*outputs, *([dropped] if dropped else [])]
    refuse_inputs(files, written)
    if as_json and "-" in written:
        raise UsageError(_("--json and an output - both want standard output"), hint=_("give the corpus a file"))
    _check_flags(drop, skip, ALL_FLAGS)
    encoder, score = _scorer() if with_score else ("", None)
    options = FilterOptions(
        drop=frozenset(drop) | frozenset(PRESETS[preset] if preset else ()) - frozenset(skip),
        min_score=min_score,
        jaccard_threshold=alike,
        duplicate_key=compare,
        documents=documents,
        limits=Limits(shortest, longest),
        skip=frozenset(skip),
        score=score,
        encoder=encoder,
    )
    with reread(files, input_format, **language_codes(source, target), warn=say) as inputs:
        with bar(_("reading")) as progress:
            result = filter_corpus(inputs, options, progress=progress)
        if written:
            _write(result, outputs, dropped, format_, tmx)
    _report_counts(result, as_json)


def _check_flags(drop: list[str], skip: list[str], known: Sequence[str]) -> None:
    """Raise UsageError for flags that cannot be skipped or are both dropped and skipped; remark on unknown ones."""
    from align.checks import all_checks
    from align.errors import UsageError

    for flag in skip:
        if flag not in known:
            raise UsageError(_("--skip {flag}: one of {known} can be skipped", flag=flag, known=", ".join(known)))
        if flag in drop:
            raise UsageError(_("{flag} is both dropped and skipped", flag=flag), hint=_("leave one out"))
    if unknown := _unknown_flag_remark(drop, [*all_checks()]):
        say(unknown)


def _scorer() -> tuple[str, Score]:
    """The signature of the bundled encoder, and the function that scores pairs with it."""
    from align.encoders.base import load_encoder
    from align.encoders.pair_similarity import score_pairs

    encoder = load_encoder()
    return encoder.signature, lambda texts: score_pairs(texts, encoder)


def _unknown_flag_remark(flags: list[str], known: list[str]) -> str:
    """A line on the first unknown flag: it may be another program's, or a typing error."""
    import difflib

    for flag in flags:
        if flag not in known:
            near = difflib.get_close_matches(flag, known, 1)
            if near:
                return _(
                    "{flag} is no flag of align's (did you mean {near}?): taken as it stands", flag=flag, near=near[0]
                )
            return _("{flag} is no flag of align's: taken as it stands", flag=flag)
    return ""


def _write(
    result: FilterResult, outputs: tuple[str, ...], dropped: str | None, format_: str | None, tmx: TmxOptions
) -> None:
    """Write what stays and what goes; all files appear, or none does."""
    from dataclasses import replace

    from align.cli.terminal import bar
    from align.corpus import open_writers
    from align.errors import InputError

    stay = 0
    with ExitStack() as stack:
        progress = stack.enter_context(bar(_("writing")))
        progress.found(result.read)
        kept = stack.enter_context(open_writers(outputs, result.header, format_, warn=say, **tmx)) if outputs else None
        whole = TmxOptions(**{**tmx, "tmx_for": tmx["tmx_for"] or "align"})  # with the reason
        gone = stack.enter_context(open_writers([dropped], result.header, warn=say, **whole)) if dropped else None
        for number, (pair, reason) in enumerate(result.pairs(), 1):
            stay += not reason
            if not reason and kept:
                kept.write(pair)
            elif reason and gone:
                gone.write(replace(pair, extra={**pair.extra, "dropped": reason}))
            if number % 500 == 0:
                progress.advance(500)
        if outputs and not stay:
            problem = _(
                "nothing was written to {output}: of {read:,} pairs none stays", output=outputs[0], read=result.read
            )
            raise InputError(problem, path=outputs[0])


def _report_counts(result: FilterResult, as_json: bool) -> None:
    """Report the counts: JSON, or a table on a terminal, or lines; all but JSON on standard error."""
    import sys

    if as_json:
        print_json(result.counts())
        return
    if sys.stderr.isatty():
        from align.cli.filter_table import print_counts

        print_counts(result)
    reasons = ", ".join(f"{figure(count)} {reason}" for reason, count in result.dropped.most_common())
    counts = {"kept": result.kept, "read": result.read}
    if reasons:
        say(_("{kept:,} of {read:,} pairs stay; dropped: {reasons}", reasons=reasons, **counts))
        return
    say(_("{kept:,} of {read:,} pairs stay", **counts))
    if not sys.stderr.isatty() and result.flagged:
        flags = ", ".join(f"{figure(count)} {flag}" for flag, count in result.flagged.most_common())
        say(_("flagged: {flags}", flags=flags))
