"""Commands in a folder with `align.toml`: what they take from it, what wins over it, and what they say."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import click
import pytest

from align.cli import COMMANDS, cli
from align.cli.project_defaults import NOT_TAKEN, WITHOUT, key_of
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.io.toml import parse_toml
from align.memory import Memory
from tests.command import answer

FULL = """\
from = "en"
to = "ru"
memory = "tm.sqlite"
glossary = "terms.tsv"
typography = true
headings = "ru"
best-of = 1
tmx-lang = { en = "en-US", ru = "ru-RU" }
"""
PAIRS = [
    Pair("a-1", "a.txt", 1, "The port opened on Friday.", "Порт открылся в пятницу.", "en", "ru", status="approved"),
    Pair("a-2", "a.txt", 2, "Snow fell all night.", "Всю ночь шёл снег.", "en", "ru", status="edited"),
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project: the file, a glossary, a memory, a story, a reviewed corpus, a table that says no languages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    Path("align.toml").write_text(FULL, encoding="utf-8")
    Path("terms.tsv").write_text("source\ttarget\nport\tпорт\n", encoding="utf-8")
    Path("story.txt").write_text("The port opened on Friday.\n", encoding="utf-8")
    Path("plain.tsv").write_text("The port opened.\tПорт открылся.\n", encoding="utf-8")
    write_corpus(Corpus(PAIRS), "reviewed.jsonl")
    align("--no-project", "memory", "add", "tm.sqlite", "reviewed.jsonl")
    return tmp_path


def align(*arguments: str | Path, status: int = 0) -> CompletedProcess[bytes]:
    done = answer(*arguments)
    assert done.returncode == status, done.stderr.decode()
    return done


def said(*arguments: str | Path, status: int = 0) -> str:
    return align(*arguments, status=status).stderr.decode()


def leaves(command: click.Command, name: str) -> dict[str, click.Command]:
    if not isinstance(command, click.Group):
        return {name: command}
    found: dict[str, click.Command] = {}
    for child, inner in command.commands.items():
        found |= leaves(inner, f"{name} {child}")
    return found


def all_commands() -> dict[str, click.Command]:
    root = click.Context(cli, info_name="align")
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = cli.get_command(root, name)
        assert command is not None
        found |= leaves(command, name)
    return found


def test_every_key_is_an_option_of_some_command_and_exceptions_are_true() -> None:
    """A key that no command takes would be a promise that is not kept; an exception for an option that is gone, too."""
    from align.project.keys import KEYS

    commands = all_commands()
    taken = {
        key.name
        for name, command in commands.items()
        for parameter in command.params
        if name.split()[0] not in WITHOUT and (key := key_of(parameter, name))
    }
    assert taken == {key.name for key in KEYS}
    for name, keys in NOT_TAKEN.items():
        flags = {flag for parameter in commands[name].params for flag in parameter.opts}
        assert {f"--{key}" for key in keys} <= flags, name
    assert set(WITHOUT) <= set(COMMANDS)


@pytest.mark.parametrize(
    ("line", "added"),
    [
        ("translate story.txt -o s.jsonl", "--to ru --best-of 1 --memory tm.sqlite --glossary terms.tsv --typography "
         "--tmx-lang en=en-US --tmx-lang ru=ru-RU"),
        ("pair story.txt story.txt -o p.jsonl", "--glossary terms.tsv --tmx-lang en=en-US --tmx-lang ru=ru-RU"),
        ("split story.txt", ""),
        ("analyse story.txt", "--to ru --memory tm.sqlite"),
        ("review reviewed.jsonl -o r.xlsx", "--headings ru"),
        ("merge reviewed.jsonl reviewed.csv --dry-run", "--tmx-lang en=en-US --tmx-lang ru=ru-RU"),
        ("convert plain.tsv p.tmx", "--from en --to ru --tmx-lang en=en-US --tmx-lang ru=ru-RU"),
        ("filter plain.tsv", "--from en --to ru --tmx-lang en=en-US --tmx-lang ru=ru-RU"),
        ("sort plain.tsv -o s.tmx", "--from en --to ru --tmx-lang en=en-US --tmx-lang ru=ru-RU"),
        ("datasheet plain.tsv", "--from en --to ru"),
        ("export plain.tsv -o p.txt", "--from en --to ru"),
        ("export plain.tsv --omegat p", "--glossary terms.tsv --from en --to ru "
         "--tmx-lang en=en-US --tmx-lang ru=ru-RU"),
        ("check plain.tsv", "--from en --to ru --glossary terms.tsv"),
        ("report plain.tsv -o p.html", "--from en --to ru --headings ru"),
        ("memory add plain.tsv", "tm.sqlite --from en --to ru"),
        ("memory import reviewed.jsonl", "tm.sqlite --from en --to ru"),
        ("memory search snow", "tm.sqlite --from en --to ru"),
        ("memory stats", "tm.sqlite"),
        ("memory export m.tmx", "tm.sqlite --from en --to ru --tmx-lang en=en-US --tmx-lang ru=ru-RU"),
        ("memory remove --search Snow --yes", "tm.sqlite --from en --to ru"),
        ("memory edit --unit 1 --target Порт.", "tm.sqlite"),
        ("memory relabel --dry-run", "tm.sqlite"),
        ("glossary check", "terms.tsv --from en --to ru"),
        ("glossary show", "terms.tsv --from en --to ru"),
        ("glossary extract reviewed.jsonl", "--from en --to ru"),
        ("models list --local", ""),
        ("cache info", ""),
    ],
)  # fmt: skip
def test_a_command_takes_its_options_and_says_so(
    here: Path, line: str, added: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command does what it would do with the options that it names; those that are its default are not named.
    What a command learns later may be among them, too."""
    Path("reviewed.csv").write_bytes(
        align("--no-project", "review", "reviewed.jsonl", "-o", "-", "--format", "csv").stdout
    )
    monkeypatch.setattr("align.cli.translate._run", lambda *given: {})
    monkeypatch.setattr("align.cli.pair._align_files", lambda *given: {"warnings": []})
    lines = [one for one in said(*line.split()).splitlines() if " adds " in one]
    words = lines[0].removeprefix("align: align.toml adds ").split() if added else []
    assert len(lines) == bool(added) and set(added.split()) <= set(words), lines
    assert {word for word in words if word.startswith("--")} <= {f"--{key}" for key in parse_toml(FULL)}


