"""Terms proposed from a corpus: phrases that stand again and again in pairs together with one translation.

Association is Dunning's log-likelihood ratio (1993) over the pairs in which the two phrases stand, and Dice's
coefficient, 2·both / (source + target), says how exclusive it is. Pairs of phrases are then linked greedily, each
phrase once (Melamed's competitive linking, 2000).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from align.corpus.pair import Pair
from align.glossary.term_candidates import Candidates, Key

MOST = 5000
"""Candidates kept a side, the most frequent: what bounds time and memory on a corpus of any size."""
EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term and its translation. `count` pairs have the source term, `target_count` the target term, `together` both;
    `examples` are (source, target) of the first pairs that have both."""

    source: str
    target: str
    count: int
    target_count: int
    together: int
    dice: float
    likelihood: float
    examples: tuple[tuple[str, str], ...] = ()


def extract(
    read: Callable[[], Iterable[Pair]], source_lang: str, target_lang: str, least: int = 3, dice: float = 0.3
) -> list[Proposal]:
    """Propose terms from the pairs that `read` gives, which is called three times; the most striking come first.

    A term stands in `least` pairs together with its translation, and the two have a Dice coefficient of `dice`.
    """
    source, target = Candidates(source_lang), Candidates(target_lang)
    pairs = 0
    for pair in _whole(read()):
        source.add(pair.source)
        target.add(pair.target)
        pairs += 1
    kept = source.keep(least, MOST), target.keep(least, MOST)
    together: Counter[tuple[Key, Key]] = Counter()
    for pair in _whole(read()):
        theirs = {key for key, _ in target.within(pair.target)} & kept[1]
        ours = {key for key, _ in source.within(pair.source)} & kept[0]
        together.update((one, other) for one in ours for other in theirs)
    scored = [
        (log_likelihood(both, source.counts[one], target.counts[other], pairs), one, other)
        for (one, other), both in together.items()
        if both >= least and 2 * both >= dice * (source.counts[one] + target.counts[other])
    ]
    links = _linked(sorted(scored, key=lambda link: (-link[0], link[1], link[2])))
    examples = _examples(read, source, target, {(one, other) for _, one, other in links})
    return [
        Proposal(
            source.written(one),
            target.written(other),
            source.counts[one],
            target.counts[other],
            together[one, other],
            round(2 * together[one, other] / (source.counts[one] + target.counts[other]), 3),
            round(likelihood, 1),
            tuple(examples[one, other]),
        )
        for likelihood, one, other in links
    ]


def log_likelihood(both: int, source: int, target: int, pairs: int) -> float:
    """Dunning's ratio, -2 log λ, of two phrases that stand in `source` and `target` of all `pairs`, in `both` together.

    >>> round(log_likelihood(10, 10, 10, 100), 1)
    65.0
    """

    def entropy(*cells: int) -> float:
        return sum(cell * math.log(cell / pairs) for cell in cells if cell > 0)

    cells = (both, source - both, target - both, pairs - source - target + both)
    return 2 * (entropy(*cells) - entropy(source, pairs - source) - entropy(target, pairs - target))


def _whole(pairs: Iterable[Pair]) -> Iterable[Pair]:
    return (pair for pair in pairs if pair.source and pair.target and pair.status != "rejected")


def _linked(scored: Iterable[tuple[float, Key, Key]]) -> list[tuple[float, Key, Key]]:
    """Each phrase once, the strongest links first."""
    ours: set[Key] = set()
    theirs: set[Key] = set()
    links = []
    for likelihood, one, other in scored:
        if one not in ours and other not in theirs:
            ours.add(one)
            theirs.add(other)
            links.append((likelihood, one, other))
    return links


def _examples(
    read: Callable[[], Iterable[Pair]], source: Candidates, target: Candidates, links: set[tuple[Key, Key]]
) -> dict[tuple[Key, Key], list[tuple[str, str]]]:
    found: dict[tuple[Key, Key], list[tuple[str, str]]] = {link: [] for link in links}
    wanted = dict(links)
    missing = len(links) * EXAMPLES
    for pair in _whole(read()):
        theirs = {key for key, _ in target.within(pair.target)}
        for one in {key for key, _ in source.within(pair.source)} & wanted.keys():
            examples = found[one, wanted[one]]
            if wanted[one] in theirs and len(examples) < EXAMPLES:
                examples.append((pair.source, pair.target))
                missing -= 1
        if not missing:
            break
    return found
