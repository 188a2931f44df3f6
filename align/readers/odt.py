"""ODT (ISO/IEC 26300, OpenDocument 1.0 to 1.4) → headings, paragraphs, list items, captions, cells and notes.

Read are the body with its text boxes, then footnotes and endnotes; tracked deletions, crossed-out and hidden text,
references to notes, comments, indexes, headers and footers are not, and the account counts them. Raised and lowered
figures are those of Unicode: 10³, H₂O.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from align.account import Account
from align.document import Document, ParagraphKind
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.limits import LARGEST_PAGE
from align.io.xml_events import Listener, attribute, listen, local_name
from align.io.zip_archives import Zip
from align.localization import N_, _
from align.readers.blocks import Block, assemble
from align.readers.flow import Flow
from align.readers.markup_signs import CROSSED_OUT, DELETED
from align.readers.origins import Origin
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
_COUNTED: dict[str, tuple[str, bool]] = {
    "annotation": (N_("comments"), False),
    "hidden-text": (N_("hidden passages"), False),
    "hidden-paragraph": (N_("hidden passages"), False),
    "deletion": (DELETED, True),
    **dict.fromkeys(
        ("table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index"),
        (N_("tables of contents and indexes"), True),
    ),
}
"""What the account calls elements that are skipped, and whether everybody expects it."""
_TO_NOTE = re.compile(r"#_?(?:ftn|edn|fn|sdfootnote|sdendnote|(?:foot|end)?note)\d*", re.IGNORECASE)
_CAPTIONS = frozenset({"caption", "illustration", "table", "drawing", "figure", "text"})
"""Styles of captions, by their names in LibreOffice in every language."""
_MOST_DIGITS = 4


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of an ODT file. Raises InputError for one that is damaged, locked, a bomb, or empty."""
    package = Zip(source)
    yield read_package(source, package, lambda part, body: listen(package.stream(part), body, source.shown))


def read_package(
    source: ByteSource,
    package: Zip,
    walk: Callable[[str, Listener], None],
    origins: list[Origin] | None = None,
) -> Document:
    """Read the document; `walk` passes the events of the part with the text, which it names, to a listener. `origins`
    gets the origins of the text."""
    if "encrypted-package" in package or b"encryption-data" in _manifest(package):
        raise InputError(
            _("{shown} is protected by a password", shown=source.shown),
            path=source.shown,
            hint=_("open it in LibreOffice and save it without one"),
        )
    body = _OdtBody()
    account = Account()
    if "styles.xml" in package:
        listen(package.stream("styles.xml"), body, source.shown)
        if edges := sum(bool(block.text.strip()) for block in body.flow.blocks):
            account.leave_out(N_("headers and footers"), count=edges, expected=True)
    body.begin_content(account)
    walk("content.xml", body)
    return assemble(source, _blocks(body.flow), account=account, origins=origins)


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
        self._style = ""  # the one that is being defined
        self._scripts: dict[str, int] = {}
        self._struck: set[str] = set()
        self._spans: list[tuple[int, bool]] = []  # of the open spans: raised or lowered, crossed out
        self._links: list[bool] = []  # of the open links: to a note

    def begin_content(self, account: Account) -> None:
        """Forget the headers and footers of styles.xml, whose paragraphs may stand before the styles they name."""
        self.flow = Flow(account)
        self._known = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        if name in _COUNTED:
            reason, expected = _COUNTED[name]
            self.flow.account.leave_out(reason, expected=expected)
        if name in _SKIPPED:
            self.flow.hidden += 1
        elif name == "style":
            self._style = attribute(attributes, "name")
            self._parents[self._style] = attribute(attributes, "parent-style-name")
        elif name == "text-properties" and self._style:
            self._define(attributes)
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
            self.flow.text(
                " " * (int(count) if count.isdecimal() and len(count) < _MOST_DIGITS else 1), node=self.place
            )
        elif name == "tab":
            self.flow.text(" ", node=self.place)
        elif name == "line-break":
            self.flow.text("\n", node=self.place)
        elif name == "span":
            self._begin_span(attribute(attributes, "style-name"))
        elif name == "a":
            self._links.append(_TO_NOTE.match(attribute(attributes, "href")) is not None)

    def _define(self, attributes: Mapping[str, str]) -> None:
        """Take note of what a style does to characters: `super 58%`, `-33% 58%`."""
        position = attribute(attributes, "text-position").split(" ")[0]
        if position and position not in ("0%", "0"):
            self._scripts[self._style] = -1 if position == "sub" or position.startswith("-") else 1
        if attribute(attributes, "text-line-through-style") not in ("", "none"):
            self._struck.add(self._style)

    def _begin_span(self, style: str) -> None:
        around = self._spans[-1][0] if self._spans else 0
        struck = style in self._struck
        self._spans.append((self._scripts.get(style, around), struck))
        if struck:
            self.flow.account.leave_out(CROSSED_OUT)
            self.flow.hidden += 1

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name in _SKIPPED:
            self.flow.hidden -= 1
        elif name in ("list-item", "table-cell", "note-body"):
            self._around.pop()
        elif name == "style":
            self._style = ""
        elif tag == f"{_TEXT}span" and self._spans:
            self.flow.hidden -= self._spans.pop()[1]
        elif tag == f"{_TEXT}a" and self._links:
            self._links.pop()
        elif tag in (f"{_TEXT}p", f"{_TEXT}h"):
            self.flow.end()

    def data(self, text: str) -> None:
        script = self._spans[-1][0] if self._spans else 0
        self.flow.text(text.replace("\n", " "), script, any(self._links), self.place)

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
