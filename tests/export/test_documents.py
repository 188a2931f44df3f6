"""Translated documents in every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import align
from align.corpus.pair import Pair
from align.export import ExportOptions, export_documents, stories
from align.export.content import translated
from align.export.export_formats import FORMATS
from align.io.xml_text import parsed
from align.languages.office_language import office_language
from align.readers import read_document
from align.shown_text import shown_text
from tests.office import office

TEXTS = (
    "1. Первый, «второй» & третий",
    "- дефис в начале",
    "> цитата",
    "+ плюс и + плюс",
    "---",
    "===",
    "`код`, ~~черта~~, | столбец | и <b>жирно</b> &amp; R&D",
    "Снежный_ком, a_b_c, _x_, **y** и [ссылка](http://a_b.c/d_e)",
    r"C:\путь\* и \[x\]",
    "Неразрывные\u00a0пробелы 12\u202f000 10³ H₂O 😀",
    "#хэштег",
    "2) скобка",
    "<!-- нет --> текст",
    "[[вики]] {{шаблон}} [^1] $x$",
    "два  пробела",
    "www.x.ru/a_b_*c*",
)
"""What one format or another would read as markup."""
BLOCKS = ("heading", "list-item", "list-item", "caption", "cell", "cell", "note")


def pair(n: int, target: str, paragraph: int | None = None, **more: object) -> Pair:
    """A reviewed pair in a paragraph of its own, or in the one named."""
    extra = {"paragraph": paragraph or n, **({"block": more.pop("block")} if "block" in more else {})}
    values = {"source": f"Source {n}.", "source_lang": "en", "target_lang": "ru", "status": "approved", **more}
    return Pair(f"x-{n:04d}", "x.txt", n, target=target, extra=extra, **values)  # type: ignore[arg-type]


def nasty() -> Iterator[Pair]:
    yield pair(1, "# Заголовок с *звездой* #", kind="headline")
    yield from (pair(n, text) for n, text in enumerate(TEXTS, start=2))
    yield from (pair(n, f"Кусок {n}", block=block) for n, block in enumerate(BLOCKS, start=50))


def made(pairs: Sequence[Pair], path: Path, options: ExportOptions | None = None) -> bytes:
    export_documents([(pairs, ".")], path, options=options)
    return path.read_bytes()


def paragraphs(path: Path) -> list[str]:
    """The paragraphs that our reader finds, white space aside."""
    document = read_document(str(path))
    shown = (
        shown_text(document.text[p.start : p.end], p.start, p.markup) for p in document.paragraphs if p.kind != "code"
    )
    return ["".join(text.split()) for text in shown]


def wanted(pairs: Sequence[Pair]) -> list[str]:
    (story,) = stories(pairs)
    return ["".join(paragraph.text.split()) for paragraph in translated(story, ExportOptions()).paragraphs]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_document_is_read_back_paragraph_by_paragraph(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"story.{suffix}"
    made(list(nasty()), path)
    found = [text.removeprefix("-") if text.startswith("-Кусок") else text for text in paragraphs(path)]
    assert found == wanted(list(nasty()))


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["docx", "odt", "html"])
def test_libreoffice_opens_it_and_finds_the_text_of_the_corpus(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"story.{suffix}"
    made(list(nasty()), path)
    text = office.convert(path, "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig")
    lines = ["".join(line.removeprefix("    • ").split()) for line in text.splitlines() if line.strip()]
    assert lines == wanted(list(nasty()))


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path) -> None:
    for suffix in FORMATS:
        assert made(list(nasty()), tmp_path / f"a.{suffix}") == made(list(nasty()), tmp_path / f"b.{suffix}")


OPEN = [
    pair(1, "Раз.", 1),
    pair(2, "Два.", 1, status="draft"),
    pair(3, "Три.", 1, status="draft"),
    pair(4, "", 1, status="draft"),
    pair(5, "Пять.", 2, status="rejected", note="не то"),
    pair(6, "Рубрика", 3, status="rejected", kind="crumb"),
    pair(7, "", 4, status="edited"),
    pair(8, "Восемь.", 5, status="draft", origin="human"),
]
"""A corpus in which not everything is reviewed."""


def test_what_is_not_ready_is_marked_and_nothing_is_lost_unsaid(tmp_path: Path) -> None:
    text = made(OPEN, tmp_path / "a.txt").decode()
    assert text == "Раз. [[Два. Три.]] [[en: Source 4.]]\n\n[[en: Source 5.]]\n\nВосемь.\n"
    done = export_documents([(OPEN, ".")], tmp_path / "b.txt")
    counts = done.counts
    assert (counts.segments, counts.unreviewed, counts.untranslated, counts.rejected, counts.left_out) == (
        8,
        2,
        1,
        1,
        2,
    )
    missing = made(OPEN, tmp_path / "c.md", ExportOptions(mark="missing")).decode()
    assert missing.startswith("Раз. Два. Три. [[en: Source 4.]]\n")
    assert "[[" not in made(OPEN, tmp_path / "d.txt", ExportOptions(mark="none")).decode()


@pytest.mark.parametrize(("suffix", "part"), [("docx", "word/document.xml"), ("odt", "content.xml"), ("html", "")])
def test_marks_are_highlights_with_a_comment_where_the_source_stands(suffix: str, part: str, tmp_path: Path) -> None:
    content = made(OPEN, tmp_path / f"a.{suffix}")
    if not part:
        page = content.decode()
        assert page.count("<mark") == 3
        assert 'lang="en" dir="ltr" title="Черновик отклонен: здесь стоит исходный текст. не то"' in page
        return
    package = zipfile.ZipFile(io.BytesIO(content))
    assert all(parsed(package.read(name)) is not None for name in package.namelist() if name != "mimetype")
    body = package.read(part).decode()
    assert body.count('w:val="yellow"' if suffix == "docx" else "text:span ") == 3
    comments = package.read("word/comments.xml").decode() if suffix == "docx" else body
    assert comments.count("здесь стоит исходный текст") == 2


def test_a_word_document_is_in_its_language(tmp_path: Path) -> None:
    package = zipfile.ZipFile(io.BytesIO(made([pair(1, "Раз", kind="headline"), pair(2, "Два.")], tmp_path / "a.docx")))
    assert '<w:lang w:val="ru-RU"/>' in package.read("word/styles.xml").decode()
    core = package.read("docProps/core.xml").decode()
    assert "<dc:title>Раз</dc:title>" in core
    assert "<dc:language>ru</dc:language>" in core
    assert package.read("word/document.xml").decode().count('w:pStyle w:val="Title"') == 1


def test_arabic_runs_from_right_to_left_and_chinese_without_spaces(tmp_path: Path) -> None:
    arabic = [pair(1, "نص", target_lang="ar"), pair(2, "آخر", target_lang="ar")]
    assert '<html lang="ar" dir="rtl">' in made(arabic, tmp_path / "a.html").decode()
    body = zipfile.ZipFile(io.BytesIO(made(arabic, tmp_path / "a.docx"))).read("word/document.xml").decode()
    assert body.count("<w:bidi/>") == body.count("<w:rtl/>") == 2
    assert (
        'writing-mode="rl-tb"'
        in zipfile.ZipFile(io.BytesIO(made(arabic, tmp_path / "a.odt"))).read("styles.xml").decode()
    )
    chinese = [pair(1, "港口开放。", 1, target_lang="zh"), pair(2, "船来了。", 1, target_lang="zh")]
    assert made(chinese, tmp_path / "a.txt").decode() == "港口开放。船来了。\n"
    assert [office_language(code).tag for code in ("zh", "ja", "sr-Latn", "pt-PT", "x-unknown", "")][:4] == [
        "zh-CN", "ja-JP", "sr-Latn-RS", "pt-PT",
    ]  # fmt: skip


def test_what_no_document_can_hold_is_left_out_and_said(tmp_path: Path) -> None:
    pairs = [pair(1, "Раз\x00\x1b[2J\ud800 два\n\nтри\x0bчетыре")]
    for suffix in FORMATS:
        done = export_documents([(pairs, ".")], tmp_path / f"a.{suffix}")
        assert done.warnings == [
            "4 characters that documents cannot hold were left out or replaced, the first in pair x-0001"
        ]
        assert paragraphs(tmp_path / f"a.{suffix}")[0].startswith("Раз[2J")


def test_several_documents_in_one_file_begin_on_a_new_page(tmp_path: Path) -> None:
    other = Pair("y-0001", "y.txt", 1, "Other", "Другое", "en", "ru", status="approved", extra={"paragraph": 1})
    pairs = [pair(1, "Раз."), other]
    assert made(pairs, tmp_path / "a.txt").decode() == "Раз.\n\n\n\nДругое\n"
    assert made(pairs, tmp_path / "a.md").decode() == "Раз.\n\n---\n\nДругое\n"
    body = zipfile.ZipFile(io.BytesIO(made(pairs, tmp_path / "a.docx"))).read("word/document.xml").decode()
    assert body.count("<w:pageBreakBefore/>") == 1
    body = zipfile.ZipFile(io.BytesIO(made(pairs, tmp_path / "a.odt"))).read("content.xml").decode()
    assert body.count('fo:break-before="page"') == 1


def test_markdown_of_a_markdown_source_keeps_its_emphasis_and_links(tmp_path: Path) -> None:
    from dataclasses import replace

    pairs = [replace(pair(1, "**Важно:** [порт](https://a.b) открыт"), doc="x.md")]
    assert made(pairs, tmp_path / "a.md").decode() == "**Важно:** [порт](https://a.b) открыт\n"


def test_a_script_writes_documents_as_the_command_does(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    said: list[str] = []
    assert align.write_document(OPEN, path, mark="none") == 1
    assert align.write_document(OPEN, path, mark="missing", typography=True) == 1
    assert align.write_document(OPEN, tmp_path / "a.html", bilingual=True) == 1
    assert "Source 1." in (tmp_path / "a.html").read_text("utf-8")
    with pytest.raises(align.AlignError, match=r"segments are not reviewed: x-0002, .*leave only out"):
        align.write_document(OPEN, path, only="approved")
    path.write_text("от редактора", "utf-8")
    with pytest.raises(align.AlignError, match=r"changed since align wrote it.*say force=True"):
        align.write_document(OPEN, path)
    assert align.write_document(iter(OPEN), path, force=True, warn=said.append) == 1
    assert said == [f"the old file is kept as {path}.bak"]
    with pytest.raises(align.AlignError, match="mark is 'all': it is one of unreviewed, missing, none"):
        align.write_document(OPEN, path, mark="all")  # type: ignore[arg-type]


def test_long_paragraphs_and_corpora_without_any_translation_are_whole(tmp_path: Path) -> None:
    long = [pair(1, "Слово " * 20_000, 1), *(pair(n, f"Предложение {n}.", 2) for n in range(2, 500))]
    for suffix in FORMATS:
        made(long, tmp_path / f"a.{suffix}")
        assert len(paragraphs(tmp_path / f"a.{suffix}")) == 2
    empty = [pair(n, "", n, status="draft") for n in (1, 2)]
    assert made(empty, tmp_path / "b.txt").decode() == "[[en: Source 1.]]\n\n[[en: Source 2.]]\n"
