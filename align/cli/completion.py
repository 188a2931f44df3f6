"""`align completion`: shell completion of commands, options, languages, formats, models and file names.

Completion runs at every press of a key: nothing heavy is imported for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem, get_completion_class

if TYPE_CHECKING:
    ParamType = click.ParamType[Any]  # generic for the type checker, not in every version of click
else:
    ParamType = click.ParamType

VARIABLE = "_ALIGN_COMPLETE"
"""The environment variable by which a shell asks `align` for completions."""
_FILES = {"FILE", "PNG", "IN", "OUT", "REVIEW", "CORPUS", "SQLITE", "TMX"}
_FOLDERS = {"DIR", "FOLDER"}
_FLAG_LISTS = {"FLAG", "LIST"}


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell: commands, options, languages, formats, models and files by the Tab key.

    Write it to the place that the shell reads, once, and open a new terminal.

    \b
    align completion bash > ~/.local/share/bash-completion/completions/align
    align completion zsh > ~/.zfunc/_align        # a folder in fpath, before compinit
    align completion fish > ~/.config/fish/completions/align.fish
    """
    from align.cli import cli

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "align", VARIABLE).source())


class Values(ParamType):
    """A text for which a shell can offer values, and files or folders (`also`) in addition."""

    name = "text"

    def __init__(self, values: Callable[[], Iterable[str]] = tuple, also: str = ""):
        self.values, self.also = values, also

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Complete the letters typed; of several values the part after the last comma."""
        before, comma, last = incomplete.rpartition(",")
        found = [CompletionItem(before + comma + value) for value in self.values() if value.startswith(last)]
        return [*found, CompletionItem(incomplete, type=self.also)] if self.also else found


def offer_values(command: click.Command) -> click.Command:
    """Give the parameters of a command, and of the commands in it, their completion, chosen by their names."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            offer_values(inner)
    for parameter in command.params:
        if isinstance(parameter.type, click.types.StringParamType):
            parameter.type = _values_of(parameter)
    return command


def _values_of(parameter: click.Parameter) -> ParamType:
    metavar = (getattr(parameter, "metavar", None) or "").split()[:1]
    for option, values in _BY_OPTION.items():
        if option in parameter.opts:
            return values
    if metavar == ["LANG"]:
        return _LANGUAGES
    if set(metavar) & _FLAG_LISTS:
        return _FLAGS
    if set(metavar) & _FOLDERS:
        return Values(also="dir")
    if isinstance(parameter, click.Argument):
        return _MODELS if parameter.name == "name" else Values(also="file")
    return Values(also="file") if set(metavar) & _FILES else parameter.type


def _languages() -> Iterable[str]:
    from align.languages.identification import RECOGNISED

    return sorted(RECOGNISED)


def _formats() -> Iterable[str]:
    from align.corpus.format_registry import corpus_formats

    return corpus_formats()


def _models() -> Iterable[str]:
    from align.checkpoints.catalogue import catalogue
    from align.checkpoints.checkpoint_store import STARTER, stored_models

    return dict.fromkeys([*(model.name for model in stored_models()), STARTER, *(entry.name for entry in catalogue())])


def _flags() -> Iterable[str]:
    from align.checks.flags import FLAGS

    return (flag.name for flag in FLAGS)


def _statuses() -> Iterable[str]:
    from align.corpus.pair import STATUSES

    return STATUSES


_LANGUAGES = Values(_languages)
_MODELS = Values(_models, also="dir")
_FLAGS = Values(_flags)
_BY_OPTION: dict[str, ParamType] = {
    "--format": Values(_formats),
    "--input-format": Values(_formats),
    "--model": _MODELS,
    "--base": _MODELS,
    "--status": Values(_statuses),
    "--encoding": Values(lambda: ("utf-8", "utf-16", "cp1251", "cp1252", "koi8-r", "latin-1")),
}
