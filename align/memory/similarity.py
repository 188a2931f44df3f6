"""How similar two texts are, in words, and where they differ: what a CAT tool calls a fuzzy match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_OTHER = "\x00"
"""Stands for every word that the text searched for does not have."""


class Measure:
    """Compares many texts with one: how similar each is, from 0 to 100.

    It is 100 · (1 - edits / length of the longer text), edits being the least number of words put in, taken out or
    exchanged (Levenshtein distance over words, in small letters, punctuation left out), rounded down. Only a text of
    the same words in the same order has 100.
    """

    def __init__(self, words: Sequence[str]):
        self._letters = {word: chr(0xF0000 + place) for place, word in enumerate(dict.fromkeys(words))}
        self._text = self._spell(words)

    def percent(self, words: Sequence[str], at_least: int = 0) -> int:
        """The similarity of a text of these words; 0 if it is below `at_least`."""
        from rapidfuzz.distance import Levenshtein

        longer = max(len(self._text), len(words), 1)
        allowed = longer * (100 - at_least) // 100
        edits = int(Levenshtein.distance(self._text, self._spell(words), score_cutoff=allowed))
        return 100 * (longer - edits) // longer if edits <= allowed else 0

    def _spell(self, words: Sequence[str]) -> str:
        """A letter for each word: rapidfuzz compares strings fastest."""
        return "".join([self._letters.get(word, _OTHER) for word in words])


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both sides have (`same`), only the old one (`gone`), or only the new one (`new`)."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """What became of `old` in `new`, word by word, white space with the word before it.

    >>> [(piece.kind, piece.text) for piece in difference("It cost $15 million.", "It cost $20 million.")]
    [('same', 'It cost '), ('gone', '$15 '), ('new', '$20 '), ('same', 'million.')]
    """
    from rapidfuzz.distance import Levenshtein

    ours, theirs = _spaced(old), _spaced(new)
    pieces: list[Piece] = []
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag == "equal":
            pieces.append(Piece("same", "".join(theirs[step.dest_start : step.dest_end])))
            continue
        pieces += [
            Piece(kind, "".join(part))
            for kind, part in (
                ("gone", ours[step.src_start : step.src_end]),
                ("new", theirs[step.dest_start : step.dest_end]),
            )
            if part
        ]
    whole = list(_joined(pieces))
    return [*whole[:-1], *(Piece(piece.kind, piece.text.rstrip()) for piece in whole[-1:])]


def marked(old: str, new: str) -> str:
    """The difference in one line of plain text: `It cost [-$15-] {+$20+} million.` (as wdiff writes it)."""
    signs = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
    parts = []
    for piece in difference(old, new):
        before, after = signs[piece.kind]
        bare = piece.text.rstrip()
        parts.append(before + bare + after + piece.text[len(bare) :])
    return "".join(parts)


def _spaced(text: str) -> list[str]:
    """The words of a text, each with a blank after it."""
    return [word + " " for word in text.split()]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring exchanges as one: what is gone first, what is new after it."""
    gone = new = ""
    for piece in (*pieces, Piece("same", "")):
        if piece.kind == "gone":
            gone += piece.text
        elif piece.kind == "new":
            new += piece.text
        else:
            yield from (Piece(kind, text) for kind, text in (("gone", gone), ("new", new)) if text)
            gone = new = ""
            if piece.text:
                yield piece
