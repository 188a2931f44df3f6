"""Running the checks: on one pair, and on a stream of pairs with the statistics of their documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, islice
from operator import attrgetter

from align.checks.context import DEFAULT_OPTIONS, CheckOptions, DocumentContext
from align.checks.registry import CHECKS, find
from align.checks.view import View
from align.corpus.pair import Pair


def check_pair(
    pair: Pair, context: DocumentContext | None = None, options: CheckOptions = DEFAULT_OPTIONS
) -> tuple[str, ...]:
    """The flags that the checks put on a pair, gravest first. Flags that the pair already has play no part.

    Without a `context`, general bounds stand in for the statistics of the pair's document.
    """
    return tuple(find(View(pair, context, options)))


def explain(
    pair: Pair, context: DocumentContext | None = None, options: CheckOptions = DEFAULT_OPTIONS
) -> dict[str, str]:
    """What the checks found: flag → a few words on the very pair ("not in the translation: 25"), possibly empty."""
    return find(View(pair, context, options))


def check_pairs(pairs: Iterable[Pair], options: CheckOptions = DEFAULT_OPTIONS) -> Iterator[Pair]:
    """Check a stream: the same pairs in the same order, none dropped, with their flags brought up to date.

    The flags of the checks that ran are replaced; flags put by others (`hit-limit`, `split`, a reviewer's own) stay, in
    front. Only one document is in memory at a time, and of a long one `options.window` pairs.
    """
    ran = frozenset(flag for flag, check in CHECKS.items() if check.find is not None and options.wants(flag))
    for _, document in groupby(pairs, attrgetter("doc")):
        while window := list(islice(document, options.window)):
            context = DocumentContext.of(window)
            for pair in window:
                kept = tuple(flag for flag in pair.flags if flag not in ran)
                flags = kept + tuple(find(View(pair, context, options)))
                yield pair if flags == pair.flags else replace(pair, flags=flags)
