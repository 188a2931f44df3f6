"""A translation that was typed over beside its own source, and shows that text was lost on the way, or is there twice.

Who moves texts between cells and forgets to paste, or to cut, leaves such cells. A translation that is worded anew is
none of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from align.corpus.fingerprints import PairFingerprint
from align.corpus.pair import Pair
from align.corpus.side_segments import side_segments
from align.localization import _
from align.review.cell_borders import bare
from align.review.cell_contents import alike
from align.review.conservation import MIN_MOVED_CHARS
from align.review.decisions import status_set
from align.review.fixes import SheetLine
from align.review.wording import quoted

_FAR = 10
"""Pairs to each side among whose translations one looks for what was added to one."""
_NO_WORD = 2
"""Characters up to which what was added is punctuation."""


def doubtful_wording(pairs: Sequence[Pair], index: int, line: SheetLine) -> str:
    """Say why the translation in a line of the pair at `index` should not be taken; "" where nothing speaks against it.

    A translation that only lacks something at its beginning or end is taken where its reviewer has set edited.
    """
    pair = pairs[index]
    before, after = bare(pair.target), bare(line.target)
    if not after or alike(before, after):
        return ""
    units = (bare(unit.text) for unit in side_segments(pair.target, pair.target_span, pair.target_lang))
    if any(len(unit) >= MIN_MOVED_CHARS and after.count(unit) > before.count(unit) for unit in units):
        return _("a sentence of its translation stands in it twice")
    if before and after in before and not _said_to_be_edited(line):
        lost = max(before.split(after, 1), key=len)
        words = _words(pair.target, lost)
        return _("its translation lacks {words}: put it back, or set edited if it is to go", words=words)
    near = [bare(other.target) for other in pairs[max(0, index - _FAR) : index + _FAR + 1] if other is not pair]
    for part in after.split(before, 1) if before and before in after else [after]:
        if len(part) > _NO_WORD and any(part in other for other in near):
            words = _words(line.target, part)
            return _("its translation has {words} of a neighbour, so that it would stand twice", words=words)
    return ""


def _said_to_be_edited(line: SheetLine) -> bool:
    base = PairFingerprint.of("", "", "draft", "")
    marks = ((row, PairFingerprint.parse(row.cells.get("mark", "")) or base) for row in line.rows)
    return any(status_set(row, mark, []) == "edited" for row, mark in marks)


def _words(text: str, part: str) -> str:
    """A part of a text that is given without its white space, as a person reads it."""
    words, left = text.split(), part
    if bare(text).startswith(part):
        shown = []
        while left and words:
            shown.append(words.pop(0))
            left = left[len(shown[-1]) :]
    else:
        shown = []
        while left and words:
            shown.insert(0, words.pop())
            left = left[: -len(shown[0])]
    return quoted(" ".join(shown))
