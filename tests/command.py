"""A command as a person gives it."""

from __future__ import annotations

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from align.cli import main


def run(*arguments: str | Path) -> int:
    """Run `align` with these arguments; its exit status."""
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def answer(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> CompletedProcess[bytes]:
    """Run `align` as `run` does; its exit status and what it wrote to its standard streams, as of a process of its own
    (which takes seconds to load what this one has loaded)."""
    out, err = BytesIO(), BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", TextIOWrapper(out, "utf-8", write_through=True))
        patch.setattr(sys, "stderr", TextIOWrapper(err, "utf-8", write_through=True))
        for variable, value in environment.items():
            patch.setenv(variable, value)
        if cwd is not None:
            patch.chdir(cwd)
        status = run(*arguments)
        return CompletedProcess(arguments, status, out.getvalue(), err.getvalue())
