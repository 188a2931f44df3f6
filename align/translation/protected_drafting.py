"""Protect, draft, restore, verify: what an engine must not change does not get there, and is in the draft all the same.

A text is taken apart (`pieces`), what is protected within a piece gets a stand-in (`stand_ins`), and the draft gets it
back. Where one does not come back as often as it was sent, the likeliest of twelve candidates is taken that has them
all; without such a one numbers are hidden, too; and at last the text is taken apart at each protected thing, and only
what is between them is drafted: worse to read, but nothing is lost. What is still not right, the checks flag
(`placeholder-mismatch`, `broken-text`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from align.corpus.pair import Origin
from align.translation.capitals import Cased, recased
from align.translation.engine import UNKNOWN_MARK, Decoding, Engine, KnownOnly, unknown_characters
from align.translation.inline_tags import find_wording
from align.translation.pieces import TextPiece, Wrap, take_apart
from align.translation.protection import Lacks, plain_letters, protected_spans
from align.translation.stand_ins import Masked, Span, mask, unmask

CANDIDATES = 12
"""Drafts that a text gets whose stand-ins did not come back."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The draft of a text. A text in which there is nothing to draft is by rule, and has no log-probability and no
    estimated quality."""

    text: str
    origin: Origin
    logprob: float | None = None
    flags: tuple[str, ...] = ()
    quality: float | None = None


DraftAll = Callable[[Sequence[str]], Mapping[str, Drafted]]
"""Drafts texts in which nothing is protected."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a text is drafted: its pieces, and what the engine is given for each that is not fixed."""

    cased: Cased
    plain: str
    spans: tuple[Span, ...]
    pieces: tuple[TextPiece, ...]
    masked: tuple[Masked, ...]

    @classmethod
    def of(cls, cased: Cased, plain: str, spans: Sequence[Span], pieces: Sequence[TextPiece], opaque: bool) -> _Plan:
        masked = (Masked("") if piece.fixed else mask(piece.text, piece.spans, opaque=opaque) for piece in pieces)
        return cls(cased, plain, tuple(spans), tuple(pieces), tuple(masked))

    @property
    def drafted(self) -> Iterator[tuple[TextPiece, Masked]]:
        """The pieces that are drafted."""
        return ((p, m) for p, m in zip(self.pieces, self.masked, strict=True) if not p.fixed)

    @property
    def requests(self) -> Iterator[str]:
        """What the engine is asked for: the pieces, and what is between tags by itself."""
        for piece, masked in self.drafted:
            yield masked.text
            yield from (piece.text[wrap.start : wrap.end] for wrap in piece.wraps)


def draft_protected(
    texts: Iterable[Cased], engine: Engine, decoding: Decoding, draft_all: DraftAll, target_lang: str
) -> dict[Cased, Drafted]:
    """Draft `texts` with `draft_all`, which is called once for all of them, and again for those that lost something."""
    wanted = list(texts)
    unknown = unknown_characters(engine, [cased.text for cased in wanted])
    plans = [_plan(cased, lacked.__contains__) for cased, lacked in zip(wanted, unknown, strict=True)]
    result: dict[Cased, Drafted] = {}
    for again in (None, _with_hidden_numbers, _taken_apart_everywhere):
        plans = [again(plan) for plan in plans] if again else plans
        drafts = draft_all(list(dict.fromkeys(request for plan in plans for request in plan.requests)))
        candidates: dict[str, list[str]] = {}
        if again is None:
            candidates = _candidates(plans, drafts, engine, decoding)
        lost = []
        for plan in plans:
            restored = _restored(plan, drafts, candidates, target_lang)
            if restored is None or not _is_whole(plan, restored.text):
                lost.append(plan)
            if restored is not None:
                result[plan.cased] = restored
        plans = lost
        if not plans:
            break
    return result


def _plan(cased: Cased, lacks: Lacks) -> _Plan:
    plain = plain_letters(cased.text, lacks)
    spans = protected_spans(plain, lacks)
    return _Plan.of(cased, plain, spans, take_apart(plain, spans), opaque=False)


def _with_hidden_numbers(plan: _Plan) -> _Plan:
    return _Plan.of(plan.cased, plan.plain, plan.spans, take_apart(plan.plain, plan.spans), opaque=True)


def _taken_apart_everywhere(plan: _Plan) -> _Plan:
    pieces = take_apart(plan.plain, plan.spans, everywhere=True)
    return _Plan.of(plan.cased, plan.plain, plan.spans, pieces, opaque=True)


