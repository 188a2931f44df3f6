"""Chooses among the drafts of a text: by probability, meaning, words, and how much of a draft the others have, too.

Each of the measures is blind to something. The model prefers what is fluent and leaves things out; the encoder sees
what a text is about and no details; word translations know no order; and what most candidates agree on is seldom
wrong, and seldom the best (minimum Bayes risk decoding, Kumar and Byrne 2004, https://aclanthology.org/N04-1022,
with chrF as the gain). A weighted sum of them is better than each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from align.translation.engine import Draft
from align.translation.mutual_chrf import mutual_chrf

if TYPE_CHECKING:
    from align.quality.word_translations import WordTranslations


@dataclass(frozen=True, slots=True)
class MeasureWeights:
    """The weights of the measures, where a nat of the mean log-probability of a token weighs 1: of the cosine, of the
    consensus, and of the words of the source and of the draft that nothing on the other side explains."""

    cosine: float
    consensus: float
    missing: float = 0.0
    invented: float = 0.0


WITH_WORDS = MeasureWeights(cosine=0.99, consensus=0.33, missing=-1.14, invented=-0.49)
"""Fitted by `benchmarks/choosing.py --fit` to the drafts, eight and 32 of a text, that three checkpoints of an older
starter made of the development ends of newstest2018 and 2020. No weights fitted to the present one's are better."""
WITHOUT_WORDS = MeasureWeights(cosine=1.67, consensus=0.78)
"""The same for a checkpoint that has no word translations."""
VERSION = "choice-2"
"""Stands in the signatures of corpora and in the keys of cached drafts: another choice gives other drafts."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of a text's candidates, [candidates] each; `unexplained` [candidates, 2] as in
    `WordTranslations.unexplained`, None without word translations."""

    cosine: NDArray[np.floating[Any]]
    consensus: NDArray[np.floating[Any]]
    unexplained: NDArray[np.floating[Any]] | None = None


def measure(
    source: str, drafts: Sequence[Draft], cosine: NDArray[np.floating[Any]], words: WordTranslations | None
) -> Measured:
    """Measure the candidates of `source`; `cosine` [candidates] is that of their vectors and its own."""
    texts = [draft.text for draft in drafts]
    chrf = mutual_chrf(texts)
    consensus = (chrf.sum(axis=1) - chrf.diagonal()) / max(1, len(texts) - 1)
    return Measured(cosine, consensus, words.unexplained(source, texts) if words else None)


def choose(drafts: Sequence[Draft], measured: Measured) -> int:
    """The index of the best candidate; the first of equals. One that hit the length limit is chosen if all did."""
    weights = WITHOUT_WORDS if measured.unexplained is None else WITH_WORDS
    scores = np.array([draft.logprob for draft in drafts])
    scores = scores + weights.cosine * measured.cosine + weights.consensus * measured.consensus
    if measured.unexplained is not None:
        scores = scores + measured.unexplained @ np.array([weights.missing, weights.invented])
    hit_limit = [draft.hit_limit for draft in drafts]
    if not all(hit_limit):
        scores[hit_limit] = -np.inf
    return int(scores.argmax())
