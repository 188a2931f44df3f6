"""Arguments that may be left out where the project has such a file: the MEMORY of `align memory`, the FILE of `align
glossary`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import click

from align.cli.project_defaults import command_of, project_of, record_own
from align.localization import _

CHANGING = ("memory add", "memory import", "memory remove", "memory edit", "memory relabel")
"""Commands that write to the memory."""


class OwnFileCommand(click.Command):
    """A command whose first argument, `argument`, is the project's file of `key` where it is left out."""

    key: ClassVar[str]
    argument: ClassVar[str]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        left = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            self.settle(ctx)
        return left

    def settle(self, ctx: click.Context) -> None:
        """Fill in what is left out."""
        parameter = self._arguments()[0]
        if not ctx.params[self.argument]:
            own = self.own(ctx)
            if own is None:
                raise self.missing(ctx, parameter)
            record_own(ctx, self.key, own)
            ctx.params[self.argument] = (own,) if parameter.nargs == -1 else own

    def own(self, ctx: click.Context) -> str | None:
        """The project's file; of several the first. Raises UsageError for a memory elsewhere that would be changed."""
        from align.errors import UsageError
        from align.project.keys import key_named

        project, key = project_of(ctx), key_named(self.key)
        value = project.value(key) if project and key else None
        if not project or value is None:
            return None
        own: str = value[0] if isinstance(value, tuple) else value
        if command_of(ctx) in CHANGING and not project.holds(own):
            problem = _(
                "{memory} lies outside of the project's folder, and a project file changes nothing there", memory=own
            )
            hint = _("name the memory: align {command} {memory} …", command=command_of(ctx), memory=own)
            raise UsageError.at(project.shown, project.lines[self.key], problem, hint)
        return own

    def missing(self, ctx: click.Context, parameter: click.Parameter) -> click.MissingParameter:
        """The error for an argument that is neither on the command line nor in a project file."""
        name = (parameter.metavar or "").replace("[", "").replace("]", "")
        advice = (
            _("Name it, or write {key} = … into align.toml", key=self.key) if parameter.name == self.argument else None
        )
        return click.MissingParameter(advice, ctx=ctx, param_hint=f"'{name}'", param_type="argument")

    def _has_own(self, ctx: click.Context) -> bool:
        project = project_of(ctx)
        return project is not None and self.key in project.values

    def _arguments(self) -> list[click.Argument]:
        return [parameter for parameter in self.params if isinstance(parameter, click.Argument)]


class OwnGlossaryFile(OwnFileCommand):
    """A command about a glossary FILE."""

    key, argument = "glossary", "file"


class OwnGlossaryFiles(OwnFileCommand):
    """A command about glossary FILES."""

    key, argument = "glossary", "files"


class OwnMemory(OwnFileCommand):
    """A command about a MEMORY, which may have another argument after it (files, a text, an output).

    Where the project has one, a first argument that is no memory belongs to what comes after it: in `align memory add
    a.jsonl b.jsonl` both are corpora. So no file is taken for the memory that is none, and no memory for anything else.
    """

    key, argument = "memory", "path"

    def settle(self, ctx: click.Context) -> None:
        rest = self._arguments()[1:]
        if not rest:
            super().settle(ctx)
            return
        name, several = rest[0].name or "", rest[0].nargs == -1
        first = ctx.params[self.argument]
        after: Sequence[str] = ctx.params[name] if several else [one for one in (ctx.params[name],) if one is not None]
        if first is not None and self._has_own(ctx) and not is_memory(first):
            after, first = [first, *after], None
        if not after and (first is not None or self._has_own(ctx)):
            raise self.missing(ctx, rest[0])
        if first is None:
            first = self.own(ctx)
            if first is None:
                raise self.missing(ctx, self._arguments()[0])
            record_own(ctx, self.key, first)
        ctx.params[self.argument] = first
        ctx.params[name] = tuple(after) if several else after[0]


def is_memory(name: str) -> bool:
    """Whether a name means a memory: by its suffix, or because a file is there that SQLite wrote
    (https://www.sqlite.org/fileformat.html), as no corpus is."""
    from align.memory.memory_store import SUFFIXES

    path = Path(name)
    try:
        if path.suffix.lower() in SUFFIXES or not path.is_file():  # which a pipe is not: reading it would empty it
            return path.suffix.lower() in SUFFIXES
        with path.open("rb") as stream:
            return stream.read(16) == b"SQLite format 3\0"
    except (OSError, ValueError):
        return False
