"""`align memory relabel`: one spelling, or one code, for each language of a memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from align.cli.figures import figure
from align.cli.memory_table import MEMORY
from align.cli.options import language_codes, say
from align.cli.own_file import OwnMemory
from align.cli.visible import print_json
from align.localization import _, ngettext

if TYPE_CHECKING:
    from align.memory.relabelling import Relabelled


@click.command(cls=OwnMemory)
@MEMORY
@click.option("--from", "source", default="", metavar="LANG", help="Code for the source language.")
@click.option("--to", "target", default="", metavar="LANG", help="Code for the target language.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def relabel(path: str, source: str, target: str, dry_run: bool, as_json: bool) -> None:
    """Make the language codes of MEMORY uniform: EN-us, en_US and eng-us become en-US.

    --from and --to name the codes for their languages: en-US takes what says en, and en takes every region. A script is
    never changed. Units that then say the same become one.

    \b
    align memory relabel tm.sqlite
    align memory relabel tm.sqlite --from en-US --to ru-RU --dry-run
    """
    from align.memory import Memory
    from align.memory.relabelling import relabel as with_codes

    codes = language_codes(source, target)
    Memory.open(path).close()  # raises for a missing file, which opening to write would create
    with Memory.open(path, write=not dry_run) as opened:
        done = with_codes(opened, **codes, dry_run=dry_run)
    if as_json:
        print_json(_as_json(done))
        return
    for (before, after), count in done.units.items():
        click.echo(f"{'-'.join(before)} → {'-'.join(after)}  {figure(count)}")
    if not done.total:
        say(_("{path}: the codes are uniform already", path=path))
        return
    if dry_run:
        said = ngettext(
            "{path}: {n:,} unit would get other codes",
            "{path}: {n:,} units would get other codes",
            done.total,
            path=path,
        )
    else:
        said = ngettext(
            "{path}: {n:,} unit got other codes", "{path}: {n:,} units got other codes", done.total, path=path
        )
    if done.merged:
        said += _(", {n:,} of them one with a unit that says the same", n=done.merged)
    say(said)


def _as_json(done: Relabelled) -> dict[str, object]:
    relabelled = [
        {"from": "-".join(before), "to": "-".join(after), "units": count}
        for (before, after), count in done.units.items()
    ]
    return {"units": done.total, "merged": done.merged, "relabelled": relabelled}
