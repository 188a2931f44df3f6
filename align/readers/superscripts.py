"""Raised and lowered characters of a text with markup: powers and indices in Unicode, references to notes left out.

Flattened, `10<sup>3</sup>` becomes another number and a note's number sticks to its word (`He came home1.`). Unicode
has superscript and subscript digits (10³, H₂O); a reference to a note is no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from align.readers.origins import Origin

_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_FIGURES = re.compile(r"[+\-−–]?\d+[+\-−–]?|[+\-−–]|n|[ni][+\-−–]\d|\(\d+\)")
_MARKER = re.compile(
    r"\s*(?:\[\s*(?:\d{1,4}|[ivxlc]{1,6}|[a-z]{1,2}|[*†‡§¶#]{1,3}|note \d+|nb \d+)\s*\]|\(\d{1,4}\)"
    r"|\d{1,4}(?:\s*[,–-]\s*\d{1,4})*|[ivxlc]{1,6}|[a-z]|[*†‡§¶]{1,3})[,.;:]?\s*",
    re.IGNORECASE,
)
_BARE_NOTE = re.compile(r"\[[^\]]*\]|[*†‡§¶]{1,3}|\d{1,3}(?:\s*[,–-]\s*\d{1,3})*")
_FORMULA = re.compile(r"[=+×·/^]\s?[^\W\d_]+$")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d$")
_CLOSING = ".,;:!?…\"”’»“'"
_UNITS = re.compile(
    r"[cdhknpfuµμ]?m|in|ft|yd|n?mi|ha|sq|kg|hz|p[xtc]|sec|min|rad|mol|bar|ly|au|[дскн]?м|мм|мкм|га|нм|кг|сек|рад"
    r"|(?:sin|cos|tan)h?|cot|log|exp|ln|c?tg|det|dim|mm",
    re.IGNORECASE,
)
"""Units and functions of which powers are written."""
_BEFORE = 40
"""Characters of the text before a superscript that tell what it is."""


class ScriptPiece(NamedTuple):
    """A stretch of text: raised (`script` 1), lowered (-1) or on the line (0). `linked` says that it is a link to a
    note, or all of it is a link, as references to notes are. `node` is where it stands in its file, if that is asked
    for."""

    text: str
    script: int = 0
    linked: bool = False
    node: Any = None


def is_note_marker(text: str) -> bool:
    """Whether a link with this text may be a reference to a note: `1`, `[2]`, `*`, `iv`."""
    return _MARKER.fullmatch(text) is not None


def settled(before: str, piece: ScriptPiece, after: str = "") -> str | None:
    """What a raised or lowered piece becomes behind the text `before` of its block and in front of `after`; None for a
    reference to a note.

    >>> settled("10", ScriptPiece("3", 1)), settled("at home", ScriptPiece("3", 1)), settled("H", ScriptPiece("2", -1))
    ('³', None, '₂')
    """
    text, script, linked, _ = piece
    if not text.strip():
        return text
    if not before.strip() and (linked or not after[:1].isalpha()):
        return text  # the number of a note, in front of its text
    if linked and is_note_marker(text):
        return None
    if script > 0 and _is_note(before, text.strip()):
        return None
    if script and _FIGURES.fullmatch(text.strip()):
        return text.strip().translate(_RAISED if script > 0 else _LOWERED)
    return text


def _is_note(before: str, text: str) -> bool:
    """Whether raised figures or signs are a note's rather than a power: behind a word that is no unit, a year, or the
    end of a sentence."""
    if not _BARE_NOTE.fullmatch(text):
        return False
    if not text[0].isdigit():
        return True
    before = before[-_BEFORE:]
    if not before or before[-1].isspace():
        return False
    if word := _WORD_BEFORE.search(before):
        return len(word.group()) > 1 and not _FORMULA.search(before) and not _UNITS.fullmatch(word.group())
    return before[-1] in _CLOSING or _YEAR_BEFORE.search(before) is not None


def flattened(pieces: Iterable[ScriptPiece]) -> tuple[str, int]:
    """The text of a block's pieces, and how many references to notes were left out of it.

    Pieces of one kind that follow one another, as programs divide them, are taken together.
    """
    texts = [text for _, text in _settled_groups(pieces)]
    return "".join(text for text in texts if text is not None), sum(text is None for text in texts)


def flattened_origins(pieces: Iterable[ScriptPiece]) -> Iterator[Origin]:
    """Where the text that `flattened` makes of the pieces comes from: their nodes, in order."""
    at = 0
    for alike, text in _settled_groups(pieces):
        if text is None:
            continue
        if text == "".join(piece.text for piece in alike):
            for piece in alike:
                yield Origin(at, at + len(piece.text), piece.node, 0, len(piece.text), literal=True)
                at += len(piece.text)
        else:
            for piece in alike:
                yield Origin(at, at + len(text), piece.node, 0, len(piece.text), literal=False)
                at, text = at + len(text), ""


def _settled_groups(pieces: Iterable[ScriptPiece]) -> Iterator[tuple[list[ScriptPiece], str | None]]:
    """The pieces of one kind that follow one another, and what becomes of their text; None for a reference to a
    note."""
    groups = [list(alike) for _, alike in groupby(pieces, key=lambda piece: (piece.script, piece.linked))]
    merged = ["".join(piece.text for piece in alike) for alike in groups]
    before = ""
    for number, (alike, whole) in enumerate(zip(groups, merged, strict=True), start=1):
        text: str | None = whole
        if alike[0].script or alike[0].linked:
            after = merged[number] if number < len(merged) else ""
            text = settled(before, ScriptPiece(whole, alike[0].script, alike[0].linked), after)
        yield alike, text
        if text is not None:
            before = (before + text[-_BEFORE:])[-_BEFORE:]
