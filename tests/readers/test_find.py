"""What the user names → the files to read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from align.errors import InputError
from align.readers import find_documents


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("story10.txt", "story9.txt", "a.md", "b.MARKDOWN", "c.xlsx", ".hidden.txt", "sub/d.txt", ".git/e.txt"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("One.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_gives_its_texts_in_natural_order(folder: Path) -> None:
    """Text and Markdown files of all depths, 9 before 10; hidden files and other formats are left."""
    names = ["a.md", "b.MARKDOWN", "story9.txt", "story10.txt", "sub/d.txt"]
    assert find_documents(["news"]) == [str(Path("news") / name) for name in names]


def test_files_stay_in_the_order_they_are_named_and_come_once(folder: Path) -> None:
    """A file that is named and lies in a folder named as well is read once, where it came first."""
    found = find_documents(["news/story10.txt", "-", "news", "-"])
    assert found[:2] == ["news/story10.txt", "-"]
    assert found.count("news/story10.txt") == found.count("-") == 1


def test_a_glob_is_expanded_where_the_shell_did_not(folder: Path) -> None:
    """`*` and `**` work as on other systems; a file is taken whatever its suffix is."""
    assert find_documents(["news/story*.txt"]) == ["news/story9.txt", "news/story10.txt"]
    assert find_documents(["news/**/d.*"]) == ["news/sub/d.txt"]
    assert find_documents(["news/*.xlsx"]) == ["news/c.xlsx"]


def test_a_name_with_brackets_is_a_name_first(folder: Path) -> None:
    """A file called `[1].txt` is found, though its name reads as a pattern."""
    Path("[1].txt").write_text("One.")
    assert find_documents(["[1].txt"]) == ["[1].txt"]


@pytest.mark.parametrize("name", ["nothing.txt", "news/*.pdf", "empty"])
def test_what_is_missing_is_named(folder: Path, name: str) -> None:
    """A missing file, a pattern without matches and a folder without texts are errors that say which."""
    Path("empty").mkdir()
    with pytest.raises(InputError, match=name.replace("*", r"\*")):
        find_documents([name])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_named(folder: Path) -> None:
    """A lack of rights is said, not passed over."""
    Path("news/sub").chmod(0)
    with pytest.raises(InputError, match="cannot read"):
        find_documents(["news"])
