"""Segments become drafts: datelines by rule, repeats once, over-long segments in parts."""

from __future__ import annotations

from collections.abc import Sequence

from align.document import Kind, Segment
from align.progress import Silent
from align.translation.drafting import draft_segments
from align.translation.engine import Decoding, Draft, Ready


class Upper:
    """An engine whose drafts can be told by looking: the text in capitals; it remembers what it was asked."""

    signature = "upper"
    longest_source = 8

    def __init__(self, limit: int = 10**6) -> None:
        self.asked: list[str] = []
        self.limit = limit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 1 for text in texts]

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        self.asked += texts
        if ready:
            ready(len(texts))
        return [Draft(text.upper(), -0.1 * len(text.split()), len(text) > self.limit) for text in texts]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        raise AssertionError("nobody has asked for several drafts of a text")


class Count(Silent):
    done = 0

    def advance(self, amount: int) -> None:
        self.done += amount


def segments(*texts: str, kind: Kind = "sentence") -> list[Segment]:
    return [Segment(text, kind, 0, 0, len(text)) for text in texts]


def test_a_text_that_repeats_is_drafted_once() -> None:
    engine = Upper()
    result = draft_segments(segments("All news", "A story.", "All news"), engine, "ru", Decoding(), Silent())
    assert [t.text for t in result] == ["ALL NEWS", "A STORY.", "ALL NEWS"]
    assert engine.asked == ["All news", "A story."]


def test_an_over_long_segment_is_drafted_in_parts_and_flagged() -> None:
    engine = Upper()
    text = "The port opened on Friday; the second berth follows in March."
    (result,) = draft_segments(segments(text), engine, "ru", Decoding(), Silent())
    assert result.text == text.upper() and result.flags == ("split",)
    assert engine.asked == ["The port opened on Friday;", "the second berth follows in March."]


def test_a_limit_that_one_part_hit_is_flagged_on_the_whole() -> None:
    engine = Upper(limit=30)
    text = "The port opened on Friday; the second berth follows in March."
    (result,) = draft_segments(segments(text), engine, "ru", Decoding(), Silent())
    assert result.flags == ("hit-limit", "split")


def test_a_dateline_is_rendered_by_rule_and_never_drafted() -> None:
    engine = Upper()
    dateline = segments("MOSCOW, November 22. /TASS/.", kind="dateline")
    (result,) = draft_segments(dateline, engine, "ru", Decoding(), Silent())
    assert (result.text, result.origin, result.logprob) == ("МОСКВА, 22 ноября. /ТАСС/.", "rule", None)
    assert engine.asked == []


def test_an_empty_segment_stays_empty() -> None:
    """One-per-line input has blank lines, and the output must have them too."""
    result = draft_segments(segments("One.", "", "Two."), Upper(), "ru", Decoding(), Silent())
    assert [t.text for t in result] == ["ONE.", "", "TWO."]


def test_a_line_break_inside_a_segment_does_not_reach_the_engine() -> None:
    engine = Upper()
    draft_segments(segments("The port\nopened."), engine, "ru", Decoding(), Silent())
    assert engine.asked == ["The port opened."]


def test_progress_ends_at_the_number_of_segments() -> None:
    progress = Count()
    long = "The port opened on Friday; the second berth follows in March."
    draft_segments(segments("A.", "A.", "", long), Upper(), "ru", Decoding(), progress)
    assert progress.done == 4
