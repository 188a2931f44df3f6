"""Measures a draft that was chosen among candidates, for the estimate of its quality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from align.quality.evidence import Evidence
from align.quality.features import words
from align.translation.choosing import Measured
from align.translation.engine import Draft

if TYPE_CHECKING:
    from align.encoders.base import SentenceEncoder

DIGITS = 4
"""Digits that are kept: the cache of drafts holds them, and the last bits of a cosine are noise."""


def with_evidence(drafts: Sequence[Draft], chosen: int, measured: Measured) -> Draft:
    """The draft of the number `chosen` among the candidates of a text, with what was measured of it among them."""
    measures = replace(drafts[chosen].evidence or Evidence(), cosine=_rounded(measured.cosine[chosen]))
    if len(drafts) > 1:
        measures = replace(measures, agreement=_rounded(measured.consensus[chosen]))
    if measured.unexplained is not None:
        missing, invented = measured.unexplained[chosen]
        measures = replace(measures, missing=_rounded(missing), invented=_rounded(invented))
    return replace(drafts[chosen], evidence=measures)


def with_coverage(sources: Sequence[str], drafts: Sequence[Draft], encoder: SentenceEncoder) -> Iterator[Draft]:
    """Yield the drafts with how much of each source has a counterpart in the draft, and the reverse.

    Every word is compared with all of the other side, as the greedy matching of BERTScore does (Zhang et al. 2020), by
    the vectors that the encoder has for single words: a coverage is the mean of the best cosines, weighted by the
    lengths of the words. It looks at the words where the cosine of a draft looks at the whole.
    """
    sides = [(_lowered(source), _lowered(draft.text)) for source, draft in zip(sources, drafts, strict=True)]
    unique = {word: None for ours, theirs in sides if ours and theirs for word in (*ours, *theirs)}
    places = {word: place for place, word in enumerate(unique)}
    vectors = encoder.encode(list(unique))
    for draft, (ours, theirs) in zip(drafts, sides, strict=True):
        if not ours or not theirs:
            yield draft
            continue
        cosines = vectors[[places[word] for word in ours]] @ vectors[[places[word] for word in theirs]].T
        measures = replace(
            draft.evidence or Evidence(),
            coverage=_mean(cosines.max(axis=1), ours),
            draft_coverage=_mean(cosines.max(axis=0), theirs),
        )
        yield replace(draft, evidence=measures)


def _lowered(text: str) -> list[str]:
    return [word.lower() for word in words(text)]


def _mean(best: np.ndarray, of: Sequence[str]) -> float:
    """The mean of the best cosines of words, weighted by their lengths."""
    return _rounded(np.average(best, weights=[len(word) for word in of]))


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)
