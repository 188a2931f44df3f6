"""Messages in the reader's language."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from align.localization import LANGUAGES, Wording, follow_locale, language, ngettext
from align.localization.messages import localized, paragraphs, wording

ALIGN = Path(__file__).resolve().parent.parent.parent / "align"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ru_UA"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "ALIGN_LANG": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "ALIGN_LANG": "RU"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "ALIGN_LANG": "xx"}, "en"),
    ],
)
def test_the_language_is_that_of_the_variable_or_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name in ("ALIGN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, variables.get(name, ""))
    follow_locale()
    assert language() == expected


def test_a_script_speaks_english_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALIGN_LANG")
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert language() == "en"


def test_places_are_filled_and_braces_of_plain_messages_stay() -> None:
    english = wording("en")
    assert english("{path} holds {n:,} pairs", path="a{b}.tmx", n=12345) == "a{b}.tmx holds 12,345 pairs"
    assert english("write {lang} into the name") == "write {lang} into the name"
    assert ngettext("{n} pair", "{n} pairs", 1) == "1 pair"
    assert english.plural("{n} pair in {file}", "{n} pairs in {file}", 3, file="x") == "3 pairs in x"


def test_numbers_are_written_as_russian_writes_them() -> None:
    assert (
        wording("ru")("{n:,} {share:.1%} {name}", n=12345, share=0.125, name="1,5")
        == "12\N{NO-BREAK SPACE}345 12,5\N{NO-BREAK SPACE}% 1,5"
    )


def test_there_are_no_messages_in_another_language() -> None:
    with pytest.raises(ValueError, match="'xx'"):
        Wording("xx")


def test_help_is_looked_up_by_paragraphs_and_examples_stay() -> None:
    text = "Write\na page.\n\n\b\nalign report a.jsonl\nalign report b.jsonl\n\nIt prints."
    assert [part for part, verbatim in paragraphs(text) if not verbatim] == ["Write a page.", "It prints."]
    assert localized(text) == "Write a page.\n\n\b\nalign report a.jsonl\nalign report b.jsonl\n\nIt prints."


def test_no_module_that_speaks_has_another_use_for_the_underscore() -> None:
    """Where `_` is assigned in a function, it is not the one that looks messages up."""
    wrong = []
    for path in ALIGN.rglob("*.py"):
        tree = ast.parse(path.read_bytes())
        speaks = any(
            isinstance(node, ast.ImportFrom) and any(name.name == "_" for name in node.names) for node in ast.walk(tree)
        )
        stored = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        wrong += [f"{path.name}:{node.lineno}" for node in stored if speaks and node.id == "_"]
    assert not wrong


def test_each_language_but_the_reference_has_a_catalogue() -> None:
    for code in LANGUAGES[1:]:
        assert (ALIGN / "localization" / code / "LC_MESSAGES" / "align.mo").is_file()


def test_every_message_has_its_translation_and_the_catalogues_are_up_to_date() -> None:
    """The catalogue is made of the code and of the help: `python tools/messages.py` brings it up to date."""
    told = subprocess.run(
        [sys.executable, str(ALIGN.parent / "tools" / "messages.py"), "--check"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ALIGN.parent)},
        check=False,
    )
    assert (told.returncode, told.stdout) == (0, ""), told.stderr
