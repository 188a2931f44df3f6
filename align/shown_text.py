"""Text as its readers see it: without the signs of its file format, and with what an entity stands for.

Of a plain text and of Markdown a Document holds the file as it stands, so that offsets are those of the file. What a
reader of the text does not see (the mark of a quotation at the beginning of a line, a reference to a footnote, the
backslash of an escape) is noted beside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Markup(NamedTuple):
    """Characters `start:end` of a document's text that its readers do not see as they stand; `shown` is what they see
    instead: nothing for a footnote's `[^1]`, `&` for `&amp;`."""

    start: int
    end: int
    shown: str = ""


def shown_text(text: str, start: int, markup: Iterable[Markup]) -> str:
    """The text that begins at `start` of its document as its readers see it. `markup` stands in order.

    >>> shown_text("Opened.[^1] R&amp;D", 0, [Markup(7, 11), Markup(13, 18, "&")])
    'Opened. R&D'
    """
    return ShownText(text, start, markup).text


class ShownText:
    """`text` without its markup, and where its characters stand in the document."""

    def __init__(self, text: str, start: int, markup: Iterable[Markup]):
        self.markup = tuple(markup)
        pieces: list[str] = []
        self._shown: list[int] = []  # where each piece begins in what is shown
        self._spans: list[tuple[int, int, bool]] = []  # its span in the document, and whether it stands there literally
        at, length = start, 0
        end = start + len(text)
        for begin, stop, instead in (*self.markup, Markup(end, end)):
            for piece, span in (
                (text[at - start : begin - start], (at, begin, True)),
                (instead, (begin, stop, False)),
            ):
                if piece:
                    pieces.append(piece)
                    self._shown.append(length)
                    self._spans.append(span)
                    length += len(piece)
            at = stop
        self.text = "".join(pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the document of `start:end` of what is shown, which is not empty; signs that stand directly
        behind it, as a footnote's, belong to it."""
        first, last = self._piece(start), self._piece(end - 1)
        begin, _, literal = self._spans[first]
        begin += start - self._shown[first] if literal else 0
        begun, stop, literal = self._spans[last]
        stop = begun + end - self._shown[last] if literal else stop
        number = bisect_left(self.markup, (stop,))
        while number < len(self.markup) and self.markup[number].start == stop and not self.markup[number].shown:
            stop = self.markup[number].end
            number += 1
        return begin, stop

    def _piece(self, offset: int) -> int:
        return bisect_right(self._shown, offset) - 1


def markup_within(markup: Sequence[Markup], start: int, end: int) -> tuple[Markup, ...]:
    """Those of `markup` that begin in `start:end`."""
    return tuple(markup[bisect_left(markup, (start,)) : bisect_left(markup, (end,))])
