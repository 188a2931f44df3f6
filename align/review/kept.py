"""Reviewed pairs of an earlier corpus that a new run over the same story takes over, by source and position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from align.corpus.fingerprints import text_hash
from align.corpus.pair import Pair
from align.corpus.paragraphs import with_paragraph_of
from align.review.reviewer_work import is_work


class Kept:
    """The pairs of a corpus on which a person has worked. Each is taken once; `count` is how many were."""

    def __init__(self, pairs: Iterable[Pair]):
        self._by_source: dict[str, list[Pair]] = {}
        self.count = 0
        for pair in pairs:
            if is_work(pair):
                self._by_source.setdefault(text_hash(pair.source), []).append(pair)

    def __len__(self) -> int:
        return sum(map(len, self._by_source.values()))

    def take(self, fresh: Pair) -> Pair | None:
        """Return `fresh` as it was reviewed, or None. Of several pairs with its source, one of its document is
        preferred, then the nearest one."""
        known = self._by_source.get(text_hash(fresh.source))
        if not known:
            return None
        best = min(known, key=lambda pair: (pair.doc != fresh.doc, abs(pair.n - fresh.n)))
        known.remove(best)
        self.count += 1
        return replace(
            fresh,
            target=best.target,
            origin=best.origin,
            status=best.status,
            note=best.note,
            model=best.model,
            created=best.created,
            extra=with_paragraph_of(fresh, best.extra),
        )
