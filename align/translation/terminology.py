"""Makes drafts use the terms of a glossary, without retraining a model.

Only a text whose plain draft gets a term wrong is touched. First, among the candidates of a wider beam, the likeliest
that gets most terms right is taken (n-best reranking). If that does not help and substitution is asked for, the wrong
terms are replaced in the source by placeholders, which models copy, and those in the draft by the translation (the
method of Marian's own authors, marian-dev issue 507); if not every placeholder is in the draft exactly once, the draft
stays as it was. What remains wrong, the glossary check flags.

Nothing depends on the neighbours of a text: each is checked, and drafted, by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from align.glossary import Glossary, Matcher, Term, TermMatch
from align.translation.engine import UNKNOWN_MARK, Decoding, Draft, Engine

Mode = Literal["check", "rerank", "substitute"]
MODES: tuple[Mode, ...] = ("check", "rerank", "substitute")


@dataclass(frozen=True, slots=True)
class Terminology:
    """A glossary for drafts, and how it is enforced.

    `candidates` is the number of drafts that a text gets; one that is taken instead of the plain draft may be less
    likely by `margin` (nats a token).
    """

    glossary: Glossary
    matcher: Matcher
    mode: Mode = "rerank"
    candidates: int = 12
    margin: float = 0.5

    @classmethod
    def of(cls, glossary: Glossary, source_lang: str, target_lang: str, mode: Mode = "rerank") -> Terminology:
        """Apply `glossary` to drafts from one language into another."""
        return cls(glossary, glossary.matcher(source_lang, target_lang), mode)

    @property
    def signature(self) -> str:
        """The mode and the glossary, for a corpus's signature line: `rerank-214-5f0c21a9`."""
        return f"{self.mode}-{self.glossary.signature}"


def enforce_terms(
    drafts: Mapping[str, Draft], engine: Engine, decoding: Decoding, terminology: Terminology
) -> dict[str, Draft]:
    """Replace those of the `drafts` (source → draft) that have a wrong term, where a better one is found."""
    result = dict(drafts)
    if terminology.mode == "check":
        return result
    matcher = terminology.matcher
    terms = {source: [match.term for match in matcher.find_terms(source)] for source in drafts}

    def has_errors(source: str) -> bool:
        return bool(terms[source] and matcher.check_terms(terms[source], result[source].text))

    wrong = [source for source in drafts if has_errors(source)]
    nbest = engine.candidates(wrong, decoding, terminology.candidates) if wrong else []
    for source, candidates in zip(wrong, nbest, strict=True):
        result[source] = rerank(drafts[source], candidates, terms[source], terminology)
    if terminology.mode == "substitute":
        still_wrong = {source: result[source] for source in wrong if has_errors(source)}
        result |= _substitute(still_wrong, engine, decoding, matcher)
    return result


def rerank(plain: Draft, candidates: Sequence[Draft], terms: Sequence[Term], terminology: Terminology) -> Draft:
    """Choose among `plain` and `candidates` (likeliest first) the first that has the fewest terms wrong.

    One that hit the length limit, or is less likely than the plain draft by more than the margin, is not considered.
    """
    least = plain.logprob - terminology.margin
    eligible = [draft for draft in candidates if not draft.hit_limit and draft.logprob >= least]
    eligible = [draft for draft in eligible if UNKNOWN_MARK not in draft.text]
    return min([plain, *eligible], key=lambda draft: len(terminology.matcher.check_terms(terms, draft.text)))


def _substitute(drafts: Mapping[str, Draft], engine: Engine, decoding: Decoding, matcher: Matcher) -> dict[str, Draft]:
    """Draft the sources of `drafts` once more with placeholders for their wrong terms; those that are better by it."""
    masked = {}
    for source, draft in drafts.items():
        matches = matcher.find_terms(source)
        wrong = {finding.term for finding in matcher.check_terms([match.term for match in matches], draft.text)}
        masked[source] = mask(source, [match for match in matches if match.term in wrong and match.term.targets])
    sizes = engine.count_tokens([text for text, _ in masked.values()])
    short_enough = [source for source, size in zip(masked, sizes, strict=True) if size <= engine.longest_source]
    masked_drafts = engine.draft([masked[source][0] for source in short_enough], decoding)
    result = {}
    for source, masked_draft in zip(short_enough, masked_drafts, strict=True):
        text = unmask(masked_draft.text, masked[source][1])
        if text is not None and not masked_draft.hit_limit:
            terms = [match.term for match in matcher.find_terms(source)]
            if len(matcher.check_terms(terms, text)) < len(matcher.check_terms(terms, drafts[source].text)):
                result[source] = replace(masked_draft, text=text, substituted=True)
    return result


def mask(source: str, matches: Sequence[TermMatch]) -> tuple[str, dict[str, str]]:
    """Put a placeholder in place of each match: the text, and for each placeholder the term's first translation.

    A placeholder is a number, which even a weak model copies: of 40 kinds tried on the bundled starter, from X1 to
    [1], those from 1001 on came back most often, and unlike 2001 without the word for a year.
    """
    numbers = (str(number) for number in count(1001) if str(number) not in source)
    translations: dict[str, str] = {}
    text, end = "", 0
    for match in matches:
        placeholder = next(numbers)
        translations[placeholder] = match.term.targets[0]
        text += source[end : match.start] + placeholder
        end = match.end
    return text + source[end:], translations


def unmask(draft: str, translations: Mapping[str, str]) -> str | None:
    """Put the translations in place of the placeholders; None unless each is there exactly once, as a word."""
    positions = []
    for placeholder in translations:
        found = list(re.finditer(placeholder, draft))
        if len(found) != 1 or not re.search(rf"(?<![\w.,-]){placeholder}(?![\w-]|[.,]\d)", draft):
            return None
        positions.append((found[0].start(), placeholder))
    for start, placeholder in sorted(positions, reverse=True):
        draft = draft[:start] + translations[placeholder] + draft[start + len(placeholder) :]
    return draft
