"""The bead of a pair as a cell: how many segments of either side it joins."""

from __future__ import annotations

from align.corpus.pair import Pair, Span


def bead_of(pair: Pair) -> str:
    """The numbers of segments on both sides of a pair. The dash is not the one that makes a date of two numbers.

    >>> bead_of(Pair("a", "a.txt", 1, "One. Two.", "", "en", "ru", source_span=((0, 4), (5, 9))))
    '2–0'
    """
    return f"{_segments(pair.source, pair.source_span)}–{_segments(pair.target, pair.target_span)}"


def _segments(text: str, spans: tuple[Span, ...] | None) -> int:
    return (len(spans) if spans else 1) if text else 0
