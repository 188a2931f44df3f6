"""What a terminal shows: lines break between words, tables have no blanks at their ends, flags say which."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from align import write_corpus
from align.checks import CHECKS
from align.cli.terminal import print_pairs
from align.corpus import Corpus, Pair
from align.glossary import Glossary, Term
from tests.command import run

LONG = "The northern port of Severny received its first container ship of the winter season on Friday, it was said."
RUSSIAN = "Северный порт принял первое контейнерное судно зимнего сезона в пятницу, говорится в сообщении властей."
COMMANDS = "check --flags", "split port.txt", "memory search tm.sqlite northern", "merge a.jsonl r.csv --dry-run"
WIDTH = 60


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setattr("align.cli.visible._on_terminal", lambda: True)


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_lines_break_between_words(terminal: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each command that prints texts, or sentences about them; and they go on indented."""
    Path("port.txt").write_text(f"{LONG} {LONG}\n", "utf-8")
    write_corpus(Corpus([Pair("a", "port.txt", 1, LONG, RUSSIAN, "en", "ru", status="approved")]), "a.jsonl")
    assert run("memory", "add", "tm.sqlite", "a.jsonl") == 0
    edited = RUSSIAN.replace(",", "")
    Path("r.csv").write_text(f'ID,Source,Final translation,Status\na,"{LONG}",{edited},\n', "utf-8")
    known = set(re.findall(r"\w+", " ".join([LONG, RUSSIAN, *(check.description for check in CHECKS.values())])))
    for command in COMMANDS:
        capsys.readouterr()
        assert run(*command.split()) == 0
        lines = lines_of(capsys)
        assert len(lines) > 2 and max(map(len, lines)) < WIDTH, command
        goes_on = [line for line in lines if line.startswith("  ")]
        assert goes_on and set(re.findall(r"[^\W\d_]{4,}", " ".join(goes_on))) <= known | {"approved", "jsonl"}, command


def test_elsewhere_lines_are_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    (tmp_path / "port.txt").write_text(f"{LONG} {LONG}\n", "utf-8")
    assert run("split", tmp_path / "port.txt") == 0
    assert lines_of(capsys) == [LONG, LONG]


def test_pairs_stand_close_and_say_which(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """No empty line between them, no blanks at the ends, whatever the colours; the number and the term are named."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    flags = ("number-mismatch", "glossary-missing", "low-confidence")
    bad = Pair("a-2", "a", 2, "The berth has 12 cranes.", "У пирса 120 кранов.", "en", "ru", flags=flags, logprob=-2.0)
    pairs = [Pair("a-1", "a", 1, "It shut.", "Он закрылся.", "en", "ru"), bad]
    print_pairs(pairs, Glossary([Term("berth", ("причал",))], "en", "ru"))
    written = capsys.readouterr().out
    plain = re.sub(r"\x1b\[[0-9;]*m", "", written)
    rows = plain.splitlines()[3:]
    assert not re.search(r" $", plain, re.MULTILINE)
    assert [row[:3].strip() for row in rows if row[:3].strip()] == ["1", "2"] and "" not in rows[:-1]
    said = " ".join(" ".join(row[plain.splitlines()[1].index("ru") :] for row in rows).split())
    assert "number-mismatch (not in the translation: 12; not in the source: 120)" in said
    assert "glossary-missing (“berth” is not translated as “причал”), low-confidence" in said
