"""The result of `align check` on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from align.checks.corpus_inspection import Inspection, in_words, several_ways
from align.checks.registry import describe, severity
from align.cli.figures import figure
from align.cli.terminal import bands_in_words, print_table
from align.cli.visible import visible
from align.corpus.bands import BAND_WORDS, band_of
from align.localization import _, language

SHOWN_NAMES = 20
"""Names in several ways that a terminal shows."""
_STYLES = {"error": "red", "warning": "yellow", "hint": "cyan"}


def print_inspection(result: Inspection, console: Console | None = None) -> None:
    """Print the problems of the file, a table of flags, a table of the worst pairs."""
    console = console or Console(highlight=False)
    counts = _("{pairs:,} pairs, {flagged:,} flagged", pairs=result.pairs, flagged=result.flagged)
    console.print(Text.assemble((visible(result.file), "bold"), f"  {counts}"))
    if drafts := bands_in_words(result.bands):
        console.print(Text("  " + _("drafts") + " " + drafts))
    for problem in result.problems:
        where = _("line {n}: ", n=problem.line) if problem.line else ""
        console.print(Text.assemble(("  ✗ ", "red"), (where, "bold"), visible(problem.message)))
    if result.problem_count > len(result.problems):
        more = result.problem_count - len(result.problems)
        console.print(Text("  … " + _("and {n:,} more problems", n=more), style="red"))
    if result.flags:
        console.print(_flag_table(result))
    for name, ways in result.names[:SHOWN_NAMES]:
        said = _(" in several ways: {ways}", ways=several_ways(ways))
        console.print(Text.assemble("  ", (visible(name), "bold"), visible(said)))
    if len(result.names) > SHOWN_NAMES:
        more = len(result.names) - SHOWN_NAMES
        console.print(Text("  … " + _("and {n:,} more names: --json has them all", n=more), style="dim"))
    if result.worst:
        print_table(_worst_table(result), console)


def _flag_table(result: Inspection) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("flag"), no_wrap=True)
    table.add_column(_("pairs"), justify="right")
    table.add_column(_("share"), justify="right")
    table.add_column(_("meaning"))
    for flag, count in result.flags.most_common():
        style = _STYLES[severity(flag)]
        share = figure(count / result.pairs, ".1%")
        table.add_row(Text(visible(flag), style=style), figure(count), share, describe(flag))
    return table


def _worst_table(result: Inspection) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 1, 0))
    table.add_column(_("the most doubtful"), no_wrap=True, style="dim")
    table.add_column(_("source"), ratio=1)
    table.add_column(_("target"), ratio=1)
    for __, pair, found in result.worst:
        target = Text(visible(pair.target))
        if band_of(pair) == "wrong":
            target.append("\n" + BAND_WORDS[language()]["wrong"], style=_STYLES["error"])
        for flag, detail in in_words(pair, found).items():
            target.append("\n" + visible(f"{flag}: {detail}" if detail else flag), style=_STYLES[severity(flag)])
        table.add_row(Text(visible(pair.id)), Text(visible(pair.source)), target)
    return table
