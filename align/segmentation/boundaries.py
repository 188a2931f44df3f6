"""A paragraph → its sentences.

A library proposes (razdel for Russian, sentencex for every other language), the rules of the language correct it at
each candidate, and then quotations are kept whole if that is wanted. A boundary lies before the first visible
character of a sentence, so the spans cover the paragraph but for the blanks between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version

from align.languages.tags import primary_subtag
from align.segmentation import english_rules, russian_rules
from align.segmentation.boundary_candidates import BoundaryCandidate, candidates
from align.segmentation.quotations import blank_marks, quotations

_VERDICTS: dict[str, Callable[[BoundaryCandidate], bool | None]] = {
    "en": english_rules.verdict,
    "ru": russian_rules.verdict,
}

_TAIL = re.compile(r"[\"”’»“›)\]]*(?:\s{1,2}[)\]»”](?!\S))?\s*")

Span = tuple[int, int]


def sentences(text: str, language: str | None, quotes: str) -> Iterator[Span]:
    """The spans of the sentences of one paragraph, without the blanks around them, in order.

    `quotes` is `keep` (no boundary inside a quotation) or `split`.
    """
    cuts = sorted(_cuts(text, _primary(language)))
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
    """Which library proposes the boundaries for `language`, with its version: `sentencex-1.0.32`."""
    library = "razdel" if _primary(language) == "ru" else "sentencex"
    return f"{library}-{version(library)}"


def _cuts(text: str, language: str) -> set[int]:
    """The offsets where a new sentence begins, the beginning of the text not among them."""
    proposed = _proposals(text, language)
    verdict = _VERDICTS.get(language)
    if verdict is None:
        ends = (_TAIL.match(text, stop) for stop in proposed)
        return {tail.end() for tail in ends if tail and tail.end() < len(text)}
    cuts: set[int] = set()
    for candidate in candidates(text):
        answer = verdict(candidate)
        if answer is None:
            answer = not proposed.isdisjoint(candidate.stops)
        if answer:
            cuts.add(candidate.cut)
    return cuts


def _proposals(text: str, language: str) -> set[int]:
    """The offsets after the last visible character of each sentence, as the library sees it.

    sentencex keeps quotations and brackets whole, so it is shown the text with blanks for them: what to do with
    quotations is our decision.
    """
    if language == "ru":
        import razdel

        return {found.stop for found in razdel.sentenize(text.replace("\r", " ").replace("\n", " "))}
    import sentencex

    found = sentencex.get_sentence_boundaries(language, blank_marks(text))
    return {sentence["start_index"] + len(sentence["text"].rstrip()) for sentence in found if sentence["text"].strip()}


def _outside_quotations(text: str, cuts: list[int]) -> list[int]:
    """The cuts that fall in no quotation."""
    kept: list[int] = []
    at = 0
    for quotation in quotations(text):
        first, last = bisect_left(cuts, quotation.start + 1, at), bisect_left(cuts, quotation.end, at)
        kept += cuts[at:first]
        at = last
    return kept + cuts[at:]


def _primary(language: str | None) -> str:
    return primary_subtag(language or "en")
