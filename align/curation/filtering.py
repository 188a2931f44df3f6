"""Filtering: every pair gets its flags, and what is asked to go goes, with its reason.

The corpus is read twice. The first reading keeps numbers only (some sixty bytes a pair, and its signature on disk);
then it is known which pairs repeat others, which of them stay, and how many go for what reason. The second reading
hands the pairs on.
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
from align.curation.duplicates import Places, exact, in_many_documents, near, ranks
from align.curation.first_pass import Survey
from align.curation.noise_flags import DEFAULT_LIMITS, NOISE, Limits, flag_noise
from align.curation.two_pass import Inputs, listed
from align.progress import Progress, Silent

REPEATS = ("boilerplate", "duplicate", "near-duplicate")
"""Flags that only a whole corpus can tell."""
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
"""The checks of `align.checks` that tell noise from translations; others run if they are to drop pairs."""
ALL_FLAGS = (*CHECKED, *NOISE, *REPEATS)
"""The flags that filtering brings up to date."""
SCORE = "score"
"""The reason of what is scored below the least score, or not at all."""

Score = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
"""(source, target) texts → how well each fits, from 0 to 1."""

PRESETS: dict[str, tuple[str, ...]] = {
    "memory": (
        *("empty-target", "empty-source", "wrong-language", "wrong-source-language", "untranslated"),
        *("broken-text", "garbled", "duplicate"),
    ),
    "training": tuple(flag for flag in ALL_FLAGS if flag != "partly-untranslated"),
}
"""What to drop for a purpose: a translation memory wants every true translation once, training wants no noise.
`benchmarks/curation.py` says what each finds and costs."""


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """What is asked of a filter.

    `drop` names the flags whose pairs go; `min_score` lets what is scored lower, or not at all, go as well. `alike` is
    the Jaccard index from which pairs are near duplicates, `compare` the side that duplicates share (`pair`, `source`
    or `target`), `documents` in how many documents a text is boilerplate. `skip` names flags not to look for. `score`
    scores texts that have no score yet, and `encoder` names what it scores with.
    """

    drop: frozenset[str] = frozenset()
    min_score: float | None = None
    alike: float = 0.8
    compare: str = "pair"
    documents: int = 10
    limits: Limits = DEFAULT_LIMITS
    skip: frozenset[str] = frozenset()
    score: Score | None = None
    encoder: str = ""

    def looks_for(self, flag: str) -> bool:
        """Whether pairs are searched for what `flag` says."""
        return flag not in self.skip

    def reason(self, flags: tuple[str, ...], score: float | None) -> str:
        """Why a pair goes for what can be said of it alone, or an empty string."""
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
        parts += [f"alike={self.alike:g}", f"compare={self.compare}", f"documents={self.documents}"]
        return ",".join(parts)


@dataclass(slots=True)
class FilterResult:
    """The outcome, before anything is written. `flagged` counts pairs by flag, `dropped` each pair once, by reason."""

    read: int
    flagged: Counter[str]
    dropped: Counter[str]
    header: Corpus
    _inputs: Inputs
    _survey: Survey
    _stays: Places
    _repeats: dict[str, NDArray[np.bool_]]
    _job: FilterOptions

    @property
    def kept(self) -> int:
        """How many pairs stay."""
        return self.read - self.dropped.total()

    def counts(self) -> dict[str, Any]:
        """The numbers, for machines and for the header of the corpus."""
        flagged, dropped = dict(self.flagged.most_common()), dict(self.dropped.most_common())
        return {"read": self.read, "kept": self.kept, "flagged": flagged, "dropped": dropped}

    def pairs(self) -> Iterator[tuple[Pair, str]]:
        """The pairs in their order, flags up to date, each with the reason for which it goes or an empty string.

        What repeats another pair names that one's id in `duplicate_of`.
        """
        for place, pair in enumerate(self._inputs.pairs()):
            flags = self._survey.flags(place)
            repeats = tuple(flag for flag, those in self._repeats.items() if those[place])
            reason = self._job.reason(flags, self._survey.score(place)) or next(
                (flag for flag in repeats if flag in self._job.drop), ""
            )
            extra = {key: value for key, value in pair.extra.items() if key != "duplicate_of"}
            if self._stays[place] >= 0:
                extra["duplicate_of"] = self._survey.kept_ids[int(self._stays[place])]
            yield replace(pair, flags=flags + repeats, score=self._survey.score(place), extra=extra), reason


def filter_corpus(inputs: Inputs, job: FilterOptions, progress: Progress | None = None) -> FilterResult:
    """Read the corpora of `inputs` once and decide on every pair. Raises OutputError when the temporary disk is full.

    Of pairs that repeat each other the one stays that would not go for another reason, is approved (then edited, draft,
    rejected), is scored highest, comes first.
    """
    survey = Survey(job.compare, signatures=job.looks_for("near-duplicate"))
    try:
        for pair in _flagged(inputs, job, progress or Silent()):
            survey.add(pair, bool(job.reason(pair.flags, pair.score)))
        repeats, stays = _repeats(survey, job)
        survey.keep_ids(stays)
    finally:
        survey.close()
    flagged, dropped = _count(survey, repeats, job)
    outcome = FilterResult(len(survey), flagged, dropped, inputs.header(), inputs, survey, stays, repeats, job)
    outcome.header = _header(outcome.header, job, outcome.counts())
    return outcome


def _flagged(inputs: Inputs, job: FilterOptions, progress: Progress) -> Iterator[Pair]:
    """The pairs with every flag that one pair or one document can tell."""
    wanted = [flag for flag in all_checks() if flag in job.drop or flag in CHECKED]
    only = frozenset(flag for flag in wanted if all_checks()[flag].find is not None and job.looks_for(flag))
    pairs = _without_repeats(inputs.pairs(), job)
    if job.score:
        pairs = _scored(pairs, job.score)
    if only:
        pairs = check_pairs(pairs, CheckOptions(only=only))
    for number, pair in enumerate(flag_noise(pairs, job.limits, filter(job.looks_for, NOISE)), 1):
        if number % 500 == 0:
            progress.advance(500)
        yield pair


def _scored(pairs: Iterable[Pair], score: Score) -> Iterator[Pair]:
    """The pairs, those without a score scored; so many at a time that the encoder's batches fill."""
    stream = iter(pairs)
    while window := list(islice(stream, 2048)):
        bare = [place for place, pair in enumerate(window) if pair.score is None]
        values = score([(window[place].source, window[place].target) for place in bare])
        for place, value in zip(bare, values, strict=True):
            window[place] = replace(window[place], score=value)
        yield from window


