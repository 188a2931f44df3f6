"""What the project file gives the options of a command that the command line leaves open.

A key of the file is an option of every command that has its flag; click's `default_map` puts it in its place, with the
command line before it and the option's own default behind it. One line on standard error says what was added.
"""

from __future__ import annotations

import functools
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from align.localization import _

if TYPE_CHECKING:
    from align.project.keys import Key
    from align.project.project_file import Project

WITHOUT = ("init", "models", "evaluate", "cache", "completion")
"""Commands that a project changes nothing of."""

NOT_TAKEN: Mapping[str, tuple[str, ...]] = {
    "pair": ("from", "to", "typography"),
    "convert": ("typography",),
    "export": ("typography",),
    "memory search": ("fuzzy",),
    "memory relabel": ("from", "to"),
}
"""Keys that a command leaves alone although it has their option: where they would change what people wrote (texts of
old translations and reviewed corpora, the codes of a memory), where they are recognised (the languages of two texts),
and where the option's number means something else."""

GIVES_WAY: Mapping[str, str] = {"for": "--plain"}
"""Keys that are left out where the command line has another option that excludes theirs."""
GOES_WITH: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "export": ("--omegat", ("glossary", "reviewer", "tmx-lang")),
}
"""Keys of a command that are left out where the command line lacks an option, without which theirs do nothing."""

_PROJECT, _OWN, _TAKEN = "project", "own file", "taken from the project"


def prepare(ctx: click.Context, name: str, command: click.Command, arguments: Sequence[str]) -> None:
    """Have the options of `command` take what the project says. `ctx` is the program's. Raises what `read_project`
    raises; help is shown in spite of it."""
    if name in WITHOUT or ctx.resilient_parsing or set(arguments) & set(ctx.help_option_names):
        return
    from align.project.finding import find_project

    if not (path := find_project()):
        return
    from align.project.project_file import read_project

    project = read_project(path)
    ctx.meta[_PROJECT] = project
    ctx.default_map = {name: _defaults(command, name, project)}


def project_of(ctx: click.Context) -> Project | None:
    """The project that is in force."""
    found: Project | None = ctx.meta.get(_PROJECT)
    return found


def record_own(ctx: click.Context, key: str, value: str) -> None:
    """Remember that an argument was left out and is the project's file."""
    ctx.meta[_OWN] = (key, value)


def is_of_project(ctx: click.Context, parameter: str) -> bool:
    """Whether the value of an option comes from a project file."""
    return ctx.get_parameter_source(parameter) is ParameterSource.DEFAULT_MAP


def taken() -> dict[str, Any] | None:
    """What the command that runs took from a project file, for `--json`: the file, and its options by key."""
    ctx = click.get_current_context(silent=True)
    found: dict[str, Any] | None = ctx.meta.get(_TAKEN) if ctx else None
    return found


def with_project(summary: dict[str, Any]) -> dict[str, Any]:
    """A summary for `--json`, with what was taken from a project file."""
    found = taken()
    return {**summary, "project": found} if found else summary


