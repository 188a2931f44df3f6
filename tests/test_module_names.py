"""Names of modules that stand in strings, where neither mypy nor import-linter sees them."""

from __future__ import annotations

import ast
import importlib
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

import align
from align.cli import COMMANDS
from align.corpus.format_registry import FORMATS, module_of
from align.languages.number_words import TABLES, lexicon
from align.readers.document_formats import FORMATS as DOCUMENT_FORMATS
from align.typography import LANGUAGES, typeset

ROOT = Path(__file__).resolve().parent.parent
NO_MODULES = {"align.json", "align.toml", "align.formats", "align.models"}
"""What only looks like the name of a module: a checkpoint's card, a project file, groups of entry points."""


def named_in(path: Path) -> set[str]:
    """The strings of a module that look like names of ours."""
    strings = (node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant))
    return {text for text in strings if isinstance(text, str) and re.fullmatch(r"align(\.[a-z_]\w*)+", text)}


def test_a_module_that_is_named_in_a_string_exists() -> None:
    named = set[str]().union(*map(named_in, Path(align.__file__).parent.rglob("*.py"))) - NO_MODULES
    assert named, "the pattern finds none"
    assert sorted(name for name in named if find_spec(name) is None) == []


def test_a_name_in_pyproject_exists() -> None:
    named = set(re.findall(r'"(align(?:\.\w+)+)"', (ROOT / "pyproject.toml").read_text("utf-8")))
    for name in sorted(named - {"align.models"}):  # which is models/ beside align/
        module, _, attribute = name.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute) or find_spec(name), name


def test_every_format_language_and_command_has_its_module() -> None:
    for corpus_format in FORMATS.values():
        assert callable(module_of(corpus_format).read if corpus_format.reads else module_of(corpus_format).Writer)
    for document_format in DOCUMENT_FORMATS:
        assert callable(document_format.reader())
    for language in TABLES:
        assert lexicon(language).entries
    for language in LANGUAGES:
        assert typeset("word", language)
    for command in COMMANDS:
        assert find_spec(f"align.cli.{command}"), command


@pytest.mark.parametrize("name", sorted(align.__all__))
def test_every_public_name_is_where_the_package_looks_for_it(name: str) -> None:
    assert getattr(importlib.import_module(align._HOME_OF[name]), name) is getattr(align, name)


def test_no_class_name_occurs_twice() -> None:
    """But `Writer`, which is the protocol of the corpus formats."""
    homes: dict[str, list[str]] = {}
    for path in sorted(Path(align.__file__).parent.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name.lstrip("_"), []).append(path.name)
    assert {name: files for name, files in homes.items() if len(files) > 1 and name != "Writer"} == {}
