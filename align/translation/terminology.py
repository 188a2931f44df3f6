"""Drafts led to the terms of a glossary, without retraining a model.

Only a text whose plain draft gets a term wrong is touched. First, among the candidates of a wider beam, the likeliest
that gets most terms right is taken (n-best reranking). If that does not help and substitution is asked for, the terms
that are wrong are replaced in the source by placeholders, which models copy, and what comes back is replaced by the
translation (the method of Marian's own authors, marian-dev issue 507); if not every placeholder came back exactly
once, the draft stays as it was. Whatever is wrong in the end, the glossary check flags.

Nothing here depends on the neighbours of a text: each is judged alone, and the engine drafts each as if alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from align.glossary import Glossary, Hit, Matcher, Term
from align.translation.engine import Decoding, Draft, Engine

Mode = Literal["check", "rerank", "substitute"]
MODES: tuple[Mode, ...] = ("check", "rerank", "substitute")


@dataclass(frozen=True, slots=True)
class Terminology:
    """What a glossary asks of drafts. `candidates` is how many a text gets, `margin` how much less likely than the
    plain draft (nats a token) one may be that is taken instead."""

    glossary: Glossary
    matcher: Matcher
    mode: Mode = "rerank"
    candidates: int = 12
    margin: float = 0.5

    @classmethod
    def of(cls, glossary: Glossary, source_lang: str, target_lang: str, mode: Mode = "rerank") -> Terminology:
        """What `glossary` asks of drafts from one language into another."""
        return cls(glossary, glossary.matcher(source_lang, target_lang), mode)

    @property
    def signature(self) -> str:
        """What decides the output: `rerank-214-5f0c21a9`."""
        return f"{self.mode}-{self.glossary.signature}"


def steer(
    drafts: Mapping[str, Draft], engine: Engine, decoding: Decoding, terminology: Terminology
) -> dict[str, Draft]:
    """The `drafts` (source → draft), those with a wrong term replaced where a better one is found."""
    result = dict(drafts)
    if terminology.mode == "check":
        return result
    hits = {source: terminology.matcher.find(source) for source in drafts}
    wrong = [source for source in drafts if hits[source] and _wrong(hits[source], drafts[source], terminology.matcher)]
    found = engine.candidates(wrong, decoding, terminology.candidates) if wrong else []
    for source, candidates in zip(wrong, found, strict=True):
        result[source] = rerank(drafts[source], candidates, [hit.term for hit in hits[source]], terminology)
    if terminology.mode == "substitute":
        left = {source: hits[source] for source in wrong if _wrong(hits[source], result[source], terminology.matcher)}
        result |= _substituted(left, result, engine, decoding, terminology.matcher)
    return result


def rerank(plain: Draft, candidates: Sequence[Draft], terms: Sequence[Term], terminology: Terminology) -> Draft:
    """Of `plain` and `candidates` (likeliest first) the first that has the fewest terms wrong.

    One that hit the length limit, or is less likely than the plain draft by more than the margin, is not considered.
    """
    fit = [draft for draft in candidates if not draft.hit_limit and draft.logprob >= plain.logprob - terminology.margin]
    return min([plain, *fit], key=lambda draft: len(terminology.matcher.judge(terms, draft.text)))


def _wrong(hits: Sequence[Hit], draft: Draft, matcher: Matcher) -> bool:
    return bool(matcher.judge([hit.term for hit in hits], draft.text))


def _substituted(
    left: Mapping[str, Sequence[Hit]],
    drafts: Mapping[str, Draft],
    engine: Engine,
    decoding: Decoding,
    matcher: Matcher,
) -> dict[str, Draft]:
    """Drafts of the texts in `left` with their wrong terms put in by placeholders, where that can be verified."""
    masked = {}
    for source, hits in left.items():
        wrong = {finding.term for finding in matcher.judge([hit.term for hit in hits], drafts[source].text)}
        masked[source] = mask(source, [hit for hit in hits if hit.term in wrong and hit.term.targets])
    texts = [text for text, _ in masked.values()]
    taken = engine.count_tokens(texts)
    fitting = [source for source, size in zip(masked, taken, strict=True) if size <= engine.longest_source]
    found = engine.draft([masked[source][0] for source in fitting], decoding)
    result = {}
    for source, draft in zip(fitting, found, strict=True):
        text = unmask(draft.text, masked[source][1])
        if text is not None and not draft.hit_limit:
            better = replace(draft, text=text, substituted=True)
            terms = [hit.term for hit in left[source]]
            if len(matcher.judge(terms, text)) < len(matcher.judge(terms, drafts[source].text)):
                result[source] = better
    return result


def mask(source: str, hits: Sequence[Hit]) -> tuple[str, dict[str, str]]:
    """`source` with a placeholder for each hit, and what each placeholder stands for: the term's first translation.

    A placeholder is a number, which even a weak model copies: of 40 kinds tried on the bundled starter, from X1 to
    [1], those from 1001 on came back most often, and unlike 2001 without the word for a year.
    """
    numbers = (str(number) for number in count(1001) if str(number) not in source)
    stands_for: dict[str, str] = {}
    text, at = "", 0
    for hit in hits:
        placeholder = next(numbers)
        stands_for[placeholder] = hit.term.targets[0]
        text += source[at : hit.start] + placeholder
        at = hit.end
    return text + source[at:], stands_for


def unmask(draft: str, stands_for: Mapping[str, str]) -> str | None:
    """`draft` with the translations in place; None unless each placeholder is there exactly once, as a word."""
    places = []
    for placeholder in stands_for:
        found = list(re.finditer(placeholder, draft))
        if len(found) != 1 or not re.search(rf"(?<![\w.,-]){placeholder}(?![\w-]|[.,]\d)", draft):
            return None
        places.append((found[0].start(), placeholder))
    for at, placeholder in sorted(places, reverse=True):
        draft = draft[:at] + stands_for[placeholder] + draft[at + len(placeholder) :]
    return draft
