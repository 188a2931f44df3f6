"""What a translation memory had for a pair, as a cell of the sheet: how similar, where it differs, its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from align.corpus.fingerprints import writable
from align.corpus.pair import Pair
from align.corpus.tm_match import MatchRecord
from align.difference import DiffSpan, difference, in_signs
from align.review.cells import too_long
from align.review.layout import FAINT, GONE_INK, NEW_INK
from align.review.review_options import ReviewOptions


def match_pieces(pair: Pair, review: ReviewOptions) -> list[DiffSpan]:
    """The pieces of the cell, empty for a pair without a match:

    81 % · similar · tm.sqlite
    the memory's source, with what is gone and what is new in the pair's
    the memory's target
    """
    told = MatchRecord.of(pair)
    if told is None:
        return []
    percent = f"{told.percent} % · " if told.kind == "fuzzy" else ""
    kind = review.text(told.kind) if told.kind in ("context", "exact", "repaired", "fuzzy") else told.kind
    pieces = [DiffSpan("head", percent + " · ".join(part for part in (kind, told.file) if part))]
    if told.source:
        pieces += [DiffSpan("same", "\n"), *difference(told.source, pair.source)]
    if told.target:
        pieces.append(DiffSpan("same", f"\n{told.target}"))
    return pieces


class RichText:
    """Writes pieces to a cell of a workbook, what is gone struck through, what is new in green."""

    def __init__(self, book: Any):
        look = {"font_name": "Calibri", "font_size": 9}
        self._formats = {
            "head": book.add_format({**look, "bold": True, "font_color": FAINT}),
            "same": book.add_format({**look, "font_color": FAINT}),
            "gone": book.add_format({**look, "font_color": GONE_INK, "font_strikeout": True}),
            "new": book.add_format({**look, "font_color": NEW_INK, "bold": True}),
        }

    def write(self, work: Any, row: int, column: int, pieces: Sequence[DiffSpan], style: Any) -> bool:
        """Write the cell; False where it has to be plain text: for fewer than two pieces, or too long a text."""
        pieces = [piece for piece in pieces if piece.text]
        if len(pieces) < 2 or too_long(in_signs(pieces)):
            return False
        parts = [part for piece in pieces for part in (self._formats[piece.kind], writable(piece.text))]
        return bool(work.write_rich_string(row, column, *parts, style) == 0)
