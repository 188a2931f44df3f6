"""A new Word document (DOCX: ECMA-376, Office Open XML), written into a stream as it is made.

Written by hand rather than with python-docx, which builds the whole tree and knows neither content controls nor hidden
text: here memory is flat, and the same document gives the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold, but for lone surrogates."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile("\r\n?")
_BROKEN = re.compile("([\n\t])")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of the members of the archive, so that it does not depend on when it was written."""


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The size and the margins of a page, in twentieths of a point: A4 upright unless said otherwise."""

    width: int = 11906
    height: int = 16838
    margin: int = 1134

    @property
    def text_width(self) -> int:
        """How wide the text is."""
        return self.width - 2 * self.margin

    @property
    def xml(self) -> str:
        """The properties of a section that has such pages, with the footer in them."""
        turned = ' w:orient="landscape"' if self.width > self.height else ""
        edges = " ".join(f'w:{edge}="{self.margin}"' for edge in ("top", "right", "bottom", "left"))
        return (
            '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
            f'<w:pgSz w:w="{self.width}" w:h="{self.height}"{turned}/>'
            f'<w:pgMar {edges} w:header="340" w:footer="340" w:gutter="0"/></w:sectPr>'
        )


def shown_text(text: str) -> str:
    """The text as XML can hold it: line breaks are `\\n`, a lone surrogate is U+FFFD, control characters are gone."""
    return _SURROGATE.sub("\ufffd", _LOST.sub("", _BREAK.sub("\n", text)))


def run(text: str, properties: str = "") -> str:
    """A run of text, whose line breaks and tabs become those of Word; nothing for no text.

    >>> run("a & b", "<w:b/>")
    '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">a &amp; b</w:t></w:r>'
    """
    if not text:
        return ""
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    parts = [part for part in _BROKEN.split(shown_text(text)) if part]
    inside = "".join(signs.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts)
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inside}</w:r>"


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs, in a style, with properties of its own."""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    return f"<w:p>{f'<w:pPr>{named}{properties}</w:pPr>' if named or properties else ''}{content}</w:p>"


def word_language(language: str) -> str:
    """The code by which Word finds the dictionary of a language: with the country that CLDR thinks the likeliest.

    >>> word_language("ru"), word_language("en-GB"), word_language("")
    ('ru-RU', 'en-GB', '')
    """
    from babel.core import get_global

    if not re.fullmatch("[A-Za-z]{2,3}", language):
        return language
    region = str(get_global("likely_subtags").get(language.lower(), "")).rpartition("_")[2]
    return f"{language.lower()}-{region}" if re.fullmatch("[A-Z]{2}", region) else language


def style(
    name: str, kind: str = "paragraph", *, based_on: str = "", properties: str = "", look: str = "", shown: str = ""
) -> str:
    """A style: its id, the `properties` of its paragraphs and the `look` of its letters; `shown` is its name to
    people."""
    default = ' w:default="1"' if name == "Normal" else ""
    own = "" if name in ("Normal", "Title", "Heading1", "Heading2", "Heading3", "Footer") else ' w:customStyle="1"'
    return (
        f"<w:style w:type={quoteattr(kind)}{default}{own} w:styleId={quoteattr(name)}>"
        f"<w:name w:val={quoteattr(shown or name)}/>"
        + (f"<w:basedOn w:val={quoteattr(based_on)}/>" if based_on else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{properties}</w:pPr>" if properties else "")
        + (f"<w:rPr>{look}</w:rPr>" if look else "")
        + "</w:style>"
    )


class WordFile:
    """A document that is being written: its body piece by piece, all else at once. Nothing is read back, so that the
    stream may be a pipe."""

    def __init__(self, stream: BinaryIO, page: PageLayout, styles: str, title: str = "", created: str = ""):
        """Begin the document. `styles` are those of `style`; `created` is a date like `2026-11-23T10:00:00Z`."""
        self._archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self._page = page
        self._add("[Content_Types].xml", _content_types())
        self._add("_rels/.rels", _relations(("officeDocument", "word/document.xml"), core="docProps/core.xml"))
        self._add("docProps/core.xml", _core(title, created))
        parts = (("styles", "styles.xml"), ("settings", "settings.xml"), ("footer", "footer1.xml"))
        self._add("word/_rels/document.xml.rels", _relations(*parts))
        self._add("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
        self._add("word/settings.xml", _settings())
        self._add("word/footer1.xml", _footer(title))
        self._body = self._archive.open(_member("word/document.xml"), "w", force_zip64=True)
        self.write(f'{_DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>')

    def write(self, xml: str) -> None:
        """Add paragraphs or tables to the body, or a part of them."""
        self._body.write(xml.encode())

    def close(self) -> None:
        """End the body and the archive; the stream stays open."""
        self.write(f"{self._page.xml}</w:body></w:document>")
        self._body.close()
        self._archive.close()

    def _add(self, name: str, xml: str) -> None:
        self._archive.writestr(_member(name), f"{_DECLARATION}{xml}".encode())


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EARLIEST)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _content_types() -> str:
    parts = {"document": "document.main", "styles": "styles", "settings": "settings", "footer1": "footer"}
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in parts.items()
        )
        + '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(*parts: tuple[str, str], core: str = "") -> str:
    links = [(f"{_R}/{kind}", target) for kind, target in parts]
    links += [(f"{_PACKAGE}/relationships/metadata/core-properties", core)] if core else []
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _core(title: str, created: str) -> str:
    date = f'<dcterms:created xsi:type="dcterms:W3CDTF">{escape(created)}</dcterms:created>' if created else ""
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(shown_text(title))}</dc:title>{date}</cp:coreProperties>"
    )


def _settings() -> str:
    """Settings of Word 2013 and later: without them a document opens in the compatibility mode of 2007."""
    return (
        f'<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="708"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        "</w:settings>"
    )


def _footer(title: str) -> str:
    """The title, and the number of the page of how many."""
    field = '<w:fldSimple w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    begin = f"{title}  ·  " if title else ""
    numbers = f"{field.format('PAGE')}{run(' / ')}{field.format('NUMPAGES')}"
    return f'<w:ftr xmlns:w="{W}">{paragraph(run(begin) + numbers, "Footer")}</w:ftr>'
