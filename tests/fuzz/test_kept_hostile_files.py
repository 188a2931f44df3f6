"""Small hostile files of every kind that was found, each with its end: one line, or the text, in time and in memory."""

from __future__ import annotations

import gzip
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from align.corpus.format_options import FormatOptions
from align.corpus.format_registry import FORMATS, module_of
from align.document import Document, Paragraph
from align.errors import AlignError, InputError
from align.glossary.glossary_reader import _entries
from align.io.byte_source import ByteSource
from align.io.limits import LONGEST_PARAGRAPH
from align.io.spreadsheets.comments import read_comments
from align.io.spreadsheets.struck import without_struck
from align.io.text_encoding import decode
from align.readers.read_options import ReadOptions
from align.readers.reading import read_source
from align.review.sheet_rows import table_from
from align.segmentation import segmenter, split
from tests.fuzz.hostile import LONGEST_CASE, unzipped
from tests.reader_files import docx, epub, odt

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OASIS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
TU = '<tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="ru"><seg>b</seg></tuv>'


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def xlsx(rows: str, strings: str = "", sheets: str = '<sheet name="a" sheetId="1" r:id="rId1"/>') -> bytes:
    return zipped(
        {
            "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r" Type="{R}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
            f'Type="{R}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{R}/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{S}"><si><t>{strings}</t></si></sst>',
        }
    )


def ods(rows: str) -> bytes:
    content = f"<office:document-content {OASIS}><office:body><office:spreadsheet>"
    content += f'<table:table table:name="a" table:style-name="line-through-">{rows}</table:table>'
    content += "</office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": f"{content}</office:document-content>"})


def odf_row(cell: str, times: int = 1, columns: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{times}"><table:table-cell office:value-type="string" '
        f'table:number-columns-repeated="{columns}">{cell}</table:table-cell></table:table-row>'
    )


def shared(cells: int, prefix: str = "") -> str:
    return "".join(f'<{prefix}row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells + 1))


def nested_tables(depth: int, cells: int) -> str:
    inner = odf_row("<office:annotation/><text:p>x</text:p>") * cells
    begin, end = (
        "<table:table-row><table:table-cell><table:table>",
        "</table:table></table:table-cell></table:table-row>",
    )
    return begin * depth + inner + end * depth


def chain(word: str, count: int) -> str:
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="q{n}"><w:name w:val="q{n}"/><w:basedOn w:val="q{n + step}"/></w:style>'
        for step in ((-1,) if word == "backwards" else (1,))
        for n in range(count)
    )


def many(count: int, form: str = 'a{}="x"') -> str:
    return " ".join(form.format(n) for n in range(count))


def document(name: str, data: bytes, encoding: str | None = None) -> None:
    for found in read_source(ByteSource(name, name, io.BytesIO(data)), ReadOptions(encoding)):
        found.text.encode()
        split(found)


def corpus(format: str, data: bytes) -> None:
    list(module_of(FORMATS[format]).read(io.BytesIO(data), "a", FormatOptions("en", "ru")).pairs)


def workbook(name: str, data: bytes) -> None:
    for read in (lambda: table_from(data, name, spreadsheet=True), lambda: _entries(data, name, name[1:], "en", "ru")):
        try:
            read()
        except AlignError as error:
            said = error
    raise said


def tmx(units: str) -> bytes:
    return f'<tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>'.encode()


def xliff(units: str) -> bytes:
    return (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
        f'target-language="ru"><body>{units}</body></file></xliff>'
    ).encode()


LONG = "word " * 200_000
FAR = "counted in each cell that it stands in"


Case = tuple[str, Callable[[], Any], str]
"""Name, what reads the file, and what its one line says: nothing where the file is harmless now."""


