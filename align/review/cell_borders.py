"""Where the borders of edited cells lie in the text that the cells had before.

White space does not count: offsets are those of the characters that are none, in all cells of a side read in order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from align.corpus.fingerprints import as_displayed

Place = tuple[int, int]
"""The least and the greatest offset that a border may have: the same but where text is missing there."""


def bare(text: str) -> str:
    """The characters of a text that are no white space, as every program keeps them."""
    return "".join(as_displayed(text).split())


class Replacement(NamedTuple):
    """Words `start` to `stop` of the old text in whose place the new one has those from `new_start` to `new_stop`."""

    start: int
    stop: int
    new_start: int
    new_stop: int


def offsets(cells: Sequence[str]) -> list[int]:
    """The offsets of the borders of cells: before the first, between each two, after the last."""
    return [0, *accumulate(len(bare(cell)) for cell in cells)]


def words_of(text: str, spaced: bool) -> list[str]:
    """The words that are compared: of a language without spaces, its characters."""
    return as_displayed(text).split() if spaced else list(bare(text))


def replacements(old: Sequence[str], new: Sequence[str]) -> Iterator[Replacement]:
    """Yield where two lists of words differ, in order, by the least number of words replaced, added or left out."""
    from rapidfuzz.distance import Levenshtein

    last: Replacement | None = None
    for step in Levenshtein.opcodes(old, new):
        if step.tag == "equal":
            continue
        if last is not None and (last.stop, last.new_stop) == (step.src_start, step.dest_start):
            last = last._replace(stop=step.src_end, new_stop=step.dest_end)
            continue
        if last is not None:
            yield last
        last = Replacement(step.src_start, step.src_end, step.dest_start, step.dest_end)
    if last is not None:
        yield last


def locate_borders(before: Sequence[str], after: Sequence[str], spaced: bool) -> list[Place | None]:
    """Find the borders of the cells `after` in the text of the cells `before`; None for one inside a new wording.

    Where all text is conserved each has one place, wherever it was put; else borders are found between words.
    """
    if "".join(map(bare, before)) == "".join(map(bare, after)):
        return [(offset, offset) for offset in offsets(after)]
    old = [word for cell in before for word in words_of(cell, spaced)]
    new = [words_of(cell, spaced) for cell in after]
    at = [0, *accumulate(map(len, old))]  # the offset before each old word
    changes = list(replacements(old, [word for cell in new for word in cell]))
    ends = [change.new_stop for change in changes]
    places: list[Place | None] = []
    for border in accumulate(map(len, new), initial=0):
        index = bisect_left(ends, border)  # the first change that does not end before the border
        shift = changes[index - 1].stop - changes[index - 1].new_stop if index else 0
        if index == len(changes) or changes[index].new_start > border:
            low = high = border + shift
        elif changes[index].new_start == changes[index].new_stop:  # text is missing here
            low, high = changes[index].start, changes[index].stop
        elif border == changes[index].new_start:
            low = high = changes[index].start
        elif border == changes[index].new_stop:
            low = high = changes[index].stop
        else:
            places.append(None)
            continue
        places.append((at[low], at[high]))
    return places
