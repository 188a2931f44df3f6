"""The examples of the Python page are true, and every public name is on it."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import pytest

import align

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "python.md"


def test_the_examples_are_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for example in (ROOT / "examples").glob("*.txt"):
        shutil.copy(example, tmp_path)
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried > 10 and not failed


def test_every_public_name_is_described() -> None:
    described = set(re.findall(r"^::: align\.(\w+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(align.__all__) - described == {"AlignError"}, "AlignError is described with its kinds, in align.errors"
