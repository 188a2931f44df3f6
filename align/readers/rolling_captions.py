"""Rolling captions: live captions, and YouTube's, show the lines before once more in every cue.

Lines roll (`A`, then `A` over `B`, then `B` over `C`) or grow (`A`, then `A b`, then `A b c`). Nobody repeats himself
like that: a cue that begins, without a pause, with what the one before it ended with, and goes on, shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_NEXT = 0.2
"""Seconds, at most, between two cues that follow each other without a pause."""
_MOST_LINES = 8
"""Lines of a cue that are compared; captions have three or four."""
_OFTEN, _SHARE = 2, 0.5
"""Cues that begin with the one before them, and go on, in a file that rolls; in a short one, their share."""


class ShownLines(NamedTuple):
    """What is on the screen from `begin` to `end`, in seconds, line by line; `voices` are the speakers named, and
    `numbers` those of the lines in the file, from 0."""

    begin: float
    end: float
    lines: tuple[str, ...]
    voices: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


def unrolled(every: Sequence[ShownLines]) -> Iterator[tuple[ShownLines, bool]]:
    """What each of `every` shows that the one before it did not, and whether it repeated something. Captions that do
    not roll stay as they are."""
    repeats = [_repeated(before, cue) for before, cue in pairwise(every)]
    going_on = sum(bool(rest) and rest != cue.lines for rest, cue in zip(repeats, every[1:], strict=False))
    rolls = going_on >= _OFTEN or (going_on > 0 and going_on >= _SHARE * len(repeats))
    for cue, rest in zip(every, [None, *repeats], strict=False):
        new = cue.lines if rest is None or not rolls else rest
        yield cue._replace(lines=new, numbers=cue.numbers[len(cue.lines) - len(new) :]), new != cue.lines


def _repeated(before: ShownLines, cue: ShownLines) -> tuple[str, ...]:
    """The lines of a cue without those at its beginning that the one before it ended with."""
    if not before.lines or not cue.lines or not before.begin <= cue.begin <= before.end + _NEXT:
        return cue.lines
    most = min(len(before.lines), len(cue.lines), _MOST_LINES)
    for count in range(most, 0, -1):
        if before.lines[-count:] == cue.lines[:count]:
            return cue.lines[count:]
    for count in range(most, 0, -1):  # the last of them has grown
        *whole, last = before.lines[-count:]
        grown = cue.lines[count - 1]
        if tuple(whole) == cue.lines[: count - 1] and grown.startswith(f"{last} "):
            return (grown[len(last) + 1 :], *cue.lines[count:])
    return cue.lines
