"""Takes a text apart at what stands outside of its sentences: a picture at the end, a bullet, `<br>`, hashtags.

What is between is drafted by itself, with stand-ins for what is protected within it (`align.translation.stand_ins`),
and without the tags around a few words of it (`<b>here</b>`), which are put around their translation afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from align.translation.stand_ins import Span

_SENTENCE_END = frozenset(".!?…:;,。！？")
_DIVIDERS = frozenset("|•·●▪■♪♫★☆→►▶✓✔➜➤※◆◇¶~")
_LINE_BREAKS = frozenset({"\\n", "\\r", "\\t"})
_TAG = re.compile(r"([<\[])(/?)([\w:.-]+)")


@dataclass(frozen=True, slots=True)
class Wrap:
    """Tags around a stretch of a piece: `opening` and `closing`, and the stretch `start:end` of the piece's text."""

    opening: str
    closing: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A part of a text, with the space before it. A fixed one stays as it is; another is drafted, with stand-ins for
    its `spans` and without the tags of its `wraps`."""

    text: str
    fixed: bool = False
    lead: str = ""
    spans: tuple[Span, ...] = ()
    wraps: tuple[Wrap, ...] = ()


def take_apart(text: str, spans: Sequence[Span], *, everywhere: bool = False) -> list[TextPiece]:
    """Take `text` apart at those of its protected `spans` that divide it; with `everywhere` at each of them."""
    pairs = {} if everywhere else dict(_wrapping(text, spans))
    wrapped = set(pairs) | set(pairs.values())
    pieces: list[TextPiece] = []
    start = 0
    inside: list[Span] = []
    for index, span in enumerate(spans):
        if index in wrapped or not (everywhere or _divides(text, spans, index, start)):
            inside.append(span)
            continue
        pieces += _between(text, start, span.start, inside, pairs, spans)
        pieces.append(TextPiece(span.text, True, _space(text, start, span.start)))
        start, inside = span.end, []
    return [*pieces, *_between(text, start, len(text), inside, pairs, spans)]


def _space(text: str, start: int, end: int) -> str:
    """The space before `end`."""
    stretch = text[start:end]
    return stretch[len(stretch.rstrip()) :]


def _between(
    text: str, start: int, end: int, spans: Sequence[Span], pairs: dict[int, int], all_spans: Sequence[Span]
) -> Iterator[TextPiece]:
    """The piece between two places where a text is divided; none where there is but space."""
    stretch = text[start:end]
    if not stretch.strip():
        return
    lead = stretch[: len(stretch) - len(stretch.lstrip())]
    start += len(lead)
    end -= len(_space(text, start, end))
    plain, at = "", start
    kept: list[Span] = []
    wraps: list[Wrap] = []
    opened: list[tuple[Span, int]] = []
    closing_of = {id(all_spans[one]): all_spans[other] for one, other in pairs.items()}
    closings = {id(span) for span in closing_of.values()}
    for span in spans:
        plain += text[at : span.start]
        at = span.end
        if id(span) in closing_of:
            opened.append((span, len(plain)))
        elif id(span) in closings and opened:
            opening, begin = opened.pop()
            wraps.append(Wrap(opening.text, span.text, begin, len(plain)))
        else:
            kept.append(span.moved(span.start - len(plain)))
            plain += span.text
    plain += text[at:end]
    yield TextPiece(plain, not _has_words(plain, kept), lead, tuple(kept), tuple(wraps))


def _has_words(text: str, spans: Sequence[Span]) -> bool:
    """Whether there are letters outside of the spans."""
    at = 0
    for span in spans:
        if any(map(str.isalpha, text[at : span.start])):
            return True
        at = span.end
    return any(map(str.isalpha, text[at:]))


def _divides(text: str, spans: Sequence[Span], index: int, start: int) -> bool:
    """Whether a span stands outside of the sentences of a text, the rest of which begins at `start`."""
    span = spans[index]
    if span.role == "tag" or span.text in _LINE_BREAKS:
        return True
    if span.role not in ("picture", "address"):
        return False
    before = text[start : span.start].rstrip()
    ends = not _has_words(text[span.end :], [later.moved(span.end) for later in spans[index + 1 :]])
    if span.role == "address":
        return ends and (before[-1:] in _SENTENCE_END or not before)
    begins = not _has_words(before, ())
    return begins or ends or before[-1:] in _SENTENCE_END or span.text in _DIVIDERS


def _wrapping(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Pairs of tags, by their indices, that are around some words of a sentence but not around all of it, and have
    nothing protected between them."""
    tags = [index for index, span in enumerate(spans) if span.role == "tag"]
    for one, other in pairwise(tags):
        opening, closing = _TAG.match(spans[one].text), _TAG.match(spans[other].text)
        if not opening or not closing or opening[2] or not closing[2] or opening[3] != closing[3]:
            continue
        outside_before = text[: spans[one].start]
        outside_after = text[spans[other].end :]
        inner = text[spans[one].end : spans[other].start]
        if other > one + 1 or not _has_words(inner, ()) or inner != inner.strip():
            continue
        before = list(spans[:one])
        after = [span.moved(spans[other].end) for span in spans[other + 1 :]]
        if _has_words(outside_before, before) or _has_words(outside_after, after):
            yield one, other
