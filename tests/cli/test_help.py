"""The help of the program, of its groups and commands, and what one does next."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from align.cli import COMMAND_GROUPS, COMMANDS, cli
from align.cli.help_pages import GROUPS
from align.cli.next_steps import after_drafting, after_review
from tests.command import answer


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by what one types, those in groups too."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())


def options() -> Iterator[tuple[str, click.Option]]:
    """Every option that help shows, with its command."""
    for name, command in commands():
        yield from ((name, one) for one in command.params if isinstance(one, click.Option) and not one.hidden)


def test_every_option_says_what_it_does() -> None:
    assert not [(name, option.opts) for name, option in options() if not option.help]


def test_every_name_in_a_group_is_an_option_of_some_command() -> None:
    names = {option.name for _, option in options()} | {"help"}
    assert sorted(frozenset[str]().union(*GROUPS.values()) - names) == []


@pytest.mark.parametrize("arguments", [(), ("memory",), ("models",), ("glossary",)])
def test_without_a_command_the_help_is_printed_as_it_is(arguments: tuple[str, ...]) -> None:
    shown = answer(*arguments)
    assert shown.returncode == 2
    assert shown.stdout == b""
    lines = shown.stderr.decode().splitlines()
    assert lines[0].startswith(f"Usage: {' '.join(('align', *arguments))}")
    assert len(lines) > 8
    assert "..." not in "\n".join(lines[1:]), "no sentence is cut"


def test_the_commands_stand_in_groups() -> None:
    shown = answer("--help").stdout.decode()
    assert [line[:-1] for line in shown.splitlines() if line.endswith(":") and line[0] != " "] == [
        "Options",
        *COMMAND_GROUPS,
    ]


def test_many_options_stand_in_groups_and_few_in_one() -> None:
    many, few = answer("translate", "--help").stdout.decode(), answer("cache", "clear", "--help").stdout.decode()
    order = ["What and where:", "  --to ", "Memory, terms and style:", "  --memory ", "Model and speed:", "  --beam N"]
    assert [many.index(text) for text in order] == sorted(many.index(text) for text in order)
    assert "Options:" in few
    assert "<=" not in many
    assert "1 to 32" in many


def test_help_can_be_asked_for_as_a_command() -> None:
    assert answer("help", "memory", "add").stdout == answer("memory", "add", "--help").stdout
    assert answer("help").stdout == answer("--help").stdout


@pytest.mark.parametrize("name", ["http://news.example/story", "HTTPS://news.example/a.html", "file:///etc/passwd"])
def test_an_address_is_not_taken_for_a_missing_file(name: str) -> None:
    said = answer("split", name)
    assert said.returncode == 1
    assert "is an address, and align does not use the network: save the page" in said.stderr.decode()


def test_a_sheet_in_the_place_of_the_corpus_is_named(tmp_path: Path) -> None:
    said = answer("merge", "review.xlsx", "port.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    assert said.returncode == 2
    assert "the corpus comes first: align merge port.jsonl review.xlsx" in said.stderr.decode()


class Terminal(io.TextIOWrapper):
    """Standard error of a person."""

    def isatty(self) -> bool:
        return True


def test_a_person_is_told_what_comes_next_and_a_program_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.BytesIO()
    for terminal in (io.TextIOWrapper(said, "utf-8", write_through=True), Terminal(said, "utf-8", write_through=True)):
        monkeypatch.setattr(sys, "stderr", terminal)
        after_drafting(["my story.jsonl", "story.tmx"])
        after_drafting(["-"])
        after_review("reviewed.jsonl")
        after_review(None)
    assert said.getvalue().decode().splitlines() == [
        'align: next: align review "my story.jsonl" -o "my story.xlsx"',
        "align: next: align memory add tm.sqlite reviewed.jsonl",
        "align: next: align export reviewed.jsonl -o reviewed.docx",
    ]
