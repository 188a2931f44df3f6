"""The translation as a Word document (ECMA-376, Office Open XML), with named styles, in its language.

Written without a library: a document of paragraphs needs few and small parts, and what python-docx brings is a template
in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from string import Template
from typing import BinaryIO

from align.export.content import DocumentParagraph, Run, TranslatedDocument
from align.export.office_language import OfficeLanguage, office_language
from align.export.package import XML, attribute, content, write_package
from align.export.words import about

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = {
    "title": "Title",
    "subtitle": "Subtitle",
    "heading": "Heading1",
    "list-item": "ListBullet",
    "caption": "Caption",
    "cell": "TableText",
    "note": "FootnoteText",
    "kicker": "Kicker",
    "byline": "Byline",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write(documents: Sequence[TranslatedDocument], stream: BinaryIO) -> None:
    """Write documents as one file; each begins on a new page."""
    body = _WordBody(documents[0].target_lang if documents else "")
    paragraphs = "".join(body.document(document, new_page=number > 0) for number, document in enumerate(documents))
    main = files("align.export").joinpath("parts")
    parts = {"styles": "styles", "numbering": "numbering", "settings": "settings", "footer": "footer"}
    if body.comments:
        parts["comments"] = "comments"

    def part(name: str) -> str:
        return Template(main.joinpath(name).read_text("utf-8")).substitute(body.template())

    written = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relations(
            {
                "document": (f"{_OFFICE}/officeDocument", "word/document.xml"),
                "core": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _properties(documents),
        "word/document.xml": f"{XML}{_DOCUMENT}<w:body>{paragraphs}{_PAGE}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations({name: (f"{_OFFICE}/{name}", f"{name}.xml") for name in parts}),
        **{f"word/{name}.xml": part(f"docx_{name}.xml") for name in parts if name != "comments"},
    }
    if body.comments:
        written["word/comments.xml"] = f"{XML}<w:comments {_WORD}>{''.join(body.comments)}</w:comments>"
    write_package(stream, written)


_DOCUMENT = f'<w:document {_WORD} xmlns:r="{_OFFICE}">'
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1361" w:right="1531" w:bottom="1361" w:left="1531" w:header="709" w:footer="624" w:gutter="0"/>'
    "</w:sectPr>"
)
"""A4; the margins of a page that is read and corrected on paper."""


class _WordBody:
    """Writes paragraphs, and collects the comments on them."""

    def __init__(self, language: str):
        self.language = office_language(language)
        self.comments: list[str] = []
        self._known: dict[str, OfficeLanguage] = {}

    def template(self) -> dict[str, str]:
        """The values of the parts that are the same in every document but for the language."""
        return {"languages": _language(self.language, default=True), "tag": attribute(self.language.tag)}

    def document(self, document: TranslatedDocument, new_page: bool) -> str:
        pages = (new_page and not number for number in range(len(document.paragraphs)))
        return "".join(
            self._paragraph(paragraph, document, begins_page)
            for paragraph, begins_page in zip(document.paragraphs, pages, strict=True)
        )

    def _paragraph(self, paragraph: DocumentParagraph, document: TranslatedDocument, begins_page: bool) -> str:
        style = _STYLES.get(paragraph.style)
        properties = "".join(
            (
                f'<w:pStyle w:val="{style}"/>' if style else "",
                "<w:pageBreakBefore/>" if begins_page else "",
                "<w:bidi/>" if self._office(document.target_lang).right_to_left else "",
            )
        )
        runs = "".join(piece for run in paragraph.runs for piece in self._run(run, document.target_lang))
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"

    def _run(self, run: Run, language: str) -> Iterator[str]:
        """A run; the space before a marked one is not marked."""
        text = run.text
        if run.marking and text.startswith(" "):
            yield self._text(" ", Run(" ", language))
            text = text[1:]
        number = len(self.comments)
        commented = run.marking == "untranslated" or bool(run.note)
        if commented:
            self.comments.append(self._comment(number, about(run, language), language))
            yield f'<w:commentRangeStart w:id="{number}"/>'
        yield self._text(text, run)
        if commented:
            yield (
                f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
                f'<w:commentReference w:id="{number}"/></w:r>'
            )

    def _text(self, text: str, run: Run) -> str:
        office = self._office(run.language)
        properties = "".join(
            (
                '<w:color w:val="9C1C12"/>' if run.marking == "untranslated" else "",
                '<w:highlight w:val="yellow"/>' if run.marking else "",
                "<w:rtl/>" if office.right_to_left else "",
                _language(office) if office != self.language else "",
            )
        )
        opening = f"<w:r><w:rPr>{properties}</w:rPr>" if properties else "<w:r>"
        return f'{opening}<w:t xml:space="preserve">{content(text)}</w:t></w:r>'

    def _comment(self, number: int, text: str, language: str) -> str:
        direction = "<w:bidi/>" if self._office(language).right_to_left else ""
        return (
            f'<w:comment w:id="{number}" w:author="align" w:initials="a"><w:p><w:pPr><w:pStyle w:val="CommentText"/>'
            f'{direction}</w:pPr><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
            f'<w:r><w:t xml:space="preserve">{content(text)}</w:t></w:r></w:p></w:comment>'
        )

    def _office(self, code: str) -> OfficeLanguage:
        return self._known.setdefault(code, office_language(code))


def _language(office: OfficeLanguage, default: bool = False) -> str:
    """The language of a text, under the group of its script; the default names one for each group."""
    tag = attribute(office.tag)
    attributes = {"western": "w:val", "asian": "w:eastAsia", "complex": "w:bidi"}
    named = {"w:val": "en-US"} if default else {}
    if tag:
        named[attributes[office.group]] = tag
    written = "".join(f' {name}="{value}"' for name, value in named.items())
    return f"<w:lang{written}/>" if written else ""


def _properties(documents: Sequence[TranslatedDocument]) -> str:
    title = " · ".join(document.title for document in documents[:3])
    language = documents[0].target_lang if documents else ""
    created = max((document.created for document in documents), default="")
    date = f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>' if _DATE.fullmatch(created) else ""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{content(title)}</dc:title>{date}<dc:language>{content(language)}</dc:language></cp:coreProperties>"
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    """The relations of a part: id → type and target."""
    inside = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, (kind, target) in targets.items()
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _content_types(parts: dict[str, str]) -> str:
    named = {"word/document.xml": f"{_TYPE}.document.main+xml"}
    named |= {f"word/{name}.xml": f"{_TYPE}.{kind}+xml" for name, kind in parts.items()}
    named["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in named.items())
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
