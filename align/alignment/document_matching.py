"""Which documents of two collections are translations of each other, where their names do not tell.

Every document is sketched: its sentences' vectors, averaged in a few windows along the text so that their order counts
(Thompson and Koehn 2020, Exploiting Sentence Order in Document Alignment,
https://aclanthology.org/2020.emnlp-main.483), and the numbers, names and codes in it that look the same in both
languages. Two sketches a and b are compared by

    score(a, b) = margin(a, b) + SHARED_WORDS * shared(a, b)
    margin(a, b) = cos(a, b) - ( Σ_(z in NN(a)) cos(a, z) / k + Σ_(z in NN(b)) cos(b, z) / k ) / 2

where NN are the k nearest documents of the other side: the margin of Artetxe and Schwenk 2019
(https://aclanthology.org/P19-1309, their "distance" variant). shared(a, b) is the Jaccard coefficient of their words,
weighted by inverse document frequency. The aligner then reads the best few candidates of each document, and pairs are
chosen one-to-one, best first: n documents cost about n runs of the aligner, not n².
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
from align.alignment.alignment_report import AlignmentReport
from align.alignment.arrays import Floats, Ints
from align.document import Segment
from align.encoders.base import SentenceEncoder
from align.progress import Progress, Silent

Read: TypeAlias = Callable[[str], list[Segment]]
"""The segments of the document of this name; may be called more than once."""

# `benchmarks/batch.py matching` shows what these give together: precision, recall, and runs of the aligner.
SAMPLE = 48
"""Segments of a document that are encoded, evenly taken from all of it."""
WINDOWS = 4
"""Windows along a text."""
NEIGHBOURS = 8
"""Nearest documents of the other side: the k of the margin, and the candidates that are looked at."""
MOST_READ = 3
"""Candidates of a document that the aligner reads at most."""
CLEAR_LEAD = 0.15
"""Lead over the second candidate, both ways, at which the aligner reads only the first."""
SHARED_WORDS = 0.5
"""What sharing all words counts beside the margin."""
SHARED_PRIOR = 3.0
"""Nats of inverse document frequency added to the words of either document: a single number in common is little."""
SEGMENTS_READ = 60
"""Segments from the beginning of two documents that the aligner reads to judge them."""
LEAST_SCORE = 0.45
"""Mean score of the aligner's beads under which two documents are not taken for translations."""
MOST_DOCUMENTS = 50
"""Documents of a side with a word, above which it is no use for finding one."""
CANDIDATES_BY_WORDS = 2
"""Candidates of a document by shared words, beside those by nearness."""
BLOCK = 1024
"""Documents compared with all others at once; bounds memory and changes nothing."""
EPSILON = 1e-9
"""Keeps a vector of zeros from being divided by its length."""
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


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a document: the vectors of its windows, one after the other and of length 1 in all, and its
    words."""

    vector: NDArray[np.float16]  # [WINDOWS * dimensions]
    words: frozenset[str]


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
    """Find the documents that are translations of each other, in the order of `source`; each is in one pair at most.

    Names are given and texts are read when they are needed: what is kept of a document is its sketch, about 5 kB. The
    encoder must know both languages.
    """
    progress = progress or Silent()
    progress.found(len(source) + len(target))
    sides = [[_sketch(read(name), encoder, progress) for name in names] for names in (source, target)]
    if not all(sides):
        return []
    found = find_candidates(sides[0], sides[1])
    progress.found(len(found))
    cached = lru_cache(maxsize=64)(lambda name: read(name)[:SEGMENTS_READ])
    judged = []
    for one in found:
        beginnings = cached(source[one.source]), cached(target[one.target])
        score = alignment_score(*beginnings, source_lang, target_lang, encoder)
        judged.append((score + one.score, DocumentMatch(one.source, one.target, round(score, 4))))
        progress.advance(1)
    return one_to_one(judged)


def sketch(segments: Sequence[Segment], encoder: SentenceEncoder) -> Sketch:
    """The sketch of a document.

    Window k of K has its centre at (k + 1/2) / K of the text; a segment in the middle of which lies p, of l characters,
    counts in it with exp( -(K (p - centre))² / 2 ) * sqrt(l).
    """
    texts = [segment.flat for segment in segments if segment.flat] or [""]
    words = frozenset(word.casefold() for text in texts for word in _WORDS.findall(text))
    ends = np.cumsum([len(text) + 1 for text in texts])  # [segments], in characters
    sample = np.unique(np.linspace(0, len(texts) - 1, min(SAMPLE, len(texts))).round().astype(int))
    lengths = np.diff(ends, prepend=0)[sample].astype(np.float32)  # [sample]
    places = (ends[sample] - lengths / 2) / ends[-1]  # [sample], 0 to 1
    vectors = encoder.encode([texts[i] for i in sample])  # [sample, dimensions]
    centres = (np.arange(WINDOWS) + 0.5) / WINDOWS
    near = np.exp(-0.5 * ((places[None, :] - centres[:, None]) * WINDOWS) ** 2)  # [WINDOWS, sample]
    windows = (near * np.sqrt(lengths)[None, :]).astype(np.float32) @ vectors  # [WINDOWS, dimensions]
    windows /= np.linalg.norm(windows, axis=1, keepdims=True) + EPSILON
    return Sketch((windows.ravel() / np.sqrt(WINDOWS)).astype(np.float16), words)


def _sketch(segments: Sequence[Segment], encoder: SentenceEncoder, progress: Progress) -> Sketch:
    made = sketch(segments, encoder)
    progress.advance(1)
    return made


def find_candidates(source: Sequence[Sketch], target: Sequence[Sketch]) -> list[DocumentCandidate]:
    """The pairs that the aligner should read: the best few of each document of either side, only the first where it
    leads clearly.

    Time grows with the product of the sides, as one product of matrices; memory with their sum.
    """
    source_vectors, target_vectors = (centred(np.stack([one.vector for one in side])) for side in (source, target))
    source_nearest, source_cosines = nearest(source_vectors, target_vectors, NEIGHBOURS)
    target_nearest, target_cosines = nearest(target_vectors, source_vectors, NEIGHBOURS)
    idf = inverse_document_frequency([one.words for one in (*source, *target)])
    places = {(i, int(j)) for i, row in enumerate(source_nearest) for j in row}
    places |= {(int(i), j) for j, row in enumerate(target_nearest) for i in row}
    places |= candidates_by_words([one.words for one in source], [one.words for one in target], idf)
    source_mean, target_mean = source_cosines.mean(axis=1), target_cosines.mean(axis=1)
    scored: list[DocumentCandidate] = []
    for i, j in sorted(places):
        cosine = float(source_vectors[i] @ target_vectors[j])
        margin = cosine - float(source_mean[i] + target_mean[j]) / 2
        shared = shared_words(source[i].words, target[j].words, idf)
        scored.append(DocumentCandidate(i, j, margin + SHARED_WORDS * shared))
    return _worth_reading(scored)


def _worth_reading(scored: Sequence[DocumentCandidate]) -> list[DocumentCandidate]:
    by_source: dict[int, list[DocumentCandidate]] = defaultdict(list)
    by_target: dict[int, list[DocumentCandidate]] = defaultdict(list)
    for one in sorted(scored, key=lambda one: -one.score):
        by_source[one.source].append(one)
        by_target[one.target].append(one)
    wanted: dict[tuple[int, int], DocumentCandidate] = {}
    for ranking in (*by_source.values(), *by_target.values()):
        best = ranking[0]
        rankings = by_source[best.source], by_target[best.target]
        leads = all(r[0] is best and (len(r) == 1 or best.score - r[1].score > CLEAR_LEAD) for r in rankings)
        for one in ranking[: 1 if leads else MOST_READ]:
            wanted[one.source, one.target] = one
    return [wanted[place] for place in sorted(wanted)]


def centred(vectors: NDArray[np.float16]) -> Floats:
    """Rows without what all rows share (the boilerplate of a collection, its subject), of length 1 again."""
    rows = vectors.astype(np.float32)
    if len(rows) > NEIGHBOURS:
        rows -= rows.mean(axis=0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + EPSILON
    return rows


def nearest(rows: Floats, others: Floats, k: int) -> tuple[Ints, Floats]:
    """The `k` rows of `others` with the highest cosine to each of `rows`, and the cosines: two arrays [rows, k]."""
    k = min(k, len(others))
    places = np.empty((len(rows), k), dtype=np.int64)
    cosines = np.empty((len(rows), k), dtype=np.float32)
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK] @ others.T
        top = np.argpartition(-block, k - 1, axis=1)[:, :k]
        places[start : start + BLOCK] = top
        cosines[start : start + BLOCK] = np.take_along_axis(block, top, axis=1)
    return places, cosines


def inverse_document_frequency(documents: Sequence[frozenset[str]]) -> dict[str, float]:
    """How rare each word is: ln(documents / documents with it); words of one document only are left out."""
    counts = Counter(word for words in documents for word in words)
    return {word: float(np.log(len(documents) / count)) for word, count in counts.items() if count > 1}


def shared_words(source: frozenset[str], target: frozenset[str], idf: dict[str, float]) -> float:
    """The share of two documents' words that both have, rare ones counting more: 0 to 1."""
    both = sum(idf[word] for word in source & target)
    every = sum(idf.get(word, 0.0) for word in source | target)
    return both / (every + SHARED_PRIOR)


