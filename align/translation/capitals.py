"""Drafts of text in capitals: the text as it would stand in a sentence, and the draft in capitals again.

A model has hardly seen capitals; it copies or garbles them. Names and acronyms are known from the rest of the document,
from the tables that render datelines, from a list, and as words that the dictionary lacks; all else is in small letters
(truecasing, Lita et al. 2003).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Literal

from align.document import Segment
from align.languages.codes import find_codes
from align.languages.data.capital_words import ALWAYS_CAPITALISED, NOT_PLACES, TITLES
from align.languages.dictionary import is_acronym, knows_word
from align.languages.invisible import visible_line
from align.languages.tags import primary_subtag

Style = Literal["", "all", "label", "quoted"]
"""What of the draft is set in capitals: nothing, all, what is before its first colon, what is between its quotation
marks."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*")
_ADJACENT_CAPITALS = re.compile(r"[A-ZÀ-ÞΑ-ΩА-ЯЁІЇЄҐ]{2}")
_LABEL = re.compile(r"\s*([^\W\d_]{2,}(?:[ \-][^\W\d_]{2,}){0,2}[ \-]?\d{0,2}):(?=\s)")
_QUOTED = re.compile(r"[«“\"„]([^«»“”\"„]+)[»”\"“]")
_RUN = re.compile(r"(?<![\w'’])(?:[^\W\d_]+(?:['’][^\W\d_]+)*|\d+)(?:[ ,\-]{1,2}(?:[^\W\d_]+(?:['’][^\W\d_]+)*|\d+))+")
_SENTENCE_START = re.compile(r"(?:^|(?<!\.[A-ZА-ЯЁ])[.!?:…]\s+)[\"“«„‘'(\[]*$")
_LEAD = 6  # characters before a word that tell whether it begins a sentence
_BEFORE_MONTH = re.compile(r"(?:\b(?:IN|OF|SINCE|BY|UNTIL|TILL|FROM|LAST|NEXT)|\d\.?)\s\Z")
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cased:
    """A text as the engine is to have it, and what of its draft is set in capitals."""

    text: str
    style: Style = ""


def has_capitals(text: str) -> bool:
    """Whether `text` may have words in capitals; quick."""
    return bool(_ADJACENT_CAPITALS.search(text))


def recased(draft: str, cased: Cased, language: str) -> str:
    """Set a draft in capitals as its source is."""
    if cased.style == "all":
        return to_capitals(draft, language)
    if cased.style == "label":
        colon = draft.find(":")
        return to_capitals(draft[:colon], language) + draft[colon:] if 0 < colon <= len(draft) // 2 + 12 else draft
    if cased.style == "quoted":
        found = list(_QUOTED.finditer(draft))
        if len(found) == 1:
            start, end = found[0].span(1)
            return draft[:start] + to_capitals(draft[start:end], language) + draft[end:]
    return draft


def to_capitals(text: str, language: str) -> str:
    """Write `text` in capitals as its language does: İ in Turkish, no accents in Greek, no change in Georgian."""
    language = primary_subtag(language)
    if language in ("tr", "az"):
        text = text.replace("i", "İ")
    if language == "el":
        text = text.translate(str.maketrans("άέήίόύώ", "αεηιουω"))
    return text if language == "ka" else text.upper()


