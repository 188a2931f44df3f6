"""Checks quotation marks: by the pair alone, and by its paragraph, where a quotation is divided into several pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.checks.detail import Details, one
from align.corpus.pair import Pair
from align.corpus.paragraphs import paragraph_of
from align.languages.invisible import visible_text

if TYPE_CHECKING:
    from align.checks.pair_view import PairView

_Name = tuple[str, int]
_MARKS = frozenset('"«»„“”')


def quotes_unbalanced(view: PairView) -> Details | None:
    """Quotation marks of the target do not pair up, though those of the source do. The partner of a mark may stand in
    another pair of the paragraph."""
    divided = view.context.divided.of(view.pair)
    if divided is not None:
        mark = divided.get(_name(view.pair), "")
    else:
        mark = "" if unpaired_mark(view.source) else unpaired_mark(view.target)
    return one("quote", mark=mark) if mark else None


@dataclass(frozen=True, slots=True)
class DividedQuotations:
    """The paragraphs of a document in which a quotation may go over several pairs: of each the pairs with a mark, or
    without the mark, that has no partner in its target, though all of its source have theirs."""

    _by_place: Mapping[tuple[str, int], Mapping[_Name, str]] = field(default_factory=dict)

    @classmethod
    def in_pairs(cls, pairs: Iterable[Pair]) -> DividedQuotations:
        """Look through the pairs of a document, in any order."""
        found: dict[tuple[str, int], list[Pair]] = {}
        for pair in pairs:
            if (number := paragraph_of(pair)) is not None:
                found.setdefault((pair.doc, number), []).append(pair)
        return cls({place: _without_partner(members) for place, members in found.items() if len(members) > 1})

    def of(self, pair: Pair) -> Mapping[_Name, str] | None:
        """What was found in the paragraph of a pair; None where that is not known, or has no other pair."""
        number = paragraph_of(pair)
        return None if number is None else self._by_place.get((pair.doc, number))


def unpaired_mark(text: str) -> str:
    """A double quotation mark of a text that has no partner; "" where all have theirs, or there is none."""
    if _MARKS.isdisjoint(text):
        return ""
    if text.count('"') % 2:
        return '"'
    opened, closed = text.count("«"), text.count("»")
    if opened != closed:
        return "«" if opened > closed else "»"
    low, high, right = text.count("„"), text.count("“"), text.count("”")
    if low:
        return "„" if low != high + right else ""
    return "“" if high > right else "”" if right > high else ""


def _without_partner(pairs: list[Pair]) -> dict[_Name, str]:
    """Those of a paragraph's pairs that lack a mark, or have one too many. Where a pair has a mark without a partner on
    one side only, it is that pair; else the last that has one."""
    pairs.sort(key=lambda pair: pair.n)
    if all(_MARKS.isdisjoint(pair.target) and _MARKS.isdisjoint(pair.source) for pair in pairs):
        return {}
    source, target = (
        visible_text(" ".join(texts)) for texts in zip(*((p.source, p.target) for p in pairs), strict=True)
    )
    mark = "" if unpaired_mark(source) else unpaired_mark(target)
    if not mark:
        return {}
    alone = [
        (pair, unpaired_mark(visible_text(pair.source)), unpaired_mark(visible_text(pair.target))) for pair in pairs
    ]
    one_sided = [pair for pair, left, right in alone if bool(left) != bool(right)]
    return {_name(pair): mark for pair in one_sided or [pair for pair, _, right in alone if right][-1:]}


def _name(pair: Pair) -> _Name:
    return pair.id, pair.n
