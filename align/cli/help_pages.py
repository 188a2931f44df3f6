"""How the help of a command looks: its options in groups, those that everybody needs first."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import click

from align.cli.number_ranges import with_bounds_in_words
from align.localization import N_, _

GROUPS: dict[str, frozenset[str]] = {
    N_("Memory, terms and style"): frozenset(
        {"memory", "fuzzy", "glossary", "glossary_mode", "typography", "keep", "keep_reviewed"}
    ),
    N_("Segments and their alignment"): frozenset(
        {"quotes", "one_per_line", "max_bead", "skip", "anchors", "reorder", "encoder"}
    ),
    N_("Model and speed"): frozenset(
        {
            *("model", "engine", "device", "threads", "beam", "best_of", "batch_tokens", "no_cache", "no_score"),
            *("workers", "runner", "ray_address", "shard_size"),
        }
    ),
    N_("Files and their formats"): frozenset(
        {
            *("encoding", "text_column", "format_", "input_format"),
            *("tmx_langs", "tmx_for", "tmx_plain", "reviewer"),
        }
    ),
    N_("On the screen, and for scripts"): frozenset({"show", "as_json", "strict", "force", "help"}),
}
"""The groups of options after the first one, which has what is in none, by the names of their parameters."""

FIRST = N_("What and where")
FEWEST = 9
"""Options from which help is in groups: fewer are read at a glance."""


def in_groups(command: click.Command) -> click.Command:
    """Have a command, and the commands in it, show their options in groups, with bounds in words."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            in_groups(inner)
        command.format_commands = functools.partial(_format_commands, command)  # type: ignore[method-assign]
        return command
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            with_bounds_in_words(parameter)
    command.format_options = functools.partial(_format_options, command)  # type: ignore[method-assign]
    return command


def _format_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the options as click does, but each group under its own heading."""
    options = [parameter for parameter in command.get_params(ctx) if isinstance(parameter, click.Option)]
    shown = [(_name(option), record) for option in options if (record := option.get_help_record(ctx))]
    if len(shown) < FEWEST:
        with formatter.section(_("Options")):
            formatter.write_dl([record for _name, record in shown])
        return
    width = max(len(record[0]) for _name, record in shown)  # so that all groups have their texts in one column
    for heading, records in _groups(shown):
        with formatter.section(heading):
            formatter.write_dl([(f"{first:<{min(width, 30)}}", second) for first, second in records])


def _name(option: click.Option) -> str:
    """The name of an option's parameter; click has several for `--help`."""
    return "help" if "--help" in option.opts else str(option.name)


def _format_commands(group: click.Group, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the commands of a group with the whole first sentence of their help: click cuts it."""
    with formatter.section(_("Commands")):
        formatter.write_dl([(name, inner.get_short_help_str(1000)) for name, inner in group.commands.items()])


def _groups(shown: Sequence[tuple[str, tuple[str, str]]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The groups that have options, with their headings."""
    grouped = frozenset[str]().union(*GROUPS.values())
    yield _(FIRST), [record for name, record in shown if name not in grouped]
    for heading, names in GROUPS.items():
        if records := [record for name, record in shown if name in names]:
            yield _(heading), records
