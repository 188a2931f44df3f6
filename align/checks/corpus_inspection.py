"""Collects what the checks find in a file: counts by flag, the worst pairs, names that are rendered in several ways,
problems of the file itself."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from align.account import Account
from align.checks.context import CheckOptions
from align.checks.name_renderings import Renderings
from align.checks.registry import describe, severity
from align.checks.risk import risk
from align.checks.run_checks import explain
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
        self.problems: list[Problem] = []
        self._names = Renderings()
        self.account = Account()
        self._worst: list[tuple[float, int, Pair]] = []  # a heap of (risk, -position, pair)
        self._max_worst = worst

    def problem(self, problem: Problem) -> None:
        """Note something wrong with the file."""
        self.problem_count += 1
        if len(self.problems) < KEPT_PROBLEMS:
            self.problems.append(problem)

    def count(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Pass checked pairs on, and count them and their flags."""
        for pair in pairs:
            self.pairs += 1
            self._names.add(pair)
            if pair.flags:
                self.flagged += 1
                self.flags.update(pair.flags)
                self.severities.update({severity(flag) for flag in pair.flags})
                entry = (risk(pair), -self.pairs, pair)
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
    def worst(self) -> list[tuple[float, Pair]]:
        """The riskiest pairs with their risk, worst first; of equals the earlier first."""
        return [(value, pair) for value, _, pair in sorted(self._worst, reverse=True)]

    def as_json(self, options: CheckOptions) -> dict[str, Any]:
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
            "names": {name: dict(ways) for name, ways in self.names},
            "problem_count": self.problem_count,
            "problems": [{"line": problem.line, "message": problem.message} for problem in self.problems],
            "worst": [
                {
                    "id": pair.id,
                    "doc": pair.doc,
                    "n": pair.n,
                    "risk": round(value, 3),
                    "flags": details(pair, options),
                    "source": pair.source,
                    "target": pair.target,
                }
                for value, pair in self.worst
            ],
        }


def details(pair: Pair, options: CheckOptions) -> dict[str, str]:
    """Explain a pair's flags: flag → detail, empty where a check needs the rest of the document to find it again."""
    found = explain(pair, None, options)
    return {flag: found.get(flag, "") for flag in pair.flags}


def several_ways(ways: Sequence[tuple[str, int]]) -> str:
    """Say the renderings of a name: `Бут (12), Бит (1)`."""
    return ", ".join(f"{word} ({count})" for word, count in ways)
