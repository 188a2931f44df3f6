"""A translation in the plain text or Markdown that its source was read from."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from align.export.into_source import write_into
from align.export.placing import PairRendering
from align.readers import read_document
from tests.export.written_back import corpus_of, cyrillic, into, written

MARKDOWN = {
    "signs": "---\ntitle: x\n---\n# Port *opens* #\n\nThe **port** was [opened](http://a.b/c_d) on Monday.\n",
    "hard wraps": "The port that was opened on Monday in the north of the\ncountry cost four million. It was\nbuilt by "
    "*us* and\n_them_.\n",
    "quotations": "> The port that was opened\n> on Monday cost much.\n>\n> > It was built by us\n> > and them.\n",
    "lists": "- item one with `code`\n  that goes on\n  - [Whole link](http://x.y)\n\n1. First "
    "item.\n2. The *other*.\n",
    "tables": "| Year | **Cargo** |\n|------|:---:|\n| 2024 | a \\| b |\n",
    "notes": "The port.[^1] It opened[^2]. Good.\n\n[^1]: The *note*.\n[^2]: Another.\n",
    "escapes": "R&amp;D costs 5 \\* 4 and \\[brackets\\] &copy; 2024.\n",
    "html": '<div align="center">\n\n<b>Bold</b> text<br>here.\n\n</div>\n\n<p>A block of <i>HTML</i>.</p>\n',
    "line breaks": "Roses are red,  \nviolets are blue,\\\nand so on.\n",
    "code": "Text before.\n\n```python\nprint('x')\n```\n\n    indented code\n\nText behind.\n",
    "links by name": 'See [the port][1] and ![a picture](a.png) here.\n\n[1]: http://a.b/c "Title"\n',
    "without an end": "\r\nThe port was opened.\r\n\r\nIt was good",
}
PLAIN = {
    "paragraphs": "Port opens\n\nIt opened on Friday. It cost much.\n",
    "hard wraps": "   The port that was opened on Friday cost much more than had been\nplanned when it was begun, "
    "said the minister of transport on\nMonday. Nobody was surprised by the words that he said to\nthe people.\n",
    "quoted mail": "He wrote:\n\n> The port that was opened on Friday cost\n> much more than "
    "planned, I think.\n\nYes.\n",
    "no line break": "A single line",
}


@pytest.fixture(params=[*(("md", name) for name in MARKDOWN), *(("txt", name) for name in PLAIN)], ids="-".join)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    suffix, name = request.param
    path = tmp_path / f"source.{suffix}"
    path.write_bytes((MARKDOWN if suffix == "md" else PLAIN)[name].encode())
    return path


def test_a_translation_that_is_the_source_gives_the_same_bytes(source: Path) -> None:
    assert written(source, lambda text: text)[0] == source.read_bytes()


def shape(path: Path) -> list[tuple[str, str]]:
    """The paragraphs of a file: their kinds, and what is in those of code."""
    document = read_document(path)
    return [(p.kind, document.text[p.start : p.end] if p.kind == "code" else "") for p in document.paragraphs]


def words_only(text: str) -> str:
    """A translation that leaves addresses and names of entities and tags as they are."""
    return re.sub(r"(?<![(:/.<`\w])[A-Za-z]+(?![`>:/.\w]*[)>/`])", lambda word: cyrillic(word.group()), text)


def test_the_blocks_of_the_file_stay(source: Path) -> None:
    again = source.with_name(f"again{source.suffix}")
    again.write_bytes(written(source, words_only)[0])
    assert shape(again) == shape(source)
    pairs, translated = corpus_of(source, words_only), corpus_of(again)
    assert [pair.source for pair in translated] == [pair.target for pair in pairs]


@pytest.mark.parametrize(
    ("source", "target", "made"),
    [
        ("The **port** of [Bergen](http://x.y) now.", "Порт Бергена сейчас.", "Порт [Бергена](http://x.y) сейчас."),
        ("**Note:** it works.", "Примечание: работает.", "**Примечание:** работает."),
        ("*All of it.*", "Всё это.", "*Всё это.*"),
        ("Run `make` in *Murmansk*.", "Запустите make в Мурманске.", "Запустите make в *Мурманске*."),
        ("Run `make` now.", "Запустите `make` сейчас.", "Запустите `make` сейчас."),
        ("It is true.[^1]", "Это правда.", "Это правда.[^1]"),
        ("It is[^1] true[^2].", "Это правда.", "Это правда[^1][^2]."),
        ("R&amp;D is \\*good\\*.", "R&D — это *хорошо*.", "R&amp;D — это \\*хорошо\\*."),
        ("Hello there.", "- Привет.", "\\- Привет."),
        ("Hello there.", "1. Привет.", "1\\. Привет."),
        ("It is 10<sup>3</sup> now.", "Сейчас 10³.", "Сейчас 10<sup>3</sup>."),
        ("Very *good* port.", "Порт хорош.", "Порт хорош."),
    ],
)  # fmt: skip
def test_signs_that_a_translation_lacks_are_put_back(tmp_path: Path, source: str, target: str, made: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{source}\n\n[^1]: x\n\n[^2]: y\n", "utf-8")
    pairs = corpus_of(path, lambda text: target if text[:2] == source[:2] or "&" in text else text)
    data, _ = into(pairs, path)
    assert data.decode().partition("\n")[0] == made


def test_lines_are_wrapped_where_those_of_the_file_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PLAIN["hard wraps"], "utf-8")
    made = written(path, lambda text: f"{cyrillic(text)} {cyrillic(text)}")[0].decode()
    lines = made.splitlines()
    assert lines[0].startswith("   Тхе")
    assert 55 < max(map(len, lines)) <= 66
    assert [len(line) > 50 for line in lines[:-1]] == [True] * (len(lines) - 1)


def test_a_file_whose_encoding_lacks_the_letters_becomes_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("The café was opened. It cost 5 €.".encode("cp1252"))
    data, done = written(path)
    assert data.decode().startswith("Тхе цафé")
    assert "written in UTF-8: cp1252, in which the source is, lacks letters of the translation" in done.lines()
    path.write_bytes("The port.".encode("utf-16"))
    assert written(path)[0].decode("utf-16") == "Тхе порт."
    path.write_bytes(b"\xef\xbb\xbfThe port.")
    assert written(path)[0] == b"\xef\xbb\xbf" + "Тхе порт.".encode()


def test_what_is_not_reviewed_stands_in_brackets(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Port opens\n\nIt opened. It was good.\n", "utf-8")
    assert written(path, marking="unreviewed")[0].decode() == "# [[Порт опенс]]\n\n[[Ит опенед.]] [[Ит вас гоод.]]\n"


def test_a_break_inside_a_quotation_has_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("> Roses are red,  \n> violets are blue.\n", "utf-8")
    assert written(path)[0].decode() == "> Росес аре ред,  \n> виолетс аре блуе.\n"


def test_a_source_that_stays_is_marked_in_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(MARKDOWN["quotations"], "utf-8")
    stream = io.BytesIO()
    write_into(corpus_of(path), path, stream, lambda pair: PairRendering(None, "untranslated"), "en", "ru")
    made = stream.getvalue().decode()
    first, second = made.split("\n>\n")
    assert first.replace("\n> ", " ") == "> [[en: The port that was opened on Monday cost much.]]"
    assert second.replace("\n> > ", " ") == "> > [[en: It was built by us and them.]]\n"
