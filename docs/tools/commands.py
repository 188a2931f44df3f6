"""The commands of `align` as data: what their own `--help` knows, for the reference pages and the man pages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import click

from align.cli import COMMANDS, cli
from align.cli.help_pages import FEWEST, FIRST, GROUPS


@dataclass(frozen=True)
class Command:
    """A command: its whole name (`align models get`), usage, help and parameters, these also in the groups of
    its help, and the commands inside it."""

    name: str
    usage: str
    summary: str
    text: tuple[str, ...]
    examples: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    children: tuple[Command, ...] = ()

    @property
    def page(self) -> str:
        """The name of its page: `align-models` → `models`."""
        return self.name.split(" ")[1] if " " in self.name else "align"


def program() -> Command:
    """The program itself, with the options that stand before a command."""
    return _command(cli, "align", click.Context(cli, info_name="align"))


def commands() -> Iterator[Command]:
    """Every command, in the order of `align --help`."""
    root = click.Context(cli, info_name="align")
    for name in COMMANDS:
        command = cli.get_command(root, name)
        assert command is not None
        yield _command(command, f"align {name}", root)


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, those of groups by both their names, in the order of `align --help`."""
    root = click.Context(cli, info_name="align")
    for name in COMMANDS:
        command = cli.get_command(root, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())
        else:
            yield name, command


def _command(command: click.Command, name: str, parent: click.Context) -> Command:
    context = click.Context(command, info_name=name.split(" ")[-1], parent=None if name == "align" else parent)
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    examples = [line for part in paragraphs if part.startswith("\b") for line in part.splitlines()[1:]]
    text = [" ".join(part.split()) for part in paragraphs if not part.startswith("\b")]
    inside = command.commands if isinstance(command, click.Group) and name != "align" else {}
    records = {
        str(option.name): record
        for option in command.params
        if isinstance(option, click.Option) and (record := option.get_help_record(context))
    }
    return Command(
        name=name,
        usage=" ".join([name, *command.collect_usage_pieces(context)]),
        summary=COMMANDS.get(name.removeprefix("align "), text[0]),
        text=tuple(text),
        examples=tuple(examples),
        options=tuple(records.values()),
        groups=tuple(_groups(records)),
        children=tuple(_command(child, f"{name} {key}", context) for key, child in inside.items()),
    )


def _groups(records: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The options under the headings that `--help` has; a command with few of them has one group without a heading."""
    if len(records) < FEWEST:
        yield "", tuple(records.values())
        return
    placed = frozenset[str]().union(*GROUPS.values())
    for heading, names in {FIRST: records.keys() - placed, **GROUPS}.items():
        if found := tuple(record for name, record in records.items() if name in names):
            yield heading, found
