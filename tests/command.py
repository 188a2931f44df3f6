"""A command as a person gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.cli import main


def run(*arguments: str | Path) -> int:
    """Run `align` with these arguments; its exit status."""
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    assert isinstance(end.value.code, int)
    return end.value.code
