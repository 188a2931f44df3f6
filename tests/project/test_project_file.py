"""Finding and reading `align.toml`: what is taken, from where, and the one line for what is wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from align.errors import AlignError, EncodingError, FormatError, InputError, UsageError
from align.io.toml import parse_toml
from align.project.finding import find_project
from align.project.keys import KEYS
from align.project.project_file import LARGEST, read_project
from align.project.template import project_text

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="rights of Unix")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fault(text: str | bytes) -> AlignError:
    Path("align.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(AlignError) as caught:
        read_project(Path("align.toml").absolute())
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_nearest_file_counts_and_none_above_home(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, work = here / "home", here / "home" / "a" / "b"
    work.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    (here / "align.toml").write_text("")
    assert find_project(work) is None
    (home / "align.toml").write_text("")
    assert find_project(work) == home / "align.toml"
    (home / "a" / "align.toml").write_text("")
    assert find_project(work) == home / "a" / "align.toml"
    (work / "align.toml").mkdir()
    assert find_project(work) == home / "a" / "align.toml", "a folder is no file"


@UNIX
def test_a_file_above_in_a_folder_for_everybody_is_a_strangers(here: Path) -> None:
    work = here / "open" / "mine"
    work.mkdir(parents=True)
    (here / "open").chmod(0o1777)
    (here / "open" / "align.toml").write_text('to = "ru"')
    assert find_project(work) is None
    assert find_project(here / "open") == here / "open" / "align.toml", "in the folder itself it can be seen"


@UNIX
def test_a_folder_that_is_gone_has_no_project(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = here / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert find_project() is None


def test_a_full_file_is_read_as_it_was_written(here: Path) -> None:
    """Every key's example is a value that it takes, and the text is what TOML reads; a mark of Notepad does no harm."""
    values = {key.name: key.example for key in KEYS}
    text = project_text(values)
    Path("align.toml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_project(here / "align.toml").values == values
    assert parse_toml(project_text({})) == {}
    commented = project_text({}).replace("\n# ", "\n")
    assert all(f"\n{key.name} = " in commented for key in KEYS)


def test_names_with_any_sign_come_back(here: Path) -> None:
    names = ('мой "том".sqlite', "a\\b.sqlite", "delete\x7f.db")
    Path("align.toml").write_text(project_text({"memory": names}), encoding="utf-8")
    assert read_project(here / "align.toml").values["memory"] == names


def test_files_are_named_from_the_files_own_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "drafts" / "model").mkdir(parents=True)
    (here / "model").mkdir()
    keys = {key.name: key for key in KEYS}
    text = f"memory = ['tm.sqlite', '{here / 'drafts' / 'old.sqlite'}']\nglossary = 'g/terms.tsv'\nmodel = 'model'\n"
    Path("align.toml").write_text(text)
    monkeypatch.chdir(here / "drafts")
    project = read_project(here / "align.toml")
    assert project.shown == os.path.join("..", "align.toml")
    assert project.value(keys["memory"]) == (os.path.join("..", "tm.sqlite"), "old.sqlite")
    assert project.value(keys["glossary"]) == os.path.join("..", "g", "terms.tsv")
    assert project.value(keys["model"]) == os.path.join("..", "model")
    Path("../align.toml").write_text("model = 'en-ru'")
    assert read_project(here / "align.toml").value(keys["model"]) == "en-ru", "no folder: the name of a model"


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ('to = "ru"\n\nmemroy = "tm.sqlite"', UsageError, "line 3: there is no key 'memroy'. Did you mean memory?"),
        ("[Glossary_Mode]", UsageError, "line 1: there is no key 'Glossary_Mode'. Did you mean glossary-mode?"),
        ('output = "x"', UsageError, "there is no key 'output'. There are from, to,"),
        ("to = 3", UsageError, 'line 1: to is 3: it is a text or several: "…" or ["…", "…"]'),
        ("to = []", UsageError, "to is []: it is a text or several"),
        ('to = ["ru", 1]', UsageError, "it is a text or several"),
        ('from = ""', UsageError, "from is '': it is a text"),
        ('typography = "yes"', UsageError, "typography is 'yes': it is true or false"),
        ("\nfuzzy = 120", UsageError, "line 2: fuzzy is 120: it is a whole number from 0 to 99"),
        ("fuzzy = true", UsageError, "fuzzy is True: it is a whole number"),
        ('headings = "de"', UsageError, "headings is 'de': it is one of en, ru"),
        ('quotes = "both"', UsageError, "quotes is 'both': it is one of keep, split"),
        ('to = "ua"', UsageError, "there is no language with the code 'ua'"),
        ('tmx-lang = "ru-RU"', UsageError, "it is a table: { en ="),
        ("[tmx-lang]\nru = 1", UsageError, "line 1: tmx-lang is {'ru': 1}: it is a table"),
        ('from = "ru"\nto = ["de", "ru"]', UsageError, "line 2: from and to are both ru: there is nothing"),
        ("to = ru", FormatError, "line 1: it is no TOML: invalid value: texts stand in quotes"),
        ('to = "ru"\nto = "de"', FormatError, "it is no TOML: cannot overwrite a value: a key stands in one line only"),
        ('memory = "C:\\Users\\tm.sqlite"', FormatError, "write folders with /, or in single quotes: 'C:\\texts"),
        ('memory = "C:\\texts\\new.db"', UsageError, "it has a tab or the like in it; write folders with /, or in"),
        ('to = "ru"\nglossary = "', FormatError, "line 2: it is no TOML"),
        ('a = ' + "[" * 30_000, FormatError, "it is no TOML"),
        ('memory = "a\\u0000b"', UsageError, "it is a text or several"),
        ('to = "ru"\nglossary = "термины"'.encode("cp1251"), EncodingError, "line 2: it is not UTF-8: save it as UTF"),
        ('to = "ru"'.encode("utf-16"), EncodingError, "line 1: it is not UTF-8"),
        (b"#" * (LARGEST + 1), InputError, "align.toml is larger than 64 KB: it is no project file of align"),
        (b"\x00\x1b[2J", FormatError, "it is no TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_with_its_place(here: Path, text: Any, kind: type[AlignError], says: str) -> None:
    error = fault(text)
    assert type(error) is kind
    assert str(error).startswith("align.toml") and says in str(error)


@UNIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read_is_one_line(here: Path) -> None:
    Path("align.toml").write_text("")
    Path("align.toml").chmod(0)
    with pytest.raises(InputError, match=r"cannot read align\.toml: permission denied"):
        read_project(here / "align.toml")
