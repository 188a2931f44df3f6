"""The guard of all that the command line writes, and its option `--force`: no command writes over a person's work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from align.io.atomic import spare_name
from align.localization import _
from align.work_guard import WorkGuard

DRAFTING = ("translate", "pair")
"""Commands whose results have no person's work in them."""

LATER = ("merge",)
"""Commands that replace older decisions of people by newer ones."""


class CommandGuard(WorkGuard):
    """The guard of one command."""

    @property
    def early(self) -> bool:
        return _command() in DRAFTING and not (_option("keep_reviewed") or _option("keep"))

    @property
    def later(self) -> bool:
        return _command() in LATER

    def advice(self, path: Path) -> str:
        """What to do about a file that cannot be written over, by the command's options."""
        advice = _("Name another file, or add --force: the old one is then kept as {name}", name=spare_name(path).name)
        if _option("keep_reviewed") is False:
            advice += _("; or add --keep-reviewed, which drafts only the rest")
        if _command() == "pair" and not _option("keep"):
            advice += _("; or add --keep {corpus}, which aligns only the rest", corpus=path)
        return advice


def _command() -> str | None:
    """The name of the command that runs."""
    ctx = click.get_current_context(silent=True)
    return ctx.find_root().invoked_subcommand if ctx else None


def _option(name: str) -> Any:
    """The value of an option of the command, None where it has no such option."""
    ctx = click.get_current_context(silent=True)
    return ctx.params.get(name) if ctx else None


def offer_force(command: click.Command) -> click.Command:
    """Give a command that writes files, and those in a group, the option `--force`."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            offer_force(inner)
    names = {parameter.name for parameter in command.params}
    if names & {"output", "outputs"} and "force" not in names:
        text = "Write over a file with reviewed work; it is kept as NAME.bak."
        command.params.append(
            click.Option(["--force"], is_flag=True, expose_value=False, help=text, callback=_set_force)
        )
    return command


def _set_force(ctx: click.Context, parameter: click.Parameter, value: bool) -> Any:
    guard = ctx.find_root().obj
    if isinstance(guard, WorkGuard):
        guard.force = value
