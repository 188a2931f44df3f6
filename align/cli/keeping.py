"""No command writes over a person's work: the guard of all that the command line writes, and its option `--force`."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.files import atomic_output, spare_name

if TYPE_CHECKING:
    from align.review.work import Work

DRAFTING = ("translate", "pair")
"""Commands whose results hold nobody's work: they are refused before they begin, not after hours."""

LATER = ("merge",)
"""Commands that bring newer decisions of people in the place of older ones."""


class WorkKeeper:
    """The guard (`align.files.Guard`) of one command: what people did in a file that is written over must stand in the
    new one too. With `force` the old file is kept beside it instead."""

    def __init__(self) -> None:
        self.force = False

    def begin(self, path: Path) -> Work | None:
        """The work in `path`. Raises OutputError for a command that cannot keep it."""
        from align.review.work import work_in

        work = work_in(path)
        if work and _command() in DRAFTING and not self.force and not _option("keep_reviewed"):
            raise _refusal(path, work)
        return work or None

    @contextlib.contextmanager
    def replacing(self, path: Path, made: Path, seen: object) -> Iterator[None]:
        """Raise OutputError where `made` lacks some of what was `seen`; with `force`, keep the old file beside it."""
        from align.review.work import Work

        lost = seen.lost_in(made, path, _command() in LATER) if isinstance(seen, Work) else None
        if not lost:
            yield
            return
        if not self.force:
            raise _refusal(path, lost)
        with kept_beside(path) as kept:
            yield
        from align.cli.options import say

        say(f"the old file is kept as {kept}")


@contextlib.contextmanager
def kept_beside(path: Path) -> Iterator[Path]:
    """Keep the file `path` under a spare name, which the block gets: that is to replace the file. Where it ends with an
    error and the file is still in its place, the other name goes again. Raises OutputError."""
    kept = spare_name(path)
    old = path.stat()
    try:
        _keep(path, kept)
        yield kept
    except BaseException:
        with contextlib.suppress(OSError):
            if os.path.samestat(old, path.stat()):  # an interrupt may come when all is done
                kept.unlink()
        raise


def _keep(path: Path, kept: Path) -> None:
    from align.errors import OutputError

    try:
        os.link(path, kept)  # at no moment is there neither the old file nor the new one
    except OSError:
        try:
            with path.open("rb") as old, atomic_output(kept) as copy:
                shutil.copyfileobj(old, copy, 1 << 20)
            shutil.copystat(path, kept)
        except (OSError, OutputError) as error:
            raise OutputError(f"cannot keep the old {path}: {error}") from error


def _command() -> str | None:
    """The name of the command that runs."""
    ctx = click.get_current_context(silent=True)
    return ctx.find_root().invoked_subcommand if ctx else None


def _option(name: str) -> Any:
    """What the command was given for an option, None where it has no such option."""
    ctx = click.get_current_context(silent=True)
    return ctx.params.get(name) if ctx else None


def _refusal(path: Path, work: Work) -> Exception:
    from align.errors import OutputError

    advice = f"Name another file, or add --force: the old one is then kept as {spare_name(path).name}"
    if _option("keep_reviewed") is False:
        advice += "; or add --keep-reviewed, which drafts only the rest"
    return OutputError(f"{path} holds work that would be lost: {work}. {advice}")


def offer_force(command: click.Command) -> click.Command:
    """Give a command that writes files, and those in a group, the option `--force`."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            offer_force(inner)
    names = {parameter.name for parameter in command.params}
    if names & {"output", "outputs"} and "force" not in names:
        text = "Write over a file with reviewed work; it is kept as NAME.bak."
        command.params.append(click.Option(["--force"], is_flag=True, expose_value=False, help=text, callback=_forced))
    return command


def _forced(ctx: click.Context, parameter: click.Parameter, value: bool) -> Any:
    keeper = ctx.find_root().obj
    if isinstance(keeper, WorkKeeper):
        keeper.force = value
