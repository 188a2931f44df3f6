"""What several commands ask and say in the same words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click


def from_option(default: str | None) -> Callable[[Any], Any]:
    """`--from LANG`, the source language, as `source`."""
    return click.option(
        "--from", "source", default=default, show_default=bool(default), metavar="LANG", help="Source language."
    )


def text_column_option() -> Callable[[Any], Any]:
    """`--text-column NAME`, for JSONL, CSV and TSV, as `text_column`."""
    return click.option(
        "--text-column", metavar="NAME", help="Column of CSV or key of JSONL with the text, if not text, body, content."
    )


def typography_option() -> Callable[[Any], Any]:
    """`--typography`, as `typography`."""
    return click.option(
        "--typography",
        is_flag=True,
        help="Set quotes, dashes, spaces and numbers as the target language has them: de, es, fr, ru, uk.",
    )


def tmx_languages_option() -> Callable[[Any], Any]:
    """`--tmx-lang ru=ru-RU`, any number of times, as `tmx_langs`."""
    return click.option(
        "--tmx-lang", "tmx_langs", multiple=True, metavar="ru=ru-RU", help="Language codes to write in TMX, XLIFF."
    )


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
        tmx_languages_option(),
    )

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


FLAGS = {
    "source_lang": "--from",
    "target_lang": "--to",
    "tmx_langs": "--tmx-lang",
    "cache": "--no-cache",
    "score": "--no-score",
    "path": "-o",
}
"""Parameters of the library whose flags have another name."""


def flag_of(parameter: str) -> str:
    """The flag of a parameter: `best_of` → `--best-of`, `source_lang` → `--from`."""
    return FLAGS.get(parameter) or "--" + parameter.replace("_", "-")


def language_list(codes: Sequence[str]) -> list[str]:
    """Check BCP-47 codes, given apart or with commas (`ru,de`): each once, in order. UsageError for an unknown one."""
    from align.languages.tags import canonical_tag

    return list(dict.fromkeys(canonical_tag(code) for group in codes for code in group.split(",") if code.strip()))


def language_codes(source: str, target: str) -> dict[str, str]:
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
            raise UsageError(f"--tmx-lang {assignment}: write it as ru=ru-RU")
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
            raise UsageError(f"{output} is the input: name another output")


def say(message: str) -> None:
    """One line to the person, on standard error."""
    from align.cli.visible import one_line

    click.echo(f"align: {one_line(message)}", err=True)
