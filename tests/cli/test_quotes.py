"""What goes on with work in which quotations were left whole leaves them whole, unless it is told otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from align.corpus import read_corpus, write_corpus
from tests.command import answer, run

STORY = 'It rained for a week.\n\nShe said: "We are late. The road is closed."\n'
TRANSLATION = "Дождь шел неделю.\n\nОна сказала: «Мы опоздали. Дорога закрыта».\n"
WHOLE = 'She said: "We are late. The road is closed."'
NOTE = "quotations stay whole, as they are in {}: --quotes split divides them"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("en.txt").write_text(STORY, "utf-8")
    Path("ru.txt").write_text(TRANSLATION, "utf-8")


def sources(name: str) -> list[str]:
    return [pair.source for pair in read_corpus(name)]


def approve_all(name: str) -> None:
    corpus = read_corpus(name).load()
    write_corpus(replace(corpus, pairs=[replace(pair, status="approved") for pair in corpus.pairs]), name)


def test_a_story_is_drafted_again_as_it_was_cut(capsys: pytest.CaptureFixture[str]) -> None:
    command = ("translate", "en.txt", "--to", "ru", "--best-of", "1", "--no-score", "-o", "a.jsonl")
    assert run(*command, "--quotes", "keep") == 0
    assert sources("a.jsonl")[1:] == [WHOLE]
    approve_all("a.jsonl")
    assert run(*command, "--keep-reviewed") == 0
    assert NOTE.format("a.jsonl") in capsys.readouterr().err
    assert sources("a.jsonl")[1:] == [WHOLE]
    assert run(*command, "--keep-reviewed", "--quotes", "split") == 1
    assert "a.jsonl holds work that would be lost: 1 approved" in capsys.readouterr().err
    assert run("translate", "en.txt", "--to", "ru", "--best-of", "1", "--no-score", "-o", "b.jsonl") == 0
    assert len(sources("b.jsonl")) == 3
    assert ("quotes", "split") in read_corpus("b.jsonl").signature.parts


def test_texts_are_aligned_again_as_they_were_cut(capsys: pytest.CaptureFixture[str]) -> None:
    command = ("pair", "en.txt", "ru.txt", "--from", "en", "--to", "ru")
    assert run(*command, "--quotes", "keep", "-o", "a.jsonl") == 0
    assert "quotes" not in dict(read_corpus("a.jsonl").signature.parts), "as releases that knew no --quotes here wrote"
    approve_all("a.jsonl")
    assert run(*command, "--keep", "a.jsonl", "-o", "b.jsonl") == 0
    assert NOTE.format("a.jsonl") in capsys.readouterr().err
    assert sources("b.jsonl")[1:] == [WHOLE]
    assert run(*command, "--keep", "a.jsonl", "--quotes", "split", "-o", "c.jsonl") == 0
    assert [(p.source, p.status) for p in read_corpus("c.jsonl")][1:] == [(WHOLE, "approved")], "what is kept is kept"
    assert run(*command, "-o", "d.jsonl") == 0
    assert len(sources("d.jsonl")) == 3
    assert ("quotes", "split") in read_corpus("d.jsonl").signature.parts


@pytest.mark.slow
def test_a_collection_goes_on_as_it_was_begun(capsys: pytest.CaptureFixture[str]) -> None:
    for folder, name in (("in/en", "en.txt"), ("in/ru", "ru.txt")):
        Path(folder).mkdir(parents=True)
        Path(name).rename(Path(folder) / "a.txt")
    command = ("batch", "in", "--to", "ru", "-o", "out", "--workers", "1")
    assert run(*command, "--quotes", "keep") == 0
    assert "quotes" not in json.loads(Path("out/.align/job.json").read_text())["work"], "as older releases wrote it"
    for language, text in (("en", STORY), ("ru", TRANSLATION)):
        Path(f"in/{language}/b.txt").write_text(text, "utf-8")
    assert run(*command) == 0
    assert NOTE.format("out") in capsys.readouterr().err
    assert [source for part in sorted(Path("out").glob("*-0*.jsonl")) for source in sources(str(part))].count(
        WHOLE
    ) == 2
    assert run(*command, "--quotes", "split") == 2
    assert "begun with other options (quotes none, now split)" in capsys.readouterr().err


def test_split_writes_rules_and_cuts_by_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("split", "--write-srx", "align.srx") == 0
    assert answer("split", "en.txt", "--srx", "align.srx").stdout == answer("split", "en.txt").stdout
    capsys.readouterr()
    for options, problem in (
        (("--srx", "align.srx", "--quotes", "keep"), "--srx does not go with --quotes"),
        (("--srx", "align.srx", "--one-per-line"), "--srx does not go with --one-per-line"),
        (("--srx", "align.srx", "--from", "de"), "align.srx has no rules for de"),
        (("--srx", "align.srx", "-o", "align.srx"), "align.srx is the input"),
    ):
        assert run("split", "en.txt", *options) == 2
        assert problem in capsys.readouterr().err


def test_a_keyboard_is_said_to_be_waited_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from align.cli.options import say_if_typed

    say_if_typed(["-"])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    say_if_typed(["story.txt"])
    assert capsys.readouterr().err == ""
    say_if_typed(["-"])
    assert capsys.readouterr().err.startswith("align: reading from the keyboard: Ctrl+")
