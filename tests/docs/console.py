"""Runs the commands that a page shows, one after the other as in one terminal, and compares what it shows they print.

A ```console block holds commands (`$ …`, continued after a backslash) and below each what it prints on both streams.
`…` stands for anything, and a command with nothing below it may print what it likes. A `cd` counts for the commands
after it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^(?P<indent> *)```console[^\n]*\n(?P<lines>.*?)^ *```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A command with the lines it is shown to print."""

    command: str
    output: str


def steps(page: Path) -> Iterator[Step]:
    """The steps of a page, in order."""
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        lines = "\n" + re.sub(rf"^{block['indent']}", "", block["lines"], flags=re.MULTILINE).replace("\\\n", " ")
        for shown in lines.split("\n$ ")[1:]:
            command, _, output = shown.partition("\n")
            yield Step(command=re.sub(r"\s+# .*", "", command), output=output.strip("\n"))


def run(page: Path, folder: Path, language: str = "en") -> int:
    """Carry out the steps of `page`, the first in `folder`, with messages in `language`; how many there were."""
    done = 0
    with tempfile.TemporaryDirectory() as name:
        tools, left = Path(name), Path(name) / "left"
        (tools / "align").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m align "$@"\n', encoding="utf-8")
        (tools / "align").chmod(0o755)
        path = f"{tools}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "OMP_NUM_THREADS": "1", "LEFT": str(left), "ALIGN_LANG": language}
        for step in steps(page):
            done += 1
            result = subprocess.run(
                ["bash", "-c", f"trap 'pwd >\"$LEFT\"' EXIT\n{step.command}"],  # where the next one begins
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                env=environment,
            )
            assert result.returncode == 0, f"$ {step.command}\n{result.stdout}"
            assert matches(step.output, result.stdout), (
                f"$ {step.command}\n{result.stdout}\n--- the page shows\n{step.output}"
            )
            folder = Path(left.read_text(encoding="utf-8").rstrip("\n"))
    return done


def matches(shown: str, printed: str) -> bool:
    """Whether what was printed is what is shown, `…` for anything, blanks at the ends of lines aside."""
    if not shown:
        return True
    lines = [re.escape(line.rstrip()).replace("…", ".*") for line in shown.splitlines()]
    pattern = r"\n".join(lines).replace(r".*\n", r"(?s:.*?)\n")
    return re.fullmatch(rf"(?s){pattern}\s*", "\n".join(line.rstrip() for line in printed.splitlines())) is not None
