"""Which documents of two collections are translations of each other, where their names do not tell.

Every document is sketched: its sentences' vectors, averaged in a few windows along the text so that their order counts
(Thompson and Koehn 2020, Exploiting Sentence Order in Document Alignment,
https://aclanthology.org/2020.emnlp-main.483), and the numbers, names and codes in it that look the same in both
languages. Sketches are compared by the margin of their cosine over that of their nearest neighbours (Artetxe and
Schwenk 2019, https://aclanthology.org/P19-1309) and by the words they share. The aligner then reads the best few
candidates of each document, and pairs are chosen one-to-one, best first: n documents cost about n runs of the aligner,
not n².
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from align.alignment.aligner import align_segments
from align.alignment.pairs import Report
from align.document import Segment
from align.encoders.base import SentenceEncoder
from align.progress import Progress, Silent

Vectors: TypeAlias = NDArray[np.float32]
Read = Callable[[str], list[Segment]]
"""The segments of the document of this name; may be called more than once."""

SAMPLE = 48
"""Segments of a document that are encoded, evenly taken from all of it."""
WINDOWS = 4
"""Windows along a text."""
NEIGHBOURS = 8
"""Nearest documents whose mean cosine is what a candidate's is measured against, and candidates that are looked at."""
READ = 3
"""Candidates of a document that the aligner reads at most."""
CLEAR = 0.15
"""Lead over the second candidate, both ways, at which the aligner reads only the first."""
SHARED = 0.5
"""What sharing all words counts beside the margin."""
HEAD = 60
"""Segments from the beginning of two documents that the aligner reads to judge them."""
FIT = 0.45
"""Fit under which two documents are not taken for translations."""
_COMMON = 50  # documents of a side with a word that make it useless for finding one
_ROWS = 1024  # documents compared with all others at once
_WORDS = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z][\w.$@#-]*[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class DocumentMatch:
    """Documents number `source` and `target` belong together; `score` is the aligner's mean over their segments, 0 to
    1 (translations of news reach 0.7 to 0.9)."""

    source: int
    target: int
    score: float


@dataclass(frozen=True, slots=True)
class DocumentCandidate:
    """Two documents that may belong together, by their sketches."""

    source: int
    target: int
    score: float


def match_documents(
    source: Sequence[str],
    target: Sequence[str],
    read: Read,
    *,
    source_lang: str,
    target_lang: str,
    encoder: SentenceEncoder,
    progress: Progress | None = None,
) -> list[DocumentMatch]:
    """Pairs of documents that are translations of each other, in the order of `source`; each is in one pair at most.

    Names are given and texts are read when they are needed: what is kept of a document is its sketch, about 5 kB. The
    encoder must know both languages.
    """
    progress = progress or Silent()
    progress.found(len(source) + len(target))
    sides = [[_sketch(read(name), encoder, progress) for name in names] for names in (source, target)]
    if not all(sides):
        return []
    found = candidates(sides[0], sides[1])
    progress.found(len(found))
    cached = lru_cache(maxsize=64)(lambda name: read(name)[:HEAD])
    judged = []
    for one in found:
        fit = fitting(cached(source[one.source]), cached(target[one.target]), source_lang, target_lang, encoder)
        judged.append((fit + one.score, DocumentMatch(one.source, one.target, round(fit, 4))))
        progress.advance(1)
    return one_to_one(judged)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a document: window vectors (WINDOWS × dimensions, halves, length 1 in all), and its words."""

    vector: NDArray[np.float16]
    words: frozenset[str]


def sketch(segments: Sequence[Segment], encoder: SentenceEncoder) -> Sketch:
    """The sketch of a document. Longer segments weigh more, by the root of their length."""
    texts = [segment.flat for segment in segments if segment.flat] or [""]
    words = frozenset(word.casefold() for text in texts for word in _WORDS.findall(text))
    ends = np.cumsum([len(text) + 1 for text in texts])
    taken = np.unique(np.linspace(0, len(texts) - 1, min(SAMPLE, len(texts))).round().astype(int))
    lengths = np.diff(ends, prepend=0)[taken].astype(np.float32)
    places = (ends[taken] - lengths / 2) / ends[-1]
    vectors = encoder.encode([texts[i] for i in taken])
    centres = (np.arange(WINDOWS) + 0.5) / WINDOWS
    near = np.exp(-0.5 * ((places[None, :] - centres[:, None]) * WINDOWS) ** 2)
    windows = (near * np.sqrt(lengths)[None, :]).astype(np.float32) @ vectors
    windows /= np.linalg.norm(windows, axis=1, keepdims=True) + 1e-9
    return Sketch((windows.ravel() / np.sqrt(WINDOWS)).astype(np.float16), words)


def _sketch(segments: Sequence[Segment], encoder: SentenceEncoder, progress: Progress) -> Sketch:
    made = sketch(segments, encoder)
    progress.advance(1)
    return made


def candidates(source: Sequence[Sketch], target: Sequence[Sketch]) -> list[DocumentCandidate]:
    """The pairs that the aligner should read: the best of each document of either side, alone where it leads clearly.

    Time grows with the product of the sides, as one product of matrices; memory with their sum.
    """
    vectors = [centred(np.stack([one.vector for one in side])) for side in (source, target)]
    near = nearest(vectors[0], vectors[1], NEIGHBOURS), nearest(vectors[1], vectors[0], NEIGHBOURS)
    rarity = idf([one.words for one in (*source, *target)])
    places = {(i, int(j)) for i, row in enumerate(near[0][0]) for j in row}
    places |= {(int(i), j) for j, row in enumerate(near[1][0]) for i in row}
    places |= sharing([one.words for one in source], [one.words for one in target], rarity)
    hubs = near[0][1].mean(axis=1), near[1][1].mean(axis=1)
    scored: list[DocumentCandidate] = []
    for i, j in sorted(places):
        cosine = float(vectors[0][i] @ vectors[1][j])
        margin = cosine - float(hubs[0][i] + hubs[1][j]) / 2
        scored.append(DocumentCandidate(i, j, margin + SHARED * shared(source[i].words, target[j].words, rarity)))
    return _worth_reading(scored)


def _worth_reading(scored: Sequence[DocumentCandidate]) -> list[DocumentCandidate]:
    ranks: tuple[dict[int, list[DocumentCandidate]], ...] = (defaultdict(list), defaultdict(list))
    for one in sorted(scored, key=lambda one: -one.score):
        ranks[0][one.source].append(one)
        ranks[1][one.target].append(one)
    wanted: dict[tuple[int, int], DocumentCandidate] = {}
    for side in ranks:
        for row in side.values():
            best = row[0]
            rivals = [ranks[0][best.source], ranks[1][best.target]]
            leads = all(r[0] is best and (len(r) == 1 or best.score - r[1].score > CLEAR) for r in rivals)
            for one in row[: 1 if leads else READ]:
                wanted[one.source, one.target] = one
    return [wanted[place] for place in sorted(wanted)]


def centred(vectors: NDArray[np.float16]) -> Vectors:
    """Rows without what all rows share (the boilerplate of a collection, its subject), of length 1 again."""
    rows = vectors.astype(np.float32)
    if len(rows) > NEIGHBOURS:
        rows -= rows.mean(axis=0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    return rows


def nearest(rows: Vectors, others: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
    """The `k` rows of `others` with the highest cosine to each of `rows`, and the cosines: two arrays (rows, k)."""
    k = min(k, len(others))
    places = np.empty((len(rows), k), dtype=np.int64)
    cosines = np.empty((len(rows), k), dtype=np.float32)
    for start in range(0, len(rows), _ROWS):
        block = rows[start : start + _ROWS] @ others.T
        top = np.argpartition(-block, k - 1, axis=1)[:, :k]
        places[start : start + _ROWS] = top
        cosines[start : start + _ROWS] = np.take_along_axis(block, top, axis=1)
    return places, cosines


def idf(documents: Sequence[frozenset[str]]) -> dict[str, float]:
    """How rare each word is: ln(documents / documents with it); words of one document only are left out."""
    counts = Counter(word for words in documents for word in words)
    return {word: float(np.log(len(documents) / count)) for word, count in counts.items() if count > 1}


def shared(here: frozenset[str], there: frozenset[str], rarity: dict[str, float]) -> float:
    """The share of two documents' words that both have, rare ones counting more: 0 to 1."""
    both = sum(rarity[word] for word in here & there)
    every = sum(rarity.get(word, 0.0) for word in here | there)
    return both / (every + 3.0)  # a single number in common is little


def sharing(
    source: Sequence[frozenset[str]], target: Sequence[frozenset[str]], rarity: dict[str, float]
) -> set[tuple[int, int]]:
    """For each source document the two target documents that share most of its rarer words."""
    having: dict[str, list[int]] = defaultdict(list)
    for j, words in enumerate(target):
        for word in words:
            having[word].append(j)
    places = set()
    for i, words in enumerate(source):
        sums: Counter[int] = Counter()
        for word in sorted(words):
            found = having.get(word, ())
            if 0 < len(found) <= _COMMON:
                for j in found:
                    sums[j] += rarity[word]  # type: ignore[assignment]
        places |= {(i, j) for j, _ in sums.most_common(2)}
    return places


def fitting(
    source: Sequence[Segment],
    target: Sequence[Segment],
    source_lang: str,
    target_lang: str,
    encoder: SentenceEncoder,
) -> float:
    """How well two texts fit as the aligner sees them: its mean score over all segments, those left alone counted 0."""
    beads = align_segments(source, target, source_lang=source_lang, target_lang=target_lang, encoder=encoder)
    return Report.of(beads).score


def one_to_one(judged: Sequence[tuple[float, DocumentMatch]]) -> list[DocumentMatch]:
    """The best pairs first, each document once, as long as they fit; in the order of the source."""
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for _, match in sorted(judged, key=lambda one: (-one[0], one[1].source, one[1].target)):
        if match.score >= FIT and match.source not in taken[0] and match.target not in taken[1]:
            taken[0].add(match.source)
            taken[1].add(match.target)
            chosen.append(match)
    return sorted(chosen, key=lambda match: match.source)
