"""Paragraphs inside paragraphs, as office documents have them (a text box, a footnote), brought into reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from align.document import ParagraphKind
from align.readers.blocks import Block


@dataclass(slots=True)
class _Open:
    kind: ParagraphKind
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """Collects text into the innermost open paragraph; a paragraph comes out before those that were inside it.

    `hidden` counts the elements around the text whose text is not to be read. `notes` are kept apart: they come last.
    """

    ready: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    hidden: int = 0
    _open: list[_Open] = field(default_factory=list)
    _inner: list[Block] = field(default_factory=list)

    def begin(self, kind: ParagraphKind) -> None:
        self._open.append(_Open(kind))

    def kind(self, kind: ParagraphKind) -> None:
        """Say what the innermost paragraph is, as far as it is nothing particular yet."""
        if self._open and self._open[-1].kind == "text":
            self._open[-1].kind = kind

    def text(self, text: str) -> None:
        if self._open and not self.hidden:
            self._open[-1].pieces.append(text)

    def end(self) -> None:
        if not self._open:
            return
        closed = self._open.pop()
        block = Block("".join(closed.pieces), closed.kind)
        if closed.kind == "note":
            self.notes.append(block)
        elif self._open:
            self._inner.append(block)
        else:
            self.ready += [block, *self._inner]
            self._inner = []
