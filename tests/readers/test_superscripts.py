"""Raised and lowered characters: powers and indices stay what they are, references to notes go."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from align.document import Document
from align.readers import read_document
from align.readers.superscripts import ScriptPiece, flattened
from tests.reader_files import docx, epub, odt


def read(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    return read_document(folder / name)


@pytest.mark.parametrize(
    ("before", "raised", "after", "expected"),
    [
        ("10", "3", " tons", "10³ tons"),
        ("m", "2", ".", "m²."),
        ("5 km", "2", "", "5 km²"),
        ("площадь 3 м", "2", "", "площадь 3 м²"),
        ("x", "-1", "", "x⁻¹"),
        ("(a+b)", "n", "", "(a+b)ⁿ"),
        ("the 1", "st", " man", "the 1st man"),
        ("", "14", "C dating", "¹⁴C dating"),
        ("He came home", "1", ".", "He came home."),
        ("домой", "12", ".", "домой."),
        ("home", "1, 2", ".", "home."),
        ("It opened.", "3", " Then", "It opened. Then"),
        ("“So.”", "4", "", "“So.”"),
        ("in 1998", "5", ",", "in 1998,"),
        ("word", "[6]", "", "word"),
        ("word", "*", " x", "word x"),
        ("", "1", " A note begins with its number.", "1 A note begins with its number."),
        ("M", "me", " Curie", "Mme Curie"),
    ],
)
def test_a_power_is_no_reference(before: str, raised: str, after: str, expected: str) -> None:
    """What stands in front of raised figures tells: a number, unit or variable, or else a word or a stop."""
    assert flattened([ScriptPiece(before), ScriptPiece(raised, 1), ScriptPiece(after)])[0] == expected


@pytest.mark.parametrize(
    "piece",
    [
        "x<sup>2</sup> ",
        "a<sup><a href='#fn1'>1</a></sup>",
        "<del>a</del>b",
        "<a href='#fn1'>1</a>",
        "<sup></sup>",
        "<s>",
    ],
)
def test_time_grows_with_the_page(tmp_path: Path, piece: str) -> None:
    """Four times as many signs take about four times as long."""
    seconds = []
    for count in (1000, 4000):
        data = f"<p>Text {piece * min(count, 100 if piece == '<s>' else count)}".encode()
        began = time.process_time()
        read(tmp_path, "a.epub", epub({"a.xhtml": data.decode()}))
        seconds.append(time.process_time() - began)
    assert seconds[1] < 8 * max(seconds[0], 0.05)


def test_figures_that_a_program_divided_are_one() -> None:
    """Word cuts runs anywhere: 10 to the power 12 is not 10¹ and a note."""
    pieces = [ScriptPiece("10"), ScriptPiece("1", 1), ScriptPiece("2", 1), ScriptPiece(" H"), ScriptPiece("2", -1)]
    assert flattened(pieces) == ("10¹² H₂", 0)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('He left<sup><a href="#fn1">1</a></sup>.', "He left."),
        ('He left<a href="#fn1"><sup>1</sup></a>.', "He left."),
        ('He left<a epub:type="noteref" href="n.xhtml#n1">1</a>.', "He left."),
        ('He left<a role="doc-noteref" href="#x">*</a>.', "He left."),
        ('He left<a class="footnote-ref" href="#x">12</a>.', "He left."),
        ('He left<sup class="reference" id="r"><a href="#cite_note-3">[3]</a></sup>.', "He left."),
        ('He left <a href="#fn9">[9]</a> then.', "He left then."),
        ('See chapter <a href="#c2">2</a>.', "See chapter 2."),
        ('In <a href="/2026">2026</a> he left.', "In 2026 he left."),
        ("10<sup>3</sup>, m<sup>2</sup>, CO<sub>2</sub>", "10³, m², CO₂"),
        ('m<span style="vertical-align: super">3</span>', "m³"),
        ("It was <del>never</del> <ins>always</ins> <s>old</s> <strike>so</strike> here.", "It was always here."),
        ("a<sup>b&#1;c</sup>d", "abcd"),
        ('A <span style="text-decoration: line-through">lost</span> word', "A word"),
        ('<a href="#r1">1</a> The note. <a href="#fnref1" class="footnote-back">↩</a>', "1 The note."),
    ],
)
def test_notes_powers_and_deletions_of_a_page(tmp_path: Path, page: str, expected: str) -> None:
    """On web pages, in books and in messages alike; a link that is no reference stays."""
    text = f"<html><body><p>{page}</p></body></html>"
    assert read(tmp_path, "a.html", text.encode()).text == expected
    assert read(tmp_path, "a.epub", epub({"a.xhtml": f"<p>{page}</p>"})).text == expected
    mail = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{text}"
    assert read(tmp_path, "a.eml", mail.encode()).text == expected


@pytest.mark.parametrize("note", ['<aside epub:type="footnote">{}</aside>', '<footer role="doc-endnotes">{}</footer>'])
def test_a_note_in_an_aside_is_text(tmp_path: Path, note: str) -> None:
    """As e-books and their web editions have it; other asides are not."""
    page = f"<p>He left.</p>{note.format('<p>At noon.</p>')}<aside>Menu</aside>"
    assert read(tmp_path, "a.html", f"<html><body>{page}</body></html>".encode()).text == "He left.\n\nAt noon."


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<w:r><w:t>10</w:t></w:r>{super}<w:t>3</w:t></w:r>", "10³"),
        ("<w:r><w:t>H</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr><w:t>2</w:t></w:r>", "H₂"),
        ("<w:r><w:t>home</w:t></w:r>{super}<w:t>1</w:t></w:r><w:r><w:t>.</w:t></w:r>", "home."),
        ("<w:r><w:t>m</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Up'/></w:rPr><w:t>2</w:t></w:r>", "m²"),
        ("<w:r><w:t>m</w:t></w:r>{super}<w:footnoteReference w:customMarkFollows='1'/><w:t>a</w:t></w:r>", "m"),
        ("<w:r><w:t>m</w:t></w:r><w:hyperlink w:anchor='_ftn1'>{super}<w:t>1</w:t></w:r></w:hyperlink>", "m"),
        ("<w:r><w:t>a </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>b</w:t></w:r><w:r><w:t>c</w:t></w:r>", "a c"),
        ("<w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>kept</w:t></w:r>", "kept"),
    ],
)
def test_notes_powers_and_deletions_in_word(tmp_path: Path, xml: str, expected: str) -> None:
    """Raised and lowered by the run or its style, marks of notes in every form, crossed-out text."""
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:styleId="Up">'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
    )
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
    body = f"<w:p>{xml.replace('{super}', raised)}</w:p>"
    data = docx(body, {"word/styles.xml": styles, "word/footnotes.xml": "<none/>"})
    assert read(tmp_path, "a.docx", data).text == expected


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("10<text:span text:style-name='up'>3</text:span> tons", "10³ tons"),
        ("H<text:span text:style-name='low'>2</text:span>O", "H₂O"),
        ("home<text:span text:style-name='up'>1</text:span>.", "home."),
        ("m<text:a href='#sdfootnote1sym'><text:span text:style-name='up'>1</text:span></text:a>.", "m."),
        ("a <text:span text:style-name='out'>b <text:span>c</text:span></text:span>d", "a d"),
    ],
)
def test_notes_powers_and_deletions_in_opendocument(tmp_path: Path, xml: str, expected: str) -> None:
    """The automatic styles of spans say what is raised, lowered and crossed out."""
    written = "".join(
        f"<style:style style:name='{name}'><style:text-properties {what}/></style:style>"
        for name, what in (
            ("up", "style:text-position='super 58%'"),
            ("low", "style:text-position='-33% 58%'"),
            ("out", "style:text-line-through-style='solid'"),
        )
    )
    data = odt(f"<text:p>{xml}</text:p>", {"styles.xml": f"<x xmlns:style='urn:s'>{written}</x>"})
    assert read(tmp_path, "a.odt", data).text == expected