class CaseModel:
    """What the rest of a document says on the case of words."""

    def __init__(self, texts: Iterable[str], language: str):
        self.language = primary_subtag(language)
        self._forms: dict[str, Counter[str]] = {}
        for text in texts:
            if _in_capitals(text):
                continue
            for match in _WORD.finditer(text):
                if not _SENTENCE_START.search(text[max(0, match.start() - _LEAD) : match.start()]):
                    self._forms.setdefault(match[0].lower(), Counter())[match[0]] += 1

    def cased(self, text: str) -> Cased | None:
        """`text` as the engine is to have it; None where nothing in it is in capitals that should not be."""
        codes = [(code.start, code.end) for code in find_codes(text)]
        if _in_capitals(text):
            written = self._written(text, codes, 0, len(text))
            return Cased(written, "all") if written != text else None
        spans: list[tuple[int, int]] = []
        style: Style = ""
        label = _LABEL.match(text)
        if label and label[1].isupper():
            spans.append(label.span(1))
            style = "label"
        for match in _RUN.finditer(text):
            for start, end in _capital_runs(text, match.start(), match.end()):
                quoted = text[start - 1 : start] in _OPENING_QUOTES and text[end : end + 2].strip(".,!?")[:1] in _QUOTES
                count = len(_WORD.findall(text, start, end))
                if (quoted or count > 2) and not (spans and start < spans[-1][1]):
                    spans.append((start, end))
                    style = style or ("quoted" if quoted else "")
        written, at = "", 0
        for start, end in spans:
            written += text[at:start] + self._written(text, codes, start, end)
            at = end
        written += text[at:]
        return Cased(written, style) if written != text else None

    def _written(self, text: str, codes: Sequence[tuple[int, int]], start: int, end: int) -> str:
        """Write `text[start:end]`, which is in capitals, in small letters with capitals where they belong."""
        words = [match for match in _WORD.finditer(text, start, end) if not _within(match.start(), codes)]
        places = self._places([match[0] for match in words], text, words)
        if (
            start == 0
            and end == len(text)
            and not any(self._is_ordinary(match[0]) for n, match in enumerate(words) if n not in places)
        ):
            return text  # acronyms and names only: a byline, a stock's ticker
        written, at = "", start
        for number, match in enumerate(words):
            word = places.get(number) or self._word(match[0])
            if word in ("may", "march") and _BEFORE_MONTH.search(text[max(0, match.start() - 8) : match.start()]):
                word = word.capitalize()
            if _SENTENCE_START.search(text[max(0, match.start() - _LEAD) : match.start()]):
                word = word[:1].upper() + word[1:]
            written += text[at : match.start()] + word
            at = match.end()
        return written + text[at:end]

    def _places(self, words: Sequence[str], text: str, matches: Sequence[re.Match[str]]) -> dict[int, str]:
        """Towns and countries among the words, of up to three words: word number → how it is written."""
        found: dict[int, str] = {}
        number = 0
        while number < len(words):
            for size in (3, 2, 1):
                part = matches[number : number + size]
                if len(part) < size or (size == 1 and words[number].lower() in NOT_PLACES):
                    continue
                name = text[part[0].start() : part[-1].end()]
                base = _CONTRACTED.sub("", name)
                if "," not in name and len(base) > 2 and (place := place_name(self.language, base)):
                    pieces = _WORD.findall(place)
                    if len(pieces) == size:
                        pieces[-1] += name[len(base) :].lower()
                        found.update(zip(range(number, number + size), pieces, strict=True))
                        number += size - 1
                        break
            number += 1
        return found

    def _is_ordinary(self, word: str) -> bool:
        return self._word(word).islower() and len(word) > 2

    def _word(self, word: str) -> str:
        """Write a word that stands in capitals as it would stand within a sentence."""
        lower = word.lower()
        if "." in word:
            return lower if lower in ("a.m.", "p.m.") else word
        ending = _CONTRACTED.search(word)
        if ending and ending.start():
            tail = ending[0].lower()
            return lower if tail.startswith("n") else self._word(word[: ending.start()]) + tail
        seen = self._forms.get(lower)
        if seen:
            return seen.most_common(1)[0][0]
        if lower in TITLES or lower in ALWAYS_CAPITALISED or _is_calendar_name(self.language, lower):
            return word.capitalize()
        if is_acronym(word):
            return word
        if len(word) > 1 and knows_word(self.language, lower) is False:
            return word.capitalize()
        return word if len(word) == 1 and self.language == "en" and lower != "a" else lower


def cased_segments(segments: Sequence[Segment], language: str) -> dict[int, Cased]:
    """What is drafted of those segments of a document that have words in capitals, by their number from 1."""
    texts = {n: visible_line(segment.flat) for n, segment in enumerate(segments, start=1)}
    doubtful = [n for n, text in texts.items() if has_capitals(text) and segments[n - 1].kind != "dateline"]
    if not doubtful:
        return {}
    model = CaseModel(texts.values(), language)
    return {n: cased for n in doubtful if (cased := model.cased(texts[n]))}


_OPENING_QUOTES = frozenset("«“\"„'‘")
_QUOTES = frozenset("»”\"“'’")


def _within(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset is in one of the spans, which stand in order and apart."""
    before = bisect_right(spans, offset, key=itemgetter(0))
    return before > 0 and offset < spans[before - 1][1]


def _in_capitals(text: str) -> bool:
    """Whether all words of `text` are in capitals, but for a few small letters (McDONALD, iPHONE), codes left out."""
    for code in reversed(find_codes(text)):
        text = text[: code.start] + text[code.end :]
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return upper > 2 and lower * 12 < upper


def _capital_runs(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Runs of words in capitals within `text[start:end]`."""
    first = last = None
    for match in _WORD.finditer(text, start, end):
        if match[0].isupper():
            first = match.start() if first is None else first
            last = match.end()
        elif first is not None and last is not None:
            yield first, last
            first = last = None
    if first is not None and last is not None:
        yield first, last


@lru_cache(maxsize=4096)
def place_name(language: str, name: str) -> str | None:
    """How a town or country of this name is written; None where the tables do not know it."""
    from babel import UnknownLocaleError

    from align.segmentation.gazetteer import name_in

    try:
        return name_in(language, name, "country") or name_in(language, name, "city")
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=64)
def _calendar_names(language: str) -> frozenset[str]:
    """Months and weekdays, in languages that write them with a capital."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    names = [*locale.months["format"]["wide"].values(), *locale.days["format"]["wide"].values()]
    return frozenset(name.lower() for name in names if name[:1].isupper()) - {"may", "march"}


def _is_calendar_name(language: str, lower: str) -> bool:
    return lower in _calendar_names(language)
