"""What is wrong with a file is said in one Russian line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from align.account import Account, Reason, joined
from align.corpus import read_corpus
from align.corpus.validation import Problem, read_leniently
from align.errors import FormatError, InputError
from align.localization import N_
from align.readers import read_document
from tests.command import answer
from tests.reader_files import docx, odt, pdf, zipped

TMX = '<tmx version="1.4"><header srclang="en"/><body>{}</body></tmx>'
UNIT = '<tu><tuv xml:lang="en"><seg>One.</seg></tuv><tuv xml:lang="ru"><seg>Один.</seg></tuv></tu>\n'
HALF = '<tu><tuv xml:lang="en"><seg>Two.</seg></tuv></tu>\n'
PAIR = '{"source": "One.", "target": "Один.", "source_lang": "en", "target_lang": "ru"}\n'
BOMB = zipped({"word/document.xml": "<w>" + " " * (6 << 20) + "</w>"})
LOCKED = b"/Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>" % (b"41" * 32, b"42" * 32)
PDF = pdf([[(72, 700, 12, "The port is closed.")]])

NAMES = re.compile(
    r"[\w./-]*\.(?:txt|docx|odt|pdf|jsonl|tmx|xlf|zip|md|csv|po|rtf|srt|tsv|html?|moses|exe|pages|gz|doc)\b|--?[a-z-]+"
    r"|align (?:convert|check|glossary|review)|\b(?:align|zip|pandoc|en-US|pt-BR|utf-\d+|cp1251|koi8-r|latin-1|en|ru"
    r"|text|body|content)\b"
)
"""What is said in Latin letters in any language: names of files, options and commands."""
ENGLISH = re.compile(r"\b[a-z]{2,}\b")


def russian(path: Path, content: bytes | str | None, *arguments: str, status: int = 1) -> str:
    """The one line that `align` says in Russian of a file with this content, without the file's name."""
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = answer(
        *(argument.replace("FILE", str(path)).replace("OUT", str(path.parent)) for argument in arguments),
        ALIGN_LANG="ru",
    )
    assert done.returncode == status
    (line,) = done.stderr.decode().splitlines()
    quoted = re.sub("'[^']*'", "", line)
    said = NAMES.sub("", quoted.replace(str(path), "").replace(str(path.parent), "").replace(path.name, ""))
    assert re.search("[а-яё]{4}", said)
    assert not ENGLISH.findall(said), line
    return line.replace(str(path), path.name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("no.txt", None, "нет файла no.txt: проверьте имя и папку"),
        ("empty.txt", "", "empty.txt пуст: в нём нечего делить на сегменты"),
        (
            "story.txt",
            docx(),
            "story.txt — похоже, файл Word, OpenDocument или zip, а не простой текст: переименуйте его",
        ),
        ("story.odt", docx(), "story.odt по содержимому — документ Word: переименуйте его в story.docx"),
        ("story.docx", "The port is closed.", "story.docx — не документ Word, или файл повреждён: откройте его"),
        ("story.docx", docx()[:-40], "story.docx повреждён или обрезан: скачайте его ещё раз"),
        ("story.docx", BOMB, "при распаковке увеличивается более чем в 200 раз, как zip-бомба: файл не читается"),
        ("story.odt", odt(extra={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "защищён паролем"),
        ("story.pdf", b"%PDF-1.4\nnothing else", "story.pdf повреждён или обрезан"),
        (
            "story.pdf",
            PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<<" + LOCKED + b">>/ID[<00><00>]"),
            "story.pdf защищён паролем: сохраните его без пароля",
        ),
        ("story.pdf", pdf([[]]), "состоит из страниц без текста: это скан, сначала его"),
        ("evil.zip", zipped({"../../a.txt": "The port."}), "содержит опасное имя '../../a.txt', которое ведёт наружу"),
        ("none.zip", zipped({"a.exe": b"MZ"}), "не содержит документов: .txt"),
        (
            "app.po",
            'msgid "One"\nmsgstr ""\n',
            "app.po — файл PO с сообщениями программы, а не документ: назовите документ",
        ),
        ("memory.tmx", TMX.format(UNIT), "двуязычный корпус, а не документ: его читают align convert и align check"),
        ("story.rtf", b"{\\rtf1 The port.}", "файл RTF: сохраните его в DOCX"),
        ("story.txt", b"\x89PNG\r\n", "story.txt — картинка: сначала распознайте её текст"),
        ("story.srt", "The port is closed.\n", "не содержит субтитров: в нём нет строк вида"),
        ("story.txt.gz", b"\x1f\x8b\x08broken", "повреждённый сжатый файл: скачайте"),
        (
            "news.jsonl",
            '{"Titel": "One"}\n',
            "не содержит столбца text, body или content: укажите столбец с текстом",
        ),
        ("news.jsonl", "{broken\n", "не JSON (ожидалось имя поля в двойных кавычках, символ 2)"),
    ],
)
def test_a_document_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | str | None, words: str) -> None:
    """A wrong suffix, damage, a password, nothing in it, an attack, another kind of file."""
    assert words in russian(tmp_path / name, content, "split", "FILE")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "a.jsonl",
            PAIR + "{broken\n",
            "a.jsonl, строка 2: это не JSON (ожидалось имя поля в двойных кавычках:",
        ),
        ("a.jsonl", PAIR + '{"source": "Two."}\n', "a.jsonl, строка 2: нет поля target. Исправьте или удалите эту"),
        ("a.jsonl", '{"source": 1}\n', "строка 1: source — не строка"),
        ("a.jsonl", '["One."]\n', "строка 1: не объект, а '[\"One.\"]'. Каждая строка должна быть одной парой"),
        ("a.tmx", "<html/>", "a.tmx — не TMX: вместо <tmx> стоит <html>"),
        ("a.tmx", TMX.format(HALF), "a.tmx: нет единиц, где есть en с другим языком; в файле en. Выберите два языка"),
        ("a.tmx", TMX.format("<tu/>"), "ни одной единицы; пропущено: единицы без текста (1, строка 1). Экспортируйте"),
        ("a.xlf", "<xliff/>", "a.xlf — не XLIFF: в <xliff> нет <file>. Экспортируйте его"),
        (
            "a.csv",
            "source;target\nOne.;Один.\n",
            "a.csv не говорит, какие в нём языки: укажите их параметрами --from и --to",
        ),
        ("a.csv", "Порт;;\nпорт;;\n", "в первой строке должны быть названия столбцов, среди них"),
        ("a.csv", 'source,target\n"One.,Один.\n', "строка 2: это не CSV: кавычка не закрыта"),
        ("a.docm2", PAIR, "расширение .docm2 неизвестно. Известны .jsonl"),
    ],
)
def test_a_corpus_that_cannot_be_read(tmp_path: Path, name: str, content: str, words: str) -> None:
    """A broken line, half a unit, another format, no languages."""
    path = tmp_path / name
    path.write_text(content)
    done = answer("convert", path, tmp_path / "out.jsonl", ALIGN_LANG="ru")
    assert done.returncode in (1, 2)
    (line,) = done.stderr.decode().splitlines()
    assert words in line


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("xq", "нет языка с кодом 'xq': код пишется как en, ru или pt-BR"),
        ("русский", "'русский' — не код языка. Возможно, вы имели в виду ru?"),
        ("en-Latm", "'en-Latm': нет письменности 'Latm'. Напишите только язык (en) или язык с регионом"),
        ("en-ZX", "'en-ZX': нет региона 'ZX'"),
    ],
)
def test_an_unknown_language(tmp_path: Path, code: str, words: str) -> None:
    """What is no code of a language, with the nearest one, also by the language's Russian name."""
    assert words in russian(tmp_path / "a.txt", "The port.", "split", "--from", code, "FILE", status=2)


