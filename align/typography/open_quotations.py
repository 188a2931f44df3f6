"""In how many quotations each pair of a paragraph begins: those that an earlier one opened and none has closed."""

from __future__ import annotations

from align.corpus.pair import Pair
from align.corpus.paragraphs import paragraph_of
from align.typography.quote_style import depth_after


class OpenQuotations:
    """Follows the quotations of a stream of pairs, paragraph by paragraph.

    A quotation is open where both sides have it open. Drafts forget marks, and after one that did all others of the
    paragraph would be taken for inner ones.
    """

    def __init__(self) -> None:
        self._paragraph: tuple[str, int | None] = ("", None)
        self._depths = (0, 0)

    def before(self, pair: Pair) -> int:
        """In how many quotations the target of the next pair begins."""
        paragraph = (pair.doc, paragraph_of(pair))
        if paragraph != self._paragraph or paragraph[1] is None:
            self._paragraph, self._depths = paragraph, (0, 0)
        source, target = self._depths
        depth = min(source, target)
        self._depths = depth_after(pair.source, source), depth_after(pair.target, depth)
        return depth
