"""The names that `align` promises."""

from __future__ import annotations

import doctest
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import align

ROOT = Path(__file__).resolve().parent.parent
STABLE = [
    "AlignError",
    "AlignOptions",
    "Aligner",
    "Bead",
    "Corpus",
    "Decoding",
    "Document",
    "Draft",
    "Engine",
    "Pair",
    "Paragraph",
    "Segment",
    "Signature",
    "Translator",
    "align",
    "align_segments",
    "as_document",
    "check_pairs",
    "describe",
    "find_documents",
    "find_model",
    "open_engine",
    "open_writers",
    "pair",
    "read_corpus",
    "read_document",
    "split",
    "translate",
    "write_corpus",
]
"""Names that people have written into their scripts: none leaves this list but by the deprecation policy."""


def test_every_public_name_can_be_imported() -> None:
    for name in align.__all__:
        assert getattr(align, name).__doc__, name


def test_the_list_of_names_is_complete_and_sorted() -> None:
    assert sorted(align._HOME_OF) == align.__all__ == sorted(align.__all__)


def test_importing_align_imports_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import align; print(sorted(set(sys.modules) - before))"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "numpy" not in output and "align.document" not in output


def test_the_version_is_the_packages() -> None:
    pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
    assert f'\nversion = "{align.__version__}"\n' in pyproject.read_text(encoding="utf-8")


def test_no_stable_name_is_lost() -> None:
    assert sorted(set(STABLE) - set(align.__all__)) == []


def test_names_can_be_found_by_completion_in_a_notebook() -> None:
    assert set(align.__all__) <= set(dir(align))


@pytest.mark.parametrize("name", ["translate", "pair", "split", "read_corpus", "write_corpus", "as_document"])
def test_a_function_says_what_it_raises(name: str) -> None:
    assert "Raises" in inspect.getdoc(getattr(align, name)), name  # type: ignore[operator]


WITH_EXAMPLES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for file in (ROOT / "align").rglob("*.py")
    if ">>>" in file.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_in_docstrings_are_true(module: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(module))
    assert not failed


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "align" / "py.typed").is_file()
    assert '"align" = ["py.typed"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
