"""The translation as a Word document (ECMA-376, Office Open XML), with named styles, in its language.

Written without a library: a document of paragraphs needs few and small parts, and what python-docx brings is a template
in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from string import Template
from typing import BinaryIO

from align.export.content import DocumentParagraph, Run, TranslatedDocument
from align.export.words import about
from align.io.office_package import XML, attribute, content, write_package
from align.io.word_package import DOCUMENT, WORD, word_package
from align.languages.office_language import OfficeLanguage, office_language

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


def write(documents: Sequence[TranslatedDocument], stream: BinaryIO) -> None:
    """Write documents as one file; each begins on a new page."""
    body = WordBody(documents[0].target_lang if documents else "")
    paragraphs = "".join(body.document(document, new_page=number > 0) for number, document in enumerate(documents))
    write_body(body, paragraphs + _PAGE, documents, stream)


def write_body(body: WordBody, xml: str, documents: Sequence[TranslatedDocument], stream: BinaryIO) -> None:
    """Write a document whose body is `xml`, with the comments that were made for it and the parts around it."""
    main = files("align.export").joinpath("parts")
    parts = {name: name for name in ("styles", "numbering", "settings", "footer")}
    if body.comments:
        parts["comments"] = "comments"

    def part(name: str) -> str:
        return Template(main.joinpath(name).read_text("utf-8")).substitute(body.template())

    title = " · ".join(document.title for document in documents[:3])
    created = max((document.created for document in documents), default="")
    written = {
        **word_package(parts, title, created, documents[0].target_lang if documents else ""),
        "word/document.xml": f"{XML}{DOCUMENT}<w:body>{xml}</w:body></w:document>",
        **{f"word/{name}.xml": part(f"docx_{name}.xml") for name in parts if name != "comments"},
    }
    if body.comments:
        written["word/comments.xml"] = f"{XML}<w:comments {WORD}>{''.join(body.comments)}</w:comments>"
    write_package(stream, written)


_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1361" w:right="1531" w:bottom="1361" w:left="1531" w:header="709" w:footer="624" w:gutter="0"/>'
    "</w:sectPr>"
)
"""A4; the margins of a page that is read and corrected on paper."""


class WordBody:
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
            self.paragraph(paragraph, document.target_lang, begins_page)
            for paragraph, begins_page in zip(document.paragraphs, pages, strict=True)
        )

    def paragraph(self, paragraph: DocumentParagraph, language: str, begins_page: bool = False) -> str:
        """A paragraph in its style, whose text is in `language`."""
        style = _STYLES.get(paragraph.style)
        properties = "".join(
            (
                f'<w:pStyle w:val="{style}"/>' if style else "",
                "<w:pageBreakBefore/>" if begins_page else "",
                "<w:bidi/>" if self._office(language).right_to_left else "",
            )
        )
        runs = "".join(piece for run in paragraph.runs for piece in self._run(run, language))
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
