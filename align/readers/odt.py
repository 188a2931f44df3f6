"""ODT (ISO/IEC 26300, OpenDocument 1.0 to 1.4) → headings, paragraphs, list items, captions, cells and notes.

Read are the body with its text boxes, then footnotes and endnotes; tracked deletions, comments, indexes, hidden text,
headers and footers are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from align.document import Document, ParagraphKind
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.limits import LARGEST_PAGE
from align.io.xml_events import Listener, attribute, listen, local_name
from align.io.zip_archives import Zip
from align.readers.blocks import Block, assemble
from align.readers.flow import Flow
from align.readers.read_options import ReadOptions
from align.readers.style_kinds import inherited_kind

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SKIPPED = frozenset(
    {
        *(
            "tracked-changes",
            "annotation",
            "annotation-end",
            "note-citation",
            "ruby-text",
            "hidden-text",
            "hidden-paragraph",
        ),
        *("table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index"),
        *("title", "desc", "forms", "script", "binary-data", "math"),
    }
)
_CAPTIONS = frozenset({"caption", "illustration", "table", "drawing", "figure", "text"})
"""Styles of captions, by their names in LibreOffice in every language."""
_MOST_DIGITS = 4


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of an ODT file. Raises InputError for one that is damaged, locked, a bomb, or empty."""
    package = Zip(source)
    if "encrypted-package" in package or b"encryption-data" in _manifest(package):
        raise InputError(
            f"{source.shown} is protected by a password",
            path=source.shown,
            hint="open it in LibreOffice and save it without one",
        )
    body = _OdtBody()
    if "styles.xml" in package:
        listen(package.stream("styles.xml"), body, source.shown)
        body.begin_content()
    listen(package.stream("content.xml"), body, source.shown)
    yield assemble(source, _blocks(body.flow))


def _manifest(package: Zip) -> bytes:
    name = "META-INF/manifest.xml"
    return package.read(name, LARGEST_PAGE) if name in package else b""


def _blocks(flow: Flow) -> Iterator[Block]:
    yield from flow.blocks
    yield from flow.notes


class _OdtBody(Listener):
    """Extracts the text of content.xml, and the names and parents of styles from both parts."""

    def __init__(self) -> None:
        self.flow = Flow()
        self._parents: dict[str, str] = {}
        self._known: dict[str, ParagraphKind | None] = {}
        self._around: list[ParagraphKind] = []
        self._paragraphs = 0

    def begin_content(self) -> None:
        """Forget the headers and footers of styles.xml, whose paragraphs may stand before the styles they name."""
        self.flow = Flow()
        self._known = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        if name in _SKIPPED:
            self.flow.hidden += 1
        elif name == "style":
            self._parents[attribute(attributes, "name")] = attribute(attributes, "parent-style-name")
        elif name == "list-item":
            self._around.append("list-item")
        elif name == "table-cell":
            self._around.append("cell")
        elif name == "note-body":
            self._around.append("note")
        elif tag.startswith(_TEXT):
            self._in_text(name, attributes)

    def _in_text(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("p", "h"):
            self.flow.begin(self._around[-1] if self._around else "text")
            self.flow.kind("heading" if name == "h" else self._kind_of_style(attribute(attributes, "style-name")))
        elif name == "s":
            count = attribute(attributes, "c")
            self.flow.text(" " * (int(count) if count.isdecimal() and len(count) < _MOST_DIGITS else 1))
        elif name == "tab":
            self.flow.text(" ")
        elif name == "line-break":
            self.flow.text("\n")

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name in _SKIPPED:
            self.flow.hidden -= 1
        elif name in ("list-item", "table-cell", "note-body"):
            self._around.pop()
        elif tag in (f"{_TEXT}p", f"{_TEXT}h"):
            self.flow.end()

    def data(self, text: str) -> None:
        self.flow.text(text.replace("\n", " "))

    def _kind_of_style(self, style: str) -> ParagraphKind:
        """The kind by a paragraph's style or one it is derived from."""
        return inherited_kind(style, _own_kind, self._parents, self._known) or "text"


def _own_kind(style: str) -> ParagraphKind | None:
    """The kind by a style's name: `Heading_20_1`, `Title`, `Illustration`."""
    folded = style.casefold().replace("_20_", " ")
    if folded in ("title", "subtitle") or folded.startswith("heading"):
        return "heading"
    if folded in _CAPTIONS:
        return "caption"
    return "code" if folded == "preformatted text" else None
