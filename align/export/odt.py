"""The translation as an OpenDocument text (ISO/IEC 26300, 1.3), with named styles, in its language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from string import Template
from typing import BinaryIO

from align.export.content import DocumentParagraph, Run, TranslatedDocument
from align.export.words import about
from align.io.office_package import attribute, content, write_package
from align.languages.office_language import OfficeLanguage, office_language

_TYPE = "application/vnd.oasis.opendocument.text"
_STYLES = {
    "title": "Title",
    "subtitle": "Subtitle",
    "heading": "Heading_20_1",
    "text": "Text_20_body",
    "list-item": "List_20_1",
    "caption": "Caption",
    "cell": "Table_20_Contents",
    "note": "Footnote",
    "kicker": "Kicker",
    "byline": "Byline",
}
_PARTS = ("content.xml", "styles.xml", "meta.xml")


def write(documents: Sequence[TranslatedDocument], stream: BinaryIO) -> None:
    """Write documents as one file; each begins on a new page."""
    language = office_language(documents[0].target_lang if documents else "")
    body = _OpenDocumentBody(language)
    paragraphs = "".join(body.document(document, new_page=number > 0) for number, document in enumerate(documents))
    values = {
        "title": content(" · ".join(document.title for document in documents[:3])),
        "language": content(language.tag),
        "created": f"<meta:creation-date>{_created(documents)}</meta:creation-date>" if _created(documents) else "",
        "languages": _languages(language),
        "direction": _direction(language),
        "side": _side(language),
        "automatic": "".join(body.styles.values()),
        "body": paragraphs,
    }
    folder = files("align.export").joinpath("parts")
    parts = {name: Template(folder.joinpath(f"odt_{name}").read_text("utf-8")).substitute(values) for name in _PARTS}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in _PARTS
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>'
        f"{entries}</manifest:manifest>"
    )
    write_package(stream, {"mimetype": _TYPE, **parts, "META-INF/manifest.xml": manifest})


class _OpenDocumentBody:
    """Writes paragraphs, and collects the automatic styles that they need."""

    def __init__(self, language: OfficeLanguage):
        self.language = language
        self.styles: dict[str, str] = {}
        self._known: dict[str, OfficeLanguage] = {}

    def document(self, document: TranslatedDocument, new_page: bool) -> str:
        return "".join(self._paragraphs(document, new_page))

    def _paragraphs(self, document: TranslatedDocument, new_page: bool) -> Iterator[str]:
        in_list = False
        for paragraph in document.paragraphs:
            if in_list != (paragraph.style == "list-item"):
                in_list = not in_list
                yield '<text:list text:style-name="List_20_1">' if in_list else "</text:list>"
            written = self._paragraph(paragraph, document, new_page)
            new_page = False
            yield f"<text:list-item>{written}</text:list-item>" if in_list else written
        yield "</text:list>" if in_list else ""

    def _paragraph(self, paragraph: DocumentParagraph, document: TranslatedDocument, new_page: bool) -> str:
        style = self._paragraph_style(_STYLES[paragraph.style], self._office(document.target_lang), new_page)
        runs = "".join(self._run(run, document.target_lang) for run in paragraph.runs)
        if paragraph.style == "heading":
            return f'<text:h text:style-name="{style}" text:outline-level="1">{runs}</text:h>'
        return f'<text:p text:style-name="{style}">{runs}</text:p>'

    def _paragraph_style(self, parent: str, office: OfficeLanguage, new_page: bool) -> str:
        """The style of a paragraph; an automatic one where it begins a page or has another direction."""
        turned = office.right_to_left != self.language.right_to_left
        if not (new_page or turned):
            return parent
        name = f"P{'n' * new_page}{'t' * turned}_{parent}"
        if name not in self.styles:
            breaks = ' fo:break-before="page"' if new_page else ""
            mode = f' fo:text-align="{_side(office)}" style:writing-mode="{_direction(office)}"' if turned else ""
            self.styles[name] = (
                f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
                f"<style:paragraph-properties{breaks}{mode}/></style:style>"
            )
        return name

    def _run(self, run: Run, language: str) -> str:
        """A run; the space before a marked one is not marked."""
        space = " " if run.marking and run.text.startswith(" ") else ""
        text = content(run.text.removeprefix(space)).replace("  ", ' <text:s text:c="1"/>')
        note = ""
        if run.marking == "untranslated" or run.note:
            words = content(about(run, language))
            note = f"<office:annotation><dc:creator>align</dc:creator><text:p>{words}</text:p></office:annotation>"
        style = self._text_style(run)
        span = f'<text:span text:style-name="{style}">{text}</text:span>' if style else text
        return f"{space}{note}{span}"

    def _text_style(self, run: Run) -> str:
        """The automatic style of a run, "" where it needs none."""
        office = self._office(run.language)
        other = office != self.language
        if not (run.marking or other):
            return ""
        name = f"T{run.marking}{office.tag if other else ''}"
        if name not in self.styles:
            background = ' fo:background-color="#fff2ab"' if run.marking else ""
            colour = ' fo:color="#9c1c12"' if run.marking == "untranslated" else ""
            self.styles[name] = (
                f'<style:style style:name="{attribute(name)}" style:family="text"><style:text-properties{background}'
                f"{colour}{' ' + _languages(office) if other else ''}/></style:style>"
            )
        return attribute(name)

    def _office(self, code: str) -> OfficeLanguage:
        return self._known.setdefault(code, office_language(code))


def _direction(office: OfficeLanguage) -> str:
    return "rl-tb" if office.right_to_left else "lr-tb"


def _side(office: OfficeLanguage) -> str:
    """Where lines begin; `start` is the left side to LibreOffice, in whatever direction a text runs."""
    return "right" if office.right_to_left else "left"


def _created(documents: Sequence[TranslatedDocument]) -> str:
    return content(max((document.created for document in documents), default=""))


def _languages(office: OfficeLanguage) -> str:
    """The attributes that name the language of a text, under the group of its script."""
    suffix = {"western": "", "asian": "-asian", "complex": "-complex"}[office.group]
    space = "style" if suffix else "fo"
    named = [f'{space}:language{suffix}="{attribute(office.language)}"']
    if office.country:
        named.append(f'{space}:country{suffix}="{attribute(office.country)}"')
    if office.script and not suffix:
        named.append(f'fo:script="{attribute(office.script)}"')
    return " ".join(named)
