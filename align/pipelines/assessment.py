"""Scores and flags for pairs that reviewers have made of others, as the run that made the corpus would give them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from align.corpus.pair import Pair, Signature
from align.review.merging import Assess


def assessment(signature: Signature) -> Assess:
    """Make what assesses the new pairs of a corpus with this signature.

    They are scored if the encoder that scored the corpus is the bundled one and knows their languages. The encoder is
    loaded when the first pair needs it.
    """
    encoder = dict(signature.parts).get("encoder", "")

    def assess(pairs: list[Pair], fresh: Collection[int]) -> list[Pair]:
        from align.checks import check_pairs

        assessed = list(pairs)
        for index, score in zip(fresh, _scores([pairs[index] for index in fresh], encoder), strict=True):
            assessed[index] = replace(pairs[index], score=score)
        checked = list(check_pairs(assessed))
        for index in fresh:
            pairs[index] = checked[index]
        return pairs

    return assess


def _scores(pairs: list[Pair], signature: str) -> list[float | None]:
    """The scores of pairs by the encoder of this signature; None for a pair with an empty side, or if it is another."""
    from align.encoders.base import load_encoder, supports
    from align.encoders.pair_similarity import score_pairs

    encoder = load_encoder() if pairs and signature else None
    if encoder is None or encoder.signature != signature:
        return [None] * len(pairs)
    if not supports(encoder, pairs[0].source_lang, pairs[0].target_lang):
        return [None] * len(pairs)
    scores = score_pairs([(pair.source, pair.target) for pair in pairs], encoder)
    return [score if pair.source and pair.target else None for pair, score in zip(pairs, scores, strict=True)]