def workbooks() -> Iterator[Case]:
    yield "shared string in many cells", lambda: workbook("a.xlsx", xlsx(shared(2000), LONG)), FAR
    yield (
        "shared string after a rich run",
        lambda: workbook("a.xlsx", xlsx(shared(2000), f"</t><r><t>{LONG}</t></r><t>")),
        FAR,
    )
    twice = '<sheet name="a" sheetId="1" r:id="rId1"/><sheet name="b" sheetId="2" r:id="rId1"/>'
    yield "one part as two sheets", lambda: workbook("a.xlsx", xlsx(shared(2), "a", twice)), "two sheets are one"
    cell = f"<text:p>{LONG}</text:p>"
    yield "repeated rows", lambda: workbook("a.ods", ods(odf_row(cell, times=1000))), FAR
    yield "repeated columns", lambda: workbook("a.ods", ods(odf_row(cell, columns=1000))), FAR
    yield "both repeated", lambda: workbook("a.ods", ods(odf_row(f"<text:p>{LONG[:9000]}</text:p>", 1000, 1000))), FAR
    cut = {name: part.decode().partition("</text:p>")[0] for name, part in unzipped(ods(odf_row(cell))).items()}
    yield "a part that is cut short", lambda: workbook("a.ods", zipped(cut)), "is broken in 'content.xml'"
    short = odf_row("<text:p>a</text:p>", 400_000)
    yield "a short text in many rows", lambda: workbook("a.ods", ods(short)), FAR
    spaces = '<text:p>a<text:s text:c="9000000"/></text:p>'
    yield "counted spaces", lambda: workbook("a.ods", ods(odf_row(spaces, 1000))), FAR
    yield "countless spaces", lambda: workbook("a.ods", ods(odf_row(spaces.replace("9", "9" * 20)))), "is broken"
    inner = "<table:table>" + odf_row("") + "</table:table>"
    after = odf_row(inner, times=1000) + f"<table:table-row/>{odf_row(cell, times=1000)}"
    yield "text after a table in a cell", lambda: workbook("a.ods", ods(after)), FAR
    yield "tables in tables", lambda: looked_through(ods(nested_tables(40, 20_000))), ""
    formats = f'<styleSheet xmlns="{S}"><fonts><font><strike/></font></fonts>'
    formats += f"<cellXfs>{'<xf/>' * 60_000}</cellXfs></styleSheet>"
    yield (
        "struck formats",
        lambda: workbook("a.xlsx", with_part(xlsx(shared(20_000), "a"), "xl/styles.xml", formats)),
        "heading",
    )
    yield "attributes of a cell", lambda: workbook("a.ods", ods(f"<table:table-row {many(9000)}/>")), "256 attributes"


def chains_of_styles() -> Iterator[Case]:
    for way in ("backwards", "forwards"):
        styles = f'<w:styles xmlns:w="{W}">{chain(way, 30_000)}</w:styles>'
        yield f"DOCX styles {way}", partial(document, "a.docx", docx(extra={"word/styles.xml": styles})), ""
    parents = "".join(f'<style:style style:name="P{n}" style:parent-style-name="P{n + 1}"/>' for n in range(20_000))
    styled = f"<office:document-styles {OASIS}><office:styles>{parents}</office:styles></office:document-styles>"
    lines = "".join(f'<text:p text:style-name="P{n % 9}">a.</text:p>' for n in range(5000))
    yield "ODT styles", lambda: document("a.odt", odt(lines, extra={"styles.xml": styled})), ""


def attributes() -> Iterator[Case]:
    page = f"<html><body><nav>m</nav><p {many(300_000)}>text</p>"
    yield "attributes of a tag", lambda: document("a.html", page.encode()), "more than 256 attributes"
    yield (
        "attributes without values",
        lambda: document("a.html", f"<html><body><p {many(9000, 'a{}')}>x".encode()),
        "256",
    )
    yield "attributes of an end tag", lambda: document("a.html", f"<html><p>x</p {many(9000)}>y".encode()), "256"
    yield "attributes in a chapter", lambda: document("a.epub", epub({"a.html": page})), "more than 256 attributes"
    yield (
        "attributes in a script",
        lambda: document("a.html", f"<html><p>x<script>i<n {many(900)}</script>".encode()),
        "",
    )
    yield (
        "attributes of w:p",
        lambda: document("a.docx", docx(f"<w:p {many(100_000)}><w:r><w:t>x</w:t></w:r></w:p>")),
        "",
    )
    yield "attributes of text:p", lambda: document("a.odt", odt(f"<text:p {many(100_000)}>x</text:p>")), ""
    yield "attributes of tu", lambda: corpus("tmx", tmx(f"<tu {many(100_000)}>{TU}</tu>")), ""
    yield (
        "attributes of trans-unit",
        lambda: corpus("xliff", xliff(f'<trans-unit id="1" {many(100_000)}><source>a</source></trans-unit>')),
        "",
    )
    yield "200,000 tuv", lambda: corpus("tmx", tmx(f"<tu>{TU * 100_000}</tu>")), ""
    yield "150,000 prop", lambda: corpus("tmx", tmx("<tu>" + '<prop type="a">b</prop>' * 150_000 + TU + "</tu>")), ""
    yield "a unit of 9 MB", nine_megabytes, ""


