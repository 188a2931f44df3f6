"""The counts of `align filter` on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from align.checks import describe
from align.curation import FilterResult


def print_counts(result: FilterResult, console: Console | None = None) -> None:
    """Print a table on standard error: each flag with how many pairs have it, and how many were dropped for it."""
    console = console or Console(stderr=True, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("reason", no_wrap=True)
    for heading in ("flagged", "dropped"):
        table.add_column(heading, justify="right")
    table.add_column("meaning")
    reasons = dict.fromkeys([*result.dropped, *result.flagged])
    for reason in sorted(reasons, key=lambda name: (-result.dropped[name], -result.flagged[name])):
        flagged = f"{result.flagged[reason]:,}" if result.flagged[reason] else ""
        dropped = f"{result.dropped[reason]:,}" if result.dropped[reason] else ""
        meaning = "Scored below the least score, or not at all." if reason == "score" else describe(reason)
        table.add_row(reason, flagged, dropped, meaning)
    table.add_section()
    table.add_row("all", f"{result.read:,}", f"{result.dropped.total():,}", f"{result.kept:,} stay")
    console.print(table)
