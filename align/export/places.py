"""Which paragraph each pair of a document stands in, by what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from align.corpus.pair import Pair, Span
from align.corpus.paragraphs import block_of, paragraph_of
from align.export.source_files import Place, SourceFiles

_BLANK_LINE = 2
"""Characters between two paragraphs with an empty line between them; two sentences have a space, a line break or
nothing."""


def places_of(doc: str, pairs: Sequence[Pair], files: SourceFiles) -> list[Place] | None:
    """The place of each pair of a document, whose pairs stand in order: numbers of neighbours differ where a new
    paragraph begins. None where nothing says where."""
    if any(paragraph_of(pair) is not None for pair in pairs):
        return _known(pairs)
    found = files.paragraphs(doc, pairs)
    if found is not None:
        return _filled(pairs, found)
    if any(_is_text(one) and _is_text(two) and _parted(one, two) for one, two in pairwise(pairs)):
        return _by_gaps(pairs)
    return None


def _known(pairs: Sequence[Pair]) -> list[Place]:
    numbers = [paragraph_of(pair) for pair in pairs]
    return _filled(
        pairs,
        [None if n is None else Place(n, block_of(pair)) for n, pair in zip(numbers, pairs, strict=True)],
    )


def _filled(pairs: Sequence[Pair], known: Sequence[Place | None]) -> list[Place]:
    """The places of all pairs: one that is not known is its neighbours', or the one before for a pair without a source;
    a translation that its own text sets apart from both stands alone."""
    result: list[Place] = []
    highest = max((place.number for place in known if place), default=0)
    following = _next_known(known)
    for index, (pair, place) in enumerate(zip(pairs, known, strict=True)):
        before = result[-1] if result else None
        if place is None:
            after = following[index]
            if before is not None and (before == after or not pair.source) and not _stands_alone(pairs, index):
                place = before
            elif before is None and after is not None and not pair.source and not _stands_alone(pairs, index):
                place = after
            else:
                highest += 1
                place = Place(highest)
        result.append(place)
    return result


def _next_known(known: Sequence[Place | None]) -> list[Place | None]:
    """For each pair the place of the next one behind it whose place is known."""
    following: list[Place | None] = []
    after: Place | None = None
    for place in reversed(known):
        following.append(after)
        after = place or after
    return following[::-1]


def _stands_alone(pairs: Sequence[Pair], index: int) -> bool:
    """Whether a translation without a source is a paragraph of its own in the target text."""
    pair = pairs[index]
    if pair.source or not pair.target_span:
        return False
    before = pairs[index - 1].target_span if index else None
    after = pairs[index + 1].target_span if index + 1 < len(pairs) else None
    return (before is None or _gap(before, pair.target_span) >= _BLANK_LINE) and (
        after is None or _gap(pair.target_span, after) >= _BLANK_LINE
    )


def _by_gaps(pairs: Sequence[Pair]) -> list[Place]:
    """A paragraph begins where a gap is as wide as an empty line, and with all that is no running text."""
    number = 0
    places: list[Place] = []
    for index, pair in enumerate(pairs):
        before = pairs[index - 1] if index else None
        apart = before is None or pair.kind == "dateline" or not (_is_text(before) and _is_text(pair))
        if apart or (before is not None and _parted(before, pair)):
            number += 1
        places.append(Place(number))
    return places


def _is_text(pair: Pair) -> bool:
    return pair.kind in ("sentence", "dateline")


def _parted(one: Pair, two: Pair) -> bool:
    return bool(one.source_span and two.source_span and not 0 <= _gap(one.source_span, two.source_span) < _BLANK_LINE)


def _gap(one: tuple[Span, ...], two: tuple[Span, ...]) -> int:
    """Characters between the end of one segment and the beginning of the next."""
    return two[0][0] - one[-1][1]
