"""An engine that caches its drafts: a run that was killed, started again, drafts only what is missing.

The key of a draft is its text with all that affects the result: the model's content and target token, the engine with
its version and precision, the options of decoding. As drafts do not depend on their neighbours, a cached draft is what
the engine would draft.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from align.translation.draft_cache import DraftStore, draft_key
from align.translation.engine import Decoding, Draft, Engine, Ready, unknown_characters

STEP = 256
"""Texts drafted before they are stored: a few seconds of work that a kill can cost."""


class CachingEngine:
    """An engine that puts a store in front of another. `scope` names the model: its content and token."""

    def __init__(self, engine: Engine, store: DraftStore, scope: str):
        self._engine = engine
        self._store = store
        self._scope = (scope, engine.signature)

    @property
    def signature(self) -> str:
        return self._engine.signature

    @property
    def longest_source(self) -> int:
        return self._engine.longest_source

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._engine.count_tokens(texts)

    def unknown_characters(self, texts: Sequence[str]) -> list[frozenset[str]]:
        return unknown_characters(self._engine, texts)

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        def run(part: Sequence[str]) -> list[list[Draft]]:
            return [[draft] for draft in self._engine.draft(part, decoding, ready)]

        return [drafts[0] for drafts in self._cached(texts, ("1", decoding.signature), run, ready)]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        def run(part: Sequence[str]) -> list[list[Draft]]:
            return self._engine.candidates(part, decoding, count)

        return self._cached(texts, (f"best{count}", decoding.signature), run, None)

    def _cached(
        self,
        texts: Sequence[str],
        options: tuple[str, str],
        run: Callable[[Sequence[str]], list[list[Draft]]],
        ready: Ready | None,
    ) -> list[list[Draft]]:
        """Get drafts from the store, and `run` the engine for the rest, which is stored as it comes. Texts of about one
        length are drafted together, so that the engine's batches stay full."""
        keys = {text: draft_key(*self._scope, *options, text) for text in texts}
        cached = self._store.get(list(keys.values()))
        missing = sorted((text for text, key in keys.items() if key not in cached), key=len, reverse=True)
        if ready:
            ready(len(texts) - len(missing))
        for start in range(0, len(missing), STEP):
            part = missing[start : start + STEP]
            new = {keys[text]: drafts for text, drafts in zip(part, run(part), strict=True)}
            self._store.put(new)
            cached.update(new)
        return [cached[keys[text]] for text in texts]
