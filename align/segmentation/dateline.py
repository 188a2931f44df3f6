"""Datelines: the place, the date and the agency of a wire story, at the head of its first paragraph.

The forms come from the agencies' own copy: `MOSCOW, November 22. /TASS/.`, `LONDON (Reuters) -`, `GENEVA, 3 Sept
(Interfax) —`, `MOSCOW. Nov 22 (Interfax) -`, `PALM BEACH, Fla. (AP) —`, `BEIJING, Nov. 22 (Xinhua) --`, `New Delhi
[India], November 22 (ANI):`, `NEW YORK--(BUSINESS WIRE)--`, `(ANSA) - ROME, NOV 22 -`, `Tehran, IRNA -`, `МОСКВА, 22
ноя - РИА Новости.`; the places and the typography follow the Associated Press Stylebook (place in capitals, region in
ordinary letters). A place in ordinary letters counts only next to an agency, or with a full date and a dash (`Geneva,
22 November 2026 —`), so `London, November 22. It rained.` is prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from align.segmentation.agencies import NOT_PLACES, agency_at, agency_in
from align.segmentation.dateline_dates import WEEKDAYS, Date, date_at, time_end
from align.segmentation.gazetteer import name_in
from align.segmentation.places import places_at

Role = Literal["city", "region", "date", "agency"]
_REGIONS: tuple[Literal["region", "country"], ...] = ("region", "country")
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
    regions   one for each city: the state, country or district written after it (`Fla.`, `Crimea`), the smaller one of
              two, else None
    month     1 to 12, or None when there is no date; then `day` and `year` are None as well
    day       1 to 31, or None when only the month is given
    year      four digits, or None when it is not written
    weekday   0 (Monday) to 6, or None when it is not written; it belongs to the part of the date
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
    weekday: int | None = None


_SPACES = re.compile(r"[ \t\u00a0]*")
_DATE_GAP = re.compile(r"\s*(?:--+|[—–-])\s*|[,.:]?\s+|(?<!.)")
_SLUG_OPENS = re.compile(r"[.,:]?\s*(?:(?:--+|[—–-](?=\s))\s*)?([(/\[])\s*")
_SLUG = {"(": r"[^\n()\[\]]{2,60}", "/": r"[^\n/()\[\]]{2,60}", "[": r"[^\n()\[\]]{2,60}"}
_SLUG_CLOSES = {"(": ")", "/": "/", "[": "]"}
_SLUG_DATE = re.compile(r"\s+[—–-]\s+|,\s+")
_CODE = re.compile(r"[^\W\d_]{2,8}")
_BARE_GAP = re.compile(r"[.,:]?\s*(?:--+|[—–-])?\s+")
_BARE_ENDS = re.compile(r"\s*(?:[.:]|--|[—–-](?=\s))")
_AUTHOR = re.compile(r",\s+[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,2}\s+[^\W\d_][\w'’-]*(?=\.(?:\s|$))")
_DESK = re.compile(r"(?:\s|\s?-\s?)[A-ZА-ЯЁ][\w-]*(?:\s[A-ZА-ЯЁ][\w-]*)?(?=\s+(?:--|[—–-])\s)")
_AGENCY_FIRST = re.compile(r"\s*(?:--?|[—–:])\s*")
_STOP = re.compile(r"\s*[.:](?=\s|$|-|[\"“«])")
_DASH = re.compile(r"\s*(?:--+|[—–―-]|_(?=\s))(?=\s|$|[\"“«‘])|(?<=\S)(?:--+|—)(?=[^\W_])|(?<=[)/\]])\s?-(?=[^\W_])")
_SLASH = re.compile(r"\s+/(?=\s|$)")
_LONGEST = 400  # characters: longer than any dateline with the beginning of its sentence
_NO_NAMES = frozenset({"updated", "posted", "published", "last", "modified", "release", "released", "date", "version"})


def parse_dateline(text: str) -> Dateline | None:
    """Parse the dateline at the beginning of `text`; None when the text begins with an ordinary sentence or headline.

    >>> found = parse_dateline("GENEVA, 3 Sept (Interfax) — Talks began.")
    >>> found.cities, found.day, found.month, found.agency, found.end
    (('GENEVA',), 3, 9, 'Interfax', 27)
    """
    return _DatelineParser(text[:_LONGEST]).dateline()


class _DatelineParser:
    """Reads a dateline from left to right: places, date and slug in any order, closing; `at` is the offset reached.

    Where the text could end after one element and go on with another (`LONDON — Nov. 24 — The`), the longer reading
    holds if it is plausible.
    """

    def __init__(self, text: str):
        self.text = text
        spaces = _SPACES.match(text)
        self.at = spaces.end() if spaces else 0
        self.parts: list[Part] = []
        self.regions: list[str | None] = []
        self.all_caps = False
        self.in_country = False  # as Indian agencies write it: `Tel Aviv [Israel]`
        self.date: Date | None = None
        self.slug: Literal["", "bare", "known", "unknown"] = ""
        self.code = False
        self.late = False
        self.slash = False

    def dateline(self) -> Dateline | None:
        self._places(self.at)
        if not self.parts:
            self._bare_agency()
        found = self._dateline()
        while self._date() or self._agency() or self._late_places():
            found = self._dateline() or found
        return found

    def _dateline(self) -> Dateline | None:
        """The dateline that ends here; None where it does not, or is not plausible."""
        end, closing = self._closing()
        if not self.parts or closing is None or not self._is_plausible(closing, self.text[end:].lstrip()):
            return None
        written = {role: [self.text[p.start : p.end] for p in self.parts if p.role == role] for role in ROLES}
        return Dateline(
            end=end,
            cities=tuple(written["city"]),
            regions=tuple(self.regions),
            month=self.date.month if self.date else None,
            day=self.date.day if self.date else None,
            year=self.date.year if self.date else None,
            weekday=self.date.weekday if self.date else None,
            agency=next(iter(written["agency"]), None),
            parts=tuple(self.parts),
        )

    def _is_plausible(self, closing: str, rest: str) -> bool:
        """Whether the text read is a dateline and not the beginning of a sentence or a headline in capitals."""
        if (rest and not _begins_sentence(rest)) or (self.late and not self.date):
            return False
        if self.slug == "known":
            return bool(self.date or closing or (self.code and (self.slash or not self.regions)))
        if self.slug == "bare":
            return self._bare_is_plausible(closing)
        dated = self.date is not None and self.date.year is not None
        if not self.regions:  # only a date, as the United Nations write it: `22 November 2016 – `
            return dated and closing == "-" and bool(rest)
        if self.slug and self.date and (closing or self.code):
            return True
        if self._known_town(closing, rest):
            return True
        if not (self.all_caps or self.in_country):  # `Geneva, 24 November 2026 — `
            return dated and not self.slug and closing == "-" and bool(rest) and not self._is_label()
        if not closing:
            return False
        if self.slug or self.date:
            return True
        name = self.text[self.parts[0].start : self.parts[-1].end]
        return closing == "-" and bool(rest) and sum(map(str.isalpha, name)) >= 4 and name not in NOT_PLACES

    def _bare_is_plausible(self, closing: str) -> bool:
        """Whether an agency without brackets signs a dateline: next to a date, or to a place in capitals."""
        if not self.regions:
            return self.date is not None and bool(closing)
        if not closing:
            return self.code and (self.date is not None or self.all_caps)
        return self.date is not None or self.all_caps or closing == "-"

    def _known_town(self, closing: str, rest: str) -> bool:
        """Whether the only place is a town that the tables know, as in `ISLAMABAD: `, `Dhaka, Nov 24: ` and, with its
        country, `Nairobi, Kenya – `."""
        if len(self.regions) != 1 or len(rest.split()) < 4 or name_in("en", self._written("city"), "city") is None:
            return False
        if closing == ":":
            return self.all_caps or self.date is not None
        region = self._written("region") if self.regions[0] and closing == "-" else ""
        return bool(region) and any(name_in("en", region, role) for role in _REGIONS)

    def _written(self, role: Role) -> str:
        return next(self.text[part.start : part.end] for part in self.parts if part.role == role)

    def _is_label(self) -> bool:
        first = self.text[self.parts[0].start : self.parts[0].end].split()[0]
        return first.casefold() in _NO_NAMES

    def _places(self, at: int) -> bool:
        places = places_at(self.text, at)
        for place in places:
            self.parts.append(Part("city", place.start, place.end))
            self.regions.append(self.text[slice(*place.regions[0])] if place.regions else None)
            self.parts += [Part("region", *region) for region in place.regions]
            self.at = place.after
        self.all_caps = bool(places) and all(place.all_caps for place in places)
        self.in_country = any(self.text[start - 1] == "[" for place in places for start, _ in place.regions)
        return bool(places)

    def _late_places(self) -> bool:
        """Read the places after an agency (`(ANSA) - ROME, NOV 24 -`) or a date (`24 November, Minsk /BelTA/.`)."""
        if self.regions or not self.parts:
            return False
        gap = _AGENCY_FIRST.match(self.text, self.at) if self.slug else re.compile(r",\s+").match(self.text, self.at)
        self.late = gap is not None and self._places(gap.end())
        return self.late

    def _bare_agency(self) -> None:
        """Read an agency in the position of the city: `TASS, November 22.`"""
        name = agency_at(self.text, self.at)
        if name:
            self._add("agency", self.at, self.at + len(name))
            self.slug = "bare"

    def _date(self) -> bool:
        gap = _DATE_GAP.match(self.text, self.at)
        start = gap.end() if gap else self.at
        if self.date or (self.parts and not gap):
            return False
        self.date = date_at(self.text, start)
        if self.date:
            self._add("date", start, self.date.end)
            self.at = time_end(self.text, self.at)
        return self.date is not None

    def _agency(self) -> bool:
        """Read the slug: `/TASS/`, `(Reuters)`; or a known agency without brackets."""
        if self.slug:
            return False
        opening = _SLUG_OPENS.match(self.text, self.at)
        if opening:
            return self._slug(opening)
        gap = _BARE_GAP.match(self.text, self.at)
        name = agency_at(self.text, gap.end()) if gap else ""
        if gap is None or not name:
            return False
        end = gap.end() + len(name)
        author = _AUTHOR.match(self.text, end) or _DESK.match(self.text, end)
        self.code = name.isupper() and gap.group()[0] in ",." and re.match(r"\s", self.text[end:]) is not None
        if not (author or self.code or _BARE_ENDS.match(self.text, end)):
            return False
        if not (self.date or self.all_caps or gap.group().startswith(",")):
            return False
        self._add("agency", gap.end(), end)
        self.at = author.end() if author else self.at
        self.slug = "bare"
        return True

    def _slug(self, opening: re.Match[str]) -> bool:
        mark = opening.group(1)
        slug = re.compile(_SLUG[mark]).match(self.text, opening.end())
        if slug is None or not self.text.startswith(_SLUG_CLOSES[mark], slug.end()):
            return False
        written = slug.group().rstrip()
        dash = next((gap for gap in _SLUG_DATE.finditer(written) if date_at(written, gap.end())), None)
        signed = written[: dash.start()] if dash else written
        name = agency_in(signed)
        if not name and (len(signed.split()) > 4 or not signed[:1].isupper() or signed.casefold() in WEEKDAYS):
            return False
        start = slug.start() + signed.index(name)
        self._add("agency", start, start + len(name or signed))
        if dash and not self.date and (date := date_at(self.text, slug.start() + dash.end())):
            self.date = date
            self._add("date", slug.start() + dash.end(), date.end)
        self.slug = "known" if name else "unknown"
        self.code, self.slash = _CODE.fullmatch(signed) is not None and signed.isupper(), mark == "/"
        self.at = slug.end() + 1
        return True

    def _closing(self) -> tuple[int, str | None]:
        """Where the closing punctuation ends, and what it is: `.`, `:`, `-` for any dash, `` for none; None when prose
        goes on at once."""
        stop = _STOP.match(self.text, self.at)
        dated = self.date is not None and self.date.year is not None
        if stop and (self.slug or dated or (self.date and self.in_country) or stop.group().endswith(".")):
            dash = _DASH.match(self.text, stop.end())
            return dash.end() if dash else stop.end(), "."
        if stop and stop.group().endswith(":") and not self.slug:
            return stop.end(), ":"
        dash = _DASH.match(self.text, self.at)
        if dash:
            return dash.end(), "-"
        slash = _SLASH.match(self.text, self.at) if self.slash else None
        if slash:
            return slash.end(), "-"
        bracketed = self.slug and self.text[self.at - 1 : self.at] in _SLUG_CLOSES.values()
        return self.at, "" if bracketed or (self.slug == "bare" and self.code) else None

    def _add(self, role: Role, start: int, end: int) -> None:
        self.parts.append(Part(role, start, end))
        self.at = end


def _begins_sentence(rest: str) -> bool:
    """Whether `rest` reads like running text: a capital, digit or quotation mark first, and lower-case letters soon."""
    opening = rest.lstrip("\"“«‘'(")[:1]
    return (opening.isupper() or opening.isdigit()) and any(map(str.islower, rest[:60]))