def drafting_of(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[str, Any, Any]:
    """The language, the options of drafting and those of the output that `align translate` ends up with."""
    seen: list[tuple[str, Any, Any]] = []

    def record(names: Any, target: str, drafting: Any, reading: Any, written: Any, left_out: Any) -> dict[str, Any]:
        seen.append((target, drafting, written))
        return {}

    monkeypatch.setattr("align.cli.translate._run", record)
    align("translate", "story.txt", "-o", "s.jsonl", *arguments)
    (one,) = seen
    return one


def test_the_command_line_wins_over_the_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, drafting, written = drafting_of(monkeypatch)
    assert (target, drafting.memory, drafting.glossary) == ("ru", ("tm.sqlite",), "terms.tsv")
    assert (drafting.typography, drafting.best_of) == (True, 1)
    assert written.tmx["tmx_langs"] == {"en": "en-US", "ru": "ru-RU"}
    options = "--to=de --no-typography --memory= --glossary= --best-of=2 --tmx-lang=de=de-AT"
    target, drafting, written = drafting_of(monkeypatch, *options.split())
    assert (target, drafting.memory, drafting.glossary) == ("de", (), "")
    assert (drafting.typography, drafting.best_of, written.tmx["tmx_langs"]) == (False, 2, {"de": "de-AT"})
    for off in (("--no-project", "--to", "ru"), ("--to", "ru", "--no-project")):
        _, drafting, written = drafting_of(monkeypatch, *off)
        assert (drafting.memory, drafting.glossary, drafting.typography, written.tmx["tmx_langs"]) == (
            (),
            "",
            False,
            {},
        )


def test_tmx_is_for_the_tool_of_the_project_and_its_reviewer(here: Path) -> None:
    """Unless it is to be without properties, which the command line may say and the tool's preset excludes."""
    Path("align.toml").write_text('for = "wordfast"\nreviewer = "A. Petrova"\n', encoding="utf-8")
    assert "adds --for wordfast --reviewer 'A. Petrova'" in said("convert", "reviewed.jsonl", "a.tmx")
    align("--no-project", "convert", "reviewed.jsonl", "b.tmx", "--for", "wordfast", "--reviewer", "A. Petrova")
    assert Path("a.tmx").read_bytes() == Path("b.tmx").read_bytes() and b"PETROVA" in Path("a.tmx").read_bytes().upper()
    err = said("convert", "reviewed.jsonl", "c.tmx", "--plain")
    assert "--for" not in err and b"<prop" not in Path("c.tmx").read_bytes()


def test_it_holds_in_folders_below_with_files_where_they_are(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("may").mkdir()
    Path("story.txt").rename("may/story.txt")
    monkeypatch.chdir("may")
    _, drafting, _ = drafting_of(monkeypatch)
    assert (drafting.memory, drafting.glossary) == ((os.path.join("..", "tm.sqlite"),), os.path.join("..", "terms.tsv"))
    assert f"align: {os.path.join('..', 'align.toml')} adds" in said("memory", "stats")


def test_a_run_with_the_file_is_the_run_with_its_options(here: Path) -> None:
    """The corpus is the same to the byte, signature and all; the summary says what the file gave."""
    done = align("translate", "story.txt", "-o", "a.jsonl", "--json")
    options = "--to ru --memory tm.sqlite --glossary terms.tsv --typography --best-of 1 --tmx-lang en=en-US {codes}"
    given = options.format(codes="--tmx-lang ru=ru-RU").split()
    plain = align("--no-project", "translate", "story.txt", "-o", "b.jsonl", "--json", *given)
    assert Path("a.jsonl").read_bytes() == Path("b.jsonl").read_bytes()
    assert "project" not in json.loads(plain.stdout)
    assert json.loads(done.stdout)["project"] == {
        "file": "align.toml",
        "options": {
            "from": "en", "to": ["ru"], "memory": ["tm.sqlite"], "glossary": "terms.tsv", "typography": True,
            "best-of": 1, "tmx-lang": ["en=en-US", "ru=ru-RU"],
        },
    }  # fmt: skip


def test_texts_that_people_wrote_are_not_set_by_the_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typography of a project is for drafts: converting, exporting, and aligning old translations, leaves texts as they
    are."""
    Path("plain.tsv").write_text('He said: "Yes."\tОн сказал: "Да".\n', encoding="utf-8")
    align("convert", "plain.tsv", "a.jsonl")
    assert [pair.target for pair in read_corpus("a.jsonl")] == ['Он сказал: "Да".']
    align("export", "a.jsonl", "-o", "a.txt")
    assert Path("a.txt").read_text("utf-8") == '[[Он сказал: "Да".]]\n'
    seen: list[bool] = []

    def begin(folder: Any, named: Any, jobs: Any, shape: Any) -> None:
        seen.append(jobs.align().options.typography)
        raise click.Abort

    monkeypatch.setattr("align.cli.batch._begin", begin)
    for more in ((), ("--typography",)):
        align("batch", "story.txt", "-o", "corpus", *more, status=130)
    assert seen == [False, True]


def test_several_languages_are_for_commands_that_take_several(here: Path) -> None:
    Path("align.toml").write_text('to = ["ru", "de"]\n')
    assert "several --to need {lang}" in said("translate", "story.txt", "-o", "s.jsonl", status=2)
    assert "adds" not in said("check", "reviewed.jsonl")


def test_a_memory_that_is_not_made_yet_is_no_fault(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("tm.sqlite").unlink()
    _, drafting, _ = drafting_of(monkeypatch)
    assert drafting.memory == ()
    err = said("translate", "story.txt", "-o", "s.jsonl")
    assert "align: tm.sqlite of align.toml is not there yet: align memory add makes it\n" in err
    assert "not there yet" not in said("translate", "story.txt", "-o", "s.jsonl", "--memory", "")
    align("memory", "add", "reviewed.jsonl")
    assert drafting_of(monkeypatch)[1].memory == ("tm.sqlite",)


def test_the_memory_may_be_left_out_and_nothing_is_taken_for_it(here: Path) -> None:
    """A file is a memory by its suffix or because SQLite wrote it, whatever else is on the line."""
    Path("tm.sqlite").rename("old.sqlite")
    assert "2 units added" in said("memory", "add", "reviewed.jsonl")
    assert "units added" in said("memory", "add", "new.sqlite", "reviewed.jsonl") and Path("new.sqlite").exists()
    Path("new.sqlite").rename("memory-of-may")
    assert "2 known already" in said("memory", "add", "memory-of-may", "reviewed.jsonl")
    write_corpus(Corpus(PAIRS[:1]), "second.jsonl")
    err = said("memory", "add", "reviewed.jsonl", "second.jsonl")
    assert "reviewed.jsonl: 0 units added" in err and "second.jsonl: 0 units added" in err
    before = Path("tm.sqlite").read_bytes(), sorted(Path().iterdir())
    assert "cannot read revewed.jsonl" in said("memory", "add", "revewed.jsonl", "reviewed.jsonl", status=1)
    for line in (
        "memory add",
        "memory search",
        "memory add old.sqlite",
        "memory search old.sqlite",
        "memory export old.sqlite",
        "memory export m.db",
    ):
        assert "Missing argument '" in (err := said(*line.split(), status=2)) and "'MEMORY'" not in err, line
    assert before == (Path("tm.sqlite").read_bytes(), sorted(Path().iterdir()))
    assert "Порт" in align("memory", "search", "old.sqlite", "port").stdout.decode()


@pytest.mark.parametrize(
    "line",
    [
        "memory stats",
        "memory add",
        "memory search word",
        "memory add reviewed.jsonl",
        "glossary check",
        "glossary show",
    ],
)
def test_without_a_project_the_argument_is_asked_for(here: Path, line: str) -> None:
    Path("align.toml").unlink()
    assert "align: Missing argument '" in said(*line.split(), status=2)


@pytest.mark.parametrize("place", ["../tm.sqlite", "link.sqlite"])
def test_a_file_changes_no_memory_outside_of_its_folder(here: Path, place: str) -> None:
    """Who puts a project file above a person's folder must not have commands write elsewhere; reading is allowed."""
    if sys.platform == "win32" and place == "link.sqlite":
        pytest.skip("links need rights there")
    (here / "inner").mkdir()
    os.chdir("inner")
    Path("align.toml").write_text(f'memory = "{place}"\n')
    if place == "link.sqlite":
        Path(place).symlink_to(here / "tm.sqlite")
    assert json.loads(align("memory", "stats", "--json").stdout)["units"] == 2
    before = (here / "tm.sqlite").read_bytes()
    for line in ("add ../reviewed.jsonl", "import ../plain.tsv", "edit --unit 1 --target a", "relabel",
                 "remove --unit 1 --yes"):  # fmt: skip
        assert "lies outside of the project's folder" in said("memory", *line.split(), status=2)
    assert (here / "tm.sqlite").read_bytes() == before
    align("memory", "edit", "../tm.sqlite", "--unit", "1", "--target", "Да.")
    with Memory.open(here / "tm.sqlite") as memory:
        assert "Да." in [unit.target for unit in memory.units()]


def test_a_glossary_that_is_not_there_is_said_with_its_line(here: Path) -> None:
    Path("terms.tsv").unlink()
    what = "align: align.toml, line 4: the glossary terms.tsv does not exist"
    assert said("check", "reviewed.jsonl", status=1) == f"{what}: mend the line, or say --glossary '' to do without\n"
    align("check", "reviewed.jsonl", "--glossary", "")
    align("convert", "reviewed.jsonl", "r.tmx")


def test_a_broken_file_stops_what_reads_it_and_nothing_else(here: Path) -> None:
    Path("align.toml").write_text("to = ru\n")
    err = said("check", "reviewed.jsonl", status=1)
    assert err.startswith("align: align.toml, line 1: it is no TOML") and err.count("\n") == 1
    Path("align.toml").write_text('tto = "ru"\n')
    assert (
        said("check", "reviewed.jsonl", status=2)
        == "align: align.toml, line 1: there is no key 'tto'. Did you mean to?\n"
    )
    for line in ("check --help", "memory add -h", "--help", "models list --local", "cache info", "completion bash",
                 "--no-project check reviewed.jsonl", "check reviewed.jsonl --no-project"):  # fmt: skip
        align(*line.split())


def test_the_next_step_is_named_without_what_the_project_has(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    monkeypatch.setattr("align.cli.next_steps.suggest", lambda *commands: steps.extend(commands))
    Path("review.csv").write_bytes(align("review", "reviewed.jsonl", "-o", "-", "--format", "csv").stdout)
    align("merge", "reviewed.jsonl", "review.csv", "-o", "again.jsonl")
    align("--no-project", "merge", "reviewed.jsonl", "review.csv", "-o", "again.jsonl")
    found = [step for step in steps if step.startswith("align memory")]
    assert found == ["align memory add again.jsonl", "align memory add tm.sqlite again.jsonl"]


@pytest.mark.slow
def test_a_batch_gives_its_workers_what_the_file_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They work elsewhere, and read no project file: names are absolute, and a run goes on without the file."""
    Path("stories").mkdir()
    Path("story.txt").rename("stories/story.txt")
    done = align("batch", "stories", "-o", "corpus", "--workers", "1", "--json")
    assert json.loads(done.stdout)["project"]["options"]["memory"] == ["tm.sqlite"]
    (pair,) = read_corpus("corpus/part-00000.jsonl")
    assert (pair.target, pair.origin) == ("Порт открылся в пятницу.", "tm")
    Path("align.toml").unlink()
    align("batch", "-o", "corpus")
