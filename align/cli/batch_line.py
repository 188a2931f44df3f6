"""The progress of a batch on a terminal: one line while it runs, a summary at the end. In a pipe: nothing."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from align.cli.figures import figure
from align.localization import N_, _, ngettext

if TYPE_CHECKING:
    from align.batch.collection import RunStats


_COUNTED = {
    "documents": N_("documents"),
    "done_now": N_("done now"),
    "failed": N_("failed"),
    "alone": N_("alone"),
    "doubtful": N_("doubtful"),
    "pairs": N_("pairs"),
    "sentences": N_("sentences"),
    "words": N_("words"),
    "seconds": N_("seconds"),
    "words_per_second": N_("words/s"),
    "output": N_("output"),
}


def line(stats: RunStats, seconds: float) -> str:
    """The progress in one line: documents, sentences, words a second and the time left, after `seconds` of work.

    >>> from align.batch.collection import RunStats
    >>> line(RunStats(wanted=500, finished=120, segments=2400, words_now=48000, bytes=250, bytes_wanted=1000), 20.0)
    '120/500 documents · 2,400 sentences · 2,400 words/s · 1:00 left'
    """
    parts = [
        _("{done:,}/{wanted:,} documents", done=stats.finished, wanted=stats.wanted),
        ngettext("{n:,} sentence", "{n:,} sentences", stats.segments),
        _("{n:,.0f} words/s", n=stats.words_now / seconds if seconds else 0),
        _("{time} left", time=clock(seconds * (stats.bytes_wanted - stats.bytes) / stats.bytes))
        if stats.bytes
        else "…",
    ]
    if stats.failed:
        parts.append(_("{n:,} failed", n=stats.failed))
    return " · ".join(parts)


def clock(seconds: float) -> str:
    """`75` → `1:15`; hours where there are any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


@contextlib.contextmanager
def progress_line() -> Iterator[Callable[[RunStats], None]]:
    """Show the progress on standard error, if that is a terminal; the value takes the stats."""
    if not sys.stderr.isatty():
        yield lambda stats: None
        return
    from rich.console import Console
    from rich.status import Status

    started = time.monotonic()
    with Status(_("loading models"), console=Console(stderr=True)) as status:

        def on_progress(stats: RunStats) -> None:
            if stats.finished:
                status.update(line(stats, time.monotonic() - started))

        yield on_progress


def print_batch_summary(summary: dict[str, Any]) -> None:
    """Print the summary as a table on standard error, if it is a terminal."""
    if not sys.stderr.isatty():
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    for name, value in summary.items():
        if value or name not in ("failed", "alone", "doubtful"):
            table.add_row(_(_COUNTED.get(name, name)), value if name == "output" else figure(value))
    Console(stderr=True).print(table)