def encodings() -> Iterator[Case]:
    yield "letters and a high byte", lambda: document("a.txt", b"a" * 200_000 + b" \xff b. This is a text.\n"), ""
    yield "letters between high bytes", lambda: document("a.txt", (b"a" * 5000 + b"\xe9\xe8\xe7") * 40), ""
    yield "blanks before a page in Latin-1", lambda: document("a.html", b" " * 100_000 + b"<html><p>caf\xe9"), ""
    for codec in ("unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined", "rot13", "hex"):
        yield f"--encoding {codec}", partial(document, "a.txt", b"Hello \\ud800.\n", codec), "no encoding is called"
    yield "half a character in UTF-7", lambda: document("a.txt", b"a +2AA- b", "utf-7"), "half of one"
    yield "a page in punycode", lambda: document("a.html", b'<meta charset="punycode"><p>\xff' + b"a-b" * 100_000), ""


def long_and_deep() -> Iterator[Case]:
    yield "heading of brackets", lambda: _entries(b"(" * 200_000 + b"\ttarget\na\tb\n", "a", ".tsv", "en", "ru"), ""
    yield (
        "heading of blanks",
        lambda: _entries(b"source" + b" " * 200_000 + b"x\ttarget\n", "a", ".tsv", "en", "ru"),
        "",
    )
    yield "100,000 columns", lambda: _entries(b"a\t" * 100_000 + b"\nb\tc\n", "a", ".tsv", "en", "ru"), ""
    yield "a million columns", lambda: document("a.csv", b"a," * 1_000_000 + b"text\n" + b"," * 1_000_000 + b"x\n"), ""

    yield "a paragraph of 5 MB", lambda: document("a.txt", b"word word. " * 500_000), "a paragraph of more than 4 MB"
    yield "a packed paragraph", lambda: document("a.txt.gz", gzip.compress(b"a" * 100_000_000)), "unpacks to more than"
    deep = b'{"text": "a", "x": ' + b"[" * 200_000
    yield "deep JSON", lambda: document("a.jsonl", deep), "nested too deep"
    yield (
        "an integer of 10,000 digits",
        lambda: document("a.jsonl", b'{"text": "a", "x": ' + b"9" * 10_000 + b"}"),
        "too long a number",
    )
    yield (
        "a pair with such an integer",
        lambda: corpus("jsonl", b'{"source": "a", "target": "b", "n": ' + b"9" * 10_000 + b"}"),
        "line 1",
    )
    yield "half a character in JSON", lambda: document("a.jsonl", b'{"text": "a \\ud800 b."}'), ""
    yield (
        "a line of 20 MB",
        lambda: corpus("jsonl", json.dumps({"source": "a" * 20_000_000}).encode()),
        "longer than 16 MB",
    )


def with_part(book: bytes, name: str, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return zipped({**{each: archive.read(each).decode() for each in archive.namelist()}, name: part})


def looked_through(book: bytes) -> None:
    assert read_comments(book, "a") == []
    assert without_struck(book, "a") == {}


def nine_megabytes() -> None:
    """Units before and after one of 9 MB, wherever pieces of the file end: all are there, whole."""
    for length in (1_114_000, 9_000_000):
        units = [("a" * (length if n == 3 else 50 + n)) for n in range(400)]
        text = "".join(f"<tu>{TU.replace('>a<', f'>{unit}<')}</tu>\n" for unit in units)
        corpus = module_of(FORMATS["tmx"]).read(io.BytesIO(tmx(text)), "a", FormatOptions("en", "ru"))
        assert [len(pair.source) for pair in corpus.pairs] == [len(unit) for unit in units]


CASES = {
    name: (read, says)
    for kind in (workbooks, chains_of_styles, attributes, encodings, long_and_deep)
    for name, read, says in kind()
}


@pytest.mark.parametrize("name", list(CASES))
def test_a_hostile_file_is_read_or_refused_in_one_line(name: str) -> None:
    read, says = CASES[name]
    began = time.process_time()
    try:
        read()
        said = ""
    except AlignError as error:
        said = str(error)
    assert time.process_time() - began < LONGEST_CASE
    assert re.search(says, said) if says else True, said
    assert "\n" not in said


def test_a_document_has_no_more_sentences_than_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmenter, "MOST_SEGMENTS", 10)
    with pytest.raises(InputError, match="sentences: cut it into several"):
        split(Document("a", "One. " * 20, (Paragraph(0, 100),), "en"))


def test_a_long_block_of_code_is_no_paragraph() -> None:
    length = LONGEST_PARAGRAPH + 1
    assert split(Document("a", "a" * length, (Paragraph(0, length, "code"),))) == []


def test_the_guess_of_latin_words_counts_what_it_did() -> None:
    """Single bytes above 127 inside Latin words are Latin-1, whatever letters stand between two of them."""
    for text in ("été, tâté, à la fête", "naïve café", "Ångström é"):
        assert decode(text.encode("latin-1"), "a") == (text, "latin-1")
