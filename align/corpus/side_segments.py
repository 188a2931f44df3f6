"""The segments of a side of an aligned pair, told apart again; and ids for pairs that others are divided into."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count, pairwise
from typing import NamedTuple

from align.corpus.pair import Span
from align.languages.scripts import is_unspaced


class SideSegment(NamedTuple):
    """A segment of a side, or a whole side whose segments cannot be told apart, with its spans in the document."""

    text: str
    spans: tuple[Span, ...] | None


def side_segments(text: str, spans: tuple[Span, ...] | None, language: str) -> list[SideSegment]:
    """The segments of a side of a pair: by the lengths of their spans, where these add up to the text.

    >>> side_segments("It opened. It closed.", ((0, 10), (12, 22)), "en")
    [SideSegment(text='It opened.', spans=((0, 10),)), SideSegment(text='It closed.', spans=((12, 22),))]
    """
    if not text:
        return []
    if spans and len(spans) > 1:
        space = 0 if is_unspaced(language) else 1
        starts = [0]
        for start, end in spans:
            starts.append(starts[-1] + end - start + space)
        between = {text[at - 1 : at] for at in starts[1:-1]} if space else {" "}
        if starts[-1] - space == len(text) and between == {" "}:
            parts = (text[at : after - space] for at, after in pairwise(starts))
            return [SideSegment(part, (span,)) for part, span in zip(parts, spans, strict=True)]
    return [SideSegment(text, spans)]


def free_id(wanted: str, taken: Collection[str]) -> str:
    """An id that is not taken: the one that is wanted, or that with a number.

    >>> free_id("story-0007", {"story-0007", "story-0007.2"})
    'story-0007.3'
    """
    if wanted not in taken:
        return wanted
    return next(name for number in count(2) if (name := f"{wanted}.{number}") not in taken)
