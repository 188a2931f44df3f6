"""The match that a translation memory had for a pair, as a cell: how similar, where it differs, its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from align.corpus.fingerprints import writable
from align.corpus.pair import Pair
from align.corpus.tm_match import MatchRecord
from align.difference import DiffSpan, difference, wdiff_text
from align.review.cells import too_long
from align.review.layout import FAINT, GONE_INK, INK, NEW_INK
from align.review.review_options import ReviewOptions


def match_spans(pair: Pair, review: ReviewOptions) -> list[DiffSpan]:
    """The spans of the cell, empty for a pair without a match:

    81 % · similar · tm.sqlite
    the memory's source, with what is gone and what is new in the pair's
    the memory's target
    """
    match = MatchRecord.of(pair)
    if match is None:
        return []
    percent = f"{match.percent} % · " if match.kind == "fuzzy" else ""
    kind = review.text(match.kind) if match.kind in ("context", "exact", "repaired", "fuzzy") else match.kind
    spans = [DiffSpan("head", percent + " · ".join(part for part in (kind, match.file) if part))]
    if match.source:
        spans += [DiffSpan("same", "\n"), *difference(match.source, pair.source)]
    if match.target:
        spans.append(DiffSpan("same", f"\n{match.target}"))
    return spans


class RichText:
    """Writes spans to a cell of a workbook, what is gone struck through, what is new in green."""

    def __init__(self, book: Any):
        look = {"font_name": "Calibri", "font_size": 11}
        self._formats = {
            "head": book.add_format({**look, "bold": True, "font_color": FAINT}),
            "same": book.add_format({**look, "font_color": INK}),
            "gone": book.add_format({**look, "font_color": GONE_INK, "font_strikeout": True}),
            "new": book.add_format({**look, "font_color": NEW_INK, "bold": True}),
        }

    def write(self, work: Any, row: int, column: int, spans: Sequence[DiffSpan], style: Any) -> bool:
        """Write the cell; False where it has to be plain text: for fewer than two spans, or too long a text."""
        spans = [span for span in spans if span.text]
        if len(spans) < 2 or too_long(wdiff_text(spans)):
            return False
        parts = [part for span in spans for part in (self._formats[span.kind], writable(span.text))]
        return bool(work.write_rich_string(row, column, *parts, style) == 0)
