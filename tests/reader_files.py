"""Small files of every format, made by hand: the good ones that tests read, and that the fuzz tests break."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"

STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:styleId="Own"><w:name w:val="My chapter"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:styleId="Bildunterschrift"><w:name w:val="caption"/></w:style>
<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""

BODY = """<w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:t>Port opens</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">The port was </w:t></w:r><w:ins><w:r><w:t>re</w:t></w:r></w:ins><w:del><w:r>
<w:delText>un</w:delText></w:r></w:del><w:r><w:t>opened.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>
<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>New cranes</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:pPr><w:pStyle w:val="Bildunterschrift"/></w:pPr><w:r><w:t>The port on Monday</w:t></w:r></w:p>"""

NOTES = f"""<w:footnotes xmlns:w="{W}">
<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Says the ministry.</w:t></w:r></w:p></w:footnote></w:footnotes>"""

RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""

ODT_BODY = """<text:h text:outline-level="1">Port opens</text:h><text:p text:style-name="P1">Chapter two</text:p>
<text:p>The port<text:s text:c="2"/>was<text:note><text:note-citation>1</text:note-citation><text:note-body>
<text:p>Says the ministry.</text:p></text:note-body></text:note> reopened.<office:annotation><text:p>Really?</text:p>
</office:annotation></text:p>
<text:list><text:list-item><text:p>New cranes</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell></table:table-row></table:table>
<text:p text:style-name="Illustration">The port on Monday</text:p>"""

CHAPTERS = {
    "one.xhtml": "<h1>Port opens</h1><p>The port was&nbsp;reopened.</p><aside>Says the ministry.</aside>",
    "two.xhtml": "<h1>Cranes</h1><ul><li>New cranes</li></ul><figure><figcaption>On Monday</figcaption></figure>",
}


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file; a member called `mimetype` comes first and is stored, as OpenDocument and EPUB ask."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in sorted(members.items(), key=lambda member: member[0] != "mimetype"):
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else method)
    return buffer.getvalue()


def docx(body: str = BODY, extra: Mapping[str, str | bytes] | None = None, namespace: str = W) -> bytes:
    document = f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    parts: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "_rels/.rels": RELATIONS}
    parts |= {"word/document.xml": document, "word/styles.xml": STYLES, "word/footnotes.xml": NOTES}
    return zipped({**parts, **(extra or {})})


def odt(body: str = ODT_BODY, extra: Mapping[str, str | bytes] | None = None, prolog: str = "") -> bytes:
    name = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{space}="{name}:{space}:1.0"' for space in ("office", "text", "table", "style"))
    content = f"""{prolog}<office:document-content {spaces}><office:automatic-styles>
<style:style style:name="P1" style:parent-style-name="Heading_20_2"/></office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document-content>"""
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<m/>", **(extra or {})})


def epub(chapters: Mapping[str, str] = CHAPTERS, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """A book; the spine goes by the order of `chapters`, the archive and the manifest backwards."""
    items = "".join(
        f'<item id="{name}" href="text/{name}" media-type="application/xhtml+xml"/>'
        for name in reversed(list(chapters))
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    package = f"""<package xmlns="http://www.idpf.org/2007/opf"><metadata><dc:language
xmlns:dc="http://purl.org/dc/elements/1.1/">en</dc:language></metadata><manifest>{items}<item id="nav"
href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest><spine><itemref
idref="nav"/>{spine}</spine></package>"""
    container = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    pages = {f"OEBPS/text/{name}": f"<html><body>{chapters[name]}</body></html>" for name in reversed(list(chapters))}
    nav = {"OEBPS/nav.xhtml": "<html><body><nav><ol><li>Port opens</li></ol></nav></body></html>"}
    book = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/book.opf": package}
    return zipped({**book, **nav, **pages, **(extra or {})})


Placed = tuple[float, float, float, str]
"""Left and bottom of a line in points, the size of its letters, and its text."""


def pdf(pages: Sequence[Sequence[Placed]]) -> bytes:
    """A PDF of lines in Helvetica on pages of 300 by 400 points."""
    numbers = [4 + 2 * n for n in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    for number, lines in zip(numbers, pages, strict=True):
        shown = "".join(
            f"BT /F {size} Tf {left} {bottom} Td ({text.translate({40: '(', 41: ')', 92: None})}) Tj ET\n"
            for left, bottom, size, text in lines
        ).encode("cp1252")
        resources = "/MediaBox[0 0 300 400]/Resources<</Font<</F 3 0 R>>>>"
        objects[number] = f"<</Type/Page/Parent 2 0 R{resources}/Contents {number + 1} 0 R>>".encode()
        objects[number + 1] = f"<</Length {len(shown)}>>stream\n".encode() + shown + b"endstream"
    out, places = b"%PDF-1.4\n", []
    for number in sorted(objects):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(places) + 1}/Root 1 0 R>>"
    return out + f"{head}\nstartxref\n{len(out)}\n%%EOF\n".encode()


PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Port | News</title>
<script>x=1</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<header><h1>Northern port opens for the winter</h1></header><article>
<figure><img src="a.jpg"><figcaption>The port of Severny on Monday.</figcaption></figure>
<p>The northern port of Severny received its <b>first</b> container ship of the winter season on Friday, the port
authority said in a statement.</p><h2>What comes next</h2><ul><li>New cranes for the terminal</li></ul>
<p>The 180-meter vessel left Rotterdam on November 11 and carried <a href="x">equipment</a> for two power
stations.<br>It waited for a day.</p><p style="display:none">Unseen words.</p><pre><code>x = 1</code></pre></article>
<aside><p>Related: the strongest storm in twenty years, read all about it here</p></aside>
<footer><p>© 2026 The News. All rights reserved.</p></footer></body></html>"""

SRT = """1
00:00:01,000 --> 00:00:02,000
<i>The port was closed</i>
on Monday

2
00:00:02,100 --> 00:00:03,500
after a storm.

3
00:01:04,000 --> 00:01:05,000
- Where?
- Here.
"""

VTT = """WEBVTT - the port

NOTE a comment

intro
00:01.000 --> 00:02.000 align:start
<v Anna>The port &amp; the town

NOTE another

00:02.100 --> 00:03.000
<v Anna>were <c.loud>closed</c>.
"""
