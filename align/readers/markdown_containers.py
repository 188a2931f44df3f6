"""The containers of a Markdown text, which hold other blocks: quotations, list items, notes, definitions, boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from align.document import ParagraphKind
from align.readers.markdown_lines import MarkdownLine

_ITEM = re.compile(r"(?:[-*+]|(\d{1,9})[.)])(?=[ \t]|$)")
_RULE = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
_NOTE = re.compile(r"\[\^[^\]\s\[]{1,60}\]:")
_DEFINITION = re.compile(r"[:~](?=[ \t]+\S)")
_BOX = re.compile(r"(?:!{3}|\?{3}\+?)[ \t]+\w[\w \t-]*(?:\"(?=[^\"]*\"$)|$)")
"""An admonition of MkDocs: `!!! note "Title"`, its text four columns further in."""
_DEEPEST = 60
"""Containers inside one another; further marks of quotations are skipped, further lists are text."""

ContainerKind = Literal["quotation", "item", "note", "definition", "box"]


@dataclass(slots=True)
class OpenContainer:
    """An open container: `width` is the indent that its further lines have, `bare` says that it has no content yet,
    `new` that no paragraph has begun in it."""

    kind: ContainerKind
    width: int = 0
    bare: bool = False
    new: bool = True


class Containers:
    """The containers that are open, the innermost last."""

    def __init__(self, text: str):
        self._text = text
        self._open: list[OpenContainer] = []

    @property
    def depth(self) -> int:
        return len(self._open)

    @property
    def defining(self) -> bool:
        """Whether a definition is open."""
        return any(container.kind == "definition" for container in self._open)

    def kind(self) -> ParagraphKind:
        """The kind of a paragraph in these containers."""
        kinds = {container.kind for container in self._open}
        if "note" in kinds:
            return "note"
        return "list-item" if kinds & {"item", "definition"} else "text"

    def begins_item(self) -> bool:
        """Whether a paragraph that begins now is the first one of a list item; the next one is not."""
        if not self._open or not self._open[-1].new:
            return False
        self._open[-1].new = False
        return self._open[-1].kind == "item"

    def add(self, container: OpenContainer) -> None:
        """Open `container`, which `opened` or `definition` gave."""
        self._open.append(container)

    def close(self, depth: int) -> None:
        """Close the containers from `depth` on."""
        del self._open[depth:]

    def continued(self, line: MarkdownLine) -> int:
        """Consume the marks of the open containers; the number of those that the line continues."""
        for number, container in enumerate(self._open):
            if container.kind == "quotation":
                if line.indent > 3 or not self._text.startswith(">", line.start, line.end):
                    return number
                line.consume(1)
                line.unindent(1)
            elif line.blank:
                if container.bare:
                    return number
            elif line.indent >= container.width:
                line.unindent(container.width)
            else:
                return number
            container.bare = False
        return len(self._open)

    def opened(self, line: MarkdownLine, in_paragraph: bool) -> OpenContainer | None:
        """Consume the mark of a quotation, note or item that begins here; `in_paragraph` says that it would interrupt
        a paragraph, which an item does only if it has content and no number but 1."""
        if line.indent > 3:
            return None
        body = line.body
        deep = len(self._open) >= _DEEPEST
        if body.startswith(">"):
            line.consume(len(body) - len(body.lstrip("> ")) if deep else 1)
            line.unindent(1)
            return None if deep else OpenContainer("quotation")
        if deep:
            return None
        if note := _NOTE.match(body):
            line.consume(note.end())
            return OpenContainer("note", 2)
        if box := _BOX.match(body):
            line.consume(box.end())
            line.end -= body.endswith('"')
            return OpenContainer("box", 4)
        item = _ITEM.match(body)
        if item is None or _RULE.match(body):
            return None
        bare = item.end() == len(body)
        if in_paragraph and (bare or item[1] not in (None, "1")):
            return None
        return _item(line, item.end(), "item", bare)

    def may_define(self, line: MarkdownLine) -> bool:
        """Whether a line begins as a definition does: it is one if there is a term above it."""
        return len(self._open) < _DEEPEST and line.indent < 4 and _DEFINITION.match(line.body) is not None

    def definition(self, line: MarkdownLine) -> OpenContainer:
        """Consume the mark of a definition."""
        return _item(line, 1, "definition", bare=False)


def _item(line: MarkdownLine, width: int, kind: ContainerKind, bare: bool) -> OpenContainer:
    """Consume a marker of `width` columns and the blanks behind it that belong to it."""
    indent = line.indent
    line.consume(width)
    blanks = 1 if bare or line.indent > 4 else line.indent
    line.unindent(blanks)
    return OpenContainer(kind, indent + width + blanks, bare)
