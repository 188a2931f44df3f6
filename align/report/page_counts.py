"""What the head of the page counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from align.checks import BAND_SEVERITY, band, severity
from align.corpus.pair import Pair
from align.report.figures import BINS
from align.review.review_options import MACHINES

SEVERITIES = ("error", "warning", "hint")
"""The severities of flags, the gravest first."""


class PageCounts:
    """Counts of pairs, words, flags, kinds, statuses, bands and scores.

    Where drafts have bands, the scores are those of the other translations: a draft was chosen by its own.
    """

    def __init__(self) -> None:
        self.pairs = self.words = self.flagged = self.documents = self.with_confidence = 0
        self.flags: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.bands: Counter[str] = Counter()
        self._scores = {machine: [0] * 1000 for machine in (False, True)}

    def add(self, pair: Pair) -> None:
        """Count a pair."""
        self.pairs += 1
        self.words += len(pair.source.split())
        self.flagged += bool(pair.flags)
        self.flags.update(pair.flags)
        self.kinds[pair.kind] += 1
        self.statuses[pair.status] += 1
        self.severities[most_severe(pair)] += 1
        if its_band := band(pair):
            self.bands[its_band] += 1
        elif pair.score is not None:
            self._scores[pair.origin in MACHINES][min(max(int(pair.score * 1000), 0), 999)] += 1

    @property
    def scored(self) -> int:
        """How many pairs have a score that is counted."""
        return sum(self._counted)

    @property
    def _counted(self) -> list[int]:
        """The scores by thousandths."""
        machine, other = self._scores[True], self._scores[False]
        return other if self.bands else [sum(both) for both in zip(machine, other, strict=True)]

    @property
    def median(self) -> float:
        """The median score, to a thousandth."""
        seen, counted, scored = 0, self._counted, self.scored
        for thousandth, count in enumerate(counted):
            seen += count
            if 2 * seen >= scored:
                return (thousandth + 0.5) / len(counted)
        return 0.0

    def bins(self) -> list[int]:
        """The scores in the bins of the histogram."""
        counted = self._counted
        size = len(counted) // BINS
        return [sum(counted[index * size : (index + 1) * size]) for index in range(BINS)]

    def flags_by_severity(self) -> Sequence[str]:
        """The flags, the gravest and then the most frequent first."""
        return sorted(self.flags, key=lambda flag: (SEVERITIES.index(severity(flag)), -self.flags[flag], flag))


def gravity(pair: Pair) -> str:
    """How grave what speaks against a pair is: the severity of its most severe flag, or of its band, which counts as
    one; or an empty string."""
    its_band = band(pair)
    found = {most_severe(pair), BAND_SEVERITY.get(its_band, "") if its_band else ""}
    return next((name for name in SEVERITIES if name in found), "")


def most_severe(pair: Pair) -> str:
    """The severity of a pair's most severe flag, or an empty string."""
    found = {severity(flag) for flag in pair.flags}
    return next((name for name in SEVERITIES if name in found), "")
