"""The edition in both languages: source and translation side by side, paragraph by paragraph."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree

from align.corpus import Corpus, Pair, write_corpus
from align.errors import UsageError
from align.export import ExportOptions, export_documents
from align.export.bilingual import name_of_language
from align.io.atomic import atomic_output
from align.readers import read_document
from tests.command import answer
from tests.office import office

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOTH = ExportOptions(bilingual=True)


def pair(n: int, paragraph: int, source: str, target: str, **more: object) -> Pair:
    extra = {"paragraph": paragraph, **({"block": more.pop("block")} if "block" in more else {})}
    values = {"status": "approved", "source_lang": "en", "target_lang": "ru", **more}
    return Pair(f"x-{n:04d}", "x.txt", n, source, target, extra=extra, **values)  # type: ignore[arg-type]


STORY = [
    pair(1, 1, "Port <opens> & works", "Порт <открыт> & работает", kind="headline"),
    pair(2, 2, "The ice is thin.", "Лёд тонок."),
    pair(3, 2, "Ships came in.", "Пришли суда."),
    pair(4, 3, "A quay.", "Причал.", block="list-item"),
    pair(5, 4, "Nothing yet.", "", status="draft"),
    pair(6, 5, "A draft.", "Черновик.", status="draft", note="проверить"),
    pair(7, 6, "What next?", "Что дальше?", kind="subheading"),
    pair(8, 7, "Left out.", "", status="edited"),
]
ROWS = [
    ("Port <opens> & works", "Порт <открыт> & работает"),
    ("The ice is thin. Ships came in.", "Лёд тонок. Пришли суда."),
    ("A quay.", "Причал."),
    ("Nothing yet.", "Nothing yet."),  # marked
    ("A draft.", "Черновик."),
    ("What next?", "Что дальше?"),
    ("Left out.", ""),
]


def made(pairs: Sequence[Pair], path: Path, options: ExportOptions = BOTH) -> Path:
    export_documents([(pairs, ".")], path, options=options)
    return path


class _Page(HTMLParser):
    """The texts of the cells with their languages, the tags around them, and what the page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[tuple[str, str, list[str]]] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        self.fetched += [str(named[key]) for key in ("src", "href") if key in named]
        if named.get("class") in ("source", "target"):
            self.cells.append((named.get("lang") or "", "", []))
        elif self.cells and tag != "div":
            self.cells[-1][2].append(tag)

    def handle_data(self, data: str) -> None:
        if self.cells and data.strip():
            lang, text, tags = self.cells[-1]
            self.cells[-1] = (lang, text + data, tags)


def test_the_page_has_a_row_for_each_paragraph_in_both_languages_and_fetches_nothing(tmp_path: Path) -> None:
    text = made(STORY, tmp_path / "both.html").read_text("utf-8")
    page = _Page()
    page.feed(text)
    assert not page.fetched and "@import" not in text and "url(" not in text
    assert [lang for lang, _, _ in page.cells] == ["en", "ru"] * len(ROWS)
    texts = [text.strip() for _, text, _ in page.cells]
    assert list(zip(texts[::2], texts[1::2], strict=True)) == ROWS
    assert [tags[:1] for _, _, tags in page.cells[::2]] == [["h1"], ["p"], ["ul"], ["p"], ["p"], ["h2"], ["p"]]
    assert ">English</div>" in text and ">Русский</div>" in text
    assert "Не проверено. проверить" in text and 'class="untranslated"' in text


def test_the_word_document_has_the_same_rows_headings_as_headings_and_both_languages(tmp_path: Path) -> None:
    path = made(STORY, tmp_path / "both.docx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    rows = [
        tuple("".join(text.text for text in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc"))
        for row in parts["word/document.xml"].iter(f"{W}tr")
    ]
    assert rows == [("English", "Русский"), *ROWS]
    styles = [style.get(f"{W}val") for style in parts["word/document.xml"].iter(f"{W}pStyle")]
    assert styles[2:] == ["Title", "Title", "ListBullet", "ListBullet", "Heading1", "Heading1"]
    languages = {lang.get(f"{W}val") for lang in parts["word/document.xml"].iter(f"{W}lang")}
    assert languages == {"en-US"}  # the other one is the document's
    assert "проверить" in "".join(parts["word/comments.xml"].itertext())


def test_languages_are_written_in_their_direction(tmp_path: Path) -> None:
    arabic = [replace(one, target="مرحبا", target_lang="ar") for one in STORY[:2]]
    assert '<div class="target" lang="ar" dir="rtl">' in made(arabic, tmp_path / "a.html").read_text("utf-8")
    with zipfile.ZipFile(made(arabic, tmp_path / "a.docx")) as archive:
        assert b"<w:bidi/>" in archive.read("word/document.xml")
    assert [name_of_language(code) for code in ("ar", "", "q?")] == ["العربية", "", "q?"]


def test_documents_follow_each_other_on_pages_of_their_own(tmp_path: Path) -> None:
    two = [*STORY, *(replace(one, id=one.id.replace("x", "y"), doc="y.txt") for one in STORY)]
    with zipfile.ZipFile(made(two, tmp_path / "two.docx")) as archive:
        document = archive.read("word/document.xml")
    assert document.count(b"<w:tbl>") == 2 and document.count(b"<w:pageBreakBefore/>") == 1
    assert made(two, tmp_path / "two.html").read_text("utf-8").count("<article") == 2


@pytest.mark.parametrize("name", ["both.txt", "both.md", "both.odt"])
def test_formats_without_columns_say_which_have_them(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--bilingual|bilingual") as error:
        made(STORY, tmp_path / name)
    assert ".html or .docx" in str(error.value) and not (tmp_path / name).exists()


def test_the_command_writes_it_again_and_leaves_what_a_person_changed(tmp_path: Path) -> None:
    corpus, page = tmp_path / "x.jsonl", tmp_path / "both.html"
    write_corpus(Corpus(STORY, source_lang="en", target_lang="ru"), corpus)
    for _ in range(2):
        done = answer("export", corpus, "-o", page, "--bilingual", "--mark", "none")
        assert done.returncode == 0 and b"1 document with 7 segments written" in done.stderr
    assert b"<mark" not in page.read_bytes()
    with atomic_output(page) as stream:
        stream.write(b"<p>mine</p>")
    done = answer("export", corpus, "-o", page, "--bilingual")
    assert done.returncode == 1 and b"was changed since align wrote it" in done.stderr


@pytest.mark.slow
def test_writer_shows_the_rows_in_order(tmp_path: Path) -> None:
    saved = office.convert(made(STORY, tmp_path / "both.docx"), "odt", tmp_path / "out")
    document = read_document(str(saved))
    found = [document.text[one.start : one.end] for one in document.paragraphs]
    assert found == [text for row in [("English", "Русский"), *ROWS] for text in row if text]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_the_page_prints_in_two_columns(tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    page, pdf = made(STORY, tmp_path / "both.html"), tmp_path / "both.pdf"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run(command, capture_output=True, timeout=120)
    text = PdfDocument(pdf)[0].get_textpage()

    def place(words: str) -> tuple[float, float]:
        """Left edge and height of the first letter of some words."""
        index, _ = text.search(words).get_next()
        left, bottom, *_ = text.get_charbox(index)
        return left, bottom

    source, target = place("The ice"), place("тонок")
    assert target[0] > source[0] + 150 and abs(source[1] - target[1]) < 4
