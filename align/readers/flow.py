"""Paragraphs inside paragraphs, as office documents have them (a text box, a footnote), in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from align.account import Account
from align.document import ParagraphKind
from align.localization import N_
from align.readers.blocks import Block
from align.readers.markup_signs import NOTE_REFERENCES
from align.readers.superscripts import ScriptPiece, flattened, flattened_origins


@dataclass(slots=True)
class _OpenParagraph:
    kind: ParagraphKind
    pieces: list[ScriptPiece] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """Collects text into the innermost open paragraph; a paragraph comes out before those that were inside it.

    `hidden` counts the enclosing elements whose text is not to be read. `notes` are kept apart, because they come last.
    `account` notes what is left out.
    """

    account: Account = field(default_factory=Account)
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

    def text(self, text: str, script: int = 0, linked: bool = False, node: Any = None) -> None:
        """Add text to the innermost paragraph, unless it is hidden; `script`, `linked` and `node` are those of
        ScriptPiece."""
        if self._open and not self.hidden:
            self._open[-1].pieces.append(ScriptPiece(text, script, linked, node))

    def end(self) -> None:
        """Close the innermost paragraph."""
        if not self._open:
            return
        closed = self._open.pop()
        text, references = flattened(closed.pieces)
        if references:
            self.account.leave_out(NOTE_REFERENCES, count=references, expected=True)
        if closed.kind == "code" and text.strip():
            self.account.leave_out(N_("lines of code or of a table of contents"), expected=True)
        traced = bool(closed.pieces) and closed.pieces[0].node is not None
        block = Block(text, closed.kind, origins=tuple(flattened_origins(closed.pieces)) if traced else ())
        if closed.kind == "note":
            self.notes.append(block)
        elif self._open:
            self._inner.append(block)
        else:
            self.blocks += [block, *self._inner]
            self._inner = []
