"""DOCX, ODT and EPUB → what a reader of the document sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.document import Document
from align.errors import InputError
from align.readers import read_document
from tests.office import office
from tests.reader_files import STRICT, W, docx, epub, odt


def read(tmp_path: Path, name: str, data: bytes) -> list[tuple[str, str]]:
    (tmp_path / name).write_bytes(data)
    return blocks(read_document(tmp_path / name))


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs]


OFFICE = [
    ("heading", "Port opens"),
    ("text", "The port was reopened."),
    ("list-item", "New cranes"),
    ("cell", "Year"),
    ("caption", "The port on Monday"),
    ("note", "Says the ministry."),
]


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_a_word_document_is_read_as_it_is_seen(tmp_path: Path, namespace: str) -> None:
    """Styles by their meaning in any language, insertions without deletions, notes at the end; strict files as well."""
    assert read(tmp_path, "story.docx", docx(namespace=namespace)) == OFFICE


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:t>yes</w:t></w:r></w:p>", "yes"),
        ("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>yes</w:t></w:r></w:p>", "yes"),
        ("<w:p><w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom><w:r><w:t>yes</w:t></w:r></w:p>", "yes"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>yes</w:t></w:r></w:p>", "yes"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>yes</w:t></w:r></w:p></w:sdtContent></w:sdt>", "yes"),
        ("<w:p><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>", "one two\nthree"),
        (
            "<w:p><w:r><w:t>outer</w:t><w:txbxContent><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:txbxContent></w:r></w:p>",
            "outer\n\ninner",
        ),
    ],
    ids=["hidden", "not hidden", "moved", "field", "control", "signs", "text box"],
)
def test_what_word_shows_is_what_is_read(tmp_path: Path, xml: str, text: str) -> None:
    """Hidden text, moved text and field codes are not read; content controls and text boxes are."""
    (tmp_path / "a.docx").write_bytes(docx(xml, {"word/footnotes.xml": "<none/>"}))
    assert read_document(tmp_path / "a.docx").text == text


def test_an_opendocument_text_is_read_as_it_is_seen(tmp_path: Path) -> None:
    """The same document in ODT: derived styles, notes at the end, no comments."""
    expected = [OFFICE[0], ("heading", "Chapter two"), *OFFICE[1:]]
    assert read(tmp_path, "story.odt", odt()) == expected


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    """Chapters as the reader turns the pages, each a mark; the table of contents is left out; the language is known."""
    (tmp_path / "book.epub").write_bytes(epub())
    book = read_document(tmp_path / "book.epub")
    assert blocks(book) == [
        ("heading", "Port opens"),
        ("text", "The port was reopened."),
        ("text", "Says the ministry."),
        ("heading", "Cranes"),
        ("list-item", "New cranes"),
        ("caption", "On Monday"),
    ]
    assert book.language == "en"
    assert [book.place(p.start) for p in book.paragraphs[2:4]] == ["OEBPS/text/one.xhtml", "OEBPS/text/two.xhtml"]


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.odt", odt(prolog=ENTITY), "document type"),
        ("a.odt", odt(prolog=OUTSIDE), "document type"),
        ("a.docx", docx(extra={"word/document.xml": f"{ENTITY}<x>&b;</x>"}), "document type"),
        ("a.docx", docx(extra={"word/document.xml": "<a>" * 100_000}), "nested deeper"),
        ("a.docx", docx(extra={"word/document.xml": "<a><b></a>"}), "damaged inside"),
        ("a.docx", docx("<w:p/>", {"word/footnotes.xml": "<none/>"}), "is empty"),
        ("a.docx", docx("", {"word/document.xml": b" " * (80 << 20)}), "zip bomb"),
        ("a.docx", docx()[:-40], "damaged or cut short"),
        ("a.docx", odt(), "OpenDocument text by its content: rename it to a.odt"),
        ("a.txt", docx(), "looks like a Word"),
        ("a.odt", odt(extra={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "protected by a password"),
        ("a.epub", epub({"one.xhtml": "<p>" + "<div>" * 100_000}), "nested deeper"),
        ("a.epub", epub({"../../../etc/passwd": "<p>x"}), "unsafe name"),
        ("a.epub", epub(extra={"META-INF/container.xml": "<container/>"}), "damaged"),
        ("a.epub", epub(extra={"META-INF/encryption.xml": "<e><EncryptionMethod Algorithm='aes'/></e>"}), "DRM"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as DOCX"),
        ("a.doc", rb"{\rtf1\ansi Port.}", "RTF file: save it as DOCX"),
    ],
)
def test_hostile_and_foreign_office_files_are_refused(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    """Bombs, entities, locked and mislabelled files: one line each that says what is wrong, and nothing is fetched."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message) as refused:
        read_document(tmp_path / name)
    assert "\n" not in str(refused.value)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one document as LibreOffice saves it: ODT, DOCX, PDF, EPUB."""
    folder = tmp_path_factory.mktemp("office")
    page = f"<html><body>{WRITTEN}</body></html>"
    (folder / "story.html").write_text(page, encoding="utf-8")
    for to, source in (("odt", "story.html"), ("docx", "story.odt"), ("pdf", "story.odt"), ("epub", "story.odt")):
        office.convert(folder / source, to, folder)
    if not (folder / "story.epub").exists():
        pytest.skip("LibreOffice is here without Writer")
    return folder


WRITTEN = """<h1>Northern port opens ice-free season</h1><p>MURMANSK, November 20. The northern port of Severny
received its <b>first</b> container ship of the winter season on Friday, the port authority said in a statement to the
press.</p>
<h2>What comes next</h2><ul><li>New cranes</li><li>A second berth in March</li></ul>
<table><tr><td>2027</td><td>1.7 million</td></tr></table><p>Последний абзац — «Северный», сказала она.</p>"""
SEEN = [
    ("heading", "Northern port opens ice-free season"),
    (
        "text",
        "MURMANSK, November 20. The northern port of Severny received its first container ship of the winter season on "
        "Friday, the port authority said in a statement to the press.",
    ),
    ("heading", "What comes next"),
    ("list-item", "New cranes"),
    ("list-item", "A second berth in March"),
    ("cell", "2027"),
    ("cell", "1.7 million"),
    ("text", "Последний абзац — «Северный», сказала она."),
]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["story.odt", "story.docx", "story.html"])
def test_what_libreoffice_saves_is_read_whole(saved: Path, name: str) -> None:
    """A real ODT and DOCX hold every paragraph with its kind, and so does the page they were made of."""
    assert blocks(read_document(saved / name)) == SEEN


@pytest.mark.slow
def test_what_libreoffice_prints_is_read_whole(saved: Path) -> None:
    """In a PDF the wrapped lines are paragraphs again; its tables are lines."""
    found = blocks(read_document(saved / "story.pdf"))
    assert found == [*SEEN[:5], ("text", "2027 1.7 million"), SEEN[7]]


@pytest.mark.slow
def test_what_libreoffice_binds_is_read_whole(saved: Path) -> None:
    """Its EPUB export keeps no headings, but every word."""
    assert [text for _, text in blocks(read_document(saved / "story.epub"))] == [text for _, text in SEEN]


def test_signs_of_a_symbol_font_are_characters_or_are_said(tmp_path: Path) -> None:
    """Word's Insert Symbol: degrees and the like are text, a pointing hand is none."""
    sign = "<w:r><w:sym w:font='{}' w:char='{}'/></w:r>"
    body = f"<w:p><w:r><w:t>At 5</w:t></w:r>{sign.format('Symbol', 'F0B0')}{sign.format('Wingdings', 'F046')}</w:p>"
    (tmp_path / "a.docx").write_bytes(docx(body))
    document = read_document(tmp_path / "a.docx")
    assert document.text.startswith("At 5°")
    assert document.account.left_out["signs of a symbol font"].count == 1
