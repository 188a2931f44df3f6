"""What the head of the page counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from align.checks import severity
from align.corpus.pair import Pair
from align.report.figures import BINS

SEVERITIES = ("error", "warning", "hint")
"""The severities of flags, the gravest first."""


class PageCounts:
    """Counts of pairs, words, flags, kinds, statuses and scores."""

    def __init__(self) -> None:
        self.pairs = self.words = self.flagged = self.documents = self.scored = self.with_confidence = 0
        self.flags: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self._scores = [0] * 1000

    def add(self, pair: Pair) -> None:
        """Count a pair."""
        self.pairs += 1
        self.words += len(pair.source.split())
        self.flagged += bool(pair.flags)
        self.flags.update(pair.flags)
        self.kinds[pair.kind] += 1
        self.statuses[pair.status] += 1
        self.severities[most_severe(pair)] += 1
        if pair.score is not None:
            self.scored += 1
            self._scores[min(max(int(pair.score * 1000), 0), 999)] += 1

    @property
    def median(self) -> float:
        """The median score, to a thousandth."""
        seen = 0
        for thousandth, count in enumerate(self._scores):
            seen += count
            if 2 * seen >= self.scored:
                return (thousandth + 0.5) / len(self._scores)
        return 0.0

    def bins(self) -> list[int]:
        """The scores in the bins of the histogram."""
        size = len(self._scores) // BINS
        return [sum(self._scores[index * size : (index + 1) * size]) for index in range(BINS)]

    def flags_by_severity(self) -> Sequence[str]:
        """The flags, the gravest and then the most frequent first."""
        return sorted(self.flags, key=lambda flag: (SEVERITIES.index(severity(flag)), -self.flags[flag], flag))


def most_severe(pair: Pair) -> str:
    """The severity of a pair's most severe flag, or an empty string."""
    found = {severity(flag) for flag in pair.flags}
    return next((name for name in SEVERITIES if name in found), "")
