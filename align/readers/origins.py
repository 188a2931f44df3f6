"""Where the text of a document stands in the structure of its file: the texts and signs of a tree.

A reader that is asked for them notes, beside what it reads, which node each piece came from. So who writes a
translation back into the file finds the places that were read, and no second parser can see the file otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple


class Origin(NamedTuple):
    """`start:end` of a text comes from `begin:stop` of the text of `node`.

    A `literal` origin has the same characters there. Others stand for them as a whole: `³` for a raised `3`, one space
    for several. Where a character comes from several nodes, the first origin has it and the others are empty.
    """

    start: int
    end: int
    node: Any
    begin: int
    stop: int
    literal: bool


def moved(origins: Iterable[Origin], by: int) -> Iterator[Origin]:
    """The origins of a text that stands `by` characters further on."""
    return (origin._replace(start=origin.start + by, end=origin.end + by) for origin in origins)


def origins_of_cleaned(places: Iterable[tuple[int, int]], origins: Sequence[Origin], at: int = 0) -> Iterator[Origin]:
    """The origins, counted from `at`, of a text that was made of another one, whose own are `origins`, in order.
    `places` are the spans there that its characters stand for."""
    return joined(_by_character(places, origins, at))


def _by_character(places: Iterable[tuple[int, int]], origins: Sequence[Origin], at: int) -> Iterator[Origin]:
    first = 0
    for number, (begin, stop) in enumerate(places, start=at):
        while first < len(origins) and origins[first].end <= begin and origins[first].start < begin:
            first += 1
        start, end = number, number + 1
        at_origin = first
        while at_origin < len(origins) and origins[at_origin].start < stop:
            origin = origins[at_origin]
            at_origin += 1
            if origin.end <= begin and origin.end > origin.start:
                continue
            if origin.literal:
                low = origin.begin + max(0, begin - origin.start)
                high = origin.stop - max(0, origin.end - stop)
                yield Origin(start, end, origin.node, low, high, literal=end - start == high - low)
            elif origin.start >= begin:
                yield origin._replace(start=start, end=end)
            else:  # a further character of a sign that stands for several
                yield Origin(start, end, origin.node, origin.stop, origin.stop, literal=False)
            start = end


def joined(origins: Iterable[Origin]) -> Iterator[Origin]:
    """The origins, those that go on in the same node as one."""
    last: Origin | None = None
    for origin in origins:
        if (
            last is not None
            and last.node is origin.node
            and last.literal
            and origin.literal
            and (last.end, last.stop) == (origin.start, origin.begin)
        ):
            last = last._replace(end=origin.end, stop=origin.stop)
            continue
        if last is not None:
            yield last
        last = origin
    if last is not None:
        yield last
