"""Where two texts differ, word by word, as a reviewer of a fuzzy match sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SIGNS = {"gone": ("[-", "-]"), "new": ("{+", "+}")}


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A stretch of text that both sides have (`same`), only the old one (`gone`), or only the new one (`new`)."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[DiffSpan]:
    """What became of `old` in `new`, word by word, white space with the word before it.

    >>> [(piece.kind, piece.text) for piece in difference("It cost $15 million.", "It cost $20 million.")]
    [('same', 'It cost '), ('gone', '$15 '), ('new', '$20 '), ('same', 'million.')]
    """
    from rapidfuzz.distance import Levenshtein

    ours, theirs = _spaced(old), _spaced(new)
    pieces: list[DiffSpan] = []
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag == "equal":
            pieces.append(DiffSpan("same", "".join(theirs[step.dest_start : step.dest_end])))
            continue
        pieces += [
            DiffSpan(kind, "".join(part))
            for kind, part in (
                ("gone", ours[step.src_start : step.src_end]),
                ("new", theirs[step.dest_start : step.dest_end]),
            )
            if part
        ]
    whole = list(_joined(pieces))
    return [*whole[:-1], *(DiffSpan(piece.kind, piece.text.rstrip()) for piece in whole[-1:])]


def in_signs(pieces: Iterable[DiffSpan]) -> str:
    """Pieces as plain text, with the signs of wdiff: `It cost [-$15-] {+$20+} million.`"""
    parts = []
    for piece in pieces:
        before, after = _SIGNS.get(piece.kind, ("", ""))
        bare = piece.text.rstrip(" ")
        parts.append(before + bare + after + piece.text[len(bare) :])
    return "".join(parts)


def _spaced(text: str) -> list[str]:
    """The words of a text, each with a blank after it."""
    return [word + " " for word in text.split()]


def _joined(pieces: Iterable[DiffSpan]) -> Iterator[DiffSpan]:
    """Neighbouring exchanges as one: what is gone first, what is new after it."""
    gone = new = ""
    for piece in (*pieces, DiffSpan("same", "")):
        if piece.kind == "gone":
            gone += piece.text
        elif piece.kind == "new":
            new += piece.text
        else:
            yield from (DiffSpan(kind, text) for kind, text in (("gone", gone), ("new", new)) if text)
            gone = new = ""
            if piece.text:
                yield piece
