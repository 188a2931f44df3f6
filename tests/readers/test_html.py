"""Web pages → their main text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from align.document import Document
from align.errors import InputError
from align.readers import encoding_note, read_document
from tests.reader_files import PAGE


def read(tmp_path: Path, page: str | bytes, **options: Any) -> Document:
    path = tmp_path / "story.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read_document(path, **options)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs]


def test_the_story_is_read_and_the_page_around_it_is_not(tmp_path: Path) -> None:
    """Headline, caption, headings, items and code with their kinds; no menus, related stories, scripts, hidden text."""
    document = read(tmp_path, PAGE)
    assert document.language == "en-GB"
    assert blocks(document) == [
        ("heading", "Northern port opens for the winter"),
        ("caption", "The port of Severny on Monday."),
        (
            "text",
            "The northern port of Severny received its first container ship of the winter season on Friday, the port "
            "authority said in a statement.",
        ),
        ("heading", "What comes next"),
        ("list-item", "New cranes for the terminal"),
        (
            "text",
            "The 180-meter vessel left Rotterdam on November 11 and carried equipment for two power stations.\n"
            "It waited for a day.",
        ),
        ("code", "x = 1"),
    ]


def test_a_page_without_menus_is_read_whole(tmp_path: Path) -> None:
    """What an office program or a book archive saves has no furniture to be taken away, and short lines are kept."""
    page = "<h2>One</h2><p>Short.</p><table><tr><th>Year<td>2027</table><dl><dt>a<dd>b</dl>Loose<br>text<p>Also."
    assert blocks(read(tmp_path, page)) == [
        ("heading", "One"),
        ("text", "Short."),
        ("cell", "Year"),
        ("cell", "2027"),
        ("list-item", "a"),
        ("list-item", "b"),
        ("text", "Loose\ntext"),
        ("text", "Also."),
    ]


@pytest.mark.parametrize(
    ("head", "written", "found"),
    [
        ('<meta charset="windows-1251">', "cp1251", "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r", "koi8-r"),
        ('<meta charset="windows-1251">', "utf-8", "utf-8"),
        ("", "utf-16", "utf-16"),
        ("", "cp1251", "cp1251"),
        ('<meta charset="nonsense">', "cp1251", "cp1251"),
    ],
)
def test_the_page_says_its_encoding(tmp_path: Path, head: str, written: str, found: str) -> None:
    """A mark, then UTF-8 that fits, then the page's word, then the guess."""
    page = f"<html><head>{head}</head><body><p>Порт закрыт из-за шторма, сообщила пресс-служба.</p></body></html>"
    document = read(tmp_path, page.encode(written))
    assert (document.encoding, document.text) == (found, "Порт закрыт из-за шторма, сообщила пресс-служба.")


def test_latin_1_of_the_web_is_windows_latin(tmp_path: Path) -> None:
    """As browsers do: a page that says ISO-8859-1 may hold the quotation marks of cp1252. The user is believed."""
    page = '<meta charset="iso-8859-1"><p>“Café”'.encode("cp1252")
    document = read(tmp_path, page)
    assert document.text == "“Café”"
    assert encoding_note(document) is not None
    assert read(tmp_path, page, encoding="cp1251").text == "“Cafй”"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<html><body></body></html>", "is empty"),
        ("", "is empty"),
        ("<div>" * 100_000 + "x", "nested deeper"),
        ("<p>x" * 500_001, "more than 500,000 tags"),
        ("x" * (17 << 20), "larger than 16 MB"),
    ],
    ids=["empty page", "empty file", "deep", "many tags", "large"],
)
def test_pages_that_are_none_are_refused(tmp_path: Path, page: str, message: str) -> None:
    """Nothing, or more than a page can be, is one line."""
    with pytest.raises(InputError, match=message):
        read(tmp_path, page)


def test_a_picture_inside_a_page_does_not_count(tmp_path: Path) -> None:
    """A saved page with 20 MB of embedded pictures is read."""
    assert read(tmp_path, f"<p>One.<img src='data:image/png;base64,{'A' * (20 << 20)}'>").text == "One."


def test_a_page_called_txt_is_refused_with_its_name(tmp_path: Path) -> None:
    """A web page in story.txt, or an error page in a story.docx, is told by its content."""
    for name in ("story.txt", "story.md", "story.jsonl"):
        (tmp_path / name).write_text(PAGE)
        with pytest.raises(
            InputError, match=re.escape(f"{name} is a web page by its content: rename it to story.html")
        ):
            read_document(tmp_path / name)
    (tmp_path / "story").write_text(PAGE)
    assert read_document(tmp_path / "story").language == "en-GB"


def test_a_page_of_many_rows_is_read_in_time(tmp_path: Path) -> None:
    """A table of 2,000 rows beside a menu: trafilatura would take minutes, so it is not asked."""
    page = f"<nav>Home</nav><table>{'<tr><td>a</td><td>b</td></tr>' * 2000}</table>"
    assert len(read(tmp_path, page).paragraphs) == 4000


def test_an_element_of_a_name_that_xml_does_not_have_does_no_harm(tmp_path: Path) -> None:
    page = PAGE.replace("stations.<br>", "stations.<b<td>r>")
    assert "It waited for a day." in read(tmp_path, page).text
