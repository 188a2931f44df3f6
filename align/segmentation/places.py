"""Places as datelines write them: `MOSCOW`, `PALM BEACH, Fla.`, `YALTA (Crimea)`, `BEIJING and SHANGHAI`, `Berlin`."""

from __future__ import annotations

import re
from typing import NamedTuple

from align.languages.word_lists import words
from align.segmentation.agencies import AGENCIES, agency_in
from align.segmentation.dateline_dates import MONTHS

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_JOINT = re.compile(r" |-|(?<=\.)")
_BETWEEN = re.compile(r"\s*/\s*|\s+(?:and|AND|и|И)\s+|\s*,\s*|\s+[–—-]\s+")
_REGION = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}")
_REGION_BRACKET = re.compile(r"\s*([(/])")
_AFTER_BRACKET = re.compile(r"\s*[,.]\s*(?:\d|[^\W\d_]{3,9}\.?\s*\d)|\s*[(/]|\s+(?:--|[—–-]|and|и)\s")
_AFTER_COMMA = re.compile(r",?\s*[(/]|[,.]\s*(?:\d|[^\W\d_]{3,9}\.?\s+\d)|\s*(?:--|[—–-])\s")
_SMALL = words("al am an au aux bin da de del der di do du el en im la las le les los of on sur the upon на")
_SAINTS = words("ST FT MT STE")
_CLOSING = {"(": ")", "/": "/"}
_MAX_WORDS = 5
_MAX_PLACES = 4


class PlaceName(NamedTuple):
    """A city at `start:end` and its region, if one is written, at `region`; `all_caps` when the city is in capitals.

    `after` is the offset where parsing stopped: after the region and its bracket.
    """

    start: int
    end: int
    all_caps: bool
    region: tuple[int, int] | None
    after: int


def places_at(text: str, at: int) -> list[PlaceName]:
    """Parse the cities at offset `at`, joined by commas, slashes, dashes or `and`; after the first only
    capitals."""
    found: list[PlaceName] = []
    while len(found) < _MAX_PLACES:
        place = _place(text, at)
        if place is None or (found and not place.all_caps):
            break
        found.append(place)
        gap = _BETWEEN.match(text, place.after)
        if gap is None:
            break
        at = gap.end()
    return found


def _place(text: str, start: int) -> PlaceName | None:
    city = _city(text, start)
    if city is None:
        return None
    end, all_caps = city
    region = _region(text, end)
    if region is None:
        return PlaceName(start, end, all_caps, None, end)
    bracketed = text[region[1] : region[1] + 1] in _CLOSING.values() and text[region[0] - 1] in _CLOSING
    return PlaceName(start, end, all_caps, region, region[1] + bracketed)


def _city(text: str, start: int) -> tuple[int, bool] | None:
    """The end of the name at `start` and whether it is in capitals; None where there is no place name."""
    name: list[tuple[str, int]] = []  # its words, and where each ends
    at = start
    while len(name) < _MAX_WORDS:
        match = _WORD.match(text, at)
        if match is None or not _belongs(match.group(), [word for word, _ in name]):
            break
        at = match.end()
        if text.startswith(".", at) and _abbreviates(match.group(), text[at + 1 : at + 3]):
            at += 1
        name.append((match.group(), at))
        joint = _JOINT.match(text, at)
        if joint is None:
            break
        at = joint.end()
    while name and name[-1][0] in _SMALL:
        name.pop()
    if not name or name[0][0].casefold() in MONTHS:
        return None
    end = name[-1][1]
    if end - start < 2 or text[start:end] in AGENCIES:
        return None
    return end, all(word.isupper() or word in _SMALL for word, _ in name)


def _belongs(word: str, before: list[str]) -> bool:
    """Whether a word continues a name: capitals after capitals, a capital letter after a capital letter, a small
    `de`."""
    if before and word in _SMALL:
        return True
    if not word[0].isupper():
        return False
    capitals = bool(before) and before[0].isupper() and len(before[0]) > 1
    return not capitals or word.isupper()


def _abbreviates(word: str, following: str) -> bool:
    """Whether a full stop belongs to the name: ST. PETERSBURG, WASHINGTON D.C."""
    return word.upper() in _SAINTS or (len(word) == 1 and bool(re.match(r"\w\.|[ ,]", following)))


def _region(text: str, end: int) -> tuple[int, int] | None:
    """The span of the region after a city that ends at `end`; None for a date, an agency or a sentence that
    continues."""
    bracket = _REGION_BRACKET.match(text, end)
    if bracket is None and not text.startswith(", ", end):
        return None
    match = _REGION.match(text, bracket.end() if bracket else end + 2)
    if match is None or not match.group()[0].isupper() or agency_in(match.group()):
        return None
    first = re.split(r"[ .]", match.group())[0]
    if first.casefold() in MONTHS or (bracket is None and first.isupper() and len(first) > 1):
        return None
    if bracket is None:
        return match.span() if _AFTER_COMMA.match(text, match.end()) else None
    closed = text.startswith(_CLOSING[bracket.group(1)], match.end())
    return match.span() if closed and _AFTER_BRACKET.match(text, match.end() + 1) else None