def _candidates(
    plans: Iterable[_Plan], drafts: Mapping[str, Drafted], engine: Engine, decoding: Decoding
) -> dict[str, list[str]]:
    """Further drafts of the pieces whose first draft lost a stand-in."""
    lost = [m.text for plan in plans for _, m in plan.drafted if unmask(drafts[m.text].text, m) is None]
    texts = list(dict.fromkeys(lost))
    sizes = engine.count_tokens(texts) if texts else []
    short_enough = [text for text, size in zip(texts, sizes, strict=True) if size <= engine.longest_source]
    if not short_enough:
        return {}
    found = engine.candidates(short_enough, KnownOnly.of(decoding), CANDIDATES)
    return {
        text: [draft.text for draft in row if not draft.hit_limit]
        for text, row in zip(short_enough, found, strict=True)
    }


def _restored(
    plan: _Plan, drafts: Mapping[str, Drafted], candidates: Mapping[str, list[str]], target_lang: str
) -> Drafted | None:
    """Put a text together from the drafts of its pieces; None where a stand-in or the place of a tag is lost."""
    text = ""
    parts: list[Drafted] = []
    for piece, masked in zip(plan.pieces, plan.masked, strict=True):
        if piece.fixed:
            text += piece.lead + piece.text
            continue
        drafted = drafts[masked.text]
        for draft in (drafted.text, *candidates.get(masked.text, ())):
            fitted = _fitted(draft, piece.text) if len(plan.pieces) > 1 else draft
            wrapped = _wrapped(recased(fitted, plan.cased, target_lang), piece, drafts)
            restored = None if wrapped is None else unmask(wrapped, masked)
            if restored is not None:
                break
        else:
            return None
        text += piece.lead + restored
        parts.append(drafted)
    flags = tuple(dict.fromkeys(flag for part in parts for flag in part.flags))
    lengths = [len(part.text) for part in parts]
    logprob = weighted_mean([part.logprob for part in parts], lengths)
    quality = weighted_mean([part.quality for part in parts], lengths)
    return Drafted(text, "rule" if logprob is None else "mt", logprob, flags, quality)


def weighted_mean(values: Sequence[float | None], lengths: Sequence[int]) -> float | None:
    """The mean of what is known of the parts of a text, weighted by their lengths; None where nothing is known."""
    known = [(value, max(1, length)) for value, length in zip(values, lengths, strict=True) if value is not None]
    if not known:
        return None
    return round(sum(value * weight for value, weight in known) / sum(weight for _, weight in known), 4)


def _fitted(draft: str, source: str) -> str:
    """Let a part begin and end as its source does: a model writes what it is given as a sentence."""
    if source[:1].islower() and draft[:1].isupper() and not draft[1:2].isupper():
        draft = draft[:1].lower() + draft[1:]
    if draft.endswith(".") and not draft.endswith("..") and source[-1:].isalnum():
        draft = draft[:-1]
    return draft


def _wrapped(draft: str, piece: TextPiece, drafts: Mapping[str, Drafted]) -> str | None:
    """Put the tags of a piece around their words in its draft; None where these are not found, or overlap."""
    places: list[tuple[int, int, Wrap]] = []
    for wrap in piece.wraps:
        wording = drafts[piece.text[wrap.start : wrap.end]].text
        found = find_wording(draft, wording, (wrap.start + wrap.end) / 2 / len(piece.text))
        if found is None or any(found[0] < end and start < found[1] for start, end, _ in places):
            return None
        places.append((*found, wrap))
    for start, end, wrap in sorted(places, key=lambda place: -place[0]):
        draft = f"{draft[:start]}{wrap.opening}{draft[start:end]}{wrap.closing}{draft[end:]}"
    return draft


def _is_whole(plan: _Plan, text: str) -> bool:
    """Whether all that is protected is in `text` as often as in the source, and no mark of the unknown."""
    wanted = Counter(span.text for span in plan.spans if not span.number)
    signs = Counter(sign for span in plan.spans if span.number for sign in (span.before, span.after) if sign.strip())
    if UNKNOWN_MARK in text and UNKNOWN_MARK not in plan.plain:
        return not plan.spans  # to take a text apart helps only where there is something to take it apart at
    return all(text.count(part.strip()) >= times for part, times in (wanted + signs).items())
