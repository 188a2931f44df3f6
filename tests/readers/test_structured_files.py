"""Files of a structured text format are read as what they are, or refused by name: none is taken for prose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from align.document import Document
from align.errors import InputError
from align.readers import find_documents, read_documents
from tests.command import answer

TWO = [{"title": "Port", "text": "It opened. Ships came."}, {"title": "Bank", "text": "It closed."}]


def read(path: Path, content: str | bytes, **options: Any) -> list[Document]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_documents(path, **options))


@pytest.mark.parametrize(
    "value",
    [
        TWO,
        {"articles": TWO},
        {"status": "ok", "tags": ["a", "b"], "response": {"count": 2, "docs": TWO}},
        [{"headline": "Port", "body": "It opened. Ships came."}, {"headline": "Bank", "content": "It closed."}],
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_is_a_list_of_documents_wherever_that_stands(tmp_path: Path, value: object, indent: int | None) -> None:
    """Titles are headings, ids end with the number in the list."""
    path = tmp_path / "news.json"
    documents = read(path, json.dumps(value, indent=indent))
    assert [document.text for document in documents] == ["Port\n\nIt opened. Ships came.", "Bank\n\nIt closed."]
    assert [document.id for document in documents] == [f"{path}#1", f"{path}#2"]


def test_one_object_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    [document] = read(path, json.dumps(TWO[0], indent=1))
    assert document.id == str(path) and document.text == "Port\n\nIt opened. Ships came."


def test_a_list_of_texts_is_a_list_of_documents(tmp_path: Path) -> None:
    assert [one.text for one in read(tmp_path / "a.json", '["It opened.", "It closed."]')] == [
        "It opened.",
        "It closed.",
    ]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_the_text_may_stand_deeper(tmp_path: Path, name: str) -> None:
    """Its key is named from the outside in; the title beside it is taken."""
    record = {"id": 7, "article": {"title": "Port", "parts": {"lead": "It opened."}, "lead": "It closed."}}
    content = json.dumps(record) + "\n" + json.dumps(record)
    documents = read(tmp_path / name, content, text_column="article.lead")
    assert [document.text for document in documents] == ["Port\n\nIt closed."] * 2
    [document, _] = read(tmp_path / name, content, text_column="article.parts.lead")
    assert document.text == "It opened."


def test_json_lines_are_read_under_the_name_of_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    documents = read(path, '{"text": "It opened\u2028 at noon."}\n\n{"text": "It closed."}\n')
    assert [document.id for document in documents] == [f"{path}#1", f"{path}#3"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"greeting": "Hello", "menu": {"open": "Open"}}', "has no column text, body or content"),
        ('[{"a": 1}]', "has no column text, body or content"),
        ('{"text": "It opened."', "is no JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"text": ' + "1" * 5000 + "}", "too long a number"),
        ("[]", "is empty"),
        ('{"text": ""}', "is empty"),
        ("", "is no JSON"),
        ("17", "is no JSON object"),
        ('[["It opened."]]', "is no JSON object"),
    ],
)
def test_json_without_a_text_is_refused_in_a_line(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path / "a.json", content)


def test_one_broken_record_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    errors: dict[str, InputError] = {}
    documents = read(tmp_path / "a.json", '[{"text": "It opened."}, 5, {"text": 6}]', on_error=errors.__setitem__)
    assert len(documents) == 1 and [name[-2:] for name in errors] == ["#2", "#3"]


MESSAGE = b"""Return-Path: <news@example.org>\r
From: =?utf-8?B?0J3QvtCy0L7RgdGC0Lg=?= <news@example.org>\r
To: desk@example.org\r
Subject: =?koi8-r?B?8M/S1CDP1MvS2dTY?=\r
MIME-Version: 1.0\r
Message-ID: <1@example.org>\r
"""
PLAIN = b"""Content-Type: text/plain; charset=windows-1251\r
Content-Transfer-Encoding: quoted-printable\r
\r
=CF=EE=F0=F2 =EE=F2=EA=F0=FB=EB=F1=FF.\r
"""
MIXED = b"""Content-Type: multipart/mixed; boundary=A\r
\r
--A\r
Content-Type: multipart/alternative; boundary=B\r
\r
--B\r
Content-Type: text/html; charset=utf-8\r
\r
<html><body><p>The port <b>opened</b>.</p><p>Ships came.</p></body></html>\r
--B--\r
--A\r
Content-Type: application/pdf\r
Content-Disposition: attachment; filename=a.pdf\r
Content-Transfer-Encoding: base64\r
\r
JVBERi0=\r
--A--\r
"""


@pytest.mark.parametrize("name", ["a.eml", "message"])
def test_a_message_is_its_subject_and_its_body(tmp_path: Path, name: str) -> None:
    """Headers are none of it; encoded words and transfer encodings are decoded."""
    [document] = read(tmp_path / name, MESSAGE + PLAIN)
    assert document.text == "Порт открыть\n\nПорт открылся."
    assert document.paragraphs[0].kind == "heading"


def test_a_message_with_a_page_and_an_attachment(tmp_path: Path) -> None:
    """The page's text is read, the attachment is said to be left out."""
    [document] = read(tmp_path / "a.eml", MESSAGE + MIXED)
    assert document.text == "Порт открыть\n\nThe port opened.\n\nShips came."
    assert document.account.line() == "left out: attachments (1)"


