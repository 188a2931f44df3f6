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

from align.io.office_package import XML, member
from align.io.word_package import DOCUMENT, WORD, word_package

_LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold, but for lone surrogates."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile("\r\n?")
_BROKEN = re.compile("([\n\t])")


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
            '<w:sectPr><w:footerReference w:type="default" r:id="footer"/>'
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
        parts = {
            **word_package({name: name for name in ("styles", "settings", "footer")}, shown_text(title), created),
            "word/styles.xml": f"{XML}<w:styles {WORD}>{styles}</w:styles>",
            "word/settings.xml": _SETTINGS,
            "word/footer.xml": _footer(title),
        }
        for name, xml in parts.items():
            self._archive.writestr(member(name), xml.encode())
        self._body = self._archive.open(member("word/document.xml"), "w", force_zip64=True)
        self.write(f"{XML}{DOCUMENT}<w:body>")

    def write(self, xml: str) -> None:
        """Add paragraphs or tables to the body, or a part of them."""
        self._body.write(xml.encode())

    def close(self) -> None:
        """End the body and the archive; the stream stays open."""
        self.write(f"{self._page.xml}</w:body></w:document>")
        self._body.close()
        self._archive.close()


_SETTINGS = (
    f'{XML}<w:settings {WORD}><w:defaultTabStop w:val="708"/><w:compat><w:compatSetting '
    'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
"""Settings of Word 2013 and later: without them a document opens in the compatibility mode of 2007."""


def _footer(title: str) -> str:
    """The title, and the number of the page of how many."""
    field = '<w:fldSimple w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    begin = f"{title}  ·  " if title else ""
    numbers = f"{field.format('PAGE')}{run(' / ')}{field.format('NUMPAGES')}"
    return f"{XML}<w:ftr {WORD}>{paragraph(run(begin) + numbers, 'Footer')}</w:ftr>"
