"""Every command of README and the tutorials runs, in their order, and prints what they show."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.docs.console import matches, run, steps

ROOT = Path(__file__).resolve().parents[2]
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="the commands are written for a Unix shell")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh clone of the repository, as far as the pages use it."""
    shutil.copytree(ROOT / "examples", tmp_path / "align" / "examples")
    return tmp_path / "align"


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@UNIX
@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "least"),
    [
        ("README.md", 8),
        ("docs/translator.md", 20),
        ("docs/project.md", 15),
        ("docs/align-texts.md", 9),
        ("docs/corpus.md", 8),
        ("docs/editor.md", 2),
        ("docs/ru/translator.md", 30),
        ("docs/reference/segmentation.md", 2),
        ("docs/cat/omegat.md", 10),
    ],
)
def test_a_page_can_be_followed_literally(clone: Path, page: str, least: int) -> None:
    """From a fresh clone, with nothing done but what the page says; and the clone stays as it is."""
    before = contents(clone)
    assert run(ROOT / page, clone, "ru" if page.startswith("docs/ru/") else "en") > least
    assert contents(clone) == before


@UNIX
def test_a_page_is_read_as_people_read_it(tmp_path: Path) -> None:
    """Continued lines are one command, a remark is none, and whoever changes the folder is in it from then on."""
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ one \\\n    two  # why\nout …\n```\n\n=== tab\n\n    ```console\n    $ three\n    ```\n",
        encoding="utf-8",
    )
    first, second = steps(page)
    assert (first.command.split(), first.output) == (["one", "two"], "out …")
    assert (second.command, second.output) == ("three", "")
    page.write_text("```console\n$ mkdir a\n$ cd a\n$ basename $(pwd)\na\n```\n", encoding="utf-8")
    assert run(page, tmp_path) == 3


@UNIX
@pytest.mark.parametrize("shown", ["$ echo one\ntwo\n", "$ false\n", "$ cd nowhere\n"])
def test_a_page_that_is_wrong_does_not_pass(shown: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"```console\n{shown}```\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        run(page, tmp_path)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\n…\nd", "a\nb\nc\nd\n", True),
        ("a … c", "a b c", True),
        ("a\nb", "a\nc", False),
        ("a", "a\nb", False),
        ("", "anything", True),
        ("1.5 (x)", "1x5 (x)", False),
    ],
)
def test_dots_stand_for_anything(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same