def candidates_by_words(
    source: Sequence[frozenset[str]], target: Sequence[frozenset[str]], idf: dict[str, float]
) -> set[tuple[int, int]]:
    """For each source document the CANDIDATES_BY_WORDS target documents that share most of its rarer words."""
    having: dict[str, list[int]] = defaultdict(list)
    for j, words in enumerate(target):
        for word in words:
            having[word].append(j)
    places = set()
    for i, words in enumerate(source):
        sums: Counter[int] = Counter()
        for word in sorted(words):
            found = having.get(word, ())
            if 0 < len(found) <= MOST_DOCUMENTS:
                for j in found:
                    sums[j] += idf[word]  # type: ignore[assignment]
        places |= {(i, j) for j, _ in sums.most_common(CANDIDATES_BY_WORDS)}
    return places


def alignment_score(
    source: Sequence[Segment],
    target: Sequence[Segment],
    source_lang: str,
    target_lang: str,
    encoder: SentenceEncoder,
) -> float:
    """How well two texts fit as the aligner sees them: its mean score over all segments, unaligned ones counted 0."""
    beads = align_segments(source, target, source_lang=source_lang, target_lang=target_lang, encoder=encoder)
    return AlignmentReport.of(beads).score


def one_to_one(judged: Sequence[tuple[float, DocumentMatch]]) -> list[DocumentMatch]:
    """Choose the best pairs first, each document once, as long as they fit; in the order of the source."""
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for _, match in sorted(judged, key=lambda one: (-one[0], one[1].source, one[1].target)):
        if match.score >= LEAST_SCORE and match.source not in taken[0] and match.target not in taken[1]:
            taken[0].add(match.source)
            taken[1].add(match.target)
            chosen.append(match)
    return sorted(chosen, key=lambda match: match.source)
