"""Where the pairs of an earlier corpus stand in a text, which may have changed since.

A pair is found by its spans where the text there is still the pair's; else by its text, near where its neighbours have
moved to. Texts are compared by their letters and digits alone, so that white space, quotes and dashes, which
typography may have set anew, make no difference. The wording that a person edited is in neither text: such a pair is
where its spans are, if the pairs around it have moved by the same distance.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate

from align.corpus.pair import Pair, Span
from align.document import Segment

CONFIRMED = frozenset({"approved", "edited"})
"""Statuses of pairs that a person has confirmed: their two sides belong together."""
UNIQUE = 20
"""Letters from which on a text that stands once in the other is taken for the same wherever it stands. Chosen by hand,
as is NEAR."""
NEAR = 100
"""Letters from where a text is expected within which it is looked for, for each of its own letters: `Yes.` is not taken
from another page."""
ALIKE = 0.4
"""Ratio of the letters of an edited wording and of the text at its spans, from which on that is taken for what was
edited where no other pair was found. Chosen by hand."""


@dataclass(frozen=True, slots=True)
class PlacedPair:
    """A pair of an earlier corpus and the segments of both texts that it consists of, empty on a side that it lacks."""

    pair: Pair
    source: tuple[int, ...]
    target: tuple[int, ...]

    @property
    def confirmed(self) -> bool:
        """Whether a person has confirmed it."""
        return self.pair.status in CONFIRMED


@dataclass(frozen=True, slots=True)
class PlacedPairs:
    """The segments of both texts, cut where confirmed pairs begin and end; the pairs that stand among them, and those
    that were not found, in order."""

    source: list[Segment]
    target: list[Segment]
    pairs: list[PlacedPair]
    lost: list[Pair]


def place_pairs(
    pairs: Sequence[Pair], texts: tuple[str, str], segments: tuple[Sequence[Segment], Sequence[Segment]]
) -> PlacedPairs:
    """Find the pairs of a document in its two texts. `segments` are those of the texts."""
    edited = [pair.status == "edited" for pair in pairs]
    wanted = (
        [(pair.source, pair.source_span) for pair in pairs],
        [(pair.target, pair.target_span) for pair in pairs],
    )
    stretches = [find_stretches(text, items, edited) for text, items in zip(texts, wanted, strict=True)]
    cut = [
        cut_segments(
            parts, text, [one for one, pair in zip(found, pairs, strict=True) if one and pair.status in CONFIRMED]
        )
        for parts, text, found in zip(segments, texts, stretches, strict=True)
    ]
    members = [_members(parts, found) for parts, found in zip(cut, stretches, strict=True)]
    placed, lost = [], []
    for pair, source, target in zip(pairs, *members, strict=True):
        if (source or target) and bool(source) == bool(pair.source) and bool(target) == bool(pair.target):
            placed.append(PlacedPair(pair, source, target))
        else:
            lost.append(pair)
    return PlacedPairs(cut[0], cut[1], placed, lost)


def alphanumerics(text: str) -> str:
    """The letters and digits of a text, by which texts are compared; of one without any, all but its white space."""
    return "".join(filter(str.isalnum, text)) or "".join(text.split())


def find_stretches(
    text: str, items: Sequence[tuple[str, tuple[Span, ...] | None]], edited: Sequence[bool]
) -> list[Span | None]:
    """Find where texts of an earlier corpus, in its order, stand in a document: each with its spans there and whether a
    person has edited its wording. None for those that are not found, and for empty ones."""
    finder = _Finder(text)
    wanted = [alphanumerics(item) for item, _ in items]
    hulls = [(spans[0][0], spans[-1][1]) if spans else None for _, spans in items]
    found: list[Span | None] = []
    shift = 0
    for sought, hull in zip(wanted, hulls, strict=True):  # what is beyond doubt
        here = finder.at(sought, hull, shift) or finder.at(sought, hull, 0) or finder.only(sought)
        shift = here[0] - hull[0] if here and hull else shift
        found.append(here)
    around = _shifts_around(found, hulls)
    ends = [0, *accumulate((here[1] if here else 0 for here in found), max)]
    for k, sought in enumerate(wanted):  # what stands near that
        if found[k] is None and sought:
            before, after = around[k]
            hull, shift = hulls[k], before if before is not None else after or 0
            found[k] = finder.near(sought, hull[0] + shift if hull else ends[k])
    around = _shifts_around(found, hulls)
    for k, sought in enumerate(wanted):  # what a person has edited
        if found[k] is None and sought and edited[k]:
            found[k] = finder.unmoved(sought, hulls[k], around[k])
    return found


def _shifts_around(found: Sequence[Span | None], hulls: Sequence[Span | None]) -> list[tuple[int | None, int | None]]:
    """By how far the nearest pair that was found before each, and after it, has moved; None where there is none."""
    own = [here[0] - hull[0] if here and hull else None for here, hull in zip(found, hulls, strict=True)]

    def last_known(shifts: Iterable[int | None]) -> list[int | None]:
        known: list[int | None] = []
        for shift in shifts:
            known.append(known[-1] if known and shift is None else shift)
        return known

    return list(zip(last_known(own), last_known(reversed(own))[::-1], strict=True))


class _Finder:
    """Finds texts, given as their letters, in a document."""

    def __init__(self, text: str):
        self._text = text
        self._at = [place for place, character in enumerate(text) if character.isalnum()]
        self._letters = "".join(text[place] for place in self._at)

    def at(self, sought: str, hull: Span | None, shift: int) -> Span | None:
        """The hull of a text's spans, moved by `shift`, if the text is there."""
        place = self._moved(hull, shift)
        return place if place and alphanumerics(self._text[slice(*place)]) == sought else None

    def only(self, sought: str) -> Span | None:
        """The place of a text that is long enough and there once."""
        start = self._letters.find(sought) if len(sought) >= UNIQUE else -1
        return None if start < 0 or self._letters.find(sought, start + 1) >= 0 else self._stretch(start, len(sought))

    def near(self, sought: str, expected: int) -> Span | None:
        """The place of a text that is nearest to an offset, if it is near."""
        begin, reach, length = bisect_left(self._at, expected), NEAR * len(sought), len(sought)
        before = self._letters.rfind(sought, max(0, begin - reach), begin + length)
        after = self._letters.find(sought, begin, begin + reach + length)
        places = [place for place in (before, after) if place >= 0]
        return self._stretch(min(places, key=lambda place: abs(place - begin)), length) if places else None

    def unmoved(self, sought: str, hull: Span | None, around: tuple[int | None, int | None]) -> Span | None:
        """The hull of the spans of an edited text, moved as the texts around it are, if these agree."""
        known = {shift for shift in around if shift is not None}
        place = self._moved(hull, known.pop() if known else 0)
        if known or not place:
            return None
        if around == (None, None):  # nothing says that this is the document at all
            there = alphanumerics(self._text[slice(*place)])
            return place if SequenceMatcher(None, there, sought, autojunk=False).ratio() >= ALIKE else None
        return place

    def _moved(self, hull: Span | None, shift: int) -> Span | None:
        if not hull or not 0 <= hull[0] + shift < hull[1] + shift <= len(self._text):
            return None
        return hull[0] + shift, hull[1] + shift

    def _stretch(self, start: int, length: int) -> Span:
        """The stretch of the document from a letter on, with the punctuation that touches it."""
        begin, end = self._at[start], self._at[start + length - 1] + 1
        while begin and not (self._text[begin - 1].isspace() or self._text[begin - 1].isalnum()):
            begin -= 1
        while end < len(self._text) and not (self._text[end].isspace() or self._text[end].isalnum()):
            end += 1
        return begin, end