def announce_project(command: click.Command) -> click.Command:
    """Have a command, and those in a group, say what it takes from a project file before it does its work."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            announce_project(inner)
    elif command.callback and not hasattr(command.callback, "announces"):
        command.callback = _announcing(command.callback)
    return command


def _announcing(callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def announced(*arguments: Any, **given: Any) -> Any:
        ctx = click.get_current_context()
        if project := project_of(ctx):
            excluded = _excluded(ctx)
            _announce(ctx, project, excluded)
            given = {name: _without_empty(ctx, name, value) for name, value in given.items()} | excluded
        return callback(*arguments, **given)

    announced.announces = True  # type: ignore[attr-defined]
    return announced


def _excluded(ctx: click.Context) -> dict[str, Any]:
    """Options that the project has and the command line excludes, by another one or the lack of it, each as none."""
    flags = {flag: parameter for parameter in ctx.command.params for flag in parameter.opts}
    found = dict[str, Any]()
    needed, names = GOES_WITH.get(command_of(ctx), ("", ()))
    if needed and not ctx.params.get(flags[needed].name or ""):
        lacking = [flags[f"--{name}"] for name in names]
        found |= {one.name or "": () if one.multiple else None for one in lacking if is_of_project(ctx, one.name or "")}
    for name, other in GIVES_WAY.items():
        parameter, excluding = flags.get(f"--{name}"), flags.get(other)
        if (
            parameter
            and excluding
            and ctx.params.get(excluding.name or "")
            and is_of_project(ctx, parameter.name or "")
        ):
            found[parameter.name or ""] = None
    return found


def _without_empty(ctx: click.Context, name: str, value: Any) -> Any:
    """The values of an option without empty ones: `--memory ''` is how to have none where a project has some."""
    if not (isinstance(value, tuple) and "" in value):
        return value
    parameter = next(one for one in ctx.command.params if one.name == name)
    return tuple(filter(None, value)) if key_of(parameter, command_of(ctx)) else value


def command_of(ctx: click.Context) -> str:
    """The command's name without the program's: `memory add`."""
    names = []
    while ctx.parent:
        names.append(ctx.info_name or "")
        ctx = ctx.parent
    return " ".join(reversed(names))


def key_of(parameter: click.Parameter, command: str) -> Key | None:
    """The key that an option takes its value from, None for one that takes none."""
    from align.project.keys import KEYS

    if not isinstance(parameter, click.Option):
        return None
    left_alone = NOT_TAKEN.get(command, ())
    return next((key for key in KEYS if key.flag in parameter.opts and key.name not in left_alone), None)


def _defaults(command: click.Command, name: str, project: Project) -> dict[str, Any]:
    """The values for the options of a command by parameter; for a group, by command."""
    if isinstance(command, click.Group):
        return {child: _defaults(inner, f"{name} {child}", project) for child, inner in command.commands.items()}
    found = {}
    for parameter in command.params:
        key = key_of(parameter, name)
        value = _value(parameter, key, project) if key else None
        if value is not None:
            found[parameter.name or ""] = value
    return found


def _value(parameter: click.Parameter, key: Key, project: Project) -> Any:
    """The value of a key as an option takes it; None where there is none, or where an option for one has several."""
    value = project.value(key)
    if key.kind == "codes" and value:
        value = tuple(f"{language}={code}" for language, code in value.items())
    if value is None or key.kind not in ("texts", "codes"):
        return value
    if key.name == "memory":  # which may not be made yet: see _announce
        value = tuple(name for name in value if Path(name).exists())
    if parameter.multiple:
        return list(value) or None
    return value[0] if len(value) == 1 else None


def _announce(ctx: click.Context, project: Project, excluded: Collection[str]) -> None:
    """Say what the command takes, in the words of its command line; what is its own default anyhow need not be said.

    Raises InputError for a glossary that is not there.
    """
    from align.cli.options import say
    from align.errors import InputError

    options, words = dict[str, Any](), list[str]()
    if own := ctx.meta.get(_OWN):
        options[own[0]] = own[1]
        words.append(own[1])
    for parameter in ctx.command.params:
        key = key_of(parameter, command_of(ctx))
        if key and key.name == "memory":
            _say_what_is_missing(ctx, parameter, project)
        if key is None or not is_of_project(ctx, parameter.name or "") or parameter.name in excluded:
            continue
        value = _value(parameter, key, project)
        if key.name == "glossary" and not Path(value).exists():
            problem = _("the glossary {file} does not exist", file=value)
            hint = _("mend the line, or say {flag} '' to do without", flag=key.flag)
            raise InputError.at(project.shown, project.lines[key.name], problem, hint)
        options[key.name] = value
        default = parameter.default() if callable(parameter.default) else parameter.default
        if value != default:
            words += _words(key.flag, value)
    if options:
        ctx.meta[_TAKEN] = {"file": project.shown, "options": options}
    if words:
        say(_("{project} adds {options}", project=project.shown, options=shlex.join(words)))


def _say_what_is_missing(ctx: click.Context, parameter: click.Parameter, project: Project) -> None:
    """Say which memories of the project are not made yet, which is no fault: `align memory add` begins one."""
    from align.cli.options import say
    from align.project.keys import key_named

    key = key_named("memory")
    if key is None or ctx.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE:
        return
    for name in project.value(key) or ():
        if not Path(name).exists():
            say(_("{name} of {project} is not there yet: align memory add makes it", name=name, project=project.shown))


def _words(flag: str, value: Any) -> list[str]:
    if isinstance(value, bool):
        return [flag] if value else [f"--no-{flag.removeprefix('--')}"]
    return [word for one in (value if isinstance(value, list) else [value]) for word in (flag, str(one))]
