"""A review table that Word, Google Docs or LibreOffice has saved as DOCX, read as rows.

Tracked changes are read as if they were accepted, and said to be there: insertions stay, deletions go, a deleted row is
none, and the paragraph after a deleted mark goes on in its line. What is struck through is left out like what is
deleted. The text of a content control that nobody has filled in is no text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from align.io.byte_source import ByteSource
from align.io.symbol_fonts import sign
from align.io.word_parts import main_part, related_part
from align.io.xml_events import Listener, attribute, listen, local_name
from align.io.zip_archives import Zip
from align.localization import _
from align.review.word_rows import CHANGES_ACCEPTED, MERGED_ABOVE, WordRows

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_DELETED = frozenset({"del", "moveFrom"})
_CHANGES = frozenset({"del", "ins", "moveFrom", "moveTo"})
_SKIPPED = frozenset(
    {
        *("Fallback", "instrText", "delInstrText", "delText", "rt"),
        *("rPrChange", "pPrChange", "tcPrChange", "trPrChange", "tblPrChange", "tblPrExChange", "tblGridChange"),
    }
)
"""What is no text of the document as it is: the second form of a drawing, field codes, ruby, and how things looked
before a change."""
_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_OFF = frozenset({"0", "false", "off", "none"})


def read_docx(data: bytes, name: str) -> WordRows:
    """Read the rows in the bytes of a DOCX file. Raises InputError for one that is damaged, locked or a bomb."""
    package = Zip(ByteSource(name, name, io.BytesIO(data)))
    main = main_part(package, name)
    comments = _WordComments()
    if part := related_part(package, main, "comments", name):
        listen(package.stream(part), comments, name)
    table = _DocxTable(WordRows(name), comments.texts)
    listen(package.stream(main), table, name)
    for comment in table.comments.values():  # that nothing refers to
        table.rows.comment(comment)
    if table.changes:
        table.rows.remarks.append(_(CHANGES_ACCEPTED, name=name))
    return table.rows


class _WordComments(Listener):
    """Reads the comments: by id, each on one line after its author's name."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._id = self._author = ""
        self._parts: list[str] = []
        self._in_text = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        if name == "comment":
            self._id, self._author = attribute(attributes, "id"), attribute(attributes, "author").strip()
            self._parts = []
        self._in_text = name == "t"

    def end(self, tag: str) -> None:
        name = local_name(tag)
        self._in_text = False
        if name == "p":
            self._parts.append(" ")
        elif name == "comment" and (text := " ".join("".join(self._parts).split())):
            self.texts[self._id] = f"{self._author}: {text}" if self._author else text

    def data(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


class _DocxTable(Listener):
    """Tells `rows` what the body of a document has. `comments` are those that were not met so far, `changes` is
    whether any are tracked."""

    def __init__(self, rows: WordRows, comments: dict[str, str]):
        self.rows = rows
        self.comments = comments
        self.changes = False
        self._skipped = 0  # elements around here whose text is left out
        self._around: list[str] = []  # the properties that are open: trPr, tcPr, pPr, rPr, sdtPr
        self._row_deleted = False
        self._mark_deleted = False  # of the paragraph
        self._in_text = False
        self._struck = self._hidden = False  # the run
        self._unfilled: list[bool] = []  # of the open content controls: what is in them is a prompt

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        self._skipped += name in _SKIPPED or name in _DELETED
        if name == "oMath":
            self.rows.problem(_("not all text: it has a formula"))
        if not tag.startswith(_NAMESPACES):
            return
        if name in _CHANGES:
            self._change(name)
        elif self._around and name not in ("pPr", "rPr"):
            self._property(name, attributes)
        elif name in ("trPr", "tcPr", "pPr", "rPr", "sdtPr"):
            self._around.append(name)
        elif name in _CHARACTERS:
            self._text(_CHARACTERS[name])
        else:
            self._begin(name, attributes)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "tbl":
            self.rows.begin_table()
        elif name == "tr":
            self._row_deleted = False
            self.rows.begin_row()
        elif name == "tc":
            self.rows.begin_cell()
        elif name == "r":
            self._struck = self._hidden = False
        elif name == "t":
            self._in_text = True
        elif name == "sdt":
            self._unfilled.append(False)
        elif name in ("commentRangeStart", "commentReference"):
            self.rows.comment(self.comments.pop(attribute(attributes, "id"), ""))
        elif name == "sym":
            self._symbol(attributes)

    def _change(self, name: str) -> None:
        """Take note of a tracked change: of a row, of the mark of a paragraph, or of text."""
        self.changes = True
        if name in _DELETED and "trPr" in self._around:
            self._row_deleted = True
        elif name in _DELETED and "pPr" in self._around:
            self._mark_deleted = True

    def _property(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attribute(attributes, "val")
        if self._skipped:
            return
        if self._around[-1] == "rPr" and "pPr" not in self._around and "sdtPr" not in self._around:
            self._struck = self._struck or (name in ("strike", "dstrike") and value not in _OFF)
            self._hidden = self._hidden or (name == "vanish" and value not in _OFF)
        elif name == "gridSpan":
            self.rows.widen(int(value) if value.isdecimal() and len(value) < 4 else 1)
        elif name == "gridBefore":
            self.rows.begin_row(int(value) if value.isdecimal() and len(value) < 4 else 0)
        elif name == "vMerge" and value != "restart":
            self.rows.problem(_(MERGED_ABOVE))
        elif name == "showingPlcHdr" and value not in _OFF and self._unfilled:
            self._unfilled[-1] = True

    def end(self, tag: str) -> None:
        name = local_name(tag)
        self._skipped -= name in _SKIPPED or name in _DELETED
        if not tag.startswith(_NAMESPACES):
            return
        if self._around and name == self._around[-1]:
            self._around.pop()
        elif name == "tbl":
            self.rows.end_table()
        elif name == "tr":
            self.rows.end_row(self._row_deleted)
        elif name == "tc":
            self.rows.end_cell()
        elif name == "p":
            self.rows.end_paragraph(self._mark_deleted)
            self._mark_deleted = False
        elif name == "t":
            self._in_text = False
        elif name == "sdt" and self._unfilled:
            self._unfilled.pop()

    def data(self, text: str) -> None:
        if self._in_text:
            self._text(text.replace("\n", " "))

    def _text(self, text: str) -> None:
        if self._skipped or any(self._unfilled):
            return
        if self._hidden:
            self.rows.hidden(text)
        elif self._struck:
            self.rows.struck(text)
        else:
            self.rows.text(text)

    def _symbol(self, attributes: Mapping[str, str]) -> None:
        found = sign(attribute(attributes, "font"), attribute(attributes, "char"))
        if found:
            self._text(found)
        elif not (self._skipped or self._struck or self._hidden):
            self.rows.problem(_("not all text: it has a sign of the font {font!r}", font=attribute(attributes, "font")))
