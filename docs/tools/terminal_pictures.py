"""Draws what a person sees in a terminal: a command is typed into tmux, and its screen becomes an SVG.

An SVG in a page loads no fonts: the reader's own monospaced font is used, each run of letters stretched to its cells.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

COLUMNS = 88
"""The letters of a line: at the 690 pixels of a page's column they are 13 pixels high."""
ROWS = 200
PROMPT = "$ "


def _colours(names: str) -> list[tuple[int, int, int]]:
    return [(int(name[:2], 16), int(name[2:4], 16), int(name[4:], 16)) for name in names.split()]


LIGHT = TerminalTheme(
    *_colours("ffffff 1f2328"),
    _colours("24292f cf222e 116329 815600 0952b4 8250df 106e7a 57606a"),
    _colours("57606a a40e26 1a7f37 633c01 215abe a475f9 3192aa 78828c"),
)
"""A light page, on which all colours of a terminal can be read."""

MARGIN = 14
FRAME = """<svg viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
{styles}
</style>
<defs>
{lines}
</defs>
<rect x="1" y="1" width="100%" height="100%" rx="8" fill="#ffffff" stroke="#d0d7de"/>
<g transform="translate(14, 14)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def screen(commands: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float = 60) -> str:
    """Type commands one after the other into a shell in `folder`; what stands on its screen then, with colours."""
    name = f"pictures-{os.getpid()}"
    tmux = ("tmux", "-L", name)
    settings = [f"{key}={value}" for key, value in {"PS1": PROMPT, "TERM": "tmux-256color", **environment}.items()]
    shell = ["env", *settings, "bash", "--norc", "--noprofile"]
    subprocess.run(
        [*tmux, "-f", os.devnull, "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), "-c", folder, *shell],
        check=True,
    )
    try:
        for number, command in enumerate(commands, 1):
            _wait_for_prompt(tmux, number, seconds)
            subprocess.run([*tmux, "send-keys", "-l", command], check=True)
            subprocess.run([*tmux, "send-keys", "Enter"], check=True)
        _wait_for_prompt(tmux, len(commands) + 1, seconds)
        return _captured(tmux, "-e")
    finally:
        subprocess.run([*tmux, "kill-server"], check=True)


def _captured(tmux: Sequence[str], *options: str) -> str:
    return subprocess.run(
        [*tmux, "capture-pane", "-p", *options], check=True, capture_output=True, encoding="utf-8"
    ).stdout


def _wait_for_prompt(tmux: Sequence[str], wanted: int, seconds: float) -> None:
    """Until the shell has shown its prompt `wanted` times. Raises TimeoutError."""
    for _ in range(int(seconds / 0.2)):
        time.sleep(0.2)
        lines = _captured(tmux).rstrip().splitlines()
        if lines and lines[-1] == PROMPT.strip() and sum(line.startswith(PROMPT.strip()) for line in lines) == wanted:
            return
    raise TimeoutError(f"no prompt after {seconds} s: {lines[-3:]}")


def draw(text: str, picture: Path, title: str) -> None:
    """Write a screen as an SVG: the last prompt and what is below it left out, `title` its description."""
    lines = text.rstrip().splitlines()[:-1]
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    for line in lines:
        shown = Text.from_ansi(line)
        if line.startswith(PROMPT):
            shown.stylize("bold")
        console.print(shown, soft_wrap=True)
    svg = console.export_svg(title="", theme=LIGHT, code_format=FRAME, unique_id=picture.stem)
    svg = re.sub(r"<text [^>]*>\n</text>", "", svg)  # the ends of lines
    svg = re.sub(r'(?<=viewBox="0 0 )([\d.]+) ([\d.]+)', _with_margin, svg, count=1)
    svg = svg.replace('width="100%" height="100%"', 'width="{}" height="{}"'.format(*_inside(svg)), 1)
    svg = re.sub(r"[ \t]+\n", "\n", svg).replace("<style>", f"<title>{escape(title)}</title>\n<style>", 1)
    picture.write_text(re.sub(r"\n{2,}", "\n", svg), "utf-8")


def _with_margin(size: re.Match[str]) -> str:
    return f"{float(size[1]) + 2 * MARGIN:.0f} {float(size[2]) + 2 * MARGIN:.0f}"


def _inside(svg: str) -> tuple[int, int]:
    """Width and height of the frame, which stands a pixel inside of the picture."""
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    assert size
    return int(size[1]) - 2, int(size[2]) - 2
