"""The pages for the desk name commands and options that exist, and the Russian words that were agreed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from align.cli import cli

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "decisions" not in path.parts and "extending" not in path.parts)
TERMS = ROOT / "align" / "localization" / "ru" / "terms.tsv"


def commands_in(text: str) -> Iterator[str]:
    """The commands of align that a page shows, in blocks and within sentences."""
    shown = re.sub(r"\\\n", " ", text)
    for found in re.finditer(r"(?:^ *(?:\$ )?|`|&& )align (?P<rest>[a-z][^`\n|;&]*)", shown, re.MULTILINE):
        yield found["rest"]


def unknown(rest: str) -> str:
    """What of a command does not exist: its name or an option; an empty string if all does."""
    words = re.sub(r"\s#.*", "", rest).split()
    command: click.Command = cli
    context = click.Context(cli, info_name="align")
    while isinstance(command, click.Group) and words:
        inner = command.get_command(context, words[0])
        if inner is None:
            return words[0] if words[0].isalpha() else ""
        command, words = inner, words[1:]
    options = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help", "--no-project"}
    return next((word for word in words if re.match(r"--[a-z]", word) and word.split("=")[0] not in options), "")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_commands_of_a_page_exist_with_their_options(page: Path) -> None:
    wrong = [(rest, word) for rest in commands_in(page.read_text(encoding="utf-8")) if (word := unknown(rest))]
    assert wrong == []


def agreed() -> dict[str, tuple[list[str], list[str]]]:
    """English → the Russian words that were agreed, and those that were rejected."""
    with TERMS.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    return {row["source"]: (row["target"].split("|"), (row["forbidden"] or "").split("|")) for row in rows}


def test_the_list_of_words_has_the_russian_that_was_agreed() -> None:
    terms, met = agreed(), 0
    for line in (DOCS / "words.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if len(cells) < 3 or cells[0] == "word":
            continue
        russian = {word.strip().lower() for word in cells[1].split(",")}
        for word in cells[0].split(", "):
            right, wrong = terms.get(word, ([], []))
            met += bool(right)
            assert not right or russian & {one.lower() for one in right}, f"{word}: {cells[1]}, agreed: {right}"
            assert not russian & {one.lower() for one in wrong if one}, f"{word}: {cells[1]}"
    assert met > 30