def cut_segments(segments: Sequence[Segment], text: str, stretches: Sequence[Span]) -> list[Segment]:
    """Cut the segments of a text where stretches begin or end inside of them, with letters on both sides."""
    places = sorted({place for stretch in stretches for place in stretch})
    cut: list[Segment] = []
    for segment in segments:
        inside = places[bisect_right(places, segment.start) : bisect_left(places, segment.end)]
        start = segment.start
        for place in [*inside, segment.end]:
            part = text[start:place]
            rest = text[place : segment.end]
            if place < segment.end and not (_has_letters(part) and _has_letters(rest)):
                continue
            begin = start + len(part) - len(part.lstrip())
            end = place - (len(part) - len(part.rstrip()))
            cut.append(
                segment if part == segment.text else replace(segment, text=text[begin:end], start=begin, end=end)
            )
            start = place
    return cut


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def _members(segments: Sequence[Segment], stretches: Sequence[Span | None]) -> list[tuple[int, ...]]:
    """The numbers of the segments that have letters in each stretch."""
    cores = [_core(segment) for segment in segments]
    starts, ends = [start for start, _ in cores], [end for _, end in cores]
    return [
        tuple(range(bisect_right(ends, stretch[0]), bisect_left(starts, stretch[1]))) if stretch else ()
        for stretch in stretches
    ]


def _core(segment: Segment) -> Span:
    """The stretch of a segment from its first letter to its last, or all of one without letters."""
    places = [place for place, character in enumerate(segment.text) if character.isalnum()]
    return (segment.start + places[0], segment.start + places[-1] + 1) if places else (segment.start, segment.end)
