"""A review table that LibreOffice has saved as ODT (ISO/IEC 26300), read as rows.

Insertions of tracked changes stand in the text, deletions apart from it, so that both are read as if they were
accepted. What is struck through is left out; marks are in hidden text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.xml_events import Listener, attribute, listen, local_name
from align.io.zip_archives import Zip
from align.localization import _
from align.review.word_rows import CHANGES_ACCEPTED, MERGED_BELOW, WordRows

_SKIPPED = frozenset({"tracked-changes", "note-citation", "ruby-text", "title", "desc", "forms", "binary-data"})
_MOST_SPACES = 1000


def read_odt(data: bytes, name: str) -> WordRows:
    """Read the rows in the bytes of an ODT file. Raises InputError for one that is damaged, locked or a bomb."""
    package = Zip(ByteSource(name, name, io.BytesIO(data)))
    if "encrypted-package" in package:
        raise InputError(_("{name} is protected by a password", name=name), path=name, hint=_("save it without one"))
    table = _OdtTable(WordRows(name))
    if "styles.xml" in package:
        listen(package.stream("styles.xml"), table.styles, name)
    listen(package.stream("content.xml"), table, name)
    if table.changes:
        table.rows.remarks.append(_(CHANGES_ACCEPTED, name=name))
    return table.rows


class _OdtStyles(Listener):
    """Reads which styles strike text through or hide it; None where they leave it as it is."""

    def __init__(self) -> None:
        self._struck: dict[str, bool | None] = {}
        self._hidden: dict[str, bool | None] = {}
        self._parents: dict[str, str] = {}
        self._name = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        if name == "style":
            self._name = attribute(attributes, "name")
            self._parents[self._name] = attribute(attributes, "parent-style-name")
        elif name == "text-properties" and self._name:
            lines = [attribute(attributes, f"text-line-through-{what}") for what in ("style", "type")]
            if any(lines):
                self._struck[self._name] = any(line not in ("", "none") for line in lines)
            if display := attribute(attributes, "display"):
                self._hidden[self._name] = display == "none"

    def end(self, tag: str) -> None:
        if local_name(tag) == "style":
            self._name = ""

    def of(self, style: str) -> tuple[bool | None, bool | None]:
        """Whether a style strikes through, and whether it hides, by itself or by those that it goes on from."""
        struck = hidden = None
        for __ in range(20):
            struck = self._struck.get(style) if struck is None else struck
            hidden = self._hidden.get(style) if hidden is None else hidden
            style = self._parents.get(style, "")
            if not style:
                break
        return struck, hidden


class _OdtTable(Listener):
    """Tells `rows` what the body of a document has; `changes` is whether any are tracked."""

    def __init__(self, rows: WordRows) -> None:
        self.rows = rows
        self.styles = _OdtStyles()
        self.changes = False
        self._skipped = 0
        self._looks: list[tuple[bool, bool]] = []  # struck and hidden, of the open paragraphs and spans
        self._comment: list[str] | None = None  # the texts of the one that is open
        self._author = ""
        self._in_creator = False
        self._lines = 0  # paragraphs of the comment that are open

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        self.styles.start(tag, attributes)
        self._skipped += name in _SKIPPED
        self.changes = self.changes or name == "changed-region"
        if self._skipped:
            return
        if name == "annotation":
            self._comment, self._author = [], ""
        elif self._comment is not None:
            self._in_creator = name == "creator"
            self._lines += name == "p"
        elif name == "table":
            self.rows.begin_table()
        elif name == "table-row":
            self.rows.begin_row()
        elif name == "table-cell":
            self.rows.begin_cell()
            self.rows.widen(_count(attribute(attributes, "number-columns-repeated"), 64))
            if _count(attribute(attributes, "number-rows-spanned"), 2) > 1:
                self.rows.problem(_(MERGED_BELOW))
        elif name == "covered-table-cell":
            self.rows.begin_cell(problem=_("in a cell that was merged with another one"))
        elif name in ("p", "h", "span", "a"):
            self._looks.append(self._look(attribute(attributes, "style-name")))
        elif name == "s":
            self._text(" " * _count(attribute(attributes, "c"), _MOST_SPACES))
        elif name in ("tab", "line-break"):
            self._text("\t" if name == "tab" else "\n")

    def _look(self, style: str) -> tuple[bool, bool]:
        before = self._looks[-1] if self._looks else (False, False)
        struck, hidden = self.styles.of(style)
        return before[0] if struck is None else struck, before[1] if hidden is None else hidden

    def end(self, tag: str) -> None:
        name = local_name(tag)
        self.styles.end(tag)
        if self._skipped:
            self._skipped -= name in _SKIPPED
            return
        if name == "annotation" and self._comment is not None:
            text = " ".join("".join(self._comment).split())
            self._comment, self._lines = None, 0
            self.rows.comment(f"{self._author}: {text}" if self._author and text else text)
        elif self._comment is not None:
            self._in_creator = False
            if name == "p":
                self._lines -= 1
                self._comment.append(" ")
        elif name == "table":
            self.rows.end_table()
        elif name == "table-row":
            self.rows.end_row()
        elif name in ("table-cell", "covered-table-cell"):
            self.rows.end_cell()
        elif name in ("p", "h", "span", "a") and self._looks:
            self._looks.pop()
            if name in ("p", "h"):
                self.rows.end_paragraph()

    def data(self, text: str) -> None:
        if self._skipped:
            return
        if self._comment is None:
            if self._looks:
                self._text(" ".join(text.split("\n")))
        elif self._in_creator:
            self._author += text.strip()
        elif self._lines:
            self._comment.append(text)

    def _text(self, text: str) -> None:
        if not self._looks:
            return
        struck, hidden = self._looks[-1]
        if hidden:
            self.rows.hidden(text)
        elif struck:
            self.rows.struck(text)
        else:
            self.rows.text(text)


def _count(number: str, most: int) -> int:
    return min(int(number), most) if number.isdecimal() and len(number) < 10 else 1
