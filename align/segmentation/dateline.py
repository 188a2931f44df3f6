"""Datelines: the place, the date and the agency of a wire story, at the head of its first paragraph.

The forms come from the agencies' own copy: `MOSCOW, November 22. /TASS/.`, `LONDON (Reuters) -`, `GENEVA, 3 Sept
(Interfax) —`, `MOSCOW. Nov 22 (Interfax) -`, `PALM BEACH, Fla. (AP) —`, `BEIJING, Nov. 22 (Xinhua) --`, `МОСКВА, 22
ноя - РИА Новости.`; the places and the typography follow the Associated Press Stylebook (place in capitals, region in
ordinary letters). A place in ordinary letters counts only next to a known agency, so `London, November 22. It rained.`
is prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from align.segmentation.agencies import NOT_PLACES, agency_at, agency_in
from align.segmentation.dateline_dates import Date, date_at
from align.segmentation.places import places_at

Role = Literal["city", "region", "date", "agency"]
ROLES: tuple[Role, ...] = ("city", "region", "date", "agency")


class Part(NamedTuple):
    """A span `start:end` of the dateline that carries meaning; between two parts there is punctuation."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline read from the beginning of a text (after whitespace).

    `text[parts[0].start:end]` is the dateline: including its closing full stop or dash, without the space after it.
    `parts` are in the order of the text; to write the dateline in another language, replace each part by its
    translation and copy the characters between, before and after them (`,`, `. /`, ` (`, `) —`, ` and `) as it is.

    cities    place names as written, e.g. `("MOSCOW", "LONDON")`; empty for a bare `(Reuters) -`
    regions   one for each city: the state, country or district written after it (`Fla.`, `Crimea`), else None
    month     1 to 12, or None when there is no date; then `day` and `year` are None as well
    day       1 to 31, or None when only the month is given
    year      four digits, or None when it is not written
    agency    the agency as written (`TASS`, `RIA Novosti`, or whatever the slug contains), or None
    """

    end: int
    cities: tuple[str, ...]
    regions: tuple[str | None, ...]
    month: int | None
    day: int | None
    year: int | None
    agency: str | None
    parts: tuple[Part, ...]


_SPACES = re.compile(r"[ \t\u00a0]*")
_DATE_GAP = re.compile(r"[,.]?\s+|(?<!.)")
_SLUG_OPENS = re.compile(r"[.,]?\s*([(/\[])\s*")
_SLUG = re.compile(r"[^\n/()\[\]]{2,60}")
_SLUG_CLOSES = {"(": ")", "/": "/", "[": "]"}
_BARE_GAP = re.compile(r"[.,]?\s*(?:--|[—–-])?\s+")
_BARE_ENDS = re.compile(r"\s*(?:[.:]|--|[—–-]\s)")
_STOP = re.compile(r"\s*[.:](?=\s|$|-|[\"“«])")
_DASH = re.compile(r"\s*(?:--+|[—–―-])(?=\s|$|[\"“«‘])")
_LONGEST = 400  # characters: longer than any dateline with the beginning of its sentence


def parse_dateline(text: str) -> Dateline | None:
    """Parse the dateline at the beginning of `text`; None when the text begins with an ordinary sentence or headline.

    >>> found = parse_dateline("GENEVA, 3 Sept (Interfax) — Talks began.")
    >>> found.cities, found.day, found.month, found.agency, found.end
    (('GENEVA',), 3, 9, 'Interfax', 27)
    """
    return _DatelineParser(text[:_LONGEST]).dateline()


class _DatelineParser:
    """Reads a dateline from left to right: places, date, slug, closing; `at` is the offset reached."""

    def __init__(self, text: str):
        self.text = text
        spaces = _SPACES.match(text)
        self.at = spaces.end() if spaces else 0
        self.parts: list[Part] = []
        self.regions: list[str | None] = []
        self.all_caps = False
        self.date: Date | None = None
        self.slug: Literal["", "bare", "known", "unknown"] = ""

    def dateline(self) -> Dateline | None:
        self._places()
        if not self.parts:
            self._bare_agency()
        self._date()
        self._agency()
        closing = self._closing()
        if closing is None or not self._is_plausible(closing):
            return None
        written = {role: [self.text[p.start : p.end] for p in self.parts if p.role == role] for role in ROLES}
        return Dateline(
            end=self.at,
            cities=tuple(written["city"]),
            regions=tuple(self.regions),
            month=self.date.month if self.date else None,
            day=self.date.day if self.date else None,
            year=self.date.year if self.date else None,
            agency=next(iter(written["agency"]), None),
            parts=tuple(self.parts),
        )

    def _is_plausible(self, closing: str) -> bool:
        """Whether the text read is a dateline and not the beginning of a sentence or a headline in capitals."""
        rest = self.text[self.at :].lstrip()
        if rest and not _begins_sentence(rest):
            return False
        if self.slug == "known":
            return bool(self.date or closing)
        if self.slug == "bare":
            return self.date is not None and bool(closing)
        if not self.regions:  # only a date, as the United Nations write it: `22 November 2016 – `
            return self.date is not None and self.date.year is not None and closing == "-" and bool(rest)
        if not self.all_caps or not closing:
            return False
        if self.slug or self.date:
            return True
        name = self.text[self.parts[0].start : self.parts[-1].end]
        return closing == "-" and bool(rest) and sum(map(str.isalpha, name)) >= 4 and name not in NOT_PLACES

    def _places(self) -> None:
        places = places_at(self.text, self.at)
        for place in places:
            self.parts.append(Part("city", place.start, place.end))
            self.regions.append(self.text[place.region[0] : place.region[1]] if place.region else None)
            if place.region:
                self.parts.append(Part("region", *place.region))
            self.at = place.after
        self.all_caps = bool(places) and all(place.all_caps for place in places)

    def _bare_agency(self) -> None:
        """Read an agency in the position of the city: `TASS, November 22.`"""
        name = agency_at(self.text, self.at)
        if name:
            self._add("agency", self.at, self.at + len(name))
            self.slug = "bare"

    def _date(self) -> None:
        gap = _DATE_GAP.match(self.text, self.at)
        start = gap.end() if gap else self.at
        self.date = date_at(self.text, start)
        if self.date:
            self._add("date", start, self.date.end)

    def _agency(self) -> None:
        """Read the slug: `/TASS/`, `(Reuters)`; or, after a date, a known agency without brackets."""
        if self.slug:
            return
        opening = _SLUG_OPENS.match(self.text, self.at)
        if opening:
            self._slug(opening)
            return
        gap = _BARE_GAP.match(self.text, self.at)
        name = agency_at(self.text, gap.end()) if gap and self.date else ""
        if gap and name and _BARE_ENDS.match(self.text, gap.end() + len(name)):
            self._add("agency", gap.end(), gap.end() + len(name))
            self.slug = "bare"

    def _slug(self, opening: re.Match[str]) -> None:
        slug = _SLUG.match(self.text, opening.end())
        if slug is None or not self.text.startswith(_SLUG_CLOSES[opening.group(1)], slug.end()):
            return
        written = slug.group().rstrip()
        name = agency_in(written)
        if not name and (len(written.split()) > 4 or not written[0].isupper()):
            return
        start = slug.start() + written.index(name)
        self._add("agency", start, start + len(name or written))
        self.slug = "known" if name else "unknown"
        self.at = slug.end() + 1

    def _closing(self) -> str | None:
        """Read the closing punctuation: `.`, `-` for any dash, `` for none; None when prose goes on at once."""
        stop = _STOP.match(self.text, self.at)
        if stop and (self.slug or stop.group().endswith(".")):
            self.at = stop.end()
            dash = _DASH.match(self.text, self.at)
            self.at = dash.end() if dash else self.at
            return "."
        dash = _DASH.match(self.text, self.at)
        if dash:
            self.at = dash.end()
            return "-"
        return "" if self.slug and self.text[self.at - 1 : self.at] in _SLUG_CLOSES.values() else None

    def _add(self, role: Role, start: int, end: int) -> None:
        self.parts.append(Part(role, start, end))
        self.at = end


def _begins_sentence(rest: str) -> bool:
    """Whether `rest` reads like running text: a capital, digit or quotation mark first, and lower-case letters soon."""
    opening = rest.lstrip("\"“«‘'(")[:1]
    return (opening.isupper() or opening.isdigit()) and any(map(str.islower, rest[:60]))
