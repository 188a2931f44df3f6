"""Drafts each text in several ways and keeps the best: n-best reranking. What is best, `choosing` says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from align.translation.choosing import VERSION, choose, measure
from align.translation.draft_evidence import with_coverage, with_evidence
from align.translation.engine import Decoding, Draft, Engine, Ready, unknown_characters

if TYPE_CHECKING:
    from align.encoders.base import SentenceEncoder
    from align.quality.word_translations import WordTranslations

STEP = 256
"""Texts whose candidates are in memory at once."""


class RerankingEngine:
    """An engine that drafts each text `count` ways and chooses the best: by the word translations of its checkpoint,
    too, if it has any.

    Candidates come from a beam of at least `count`; one that hit the length limit is chosen only if all did, and the
    plain draft does, too: a narrower search does not always run away where a wide one does. As the encoder's vectors do
    not depend on their neighbours, neither do the drafts.
    """

    def __init__(self, engine: Engine, encoder: SentenceEncoder, count: int, words: WordTranslations | None = None):
        self._engine, self._encoder, self._count, self._words = engine, encoder, count, words

    @property
    def signature(self) -> str:
        words = f"-{self._words.signature}" if self._words else ""
        return f"{self._engine.signature}-best{self._count}-{VERSION}-{self._encoder.signature}{words}"

    @property
    def longest_source(self) -> int:
        return self._engine.longest_source

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._engine.count_tokens(texts)

    def unknown_characters(self, texts: Sequence[str]) -> list[frozenset[str]]:
        return unknown_characters(self._engine, texts)

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # similar lengths together: full batches
        chosen: dict[int, Draft] = {}
        for start in range(0, len(order), STEP):
            part = order[start : start + STEP]
            nbest = self._engine.candidates([texts[i] for i in part], decoding, self._count)
            chosen.update(zip(part, self._best([texts[i] for i in part], nbest), strict=True))
            runaway = [i for i in part if chosen[i].hit_limit]
            plain = zip(runaway, self._engine.draft([texts[i] for i in runaway], decoding), strict=True)
            chosen.update((i, draft) for i, draft in plain if not draft.hit_limit)
            if ready:
                ready(len(part))
        return [chosen[i] for i in range(len(texts))]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        return self._engine.candidates(texts, decoding, count)

    def _best(self, texts: Sequence[str], nbest: Sequence[Sequence[Draft]]) -> list[Draft]:
        vectors = self._encoder.encode([*texts, *(draft.text for drafts in nbest for draft in drafts)])
        sources, rest = vectors[: len(texts)], vectors[len(texts) :]
        best = []
        for text, source, drafts in zip(texts, sources, nbest, strict=True):
            cosines, rest = rest[: len(drafts)] @ source, rest[len(drafts) :]
            measured = measure(text, drafts, cosines, self._words)
            best.append(with_evidence(drafts, choose(drafts, measured), measured))
        return list(with_coverage(texts, best, self._encoder))
