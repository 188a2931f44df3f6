"""Quotations: pairs of quotation marks in a paragraph.

Curly and angle marks open or close by their shape, a straight `"` by its neighbours (a closing one has no space before
it). So does a single mark, which closes a quotation only after punctuation: the others are apostrophes. A mark without
a partner (a speech over several paragraphs) makes no quotation.
"""

from __future__ import annotations

import re
from typing import NamedTuple

OPENING = {"“": "”", "«": "»", "„": "“”", "‹": "›"}

_MARK = re.compile(r"[\"“”«»„‹›]|(?<![^\W_])['‘](?=[^\W\d_])|(?<=[.,!?…])['’](?![^\W_])")
_BRACKET_QUOTE_OR_BREAK = re.compile(r"[\"“”«»„‹›()\[\]\r\n\v\f\x85\u2028\u2029]")

_DEEPEST = 8
LONGEST = 1000
"""Characters. A longer quotation is a whole speech, too long for an engine and for an editor's cell."""


class Quotation(NamedTuple):
    """A quotation with its marks: `text[start]` opens it, `text[end - 1]` closes it."""

    start: int
    end: int


def quotations(text: str) -> list[Quotation]:
    """Find the outermost quotations of `text`, in order, none longer than LONGEST."""
    found: list[Quotation] = []
    stack: list[tuple[int, str]] = []
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        while stack and (at - stack[0][0] > LONGEST or len(stack) > _DEEPEST):
            del stack[0]
        partner = next((depth for depth in reversed(range(len(stack))) if mark in stack[depth][1]), None)
        closes = partner is not None and (mark not in "\"'" or not _opens(text, at))
        if closes and partner is not None:
            start = stack[partner][0]
            del stack[partner:]
            while found and found[-1].start > start:  # a quotation inside this one
                found.pop()
            found.append(Quotation(start, at + 1))
        elif mark in OPENING:
            stack.append((at, OPENING[mark]))
        elif mark in "\"'" and (_opens(text, at) or (mark == '"' and not _closes(text, at))):
            stack.append((at, mark))
        elif mark == "‘":
            stack.append((at, "’"))
    return found


def mask_marks(text: str) -> str:
    """Replace quotation marks, brackets and line breaks by spaces, offset for offset.

    A splitter that keeps quotations whole then splits inside them, and treats all line breaks alike.
    """
    return _BRACKET_QUOTE_OR_BREAK.sub(" ", text)


def _opens(text: str, at: int) -> bool:
    """Whether a straight mark has the neighbours of an opening one: space or bracket before, text after."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([—–-/«“") and bool(after) and not after.isspace()


def _closes(text: str, at: int) -> bool:
    """Whether a straight mark has the neighbours of a closing one (or of an inch: 6'2")."""
    before = text[at - 1 : at]
    return bool(before) and not before.isspace()
