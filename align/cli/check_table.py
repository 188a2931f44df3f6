"""The result of `align check` on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from align.checks.corpus_inspection import Inspection, in_words, several_ways
from align.checks.registry import describe, severity
from align.cli.terminal import print_table
from align.cli.visible import visible

SHOWN_NAMES = 20
"""Names in several ways that a terminal shows."""
_STYLES = {"error": "red", "warning": "yellow", "hint": "cyan"}


def print_inspection(result: Inspection, console: Console | None = None) -> None:
    """Print the problems of the file, a table of flags, a table of the worst pairs."""
    console = console or Console(highlight=False)
    counts = f"{result.pairs:,} pairs, {result.flagged:,} flagged"
    console.print(Text.assemble((visible(result.file), "bold"), f"  {counts}"))
    for problem in result.problems:
        where = f"line {problem.line}: " if problem.line else ""
        console.print(Text.assemble(("  ✗ ", "red"), (where, "bold"), visible(problem.message)))
    if result.problem_count > len(result.problems):
        console.print(Text(f"  … and {result.problem_count - len(result.problems):,} more problems", style="red"))
    if result.flags:
        console.print(_flag_table(result))
    for name, ways in result.names[:SHOWN_NAMES]:
        console.print(Text.assemble("  ", (visible(name), "bold"), visible(f" in several ways: {several_ways(ways)}")))
    if len(result.names) > SHOWN_NAMES:
        console.print(Text(f"  … and {len(result.names) - SHOWN_NAMES:,} more names: --json has them all", style="dim"))
    if result.worst:
        print_table(_worst_table(result), console)


def _flag_table(result: Inspection) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("flag", no_wrap=True)
    table.add_column("pairs", justify="right")
    table.add_column("share", justify="right")
    table.add_column("meaning")
    for flag, count in result.flags.most_common():
        style = _STYLES[severity(flag)]
        table.add_row(Text(visible(flag), style=style), f"{count:,}", f"{count / result.pairs:.1%}", describe(flag))
    return table


def _worst_table(result: Inspection) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 1, 0))
    table.add_column("the most doubtful", no_wrap=True, style="dim")
    table.add_column("source", ratio=1)
    table.add_column("target", ratio=1)
    for _, pair, found in result.worst:
        target = Text(visible(pair.target))
        for flag, detail in in_words(pair, found).items():
            target.append("\n" + visible(f"{flag}: {detail}" if detail else flag), style=_STYLES[severity(flag)])
        table.add_row(Text(visible(pair.id)), Text(visible(pair.source)), target)
    return table
