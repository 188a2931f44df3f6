"""Man pages from the commands' own help: `python docs/tools/manual.py FOLDER` writes align.1, align-translate.1 …

The language is man(7); pages are checked with `mandoc -T lint` and `groff -ww` in tests/docs/test_manual.py.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from commands import Command, commands, program

from align import __version__
from align.corpus.timestamps import now
from align.io.atomic import atomic_output

SUMMARY = "from an English news story to a reviewed bilingual corpus"


def manual(command: Command) -> str:
    """The man page of a command, the commands inside it as sections."""
    name = command.name.replace(" ", "-")
    summary = SUMMARY if command.name == "align" else _lower(command.summary.rstrip("."))
    lines = [
        f'.TH "{name.upper()}" 1 "{now()[:10]}" "align {__version__}" "align"',
        ".SH NAME",
        f"{_text(name)} \\- {_text(summary)}",
        ".SH SYNOPSIS",
        *_usages(command.children or (command,)),
        ".SH DESCRIPTION",
        *_paragraphs(command.text),
        *_options(command),
        *_examples(command),
    ]
    for child in command.children:
        lines += [f'.SH "{_text(child.name.upper())}"', *_paragraphs(child.text), *_options(child, ".SS Options")]
        lines += _examples(child, ".SS Examples")
    return "\n".join([*lines, *_ending(command)]) + "\n"


def _usages(several: Sequence[Command]) -> Iterator[str]:
    for number, command in enumerate(several):
        if number:
            yield ".br"
        yield f".B {_text(command.name)}"
        yield _text(command.usage[len(command.name) :].strip()) or "[OPTIONS]"


def _paragraphs(text: tuple[str, ...]) -> Iterator[str]:
    for number, part in enumerate(text):
        if number:
            yield ".PP"
        yield from _lines(part)


def _options(command: Command, head: str = ".SH OPTIONS") -> Iterator[str]:
    if command.options and not command.children:
        yield head
        for names, meaning in command.options:
            yield from (".TP", f"\\fB{_text(names)}\\fR", *_lines(meaning))


def _examples(command: Command, head: str = ".SH EXAMPLES") -> Iterator[str]:
    if command.examples:
        yield from (head, ".nf", *(_text(line) for line in command.examples), ".fi")


def _ending(command: Command) -> Iterator[str]:
    if command.name == "align":
        yield ".SH COMMANDS"
        for one in commands():
            yield from (".TP", f"\\fB{_text(one.name.replace(' ', '-'))}\\fR(1)", *_lines(one.summary))
    yield from (".SH EXIT STATUS", "0 done; 1 the input or the work failed; 2 wrong usage; 130 interrupted.")
    if command.name != "align":
        yield from (".SH SEE ALSO", ".BR align (1)")


def _lower(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _lines(text: str) -> list[str]:
    return [_text(line) for line in textwrap.wrap(text, 72, break_on_hyphens=False)]


def _text(text: str) -> str:
    """Text as roff takes it: no escapes, no requests, hyphens that can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in (".", "'") else text


def write(folder: Path) -> list[Path]:
    """Write every page into `folder`; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for command in (program(), *commands()):
        paths.append(folder / f"{command.name.replace(' ', '-')}.1")
        with atomic_output(paths[-1]) as stream:
            stream.write(manual(command).encode("utf-8"))
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python docs/tools/manual.py FOLDER")
    write(Path(sys.argv[1]))
