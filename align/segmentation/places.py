"""Places as datelines write them: `MOSCOW`, `PALM BEACH, Fla.`, `YALTA (Crimea)`, `BEIJING and SHANGHAI`, `Berlin`."""

from __future__ import annotations

import re
from typing import NamedTuple

from align.languages.word_lists import words
from align.segmentation.agencies import AGENCIES, agency_in
from align.segmentation.dateline_dates import MONTHS, WEEKDAYS

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_JOINT = re.compile(r" |-|(?<=\.)")
_BETWEEN = re.compile(r"\s*/\s*|\s+(?:and|AND|и|И|&)\s+|\s*,\s*|\s+[–—-]\s+")
_REGION = re.compile(r"[^\W\d_](?:[\w.'’]|-(?=\w))*(?: [^\W\d_](?:[\w.'’]|-(?=\w))*){0,3}")
_REGION_BRACKET = re.compile(r"\s*([(/\[])")
_DATED = r"(?:\d|(?:[^\W\d_]{3,9},?\s+)?[^\W\d_]{3,10}\.?\s*\d)"
_AFTER_BRACKET = re.compile(rf"\s*[,.:]\s*{_DATED}|\s*[(/\[]|\s+(?:--|[—–-]|and|и)\s")
_AFTER_COMMA = re.compile(
    rf",?\s*(?:--+|[—–-])?\s*[(/]|[,.:]\s*{_DATED}|\s*(?:--|[—–-])\s|(?:--|—)(?=\w)|,\s+(?P<further>[^\W\d_])"
)
_POSTAL = frozenset({"UNITED STATES", "UNITED KINGDOM", "UNITED ARAB EMIRATES"}) | words(
    """AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
    RI SC SD TN TX UT VT VA WA WV WI WY DC PR AB BC MB NB NL NS NT NU ON PE QC SK YT UK US USA UAE DRC"""
)
"""States and provinces by their postal letters, and countries that are written in capitals behind a city."""
_MOST_REGIONS = 2
_SMALL = words("al am an au aux bin da de del der di do du el en im la las le les los of on sur the upon на")
_SAINTS = words("ST FT MT STE")
_CREDITS = words("by photo image picture story text фото текст")
_CLOSING = {"(": ")", "/": "/", "[": "]"}
_MAX_WORDS = 5
_MAX_PLACES = 4


class PlaceName(NamedTuple):
    """A city at `start:end`, and its regions, if any are written; `all_caps` when the city is in capitals.

    `regions` go from the smaller to the larger one: `Mumbai (Maharashtra) [India]`. `after` is the offset where parsing
    stopped: after the last region and its bracket.
    """

    start: int
    end: int
    all_caps: bool
    regions: tuple[tuple[int, int], ...]
    after: int


def places_at(text: str, at: int) -> list[PlaceName]:
    """Parse the cities at offset `at`, joined by commas, slashes, dashes or `and`; after the first only capitals,
    except behind a slash (`Geneva/New York`)."""
    found: list[PlaceName] = []
    gap: re.Match[str] | None = None
    while len(found) < _MAX_PLACES:
        place = _place(text, at)
        if place is None or (found and not place.all_caps and (found[0].all_caps or gap is None or gap.group() != "/")):
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
    regions: list[tuple[int, int]] = []
    after = end
    while len(regions) < _MOST_REGIONS and (region := _region(text, after)):
        regions.append(region)
        after = region[1] + (text[region[1] : region[1] + 1] == _CLOSING.get(text[region[0] - 1]))
    return PlaceName(start, end, all_caps, tuple(regions), after)


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
    first = name[0][0].casefold() if name else ""
    if not name or first in MONTHS or first in WEEKDAYS or first in _CREDITS:
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


def _region(text: str, end: int, last: bool = False) -> tuple[int, int] | None:
    """The span of the region after a city, or after another region, that ends at `end`; None for a date, an agency or a
    sentence that continues. After the `last` one no further region may follow."""
    bracket = _REGION_BRACKET.match(text, end)
    if bracket is None and not text.startswith(", ", end):
        return None
    match = _REGION.match(text, bracket.end() if bracket else end + 2)
    if match is None or not match.group()[0].isupper() or agency_in(match.group()):
        return None
    first = re.split(r"[ .]", match.group())[0]
    if first.casefold() in MONTHS or first.casefold() in WEEKDAYS:
        return None
    if bracket is None:
        if first.isupper() and len(first) > 1 and match.group() not in _POSTAL:
            return None
        following = _AFTER_COMMA.match(text, match.end())
        if following and following["further"]:
            return match.span() if not last and _region(text, match.end(), last=True) else None
        return match.span() if following else None
    closed = text.startswith(_CLOSING[bracket.group(1)], match.end())
    return match.span() if closed and _AFTER_BRACKET.match(text, match.end() + 1) else None
