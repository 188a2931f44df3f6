"""Proposes terms from a corpus: phrases that occur again and again in pairs together with one translation.

The association of two phrases is Dunning's log-likelihood ratio (1993) over the pairs in which they occur; Dice's
coefficient, 2·both / (source + target), measures how exclusive it is. Pairs of phrases are then linked greedily, each
phrase once (Melamed's competitive linking, 2000).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from align.corpus.pair import Pair
from align.glossary.term_candidates import Candidates, Key

MAX_CANDIDATES = 5000
"""Candidates kept on each side, the most frequent: bounds time and memory on a corpus of any size."""
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
    read: Callable[[], Iterable[Pair]], source_lang: str, target_lang: str, min_count: int = 3, min_dice: float = 0.3
) -> list[Proposal]:
    """Propose terms from the pairs that `read` gives, which is called three times; the strongest association first.

    A term occurs in at least `min_count` pairs together with its translation, and the two have at least the Dice
    coefficient `min_dice` (0 to 1).
    """
    source, target = Candidates(source_lang), Candidates(target_lang)
    pairs = 0
    for pair in _usable(read()):
        source.add(pair.source)
        target.add(pair.target)
        pairs += 1
    frequent = source.frequent(min_count, MAX_CANDIDATES), target.frequent(min_count, MAX_CANDIDATES)
    together: Counter[tuple[Key, Key]] = Counter()
    for pair in _usable(read()):
        target_keys = {key for key, _ in target.find(pair.target)} & frequent[1]
        source_keys = {key for key, _ in source.find(pair.source)} & frequent[0]
        together.update((s, t) for s in source_keys for t in target_keys)
    scored = [
        (log_likelihood(both, source.counts[s], target.counts[t], pairs), s, t)
        for (s, t), both in together.items()
        if both >= min_count and 2 * both >= min_dice * (source.counts[s] + target.counts[t])
    ]
    links = _link_competitively(sorted(scored, key=lambda link: (-link[0], link[1], link[2])))
    examples = _examples(read, source, target, {(s, t) for _, s, t in links})
    return [
        Proposal(
            source.glossary_form(s),
            target.glossary_form(t),
            source.counts[s],
            target.counts[t],
            together[s, t],
            round(2 * together[s, t] / (source.counts[s] + target.counts[t]), 3),
            round(likelihood, 1),
            tuple(examples[s, t]),
        )
        for likelihood, s, t in links
    ]


def log_likelihood(both: int, source: int, target: int, pairs: int) -> float:
    """Compute Dunning's ratio, -2 log λ, of two phrases that occur in `source` and `target` of all `pairs`, in `both`
    together.

    >>> round(log_likelihood(10, 10, 10, 100), 1)
    65.0
    """

    def entropy(*cells: int) -> float:
        return sum(cell * math.log(cell / pairs) for cell in cells if cell > 0)

    cells = (both, source - both, target - both, pairs - source - target + both)
    return 2 * (entropy(*cells) - entropy(source, pairs - source) - entropy(target, pairs - target))


def _usable(pairs: Iterable[Pair]) -> Iterable[Pair]:
    return (pair for pair in pairs if pair.source and pair.target and pair.status != "rejected")


def _link_competitively(scored: Iterable[tuple[float, Key, Key]]) -> list[tuple[float, Key, Key]]:
    """Link each phrase once, of pairs of phrases that are sorted by the strength of their association."""
    linked_sources: set[Key] = set()
    linked_targets: set[Key] = set()
    links = []
    for likelihood, source, target in scored:
        if source not in linked_sources and target not in linked_targets:
            linked_sources.add(source)
            linked_targets.add(target)
            links.append((likelihood, source, target))
    return links


def _examples(
    read: Callable[[], Iterable[Pair]], source: Candidates, target: Candidates, links: set[tuple[Key, Key]]
) -> dict[tuple[Key, Key], list[tuple[str, str]]]:
    found: dict[tuple[Key, Key], list[tuple[str, str]]] = {link: [] for link in links}
    translations = dict(links)
    missing = len(links) * EXAMPLES
    for pair in _usable(read()):
        target_keys = {key for key, _ in target.find(pair.target)}
        for key in {key for key, _ in source.find(pair.source)} & translations.keys():
            examples = found[key, translations[key]]
            if translations[key] in target_keys and len(examples) < EXAMPLES:
                examples.append((pair.source, pair.target))
                missing -= 1
        if not missing:
            break
    return found