def test_a_folder_that_is_not_there_and_one_that_is_no_file(tmp_path: Path) -> None:
    """What the system says is said in Russian, too."""
    assert "не содержит документов: положите в неё" in russian(tmp_path, None, "split", "FILE")
    line = russian(tmp_path / "a.jsonl", PAIR, "convert", "FILE", "OUT/1/2/out.tmx")
    assert "не удаётся записать" in line and "нет папки" in line


def test_what_a_reader_leaves_out_is_said_in_russian_and_kept_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys and places of JSON do not depend on the language of the reader."""
    path = tmp_path / "a.tmx"
    path.write_text(TMX.format(UNIT + HALF + HALF))
    said: list[str] = []
    monkeypatch.setenv("ALIGN_LANG", "ru")
    corpus = read_corpus(path, warn=said.append)
    assert len(list(corpus)) == 1
    assert said == [f"{path}: пропущено: единицы только на одном языке (2, впервые: строка 2)"]
    tally = corpus.account.as_json()["left_out"]["units with one language only"]
    assert tally == {"count": 2, "places": ["line 2", "line 3"]}
    corpus = read_corpus(path, source_lang="en", target_lang="de", warn=said.append)
    with pytest.raises(FormatError, match="нет единиц, где есть en и de; в файле en, ru"):
        list(corpus)


def test_a_reason_with_places_is_a_key_and_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is equal to its English text, and so are several reasons as one; a reader sees another language."""
    monkeypatch.setenv("ALIGN_LANG", "ru")
    account = Account()
    account.leave_out(Reason(N_("units without {language}"), language="de"), "row 7")
    account.change(joined([N_("damaged units"), N_("texts in other languages")]), "p. 3", 2)
    assert json.loads(json.dumps(account.as_json()))["left_out"] == {
        "units without de": {"count": 1, "places": ["row 7"]}
    }
    assert list(account.changed) == ["damaged units; texts in other languages"]
    assert account.line() == (
        "пропущено: единицы без de (1, строка 7); "
        "изменено: повреждённые единицы; тексты на других языках (2, впервые: с. 3)"
    )


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_validation_has_the_same_lines_in_every_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """The place of a problem is known, and is not read out of a message."""
    monkeypatch.setenv("ALIGN_LANG", language)

    def problems(name: str, content: str) -> list[Problem]:
        (tmp_path / name).write_text(content)
        found: list[Problem] = []
        list(read_leniently(str(tmp_path / name), None, "", "", found.append))
        return found

    broken = {
        "a.jsonl": (PAIR + "{broken\n", 2),
        "a.tsv": ("source\ttarget\tsource_lang\ttarget_lang\tn\nOne.\tОдин.\ten\tru\tx\n", 2),
        "a.tmx": (TMX.format(UNIT + "<tu></body>"), 2),
    }
    for name, (content, line) in broken.items():
        found = problems(name, content)
        assert line in [problem.line for problem in found]
        for problem in found:
            assert name not in problem.message
            assert bool(re.search("[а-яё]{3}", problem.message)) == (language == "ru")


def test_errors_of_readers_in_a_script_follow_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The exception that a script catches has the text of the language that is in force; `path` and `line` are data."""
    path = tmp_path / "a.jsonl"
    path.write_text("[1]\n")
    reading: Callable[[], object] = lambda: read_document(path)  # noqa: E731
    with pytest.raises(InputError, match="is no JSON object"):
        reading()
    monkeypatch.setenv("ALIGN_LANG", "ru")
    with pytest.raises(InputError, match="не объект JSON") as caught:
        reading()
    assert (caught.value.path, caught.value.line) == (str(path), 1)
