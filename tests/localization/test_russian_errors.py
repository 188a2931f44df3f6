"""What goes wrong with memories, glossaries, models and collections is said in Russian, whole lines of it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path

import pytest

from align.alignment.alignment_report import AlignmentReport, input_warnings
from align.errors import FormatError
from align.glossary import Finding, Term
from align.glossary.glossary_reader import read_entries
from align.glossary.term_inspection import remarks_on
from align.memory import Memory
from align.training.example_selection import choose_splits
from tests.command import answer
from tests.memory.memory_samples import filled, story

GLOSSARY = "source,target,case\nport,порт,\n,причал,\nship,,\nport,гавань,\nPORT,порт,\nquay,причал,often\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("The port is open.\n", "utf-8")
    Path("empty.csv").write_text("source,target\n", "utf-8")
    Path("notes").mkdir()
    Path("notes/mine.txt").write_text("Mine.\n", "utf-8")
    Path("model").mkdir()
    with Memory.open("m.altm", write=True):
        pass
    return tmp_path


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("memory repair m.altm m.altm", "m.altm уже существует: укажите новый файл"),
        (
            "memory repair empty.csv new.altm",
            "empty.csv: нет ни одной единицы, которую можно прочитать: возьмите копию",
        ),
        ("glossary check empty.pdf", "empty.pdf: глоссарий должен быть в одном из форматов: .tsv"),
        ("translate a.txt --to ru --glossary empty.csv", "empty.csv: нет терминов: нужны два столбца, source и target"),
        ("translate a.txt --to ru --model nowhere", "модели nowhere нет на этом компьютере: см. align models list"),
        ("translate a.txt --to ru --model ./model", "model: модель Marian неполная: отсутствует config.json. "),
        ("translate a.txt --to fr --model en-ru-starter", "en-ru-starter переводит не en-fr: исходный язык en"),
        (
            "translate a.txt --from en --to de",
            "на этом компьютере нет модели для en-de: выполните: align models get en-de",
        ),
        ("models get nowhere", "nowhere — не модель из каталога, не идентификатор на хабе (OWNER/NAME) и не папка"),
        ("models get OWNER/NAME", "задана переменная HF_HUB_OFFLINE, поэтому ничего не скачивается: снимите"),
        ("batch a.txt --to ru -o notes", "notes: в папке что-то другое: укажите новую или пустую папку через -o"),
        ("batch a.txt --to ru -o no/out", "нет папки no: сначала создайте её или исправьте имя в -o"),
        ("batch - --to ru -o out", "коллекция составляется из файлов, а стандартный ввод — не файл: передайте"),
        (
            "pair a.txt notes --from en --to ru",
            "с одной стороны папка, а с другой файл: укажите два файла или две папки",
        ),
    ],
)
def test_an_error_of_the_command_line(folder: Path, command: str, line: str) -> None:
    done = answer(*command.split())
    said = done.stderr.decode()
    assert done.returncode
    assert line in said
    assert not english(said.replace("align: ", "", 1)), said


def test_remarks_on_a_glossary(folder: Path) -> None:
    Path("g.csv").write_text(GLOSSARY, "utf-8")
    entries = read_entries("g.csv")
    said = [remark.message for remark in (*entries.remarks, *remarks_on(entries.terms))]
    assert said == [
        "нет исходного термина",
        "ship: нет перевода",
        "правило регистра 'often' неизвестно: укажите exact, any или ничего",
        "port: здесь гавань, а в строке 2 — порт; допустимо будет и то и другое",
        "PORT: то же, что port в строке 2",
    ]
    assert str(Finding(Term("port", ("порт", "гавань")), "missing")) == "port → порт или гавань: не найдено"


def test_warnings_about_two_texts_name_their_languages(folder: Path) -> None:
    report = AlignmentReport(score_sum=10, source_segments=5, target_segments=5)
    assert list(input_warnings(("a", "b"), ("en", "ru"), ("ru", "en"), report)) == [
        "похоже, стороны перепутаны: язык a — русский, язык b — английский"
    ]


def test_too_few_pairs_to_adapt_with(folder: Path) -> None:
    with pytest.raises(Exception, match="в корпусе пригодных пар: 0; для дообучения их нужно не меньше 300: 200 для"):
        choose_splits([], (), lambda texts: [], lambda texts: [])


def test_damage_is_recognised_in_each_language(folder: Path) -> None:
    """What we raise as SQLite would has no code: its words tell, and stay English."""
    filled(folder / "m.altm", story())
    with contextlib.closing(sqlite3.connect("m.altm")) as base, base:
        base.execute("UPDATE unit SET model = x'ff00'")
    with Memory.open("m.altm") as memory, pytest.raises(FormatError, match="malformed unit 1"):
        memory.stats()


def english(text: str) -> list[str]:
    """The English words of a line, but for names of files, flags, keys, values and commands."""
    text = re.sub(
        r"align (models|memory|glossary|cache)( (list|get|check|search|remove|repair|clear|--help))*", "", text
    )
    text = re.sub(r"--?[a-z-]+|\S*[./_]\S*|'[^']*'|[a-z]{2}-[a-z-]+|\b[A-Z]+\b", "", text)
    known = {"source", "target", "notes", "nowhere", "en", "ru", "out", "no", "Marian", "model", "align"}
    return [word for word in re.findall("[A-Za-z]+", text) if word not in known]
