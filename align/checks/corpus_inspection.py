"""Collects what the checks find in a file: counts by flag and band, the worst pairs, names that are rendered in several
ways, problems of the file itself."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from align.account import Account
from align.checks.band import BANDS, band
from align.checks.detail_words import details_in_words
from align.checks.explaining import FoundDetails
from align.checks.name_renderings import Renderings
from align.checks.registry import describe, severity
from align.checks.risk import risk
from align.corpus.pair import Pair
from align.corpus.validation import Problem

KEPT_PROBLEMS = 100
"""Problems of a file that are kept word for word; the rest is only counted."""


class Inspection:
    """Collects while pairs pass by; keeps a fixed number of pairs and problems whatever the size of the corpus."""

    def __init__(self, file: str, worst: int = 10):
        self.file = file
        self.pairs = self.flagged = self.problem_count = 0
        self.flags: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.bands: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self._names = Renderings()
        self.account = Account()
        self._worst: list[tuple[float, int, Pair, FoundDetails]] = []  # a heap of (risk, -position, pair, found)
        self._max_worst = worst

    def problem(self, problem: Problem) -> None:
        """Note something wrong with the file."""
        self.problem_count += 1
        if len(self.problems) < KEPT_PROBLEMS:
            self.problems.append(problem)

    def count(self, pairs: Iterable[tuple[Pair, FoundDetails]]) -> Iterator[Pair]:
        """Pass checked pairs on, and count them and their flags; each comes with what the checks found."""
        for pair, found in pairs:
            self.pairs += 1
            self._names.add(pair)
            if its_band := band(pair):
                self.bands[its_band] += 1
            if pair.flags:
                self.flagged += 1
                self.flags.update(pair.flags)
                self.severities.update({severity(flag) for flag in pair.flags})
            if pair.flags or its_band == "wrong":
                entry = (risk(pair), -self.pairs, pair, found)
                if len(self._worst) < self._max_worst:
                    heapq.heappush(self._worst, entry)
                elif self._max_worst:
                    heapq.heappushpop(self._worst, entry)
            yield pair

    @property
    def names(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """The names that the file renders in several ways, the most frequent first: each with its renderings and the
        number of pairs that have them."""
        found = [(name, [(word, count) for word, count, _ in ways]) for name, ways in self._names.several()]
        return sorted(found, key=lambda item: (-sum(count for _, count in item[1]), item[0]))

    @property
    def worst(self) -> list[tuple[float, Pair, FoundDetails]]:
        """The riskiest pairs, flagged or likely wrong, with their risk and what was found, worst first; of equals the
        earlier first."""
        ordered = sorted(self._worst, key=lambda entry: entry[:2], reverse=True)
        return [(value, pair, found) for value, _, pair, found in ordered]

    def as_json(self) -> dict[str, Any]:
        """Give the inspection as `align check --json` prints it."""
        return {
            "file": self.file,
            "pairs": self.pairs,
            "account": self.account.as_json(),
            "flagged": self.flagged,
            "severities": {name: self.severities[name] for name in ("error", "warning", "hint")},
            "flags": {
                flag: {"pairs": count, "severity": severity(flag), "meaning": describe(flag)}
                for flag, count in self.flags.most_common()
            },
            "bands": {name: self.bands[name] for name in BANDS},
            "names": {name: dict(ways) for name, ways in self.names},
            "problem_count": self.problem_count,
            "problems": [{"line": problem.line, "message": problem.message} for problem in self.problems],
            "worst": [
                {
                    "id": pair.id,
                    "doc": pair.doc,
                    "n": pair.n,
                    "risk": round(value, 3),
                    "band": band(pair),
                    "flags": in_words(pair, found),
                    "details": {flag: [detail.as_json() for detail in found[flag]] for flag in found},
                    "source": pair.source,
                    "target": pair.target,
                }
                for value, pair, found in self.worst
            ],
        }


def in_words(pair: Pair, found: FoundDetails) -> dict[str, str]:
    """Explain a pair's flags: flag → what was found, "" where there is nothing to add."""
    return {flag: details_in_words(found.get(flag, ()), begins=False) for flag in pair.flags}


def several_ways(ways: Sequence[tuple[str, int]]) -> str:
    """Say the renderings of a name: `Бут (12), Бит (1)`."""
    return ", ".join(f"{word} ({count})" for word, count in ways)
