"""chrF of the greedy drafts of a model in training, on the machine that trains it, with nothing but torch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import torch

from align.training.batching import collate
from align.training.encoded import Encoded

ORDER, BETA = 6, 2
BATCH = 400
"""Sentences that are drafted together: decoding waits for each token, so the more the better."""

SPARE = 10
"""Tokens by which a draft may be longer than the longest text of its batch. An untrained model's drafts never end."""


def greedy_drafts(model: Any, pairs: Sequence[Encoded]) -> list[list[int]]:
    """Draft the sources of `pairs` greedily: ids, in the order of the pairs, without the start token."""
    from transformers import GenerationConfig

    config = model.config
    device = next(model.parameters()).device
    order = sorted(range(len(pairs)), key=lambda index: len(pairs[index].source))
    drafts: list[list[int]] = [[] for _ in pairs]
    for start in range(0, len(order), BATCH):
        indices = order[start : start + BATCH]
        batch = collate([pairs[index] for index in indices], config.pad_token_id).to(device)
        found = model.generate(
            input_ids=batch.source,
            attention_mask=(torch.arange(batch.source.shape[1], device=device) < batch.lengths[:, None]).long(),
            generation_config=GenerationConfig(
                max_new_tokens=max(batch.source.shape[1], batch.target.shape[1]) + SPARE,
                decoder_start_token_id=config.decoder_start_token_id,
                eos_token_id=config.eos_token_id,
                pad_token_id=config.pad_token_id,
                bad_words_ids=[[config.pad_token_id]],
            ),
        )
        for index, row in zip(indices, found[:, 1:].tolist(), strict=True):
            drafts[index] = row
    return drafts


def dev_score(
    pairs: Sequence[Encoded], references: Sequence[str], detokenise: Callable[[Sequence[Sequence[int]]], list[str]]
) -> Callable[[Any], dict[str, float]]:
    """Make a measure for a Trainer: a model → `dev_chrf` of its greedy drafts of `pairs` against `references`."""
    return lambda model: {"dev_chrf": round(corpus_chrf(detokenise(greedy_drafts(model, pairs)), references), 2)}


def corpus_chrf(hypotheses: Sequence[str], references: Sequence[str]) -> float:
    """Compute corpus chrF2 (Popović 2015), 0 to 100, as sacrebleu does, for machines without sacrebleu."""
    totals = [[0, 0, 0] for _ in range(ORDER)]  # by order: n-grams of the hypotheses, of the references, of both
    for hypothesis, reference in zip(hypotheses, references, strict=True):
        for total, hyp_ngrams, ref_ngrams in zip(totals, _ngrams(hypothesis), _ngrams(reference), strict=True):
            total[0] += hyp_ngrams.total() if ref_ngrams else 0
            total[1] += ref_ngrams.total()
            total[2] += (hyp_ngrams & ref_ngrams).total()
    shares = [(match / hyp, match / ref) for hyp, ref, match in totals if hyp and ref]
    if not any(precision for precision, _ in shares):
        return 0.0
    precision, recall = (sum(part) / len(shares) for part in zip(*shares, strict=True))
    score: float = 100 * (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)
    return score


def _ngrams(text: str) -> list[Counter[str]]:
    letters = "".join(text.split())
    return [Counter(letters[start : start + n] for start in range(len(letters) - n + 1)) for n in range(1, ORDER + 1)]
