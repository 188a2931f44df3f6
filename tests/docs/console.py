"""Runs the commands that a page shows, one after the other in one folder, and compares what it shows they print.

A ```console block holds commands (`$ …`, continued after a backslash) and below each what it prints on both streams.
`…` stands for anything, and a command with nothing below it may print what it likes. `<!-- test: NAME -->` calls a
function.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_PART = re.compile(
    r"^(?P<indent> *)```console[^\n]*\n(?P<block>.*?)^ *```$|<!-- test: (?P<call>[\w-]+) -->", re.S | re.M
)


@dataclass(frozen=True)
class Step:
    """A command with the lines it is shown to print, or the name of a function."""

    command: str = ""
    output: str = ""
    call: str = ""


def steps(page: Path) -> Iterator[Step]:
    """The steps of a page, in order."""
    for part in _PART.finditer(page.read_text(encoding="utf-8")):
        if part["call"]:
            yield Step(call=part["call"])
            continue
        block = "\n" + re.sub(rf"^{part['indent']}", "", part["block"], flags=re.M).replace("\\\n", " ")
        for shown in block.split("\n$ ")[1:]:
            command, _, output = shown.partition("\n")
            yield Step(command=re.sub(r"\s+# .*", "", command), output=output.strip("\n"))


def run(page: Path, folder: Path, calls: Mapping[str, Callable[[Path], None]]) -> int:
    """Carry out the steps of `page` in `folder`; how many there were."""
    tools = folder / ".bin"
    tools.mkdir()
    (tools / "align").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m align "$@"\n', encoding="utf-8")
    (tools / "align").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "OMP_NUM_THREADS": "1"}
    done = 0
    for step in steps(page):
        done += 1
        if step.call:
            calls[step.call](folder)
            continue
        result = subprocess.run(
            ["bash", "-c", step.command],
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
    return done


def matches(shown: str, printed: str) -> bool:
    """Whether what was printed is what is shown, `…` for anything, blanks at the ends of lines aside."""
    if not shown:
        return True
    lines = [re.escape(line.rstrip()).replace("…", ".*") for line in shown.splitlines()]
    pattern = r"\n".join(lines).replace(r".*\n", r"(?s:.*?)\n")
    return re.fullmatch(rf"(?s){pattern}\s*", "\n".join(line.rstrip() for line in printed.splitlines())) is not None