@pytest.mark.parametrize("content", [b"", b"Subject: \r\n\r\n", b"\r\n\r\n", b"Content-Type: image/png\r\n\r\nx"])
def test_a_message_without_a_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="is empty"):
        read(tmp_path / "a.eml", content)


FOREIGN = {
    "ui.po": ('# c\nmsgid ""\nmsgstr ""\n\nmsgid "Open"\nmsgstr "Открыть"\n', "a PO file"),
    "app.yaml": ("title: Port\ntext: It opened.\n", "a YAML file"),
    "story.xml": ('<?xml version="1.0"?>\n<story><p>It opened.</p></story>', "an XML file"),
    "app.properties": ("open=Open\n", "settings"),
    "Localizable.strings": ('"open" = "Open";', "settings"),
    "talk.ttml": ('<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"/>', "TTML"),
    "talk.sub": ("{25}{75}The port|opened.\n{80}{120}It is new.\n", "subtitles of a format"),
    "song.lrc": ("[ti:Song]\n[00:01.00]The port opened\n[00:03.00]It is new\n", "subtitles of a format"),
    "talk.smi": ("<SAMI><BODY><SYNC Start=1000><P>The port opened.</BODY></SAMI>", "subtitles of a format"),
    "guide.rst": ("Title\n=====\n\nIt ``opened``.\n", "markup"),
    "guide.adoc": ("= Title\n\nIt opened.\n", "markup"),
    "notes.org": ("* Title\nIt opened.\n", "markup"),
    "paper.tex": ("\\documentclass{article}\n", "LaTeX"),
    "map.svg": ("<svg><text>Port</text></svg>", "SVG"),
    "in.mbox": ("From a@b Fri Nov 27 10:00:00 2026\nSubject: x\n\ny\n", "a mailbox"),
    "m.tmx": ('<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"/>', "a bilingual corpus"),
    "m.xlf": ("<xliff/>", "a bilingual corpus"),
    "t.tbx": ("<martif/>", "a glossary"),
    "old.rtf": ("{\\rtf1 It opened.}", "an RTF file"),
}


UNMARKED = {"app.yaml", "app.properties", "Localizable.strings", "guide.rst", "guide.adoc", "notes.org"}
"""Those that only their suffix tells."""


@pytest.mark.parametrize("name", FOREIGN)
def test_a_format_that_is_not_read_is_named_with_what_to_do(tmp_path: Path, name: str) -> None:
    """By its suffix; the message ends with advice."""
    content, what = FOREIGN[name]
    with pytest.raises(InputError, match=what) as caught:
        read(tmp_path / name, content)
    assert caught.value.hint


@pytest.mark.parametrize("name", sorted(FOREIGN.keys() - UNMARKED))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_without_a_suffix_the_beginning_tells(tmp_path: Path, name: str, encoding: str) -> None:
    if name == "old.rtf" and encoding != "utf-8":
        return  # RTF is ASCII
    content, what = FOREIGN[name]
    with pytest.raises(InputError, match=what):
        read(tmp_path / "download", content.encode(encoding))


def test_xml_is_refused_under_the_name_of_a_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="an XML file"):
        read(tmp_path / "a.txt", FOREIGN["story.xml"][0])


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('[{"text": "The port opened."}]', "a JSON file"),
        ('{"text": "The port opened."}\n{"text": "Ships came."}\n', "a JSONL file"),
        ("From: a@b.c\nSubject: Port\nMIME-Version: 1.0\n\nIt opened.\n", "an e-mail message"),
        ("1\n00:00:01,000 --> 00:00:02,000\nIt opened.\n", "subtitles"),
        ("0:00:01.000,0:00:02.000\nIt opened.\n", "subtitles"),
    ],
)
def test_a_structure_under_the_name_of_a_text_is_said(tmp_path: Path, content: str, what: str) -> None:
    """Saved as TXT, it is no prose; the message says what to call it."""
    with pytest.raises(InputError, match=f"is {what} by its content") as caught:
        read(tmp_path / "a.txt", content)
    assert "rename it to a." in (caught.value.hint or "")


@pytest.mark.parametrize(
    "text",
    [
        "From: our correspondent\n\nThe port opened.\n",
        "[Photo] The port opened.\n",
        "{Updates with quote} The port opened.\n",
        "Port: opened. Bank: closed.\nText: none.\n\nShips came.",
        "<b>The port opened.\n",
        "msgid is a keyword.\n",
        "# Heading\n\n---\n\nkey: value\n",
        "[1] The port opened.\n[2] Ships came.\n",
        '["The port opened," he said.]\n',
    ],
)
def test_prose_that_looks_a_little_like_a_structure_is_prose(tmp_path: Path, text: str) -> None:
    for name in ("a.txt", "download"):
        assert read(tmp_path / name, text)


def test_a_folder_says_which_documents_it_cannot_read(tmp_path: Path) -> None:
    """A person misses an RTF file; a program's settings are no document."""
    for name in ("old.rtf", "app.yaml", "m.tmx"):
        (tmp_path / name).write_text(FOREIGN[name][0], encoding="utf-8")
    (tmp_path / "a.txt").write_text("It opened.", encoding="utf-8")
    assert [Path(name).name for name in find_documents([str(tmp_path)])] == ["a.txt", "old.rtf"]
    done = answer("split", tmp_path)
    assert (done.returncode, done.stdout) == (1, b"It opened.\n")
    assert "old.rtf is an RTF file: save it as DOCX" in done.stderr.decode()
