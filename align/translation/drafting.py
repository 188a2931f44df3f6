"""Segments → drafts: datelines by rule, the rest by the engine, over-long ones in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from align.checks.flags import HIT_LIMIT, SPLIT, TERM_SUBSTITUTED
from align.corpus.pair import Origin
from align.document import Segment
from align.progress import Progress
from align.translation.datelines import render_dateline
from align.translation.engine import Decoding, Draft, Engine
from align.translation.long_segments import LONGEST, clauses
from align.translation.terminology import Terminology, enforce_terms


@dataclass(frozen=True, slots=True)
class Translation:
    """The draft of one segment: its text, who wrote it, the mean token log-probability (None for a rule), and flags."""

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
    ruled = dict(_datelines(segments, engine, target_lang, decoding))
    texts = [segment.flat for segment in segments]
    wanted = dict.fromkeys(text for index, text in enumerate(texts) if text and index not in ruled)
    parts = _parts(list(wanted), engine)
    pieces = list(dict.fromkeys(piece for row in parts.values() for piece in row))
    drafts = dict(zip(pieces, engine.draft(pieces, decoding, progress.advance), strict=True))
    if terminology is not None:
        drafts = enforce_terms(drafts, engine, decoding, terminology)
    progress.advance(len(segments) - len(pieces))  # repeats and datelines came for nothing; parts counted too often
    result = []
    for index, text in enumerate(texts):
        if index in ruled:
            result.append(Translation(ruled[index], "rule"))
        elif not text:
            result.append(Translation("", "rule"))
        else:
            result.append(_joined([drafts[piece] for piece in parts[text]]))
    return result


def _datelines(
    segments: Sequence[Segment], engine: Engine, target_lang: str, decoding: Decoding
) -> list[tuple[int, str]]:
    def city_by_model(city: str) -> str:
        return engine.draft([city], decoding)[0].text.rstrip(".")

    found = []
    for index, segment in enumerate(segments):
        if segment.kind == "dateline" and (text := render_dateline(segment.flat, target_lang, city_by_model)):
            found.append((index, text))
    return found


def _parts(texts: Sequence[str], engine: Engine) -> dict[str, list[str]]:
    longest = min(LONGEST, engine.longest_source)
    sizes = engine.count_tokens(texts)
    return {
        text: [text] if size <= longest else clauses(text, lambda part: engine.count_tokens([part])[0], longest)
        for text, size in zip(texts, sizes, strict=True)
    }


def _joined(drafts: Sequence[Draft]) -> Translation:
    seen = {
        HIT_LIMIT: any(draft.hit_limit for draft in drafts),
        SPLIT: len(drafts) > 1,
        TERM_SUBSTITUTED: any(draft.substituted for draft in drafts),
    }
    flags = tuple(flag for flag, there in seen.items() if there)
    weight = sum(max(1, len(draft.text)) for draft in drafts)
    logprob = sum(draft.logprob * max(1, len(draft.text)) for draft in drafts) / weight
    return Translation(" ".join(draft.text for draft in drafts), "mt", round(logprob, 4), flags)
