"""What the cells of a stretch consist of: where its texts are all there, the borders of the cells are those of beads.

The texts of a side may stand in another order than before, as long as each segment is whole and stands once: so are
translations that were exchanged put right. Small corrections on the way are taken too; where text is missing or there
twice nothing of the stretch is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from align.corpus.fingerprints import as_displayed
from align.corpus.pair import Pair, Span
from align.corpus.side_segments import SideSegment, side_segments
from align.languages.scripts import is_unspaced
from align.localization import N_, _
from align.review.cell_borders import bare, locate_borders, offsets, replacements, words_of
from align.review.unit_order import order_of_units
from align.review.wording import quoted

MOST_CHANGED = 0.1
"""Share of a cell's characters that a small correction adds or leaves out at most."""
_MOST_REPLACED = 0.3
"""Share of a cell's characters in whose place it may have others: a word for a word is no lost text."""
_ALWAYS_CHANGED = 3
"""Characters of a cell that it may change however short that is."""
_EDGE = 2
"""Characters that it may add or leave out at the beginning or the end of a cell."""
_CHANGED_AT_ONCE = 3
"""Words next to each other that such a correction may replace, add or leave out: more may be lost text."""

Range = tuple[int, int]
"""Offsets from and up to, of characters that are no white space."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of a cell: its text on one line, and the spans that it has in the document, if they are known."""

    text: str
    spans: tuple[Span, ...] | None


_SOURCE = {
    "moved": N_("the parts of the source stand in another order: {come}"),
    "gone": N_("the source lacks {gone}"),
    "come": N_("the source has {come} in addition"),
    "both": N_("the source lacks {gone} and it has {come} in addition"),
}
_TRANSLATION = {
    "moved": N_("the parts of the translation stand in another order: {come}"),
    "gone": N_("the translation lacks {gone}"),
    "come": N_("the translation has {come} in addition"),
    "both": N_("the translation lacks {gone} and it has {come} in addition"),
}


class MismatchError(Exception):
    """The texts of a stretch do not add up. Its message says what is missing, or there twice."""


def one_line(text: str, language: str) -> str:
    """The text of a cell on a single line.

    >>> one_line("It opened.\\nIt closed. ", "en"), one_line("开了。\\n关了。", "zh")
    ('It opened. It closed.', '开了。关了。')
    """
    lines = (" ".join(line.split()) for line in as_displayed(text).splitlines())
    return ("" if is_unspaced(language) else " ").join(line for line in lines if line)


def side_of(pairs: Sequence[Pair], side: str) -> list[tuple[str, tuple[Span, ...] | None]]:
    """The texts of pairs on a side, `source` or `target`, and their spans."""
    if side == "source":
        return [(pair.source, pair.source_span) for pair in pairs]
    return [(pair.target, pair.target_span) for pair in pairs]


def contents_of_cells(pairs: Sequence[Pair], cells: Sequence[str], side: str) -> list[Cell]:
    """The cells of a side as parts of what the pairs have there. Raises MismatchError where the texts do not add up."""
    language = pairs[0].source_lang if side == "source" else pairs[0].target_lang
    texts = side_of(pairs, side)
    units = [unit for text, spans in texts for unit in side_segments(text, spans, language)]
    whole = [text for text, __ in texts]
    if "".join(map(bare, whole)) == "".join(map(bare, cells)):
        ranges: list[list[Range]] | None = [[part] for part in pairwise(offsets(cells))]
    else:
        ranges = _in_another_order([bare(unit.text) for unit in units], [bare(cell) for cell in cells])
        ranges = ranges or _corrected(whole, units, cells, not is_unspaced(language))
    if ranges is None:
        raise MismatchError(_difference(whole, cells, side, not is_unspaced(language)))
    at = offsets([unit.text for unit in units])
    return [Cell(one_line(cell, language), _spans(units, at, parts)) for cell, parts in zip(cells, ranges, strict=True)]


def _in_another_order(units: Sequence[str], cells: Sequence[str]) -> list[list[Range]] | None:
    """The ranges of cells that have the units in another order; None where they have not every unit, whole and once."""
    order = order_of_units(units, cells)
    if order is None:
        return None
    at = offsets(units)
    return [[(at[unit], at[unit + 1]) for unit in of_cell] for of_cell in order]


