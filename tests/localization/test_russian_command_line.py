"""The command line in Russian: no help has a sentence left in English, and errors come out whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from align.cli import COMMANDS, cli
from align.cli.asking import confirmed
from align.cli.figures import figure, with_status
from align.cli.localized_help import follow_locale
from tests.command import answer, run

_SHOW_ALL = """
import sys
from align.cli import main
for name in sys.argv[1:]:
    print("\\n=====", name, flush=True)
    try:
        main([*name.split(), "--help"])
    except SystemExit:
        pass
"""
_EXAMPLE = re.compile(r"^ +(?:align|pip install) .*$", re.MULTILINE)
_ENGLISH = re.compile(r"\b[a-z'’]+(?: [a-z'’]+){3,}")


def _all_names() -> list[str]:
    """Every command, and those in groups."""
    names = [""]
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        names += [name, *(f"{name} {inner}" for inner in getattr(command, "commands", {}))]
    return names


NAMES = _all_names()


@pytest.fixture(scope="module")
def helps() -> dict[str, str]:
    """The help of each command in Russian, in a process of its own: click keeps what it has shown."""
    environment = {**os.environ, "ALIGN_LANG": "ru", "COLUMNS": "110", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", _SHOW_ALL, *NAMES]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True)
    parts = re.split(r"^===== ?(.*)\n", done.stdout, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _english(text: str) -> list[str]:
    """Runs of four words or more in small Latin letters, outside of examples."""
    return _ENGLISH.findall(" ".join(_EXAMPLE.sub("", text).split()))


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name or "align")
def test_no_help_has_an_english_sentence(helps: dict[str, str], name: str) -> None:
    """Names of formats, flags and places stay in Latin letters; sentences do not."""
    text = helps[name]
    assert text.startswith("Использование: ") and "Показать эту справку и выйти." in text
    assert not _english(text)


def test_an_english_sentence_would_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("translate", "--help") == 0
    assert len(_english(capsys.readouterr().out)) > 10


def test_help_returns_to_english(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has shown help in one language shows it in the other one, too."""
    assert run("sort", "--help") == 0
    english = capsys.readouterr().out
    monkeypatch.setenv("ALIGN_LANG", "ru")
    assert run("sort", "--help") == 0
    assert "Куда записать отсортированный корпус." in capsys.readouterr().out
    monkeypatch.setenv("ALIGN_LANG", "en")
    assert run("sort", "--help") == 0
    assert capsys.readouterr().out == english


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("trnslate", "Нет команды 'trnslate'. Может быть, translate?"),
        ("translate", "Не хватает параметра '--to'. (align translate --help)"),
        ("translate a.txt --to en", "--from и --to — один язык, en: переводить нечего"),
        ("translate a.txt --to ru --beam 99", "Неверное значение для '--beam': 99: допустимо от 1 до 32."),
        ("translate a.txt --to ru --beam x", "Неверное значение для '--beam': 'x': ожидается целое число."),
        (
            "translate a.txt --to ru --quotes no",
            "Неверное значение для '--quotes': 'no': такого значения нет; возможны 'keep', 'split'.",
        ),
        ("translate --to ru --colour", "Нет параметра '--colour'."),
        ("pair a.txt", "назовите два текста: align pair SOURCE TARGET"),
        ("merge a.jsonl b.xlsx", "скажите, куда записать проверенный корпус: -o reviewed.jsonl или --in-place"),
        ("export a.jsonl", "скажите, куда записать документ: -o story.ru.docx. Или создайте проект: --omegat DIR"),
        ("memory search", "Не хватает аргумента 'MEMORY'. Назовите его или впишите memory = … в align.toml"),
        ("init --show", "ни в этой папке, ни выше нет align.toml: его создаёт align init"),
    ],
)
def test_errors_come_out_whole(tmp_path: Path, arguments: str, said: str) -> None:
    done = answer(*arguments.split(), cwd=tmp_path, ALIGN_LANG="ru", HOME=str(tmp_path))
    error = done.stderr.decode()
    assert done.returncode in (1, 2) and f"align: {said}" in error
    assert len(error.splitlines()) == 1 and not _english(error)


