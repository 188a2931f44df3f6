"""Flags every pair, and drops the pairs with the flags that are to be dropped, each with its reason.

The corpus is read twice. The first pass keeps numbers only (some sixty bytes a pair, and its signature on disk); then
it is known which pairs repeat others, which of them stay, and how many are dropped for what reason. The second pass
yields the pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align._version import __version__
from align.checks import CheckOptions, all_checks, check_pairs
from align.corpus import Corpus, Pair, Signature
from align.curation.duplicates import Indices, exact_duplicates, in_many_documents, near_duplicates, ranks
from align.curation.first_pass import Survey
from align.curation.noise_flags import DEFAULT_LIMITS, NOISE, Limits, flag_noise
from align.curation.two_pass import Inputs, listed
from align.progress import Progress, Silent

REPEATS = ("boilerplate", "duplicate", "near-duplicate")
"""Flags that need the whole corpus."""
CHECKED = (
    "empty-target",
    "empty-source",
    "wrong-language",
    "untranslated",
    "partly-untranslated",
    "repetition",
    "broken-text",
    "length-ratio",
    "low-similarity",
)
"""The checks of `align.checks` that separate noise from translations; others run if they are to drop pairs."""
ALL_FLAGS = (*CHECKED, *NOISE, *REPEATS)
"""The flags that filtering brings up to date."""
SCORE = "score"
"""The reason for a score below the least one, or none at all."""

Score = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
"""(source, target) texts → how well each fits, from 0 to 1."""

PRESETS: dict[str, tuple[str, ...]] = {
    "memory": (
        *("empty-target", "empty-source", "wrong-language", "wrong-source-language", "untranslated"),
        *("broken-text", "garbled", "duplicate"),
    ),
    "training": tuple(flag for flag in ALL_FLAGS if flag != "partly-untranslated"),
}
"""Flags to drop for a purpose: a translation memory wants every true translation once, training wants no noise.
`benchmarks/curation.py` measures what each finds and costs."""


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """The options of a filter.

    `drop` names the flags whose pairs are dropped; with `min_score` pairs with a lower score, or none, are dropped too.
    `jaccard_threshold` is the Jaccard index from which pairs are near duplicates, `duplicate_key` the side that
    duplicates share (`pair`, `source` or `target`), `documents` the number of documents from which a text is
    boilerplate. `skip` names flags not to look for. `score` scores texts that have no score yet, with `encoder`.
    """

    drop: frozenset[str] = frozenset()
    min_score: float | None = None
    jaccard_threshold: float = 0.8
    duplicate_key: str = "pair"
    documents: int = 10
    limits: Limits = DEFAULT_LIMITS
    skip: frozenset[str] = frozenset()
    score: Score | None = None
    encoder: str = ""

    def looks_for(self, flag: str) -> bool:
        """Whether pairs are checked for `flag`."""
        return flag not in self.skip

    def reason(self, flags: tuple[str, ...], score: float | None) -> str:
        """Why a pair is dropped whatever the others are, or an empty string."""
        if not self.drop.isdisjoint(flags):
            return next(flag for flag in (*all_checks(), *flags) if flag in self.drop and flag in flags)
        return SCORE if self.min_score is not None and (score is None or score < self.min_score) else ""

    def __str__(self) -> str:
        """The options that made a difference, in one word for a signature."""
        parts = [
            "+".join(flag for flag in (*all_checks(), *sorted(self.drop - set(all_checks()))) if flag in self.drop)
            or "none"
        ]
        if self.min_score is not None:
            parts.append(f"score>={self.min_score:g}")
        if self.encoder:
            parts.append(f"encoder={self.encoder}")
        parts += [f"alike={self.jaccard_threshold:g}", f"compare={self.duplicate_key}", f"documents={self.documents}"]
        return ",".join(parts)


@dataclass(slots=True)
class FilterResult:
    """The result, before anything is written. `flagged` counts pairs by flag, `dropped` each pair once, by reason."""

    read: int
    flagged: Counter[str]
    dropped: Counter[str]
    header: Corpus
    _inputs: Inputs
    _survey: Survey
    _stays: Indices
    _repeats: dict[str, NDArray[np.bool_]]
    _options: FilterOptions

    @property
    def kept(self) -> int:
        """How many pairs stay."""
        return self.read - self.dropped.total()

    def counts(self) -> dict[str, Any]:
        """The counts, for JSON and for the header of the corpus."""
        flagged, dropped = dict(self.flagged.most_common()), dict(self.dropped.most_common())
        return {"read": self.read, "kept": self.kept, "flagged": flagged, "dropped": dropped}

    def pairs(self) -> Iterator[tuple[Pair, str]]:
        """Yield the pairs in their order, flags up to date, each with the reason for dropping it or an empty string.

        A pair that repeats another one names that one's id in `duplicate_of`.
        """
        for index, pair in enumerate(self._inputs.pairs()):
            flags = self._survey.flags(index)
            repeats = tuple(flag for flag, those in self._repeats.items() if those[index])
            reason = self._options.reason(flags, self._survey.score(index)) or next(
                (flag for flag in repeats if flag in self._options.drop), ""
            )
            extra = {key: value for key, value in pair.extra.items() if key != "duplicate_of"}
            if self._stays[index] >= 0:
                extra["duplicate_of"] = self._survey.kept_ids[int(self._stays[index])]
            yield replace(pair, flags=flags + repeats, score=self._survey.score(index), extra=extra), reason


def filter_corpus(inputs: Inputs, options: FilterOptions, progress: Progress | None = None) -> FilterResult:
    """Read the corpora of `inputs` once and decide on every pair. Raises OutputError when the temporary disk is full.

    Of pairs that repeat each other the one stays that would not be dropped for another reason, is approved (then
    edited, draft, rejected), is scored highest, comes first.
    """
    survey = Survey(options.duplicate_key, signatures=options.looks_for("near-duplicate"))
    try:
        for pair in _flagged(inputs, options, progress or Silent()):
            survey.add(pair, bool(options.reason(pair.flags, pair.score)))
        repeats, stays = _find_repeats(survey, options)
        survey.keep_ids(stays)
    finally:
        survey.close()
    flagged, dropped = _count(survey, repeats, options)
    result = FilterResult(len(survey), flagged, dropped, inputs.header(), inputs, survey, stays, repeats, options)
    result.header = _with_filter(result.header, options, result.counts())
    return result


def _flagged(inputs: Inputs, options: FilterOptions, progress: Progress) -> Iterator[Pair]:
    """Read the pairs and give them every flag that depends on one pair or one document only."""
    wanted = [flag for flag in all_checks() if flag in options.drop or flag in CHECKED]
    only = frozenset(flag for flag in wanted if all_checks()[flag].find is not None and options.looks_for(flag))
    pairs = _without_repeats(inputs.pairs(), options)
    if options.score:
        pairs = _scored(pairs, options.score)
    if only:
        pairs = check_pairs(pairs, CheckOptions(only=only))
    for number, pair in enumerate(flag_noise(pairs, options.limits, filter(options.looks_for, NOISE)), 1):
        if number % 500 == 0:
            progress.advance(500)
        yield pair


def _scored(pairs: Iterable[Pair], score: Score) -> Iterator[Pair]:
    """Score the pairs that have no score; so many at a time that the encoder's batches fill."""
    stream = iter(pairs)
    while window := list(islice(stream, 2048)):
        unscored = [index for index, pair in enumerate(window) if pair.score is None]
        values = score([(window[index].source, window[index].target) for index in unscored])
        for index, value in zip(unscored, values, strict=True):
            window[index] = replace(window[index], score=value)
        yield from window


