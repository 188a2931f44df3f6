"""The counts of `align filter` on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from align.checks import describe
from align.cli.figures import figure
from align.curation import FilterResult
from align.localization import _


def print_counts(result: FilterResult, console: Console | None = None) -> None:
    """Print a table on standard error: each flag with how many pairs have it, and how many were dropped for it."""
    console = console or Console(stderr=True, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("reason"), no_wrap=True)
    for heading in (_("flagged"), _("dropped")):
        table.add_column(heading, justify="right")
    table.add_column(_("meaning"))
    reasons = dict.fromkeys([*result.dropped, *result.flagged])
    for reason in sorted(reasons, key=lambda name: (-result.dropped[name], -result.flagged[name])):
        flagged = figure(result.flagged[reason]) if result.flagged[reason] else ""
        dropped = figure(result.dropped[reason]) if result.dropped[reason] else ""
        meaning = _("Scored below the least score, or not at all.") if reason == "score" else describe(reason)
        table.add_row(reason, flagged, dropped, meaning)
    table.add_section()
    table.add_row(_("all"), figure(result.read), figure(result.dropped.total()), _("{n:,} stay", n=result.kept))
    console.print(table)
