"""A paragraph → its sentences.

A library proposes boundaries (razdel for Russian, sentencex for every other language), the rules of the language
correct them at each candidate, and then quotations are kept whole if that is wanted. A boundary lies before the first
visible character of a sentence, so the spans cover the paragraph except for the whitespace between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version

from align.languages.tags import primary_subtag
from align.segmentation import english_rules, russian_rules
from align.segmentation.boundary_candidates import NOTES, BoundaryCandidate, candidates
from align.segmentation.quotations import mask_marks, quotations

_RULES: dict[str, Callable[[BoundaryCandidate], bool | None]] = {
    "en": english_rules.is_boundary,
    "ru": russian_rules.is_boundary,
}

_MARKS = re.compile(r"\s*(?:(?P<ellipsis>(?:…|\.{2,})[….\s]*)|\.\s*)")
_CLOSED = re.compile(r"[.!?…][\"”’'»“›)\]]{1,3}$")
_WINDOW = 20
_STRAIGHT = re.compile(r"(?<!\w)'|'(?!\w)")
_MOST_STRAIGHT = 500
"""Straight single marks at words' edges up to which sentencex pairs them: its time grows with their square."""
_TAIL = re.compile(rf"[\"”’'»“›)\]{NOTES}]*(?:\s{{1,2}}[)\]»”{NOTES}]+(?!\S))?\s*")

_BEFORE_NAMES = {
    "fr": re.compile(r"(?<![\w.])(?:MM?|Mgr|Me|Dr|Pr|St|Ste)\.$"),
    "pl": re.compile(r"(?<![\w.])(?:[Dd]r|[Pp]rof|[Gg]en|[Kk]s|[Ii]m|[Uu]l|[Nn]p)\.$"),
    "uk": re.compile(r"(?<![\w.])(?:[Іі]м|[Вв]ул|[Гг]ен|[Пп]роф|[Аа]кад)\.$"),
    "de": re.compile(r"(?<![\w.])(?:Dr|Prof|Hr|Fr|St|Gen)\.$"),
}
"""Abbreviations of languages without rules of their own that no sentence ends with."""

Span = tuple[int, int]


def sentences(text: str, language: str | None, quotes: str) -> Iterator[Span]:
    """Find the sentences of one paragraph: their spans, without surrounding whitespace, in order.

    `quotes` is `keep` (no boundary inside a quotation) or `split`.
    """
    cuts = _with_ellipses(text, sorted(_cuts(text, _primary(language))))
    if quotes == "keep":
        cuts = _outside_quotations(text, cuts)
    start = 0
    for cut in [*cuts, len(text)]:
        piece = text[start:cut]
        body = piece.strip()
        if body:
            first = start + len(piece) - len(piece.lstrip())
            yield first, first + len(body)
        start = cut


@cache
def splitter_name(language: str | None) -> str:
    """The library that proposes the boundaries for `language`, with its version: `sentencex-1.0.32`."""
    library = "razdel" if _primary(language) == "ru" else "sentencex"
    return f"{library}-{version(library)}"


def _cuts(text: str, language: str) -> set[int]:
    """Find the offsets at which a new sentence begins, except that of the text itself."""
    proposed = _proposals(text, language)
    is_boundary = _RULES.get(language)
    if is_boundary is None:
        ends = (_TAIL.match(text, stop) for stop in proposed)
        found = (tail.end() for tail in ends if tail and tail.end() < len(text))
        return {cut for cut in found if not _goes_on(text, cut, language)}
    cuts: set[int] = set()
    for candidate in candidates(text):
        answer = is_boundary(candidate)
        if answer is None:
            answer = not proposed.isdisjoint(candidate.stops)
        if answer:
            cuts.add(candidate.cut)
    return cuts


def _goes_on(text: str, cut: int, language: str) -> bool:
    """Whether the sentence goes on after a full stop: with a small letter, or after an abbreviation that precedes a
    name; or after a Japanese quotation, with the particle that quotes it."""
    before = text[max(0, cut - _WINDOW) : cut].rstrip()
    if language == "ja" and before.endswith("」") and text.startswith(("と", "って"), cut):
        return True
    if not before.endswith("."):
        return False
    if text[cut].islower() and not before.endswith(".."):
        return True
    abbreviation = _BEFORE_NAMES.get(language)
    return abbreviation is not None and abbreviation.search(before) is not None


def _proposals(text: str, language: str) -> set[int]:
    """Find the offsets after the last visible character of each sentence, according to the library.

    sentencex keeps quotations and brackets whole, so it gets the text with their marks replaced by spaces: quotations
    are treated here, by the option `quotes`.
    """
    if language == "ru":
        import razdel

        return {found.stop for found in razdel.sentenize(text.replace("\r", " ").replace("\n", " "))}
    import sentencex

    masked = mask_marks(text)
    if text.count("'") > _MOST_STRAIGHT and len(_STRAIGHT.findall(masked)) > _MOST_STRAIGHT:
        masked = _STRAIGHT.sub(" ", masked)
    found = sentencex.get_sentence_boundaries(language, masked)
    return {sentence["start_index"] + len(sentence["text"].rstrip()) for sentence in found if sentence["text"].strip()}


def _with_ellipses(text: str, cuts: list[int]) -> list[int]:
    """Keep the cuts that leave no full stop or ellipsis by itself.

    An ellipsis after the end of a sentence belongs to the sentence that it opens; one at the end of the paragraph or
    after an emoji, and a lone full stop, to what stands before.
    """
    kept: list[int] = []
    start = 0
    for cut in [*cuts, len(text)]:
        marks = _MARKS.fullmatch(text, start, cut)
        opens = bool(marks and marks["ellipsis"]) and cut < len(text) and _opens_sentence(text, start)
        if marks and kept and not opens:
            kept.pop()
        if not opens and cut < len(text):
            kept.append(cut)
        start = cut
    return kept


def _opens_sentence(text: str, start: int) -> bool:
    """Whether an ellipsis at `start` stands where a sentence begins."""
    before = text[max(0, start - _WINDOW) : start].rstrip()
    return start == 0 or before.endswith((".", "!", "?", "…")) or _CLOSED.search(before) is not None


def _outside_quotations(text: str, cuts: list[int]) -> list[int]:
    """Keep the cuts that fall in no quotation."""
    kept: list[int] = []
    at = 0
    for quotation in quotations(text):
        first, last = bisect_left(cuts, quotation.start + 1, at), bisect_left(cuts, quotation.end, at)
        kept += cuts[at:first]
        at = last
    return kept + cuts[at:]


def _primary(language: str | None) -> str:
    return primary_subtag(language or "en")
