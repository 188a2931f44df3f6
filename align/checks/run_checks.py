"""Runs the checks on one pair, and on a stream of pairs with the statistics of their documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from align.checks.context import DEFAULT_OPTIONS, CheckOptions, DocumentContext
from align.checks.detail import Details, in_own_words
from align.checks.detail_words import details_in_words
from align.checks.pair_view import PairView
from align.checks.registry import all_checks
from align.corpus.pair import Pair
from align.corpus.paragraphs import paragraph_of

_ONE_SIDED = frozenset({"empty-target", "empty-source", "broken-text", "uncertain-alignment"})
"""The flags that a pair with an empty side can have."""


def run_checks(view: PairView) -> dict[str, Details]:
    """Run the checks that the view's options want: flag → what was found, in the order of `CHECKS`."""
    found: dict[str, Details] = {}
    two_sided = bool(view.source.strip()) and bool(view.target.strip())
    selective = bool(view.options.only or view.options.skip)
    for flag, check in all_checks().items():
        if check.find is None or (selective and not view.options.wants(flag)):
            continue
        if two_sided or flag in _ONE_SIDED:
            details = check.find(view)
            if details is not None:
                found[flag] = in_own_words(details) if isinstance(details, str) else details
    return found


def check_pair(
    pair: Pair, context: DocumentContext | None = None, options: CheckOptions = DEFAULT_OPTIONS
) -> tuple[str, ...]:
    """Find the flags of a pair, most severe first. Flags that the pair already has play no part.

    Without a `context`, general bounds stand in for the statistics of the pair's document.
    """
    return tuple(run_checks(PairView(pair, context, options)))


def explain(
    pair: Pair, context: DocumentContext | None = None, options: CheckOptions = DEFAULT_OPTIONS
) -> dict[str, str]:
    """Find the flags of a pair and why: flag → a few words ("not in the translation: 25"), possibly empty."""
    found = run_checks(PairView(pair, context, options))
    return {flag: details_in_words(details, begins=False) for flag, details in found.items()}


def check_pairs(pairs: Iterable[Pair], options: CheckOptions = DEFAULT_OPTIONS) -> Iterator[Pair]:
    """Check a stream: the same pairs in the same order, none dropped, with their flags brought up to date.

    The flags of the checks that ran are replaced; flags raised elsewhere (`hit-limit`, `split`, a reviewer's own) stay,
    in front. Only one document is in memory at a time, and of a long one `options.window` pairs.
    """
    return (pair for pair, _ in check_with_details(pairs, options))


def check_with_details(
    pairs: Iterable[Pair], options: CheckOptions = DEFAULT_OPTIONS
) -> Iterator[tuple[Pair, dict[str, Details]]]:
    """The same, each pair with what the checks found: flag → details."""
    ran = frozenset(flag for flag, check in all_checks().items() if check.find is not None and options.wants(flag))
    for _, document in groupby(pairs, attrgetter("doc")):
        for window in _windows(document, options.window):
            context = DocumentContext.of(window)
            for pair in window:
                kept = tuple(flag for flag in pair.flags if flag not in ran)
                found = run_checks(PairView(pair, context, options))
                flags = (*kept, *found)
                yield (pair if flags == pair.flags else replace(pair, flags=flags)), found


def _windows(pairs: Iterable[Pair], size: int) -> Iterator[list[Pair]]:
    """Cut the pairs of a document into windows of `size`, or a little more: a paragraph goes into one, unless it is as
    long as a window itself."""
    window: list[Pair] = []
    for pair in pairs:
        number = paragraph_of(pair)
        if len(window) >= size and number != paragraph_of(window[-1]):
            yield window
            window = []
        window.append(pair)
        if len(window) >= (size if number is None else 2 * size):
            yield window
            window = []
    if window:
        yield window
