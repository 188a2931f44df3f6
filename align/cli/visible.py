"""Escapes control characters of texts on a terminal: what would move its cursor, colour it, rename its window or change
the writing direction is shown instead.

A story, a workbook or a model card may hold escape sequences (ECMA-48: C0, C1, DEL) and overrides of the writing
direction (https://www.unicode.org/reports/tr9/, "Trojan Source"). Characters that right-to-left texts need (U+200E,
U+200F, U+061C) stay.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_MAX_LENGTH, _HEAD_LENGTH, _TAIL_LENGTH = 1000, 600, 300


def visible(text: str) -> str:
    r"""Escape what a terminal would obey in `text`, as `\x1b` or `\u202e`. Line breaks and tabs stay.

    >>> visible("a\x1b[2Jb\u202ec")
    'a\\x1b[2Jb\\u202ec'
    """
    return _CONTROL.sub(lambda match: _escape(ord(match[0])), text)


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def print_json(value: Any, indent: int | None = 2, default: Callable[[Any], Any] | None = None) -> None:
    """Print `value` as JSON, an object with what was taken from a project file. On a terminal what it would obey is
    escaped, which is the same value in JSON."""
    import json

    import click

    from align.cli.project_defaults import with_project

    value = with_project(value) if isinstance(value, dict) else value

    text = json.dumps(value, ensure_ascii=False, indent=indent, default=default)
    if _on_terminal():
        text = _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    click.echo(text)


def print_lines(text: str, indent: int = 0) -> None:
    """Print lines of text, each made visible. On a terminal they break between words, and go on after `indent` blanks;
    elsewhere they are as they are."""
    import click

    for line in visible(text).split("\n"):
        click.echo(between_words(line, indent))


def between_words(line: str, indent: int = 0) -> str:
    """Break a line between words, where standard output is a terminal that is not as wide."""
    if not _on_terminal():
        return line
    import shutil
    import textwrap

    width = shutil.get_terminal_size().columns
    if len(line) < width:
        return line
    wrapper = textwrap.TextWrapper(width - 1, subsequent_indent=" " * indent, replace_whitespace=False)
    wrapper.break_long_words = wrapper.break_on_hyphens = wrapper.expand_tabs = False
    return wrapper.fill(line)


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def one_line(message: str) -> str:
    """Make one visible line of a message; of a very long one the beginning and the end, which has the advice."""
    line = " ".join(message.split())
    return visible(line if len(line) <= _MAX_LENGTH else f"{line[:_HEAD_LENGTH]} … {line[-_TAIL_LENGTH:]}")
