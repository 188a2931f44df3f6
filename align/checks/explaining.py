"""Finds again what the flags of pairs mean, for those who show them: which number, which name, which term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING

from align.checks.context import DEFAULT_OPTIONS, CheckOptions, DocumentContext
from align.checks.detail import Details
from align.checks.pair_view import PairView
from align.checks.run_checks import run_checks
from align.corpus.pair import Pair

if TYPE_CHECKING:
    from align.glossary import Glossary

NEED_DOCUMENT = frozenset({"length-ratio", "name-variant", "low-similarity", "low-confidence"})
"""Flags whose checks measure a pair against its document."""

MEASURED = frozenset({"low-similarity", "low-confidence", "uncertain-alignment"})
"""Flags whose details are measures, and name nothing in the texts."""

FoundDetails = Mapping[str, Details]
"""Flag → what its check finds in the pair as it is now. A flag that is not found again is left out: it comes from
elsewhere, or from an older text, and keeps its sentence."""


def find_details(
    pair: Pair, context: DocumentContext | None = None, glossary: Glossary | None = None
) -> dict[str, Details]:
    """Run the checks behind a pair's flags, and no others."""
    if not pair.flags:
        return {}
    return run_checks(PairView(pair, context, CheckOptions(glossary, only=frozenset(pair.flags))))


def with_details(
    pairs: Iterable[Pair], glossary: Glossary | None = None, window: int = DEFAULT_OPTIONS.window
) -> Iterator[tuple[Pair, FoundDetails]]:
    """Iterate over pairs with what is found behind their flags, a window of a document in memory at a time, as
    `check_pairs` does. Documents that no flag asks for are not measured."""
    for _, document in groupby(pairs, attrgetter("doc")):
        while some := list(islice(document, window)):
            context = DocumentContext.of(some) if any(map(_needs_document, some)) else None
            for pair in some:
                yield pair, find_details(pair, context, glossary)


def _needs_document(pair: Pair) -> bool:
    return not NEED_DOCUMENT.isdisjoint(pair.flags)
