"""`align check`: check corpus files and every pair in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from align.cli.options import say
from align.cli.visible import print_json
from align.localization import _, ngettext

if TYPE_CHECKING:
    from align.checks.context import CheckOptions
    from align.checks.corpus_inspection import Inspection


@click.command()
@click.argument("files", nargs=-1)
@click.option("-o", "--output", metavar="FILE", help="Write the corpus with its new flags; the suffix says the format.")
@click.option("--format", "format_", metavar="NAME", help="Format of the input where its name does not tell.")
@click.option("--from", "source", default="", metavar="LANG", help="Source language, where the file has several.")
@click.option("--to", "target", default="", metavar="LANG", help="Target language, where the file has several.")
@click.option("--only", multiple=True, metavar="FLAG", help="Run this check only; may be repeated.")
@click.option("--skip", multiple=True, metavar="FLAG", help="Leave this check out; may be repeated.")
@click.option("--glossary", metavar="FILE", help="Terms that the translations must have: TSV, CSV, XLSX, TBX.")
@click.option("--worst", type=click.IntRange(0), default=10, show_default=True, help="How many doubtful pairs to show.")
@click.option("--strict", is_flag=True, help="Exit with status 1 if a pair has a flag of severity error.")
@click.option("--flags", "list_flags", is_flag=True, help="List every flag with its meaning, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def check(
    files: tuple[str, ...],
    output: str | None,
    format_: str | None,
    source: str,
    target: str,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    glossary: str | None,
    worst: int,
    strict: bool,
    list_flags: bool,
    as_json: bool,
) -> None:
    """Check corpus FILES: the file itself (TMX against its DTD, with line numbers) and every pair in it.

    No pair is changed or dropped; -o writes the same pairs with their flags brought up to date.

    \b
    align check story.tmx
    align check drafts/*.jsonl --strict
    align check story.jsonl -o story.checked.jsonl --skip end-punctuation
    align check story.jsonl --glossary terms.tsv --only glossary-missing,glossary-forbidden
    """
    from align.checks.context import CheckOptions
    from align.errors import QualityError, UsageError
    from align.glossary import open_glossary

    if list_flags:
        _print_flags()
        return
    if not files:
        raise UsageError(_("name a corpus file to check, or - with --format; align check --flags lists the flags"))
    if output and len(files) > 1:
        raise UsageError(_("-o takes one corpus"), hint=_("check several files one by one, or leave -o out"))
    if output == "-" and as_json:
        raise UsageError(_("--json and -o - both want standard output"), hint=_("give the corpus a file"))
    terms = open_glossary(glossary, source, target, say) if glossary else None
    options = CheckOptions(terms, only=_parse_flags(only), skip=_parse_flags(skip))
    results = [_inspect(name, format_, source, target, output, options, worst, as_json) for name in files]
    if output != "-":
        _print_results(results, as_json)
    broken = [result.file for result in results if result.problem_count]
    if broken:
        count = sum(result.problem_count for result in results)
        problem = ngettext("{n} problem in {files}", "{n} problems in {files}", count, files=", ".join(broken))
        raise QualityError(problem, path=broken[0], hint=_("mend the lines named above"))
    errors = sum(result.severities["error"] for result in results)
    if strict and errors:
        problem = ngettext("{n} pair with a flag of severity error", "{n} pairs with a flag of severity error", errors)
        raise QualityError(problem, hint=_("mend them, or leave --strict out"))


def _parse_flags(flags: tuple[str, ...]) -> frozenset[str]:
    """Parse the flags named on the command line. Raises UsageError for one that no check sets."""
    import difflib

    from align.checks import all_checks
    from align.errors import UsageError

    known = [flag for flag, entry in all_checks().items() if entry.find is not None]
    named = [flag for group in flags for flag in group.split(",") if flag]
    for flag in named:
        if flag not in known:
            near = difflib.get_close_matches(flag, known, 1)
            raise UsageError(
                _("there is no check {flag!r}", flag=flag),
                hint=_("Did you mean {near}?", near=near[0]) if near else _("See --flags"),
            )
    return frozenset(named)


def _inspect(
    name: str,
    format_: str | None,
    source: str,
    target: str,
    output: str | None,
    options: CheckOptions,
    worst: int,
    as_json: bool,
) -> Inspection:
    """Check one file. With an output every pair must be readable: nothing may get lost on the way."""
    from align.checks.corpus_inspection import Inspection
    from align.checks.run_checks import check_with_details
    from align.cli.terminal import bar
    from align.corpus import open_writers, read_corpus
    from align.corpus.validation import read_leniently, validated

    result = Inspection(_("standard input") if name == "-" else name, worst)
    with bar(_("checking")) as progress:
        if output is None:
            corpus = read_leniently(name, format_, source, target, result.problem)
            result.account = corpus.account
            for __ in result.count(check_with_details(corpus.pairs, options)):
                progress.advance(1)
            if not as_json and (line := result.account.line()):
                say(f"{result.file}: {line}")
            return result
        corpus = read_corpus(name, format_, source_lang=source, target_lang=target, warn=say)
        result.account = corpus.account
        corpus.pairs = validated(corpus.pairs, result.problem)
        with open_writers([output], corpus, format_ if output == "-" else None, warn=say) as out:
            for pair in result.count(check_with_details(corpus.pairs, options)):
                out.write(pair)
                progress.advance(1)
    return result


def _print_results(results: list[Inspection], as_json: bool) -> None:
    from align.cli.terminal import stdout_is_terminal

    if as_json:
        print_json({"files": [result.as_json() for result in results]})
    elif stdout_is_terminal():
        from align.cli.check_table import print_inspection

        for result in results:
            print_inspection(result)
    else:
        for result in results:
            _print_lines(result)


def _print_lines(result: Inspection) -> None:
    """Print the result as lines for `grep` and `cut`: problems like a compiler's, then flags and the worst pairs."""
    from align.checks.corpus_inspection import in_words, several_ways
    from align.checks.registry import describe, severity
    from align.cli.terminal import bands_in_words
    from align.cli.visible import visible
    from align.corpus.bands import band_of, band_word
    from align.localization import language

    for problem in result.problems:
        click.echo(visible(f"{result.file}:{problem.line or ''}: {problem.message}"))
    if result.problem_count > len(result.problems):
        more = result.problem_count - len(result.problems)
        click.echo(f"{result.file}:: " + _("and {n} more problems", n=more))
    click.echo(
        _(
            "{file}: {pairs} pairs, {flagged} flagged, {problems} problems",
            file=result.file,
            pairs=result.pairs,
            flagged=result.flagged,
            problems=result.problem_count,
        )
    )
    if drafts := bands_in_words(result.bands):
        click.echo(f"{result.file}: {_('drafts')} {drafts}")
    for flag, count in result.flags.most_common():
        click.echo(f"{count}\t{visible(flag)}\t{severity(flag)}\t{describe(flag)}")
    for name, ways in result.names:
        line = _("{name} is rendered in several ways: {ways}", name=name, ways=several_ways(ways))
        click.echo(visible(f"{result.file}: {line}"))
    for __, pair, found in result.worst:
        said = [f"{flag} ({detail})" if detail else flag for flag, detail in in_words(pair, found).items()]
        flags = ", ".join([band_word(pair, language())] * (band_of(pair) == "wrong") + said)
        click.echo(visible(f"{pair.id}\t{flags}\t{pair.source}\t{pair.target}"))


def _print_flags() -> None:
    from align.checks import all_checks, describe
    from align.cli.visible import print_lines

    for entry in all_checks().values():
        print_lines(f"{entry.flag:20} {entry.severity:8} {describe(entry.flag)}", 30)
