"""The context of a check besides the pair: the options, and the statistics of the document the pair comes from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.checks.name_renderings import Rendering, Renderings
from align.checks.quotation_marks import DividedQuotations
from align.checks.ratio import log_ratio
from align.corpus.pair import Pair

if TYPE_CHECKING:
    from align.glossary import Glossary

NEED_GLOSSARY = frozenset({"glossary-missing", "glossary-forbidden"})
"""Flags that only a glossary can put or remove: a run without one leaves them as they are."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The selection of checks, and what they need.
    `only` limits the checks to the flags named (empty: all of them), `skip` leaves some out. The glossary
    checks need a `glossary`. `window` is how many pairs of one document are kept in memory at most.
    """

    glossary: Glossary | None = None
    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    window: int = 2000

    def wants(self, flag: str) -> bool:
        """Whether the check behind `flag` is to be run, and can be."""
        if self.glossary is None and flag in NEED_GLOSSARY:
            return False
        return flag not in self.skip and (not self.only or flag in self.only)


DEFAULT_OPTIONS = CheckOptions()

MIN_SAMPLE = 20
"""Fewer pairs than this say too little about their document: the general bounds hold then."""


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """The statistics of a document (or of a window of a very long one) that its pairs are measured against.

    `ratio` and `spread` are the median and the robust standard deviation of the pairs' log length ratio (see
    `align.checks.ratio`). Below `logprob_low` and `score_low` lies the lowest twentieth of the document. All of them
    are None while too few pairs carry such a number. `renderings` has the usual one of each name that is rendered in
    several ways, `divided` the paragraphs over whose pairs a quotation may go.
    """

    ratio: float | None = None
    spread: float | None = None
    logprob_low: float | None = None
    score_low: float | None = None
    renderings: Mapping[str, Rendering] = field(default_factory=dict)
    divided: DividedQuotations = field(default_factory=DividedQuotations)

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> DocumentContext:
        """Measure a document by its pairs."""
        pairs = tuple(pairs)
        names = Renderings()
        ratios: list[float] = []
        logprobs: list[float] = []
        scores: list[float] = []
        for pair in pairs:
            names.add(pair)
            if pair.source and pair.target:
                ratios.append(log_ratio(pair))
            if pair.logprob is not None and math.isfinite(pair.logprob):
                logprobs.append(pair.logprob)
            if pair.score is not None and math.isfinite(pair.score):
                scores.append(pair.score)
        ratio = spread = None
        if len(ratios) >= MIN_SAMPLE:
            ratio = quantile(ratios, 0.5)
            spread = 1.4826 * quantile([abs(value - ratio) for value in ratios], 0.5)
        return cls(
            ratio,
            spread,
            _lowest_twentieth(logprobs),
            _lowest_twentieth(scores),
            names.usual(),
            DividedQuotations.in_pairs(pairs),
        )


def _lowest_twentieth(values: Sequence[float]) -> float | None:
    return quantile(values, 0.05) if len(values) >= MIN_SAMPLE else None


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lies, by linear interpolation; `values` must not be empty."""
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)
