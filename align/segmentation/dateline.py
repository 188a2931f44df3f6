"""Datelines: where, when and by whom a wire story was filed, at the head of its first paragraph.

The forms come from the agencies' own copy: `MOSCOW, November 22. /TASS/.`, `LONDON (Reuters) -`, `GENEVA, 3 Sept
(Interfax) —`, `MOSCOW. Nov 22 (Interfax) -`, `PALM BEACH, Fla. (AP) —`, `BEIJING, Nov. 22 (Xinhua) --`, `МОСКВА, 22
ноя - РИА Новости.`; the places and the typography follow the Associated Press Stylebook (place in capitals, region in
ordinary letters). A place in ordinary letters counts only beside a known agency, so `London, November 22. It rained.`
is prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from align.segmentation.agencies import AGENCIES, NOT_PLACES

Role = Literal["city", "region", "date", "agency"]


class Part(NamedTuple):
    """A stretch `start:end` of the dateline that carries meaning; what stands between two parts is punctuation."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline read from the beginning of a text (after blanks).

    `text[parts[0].start:end]` is the dateline: its closing full stop or dash included, the blank after it not.
    `parts` are in the order of the text; to write the dateline in another language, replace each part by its
    translation and copy what stands between, before and after them (`,`, `. /`, ` (`, `) —`, ` and `) as it is.

    cities    place names as written, e.g. `("MOSCOW", "LONDON")`; empty for a bare `(Reuters) -`
    regions   one for each city: the state, country or district written after it (`Fla.`, `Crimea`), else None
    month     1 to 12, or None when there is no date; then `day` and `year` are None as well
    day       1 to 31, or None when only the month is given
    year      four digits, or None when it is not written
    agency    the agency as written (`TASS`, `RIA Novosti`, or whatever fills the slug's place), or None
    """

    end: int
    cities: tuple[str, ...]
    regions: tuple[str | None, ...]
    month: int | None
    day: int | None
    year: int | None
    agency: str | None
    parts: tuple[Part, ...]


_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan января янв",
            "february feb февраля фев",
            "march mar марта мар",
            "april apr апреля апр",
            "may мая май",
            "june jun июня июн",
            "july jul июля июл",
            "august aug августа авг",
            "september sept sep сентября сент сен",
            "october oct октября окт",
            "november nov ноября ноя нояб",
            "december dec декабря дек",
        ),
        start=1,
    )
    for name in names.split()
}

_MONTH = r"(?P<month>[^\W\d_]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d)(?!\d))?"
_DATE_FORMS = (
    re.compile(rf"{_MONTH}\s+{_DAY}{_YEAR}"),
    re.compile(rf"{_DAY}\s+{_MONTH}{_YEAR}"),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_BLANK = re.compile(r"[ \t\u00a0]*")
_DASH = re.compile(r"\s*(?:--+|[—–―-])(?=\s|[\"“«‘])")
_BETWEEN_CITIES = re.compile(r"\s*/\s*|\s+(?:and|AND|и|И)\s+|\s*,\s*|\s+[–—-]\s+")
_SMALL_WORDS = frozenset(
    {"de", "del", "da", "do", "di", "la", "le", "el", "al", "an", "on", "of", "upon", "the", "sur", "на"}
)
_REGION = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}")
_BRACKETS = {"(": ")", "/": "/", "[": "]"}
_SLUG = re.compile(r"[^\n/()\[\]]{2,60}")
_MAX_WORDS = 5
_MAX_CITIES = 4


def parse_dateline(text: str) -> Dateline | None:
    """The dateline at the beginning of `text`, or None when the text begins with an ordinary sentence or headline.

    >>> found = parse_dateline("GENEVA, 3 Sept (Interfax) — Talks began.")
    >>> found.cities, found.day, found.month, found.agency, found.end
    (('GENEVA',), 3, 9, 'Interfax', 26)
    """
    return _Reader(text).dateline()


class _Reader:
    """Reads a dateline from left to right: places, date, slug, closing; `at` is the offset reached."""

    def __init__(self, text: str):
        self.text = text
        self.at = self._after_blanks(0)
        self.parts: list[Part] = []
        self.regions: list[str | None] = []
        self.month: int | None = None
        self.day: int | None = None
        self.year: int | None = None
        self.slug: Literal["", "known", "bracketed"] = ""

    def dateline(self) -> Dateline | None:
        shouted = self._places()
        if not self.parts:
            self._bare_agency()
        self._date()
        self._agency()
        closing = self._closing()
        if closing is None or not self._believable(shouted, closing):
            return None
        cities = tuple(self.text[p.start : p.end] for p in self.parts if p.role == "city")
        agency = next((self.text[p.start : p.end] for p in self.parts if p.role == "agency"), None)
        return Dateline(
            self.at, cities, tuple(self.regions), self.month, self.day, self.year, agency, tuple(self.parts)
        )

    def _believable(self, shouted: bool, closing: str) -> bool:
        """Whether what was read is a dateline and not the beginning of a sentence or a headline in capitals."""
        rest = self.text[self.at :].lstrip()
        if self.slug == "known" and (self.month or closing or self._has("city")):
            return bool(self.month or closing)
        if not self._has("city") or not shouted:
            return False
        if self.slug == "bracketed" or self.month:
            return bool(closing) and (not rest or not rest[0].islower())
        first = self.text[self.parts[0].start : self.parts[-1].end]
        long_enough = sum(map(str.isalpha, first)) >= 4 and first not in NOT_PLACES
        return closing == "-" and long_enough and _begins_sentence(rest)

    def _has(self, role: Role) -> bool:
        return any(part.role == role for part in self.parts)

    def _places(self) -> bool:
        """Read the cities with their regions; say whether all of them were in capitals."""
        shouted = True
        start = self.at
        while len(self.regions) < _MAX_CITIES:
            found = self._city(self.at)
            if found is None:
                self.at = start
                break
            end, capitals = found
            if self.regions and not capitals:
                self.at = start
                break
            shouted = shouted and capitals
            self.parts.append(Part("city", self.at, end))
            self.regions.append(None)
            self.at = start = end
            self._region()
            start = self.at
            gap = _BETWEEN_CITIES.match(self.text, self.at)
            if gap is None:
                break
            self.at = gap.end()
        return shouted

    def _city(self, at: int) -> tuple[int, bool] | None:
        """The end of the place name at `at` and whether it is in capitals; None when there is none."""
        words: list[str] = []
        end = at
        while len(words) < _MAX_WORDS:
            match = _WORD.match(self.text, at)
            if match is None:
                break
            word = match.group()
            if not (word[0].isupper() or (words and word.lower() in _SMALL_WORDS)):
                break
            if words and words[0].isupper() and len(words[0]) > 1 and not word.isupper() and word not in _SMALL_WORDS:
                break
            words.append(word)
            at = end = match.end()
            if self.text.startswith(".", at) and self._abbreviates(word, at + 1):
                at = end = at + 1
            blank = re.compile(r" |-|(?<=\.)").match(self.text, at)
            if blank is None:
                break
            at = blank.end()
        while words and words[-1].lower() in _SMALL_WORDS and not words[-1].isupper():
            end -= len(words.pop()) + 1
        name = self.text[end - len(" ".join(words)) : end] if words else ""
        if not words or name.strip() in AGENCIES or len(" ".join(words)) < 2 or words[0].lower() in _MONTHS:
            return None
        return end, all(word.isupper() or word in _SMALL_WORDS for word in words)

    def _abbreviates(self, word: str, at: int) -> bool:
        """Whether the full stop before `at` belongs to the place: ST. PETERSBURG, WASHINGTON D.C."""
        if word.upper() in {"ST", "FT", "MT", "STE"}:
            return True
        return len(word) == 1 and bool(re.match(r"\w\.|[ ,]", self.text[at : at + 2]))

    def _region(self) -> None:
        """Read `, Fla.`, ` (Crimea)`, ` /Moscow Region/` after a city, unless it is a date, an agency or a sentence."""
        bracket = re.compile(r"\s*([(/])").match(self.text, self.at)
        start = bracket.end() if bracket else self.at + 2
        if bracket is None and not self.text.startswith(", ", self.at):
            return
        match = _REGION.match(self.text, start)
        if match is None:
            return
        name = match.group()
        end = match.end()
        first = re.split(r"[ .]", name)[0]
        if first.lower() in _MONTHS or not name[0].isupper() or (first.isupper() and not bracket and len(first) > 1):
            return
        if _agency_in(name):
            return
        after = self.text[end:]
        if bracket:
            close = _BRACKETS[bracket.group(1)]
            if not after.startswith(close) or not re.match(
                r"\s*[,.]\s*(?:\d|[^\W\d_]{3,9}\.?\s*\d)|\s*[(/]|\s+[—–-]", after[1:]
            ):
                return
            self.at = end + 1
        else:
            if not re.match(r",?\s*[(/]|,\s*(?:\d|[^\W\d_]{3,9}\.?\s+\d)|\s*(?:--|[—–-])\s", after):
                return
            self.at = end
        self.parts.append(Part("region", start, end))
        self.regions[-1] = name

    def _bare_agency(self) -> None:
        """Read an agency that stands where the city should: `TASS, November 22.`"""
        name = _agency_at(self.text, self.at)
        if name:
            self.parts.append(Part("agency", self.at, self.at + len(name)))
            self.at += len(name)
            self.slug = "known"

    def _date(self) -> None:
        gap = re.compile(r"[,.]?\s+|(?<=^)").match(self.text, self.at)
        at = gap.end() if gap else self.at
        for form in _DATE_FORMS:
            match = form.match(self.text, at)
            if match is None:
                continue
            month = _MONTHS.get(match["month"].lower())
            day = int(match["day"])
            if month is None or not 1 <= day <= 31:
                continue
            end = match.end()
            if (
                not match["year"]
                and self.text[end - 1] == "."
                and match["month"] == match.group()[-len(match["month"]) - 1 : -1]
            ):
                end -= not _needs_stop(match["month"])
            self.month, self.day = month, day
            self.year = int(match["year"]) if match["year"] else None
            self.parts.append(Part("date", at, end))
            self.at = end
            return

    def _agency(self) -> None:
        """Read the slug: `/TASS/`, `(Reuters)`, or a known agency after a dash or comma."""
        if self.slug:
            return
        opening = re.compile(r"[.,]?\s*([(/\[])\s*").match(self.text, self.at)
        if opening:
            slug = _SLUG.match(self.text, opening.end())
            close = _BRACKETS[opening.group(1)]
            if slug is None or not self.text.startswith(close, slug.end()):
                return
            name = _agency_in(slug.group())
            if name:
                start = opening.end() + slug.group().index(name)
                self.parts.append(Part("agency", start, start + len(name)))
                self.slug = "known"
            elif len(slug.group().split()) <= 4 and slug.group()[0].isupper():
                self.parts.append(Part("agency", slug.start(), slug.start() + len(slug.group().rstrip())))
                self.slug = "bracketed"
            else:
                return
            self.at = slug.end() + 1
            return
        gap = re.compile(r"[.,]?\s*(?:--|[—–-])?\s+").match(self.text, self.at)
        name = _agency_at(self.text, gap.end()) if gap and self.month else ""
        if gap and name and re.match(r"\s*(?:[.:]|--|[—–-]\s)", self.text[gap.end() + len(name) :]):
            self.parts.append(Part("agency", gap.end(), gap.end() + len(name)))
            self.at = gap.end() + len(name)
            self.slug = "known"

    def _closing(self) -> str | None:
        """Read the closing punctuation: `.`, `-` for any dash, `` for none; None when prose goes on at once."""
        stop = re.compile(r"\s*[.:](?=\s|$|[\"“«])").match(self.text, self.at)
        if stop and not (self.text[stop.end() - 1] == ":" and not self.slug):
            self.at = stop.end()
            dash = _DASH.match(self.text, self.at)
            self.at = dash.end() if dash else self.at
            return "."
        dash = _DASH.match(self.text, self.at)
        if dash:
            self.at = dash.end()
            return "-"
        bare = self.slug and self.text[self.at - 1 : self.at] in _BRACKETS.values()
        return "" if bare else None

    def _after_blanks(self, at: int) -> int:
        match = _BLANK.match(self.text, at)
        return match.end() if match else at


def _needs_stop(month: str) -> bool:
    """Whether `Nov.` is an abbreviation whose full stop belongs to it."""
    return len(month) <= 4 and month.lower() not in {"may", "june", "july", "мая", "июня", "июля"}


def _agency_at(text: str, at: int) -> str:
    """The longest known agency that stands at `at`, or an empty string."""
    for name in AGENCIES:
        if text.startswith(name, at) and not text[at + len(name) : at + len(name) + 1].isalnum():
            return name
    return ""


def _agency_in(slug: str) -> str:
    """The first known agency inside a slug such as `TASS Correspondent Ivan Petrov`, or an empty string."""
    starts = (match.start() for match in re.finditer(r"\b\w", slug))
    return next((name for name in (_agency_at(slug, start) for start in starts) if name), "")


def _begins_sentence(rest: str) -> bool:
    """Whether `rest` reads like running text: a capital, digit or quotation mark first, and small letters soon."""
    opening = rest.lstrip("\"“«‘'(")[:1]
    return (opening.isupper() or opening.isdigit()) and any(map(str.islower, rest[:60]))