def _corrected(
    whole: Sequence[str], units: Sequence[SideSegment], cells: Sequence[str], spaced: bool
) -> list[list[Range]] | None:
    """Find the borders of cells whose text was corrected a little; None where they, or what was lost, is in doubt."""
    places = locate_borders(whole, cells, spaced)
    old = [word for text in whole for word in words_of(text, spaced)]
    new = [word for cell in cells for word in words_of(cell, spaced)]
    unit_ends = {0, *offsets([unit.text for unit in units])}
    at = [0, *accumulate(map(len, old))]
    if any(place is None or place[0] != place[1] for place in places):
        return None
    cell_ends = list(accumulate(len(words_of(cell, spaced)) for cell in cells))
    more, other = [0] * len(cells), [0] * len(cells)  # characters of each cell that were added or left out, or replaced
    for change in replacements(old, new):
        if max(change.stop - change.start, change.new_stop - change.new_start) > _CHANGED_AT_ONCE:
            return None
        added = sum(map(len, new[change.new_start : change.new_stop]))
        lost = at[change.stop] - at[change.start]
        if not added and at[change.start] in unit_ends and at[change.stop] in unit_ends:
            return None  # a short sentence, and not a word of one
        if added > _EDGE and not lost and change.start in (0, len(old)):
            return None  # it may have come from outside
        cell = min(bisect_right(cell_ends, change.new_start), len(cells) - 1)
        (other if added and lost else more)[cell] += max(added, lost)
    borders = [0, *(place[0] for place in places[1:-1] if place), at[-1]]
    for size, added, replaced in zip((b - a for a, b in pairwise(borders)), more, other, strict=True):
        if added > max(_ALWAYS_CHANGED, MOST_CHANGED * size) or replaced > max(_ALWAYS_CHANGED, _MOST_REPLACED * size):
            return None
    return [[part] for part in pairwise(borders)]


def alike(before: str, after: str) -> bool:
    """Whether a text without white space is another one with small corrections, or empty as that.

    What is missing or added at its beginning or end may have moved to or from a neighbour, and is no correction.

    >>> alike("Threeshpscamein.", "Threeshipscamein."), alike("Threeshipscamein.", "shipscamein.")
    (True, False)
    """
    from rapidfuzz.distance import Levenshtein

    if not before or not after or before == after:
        return before == after
    most = max(_ALWAYS_CHANGED, int(MOST_CHANGED * len(before)))
    distance = Levenshtein.distance(before, after, score_cutoff=most)
    shorter, longer = sorted((before, after), key=len)
    more = len(longer) - len(shorter)
    if distance > most or more <= _EDGE:
        return distance <= most
    rests = longer[more:], longer[:-more]  # where all that is more stands at an edge, the rest is as far as before
    return all(Levenshtein.distance(rest, shorter) > distance - more for rest in rests)


def _spans(units: Sequence[SideSegment], at: Sequence[int], ranges: Sequence[Range]) -> tuple[Span, ...] | None:
    """The spans of parts of a side, whose units have their borders `at`; None where there is no text, or where they are
    not known."""
    spans: list[Span] = []
    for start, stop in ranges:
        for index in range(bisect_right(at, start) - 1, bisect_left(at, stop)):
            first, last = at[index], at[index + 1]
            low, high = max(start, first), min(stop, last)
            if low >= high:
                continue
            part = _part(units[index], low - first, high - first, whole=(low, high) == (first, last))
            if part is None:
                return None
            spans += part
    return tuple(spans) or None


def _part(unit: SideSegment, start: int, stop: int, whole: bool) -> tuple[Span, ...] | None:
    """The span of a part of a unit: known where the unit is one segment whose text is as long as its span."""
    if whole or unit.spans is None:
        return unit.spans
    if len(unit.spans) > 1 or unit.spans[0][1] - unit.spans[0][0] != len(unit.text):
        return None
    places = [index for index, character in enumerate(unit.text) if not character.isspace()]
    begin = unit.spans[0][0]
    return ((begin + places[start], begin + places[stop - 1] + 1),)


def _difference(whole: Sequence[str], cells: Sequence[str], side: str, spaced: bool) -> str:
    """Say what of a side is missing in its cells, and what they have that it has not, or once only."""
    old = [word for text in whole for word in words_of(text, spaced)]
    new = [word for cell in cells for word in words_of(cell, spaced)]
    changes = list(replacements(old, new))
    space = " " if spaced else ""
    gone = [space.join(old[change.start : change.stop]) for change in changes if change.start < change.stop]
    come = [
        space.join(new[change.new_start : change.new_stop]) for change in changes if change.new_start < change.new_stop
    ]
    says = _SOURCE if side == "source" else _TRANSLATION
    what = "moved" if Counter(old) == Counter(new) else "both" if gone and come else "gone" if gone else "come"
    places = {"gone": _shown(gone), "come": _shown(come)}
    return _(says[what], **{place: text for place, text in places.items() if text})


def _shown(texts: Sequence[str]) -> str:
    """The longest text, shortened, and how many others there are."""
    shown = quoted(max(texts, key=len)) if texts else ""
    return shown if len(texts) < 2 else _("{words} and {n} more", words=shown, n=len(texts) - 1)
