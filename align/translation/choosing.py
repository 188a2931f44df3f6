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

LOGPROB = 1.0
"""Weights of the measures, fitted by `benchmarks/choosing.py --fit` on the development ends of newstest2018 and 2020
with the drafts of three checkpoints: that of the mean log-probability of a token, in nats, is the unit."""
COSINE = 1.0
"""Of the cosine of the draft's vector and the source's."""
CONSENSUS = 1.0
"""Of the draft's mean chrF, 0 to 1, with each other candidate as the reference."""
UNEXPLAINED = -1.0, -0.5
"""Of the share of the source's words, and of the draft's, that nothing on the other side explains. 0 without word
translations."""


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
    scores = LOGPROB * np.array([draft.logprob for draft in drafts])
    scores = scores + COSINE * measured.cosine + CONSENSUS * measured.consensus
    if measured.unexplained is not None:
        scores = scores + measured.unexplained @ np.array(UNEXPLAINED)
    hit_limit = [draft.hit_limit for draft in drafts]
    if not all(hit_limit):
        scores[hit_limit] = -np.inf
    return int(scores.argmax())
