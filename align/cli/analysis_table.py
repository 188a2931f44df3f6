"""An analysis as a table: on a terminal, and as CSV."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Sequence

from align.cli.figures import figure
from align.localization import N_, _
from align.pipelines.analysis import BANDS, Band, FileAnalysis, sum_of

BAND_NAMES: dict[Band, str] = {
    "context": N_("context matches"),
    "exact": N_("exact matches"),
    "repetition": N_("repetitions"),
    "95-99": "95–99 %",
    "85-94": "85–94 %",
    "75-84": "75–84 %",
    "50-74": "50–74 %",
    "new": N_("new"),
}
"""The bands in the words of CAT tools."""
_COUNTED = {"segments": N_("segments"), "words": N_("words"), "characters": N_("characters")}

SHOWN_FILES = 30
"""Files that a terminal lists one by one."""


def as_csv(files: Sequence[FileAnalysis]) -> str:
    """A row for each file and band, and for each band in all of them together: with a byte-order mark, for Excel."""
    from align.io.csv_cells import protected

    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(("file", "band", "segments", "words", "characters"))
    for file in (*files, sum_of(files, "total")):
        for band in BANDS:
            counts = file.bands[band]
            table.writerow((protected(file.name), BAND_NAMES[band], counts.segments, counts.words, counts.characters))
    return codecs.BOM_UTF8.decode() + text.getvalue()


def print_analysis(files: Sequence[FileAnalysis]) -> None:
    """Print the bands of all files together, then the words of each file, where they are several."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from align.cli.visible import visible

    total = sum_of(files, "")
    words = total.total.words
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_footer=True)
    table.add_column(_("match"), _("total"), no_wrap=True)
    for name, value in total.total.as_json().items():
        table.add_column(_(_COUNTED[name]), figure(value), justify="right")
    table.add_column(_("of the words"), justify="right")
    for band in BANDS:
        counts = total.bands[band]
        share = figure(counts.words / words, ".1%") if words else "–"
        table.add_row(_(BAND_NAMES[band]), *map(figure, counts.as_json().values()), share)
    console.print(table)
    if len(files) < 2:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("file"), overflow="fold")
    for name in (_("words"), _("new"), "50–99 %", _("repeated"), _("known")):
        table.add_column(name, justify="right")
    for file in files[:SHOWN_FILES]:
        bands = {band: counts.words for band, counts in file.bands.items()}
        known = bands["context"] + bands["exact"]
        fuzzy = file.total.words - known - bands["repetition"] - bands["new"]
        numbers = (file.total.words, bands["new"], fuzzy, bands["repetition"], known)
        table.add_row(Text(visible(file.name)), *map(figure, numbers))
    console.print(table)
    if len(files) > SHOWN_FILES:
        console.print(_("… and {n:,} more: -o FILE.csv and --json have them all", n=len(files) - SHOWN_FILES))
