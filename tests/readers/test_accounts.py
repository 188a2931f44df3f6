"""What the readers of documents say they left out."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from align.account import Account
from align.pipelines.documents import documents
from align.pipelines.left_out import LeftOut
from align.pipelines.options import DocumentOptions
from align.readers import read_document, read_documents
from tests.command import run
from tests.reader_files import PAGE, docx, epub, odt, pdf, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMMENTS = f'<w:comments xmlns:w="{W}"><w:comment><w:p/></w:comment><w:comment/></w:comments>'
HIDDEN = (
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:t>yes</w:t></w:r>"
    "<w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
)
MAIL = b"""MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

One.
--x
Content-Type: image/png
Content-Disposition: attachment

A
--x--
"""
LINE, HEAD = (40.0, 300.0, 10.0), (40.0, 380.0, 8.0)
SHEETS = [[(*HEAD, f"The News {n}"), (*LINE, f"The port opened on day {n}.")] for n in (1, 2, 3)]


def account_of(folder: Path, name: str, data: bytes) -> Account:
    (folder / name).write_bytes(data)
    return read_document(folder / name).account


@pytest.mark.parametrize(
    ("name", "data", "line", "expected"),
    [
        (
            "a.docx",
            docx(HIDDEN, {"word/comments.xml": COMMENTS, "word/header1.xml": "<x/>", "word/footnotes.xml": "<x/>"}),
            "left out: hidden passages (1), comments (2)",
            {"deleted passages": 1, "headers and footers": 1},
        ),
        (
            "b.docx",
            docx(HIDDEN, {"word/comments.xml": "<broken"}),
            "left out: hidden passages (1)",
            {"deleted passages": 1},
        ),
        ("a.odt", odt(), "left out: comments (1)", {}),
        ("a.html", PAGE.encode(), "", {"hidden blocks": 1, "blocks of menus, sidebars and footers": 4}),
        ("a.epub", epub(), "", {"pages of navigation": 1}),
        ("a.pdf", pdf([*SHEETS, []]), "left out: pages without text (1, p. 4)", {"running heads and page numbers": 3}),
        (
            "a.vtt",
            b"WEBVTT\n\nNOTE mine\n\n00:01.000 --> 00:02.000\nOne.\n",
            "left out: comments (1, line 3)",
            {},
        ),
        (
            "a.eml",
            MAIL,
            "left out: attachments (1)",
            {},
        ),
    ],
)
def test_the_line_has_what_may_be_missed(
    tmp_path: Path, name: str, data: bytes, line: str, expected: dict[str, int]
) -> None:
    """Comments, hidden text and attachments are said; heads, menus and tracked deletions are only counted."""
    account = account_of(tmp_path, name, data)
    assert account.line() == line
    assert {reason: tally.count for reason, tally in account.left_out.items() if tally.expected} == expected
    assert account.read > 0


def test_a_page_of_which_much_is_left_out_says_so(tmp_path: Path) -> None:
    """Blocks outside the main text are expected where they are few, and said where they are many."""
    story = "<p>" + "The port opened on Friday, and the first ship of the season came in at noon. " * 4 + "</p>"
    comment = "<div class='comment'><p>" + "I never liked that port and I never will, whatever they may say. " * 4
    comments = f"<section id='comments'>{(comment + '</p></div>') * 3}</section>"
    page = f"<nav><a href='/'>Home</a></nav><article>{story * 2}</article>{comments}"
    account = account_of(tmp_path, "a.html", f"<html><body>{page}</body></html>".encode())
    assert "blocks outside the main text" in account.line()


def test_archives_say_what_they_hold_besides(tmp_path: Path) -> None:
    """Other formats, archives inside and links are named; hidden files are only counted."""
    (tmp_path / "a.zip").write_bytes(
        zipped({"a.txt": "One.", ".b.txt": "x", "c.png": "x", "d.zip": "x", "e.tar.gz": "x"})
    )
    account = Account()
    assert len(list(read_documents(tmp_path / "a.zip", account=account))) == 1
    assert account.line() == "left out: members of other formats (1, c.png), archives inside it (2, first at d.zip)"
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"One."))
        link = tarfile.TarInfo("b.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "a.txt"
        archive.addfile(link)
    account = Account()
    assert len(list(read_documents(tmp_path / "a.tar", account=account))) == 1
    assert account.line() == "left out: links and devices (1, b.txt)"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"text": "One."}\n{"text": ""}\n{"text": null}\n'),
        ("a.json", '[{"text": "One."}, {"text": " "}, {"text": null}]'),
        ("a.csv", "id,text\n1,One.\n2,\n3,  \n"),
    ],
)
def test_records_without_text_are_counted(tmp_path: Path, name: str, text: str) -> None:
    """By the numbers that are in the ids of the others."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    account = Account()
    assert len(list(read_documents(tmp_path / name, account=account))) == 1
    assert account.left_out["records without text"].count == 2 and account.read == 1


def test_commands_say_it_and_json_has_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line on standard error; the first segment of the document has the whole account."""
    path = tmp_path / "a.md"
    path.write_text("One.\n\n<!-- not this -->\n\n    code\n\nTwo.\n", encoding="utf-8")
    assert run("split", "--json", str(path)) == 0
    said = capsys.readouterr()
    first, second = map(json.loads, said.out.splitlines())
    assert first["account"]["left_out"] == {
        "comments": {"count": 1, "places": ["line 3"]},
        "lines of code": {"count": 1, "places": ["line 5"], "expected": True},
    }
    assert "account" not in second
    assert "a.md: left out: comments (1, line 3)" in said.err and "code" not in said.err


def test_accounts_of_documents_and_of_their_file(tmp_path: Path) -> None:
    """What `align translate --json` prints: by document what its reader left out, by archive what is in no document."""
    path = str(tmp_path / "a.zip")
    Path(path).write_bytes(zipped({"a.md": "One.\n\n<!-- not this -->\n", "b.txt": "Two.", "c.png": "x"}))
    said: list[str] = []
    left_out = LeftOut()
    assert len(list(documents([path], DocumentOptions(), False, said.append, left_out))) == 2
    assert said == [
        f"{path}#a.md: left out: comments (1, line 3)",
        f"{path}: left out: members of other formats (1, c.png)",
    ]
    assert left_out.accounts_as_json() == {
        f"{path}#a.md": {"read": 1, "left_out": {"comments": {"count": 1, "places": ["line 3"]}}, "changed": {}},
        path: {"read": 2, "left_out": {"members of other formats": {"count": 1, "places": ["c.png"]}}, "changed": {}},
    }