def _without_repeats(pairs: Iterator[Pair], options: FilterOptions) -> Iterator[Pair]:
    """Remove the flags of repetition that an earlier run set, where they are looked for again."""
    renewed = {flag for flag in REPEATS if options.looks_for(flag)}
    for pair in pairs:
        if renewed.isdisjoint(pair.flags):
            yield pair
        else:
            yield replace(pair, flags=tuple(flag for flag in pair.flags if flag not in renewed))


def _find_repeats(survey: Survey, options: FilterOptions) -> tuple[dict[str, NDArray[np.bool_]], Indices]:
    """Find the pairs that repeat, by flag, and for each the one that stays for it, or -1.

    A pair that is dropped for a reason of its own never stays for one that is not, and near copies are looked for among
    what is left.
    """
    stays: Indices = np.full(len(survey), -1, dtype=np.int64)
    repeats: dict[str, NDArray[np.bool_]] = {}
    dropped = survey.dropped
    if options.looks_for("boilerplate"):
        repeats["boilerplate"] = in_many_documents(survey.letters, survey.documents, options.documents)
        dropped = dropped | (repeats["boilerplate"] if "boilerplate" in options.drop else False)
    rank = ranks(dropped, survey.statuses, -survey.scores)
    if options.looks_for("duplicate"):
        stays = exact_duplicates(survey.keys, rank)
        repeats["duplicate"] = stays >= 0
    if options.looks_for("near-duplicate"):
        similar = near_duplicates(survey.bands(), rank, options.jaccard_threshold, (stays < 0) & ~dropped)
        similar = np.where(stays >= 0, similar[stays], similar)  # copies of a pair share its near copy
        repeats["near-duplicate"] = similar >= 0
        stays = np.where(similar >= 0, similar, stays)
    return repeats, stays


def _count(
    survey: Survey, repeats: dict[str, NDArray[np.bool_]], options: FilterOptions
) -> tuple[Counter[str], Counter[str]]:
    flagged, dropped = Counter(survey.flag_counts()), Counter[str]()
    gone = np.zeros(len(survey), dtype=np.bool_)
    for index in np.flatnonzero(survey.dropped):
        dropped[options.reason(survey.flags(int(index)), survey.score(int(index)))] += 1
    gone |= survey.dropped
    for flag, those in repeats.items():
        flagged[flag] += int(those.sum())
        if flag in options.drop:
            dropped[flag] += int((those & ~gone).sum())
            gone |= those
    return +flagged, +dropped


def _with_filter(header: Corpus, options: FilterOptions, counts: dict[str, Any]) -> Corpus:
    signature = Signature((*(header.signature.parts or (("align", __version__),)), ("filter", str(options))))
    extra = {**header.extra, "filters": [*listed(header.extra, "filters"), counts]}
    return replace(header, signature=signature, extra=extra)
