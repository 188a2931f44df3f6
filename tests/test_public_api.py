"""The names that `align` promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import align


def test_every_public_name_can_be_imported() -> None:
    for name in align.__all__:
        assert getattr(align, name).__doc__, name


def test_the_list_of_names_is_complete_and_sorted() -> None:
    assert sorted(align._HOME_OF) == align.__all__ == sorted(align.__all__)


def test_importing_align_imports_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import align; print(sorted(set(sys.modules) - before))"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "numpy" not in output and "align.text" not in output


def test_the_version_is_the_packages() -> None:
    pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
    assert f'\nversion = "{align.__version__}"\n' in pyproject.read_text(encoding="utf-8")
