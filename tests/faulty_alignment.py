"""A document whose alignment has the six faults that reviewers correct, its right beads, and how each fault is mended.

The faults: two sentences in one bead (joined), a sentence parted from its translation (split), translations that have
slipped by a row (shifted), two translations in each other's place (swapped), a sentence alone that belongs to its
neighbour (alone), and two that follow each other the other way round in the translation (crossing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from align.corpus import Pair
from align.corpus.pair import Span

Bead = tuple[tuple[int, ...], tuple[int, ...]]
FAULTS = ("joined", "split", "shifted", "swapped", "alone", "crossing")

_FAULTY: dict[str, list[Bead]] = {
    "joined": [((0, 1), (0, 1))],
    "split": [((0,), ()), ((), (0,))],
    "shifted": [((0,), ()), ((1,), (0,)), ((2,), (1,)), ((3,), (2, 3))],
    "swapped": [((0,), (1,)), ((1,), (0,))],
    "alone": [((0,), (0,)), ((1,), ())],
    "crossing": [((0, 1), (0, 1))],
}
_RIGHT: dict[str, list[Bead]] = {
    "joined": [((0,), (0,)), ((1,), (1,))],
    "split": [((0,), (0,))],
    "shifted": [((n,), (n,)) for n in range(4)],
    "swapped": [((0,), (0,)), ((1,), (1,))],
    "alone": [((0, 1), (0,))],
    "crossing": [((0,), (1,)), ((1,), (0,))],
}


@dataclass(frozen=True, slots=True)
class FaultyAlignment:
    """`pairs` as they were aligned; `gold`, the texts of the right ones; `first`, by fault, the index of the first pair
    that has it. `sentences` are those of both texts, by number."""

    pairs: list[Pair]
    gold: list[tuple[str, str]]
    first: dict[str, int]
    sentences: tuple[dict[int, str], dict[int, str]]

    def source(self, fault: str, *numbers: int) -> str:
        """Sentences of the source, counted from the first one of a fault."""
        return self._text(0, fault, numbers)

    def target(self, fault: str, *numbers: int) -> str:
        """The same of the translation."""
        return self._text(1, fault, numbers)

    def _text(self, side: int, fault: str, numbers: Sequence[int]) -> str:
        start = self.first[f"{fault} sentence"]
        return " ".join(self.sentences[side][start + number] for number in numbers)


def faulty_alignment(size: int, name: str = "story.txt") -> FaultyAlignment:
    """A document of so many sentences with the faults at even distances."""
    wrong: list[Bead] = []
    right: list[Bead] = []
    first: dict[str, int] = {}
    distance = size // (len(FAULTS) + 1)
    number = 0
    while number < size:
        fault = FAULTS[number // distance - 1] if 1 <= number // distance <= len(FAULTS) else ""
        if fault and fault not in first:
            first[fault], first[f"{fault} sentence"] = len(wrong), number
            wrong += [_moved(bead, number) for bead in _FAULTY[fault]]
            right += [_moved(bead, number) for bead in _RIGHT[fault]]
            number += 1 + max(n for bead in _RIGHT[fault] for side in bead for n in side)
        else:
            wrong.append(((number,), (number,)))
            right.append(((number,), (number,)))
            number += 1
    used = [sorted({n for bead in wrong for n in bead[side]}) for side in (0, 1)]
    sentences = (
        {n: f"On day {n} the ship number {n * 37 % 1000} came to the port." for n in used[0]},
        {n: f"В день {n} судно номер {n * 37 % 1000} пришло в порт." for n in used[1]},
    )
    places = [_places(side) for side in sentences]
    stem = name.partition(".")[0]
    pairs = [
        Pair(
            id=f"{stem}-{n:04d}",
            doc=name,
            n=n,
            source=" ".join(sentences[0][k] for k in inside[0]),
            target=" ".join(sentences[1][k] for k in inside[1]),
            source_lang="en",
            target_lang="ru",
            source_span=tuple(places[0][k] for k in inside[0]) or None,
            target_span=tuple(places[1][k] for k in inside[1]) or None,
            origin="human",
        )
        for n, inside in enumerate(wrong, 1)
    ]
    gold = [(" ".join(sentences[0][k] for k in s), " ".join(sentences[1][k] for k in t)) for s, t in right]
    return FaultyAlignment(pairs, gold, first, sentences)


def _moved(bead: Bead, by: int) -> Bead:
    return tuple(n + by for n in bead[0]), tuple(n + by for n in bead[1])


def _places(sentences: dict[int, str]) -> dict[int, Span]:
    """The offsets of sentences in their document."""
    places, end = {}, 0
    for number, text in sentences.items():
        places[number] = (end, end + len(text))
        end += len(text) + 1
    return places


def document(sentences: dict[int, str]) -> str:
    """The text of a side."""
    return " ".join(sentences.values())


def assert_conserved(made: FaultyAlignment, pairs: Sequence[Pair]) -> None:
    """The spans of the pairs are those of all sentences, each once, and show the pairs' texts."""
    for side, sentences in zip(("source", "target"), made.sentences, strict=True):
        text = document(sentences)
        spans = [span for pair in pairs for span in getattr(pair, f"{side}_span") or ()]
        assert sorted(text[start:end] for start, end in spans) == sorted(sentences.values())
        for pair in pairs:
            shown = (text[start:end] for start, end in getattr(pair, f"{side}_span") or ())
            assert " ".join(shown) == getattr(pair, side)
