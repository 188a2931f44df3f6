"""The table of models: for people on a terminal, in two parts; for programs in a pipe, tab-separated."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from align.cli.visible import visible
from align.localization import N_, _

if TYPE_CHECKING:
    from rich.console import Console

Row = dict[str, Any]

LABELS = {
    "name": N_("name"),
    "sources": N_("sources"),
    "targets": N_("targets"),
    "licence": N_("licence"),
    "megabytes": N_("megabytes"),
    "score": N_("score"),
    "scores": N_("scores"),
    "hub": N_("hub"),
    "path": N_("path"),
    "package": N_("package"),
}
"""What the fields of a model are called where one model is described."""

WIDE = 100
"""Columns of a terminal from which on it is shown what a model was tested on."""


def print_table(rows: list[Row], only_here: bool = False) -> None:
    """Print a table on a terminal, of those on this machine `only_here`; tab-separated lines of all in a pipe."""
    if not sys.stdout.isatty():
        for line in (_COLUMNS, *map(_cells, rows)):
            click.echo("\t".join(map(visible, line)))
        return
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    here, elsewhere = [row for row in rows if row["path"]], [row for row in rows if not row["path"]]
    if here:
        console.print(_("on this machine"), style="bold")
        _print_group(console, here, _("comes from"))
    if elsewhere and not only_here:
        console.print(_("to be fetched with align models get NAME"), style="bold")
        _print_group(console, elsewhere, "")
    elif elsewhere:
        more = len(elsewhere)
        click.echo(_("{n} more can be fetched: see align models list --all, or give --from and --to", n=more))


def _print_group(console: Console, rows: list[Row], origin: str) -> None:
    """A table whose names are whole at any width: they are what one types."""
    from rich import box
    from rich.table import Table

    wide = console.width >= WIDE
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column(_("name"), no_wrap=True, overflow="ignore")
    grid.add_column(_("languages"), overflow="fold", ratio=2)
    grid.add_column(_("MB"), justify="right", no_wrap=True)
    grid.add_column("chrF", justify="right", no_wrap=True)
    if wide:
        grid.add_column("BLEU", justify="right", no_wrap=True)
        grid.add_column(_("tested on"), overflow="fold")
    grid.add_column(_("licence"), overflow="fold")
    if origin:
        grid.add_column(origin, overflow="fold")
    for row in rows:
        score = row["score"] or {}
        tested = (as_text(score.get("bleu")), _tested_on(score)) if wide else ()
        cells = (row["name"], f"{as_text(row['sources'])} → {as_text(row['targets'])}", as_text(row["megabytes"]))
        origins = (_origin(row),) if origin else ()
        line = (*cells, as_text(score.get("chrf")), *tested, as_text(row["licence"]), *origins)
        grid.add_row(*map(visible, line))
    console.print(grid)


def _origin(row: Row) -> str:
    """Where a model on this machine comes from."""
    from align.checkpoints.checkpoint_store import STARTER

    if row["package"]:
        return str(row["package"])
    return _("the hub") if row["hub"] else _("align itself") if row["name"] == STARTER else _("a folder")


_COLUMNS = ("name", "from", "to", "licence", "MB", "tested on", "BLEU", "chrF", "here")


def _cells(row: Row) -> tuple[str, ...]:
    score = row["score"] or {}
    values = (row["name"], row["sources"], row["targets"], row["licence"], row["megabytes"], _tested_on(score))
    return (
        *map(as_text, values),
        as_text(score.get("bleu")),
        as_text(score.get("chrf")),
        "yes" if row["path"] else "",
    )


def _tested_on(score: Row) -> str:
    return " ".join(score[key] for key in ("pair", "test") if key in score)


def as_text(value: Any) -> str:
    """A value as text for people."""
    if value is None:
        return ""
    if isinstance(value, dict):
        labels = {"bleu": "BLEU", "chrf": "chrF"}
        figures = ", ".join(f"{label} {value[key]}" for key, label in labels.items() if key in value)
        return " ".join(part for part in (value.get("pair", ""), value.get("test", ""), figures) if part)
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return " ".join(map(str, value))
