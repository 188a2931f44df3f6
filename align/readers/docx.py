"""DOCX (ECMA-376, Office Open XML) → headings, paragraphs, list items, captions, cells, notes.

Read are the body with its text boxes, then footnotes and endnotes, in the transitional and the strict form. Deleted and
moved-away text of tracked changes, hidden text, field codes, headers, footers and comments are not; entries of a table
of contents are code. python-docx leaves out insertions, content controls, text boxes and notes, and builds the whole
tree; here a document is a stream.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from align.document import Document, ParagraphKind
from align.io.byte_source import ByteSource
from align.io.xml_events import Listener, attribute, listen, local_name
from align.io.zip_archives import Zip
from align.readers.blocks import Block, assemble
from align.readers.flow import Flow
from align.readers.read_options import ReadOptions
from align.readers.style_kinds import inherited_kind

_MAIN = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delInstrText", "rt"})
"""Elements whose text is not the document's: tracked deletions, the second form of a text box, field codes, ruby."""
_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_OFF = frozenset({"0", "false", "off"})
_HEADING_STYLE = re.compile(r"(?:heading \d|title|subtitle)$", re.IGNORECASE)


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a DOCX file. Raises InputError for one that is damaged, locked, a bomb, or empty."""
    package = Zip(source)
    main = _main_part(package, source.shown)
    folder = posixpath.dirname(main)
    styles = _DocxStyles()
    if (part := posixpath.join(folder, "styles.xml")) in package:
        listen(package.stream(part), styles, source.shown)
    body = _DocxBody(styles.kinds())
    listen(package.stream(main), body, source.shown)
    for name in ("footnotes.xml", "endnotes.xml"):
        if (part := posixpath.join(folder, name)) in package:
            body.in_notes = True
            listen(package.stream(part), body, source.shown)
    yield assemble(source, _blocks(body.flow))


def _blocks(flow: Flow) -> Iterator[Block]:
    yield from flow.blocks
    yield from flow.notes


def _main_part(package: Zip, shown: str) -> str:
    """The name of the part with the text, from the package's relations."""
    relations = _Relations()
    if "_rels/.rels" in package:
        listen(package.stream("_rels/.rels"), relations, shown)
    target = posixpath.normpath(relations.document.lstrip("/"))
    return target if target in package else "word/document.xml"


class _Relations(Listener):
    """Finds the target of the relation `officeDocument`."""

    def __init__(self) -> None:
        self.document = "word/document.xml"

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        external = attributes.get("TargetMode") == "External"
        if (
            local_name(tag) == "Relationship"
            and attributes.get("Type", "").endswith("/officeDocument")
            and not external
        ):
            self.document = attributes.get("Target", self.document)


class _DocxStyles(Listener):
    """Maps paragraph styles to kinds: those that are named in English in every language's Word, and the styles based on
    them."""

    def __init__(self) -> None:
        self._own: dict[str, ParagraphKind | None] = {}
        self._base: dict[str, str] = {}
        self._id = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name, value = local_name(tag), attribute(attributes, "val")
        if name == "style":
            self._id = attribute(attributes, "styleId")
        elif name == "name" and self._id:
            self._own[self._id] = _kind_of_style(value)
        elif name == "basedOn" and self._id:
            self._base[self._id] = value
        elif name == "outlineLvl" and self._id and value in "012345678" and value:
            self._own[self._id] = "heading"

    def end(self, tag: str) -> None:
        if local_name(tag) == "style":
            self._id = ""

    def kinds(self) -> dict[str, ParagraphKind]:
        """Kind by the style's id; a style without one inherits that of the style it is based on."""
        known: dict[str, ParagraphKind | None] = {}
        found = {id: inherited_kind(id, self._own.get, self._base, known) for id in self._own}
        return {id: kind for id, kind in found.items() if kind}


def _kind_of_style(name: str) -> ParagraphKind | None:
    folded = name.casefold()
    if _HEADING_STYLE.match(folded):
        return "heading"
    if folded == "caption":
        return "caption"
    if folded.startswith("list ") and folded != "list paragraph":
        return "list-item"
    return "code" if re.match(r"toc \d|html preformatted|plain code|source code", folded) else None


class _DocxBody(Listener):
    """Extracts the text of the main part, or of the notes when `in_notes`."""

    def __init__(self, styles: Mapping[str, ParagraphKind]):
        self.flow = Flow()
        self.in_notes = False
        self._styles = styles
        self._cells = 0
        self._run_hidden = False
        self._in_run = False
        self._in_text = False
        self._skipped_note = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        if name in _SKIPPED:
            self.flow.hidden += 1
        if not tag.startswith(_MAIN):
            return
        if name == "p":
            self.flow.begin("note" if self.in_notes else "cell" if self._cells else "text")
        elif name == "tc":
            self._cells += 1
        elif name in ("footnote", "endnote") and attribute(attributes, "type"):
            self.flow.hidden += 1
            self._skipped_note = True
        elif name == "r":
            self._in_run = True
        elif name == "t":
            self._in_text = True
        elif name in _CHARACTERS and self._in_run:
            self.flow.text(_CHARACTERS[name])
        elif name == "vanish" and self._in_run and attribute(attributes, "val") not in _OFF and not self._run_hidden:
            self._run_hidden = True
            self.flow.hidden += 1
        else:
            self._property(name, attribute(attributes, "val"))

    def _property(self, name: str, value: str) -> None:
        """Set the paragraph's kind from one of its properties."""
        if name == "pStyle":
            self.flow.kind(self._styles.get(value, "text"))
        elif name == "numId" and value != "0":
            self.flow.kind("list-item")
        elif name == "outlineLvl" and value and value in "012345678":
            self.flow.kind("heading")

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name in _SKIPPED:
            self.flow.hidden -= 1
        if not tag.startswith(_MAIN):
            return
        if name == "p":
            self.flow.end()
        elif name == "tc":
            self._cells -= 1
        elif name == "t":
            self._in_text = False
        elif name == "r":
            self._in_run = False
            if self._run_hidden:
                self._run_hidden = False
                self.flow.hidden -= 1
        elif name in ("footnote", "endnote") and self._skipped_note:
            self._skipped_note = False
            self.flow.hidden -= 1

    def data(self, text: str) -> None:
        if self._in_text:
            self.flow.text(text.replace("\n", " "))
