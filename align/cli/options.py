"""What several commands ask and say in the same words."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

import click

from align.localization import _
from align.options import Declared, all_declared, declared

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def from_option(default: str | None) -> Callable[[Any], Any]:
    """`--from LANG`, the source language, as `source`."""
    return click.option(
        "--from", "source", default=default, show_default=bool(default), metavar="LANG", help="Source language."
    )


def quotes_option() -> Callable[[Any], Any]:
    """`--quotes`, as `quotes`: None where it is not given."""
    return click.option(
        "--quotes",
        type=click.Choice(["keep", "split"]),
        help="Split a quotation into its sentences, or keep it whole.  [default: split]",
    )


def typography_option() -> Callable[[Any], Any]:
    """`--typography`, as `typography`."""
    from align.pipelines.options import TranslateOptions

    return _flag(declared(TranslateOptions, "typography"))


class TmxOptions(TypedDict):
    """How TMX is written, as `open_writers` and `write_corpus` take it."""

    tmx_langs: dict[str, str]
    tmx_for: str
    reviewer: str


def tmx_options(tools: bool = True) -> Callable[[Any], Any]:
    """`--for`, `--plain`, `--reviewer` and `--tmx-lang ru=ru-RU`, which come to the command as one `tmx`; the first two
    where there are `tools` to choose from."""
    options = (
        click.option("--for", "tmx_for", type=_Tool(), help="The tool that TMX is for: codes, context, properties."),
        click.option("--plain", "tmx_plain", is_flag=True, help="TMX without a single property."),
    )
    options = (
        *(options if tools else ()),
        click.option("--reviewer", default="", metavar="NAME", help="Who reviewed, for TMX, where it is not said."),
        click.option(
            "--tmx-lang", "tmx_langs", multiple=True, metavar="ru=ru-RU", help="Language codes to write in TMX, XLIFF."
        ),
    )

    def decorate(command: Any) -> Any:
        @functools.wraps(command)
        def collected(*arguments: Any, **given: Any) -> Any:
            chosen = (given.pop(name, None) for name in ("tmx_langs", "tmx_for", "tmx_plain", "reviewer"))
            return command(*arguments, tmx=_tmx_options(*chosen), **given)

        for option in reversed(options):
            collected = option(collected)
        return collected

    return decorate


class _Tool(click.ParamType):  # type: ignore[type-arg]  # generic in some releases of click only
    """A preset of TMX: its names are looked up when it is used or shown."""

    name = "tool"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        from align.corpus.formats.tmx_presets import PRESETS

        return f"[{'|'.join(PRESETS)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from align.corpus.formats.tmx_presets import PRESETS

        if value not in PRESETS:
            self.fail(_("{value!r} is not one of {choices}.", value=value, choices=", ".join(PRESETS)), param, ctx)
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from align.corpus.formats.tmx_presets import PRESETS

        return [CompletionItem(name) for name in PRESETS if name.startswith(incomplete)]


def _tmx_options(langs: Sequence[str], tool: str | None, plain: bool | None, reviewer: str) -> TmxOptions:
    """What the four flags say. Raises UsageError for --plain beside another tool."""
    from align.errors import UsageError

    if plain and tool not in (None, "plain"):
        raise UsageError(
            _("--plain writes no properties, and --for {tool} is about them", tool=tool),
            hint=_("leave one of them out"),
        )
    return TmxOptions(tmx_langs=tmx_languages(langs), tmx_for="plain" if plain else tool or "", reviewer=reviewer)


def corpus_options() -> Callable[[Any], Any]:
    """What a command that makes one corpus of several asks: formats, languages, codes in TMX."""
    options = (
        click.option("--input-format", metavar="NAME", help="Format of the files, where their suffixes do not say."),
        click.option(
            "--format", "format_", metavar="NAME", help="Format of the output, where its suffix does not say."
        ),
        click.option(
            "--from", "source", default="", metavar="LANG", help="Source language to take, or to give a plain table."
        ),
        click.option(
            "--to", "target", default="", metavar="LANG", help="Target language to take, or to give a plain table."
        ),
        tmx_options(),
    )

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def flags(
    options: type,
    argument: str,
    *,
    leave_out: Collection[str] = (),
    helps: Mapping[str, str] | None = None,
    values: Mapping[str, tuple[str, ...]] | None = None,
    callbacks: Mapping[str, Callable[..., Any]] | None = None,
) -> Callable[[Any], Any]:
    """Give a command the flags of a verb's options, which come to it as one `argument`, an instance of `options`.

    What is left out keeps its default. `helps` has other words for some flags, `values` more choices, which `callbacks`
    (click's) must turn into the declared ones.
    """
    wanted = [one for one in all_declared(options) if one.name not in leave_out]
    helps, values, callbacks = helps or {}, values or {}, callbacks or {}

    def decorate(command: Any) -> Any:
        @functools.wraps(command)
        def collected(*arguments: Any, **given: Any) -> Any:
            chosen = {one.name: _chosen(one, given.pop(_parameter(one))) for one in wanted}
            return command(*arguments, **{argument: options(**chosen)}, **given)

        for one in reversed(wanted):
            flag = _flag(one, helps.get(one.name), values.get(one.name, ()), callbacks.get(one.name))
            collected = flag(collected)
        return collected

    return decorate


def _flag(
    one: Declared, help: str | None = None, more: tuple[str, ...] = (), callback: Callable[..., Any] | None = None
) -> Callable[[Any], Any]:
    """The click option that is declared."""
    about = one.option
    shown: dict[str, Any] = {"help": about.help or None if help is None else help, "callback": callback}
    if one.type is bool:
        flag = f"{one.flag}/--no-{one.flag.removeprefix('--')}" if about.also_off else one.flag
        return click.option(flag, _parameter(one), is_flag=True, **shown)
    if one.repeatable:
        return click.option(one.flag, _parameter(one), multiple=True, metavar=about.metavar, **shown)
    kind: Any = None
    if one.choices:
        kind = click.Choice([*one.choices, *more])
    elif one.type is int:
        kind = click.IntRange(_whole(about.minimum), _whole(about.maximum))
    elif one.type is float:
        kind = click.FloatRange(about.minimum, about.maximum)
    default = None if one.default == "" else one.default
    shown |= {"metavar": about.metavar, "default": default, "show_default": about.show_default}
    return click.option(one.flag, _parameter(one), type=kind, **shown)


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def _parameter(one: Declared) -> str:
    """The name under which click has an option: that of its flag where the flag switches off."""
    return one.flag.removeprefix("--").replace("-", "_") if one.switches_off else one.name


def _chosen(one: Declared, value: Any) -> Any:
    if one.switches_off:
        return not value
    return one.default if value is None else value


FLAGS = {
    "source_lang": "--from",
    "target_lang": "--to",
    "tmx_langs": "--tmx-lang",
    "tmx_for": "--for",
    "cache": "--no-cache",
    "score": "--no-score",
    "path": "-o",
    "folder": "-o",
    "statuses": "--status",
}
"""Parameters of the library whose flags have another name."""


_PLACES = {"omegat": "--omegat", "rules_output": "--write-srx"}
"""Parameters of outputs beside `-o`, and their flags."""


def flag_of(parameter: str) -> str:
    """The flag of a parameter: `best_of` → `--best-of`, `source_lang` → `--from`; of the place of an output and the
    format of an input the flag that the command has for them."""
    ctx = click.get_current_context(silent=True)
    if parameter == "path" and ctx:
        for name, flag in _PLACES.items():
            if ctx.params.get(name):
                return flag
    if parameter == "input_format" and ctx and all(one.name != parameter for one in ctx.command.params):
        return "--format"
    return FLAGS.get(parameter) or "--" + parameter.replace("_", "-")


def language_list(codes: Sequence[str]) -> list[str]:
    """Check BCP-47 codes, given apart or with commas (`ru,de`): each once, in order. UsageError for an unknown one."""
    from align.languages.tags import canonical_tag

    return list(dict.fromkeys(canonical_tag(code) for group in codes for code in group.split(",") if code.strip()))


class LanguageCodes(TypedDict):
    """The languages of a corpus as `read_corpus` takes them; "" where they are left open."""

    source_lang: str
    target_lang: str


def language_codes(source: str, target: str) -> LanguageCodes:
    """The languages that `--from` and `--to` name, "" where they name none. Raises UsageError for an unknown one."""
    from align.languages.tags import canonical_tag

    return {
        "source_lang": canonical_tag(source) if source else "",
        "target_lang": canonical_tag(target) if target else "",
    }


def tmx_languages(assignments: Sequence[str]) -> dict[str, str]:
    """`["ru=ru-RU"]` → `{"ru": "ru-RU"}`. Raises UsageError for anything else."""
    from align.errors import UsageError

    result = {}
    for assignment in assignments:
        code, equals, region = assignment.partition("=")
        if not (code and equals and region):
            raise UsageError(_("--tmx-lang {assignment}: write it as ru=ru-RU", assignment=assignment))
        result[code] = region
    return result


def outputs_for(
    outputs: Sequence[str], format_: str | None, language: str, show: bool = False
) -> tuple[list[str], str | None]:
    """The output files of one language: `{lang}` filled in; with a format and no file, standard output."""
    names = [name.replace("{lang}", language) for name in outputs]
    return (["-"] if format_ and not names and not show else names), format_


def refuse_inputs(inputs: Sequence[str], outputs: Sequence[str]) -> None:
    """Raise UsageError for an output that is an input: a text must not be lost to what is made of it."""
    from pathlib import Path

    from align.errors import UsageError

    def place(name: str) -> Path:
        return Path(name.removesuffix(".moses")).resolve()  # all.moses stands for all.en and all.ru

    named = {place(output): output for output in outputs if output != "-"}
    for name in inputs:
        if name != "-" and "\0" not in name and (output := named.get(place(name))):
            raise UsageError(_("{output} is the input: name another output", output=output))


def say_if_typed(names: Collection[str]) -> None:
    """Say that standard input is waited for, where it is the keyboard."""
    import sys

    if "-" in names and sys.stdin is not None and sys.stdin.isatty():
        if sys.platform == "win32":
            say(_("reading from the keyboard: Ctrl+Z and Enter end the text"))
        else:
            say(_("reading from the keyboard: Ctrl+D ends the text"))


def say(message: str) -> None:
    """One line to the person, on standard error."""
    from align.cli.terminal import echo_beside_bar
    from align.cli.visible import one_line

    echo_beside_bar(f"align: {one_line(message)}")
