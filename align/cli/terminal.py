"""What a terminal shows: a bar while the work goes on, a table of pairs, a summary. In a pipe: nothing."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from align.cli.figures import counts_in_words, figure
from align.corpus.bands import BAND_WORDS, BANDS, Band, band_of
from align.corpus.pair import Pair
from align.localization import _, language, ngettext
from align.progress import Progress, Silent

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from align.glossary import Glossary


def stdout_is_terminal() -> bool:
    """Whether a person sees standard output."""
    return sys.stdout.isatty()


@contextlib.contextmanager
def bar(label: str) -> Iterator[Progress]:
    """A progress bar on standard error if it is a terminal; else an object that does nothing."""
    if not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as rich, contextlib.ExitStack() as ended:
        _Bars.console = rich.console
        ended.callback(setattr, _Bars, "console", None)
        task = rich.add_task(label, total=None)

        class _Bar:
            def found(self, amount: int) -> None:
                rich.update(task, total=(rich.tasks[0].total or 0) + amount)

            def advance(self, amount: int) -> None:
                rich.update(task, advance=amount)

        yield _Bar()


class _Bars:
    """The terminal with its bar, while there is one: what is said meanwhile must not break the bar's line."""

    console: Any = None


def echo_beside_bar(line: str) -> None:
    """Print a line on standard error; above the bar, where there is one."""
    if _Bars.console is None:
        import click

        click.echo(line, err=True)
    else:
        from rich.text import Text

        _Bars.console.print(Text(line))


class PairCounts:
    """Counts pairs as they go by."""

    def __init__(self) -> None:
        self.segments = self.words = 0
        self.flags: Counter[str] = Counter()
        self.documents: set[str] = set()
        self.bands: Counter[str] = Counter()
        self.flagged = 0

    def add(self, pair: Pair) -> None:
        self.segments += 1
        self.words += len(pair.source.split())
        self.flags.update(pair.flags)
        self.flagged += bool(pair.flags)
        self.documents.add(pair.doc)
        if band := band_of(pair):
            self.bands[band] += 1

    def summary(self, seconds: float, **more: Any) -> dict[str, Any]:
        """The counts with `seconds` and words a second; `more` is added at the end."""
        return {
            "documents": len(self.documents),
            "segments": self.segments,
            "words": self.words,
            "seconds": round(seconds, 2),
            "words_per_second": round(self.words / seconds, 1) if seconds else 0.0,
            "flagged": self.flagged,
            "flags": dict(sorted(self.flags.items())),
            "bands": {band: self.bands[band] for band in BANDS},
            **more,
        }


_COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}
_BAND_STYLES: dict[Band, str] = {"usable": "green", "work": "yellow", "wrong": "bold red"}


def bands_in_words(bands: Mapping[str, int]) -> str:
    """How many drafts are in each band: `28: 6 likely usable, 15 need work, 7 likely wrong`; "" where none has one."""
    total = sum(bands.values())
    if not total:
        return ""
    return ngettext(
        "{total:,}: {usable:,} likely usable, {work:,} needs work, {wrong:,} likely wrong",
        "{total:,}: {usable:,} likely usable, {work:,} need work, {wrong:,} likely wrong",
        bands["work"],
        total=total,
        usable=bands["usable"],
        work=bands["work"],
        wrong=bands["wrong"],
    )


def print_pairs(pairs: Sequence[Pair], glossary: Glossary | None = None) -> None:
    """The pairs side by side on standard output, drafts with the band of their quality, doubtful pairs with their
    flags, which say what they mean, coloured by how grave they are."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from align.checks import MEASURED, details_in_words, severity, with_details
    from align.cli.visible import visible

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, show_lines=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", style="dim", justify="right", no_wrap=True)
    if pairs:
        table.add_column(pairs[0].source_lang, ratio=1)
        table.add_column(pairs[0].target_lang, ratio=1)
    for pair, found in with_details(pairs, glossary):
        style = "bold" if pair.kind in ("headline", "subheading") else "dim" if pair.kind == "crumb" else ""
        target = Text(visible(pair.target), style=style)
        if band := band_of(pair):
            target.append("\n").append(BAND_WORDS[language()][band], style=_BAND_STYLES[band])
        for n, flag in enumerate(pair.flags):
            before = ", " if n else " · " if band else "\n" if pair.target else ""
            detail = "" if flag in MEASURED else details_in_words(found.get(flag, ()), begins=False)
            said = visible(f"{flag} ({detail})" if detail else flag)
            target.append(before, style="dim").append(said, style=_COLOURS[severity(flag)])
        table.add_row(str(pair.n), Text(visible(pair.source), style=style), target)
    print_table(table, console)


def print_table(table: Table, console: Console) -> None:
    """Print a table without the blanks that fill its lines up to the width of the terminal."""
    from rich.segment import Segment, Segments

    for line in console.render_lines(table, pad=False):
        while line and not line[-1].text.strip():
            line.pop()
        if line:
            line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
        console.print(Segments([*line, Segment.line()]), end="")


def print_summary(summary: dict[str, Any]) -> None:
    """The summary as a table on standard error, if it is a terminal."""
    if not sys.stderr.isatty():
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from align.cli.visible import visible

    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    labels = {
        "documents": _("documents"),
        "segments": _("segments"),
        "words": _("words"),
        "seconds": _("seconds"),
        "words_per_second": _("words/s"),
    }
    for name, label in labels.items():
        table.add_row(label, figure(summary[name]))
    if drafts := bands_in_words(summary["bands"]):
        table.add_row(_("drafts"), drafts)
    flags = counts_in_words(summary["flags"].items())
    table.add_row(_("flagged"), Text(visible(figure(summary["flagged"]) + (f" ({flags})" if flags else ""))))
    for output in summary.get("outputs", ()):
        table.add_row(_("written"), Text(visible(output)))
    Console(stderr=True).print(table)
