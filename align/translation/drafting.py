"""Drafts segments: datelines by rule, the rest by the engine, over-long ones in parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from align.checks.flags import HIT_LIMIT, SPLIT, TERM_SUBSTITUTED
from align.corpus.pair import Origin
from align.document import Segment
from align.languages.invisible import visible_line
from align.progress import Progress
from align.quality.estimator import Estimator
from align.quality.features import Observed
from align.translation.capitals import Cased
from align.translation.datelines import render_dateline
from align.translation.engine import UNKNOWN_MARK, Decoding, Draft, Engine, KnownOnly, Ready
from align.translation.long_segments import MAX_SOURCE_TOKENS, split_long_segment
from align.translation.protected_drafting import Drafted, draft_protected, weighted_mean
from align.translation.terminology import Terminology, enforce_terms


@dataclass(frozen=True, slots=True)
class Translation:
    """The draft of one segment: its text, its origin, the mean token log-probability (None for a rule), flags, and the
    estimated quality (None for a rule, and where none is estimated)."""

    text: str
    origin: Origin
    logprob: float | None = None
    flags: tuple[str, ...] = ()
    quality: float | None = None


def draft_segments(
    segments: Sequence[Segment],
    engine: Engine,
    target_lang: str,
    decoding: Decoding,
    progress: Progress,
    terminology: Terminology | None = None,
    cased: Sequence[Cased | None] = (),
    estimator: Estimator | None = None,
) -> list[Translation]:
    """Draft `segments` with one call of `engine`; texts that repeat are drafted once.

    With a `terminology`, drafts that get its terms wrong are drafted again, see `align.translation.terminology`. What
    the engine must not change does not get there, see `align.translation.protected_drafting`. `cased` has the text to
    draft of those segments that have words in capitals (see `align.translation.capitals`), None for the others.
    `estimator` says how good each draft is.
    """
    by_rule = dict(_render_datelines(segments, engine, target_lang, decoding))
    texts = [Cased(visible_line(segment.flat)) for segment in segments]
    texts = [other or text for text, other in zip(texts, cased, strict=True)] if cased else texts
    unique = list(dict.fromkeys(text for index, text in enumerate(texts) if text.text and index not in by_rule))
    counted = 0

    def count(ready: int) -> None:
        nonlocal counted
        counted += ready
        progress.advance(ready)

    def draft_all(parts: Sequence[str]) -> Mapping[str, Drafted]:
        return _draft_texts(parts, engine, decoding, terminology, estimator, count if not counted else None)

    drafts = draft_protected(unique, engine, decoding, draft_all, target_lang) if unique else {}
    progress.advance(len(segments) - counted)  # repeats and datelines were not drafted; parts were counted singly
    result = []
    for index, text in enumerate(texts):
        if index in by_rule:
            result.append(Translation(by_rule[index], "rule"))
        elif not text.text:
            result.append(Translation("", "rule"))
        else:
            drafted = drafts[text]
            result.append(Translation(drafted.text, drafted.origin, drafted.logprob, drafted.flags, drafted.quality))
    return result


def _draft_texts(
    texts: Sequence[str],
    engine: Engine,
    decoding: Decoding,
    terminology: Terminology | None,
    estimator: Estimator | None,
    ready: Ready | None,
) -> dict[str, Drafted]:
    """Draft texts in which nothing is protected, over-long ones in parts."""
    parts_of = _split_over_long(texts, engine)
    parts = list(dict.fromkeys(part for row in parts_of.values() for part in row))
    drafts = dict(zip(parts, engine.draft(parts, decoding, ready), strict=True))
    unknown = [part for part in parts if UNKNOWN_MARK in drafts[part].text and UNKNOWN_MARK not in part]
    if unknown:
        drafts |= zip(unknown, engine.draft(unknown, KnownOnly.of(decoding)), strict=True)
    if terminology is not None:
        drafts = enforce_terms(drafts, engine, decoding, terminology)
    observed = [Observed(part, drafts[part].text, drafts[part].logprob, drafts[part].evidence) for part in parts]
    qualities = dict(zip(parts, estimator.estimate(observed), strict=True)) if estimator else {}
    return {
        text: _join([drafts[part] for part in row], [qualities.get(part) for part in row])
        for text, row in parts_of.items()
    }


def _render_datelines(
    segments: Sequence[Segment], engine: Engine, target_lang: str, decoding: Decoding
) -> list[tuple[int, str]]:
    """Render the datelines among the segments: (index, translation)."""

    def city_by_model(city: str) -> str:
        return engine.draft([city], decoding)[0].text.rstrip(".")

    rendered = []
    for index, segment in enumerate(segments):
        if segment.kind == "dateline" and (text := render_dateline(segment.flat, target_lang, city_by_model)):
            rendered.append((index, text))
    return rendered


def _split_over_long(texts: Sequence[str], engine: Engine) -> dict[str, list[str]]:
    """Split the texts that are too long for the engine: text → its parts, mostly the text itself."""
    max_tokens = min(MAX_SOURCE_TOKENS, engine.longest_source)

    def count_tokens(part: str) -> int:
        return engine.count_tokens([part])[0]

    return {
        text: [text] if size <= max_tokens else split_long_segment(text, count_tokens, max_tokens)
        for text, size in zip(texts, engine.count_tokens(texts), strict=True)
    }


def _join(drafts: Sequence[Draft], qualities: Sequence[float | None]) -> Drafted:
    """Join the drafts of a segment's parts; log-probability and quality are their means, weighted by length."""
    raised = {
        HIT_LIMIT: any(draft.hit_limit for draft in drafts),
        SPLIT: len(drafts) > 1,
        TERM_SUBSTITUTED: any(draft.substituted for draft in drafts),
    }
    flags = tuple(flag for flag, applies in raised.items() if applies)
    lengths = [len(draft.text) for draft in drafts]
    logprob = weighted_mean([draft.logprob for draft in drafts], lengths)
    text = " ".join(draft.text for draft in drafts)
    return Drafted(text, "mt", logprob, flags, weighted_mean(qualities, lengths))
