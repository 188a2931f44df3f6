"""Selection of pairs from a stream: by status, score and flag, each text once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from align.corpus.pair import Pair
from align.languages.normalization import text_key

RULES = ("status", "score", "flag", "duplicate")
"""The rules by which pairs are left out, in the order in which they are tried."""


@dataclass(slots=True)
class Selection:
    """The rules by which pairs are kept. `dropped` counts the pairs that each rule removed after the rules before it.

    `min_score` also removes pairs without a score. `without_flags` may hold `any`. `deduplicate` keeps the first
    pair of each source and target, compared by `text_key`.
    """

    statuses: Collection[str] = ()
    min_score: float | None = None
    without_flags: Collection[str] = ()
    deduplicate: bool = False
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    _known: set[bytes] = field(default_factory=set, repr=False)

    def keep(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Iterate over the pairs that pass, in their order."""
        for pair in pairs:
            reason = self.reason(pair)
            if reason:
                self.dropped[reason] += 1
            else:
                self.kept += 1
                yield pair

    def reason(self, pair: Pair) -> str:
        """The rule that removes a pair, or an empty string."""
        if self.statuses and pair.status not in self.statuses:
            return "status"
        if self.min_score is not None and (pair.score is None or pair.score < self.min_score):
            return "score"
        if self.without_flags and (
            ("any" in self.without_flags and pair.flags) or set(self.without_flags) & set(pair.flags)
        ):
            return "flag"
        return "duplicate" if self.deduplicate and self._seen_before(pair) else ""

    def _seen_before(self, pair: Pair) -> bool:
        key = text_key((pair.source, pair.target))
        if key in self._known:
            return True
        self._known.add(key)
        return False
