"""`align init`: a project file, written by asking; and what is in force."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from align.cli.asking import confirmed
from align.cli.options import say
from align.cli.visible import print_json, visible
from align.localization import _
from align.project.finding import NAME, find_project
from align.project.keys import KEYS, Key
from align.project.project_file import Project, read_project

_METAVARS = {"memory": "FILE", "glossary": "FILE", "from": "LANG", "to": "LANG", "tmx-lang": "ru=ru-RU"}
_NONE = "-"
"""What is typed to leave a key out."""


def _options() -> Callable[[Any], Any]:
    """An option for each key, by its own name."""

    def decorate(command: Any) -> Any:
        for key in reversed(KEYS):
            command = _option(key)(command)
        return command

    return decorate


def _option(key: Key) -> Callable[[Any], Any]:
    name = _parameter(key)
    if key.kind == "switch":
        return click.option(f"{key.flag}/--no-{key.name}", name, default=None, help=key.about)
    if key.kind == "number":
        return click.option(key.flag, name, type=int, metavar="N", help=key.about)
    multiple = key.kind in ("texts", "codes")
    kind = click.Choice(key.choices) if key.choices else None
    metavar = None if kind else _METAVARS.get(key.name, "NAME")
    return click.option(key.flag, name, multiple=multiple, type=kind, metavar=metavar, help=key.about)


def _parameter(key: Key) -> str:
    return key.name.replace("-", "_")


@click.command()
@_options()
@click.option("--yes", is_flag=True, help="Ask nothing: take what is given here, and for the rest what the folder has.")
@click.option("--show", is_flag=True, help="Show the project that is in force here, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --show: print it as JSON.")
def init(yes: bool, show: bool, as_json: bool, **given: Any) -> None:
    """Write align.toml, the project of this folder and of all below it, by asking a few questions.

    All commands read it from then on, from the nearest folder above that has one: languages, memory, glossary and so
    on need not be repeated. An option on the command line wins over it; `align --no-project …` leaves it out. It is a
    text with a line that explains each key: edit it as you like. One that is there already is never written over.

    \b
    align init
    align init --yes --to ru --memory tm.sqlite --glossary terms.tsv --typography
    align init --show
    """
    from align.errors import OutputError, UsageError
    from align.io.atomic import atomic_output
    from align.project.proposals import propose
    from align.project.template import project_text

    if show:
        _show(as_json)
        return
    if as_json:
        raise UsageError(_("--json goes with --show"))
    path = Path(NAME)
    if path.exists():
        raise OutputError(
            _("{name} is there already", name=NAME), path=path, hint=_("edit it, or delete it to begin anew")
        )
    values = {key.name: _given(key, value) for key in KEYS if (value := given[_parameter(key)]) not in (None, ())}
    proposals = {name: value for name, value in propose(Path()).items() if name not in values}
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(_("there is no terminal to ask at"), hint=_("add --yes, and options: align init --help"))
        proposals = _asked(proposals, values)
    values |= proposals
    if values.get("from") in values.get("to", ()):
        problem = _("--from and --to are both {language}", language=values["from"])
        raise UsageError(problem, hint=_("there is nothing to translate"))
    above = find_project()
    with atomic_output(path) as stream:
        stream.write(project_text(values).encode())
    if above:
        say(_("{above} counts no more in this folder: the nearest file does", above=above))
    say(_("{name} is written, with a line on each key; next: {next}", name=NAME, next=_next(values)))


def _next(values: Mapping[str, Any]) -> str:
    """The command to go on with: old translations of the folder into the memory that is yet to be made, or a story."""
    old = sorted(path.name for path in Path().glob("*.[tT][mM][xX]"))
    if old and values.get("memory") and not Path(values["memory"][0]).exists():
        return shlex.join(["align", "memory", "add", *old])
    return "align translate STORY.txt -o story.jsonl"


def _given(key: Key, value: Any) -> Any:
    """The value of an option. Raises UsageError for one that the key does not take."""
    from align.errors import UsageError

    try:
        if key.kind == "codes":
            return key.value_of(_codes(",".join(value)))
        if key.is_language and key.kind == "texts":
            return key.value_of([part.strip() for one in value for part in one.split(",") if part.strip()])
        return key.value_of(list(value) if isinstance(value, tuple) else value)
    except ValueError as error:
        raise UsageError(f"{key.flag}: {error}") from error


def _codes(text: str) -> dict[str, str]:
    """`en=en-US, ru=ru-RU` as a table. Raises ValueError for anything else."""
    parts = [part.partition("=") for part in text.replace(" ", ",").split(",") if part]
    if not all(language and equals and code for language, equals, code in parts):
        raise ValueError(_("write it as en=en-US,ru=ru-RU"))
    return {language: code for language, __, code in parts}


def _asked(proposals: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the person at the terminal, by key; what is left out is not among them."""
    say(
        _(
            "a few questions for {name}; Enter takes what stands in brackets, {none} leaves the line out",
            name=NAME,
            none=_NONE,
        )
    )
    answers = {}
    for key in KEYS:
        if key.question and key.name not in values:
            answer = _ask(key, proposals.get(key.name))
            if answer is not None:
                answers[key.name] = answer
    return answers


def _ask(key: Key, proposed: Any) -> Any:
    if key.kind == "switch":
        return confirmed(_(key.question), default=bool(proposed)) or None

    def parsed(text: str) -> Any:
        try:
            if text.strip() in ("", _NONE):
                return None
            if key.kind == "codes":
                return key.value_of(_codes(text))
            texts = [part.strip() for part in text.split(",") if part.strip()]
            return key.value_of(texts if key.kind == "texts" else text.strip())
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    choices = f" ({', '.join(key.choices)})" if key.choices else ""
    default = _NONE if proposed is None else _typed(proposed)
    return click.prompt(visible(f"{_(key.question)}{choices}"), default=default, value_proc=parsed, err=True)


def _typed(value: Any) -> str:
    """A value as a person would type it."""
    if isinstance(value, Mapping):
        return ",".join(f"{language}={code}" for language, code in value.items())
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _show(as_json: bool) -> None:
    """Print the project that is in force. Raises InputError where there is none."""
    from align.errors import InputError

    path = find_project()
    if path is None:
        raise InputError(_("there is no {name} in this folder or above", name=NAME), hint=_("align init writes one"))
    project = read_project(path)
    in_force = {name: project.value(key) for key in KEYS if (name := key.name) in project.values}
    if as_json:
        print_json({"file": str(path), "options": in_force})
        return
    click.echo(visible(str(path)))
    width = max(map(len, in_force), default=0)
    for key in KEYS:
        if key.name in in_force:
            typed = _typed(in_force[key.name]) if key.kind != "switch" else str(in_force[key.name]).lower()
            click.echo(visible(f"  {key.name:{width}}  {typed}{_remark(key, project)}"))


def _remark(key: Key, project: Project) -> str:
    """What is to be known of a file that is not there."""
    value = project.value(key)
    names = value if isinstance(value, tuple) else (value,)
    if not key.is_path or all(Path(name).exists() for name in names):
        return ""
    remark = _("not there yet: align memory add makes it") if key.name == "memory" else _("does not exist")
    return f"  ({remark})"
