"""Drafts segments: datelines by rule, the rest by the engine, over-long ones in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from align.checks.flags import HIT_LIMIT, SPLIT, TERM_SUBSTITUTED
from align.corpus.pair import Origin
from align.document import Segment
from align.progress import Progress
from align.translation.datelines import render_dateline
from align.translation.engine import Decoding, Draft, Engine
from align.translation.long_segments import MAX_SOURCE_TOKENS, split_long_segment
from align.translation.terminology import Terminology, enforce_terms


@dataclass(frozen=True, slots=True)
class Translation:
    """The draft of one segment: its text, its origin, the mean token log-probability (None for a rule), and flags."""

    text: str
    origin: Origin
    logprob: float | None = None
    flags: tuple[str, ...] = ()


def draft_segments(
    segments: Sequence[Segment],
    engine: Engine,
    target_lang: str,
    decoding: Decoding,
    progress: Progress,
    terminology: Terminology | None = None,
) -> list[Translation]:
    """Draft `segments` with one call of `engine`; texts that repeat are drafted once.

    With a `terminology`, drafts that get its terms wrong are drafted again, see `align.translation.terminology`.
    """
    by_rule = dict(_render_datelines(segments, engine, target_lang, decoding))
    texts = [segment.flat for segment in segments]
    unique = dict.fromkeys(text for index, text in enumerate(texts) if text and index not in by_rule)
    parts_of = _split_over_long(list(unique), engine)
    parts = list(dict.fromkeys(part for row in parts_of.values() for part in row))
    drafts = dict(zip(parts, engine.draft(parts, decoding, progress.advance), strict=True))
    if terminology is not None:
        drafts = enforce_terms(drafts, engine, decoding, terminology)
    progress.advance(len(segments) - len(parts))  # repeats and datelines were not drafted; parts were counted singly
    result = []
    for index, text in enumerate(texts):
        if index in by_rule:
            result.append(Translation(by_rule[index], "rule"))
        elif not text:
            result.append(Translation("", "rule"))
        else:
            result.append(_join([drafts[part] for part in parts_of[text]]))
    return result


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


def _join(drafts: Sequence[Draft]) -> Translation:
    """Join the drafts of a segment's parts; the log-probability is their mean, weighted by length."""
    raised = {
        HIT_LIMIT: any(draft.hit_limit for draft in drafts),
        SPLIT: len(drafts) > 1,
        TERM_SUBSTITUTED: any(draft.substituted for draft in drafts),
    }
    flags = tuple(flag for flag, applies in raised.items() if applies)
    weight = sum(max(1, len(draft.text)) for draft in drafts)
    logprob = sum(draft.logprob * max(1, len(draft.text)) for draft in drafts) / weight
    return Translation(" ".join(draft.text for draft in drafts), "mt", round(logprob, 4), flags)
