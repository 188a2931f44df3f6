"""The counts of `align filter` on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from align.checks import describe
from align.curation import FilterResult


def print_counts(outcome: FilterResult, console: Console | None = None) -> None:
    """A table on standard error: each flag with how many pairs have it, and how many went for it."""
    console = console or Console(stderr=True, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("reason", no_wrap=True)
    for heading in ("flagged", "dropped"):
        table.add_column(heading, justify="right")
    table.add_column("meaning")
    reasons = dict.fromkeys([*outcome.dropped, *outcome.flagged])
    for reason in sorted(reasons, key=lambda name: (-outcome.dropped[name], -outcome.flagged[name])):
        flagged = f"{outcome.flagged[reason]:,}" if outcome.flagged[reason] else ""
        dropped = f"{outcome.dropped[reason]:,}" if outcome.dropped[reason] else ""
        meaning = "Scored below the least score, or not at all." if reason == "score" else describe(reason)
        table.add_row(reason, flagged, dropped, meaning)
    table.add_section()
    table.add_row("all", f"{outcome.read:,}", f"{outcome.dropped.total():,}", f"{outcome.kept:,} stay")
    console.print(table)
