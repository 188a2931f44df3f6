"""`align init`: what it proposes, asks, writes and shows."""

from __future__ import annotations

import json
import os
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from align.corpus import Corpus, Pair, write_corpus
from align.io.toml import parse_toml
from align.project.keys import KEYS
from tests.command import answer

PAIR = Pair("a-1", "a.txt", 1, "The port opened.", "Der Hafen öffnete.", "en-GB", "de-AT", status="approved")


class Keyboard(TextIOWrapper):
    """Standard input that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALIGN_LANG", "en")
    return tmp_path


def align(*arguments: str, status: int = 0) -> CompletedProcess[bytes]:
    done = answer(*arguments)
    assert done.returncode == status, done.stderr.decode()
    return done


def typed(monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...] = (), **answers: str) -> str:
    """Run `align init` at a terminal where this is typed, by key with `_` for `-`, several lines after one another, and
    Enter for any other question; what it said."""
    given = {option.removeprefix("--") for option in options}
    asked = [key.name for key in KEYS if key.question and key.name not in given]
    lines = [answers.get(name.replace("-", "_"), "") for name in asked]
    monkeypatch.setattr("tests.command.TextIOWrapper", Keyboard)
    done = answer("init", *options, stdin="".join(f"{line}\n" for line in lines).encode())
    assert done.returncode == 0, done.stderr.decode()
    return done.stderr.decode()


def written() -> dict[str, object]:
    return parse_toml(Path("align.toml").read_text(encoding="utf-8"))


def test_an_empty_folder_gets_what_the_bundled_model_can(monkeypatch: pytest.MonkeyPatch) -> None:
    align("init", "--yes")
    assert written() == {"from": "en", "to": "ru", "memory": "tm.sqlite", "typography": True, "headings": "en"}
    Path("align.toml").unlink()
    monkeypatch.setenv("ALIGN_LANG", "ru")
    align("init", "--yes", "--no-typography")
    assert (written()["headings"], written()["typography"]) == ("ru", False)


def test_what_the_folder_has_is_proposed() -> None:
    """Memories, a glossary, the languages of a memory or TMX, their codes; what only looks like one is passed over."""
    write_corpus(Corpus([PAIR]), "old.tmx")
    Path("broken.tmx").write_text("<tmx>")
    Path("terms_2026.xlsx").write_bytes(b"")
    Path("terminal.csv").write_bytes(b"")
    Path("notes.db").write_bytes(b"SQLite format 3\0 of another program")
    assert align("init", "--yes").stderr.decode().endswith("; next: align memory add broken.tmx old.tmx\n")
    codes = {"en": "en-GB", "de": "de-AT"}
    assert written() == {
        "from": "en", "to": "de", "tmx-lang": codes, "memory": "tm.sqlite", "glossary": "terms_2026.xlsx",
        "typography": True, "headings": "en",
    }  # fmt: skip
    Path("align.toml").unlink()
    align("memory", "add", "team.sqlite", "old.tmx")
    align("init", "--yes")
    assert (written()["memory"], written()["to"], written()["tmx-lang"]) == ("team.sqlite", "de", codes)


def test_options_are_taken_for_every_key() -> None:
    options = """--from en --to ru,de --to fr --memory a.sqlite --memory b.sqlite --fuzzy 0 --model m --glossary {}
        --glossary-mode check --no-typography --tmx-lang en=en-US --tmx-lang ru=ru-RU --headings ru --best-of 2
        --quotes split --device cpu --threads 2 --for memoq --reviewer Anna"""
    align("init", "--yes", *options.format("terms.tsv").split())
    assert written() == {
        "from": "en", "to": ["ru", "de", "fr"], "memory": ["a.sqlite", "b.sqlite"], "fuzzy": 0, "model": "m",
        "glossary": "terms.tsv", "glossary-mode": "check", "typography": False, "headings": "ru", "best-of": 2,
        "tmx-lang": {"en": "en-US", "ru": "ru-RU"}, "quotes": "split", "device": "cpu", "threads": 2,
        "for": "memoq", "reviewer": "Anna",
    }  # fmt: skip
    align("init", "--show")


def test_answers_are_asked_for_again_until_they_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    err = typed(
        monkeypatch, to="ua\nuk", tmx_lang="en=\nuk=uk-UA", memory="-", glossary="слова.tsv", typography="n",
        headings="ru",
    )  # fmt: skip
    assert "Error: there is no language with the code 'ua'" in err and "Error: write it as en=en-US" in err
    assert written() == {
        "from": "en", "to": "uk", "tmx-lang": {"uk": "uk-UA"}, "glossary": "слова.tsv", "headings": "ru",
    }  # fmt: skip
    assert err.endswith("next: align translate STORY.txt -o story.jsonl\n")


def test_what_is_given_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    err = typed(monkeypatch, ("--from", "en", "--to", "ru", "--headings", "ru"))
    assert "Source language" not in err and "Glossary" in err and "Language of" not in err
    assert (written()["memory"], written()["typography"]) == ("tm.sqlite", True)


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        ((), 2, "there is no terminal to ask at: add --yes"),
        (("--yes", "--to", "en"), 2, "--from and --to are both en"),
        (("--yes", "--to", "ua"), 2, "--to: there is no language with the code 'ua'"),
        (("--yes", "--tmx-lang", "ru"), 2, "--tmx-lang: write it as en=en-US,ru=ru-RU"),
        (("--yes", "--fuzzy", "120"), 2, "--fuzzy: it is a whole number from 0 to 99"),
        (("--yes", "--json"), 2, "--json goes with --show"),
        (("--show",), 1, "there is no align.toml in this folder or above: align init writes one"),
    ],
)
def test_what_cannot_be_written_is_one_line(options: tuple[str, ...], status: int, says: str) -> None:
    done = align("init", *options, status=status)
    assert says in done.stderr.decode() and done.stderr.count(b"\n") == 1
    assert not Path("align.toml").exists()


def test_a_file_that_is_there_is_never_written_over() -> None:
    Path("align.toml").write_text("# mine\n")
    done = align("init", "--yes", status=1)
    assert done.stderr.decode() == "align: align.toml is there already: edit it, or delete it to begin anew\n"
    assert Path("align.toml").read_text() == "# mine\n"


def test_a_folder_inside_a_project_may_have_its_own(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("align.toml").write_text("fuzzy = 300\n")  # which init does not read
    Path("inner").mkdir()
    monkeypatch.chdir("inner")
    assert f"{here / 'align.toml'} counts no more in this folder" in align("init", "--yes").stderr.decode()
    assert written()["to"] == "ru"


def test_what_is_in_force_is_shown(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    align("init", "--yes", "--glossary", "terms.tsv", "--tmx-lang", "ru=ru-RU")
    Path("inner").mkdir()
    monkeypatch.chdir("inner")
    up = os.path.join("..", "")
    assert align("init", "--show").stdout.decode().splitlines() == [
        str(here / "align.toml"),
        "  from        en",
        "  to          ru",
        "  tmx-lang    ru=ru-RU",
        f"  memory      {up}tm.sqlite  (not there yet: align memory add makes it)",
        f"  glossary    {up}terms.tsv  (does not exist)",
        "  typography  true",
        "  headings    en",
    ]
    shown = json.loads(align("init", "--show", "--json").stdout)
    assert shown["file"] == str(here / "align.toml") and shown["options"]["memory"] == [f"{up}tm.sqlite"]


def test_questions_are_no_part_of_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.command.TextIOWrapper", Keyboard)
    done = answer("init", stdin=b"\n" * len(KEYS))
    assert (done.returncode, done.stdout.strip()) == (0, b"") and BytesIO(done.stderr).readline().startswith(
        b"align: a few"
    )
    done = answer("init", stdin=b"")
    assert done.returncode == 1, "the file is there"
    Path("align.toml").unlink()
    done = answer("init", stdin=b"\n")
    assert done.returncode == 130 and not Path("align.toml").exists()