@pytest.mark.parametrize(
    ("typed", "yes"),
    [("д", True), ("Да", True), ("y", True), ("н", False), ("no", False), ("", False), ("э\nда", True)],
)
def test_questions_are_answered_in_russian_too(monkeypatch: pytest.MonkeyPatch, typed: str, yes: bool) -> None:
    """An empty answer is the default; one that is neither is asked for again."""

    @click.command()
    def ask() -> None:
        click.echo(f"answer {confirmed('Продолжить?')}")

    monkeypatch.setenv("ALIGN_LANG", "ru")
    monkeypatch.setenv("LANGUAGE", "")  # which is set for click, and afterwards as it was
    follow_locale()
    done = CliRunner().invoke(ask, input=f"{typed}\n")
    assert f"answer {yes}" in done.output and "Продолжить? [д/Н]" in done.output
    assert ("Ошибка: ответьте «да» или «нет»" in done.output) == ("э" in typed)


def test_counts_are_written_as_russian_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    assert (figure(12345), figure(0.125, ".1%")) == ("12\N{NO-BREAK SPACE}345", "12,5\N{NO-BREAK SPACE}%")
    assert with_status(1200, "edited") == "исправлено: 1\N{NO-BREAK SPACE}200"
    assert with_status(2, "of another tool") == "2 of another tool"


def test_a_project_file_is_explained_in_russian(tmp_path: Path) -> None:
    """Its lines, and what is wrong in one, with the place."""
    done = answer("init", "--yes", cwd=tmp_path, ALIGN_LANG="ru")
    assert done.returncode == 0 and "записан align.toml" in done.stderr.decode()
    text = (tmp_path / "align.toml").read_text("utf-8")
    assert "# Язык текстов.\n" in text and not _english("\n".join(re.findall(r"^# [А-Я].*$", text, re.MULTILINE)))
    (tmp_path / "align.toml").write_text('to = "ru"\nfuzzy = 200\n')
    done = answer("translate", "a.txt", cwd=tmp_path, ALIGN_LANG="ru")
    assert done.stderr.decode() == "align: align.toml, строка 2: fuzzy — 200: это целое число от 0 до 99\n"


def test_a_day_is_summed_up_in_russian(tmp_path: Path, story: Path) -> None:
    """What review, merge, memory, analyse and export say of one document, forms of numbers included."""
    corpus = "".join(
        f'{{"id":"a-{n}","doc":"a.txt","n":{n},"source":"Port {n} opened.","target":"Порт {n} открылся.",'
        f'"source_lang":"en","target_lang":"ru","status":"{status}"}}\n'
        for n, status in ((1, "approved"), (2, "approved"), (3, "draft"))
    )
    (tmp_path / "a.jsonl").write_text(corpus, "utf-8")

    def said(*arguments: str) -> str:
        done = answer(*arguments, cwd=tmp_path, ALIGN_LANG="ru")
        assert done.returncode == 0, done.stderr.decode()
        return done.stderr.decode() + done.stdout.decode()

    assert "align: 3 пары на проверку в a.csv; затем: align merge a.jsonl" in said("review", "a.jsonl", "-o", "a.csv")
    assert "align: изменений нет; без изменений 3 из 3 пар\n" in said("merge", "a.jsonl", "a.csv", "--dry-run")
    assert "align: a.jsonl: добавлены 2 единицы; пропущено (черновики: 1)\n" in said(
        "memory", "add", "tm.sqlite", "a.jsonl"
    )
    assert "единицы" in said("memory", "stats", "tm.sqlite")
    assert "точные совпадения" in said("analyse", str(story), "--memory", "tm.sqlite")
    exported = said("export", "a.jsonl", "-o", "a.txt")
    assert "align: 1 документ, 3 сегмента → a.txt\n" in exported
    assert "align: не проверен 1 из 3 сегментов (" in exported
