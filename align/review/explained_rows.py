"""Rows of a sheet with what was found behind the flags of their pairs: which number, which name, which term."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from align.corpus.pair import Pair
from align.review.review_options import ReviewOptions
from align.review.review_selection import ReviewSelection

if TYPE_CHECKING:
    from align.checks.explaining import FoundDetails


def chosen_rows(
    pairs: Iterable[Pair], selection: ReviewSelection, review: ReviewOptions
) -> Iterator[tuple[Pair, bool, FoundDetails]]:
    """The pairs that `selection` chooses, each with whether pairs were left out before it and what was found. All pairs
    of a document count in that: a name that is spelt otherwise is so in the whole of it."""
    from align.checks import with_details

    waiting: deque[tuple[Pair, FoundDetails]] = deque()

    def passing() -> Iterator[Pair]:
        for one in with_details(pairs, review.glossary):
            waiting.append(one)
            yield one[0]

    for chosen, after_gap in selection.rows(passing()):
        pair, found = waiting.popleft()
        while pair is not chosen:
            pair, found = waiting.popleft()
        yield chosen, after_gap, found


def explained(
    rows: Sequence[tuple[Pair, bool, FoundDetails | None]], review: ReviewOptions
) -> list[tuple[Pair, bool, FoundDetails]]:
    """Rows that have been kept back, with what was found: looked for now, among these rows, where it has not been."""
    from align.checks import with_details

    if all(found is not None for _, _, found in rows):
        return [(pair, after_gap, found or {}) for pair, after_gap, found in rows]
    new = with_details((pair for pair, _, _ in rows), review.glossary)
    return [(pair, after_gap, found) for (_, after_gap, _), (pair, found) in zip(rows, new, strict=True)]


def explained_alone(pair: Pair, found: FoundDetails | None, review: ReviewOptions) -> FoundDetails:
    """What was found in a pair whose document is not at hand."""
    from align.checks import find_details

    return find_details(pair, None, review.glossary) if found is None else found
