"""DOCX (ECMA-376, Office Open XML) → headings, paragraphs, list items, captions, cells, notes.

Read are the body with its text boxes, then footnotes and endnotes, in the transitional and the strict form. Deleted and
moved-away text of tracked changes, crossed-out and hidden text, field codes, references to notes, headers, footers and
comments are not, and the account counts them; entries of a table of contents are code. Raised and lowered figures are
those of Unicode: 10³, H₂O. python-docx leaves out insertions, content controls, text boxes and notes, and builds the
whole tree; here a document is a stream.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from align.account import Account
from align.document import Document, ParagraphKind
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.symbol_fonts import sign
from align.io.word_parts import main_part
from align.io.xml_events import Listener, attribute, listen, local_name
from align.io.zip_archives import Zip
from align.localization import N_
from align.readers.blocks import Block, assemble
from align.readers.docx_styles import SCRIPTS, DocxStyles
from align.readers.flow import Flow
from align.readers.markup_signs import CROSSED_OUT, DELETED
from align.readers.origins import Origin
from align.readers.read_options import ReadOptions

_MAIN = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delInstrText", "rt"})
"""Elements whose text is not the document's: tracked deletions, the second form of a text box, field codes, ruby."""
_CHANGES = {"del": DELETED, "moveFrom": N_("passages at their former place")}
_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_OFF = frozenset({"0", "false", "off"})
_TO_NOTE = re.compile(r"_(?:ftn|edn)\d|(?:foot|end)?note", re.IGNORECASE)
_UNREAD = {"vanish": N_("hidden passages"), "strike": CROSSED_OUT, "dstrike": CROSSED_OUT}
"""Properties of runs that are not read, and what the account calls these."""


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a DOCX file. Raises InputError for one that is damaged, locked, a bomb, or empty."""
    package = Zip(source)
    yield read_package(source, package, lambda part, body: listen(package.stream(part), body, source.shown))


def read_package(
    source: ByteSource,
    package: Zip,
    walk: Callable[[str, Listener], None],
    origins: list[Origin] | None = None,
) -> Document:
    """Read the document; `walk` passes the events of a part with text, which it names, to a listener. `origins` gets
    the origins of the text."""
    main = main_part(package, source.shown)
    folder = posixpath.dirname(main)
    account = Account()
    styles = DocxStyles()
    if (part := posixpath.join(folder, "styles.xml")) in package:
        listen(package.stream(part), styles, source.shown)
    body = _DocxBody(styles.kinds(), styles.scripts, Flow(account))
    walk(main, body)
    for name in ("footnotes.xml", "endnotes.xml"):
        if (part := posixpath.join(folder, name)) in package:
            body.in_notes = True
            walk(part, body)
    _leave_out_parts(package, folder, account, source.shown)
    return assemble(source, _blocks(body.flow), account=account, origins=origins)


def _leave_out_parts(package: Zip, folder: str, account: Account, shown: str) -> None:
    """Account for the comments, headers and footers."""
    prefix = folder and f"{folder}/"
    if edges := sum(name.startswith((f"{prefix}header", f"{prefix}footer")) for name in package):
        account.leave_out(N_("headers and footers"), count=edges, expected=True)
    if (part := f"{prefix}comments.xml") in package:
        comments = _Comments()
        with contextlib.suppress(InputError):  # they are not read, so that damage in them harms nothing
            listen(package.stream(part), comments, shown)
        if comments.count:
            account.leave_out(N_("comments"), count=comments.count)


class _Comments(Listener):
    """Counts the comments."""

    count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.count += local_name(tag) == "comment"


def _blocks(flow: Flow) -> Iterator[Block]:
    yield from flow.blocks
    yield from flow.notes


class _DocxBody(Listener):
    """Extracts the text of the main part, or of the notes when `in_notes`."""

    def __init__(self, styles: Mapping[str, ParagraphKind], scripts: Mapping[str, int], flow: Flow):
        self.flow = flow
        self.in_notes = False
        self._styles, self._scripts = styles, scripts
        self._cells = 0
        self._script = 0
        self._to_note = self._link_to_note = False
        self._unread = ""  # why the run is not read
        self._in_run = False
        self._in_text = False
        self._in_deleted = False  # in a text, be it a deleted one
        self._changed = False  # a tracked change holds text
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
            self._script, self._to_note = 0, self._link_to_note
        elif name == "hyperlink":
            self._link_to_note = _TO_NOTE.match(attribute(attributes, "anchor")) is not None
        elif name == "t":
            self._in_text = self._in_deleted = True
        elif name == "delText":
            self._in_deleted = True
        elif self._in_run and (name in _CHARACTERS or name == "sym"):
            self.flow.text(_CHARACTERS.get(name) or self._sign(attributes), node=self.place)
        else:
            self._property(name, attribute(attributes, "val"))
            if self._in_run:
                self._of_run(name, attribute(attributes, "val"))

    def _sign(self, attributes: Mapping[str, str]) -> str:
        """What an inserted symbol is in Unicode, "" where its font draws what only a person recognises."""
        found = sign(attribute(attributes, "font"), attribute(attributes, "char"))
        if not (found or self.flow.hidden):
            self.flow.account.leave_out(N_("signs of a symbol font"))
        return found

    def _of_run(self, name: str, value: str) -> None:
        """Take note of one of a run's properties."""
        if name in _UNREAD and value not in _OFF and not self._unread:
            self._unread = _UNREAD[name]
            self.flow.hidden += 1
        elif name == "vertAlign":
            self._script = SCRIPTS.get(value, 0)
        elif name == "rStyle":
            self._script = self._scripts.get(value, 0)
        elif name in ("footnoteReference", "endnoteReference"):
            self._to_note = True

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
            self._count_change(name)
        if not tag.startswith(_MAIN):
            return
        if name == "p":
            self.flow.end()
        elif name == "tc":
            self._cells -= 1
        elif name in ("t", "delText"):
            self._in_text = self._in_deleted = False
        elif name == "r":
            self._in_run = False
            if self._unread:
                self._unread = ""
                self.flow.hidden -= 1
        elif name == "hyperlink":
            self._link_to_note = False
        elif name in ("footnote", "endnote") and self._skipped_note:
            self._skipped_note = False
            self.flow.hidden -= 1

    def _count_change(self, name: str) -> None:
        """Count a tracked deletion, or the place that a passage was moved away from, if it held text."""
        if name in _CHANGES and self._changed:
            self.flow.account.leave_out(_CHANGES[name], expected=True)
            self._changed = False

    def data(self, text: str) -> None:
        if self._in_text and self._unread and text.strip():
            self.flow.account.leave_out(self._unread)
        self._changed = self._changed or (self.flow.hidden > 0 and self._in_deleted and bool(text.strip()))
        if self._in_text:
            self.flow.text(text.replace("\n", " "), self._script, self._to_note, self.place)
