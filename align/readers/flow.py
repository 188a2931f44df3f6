"""Paragraphs inside paragraphs, as office documents have them (a text box, a footnote), in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from align.document import ParagraphKind
from align.readers.blocks import Block


@dataclass(slots=True)
class _OpenParagraph:
    kind: ParagraphKind
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """Collects text into the innermost open paragraph; a paragraph comes out before those that were inside it.

    `hidden` counts the enclosing elements whose text is not to be read. `notes` are kept apart, because they come last.
    """

    blocks: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    hidden: int = 0
    _open: list[_OpenParagraph] = field(default_factory=list)
    _inner: list[Block] = field(default_factory=list)

    def begin(self, kind: ParagraphKind) -> None:
        """Open a paragraph."""
        self._open.append(_OpenParagraph(kind))

    def kind(self, kind: ParagraphKind) -> None:
        """Set the kind of the innermost paragraph, if it has only the default one."""
        if self._open and self._open[-1].kind == "text":
            self._open[-1].kind = kind

    def text(self, text: str) -> None:
        """Add text to the innermost paragraph, unless it is hidden."""
        if self._open and not self.hidden:
            self._open[-1].pieces.append(text)

    def end(self) -> None:
        """Close the innermost paragraph."""
        if not self._open:
            return
        closed = self._open.pop()
        block = Block("".join(closed.pieces), closed.kind)
        if closed.kind == "note":
            self.notes.append(block)
        elif self._open:
            self._inner.append(block)
        else:
            self.blocks += [block, *self._inner]
            self._inner = []