def _without_repeats(pairs: Iterator[Pair], job: FilterOptions) -> Iterator[Pair]:
    """The pairs without the flags of repetition that an earlier run put, where they are looked for again."""
    renewed = {flag for flag in REPEATS if job.looks_for(flag)}
    for pair in pairs:
        if renewed.isdisjoint(pair.flags):
            yield pair
        else:
            yield replace(pair, flags=tuple(flag for flag in pair.flags if flag not in renewed))


def _repeats(survey: Survey, job: FilterOptions) -> tuple[dict[str, NDArray[np.bool_]], Places]:
    """The pairs that repeat, by flag, and for each the one that stays for it, or -1.

    What goes for a reason of its own stands for nobody who does not, and near copies are sought among what is left.
    """
    stays: Places = np.full(len(survey), -1, dtype=np.int64)
    repeats: dict[str, NDArray[np.bool_]] = {}
    goes = survey.goes
    if job.looks_for("boilerplate"):
        repeats["boilerplate"] = in_many_documents(survey.letters, survey.documents, job.documents)
        goes = goes | (repeats["boilerplate"] if "boilerplate" in job.drop else False)
    rank = ranks(goes, survey.statuses, -survey.scores)
    if job.looks_for("duplicate"):
        stays = exact(survey.keys, rank)
        repeats["duplicate"] = stays >= 0
    if job.looks_for("near-duplicate"):
        alike = near(survey.bands(), rank, job.alike, (stays < 0) & ~goes)
        alike = np.where(stays >= 0, alike[stays], alike)  # copies of a pair share its near copy
        repeats["near-duplicate"] = alike >= 0
        stays = np.where(alike >= 0, alike, stays)
    return repeats, stays


def _count(
    survey: Survey, repeats: dict[str, NDArray[np.bool_]], job: FilterOptions
) -> tuple[Counter[str], Counter[str]]:
    flagged, dropped = Counter(survey.flag_counts()), Counter[str]()
    gone = np.zeros(len(survey), dtype=np.bool_)
    for place in np.flatnonzero(survey.goes):
        dropped[job.reason(survey.flags(int(place)), survey.score(int(place)))] += 1
    gone |= survey.goes
    for flag, those in repeats.items():
        flagged[flag] += int(those.sum())
        if flag in job.drop:
            dropped[flag] += int((those & ~gone).sum())
            gone |= those
    return +flagged, +dropped


def _header(header: Corpus, job: FilterOptions, counts: dict[str, Any]) -> Corpus:
    signature = Signature((*(header.signature.parts or (("align", __version__),)), ("filter", str(job))))
    extra = {**header.extra, "filters": [*listed(header.extra, "filters"), counts]}
    return replace(header, signature=signature, extra=extra)
